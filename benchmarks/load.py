"""A hundred caseworkers at once against the server as `make run` starts it: none fails, all is logged.

`USERS=100 MINUTES=10 python -m benchmarks load`. Nine requests of ten read, one writes a note or a contact
through its form; between two of the same person 5 to 15 seconds pass. Afterwards every answer about a person
must stand in the log, and the log must verify. Not among the usual ones: it takes its ten minutes.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from benchmarks import heart
from benchmarks.population import size
from benchmarks.timing import Ratio, percentile
from stafett.accounts.actions import open_accounts
from stafett.accounts.models import User
from stafett.casework.models import Assignment
from stafett.notes.models import Contact, Note
from stafett.parties.models import Tenure
from stafett.safeguards.actions.seal import seal
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.models import Reading
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import operator
from tests import provision

USERS, MINUTES = int(os.environ.get("USERS", "100")), float(os.environ.get("MINUTES", "10"))
THINKS = (5, 15)
A_WRITE = 1 / 9
"""How often somebody opens a form, which reads, and sends it: so that one request of ten writes."""
PATIENCE = 300
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="([^"]+)"')
READS = (
    ("today", "/"),
    ("between", "/deltagare/mellan-stolarna/"),
    ("participation", "/deltagare/{case}/"),
    ("timeline", "/deltagare/{case}/tidslinje/"),
    ("notes", "/deltagare/{case}/anteckningar/"),
)
WRITES = (
    ("note_new", "/deltagare/{case}/anteckningar/ny/", {"text": "Ringde, {}. Vi ses på torsdag."}),
    (
        "contact_new",
        "/deltagare/{case}/anteckningar/kontakt/",
        {"result": "reached", "by": "phone", "text": "{}"},
    ),
)


@dataclass
class Heard:
    """What was answered: how long each took by page, what was answered to whom, and what went wrong."""

    taken: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    answered: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, who: int, method: str, page: str, seconds: float, fault: str) -> None:
        """One answer, or the lack of one."""
        with self.lock:
            if fault:
                self.wrong.append(f"{method} {page}: {fault}")
                return
            self.taken.setdefault((method, page), []).append(seconds * 1000)
            self.answered[who, page, method] += 1


@dataclass
class Caseworker:
    """Somebody with cases, who reads and writes until the time is up."""

    user: int
    cookies: dict[str, str]
    cases: list[Any]
    server: str
    heard: Heard
    chance: random.Random

    def work(self, until: float) -> None:
        """One thing after another; the first when so much has passed that not all come at once."""
        session = requests.Session()
        session.cookies.update(self.cookies)
        time.sleep(self.chance.uniform(0, THINKS[1]))
        while time.monotonic() < until:
            if self.chance.random() < A_WRITE:
                self._write(session)
            else:
                page, address = self.chance.choice(READS)
                self._ask(session, "GET", page, address.format(case=self.chance.choice(self.cases)))
            time.sleep(self.chance.uniform(*THINKS))

    def _write(self, session: requests.Session) -> None:
        page, address, told = self.chance.choice(WRITES)
        address = address.format(case=self.chance.choice(self.cases))
        drawn = self._ask(session, "GET", page, address)
        hidden = dict(HIDDEN.findall(drawn))
        if hidden:
            # the same words twice in a case are asked about, and not taken
            said = {name: words.format(time.monotonic()) for name, words in told.items()}
            sent = {**hidden, **said, "on_day": str(timezone.localdate())}
            self._ask(session, "POST", page, address, sent)

    def _ask(
        self, session: requests.Session, method: str, page: str, address: str, sent: Any = None
    ) -> str:
        """The answer's text; a form that was taken leads on, and nothing else is right for it."""
        begun, fault, text = time.perf_counter(), "", ""
        try:
            answer = session.request(
                method, self.server + address, data=sent, timeout=60, allow_redirects=False
            )
            text, right = answer.text, 302 if sent else 200
            fault = "" if answer.status_code == right else f"answered {answer.status_code}"
        except requests.RequestException as trouble:
            fault = type(trouble).__name__
        self.heard.note(self.user, method, page, time.perf_counter() - begun, fault)
        return text


def measure() -> tuple[Ratio, ...]:
    """Run it, print what was heard, and fail unless all was answered and all of it is in the log.

    There is no ratio in it: how long an answer takes is told, and judged by people.
    """
    name = f"bench_load_{os.getpid()}"
    provision.copy(heart.use(size()), name)
    heart.point_at(name)
    try:
        _measured(name)
    finally:
        connection.close()
        provision.remove(name)
    return ()


def _measured(name: str) -> None:
    workers = _accounts()
    wrote, begun, heard = _written(), timezone.now(), Heard()
    with _served(name) as server:
        until = time.monotonic() + MINUTES * 60
        busy = [
            threading.Thread(target=_caseworker(who, cases, server, heard).work, args=(until,))
            for who, cases in workers
        ]
        for one in busy:
            one.start()
        for one in busy:
            one.join()
    _tell(heard)
    if heard.wrong:
        raise AssertionError(
            f"{len(heard.wrong)} went wrong: {Counter(heard.wrong).most_common(5)}"
        )
    _check_written(heard, _written() - wrote)
    _check_log(name, heard, begun)


def _accounts() -> list[tuple[User, list[Any]]]:
    """An account for each of so many posts that have cases, spread over the units; and the cases."""
    with transaction.atomic():
        set_reach(all_controllers())
        free = Assignment.objects.filter(until_day=None, position__tenures__staff__account=None)
        posts = list(free.order_by("position").values_list("position", flat=True).distinct())
        chosen = posts[:: max(1, len(posts) // USERS)][:USERS]
        mine = free.filter(position__in=chosen).order_by("pk")
        cases: dict[int, list[Any]] = {}
        for post, case in mine.values_list("position", "participation"):
            cases.setdefault(post, []).append(case)
        held = Tenure.objects.filter(position__in=chosen).select_related("staff").order_by("pk")
        told = [(f"last{one.pk}@prov.example", one.staff.name, one.staff) for one in held]
        users = open_accounts(told, by=operator(timezone.localdate()))
        return [(user, cases[one.position_id]) for user, one in zip(users, held, strict=True)]


def _caseworker(user: User, cases: list[Any], server: str, heard: Heard) -> Caseworker:
    """Logged in beforehand: what logging in costs is another question."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    return Caseworker(user.pk, cookies, cases, server, heard, random.Random(user.pk))


@contextmanager
def _served(name: str) -> Iterator[str]:
    """The server's address while it runs, started as `make run` does but on that database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "stafett",
        "demo",
        "up",
        "--empty",
        "--port",
        str(port),
    ]
    around = {**os.environ, "STAFETT_DATABASE": name, "STAFETT_LEVELS": "none"}
    server = subprocess.Popen(command, env=around, stdout=subprocess.DEVNULL)
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}", server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=PATIENCE)


def _when_it_answers(address: str, server: subprocess.Popen[bytes]) -> str:
    given_up = time.monotonic() + PATIENCE
    while time.monotonic() < given_up and server.poll() is None:
        with suppress(requests.RequestException):
            if requests.get(f"{address}/logga-in/", timeout=5).status_code == 200:
                return address
        time.sleep(0.5)
    raise AssertionError("the server did not begin to answer")


def _tell(heard: Heard) -> None:
    number = sum(heard.answered.values())
    writes = sum(n for (_who, _page, method), n in heard.answered.items() if method == "POST")
    people = {who for who, _page, _method in heard.answered}
    print(f"{len(people)} caseworkers, {MINUTES:g} minutes: {number} answers, {writes} of them wrote, "
          f"{number / MINUTES / 60:.1f} a second, {len(heard.wrong)} errors", flush=True)  # fmt: skip
    for (method, page), taken in sorted(heard.taken.items()):
        p50, p95 = percentile(taken, 50), percentile(taken, 95)
        print(f"  {method:4} {page:14} {len(taken):5}  p50 {p50:7.0f} ms  p95 {p95:7.0f} ms  "
              f"max {max(taken):7.0f} ms", flush=True)  # fmt: skip


def _written() -> int:
    with transaction.atomic():
        set_reach(all_controllers())
        since = timezone.now() - timedelta(days=1)
        rows = (model.objects.filter(on_day=timezone.localdate(), written_at__gte=since)
                for model in (Note, Contact))  # fmt: skip
        return sum(found.count() for found in rows)


def _check_written(heard: Heard, made: int) -> None:
    sent = sum(n for (_who, _page, method), n in heard.answered.items() if method == "POST")
    if sent != made:
        raise AssertionError(f"{sent} forms were taken and {made} rows written")


def _check_log(name: str, heard: Heard, begun: datetime) -> None:
    """Each answer has its row, and the whole log holds when what was read last is sealed too."""
    with transaction.atomic():
        set_reach(all_controllers())
        rows = (
            Reading.objects.filter(at__gte=begun)
            .order_by()
            .values_list("user_id", "door", "method")
        )
        logged = Counter({tuple(key): n for *key, n in rows.annotate(n=Count("pk"))})
    if logged != heard.answered:
        without, beside = heard.answered - logged, logged - heard.answered
        raise AssertionError(f"not in the log: {without}; in the log and not answered: {beside}")
    sealed = seal(timezone.now() + timedelta(minutes=3))
    command = [sys.executable, "-W", "ignore", "-m", "stafett", "log", "verify"]
    tried = subprocess.run(
        command,
        env={**os.environ, "STAFETT_DATABASE": name},
        check=False,
        capture_output=True,
        text=True,
    )
    if tried.returncode:
        raise AssertionError(f"the log does not verify: {tried.stdout}{tried.stderr}")
    print(
        f"  the log has each of them, {sealed} sealed last: {tried.stdout.splitlines()[-1]}",
        flush=True,
    )

"""The access table: what does each door answer each of the cast, and does it keep what it must?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from stafett.accounts.actions import make_token
from stafett.accounts.rules import Level
from stafett.api.urls import api
from tests.access.canaries import EVERYBODY, VISITOR, body_of, leaked, told
from tests.access.conftest import Ask
from tests.access.readings import not_shown, unlogged
from tests.access.sending import EMPTY, Body, Row, send
from tests.access.world import World, hidden_from

pytestmark = pytest.mark.wide

TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
TABLE = Path(__file__).with_name("expected.csv")
WRITES = ("INSERT", "UPDATE", "DELETE")
OWN_BOOKS = ("django_session", "accounts_user", "set_config")
"""What any request may write: its session, and the time of a log-in."""


@dataclass(frozen=True)
class Line:
    """A row of the table: a door, how it is knocked on, what is behind it, and what each is answered."""

    door: str
    method: str
    thing: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.door} {self.method} {self.thing}"

    @property
    def api(self) -> bool:
        """True for a door of the API."""
        return self.door.startswith("api:")


def _read() -> list[Line]:
    text = (line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [
        Line(row.pop("door"), row.pop("method"), row.pop("object"), row)
        for row in csv.DictReader(text)
    ]


LINES = _read()


IN_PERSON = ("post_new @", "post_edit @", "appoint @", "leave @", "stand_in @")
"""Forms of pages that ask who one is again, before anything else: a key of the API cannot show it."""
DOORS_IN_PERSON = (
    "api:give_stand_in", "api:end_stand_in", "api:sign_follow_up", "api:sign_period",
    "api:add_retention_rule", "api:decide_ending",
)  # fmt: skip
"""Doors of the API that ask it."""


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_door_answers_everybody_as_the_table_says(
    line: Line, world: World, sent: dict[Row, Body], ask: Ask
) -> None:
    address, body = address_of(world, line), sent.get((line.door, line.thing), EMPTY)
    knock = partial(send, method=line.method, address=address, sent=body, api=line.api)
    answers = {who: ask(who, knock) for who in EVERYBODY}
    texts = {who: told(answer) for who, answer in answers.items()}
    asked = (address, str(body))
    leaks = {who: leaked(world.known_at(line.door), who, texts[who], asked) for who in answers}
    silent = {w: unlogged(world, a.logged, texts[w], asked) for w, a in answers.items()}
    loud = {w: not_shown(world, a.logged, texts[w], asked) for w, a in answers.items()}

    assert {who: answered(answer) for who, answer in answers.items()} == line.answers
    assert {who: names for who, names in silent.items() if names} == {}
    assert {who: names for who, names in loud.items() if names} == {}
    for who, answer in answers.items():
        assert answer.logged.users <= {world.user_ids[who]}
        assert answer.logged.doors <= {resolve(address.partition("?")[0]).view_name}
    assert {who: words for who, words in leaks.items() if words} == {}


def address_of(world: World, line: Line) -> str:
    """The address of a row's door, leading to its object."""
    place = world.places[line.thing]
    found = reverse(line.door, args=[*place.arguments.values()])
    return f"{found}?{place.query}" if place.query else found


def answered(response: Any) -> str:
    """The answer as the table writes it: the status, or `login` where one is sent to log in."""
    to_log_in = response.headers.get("Location", "").startswith(f"{reverse('login')}?next=")
    asked_to = (
        response.status_code == 403 and f"{reverse('login')}?next=" in response.content.decode()
    )
    return "login" if to_log_in or asked_to else str(response.status_code)


def test_the_table_is_about_all_of_the_cast_and_says_each_thing_once() -> None:
    assert {tuple(line.answers) for line in LINES} == {tuple(EVERYBODY)}
    assert len({str(line) for line in LINES}) == len(LINES)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert {line.door for line in LINES} == set(_doors(get_resolver()))


def _doors(resolver: URLResolver, inside: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{inside}{each.name}"
        else:
            yield from _doors(each, f"{inside}{each.namespace}:" if each.namespace else inside)


def test_every_operation_of_the_api_has_a_row() -> None:
    paths = api.get_openapi_schema()["paths"].values()
    operations = {
        (f"api:{operation['operationId'].rpartition('_api_')[2]}", method.upper())
        for path in paths
        for method, operation in path.items()
    }
    described = {"api:api-root", "api:openapi-json", "api:openapi-view"}
    rows = {(line.door, line.method) for line in LINES if line.api}
    assert {row for row in rows if row[0] not in described} == operations


SILENT = sorted(
    {line.door for line in LINES if not line.api}
    - {line.door for line in LINES if line.method != "GET"}
)


@pytest.mark.parametrize("door", SILENT)
@pytest.mark.parametrize("who", ["karin", "eva"])
def test_a_door_without_a_row_for_writing_writes_nothing(
    door: str, who: str, world: World, ask: Ask
) -> None:
    line = next(line for line in LINES if line.door == door)
    with CaptureQueriesContext(connection) as queries:
        response = ask(who, lambda client: client.post(address_of(world, line)))

    assert answered(response) in ("405", line.answers[who])
    statements = [query["sql"] for query in queries if query["sql"].startswith(WRITES)]
    assert [one for one in statements if not any(book in one for book in OWN_BOOKS)] == []


SHOWN = {
    "participation GET person flen": "zqforflen",
    "api:get_participation GET person flen": "zqforflen",
    "figures-table GET prov: kostnader": "zqposthela",
    "figures-table GET prov: kostnader.csv": "zqposthela",
    "figures-table GET prov: kostnader.xlsx": "zqposthela",
    "figures-table GET prov: kostnader.json": "zqposthela",
    "report-file GET rapport prov.docx": "zqkapitelprov",
    "report-file GET rapport prov.pdf": "zqkapitelprov",
    "register-import GET inläsning hela": "zqradhela",
}


@pytest.mark.parametrize("row", SHOWN)
def test_what_may_be_seen_is_found_in_every_form_so_a_leak_would_be(
    row: str, world: World, ask: Ask
) -> None:
    line = next(line for line in LINES if str(line) == row)
    text = told(ask("eva", lambda client: client.get(address_of(world, line))))
    assert SHOWN[row] in leaked(world.known, VISITOR, text)


@pytest.mark.parametrize("door", ["participation", "correct_person"])
@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != VISITOR])
def test_what_is_hidden_looks_word_for_word_like_what_was_never_there(
    door: str, who: str, world: World, ask: Ask
) -> None:
    nothing = _seen(world, ask, who, door, "ingen")
    hidden = {name: _seen(world, ask, who, door, name) for name in hidden_from(who)}
    assert hidden == dict.fromkeys(hidden, nothing)


def _seen(world: World, ask: Ask, who: str, door: str, thing: str) -> str:
    """A page as somebody sees it, without its own address and the token that every page has anew."""
    address = reverse(door, args=[*world.places[thing].arguments.values()])
    response = ask(who, lambda client: client.get(address))
    text = body_of(response).decode().replace(address, "")
    return f"{response.status_code} {TOKEN.sub('', text)}"


BY_TOKEN = ["karin", "eva", "stig", "lotta", "olle"]
"""A coach, two leaders, one who sees totals alone, and one of another initiative."""


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[str, str]:
    """A token that may write, for some of the cast."""
    today = timezone.localdate()
    return {
        who: make_token(world.cast.user(who), "prov", expires_on=today, may_write=True, level=Level.STRONG,
                        today=today, by="prov")
        for who in BY_TOKEN
    }  # fmt: skip


@pytest.mark.parametrize("line", [line for line in LINES if line.api], ids=str)
def test_a_door_of_the_api_answers_a_token_as_it_answers_its_owner(
    line: Line, world: World, sent: dict[Row, Body], ask: Ask, tokens: dict[str, str]
) -> None:
    address, body = address_of(world, line), sent.get((line.door, line.thing), EMPTY)
    answers = {}
    for who, secret in tokens.items():
        by = Client(enforce_csrf_checks=True, raise_request_exception=False,
                    HTTP_AUTHORIZATION=f"Bearer {secret}")  # fmt: skip
        knock = partial(send, by, line.method, address, body, api=True)
        answers[who] = ask(VISITOR, lambda _nobody, knock=knock: knock())
    leaks = {
        who: leaked(world.known_at(line.door), who, told(answer), (address, str(body)))
        for who, answer in answers.items()
    }

    in_person = line.thing.startswith(IN_PERSON) or line.door in DOORS_IN_PERSON
    assert {who: answered(answer) for who, answer in answers.items()} == {
        who: "403" if in_person else line.answers[who] for who in tokens
    }
    assert {who: words for who, words in leaks.items() if words} == {}

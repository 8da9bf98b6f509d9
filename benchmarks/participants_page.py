"""The list of participants: a page of 50 of a million, against hand-written SQL and the same template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import get_template
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import setup_test_environment, teardown_test_environment

from benchmarks.population import size, use
from benchmarks.timing import Ratio, median
from stafett.accounts.models import User
from stafett.initiatives.models import Branch
from stafett.safeguards.middleware import set_reach

SQL = (Path(__file__).parent / "participants_page.sql").read_text()
TEN_THOUSAND = 10_000


def measure() -> Iterator[Ratio]:
    """First, middle, last and small pages, for those who see most and least; each against its own SQL."""
    call_command("collectstatic", verbosity=0, interactive=False)
    large = size()
    use(min(TEN_THOUSAND, large))
    small_page = _page_time("eva", "/deltagare/")
    use(large)
    first = _page_time("eva", "/deltagare/")
    yield Ratio(
        f"first page of {large:_}, project leader", first, _baseline("/deltagare/", FIRST), 3
    )
    yield Ratio(f"first page of {large:_} against 10_000", first, small_page, 1.3)
    last = _page_time("eva", "/deltagare/?sist=1")
    yield Ratio("last page", last, _baseline("/deltagare/?sist=1", LAST), 3)
    # By hand the wall lets no index find the middle (3 600 ms), so it is held to the first page instead.
    middle = _page_time("eva", f"/deltagare/?efter={_middle(large)}")
    yield Ratio(f"middle page of {large:_} against the first", middle, first, 1.3)
    few = _page_time("olle", "/deltagare/")
    yield Ratio("all 20 of a controller with 20", few, small_page, 1.3)


FIRST, LAST = "ASC", "DESC"
"""From which end the hand-written SQL reads."""
BY_NUMBER = """
SELECT p.id FROM people_person s JOIN casework_participation p ON p.person_id = s.id
WHERE s.controller_id = %(controller)s ORDER BY s.sort_name, p.id OFFSET %(number)s LIMIT 1
"""


def _controller() -> int:
    return Branch.objects.get(code="flen").controller_id


def _middle(people: int) -> UUID:
    """The last one of the list's first half."""
    with transaction.atomic(), connection.cursor() as cursor:
        set_reach((_controller(),))
        cursor.execute(BY_NUMBER, {"controller": _controller(), "number": people // 2})
        (key,) = cursor.fetchone()
    assert isinstance(key, UUID)
    return key


def _client(who: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"{who}@prov.example"))
    return client


def _page_time(who: str, address: str) -> float:
    client = _client(who)

    def ask() -> None:
        assert client.get(address).status_code == 200

    return median(ask)


def _baseline(address: str, direction: str) -> float:
    """The same rows by hand-written SQL, and the same templates rendered with the same context."""
    contexts = _rendered("eva", address)
    template = get_template("casework/participants.html")
    controller = _controller()
    statement = SQL.format(direction=direction)
    shown = [row.pk for row in contexts["page"].rows]

    def by_hand() -> None:
        with transaction.atomic():
            set_reach((controller,))
            with connection.cursor() as cursor:
                cursor.execute(statement, {"controller": controller})
                keys = [row[0] for row in cursor.fetchall()]
        assert (keys if direction == FIRST else keys[::-1]) == shown
        template.template.render(contexts)  # type: ignore[attr-defined]

    return median(by_hand)


def _rendered(who: str, address: str) -> Any:
    """The context that the page was rendered with."""
    kept: list[Any] = []

    def keep(sender: Any, template: Any, context: Any, **_: Any) -> None:
        if template.name == "casework/participants.html":
            kept.append(context)

    setup_test_environment(debug=False)
    template_rendered.connect(keep)
    try:
        _client(who).get(address)
    finally:
        template_rendered.disconnect(keep)
        teardown_test_environment()
    return kept[0]

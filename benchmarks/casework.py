"""The pages of a caseworker with sixty cases: Idag, Mellan stolarna, a case and its time line.

Each against hand-written SQL for what it shows and the same templates rendered with the same contexts, and
against the same page where there are ten thousand people. All three in turn, on the same machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.template import Context
from django.template.loader import get_template
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import setup_test_environment, teardown_test_environment
from django.utils import timezone

from benchmarks import heart
from benchmarks.participants_page import TEN_THOUSAND
from benchmarks.population import size
from benchmarks.timing import Ratio, in_turn
from stafett.accounts.actions import open_account
from stafett.accounts.models import User
from stafett.casework import doors
from stafett.casework.models import Participation
from stafett.frame import menu, panels
from stafett.frame.panels import Panel
from stafett.parties.models import Position
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.reach import set_reach
from stafett.safeguards.viewer import Viewer, operator

FOLDER = Path(__file__).parent
BETWEEN = (FOLDER / "casework_between.sql").read_text().rstrip()
SQL = (FOLDER / "casework.sql").read_text().replace("{between}", BETWEEN)
LIMIT, AGAINST_FEW = 3, 1.3
RUNS = 3 if os.environ.get("SCALE") == "small" else 15
KARIN, LAST = "karin@prov.example", "last@prov.example"


@dataclass(frozen=True)
class Page:
    """A page: its part of the SQL, what it is called, its template, and how many lines that shows."""

    part: str
    name: str
    address: str
    template: str
    lines: Callable[[Any], int]


PAGES = (
    Page("today", "Idag", "/", "web/today.html", lambda c: len(c["cases"].lacks)),
    Page("between", "Mellan stolarna", "/deltagare/mellan-stolarna/", "casework/between.html",
         lambda c: len(c["page"].rows)),
    Page("case", "a case", "/deltagare/{case}/", "casework/participation.html", lambda c: 1),
    Page("timeline", "its time line", "/deltagare/{case}/tidslinje/", "casework/timeline.html",
         lambda c: len(c["story"].told)),
)  # fmt: skip


@dataclass
class Place:
    """A heart with so many people: somebody's way into it, and their cases, in the order that they began."""

    database: str
    who: str = KARIN
    connection: Any = field(init=False)
    client: Client = field(init=False)
    viewer: Viewer = field(init=False)
    cases: list[Participation] = field(init=False)

    def __post_init__(self) -> None:
        """Open a connection of its own, which stays, and log them in."""
        connections.databases["default"] = {
            **connections.databases["default"], "NAME": self.database,
        }  # fmt: skip
        self.connection = connections.create_connection("default")
        self.client = Client(SERVER_NAME="localhost")
        with self:
            user = User.objects.get(email=self.who)
            self.client.force_login(user)
            self.viewer = viewer_of(user, timezone.localdate())
            with acting(self.viewer, "benchmark"):
                mine = Participation.objects.filter(
                    assignments__position__in=self.viewer.positions, ends_on=None
                )
                self.cases = list(mine.order_by("starts_on", "pk"))

    def __enter__(self) -> None:
        """Let Django ask this database."""
        connections["default"] = self.connection

    def __exit__(self, *_: object) -> None:
        """Nothing is closed: both stay warm."""


def measure() -> Iterator[Ratio]:
    """Each page in both hearts and by hand; then Idag where no initiative leads to the cases."""
    call_command("collectstatic", verbosity=0, interactive=False)
    large = size()
    made = [heart.use(people) for people in (min(TEN_THOUSAND, large), large)]
    few, many = map(Place, made)
    for page in PAGES:
        usual, here, by_hand = in_turn(
            _asking(few, page), _asking(many, page), _by_hand(many, page), runs=RUNS
        )
        yield Ratio(f"{page.name}, 60 cases among {large:_} people's", here, by_hand, LIMIT)
        yield Ratio(f"{page.name}, against 10_000", here, usual, AGAINST_FEW)
    last = _of_the_last_unit(made[-1])
    there, here = in_turn(_asking(last, PAGES[0]), _asking(many, PAGES[0]), runs=RUNS)
    yield Ratio("Idag of a unit in single cases, against hers", there, here, AGAINST_FEW)


def _of_the_last_unit(database: str) -> Place:
    """Somebody's of the last unit that has cases; it is engaged in no initiative, so nothing leads there."""
    heart.point_at(database)
    post = Position.objects.filter(unit__name__startswith=heart.MEASURED).order_by("-unit", "pk")[0]
    if not User.objects.filter(email=LAST).exists():
        staff = post.tenures.get().staff
        open_account(LAST, staff.name, by=operator(timezone.localdate()), staff=staff)
    return Place(database, LAST)


def _address(place: Place, page: Page) -> str:
    return page.address.format(case=_case(place).pk)


def _case(place: Place) -> Participation:
    return place.cases[len(place.cases) // 2]


def _asking(place: Place, page: Page) -> Callable[[], None]:
    address = _address(place, page)

    def ask() -> None:
        with place:
            status = place.client.get(address).status_code
        assert status == 200, f"{address} answered {status}"

    return ask


def _by_hand(place: Place, page: Page) -> Callable[[], None]:
    """The same rows by hand-written SQL, and the same templates rendered with the same contexts."""
    render, lines = _rendering(place, page)
    statements, known = _statements(page.part), _known(place)

    def by_hand() -> None:
        with place, transaction.atomic():
            set_reach(place.viewer.controllers)
            with connection.cursor() as cursor:
                for at, statement in enumerate(statements):
                    cursor.execute(statement, known)
                    found = cursor.fetchall()
                    assert at or len(found) == lines, f"{page.part}: {len(found)} are not {lines}"
        with connection.execute_wrapper(_refuse):
            render()

    return by_hand


def _refuse(*_: Any) -> None:
    raise AssertionError("the template asks the database of something that was not fetched by hand")


def _statements(part: str) -> list[str]:
    """A page's statements; the first gives a row for each line that the page shows."""
    (found,) = (text for text in SQL.split("-- page: ")[1:] if text.startswith(f"{part}\n"))
    return [one for one in found.split("\n", 1)[1].split(";\n") if one.strip()]


def _known(place: Place) -> dict[str, Any]:
    viewer, case = place.viewer, _case(place)
    return {
        "day": viewer.day, "controllers": list(viewer.controllers), "user": viewer.user_id,
        "units": [post.unit_id for post in viewer.posts], "posts": list(viewer.positions),
        "authorities": list(viewer.works_for), "case": case.pk, "circle": case.circle_id,
        "person": case.person_id, "initiative": case.initiative_id,
    }  # fmt: skip


@dataclass
class Kept:
    """What a page was made of: its context, those of its panels, and its buttons."""

    contexts: list[Any] = field(default_factory=list)
    panels: dict[str, Any] = field(default_factory=dict)
    doors: dict[str, bool] = field(default_factory=dict)
    acts: Any = ()

    def panel(self, panel: Panel, request: Any, about: Any) -> str:
        """A panel as the page has it; what it shows is fetched the first time and kept."""
        if panel.template not in self.panels:
            self.panels[panel.template] = panel.context(request, about)
        context = self.panels[panel.template]
        return "" if context is None else get_template(panel.template).render(context, request)


@contextmanager
def _kept(kept: Kept) -> Iterator[None]:
    """Let panels, buttons and the menu be those that were kept."""
    asked, open_to = doors.acts, menu._may_open

    def may_open(viewer: Any, item: menu.MenuItem) -> bool:
        if item.url_name not in kept.doors:
            kept.doors[item.url_name] = open_to(viewer, item)
        return kept.doors[item.url_name]

    def acts(viewer: Any, case: Any) -> Any:
        kept.acts = kept.acts or asked(viewer, case)
        return kept.acts

    with (
        patch.object(panels, "_render", kept.panel),
        patch.object(doors, "acts", acts),
        patch.object(menu, "_may_open", may_open),
    ):
        yield


def _rendering(place: Place, page: Page) -> tuple[Callable[[], None], int]:
    """Renders the page again from what it was made of; and how many lines it shows."""
    kept = Kept()

    def keep(sender: Any, template: Any, context: Context, **_: Any) -> None:
        if template.name == page.template:
            kept.contexts.append(context)

    setup_test_environment(debug=False)
    template_rendered.connect(keep)
    try:
        with place, _kept(kept):
            place.client.get(_address(place, page))
    finally:
        template_rendered.disconnect(keep)
        teardown_test_environment()
    template: Any = get_template(page.template)
    (context,) = kept.contexts

    def render() -> None:
        with _kept(kept):
            template.template.render(context)

    return render, page.lines(context)

"""One case's story in time: what each authority has told of it, as far as this viewer may know (G10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Holding, Involvement, Livelihood, Occupation, Participation
from stafett.casework.of_case import OfCase, look_at
from stafett.casework.queries.consents import somebody_noted
from stafett.casework.queries.participation import HANDED_ON, handed_on_at_once, participation
from stafett.casework.queries.told_of import tells_end
from stafett.casework.taking_over import taker_shown
from stafett.casework.timeline import Event, Kind, events, reads, rows_read
from stafett.database.kept import Kept
from stafett.frame.formats import plain_number
from stafett.parties.models import Authority
from stafett.safeguards.access import Opened, opened
from stafett.safeguards.models import CaseRow
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

COURSE = Kind("baton", gettext_lazy("vem som håller ihop, och vilka som är med"))
LIFE = Kind("life", gettext_lazy("försörjning och sysselsättning"))
HOLDINGS = OfCase(Holding, lambda rows: rows.select_related("unit").order_by("from_day", "pk"))
INVOLVEMENTS = OfCase(
    Involvement, lambda rows: rows.select_related("party", "unit").order_by("from_day", "pk")
)
LIVED = OfCase(Livelihood, lambda rows: rows.select_related("source").order_by("on_day", "pk"))
DID = OfCase(Occupation, lambda rows: rows.select_related("what").order_by("on_day", "pk"))


NAMES: Kept[tuple[int, str]] = Kept(
    lambda keys: Authority.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name")
)


@dataclass(frozen=True)
class Told:
    """An event with the name of whose record it stands in."""

    event: Event
    authority: str
    to_come: bool
    own: bool
    """That the record is the viewer's only authority's, whose name the page need not say."""


@dataclass(frozen=True)
class Story:
    """The page of a case's time line."""

    participation: Participation
    told: list[Told]


def story(viewer: Viewer, key: UUID) -> Story:
    """Everything that the registered sources tell of one case; Http404 when it is not to be seen."""
    one = look_at(participation(viewer, key), rows_read())
    found = events(viewer, one, opened(viewer, one.circle_id))
    keys = {event.authority_id for event in found if event.authority_id is not None}
    names: dict[int | None, str] = {None: somebody_noted()}
    names |= dict(NAMES(keys=sorted(keys)))
    mine = viewer.authorities_with(Permission.SEE_PEOPLE)
    return Story(one, [
        Told(e, names[e.authority_id], e.day > viewer.day, mine == {e.authority_id}) for e in found
    ])  # fmt: skip


@reads(HOLDINGS, HANDED_ON, INVOLVEMENTS)
def course(viewer: Viewer, case: Participation, open_: Opened) -> Iterator[Event]:
    """Who began to hold it together or came into it, and when it ended."""
    holdings = HOLDINGS.shown(case, open_)
    for held in handed_on_at_once(case, holdings, open_):
        told = _("Höll ihop och lämnade över samma dag: %(unit)s") % {"unit": held.unit.name}
        yield Event(held.from_day, held.owner_authority_id, COURSE.mark, COURSE.words, told)
    for held in holdings:
        told = _("Håller ihop från och med nu: %(unit)s") % {"unit": held.unit.name}
        yield Event(held.from_day, held.owner_authority_id, COURSE.mark, COURSE.words, told)
    for row in INVOLVEMENTS.shown(case, open_):
        whose = row.unit or row.party
        yield _course(row, row.from_day, _("%(whose)s öppnade ett eget ärende") % {"whose": whose})
        if row.until_day:
            told = _("%(whose)s avslutade sitt ärende") % {"whose": whose}
            yield _course(row, row.until_day - timedelta(days=1), told)
    if case.ends_on and open_.shows(case):
        last = holdings[-1].unit.authority_id if holdings else None
        yield _course(case, case.ends_on, _end(viewer, case, open_, last))


def _end(viewer: Viewer, case: Participation, open_: Opened, last: int | None) -> str:
    if not tells_end(viewer, open_, case, last):
        return _("Avslutat")
    taker = taker_shown(viewer.works_for, open_, case)
    return _("Avslutat: %(outcome)s. Härnäst: %(next)s") % {
        "outcome": case.outcome,
        "next": f"{case.next_step}: {taker}" if taker else case.next_step,
    }  # fmt: skip


def _course(row: CaseRow, day: date, told: str) -> Event:
    return Event(day, row.owner_authority_id, COURSE.mark, COURSE.words, told)


@reads(LIVED, DID)
def life(viewer: Viewer, case: Participation, open_: Opened) -> Iterator[Event]:
    """What was recorded of livelihood and occupation."""
    for lived in LIVED.shown(case, open_):
        extent = f", {lived.extent_percent} %" if lived.extent_percent else ""
        told = f"{lived.source}{extent} ({lived.get_moment_display()})"
        yield Event(lived.on_day, lived.owner_authority_id, LIFE.mark, LIFE.words, told)
    for did in DID.shown(case, open_):
        hours = (
            _(", %(hours)s timmar i veckan") % {"hours": plain_number(did.hours_a_week)}
            if did.hours_a_week
            else ""
        )
        told = f"{did.what.told}{hours} ({did.get_moment_display()})"
        yield Event(did.on_day, did.owner_authority_id, LIFE.mark, LIFE.words, told)


SOURCES = ((COURSE, course), (LIFE, life))

"""What an authority's own record of a case tells of each kind of information, as plain text to hand over.

Its own alone: what another authority has opened to the giver is not the giver's to hand on (ADR 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import PART, Participation
from stafett.casework.rules import last_day_of
from stafett.frame.formats import plain_day, plain_number
from stafett.parties.models import Authority
from stafett.safeguards.access import may_see
from stafett.safeguards.models import CaseRow, Information
from stafett.safeguards.viewer import Viewer

R = TypeVar("R", bound=CaseRow)

TEXTS = (Information.AGREEMENT.value, Information.HEALTH.value)
"""The kinds that somebody writes when handing them over."""
ITEMS = [(one.value, one.label) for one in Information if one.value not in TEXTS]
"""The kinds that are recorded in the case."""

RECEIVED = {
    Information.COURSE: gettext_lazy("Att personen deltar, när, och vem som håller ihop"),
    Information.AGENCIES: gettext_lazy("Vilka myndigheter som har ett eget ärende med personen"),
    Information.LIVELIHOOD: gettext_lazy("Vad personen försörjer sig på"),
    Information.OCCUPATION: gettext_lazy("Vad personen gör och hur många timmar i veckan"),
    Information.AGREEMENT: gettext_lazy("Vad som är överenskommet, och personens plan"),
    Information.DECISION: gettext_lazy("Beslut och bedömningar som rör personen"),
    Information.HEALTH: gettext_lazy("Personens hälsa och vård"),
}
"""The same to whoever receives it: a consent says "you" to the person, and a receiver is somebody else."""


def content(kind: str, viewer: Viewer, case: Participation, giver: Authority) -> str:
    """A kind of information as it stands today in the giver's record, line by line, or that it is none."""
    lines = list(_lines[kind](viewer, case, giver))
    none = _("Inget är antecknat hos %(giver)s.") % {"giver": giver}
    return "\n".join(lines) if lines else none


def tell(kind: str, lines: Lines) -> None:
    """Say what a kind of information is that another app keeps; called once, from `AppConfig.ready`."""
    if kind in _lines:
        raise ValueError(f"It is said already what is handed over of {kind!r}")
    _lines[kind] = lines


def own_rows_of(viewer: Viewer, rows: QuerySet[R], giver: Authority) -> QuerySet[R]:
    """Of a case's rows the giver's own that the viewer may see."""
    return may_see(viewer, rows.filter(owner_authority=giver), PART)


def _course(viewer: Viewer, case: Participation, giver: Authority) -> Iterator[str]:
    if case.owner_authority_id == giver.pk:
        yield from _began_and_ended(case)
    rows = own_rows_of(viewer, case.holdings.select_related("unit__authority"), giver)
    for row in rows.order_by("from_day", "pk"):
        yield _("Håller ihop från %(day)s: %(unit)s, %(authority)s.") % {
            "day": plain_day(row.from_day), "unit": row.unit, "authority": row.unit.authority,
        }  # fmt: skip


def _began_and_ended(case: Participation) -> Iterator[str]:
    yield _("Deltar i %(initiative)s, %(branch)s, från %(start)s.") % {
        "initiative": case.initiative, "branch": case.branch, "start": plain_day(case.starts_on),
    }  # fmt: skip
    if case.ends_on:
        yield _("Avslutat %(day)s.") % {"day": plain_day(case.ends_on)}


def _agencies(viewer: Viewer, case: Participation, giver: Authority) -> Iterator[str]:
    rows = own_rows_of(viewer, case.involvements.select_related("party", "unit"), giver)
    for row in rows.order_by("from_day", "pk"):
        told = {"party": row.unit or row.party, "first": plain_day(row.from_day)}
        last = last_day_of(row.until_day)
        if last is None:
            yield _("%(party)s har ett eget ärende från %(first)s.") % told
        else:
            told["last"] = plain_day(last)
            yield _("%(party)s hade ett eget ärende från %(first)s till %(last)s.") % told


def _livelihood(viewer: Viewer, case: Participation, giver: Authority) -> Iterator[str]:
    rows = own_rows_of(viewer, case.livelihoods.select_related("source"), giver)
    for row in rows.order_by("on_day", "pk"):
        extent = f", {row.extent_percent} %" if row.extent_percent else ""
        yield f"{plain_day(row.on_day)}: {row.source}{extent}"


def _occupation(viewer: Viewer, case: Participation, giver: Authority) -> Iterator[str]:
    rows = own_rows_of(viewer, case.occupations.select_related("what"), giver)
    for row in rows.order_by("on_day", "pk"):
        hours = (
            _(", %(hours)s timmar i veckan") % {"hours": plain_number(row.hours_a_week)}
            if row.hours_a_week
            else ""
        )
        yield f"{plain_day(row.on_day)}: {row.what.told}{hours}"


Lines = Callable[[Viewer, Participation, Authority], Iterator[str]]
"""What a kind of information says in a giver's own record of a case, line by line."""

_lines: dict[str, Lines] = {
    Information.COURSE: _course,
    Information.AGENCIES: _agencies,
    Information.LIVELIHOOD: _livelihood,
    Information.OCCUPATION: _occupation,
}

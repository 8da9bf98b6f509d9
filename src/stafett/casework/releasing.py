"""What a case tells of each kind of information, as plain text to hand over: as it stands today."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from stafett.casework.models import PART, Participation
from stafett.casework.rules import last_day_of
from stafett.frame.formats import plain_day
from stafett.safeguards.access import may_see
from stafett.safeguards.models import Information
from stafett.safeguards.viewer import Viewer

TEXTS = (Information.AGREEMENT.value, Information.HEALTH.value)
"""The kinds that somebody writes when handing them over."""
ITEMS = [(one.value, one.label) for one in Information if one.value not in TEXTS]
"""The kinds that are recorded in the case."""


def content(kind: str, viewer: Viewer, case: Participation) -> str:
    """A kind of information as it stands: what the viewer may see of it, line by line, or that it is none."""
    lines = list(LINES[kind](viewer, case))
    return "\n".join(lines) if lines else _("Inget är antecknat.")


def _course(viewer: Viewer, case: Participation) -> Iterator[str]:
    yield _("Deltar i %(initiative)s, %(branch)s, från %(start)s.") % {
        "initiative": case.initiative, "branch": case.branch, "start": plain_day(case.starts_on),
    }  # fmt: skip
    if case.ends_on:
        yield _("Avslutat %(day)s: %(outcome)s.") % {
            "day": plain_day(case.ends_on), "outcome": case.outcome,
        }  # fmt: skip
    rows = may_see(viewer, case.holdings.select_related("unit__authority"), PART)
    for row in rows.order_by("from_day", "pk"):
        yield _("Håller ihop från %(day)s: %(unit)s, %(authority)s.") % {
            "day": plain_day(row.from_day), "unit": row.unit, "authority": row.unit.authority,
        }  # fmt: skip


def _agencies(viewer: Viewer, case: Participation) -> Iterator[str]:
    rows = may_see(viewer, case.involvements.select_related("party", "unit"), PART)
    for row in rows.order_by("from_day", "pk"):
        told = {"party": row.unit or row.party, "first": plain_day(row.from_day)}
        last = last_day_of(row.until_day)
        if last is None:
            yield _("%(party)s har ett eget ärende från %(first)s.") % told
        else:
            told["last"] = plain_day(last)
            yield _("%(party)s hade ett eget ärende från %(first)s till %(last)s.") % told


def _livelihood(viewer: Viewer, case: Participation) -> Iterator[str]:
    rows = may_see(viewer, case.livelihoods.select_related("source"), PART)
    for row in rows.order_by("on_day", "pk"):
        extent = f", {row.extent_percent} %" if row.extent_percent else ""
        yield f"{plain_day(row.on_day)}: {row.source}{extent}"


def _occupation(viewer: Viewer, case: Participation) -> Iterator[str]:
    rows = may_see(viewer, case.occupations.select_related("what"), PART)
    for row in rows.order_by("on_day", "pk"):
        hours = (
            _(", %(hours)s timmar i veckan") % {"hours": row.hours_a_week}
            if row.hours_a_week
            else ""
        )
        yield f"{plain_day(row.on_day)}: {row.what}{hours}"


LINES: dict[str, Callable[[Viewer, Participation], Iterator[str]]] = {
    Information.COURSE: _course,
    Information.AGENCIES: _agencies,
    Information.LIVELIHOOD: _livelihood,
    Information.OCCUPATION: _occupation,
}

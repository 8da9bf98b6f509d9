"""What does the tab about a person's circumstances show, and the card on the case's own page?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework import lanes
from stafett.casework.access import can_change, can_tell_life, can_work
from stafett.casework.following import course
from stafett.casework.models import PART, Livelihood, Moment, Occupation, Participation
from stafett.casework.of_case import has
from stafett.circumstances.models import FormPeriod, LivelihoodPeriod, OccupationPeriod, Pause
from stafett.circumstances.queries.thresholds import Flag, flags
from stafett.circumstances.rules import WEEK, Spell
from stafett.circumstances.stating import DID, LIVED, Sort, at_moments, sort_of
from stafett.frame.formats import plain_number
from stafett.initiatives.access import may_edit
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer

M = TypeVar("M", bound=Model)
LONGEST_BEFORE = timedelta(days=366 * 2)
"""So much of what was before the start is drawn; all of it stands in words."""


@dataclass(frozen=True)
class Line:
    """A period with how much, and whether this viewer may change it."""

    row: Any
    what: str
    extent: str
    mine: bool
    to_come: bool
    ended: bool


@dataclass(frozen=True)
class Directly:
    """What was directly before or after by the periods, each period that gave it; or why none did.

    First the controller's own, which the record follows; then what others let the viewer read, by name.
    """

    moment: str
    lived: list[Line]
    did: list[Line]
    told_lived: list[str]
    """What the case records of it where no period of the controller's reaches: by hand, or by a register."""
    told_did: list[str]


@dataclass(frozen=True)
class LifePage:
    """The tab Försörjning."""

    participation: Participation
    lived: list[Line]
    did: list[Line]
    picture: lanes.Picture | None
    directly: list[Directly]
    flags: list[Flag]
    pauses: list[Pause]
    paused: bool
    forms: list[FormPeriod]
    works: bool
    changes: bool
    corrects: bool
    """That the viewer may put right what has been, also when the case has ended."""
    tells_life: bool
    """That the viewer may fill in what was directly before and after by hand."""


def life_page(viewer: Viewer, case: Participation) -> LifePage:
    """Everything about somebody's circumstances that the viewer may read; as many queries whatever is in it."""
    lived = _lines(viewer, LIVED, case)
    did = _lines(viewer, DID, case)
    pauses = list(seen(viewer, Pause, case))
    open_, changes = case.ends_on is None, can_change(viewer, case)
    return LifePage(
        case, lived, did, _picture(case, [*lived, *did], viewer.day), _directly(viewer, case, lived, did),
        flags(viewer, {case.pk: case.initiative_id}), pauses,
        case.pauses.filter(until_day=None).exists(),
        list(seen(viewer, FormPeriod, case)), can_work(viewer, case),
        open_ and changes, changes, can_tell_life(viewer, case),
    )  # fmt: skip


def seen(viewer: Viewer, model: type[M], case: Participation) -> QuerySet[M]:
    """The case's rows of a table that the viewer may see, in the order of time."""
    rows = model._default_manager.filter(participation=case).order_by("from_day", "pk")
    return may_see(viewer, rows, PART)


def one_of(viewer: Viewer, model: type[M], case: Participation, key: UUID) -> M:
    """One row of the case; Http404 alike whether it is hidden from the viewer or was never there."""
    try:
        return seen(viewer, model, case).select_related("participation").get(pk=key)
    except model.DoesNotExist:  # type: ignore[attr-defined]
        raise Http404 from None


def _lines(viewer: Viewer, sort: Sort, case: Participation) -> list[Line]:
    rows = seen(viewer, sort.model, case).select_related(sort.word, "owner_authority")
    return [
        Line(
            row, getattr(row, sort.word).told, extent(row), row.owner_authority_id in viewer.works_for,
            row.from_day > viewer.day, row.until_day is not None and row.until_day <= viewer.day,
        )
        for row in rows
    ]  # fmt: skip


def extent(row: LivelihoodPeriod | OccupationPeriod) -> str:
    """How much, in words; empty where it is not said."""
    sort = sort_of(row)
    return much(sort, getattr(row, sort.amount))


def much(sort: Sort, amount: Any) -> str:
    """So much of a livelihood or an occupation, in words; empty where it is not said."""
    if not amount:
        return ""
    if sort is LIVED:
        return f"{amount} %"
    return _("%(hours)s timmar i veckan") % {"hours": plain_number(amount)}


def told_at(
    viewer: Viewer, case: Participation, sort: Sort, moment: str
) -> dict[tuple[str, Any], str]:
    """What the case records at a moment, as far as the viewer may read it: word and amount, each in words."""
    model = Livelihood if sort is LIVED else Occupation
    rows = model._default_manager.filter(participation=case, moment=moment)
    found = may_see(viewer, rows.select_related(sort.word).order_by("pk"), PART)
    return {
        (getattr(row, f"{sort.word}_id"), getattr(row, sort.amount)): ", ".join(
            filter(None, [getattr(row, sort.word).told, much(sort, getattr(row, sort.amount))])
        )
        for row in found
    }


def _directly(
    viewer: Viewer, case: Participation, lived: Sequence[Line], did: Sequence[Line]
) -> list[Directly]:
    """By each authority's own periods; the case's own record follows the controller's alone (ADR 24)."""
    return [
        _at(viewer, case, moment, lived, did)
        for moment in (Moment.START, Moment.END)
        if moment == Moment.START or case.ends_on
    ]


def _at(
    viewer: Viewer, case: Participation, moment: Moment, lived: Sequence[Line], did: Sequence[Line]
) -> Directly:
    found: list[list[Line]] = []
    told: list[list[str]] = []
    for sort, lines in ((LIVED, lived), (DID, did)):
        found.append(reaching := _reaching(case, sort, moment, lines))
        own = any(line.row.owner_authority_id == case.controller_id for line in reaching)
        told.append([] if own else list(told_at(viewer, case, sort, moment).values()))
    return Directly(str(moment.label).capitalize(), found[0], found[1], told[0], told[1])


def _reaching(case: Participation, sort: Sort, moment: Moment, lines: Sequence[Line]) -> list[Line]:
    return [
        spells[spell]
        for spells in _by_owner(case, sort, lines)
        for spell in dict(at_moments(list(spells), course(case))).get(moment, [])
    ]


def _by_owner(
    case: Participation, sort: Sort, lines: Sequence[Line]
) -> Iterable[dict[Spell, Line]]:
    """Each authority's own record apart, the controller's first."""
    found: dict[int, dict[Spell, Line]] = {case.controller_id: {}}
    for line in lines:
        found.setdefault(line.row.owner_authority_id, {})[sort.spell(line.row)] = line
    return found.values()


def _picture(case: Participation, lines: Sequence[Line], today: date) -> lanes.Picture | None:
    """A bar for each period, those of a word in one lane; livelihood first."""
    if not lines:
        return None
    found: dict[tuple[str, int], list[lanes.Span | lanes.Mark]] = {}
    for line in lines:
        colour = 1 if isinstance(line.row, LivelihoodPeriod) else 3
        span = lanes.Span(line.row.from_day, line.row.until_day, line.extent)
        found.setdefault((line.what, colour), []).append(span)
    first = max(
        min(case.starts_on - WEEK, *(line.row.from_day for line in lines)),
        case.starts_on - LONGEST_BEFORE,
    )
    last = max([today, *(line.row.last_day or line.row.from_day for line in lines)])
    return lanes.draw(
        [(what, colour, spans) for (what, colour), spans in found.items()], first, last, today
    )


def card(request: Any, case: Participation) -> dict[str, Any] | None:
    """For the case's own page: form, a pause that goes on, thresholds reached; None when none is told."""
    viewer = request.viewer
    form = _now(viewer, FormPeriod, case)
    paused = _now(viewer, Pause, case)
    worked = has(case, OccupationPeriod)
    reached = flags(viewer, {case.pk: case.initiative_id}) if worked else []
    found = [one for one in reached if one.goes_on]
    if not (form or paused or found):
        return None
    works = can_work(viewer, case)
    return {"form": form, "paused": paused, "flags": found, "case": case, "works": works,
            "late": bool(paused and paused.expected_on and paused.expected_on < viewer.day)}  # fmt: skip


def _now(viewer: Viewer, model: type[M], case: Participation) -> M | None:
    """What goes on, of what only one can."""
    return seen(viewer, model, case).filter(until_day=None).first() if has(case, model) else None


def link(request: Any, about: Any) -> dict[str, Any] | None:
    """For the initiative's page: where its thresholds are set, for those who may."""
    return {"initiative": about} if may_edit(request.viewer, about) else None


__all__ = ["card", "extent", "life_page", "link", "much", "one_of", "seen", "told_at"]

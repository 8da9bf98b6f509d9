"""The rules about those between the chairs that meetings know: no next step, late promise, no note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import someone_else
from stafett.casework.between import Gap, Rule, Scope, called, named
from stafett.casework.models import PART
from stafett.casework.queries.own_record import names_told
from stafett.meetings.models import Meeting, Owner, Promise
from stafett.meetings.promised import not_given
from stafett.meetings.rules import GOING_ON, State
from stafett.safeguards.access import is_anothers_copy, may_see
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import CaseRow
from stafett.safeguards.viewer import Viewer

R = TypeVar("R", bound=CaseRow)
WHOM = "participation__circle__person__"
OF_ONE = (
    "participation_id", "pk", "due_on", "what", "unit__name", "participation__circle_id",
    "participation__circle__person_id", "controller_id", f"{WHOM}given_name", f"{WHOM}family_name",
    f"{WHOM}register_key", f"{WHOM}protection", f"{WHOM}alias",
)  # fmt: skip


def no_next_step(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases with no meeting ahead and no promise that is to be kept from today on."""
    cases = list(scope.cases)
    booked = {key for (key,) in AHEAD.by(viewer, cases=cases)}
    for key, copy_of, owner in PROMISED.by(viewer, cases=cases):
        if not is_anothers_copy(copy_of, owner, viewer):
            booked.add(key)
    met = dict(MET.by(viewer, cases=cases))
    for key, case in scope.cases.items():
        if key not in booked:
            yield Gap(met.get(key, case.starts_on), case.unit, key)


def _seen(viewer: Viewer | StandIn, cases: Sequence[UUID], model: type[R]) -> QuerySet[R]:
    """Of the rows of the cases those that the viewer may know of."""
    return may_see(viewer, model._default_manager.filter(participation__in=cases), PART)


def _cases(rows: QuerySet[Any]) -> QuerySet[Any, tuple[UUID]]:
    return rows.order_by("participation_id").values_list("participation_id").distinct()


def _last_met(viewer: StandIn, cases: Sequence[UUID]) -> QuerySet[Meeting, tuple[UUID, date]]:
    held = _seen(viewer, cases, Meeting).filter(state=State.HELD)
    last = held.order_by("participation_id").values("participation_id").annotate(last=Max("on_day"))
    return last.values_list("participation_id", "last")


AHEAD: Seen[tuple[UUID]] = Seen(
    lambda viewer, cases: _cases(
        _seen(viewer, cases, Meeting).filter(state=State.PLANNED, on_day__gte=viewer.day)
    )
)
PROMISED: Seen[tuple[UUID, UUID | None, int]] = Seen(
    lambda viewer, cases: (
        _seen(viewer, cases, Promise)
        .filter(state__in=GOING_ON, due_on__gte=viewer.day)
        .order_by("participation_id", "pk")
        .values_list("participation_id", "copy_of", "owner_authority_id")
    )
)
MET: Seen[tuple[UUID, date]] = Seen(_last_met)


def promise_late(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Promises whose day has passed: in the cases asked about, and one's own in cases that others hold."""
    yield from _late_in(viewer, scope)
    if scope.initiative_id is None:
        yield from _own_late(viewer, scope)


def _own_late(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """What the viewer's unit has promised itself stands with it, whoever holds the case or may see it."""
    rows = OWN.by(viewer, units=sorted(scope.units), cases=list(scope.cases))
    told = names_told(viewer, [(row[0], row[1]) for row in rows])
    for key, pk, due_on, what, unit, *about, given, family, number, hidden, alias in rows:
        name, initials = named(told.get(pk)) or called(given, family, hidden, alias)
        yield Gap(
            due_on, unit or "", key, what, name=name or number, case_url=_one_click(key, pk)["url"],
            about=tuple(about), initials=initials, **_one_click(key, pk),
        )  # fmt: skip


def _own(
    viewer: StandIn, units: Sequence[int], cases: Sequence[UUID]
) -> QuerySet[Promise, tuple[Any, ...]]:
    mine = Q(position__in=viewer.positions) | Q(position=None)
    rows = Promise.objects.filter(
        mine, owner=Owner.UNIT, unit__in=units, owner_authority__in=viewer.works_for,
        state__in=GOING_ON, due_on__lt=viewer.day,
    ).exclude(participation__in=cases)  # fmt: skip
    return may_see(viewer, rows, PART).order_by("due_on", "pk").values_list(*OF_ONE)


OWN: Seen[tuple[Any, ...]] = Seen(_own)
LATE: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, cases: (
        _seen(viewer, cases, Promise)
        .filter(state__in=GOING_ON, due_on__lt=viewer.day)
        .order_by("due_on", "pk")
        .values_list(
            "participation_id", "pk", "copy_of", "due_on", "what", "owner", "unit__name", "outside",
            "owner_authority_id", "unit__authority_id",
        )
    )
)  # fmt: skip


def _late_in(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those of the cases asked about; one that was handed over stands in two records, and is told once: as it
    stands in the viewer's own, else in the record that it was handed over from.

    Another authority's unit, or somebody outside, is named where the record is the viewer's own (law 2).
    """
    found = [
        row for row in LATE.by(viewer, cases=list(scope.cases))
        if not is_anothers_copy(row[2], row[8], viewer)
    ]  # fmt: skip
    known = {row[1] for row in found}
    mine = {row[1] for row in found if row[8] in viewer.works_for}
    copied = {row[2]: row[1] for row in found if row[2]}
    for key, pk, copy_of, due_on, what, owner, unit, outside, whose, home in found:
        if pk not in mine and (copy_of in known or copied.get(pk) in mine):
            continue
        told: dict[str, Any] = {"url": reverse("meetings", args=[key])}
        if whose in viewer.works_for:
            told = _one_click(key, pk)
        may = owner == Owner.PERSON or home == whose or bool({home, whose} & viewer.works_for)
        who = _owner(owner, unit, outside) if may else someone_else()
        yield Gap(due_on, who, key, what, **told)


def _one_click(key: UUID, pk: UUID) -> dict[str, Any]:
    """What is said of one's own: done by one click, or else on its page."""
    return {
        "url": reverse("promise_step", args=[key, pk]), "button": _("Flytta"),
        "done_url": reverse("promise_kept", args=[key, pk]),
    }  # fmt: skip


def promise_not_given(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """What another authority's unit promised, and has not been handed though it can be."""
    for key, meeting, made_on, what, by in NOT_GIVEN.by(viewer, cases=list(scope.cases)):
        yield Gap(made_on, by, key, what, reverse("meeting", args=[key, meeting]))


def _not_given(viewer: StandIn, cases: Sequence[UUID]) -> QuerySet[Promise, tuple[Any, ...]]:
    rows = _seen(viewer, cases, Promise).filter(
        state__in=GOING_ON, owner_authority__in=viewer.works_for
    )
    found = not_given(rows, viewer.day).order_by("made_on", "pk")
    return found.values_list("participation_id", "meeting_id", "made_on", "what", "noted_by")


NOT_GIVEN: Seen[tuple[Any, ...]] = Seen(_not_given)
UNNOTED: Seen[tuple[UUID, UUID, date, str]] = Seen(
    lambda viewer, cases: (
        _seen(viewer, cases, Meeting)
        .filter(state=State.PLANNED, on_day__lt=viewer.day, owner_authority__in=viewer.works_for)
        .order_by("on_day", "pk")
        .values_list("participation_id", "pk", "on_day", "unit__name")
    )
)


def _owner(owner: str, unit: str | None, outside: str) -> str:
    return _("personen själv") if owner == Owner.PERSON else unit or outside


def meeting_unnoted(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Booked meetings whose day has passed without anybody having noted what came of them."""
    for key, pk, on_day, unit in UNNOTED.by(viewer, cases=list(scope.cases)):
        yield Gap(on_day, unit, key, url=reverse("meeting_note", args=[key, pk]))


RULES = (
    Rule(
        "no_next_step", gettext_lazy("Inget nästa steg bokat"),
        gettext_lazy("Inget möte är bokat och inget löfte ska hållas från och med i dag."),
        gettext_lazy("Amina och Karin möttes den 3 maj. Löftena är klara, och ingen ny tid är bokad."),
        gettext_lazy("Boka"), no_next_step, "meeting_book", 30, reads=(AHEAD, PROMISED, MET),
    ),
    Rule(
        "promise_late", gettext_lazy("Löfte försenat"),
        gettext_lazy("Dagen för ett löfte har passerat, och det är varken klart, flyttat eller utgår."),
        gettext_lazy("Af skulle skicka läkarintyget den 3 maj. I dag är det den 9 maj."),
        gettext_lazy("Öppna"), promise_late, "", 20, reads=(LATE,),
    ),
    Rule(
        "promise_not_given", gettext_lazy("Löfte som inte är utlämnat"),
        gettext_lazy("En annan myndighets enhet har lovat något, och har inte fått det utlämnat fast det går."),
        gettext_lazy("Af Flen lovade den 3 maj att boka ett studiebesök. Det syns inte hos dem än."),
        gettext_lazy("Lämna ut"), promise_not_given, "", 25, reads=(NOT_GIVEN,),
    ),
    Rule(
        "meeting_unnoted", gettext_lazy("Möte utan anteckning"),
        gettext_lazy("Dagen för ett bokat möte har passerat, och det står inte vad som kom ut av det."),
        gettext_lazy("Mötet var den 3 maj. Ingen har antecknat om det hölls."),
        gettext_lazy("Anteckna"), meeting_unnoted, "", 40, reads=(UNNOTED,),
    ),
)  # fmt: skip

"""Reads of assignments, and of the rows that they give; each takes the viewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework.models import Holding, Participation
from stafett.casework.of_case import also_ask, has
from stafett.database.noticed import LetIn, notice_circles
from stafett.evaluation.access import answerable, check_rows, in_force_on, reachable
from stafett.evaluation.columns import Column, chosen
from stafett.evaluation.models import (
    OPEN,
    EvaluationAssignment,
    InterviewRound,
    Invitation,
    PseudonymKey,
    State,
)
from stafett.evaluation.rules import loss_shown, pseudonym
from stafett.initiatives.models import Initiative
from stafett.safeguards.kept import Seen
from stafett.safeguards.roles import ROLES, Permission
from stafett.safeguards.viewer import Viewer

BASIS = "assignment"
"""What the log says let an evaluator in."""
PAGE = 50
ROWS = "SELECT * FROM evaluation_rows(%s, %s, %s)"
HOW_MANY = "SELECT count(*) AS number FROM evaluation_rows(%s, %s, %s)"
ANSWERS = "SELECT * FROM evaluation_answers(%s, %s, %s)"
UNATTENDED = "SELECT person_id FROM evaluation_unattended(%s, %s, %s, %s)"
LOSSES = "SELECT * FROM evaluation_losses(%s, %s, %s)"


@dataclass(frozen=True)
class Row:
    """One participation without a name; `values` has the columns of the assignment in their order."""

    pseudonym: str
    values: tuple[Any, ...]
    circle: UUID
    person: UUID
    participation: UUID


def assignments(viewer: Viewer) -> QuerySet[EvaluationAssignment]:
    """Those that the viewer's authorities have given, and those that the viewer's posts have got."""
    rows = EvaluationAssignment.objects.select_related(
        "initiative", "authority", "position__unit__authority"
    )
    if viewer.operator:
        return rows
    mine = viewer.positions_with(Permission.EVALUATE)
    return rows.filter(Q(authority__in=viewer.speaks_for) | Q(position__in=mine))


def assignments_in(viewer: Viewer, initiative: Initiative) -> QuerySet[EvaluationAssignment]:
    """Those of one initiative, the latest first."""
    return assignments(viewer).filter(initiative=initiative).order_by("-from_day", "-pk")


def assignment(viewer: Viewer, key: UUID) -> EvaluationAssignment:
    """One of them; Http404 for every other alike."""
    found = assignments(viewer).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns inget sådant uppdrag bland dina."))
    return found


def columns_of(one: EvaluationAssignment) -> list[Column]:
    """The columns that the assignment covers."""
    return chosen(one.columns)


def rows(viewer: Viewer, one: EvaluationAssignment) -> list[Row]:
    """All the assignment's rows by pseudonym, which tells nothing; nobody is shown by them yet.

    Raises PermissionDenied unless the viewer is the evaluator, on a day of the assignment.
    """
    check_rows(viewer, one)
    secret = _secret(one)
    columns = columns_of(one)
    found = []
    for raw in _asked(ROWS, viewer, one):
        values = tuple(column.shown(raw[column.name]) for column in columns)
        name = pseudonym(secret, raw["person_id"])
        found.append(Row(name, values, raw["circle_id"], raw["person_id"], raw["participation_id"]))
    return sorted(found, key=lambda row: (row.pseudonym, str(row.values)))


def _secret(one: EvaluationAssignment) -> bytes:
    return bytes(PseudonymKey.objects.get(assignment=one).secret)


def _asked(function: str, viewer: Viewer, one: EvaluationAssignment) -> list[dict[str, Any]]:
    """What the database lets out of it, which is nothing unless it finds the same itself."""
    posts = list(viewer.positions_with(Permission.EVALUATE))
    with connection.cursor() as cursor:
        cursor.execute(function, [one.pk, posts, viewer.day])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


@dataclass(frozen=True)
class Said:
    """What the evaluator knows of one invitation: the pseudonym, and a yes with a way to reach the person."""

    pseudonym: str
    yes: bool
    contact: str
    circle: UUID
    person: UUID


@dataclass(frozen=True)
class Round:
    """A round of invitations as its evaluator sees it."""

    round: InterviewRound
    said: list[Said]
    counts: dict[str, int]
    """How many stand how, of those who have not said yes; empty while it may not be told."""

    @property
    def yes(self) -> int:
        """How many have said yes."""
        return sum(one.yes for one in self.said)

    @property
    def name(self) -> str:
        """What the page calls the round's table."""
        return f"svar-{self.round.pk}"

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Those counts in words."""
        return [(str(State(name).label), number) for name, number in self.counts.items()]


def rounds(viewer: Viewer, one: EvaluationAssignment) -> list[Round]:
    """The rounds of an assignment, the latest first; nobody is shown by them yet, as with `rows`."""
    check_rows(viewer, one)
    secret = _secret(one)
    said: dict[UUID, list[Said]] = defaultdict(list)
    for raw in _asked(ANSWERS, viewer, one):
        name = pseudonym(secret, raw["person_id"])
        told = Said(name, raw["yes"], raw["contact"], raw["circle_id"], raw["person_id"])
        said[raw["round_id"]].append(told)
    lost: dict[UUID, dict[str, int]] = defaultdict(dict)
    for raw in _asked(LOSSES, viewer, one):
        lost[raw["round_id"]][raw["state"]] = raw["number"]
    return [
        _round(each, said[each.pk], lost[each.pk], viewer)
        for each in InterviewRound.objects.filter(assignment=one).order_by("-made_on", "-pk")
    ]


def _round(each: InterviewRound, said: list[Said], lost: dict[str, int], viewer: Viewer) -> Round:
    told = loss_shown(lost, each.answer_by < viewer.day)
    in_order = sorted(said, key=lambda one: one.pseudonym)
    return Round(each, in_order, lost if told else {})


def invited(viewer: Viewer, one: EvaluationAssignment) -> set[str]:
    """The pseudonyms that have been invited in the assignment."""
    return {said.pseudonym for each in rounds(viewer, one) for said in each.said}


ENDED = Q(assignment__revoked_on__isnull=False) | Q(round__called_back_on__isnull=False)
UNREAD = ENDED & Q(state__in=OPEN, end_read_on=None)
"""What was taken from those who were to give it, and they have not said that they have read so."""


also_ask(Invitation)


def invitations_of(viewer: Viewer, case: Participation) -> QuerySet[Invitation]:
    """The invitations in one case that the viewer gives to the person, or should know have ended."""
    if not has(case, Invitation) or not Invitation.objects.filter(participation=case).exists():
        # nearly every case: who may is a long question, and is not asked about nothing
        return Invitation.objects.none()
    open_now = Q(pk__in=answerable(viewer).values("pk"))
    rows = reachable(viewer).filter(open_now | UNREAD, participation=case)
    return rows.select_related("round", "assignment__position__unit").order_by("-pk")


ANY_OPEN: Seen[tuple[UUID]] = Seen(
    lambda viewer: (
        Invitation.objects.filter(state__in=OPEN, controller_id__in=viewer.controllers)
        .order_by("pk")
        .values_list("pk")[:1]
    )
)


def any_open(viewer: Viewer) -> bool:
    """False where nobody within the viewer's reach waits to be asked, as nearly always."""
    return bool(ANY_OPEN.by(viewer))


def waiting(viewer: Viewer) -> QuerySet[Invitation]:
    """The invitations that no answer is noted of, in the cases that the viewer's units hold, or held last."""
    return _held(viewer, answerable(viewer).filter(state__in=OPEN))


def ended_unread(viewer: Viewer) -> QuerySet[Invitation]:
    """Those that were taken back before there was an answer, until somebody there has read it."""
    return _held(viewer, reachable(viewer).filter(UNREAD))


def _held(viewer: Viewer, some: QuerySet[Invitation]) -> QuerySet[Invitation]:
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    held = Holding.objects.filter(participation_id=OuterRef("participation_id"))
    last = held.order_by("-from_day", "-pk").values("unit_id")[:1]
    rows = some.alias(last_holder=Subquery(last)).filter(last_holder__in=units)
    rows = rows.select_related("round", "assignment", "participation__person")
    return rows.order_by("round__answer_by", "pk")


def to_erase(viewer: Viewer) -> QuerySet[EvaluationAssignment]:
    """The assignments of the viewer's posts that are over, and of which no erasure is noted."""
    mine = viewer.positions_with(Permission.EVALUATE)
    over = Q(revoked_on__isnull=False) | Q(until_day__lte=viewer.day)
    rows = EvaluationAssignment.objects.filter(over, position__in=mine, erased_on=None)
    return rows.select_related("initiative", "authority").order_by("from_day", "pk")


@dataclass(frozen=True)
class Mine:
    """An assignment of the evaluator's own as Idag shows it: what there is to read, and who is waited for."""

    one: EvaluationAssignment
    rows: int
    invited: int
    yes: int
    answer_by: date | None
    """The last day to answer the round that ends first of those that still go on."""


def mine_today(viewer: Viewer, most: int) -> list[Mine]:
    """The assignments of the viewer's posts that are on; counts alone, so that nobody is shown by it."""
    posts = viewer.positions_with(Permission.EVALUATE)
    some = in_force_on(viewer).filter(position__in=posts).select_related("initiative", "authority")
    return [_mine(viewer, one) for one in some.order_by("from_day", "pk")[:most]]


def _mine(viewer: Viewer, one: EvaluationAssignment) -> Mine:
    answers = _asked(ANSWERS, viewer, one)
    open_rounds = InterviewRound.objects.filter(
        assignment=one, called_back_on=None, answer_by__gte=viewer.day
    )
    first = open_rounds.order_by("answer_by", "pk").values_list("answer_by", flat=True).first()
    (counted,) = _asked(HOW_MANY, viewer, one)
    yes = sum(row["yes"] for row in answers)
    return Mine(one, counted["number"], len(answers), yes, first)


def round_of(viewer: Viewer, one: EvaluationAssignment, key: UUID) -> InterviewRound:
    """One round of the evaluator's own assignment; Http404 for every other."""
    check_rows(viewer, one)
    found = InterviewRound.objects.filter(assignment=one, pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan inbjudan i uppdraget."))
    return found


def unattended(viewer: Viewer, one: EvaluationAssignment) -> set[UUID]:
    """The people in its rows whom nobody would give an invitation: no one works where their case is held."""
    posts = list(viewer.positions_with(Permission.EVALUATE))
    roles = [
        code for code, role in ROLES.items() if Permission.WORK_WITH_PEOPLE in role.permissions
    ]
    with connection.cursor() as cursor:
        cursor.execute(UNATTENDED, [one.pk, posts, viewer.day, roles])
        return {person for (person,) in cursor.fetchall()}


def invitation(viewer: Viewer, key: UUID) -> Invitation:
    """One invitation that the viewer gives to the person, ended or not; Http404 for every other alike."""
    found = reachable(viewer).filter(pk=key)
    one = found.select_related(
        "round", "participation__person", "assignment__position__unit__authority"
    ).first()
    if one is None:
        raise Http404(_("Det finns ingen sådan inbjudan bland dina deltagares."))
    return one


def answers_shown(one: EvaluationAssignment, some: Sequence[Round]) -> Sequence[Round]:
    """The same rounds, said to be shown: the log has each person invited."""
    _notice(one, ((said.circle, said.person) for each in some for said in each.said))
    return some


def shown(one: EvaluationAssignment, some: Sequence[Row]) -> Sequence[Row]:
    """The same rows, said to be shown: the log has each person, let in by the assignment (law 4)."""
    _notice(one, ((row.circle, row.person) for row in some))
    return some


def _notice(one: EvaluationAssignment, some: Iterable[tuple[UUID, UUID]]) -> None:
    let_in = LetIn(BASIS, one.from_day, one.position.unit_id)
    notice_circles(((circle, person, one.authority_id) for circle, person in some), let_in)


__all__ = [
    "BASIS", "PAGE", "Round", "Row", "Said", "answers_shown", "assignment", "assignments",
    "assignments_in", "columns_of", "ended_unread", "invitation", "invitations_of", "invited", "mine_today",
    "round_of",
    "rounds", "rows", "shown", "to_erase", "unattended", "waiting",
]  # fmt: skip

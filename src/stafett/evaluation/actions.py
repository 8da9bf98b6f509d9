"""The only writes of evaluation: assignments, rounds of invitations called back or not, answers, erasures."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from stafett.evaluation.access import (
    check_answer,
    check_decide,
    check_erase,
    check_reach,
    check_rows,
    posts_to_give_to,
    why_ended,
)
from stafett.evaluation.columns import COLUMNS, chosen
from stafett.evaluation.draws import Wanted, planned
from stafett.evaluation.models import (
    LONGEST,
    OPEN,
    EvaluationAssignment,
    InterviewRound,
    Invitation,
    PseudonymKey,
    State,
)
from stafett.evaluation.queries import shown
from stafett.evaluation.rules import faults_of_period, unknown_columns
from stafett.initiatives.models import Initiative
from stafett.parties.models import Authority, Position
from stafett.parties.refusals import Refused
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

KEY_BYTES = 32
INVITE = "SELECT evaluation_invite(%s, %s, %s, %s)"


@dataclass(frozen=True)
class NewAssignment:
    """What an authority decides: for which post, what for, which columns, on what ground, and when."""

    initiative: Initiative
    authority: Authority
    position: Position
    purpose: str
    columns: tuple[str, ...]
    ground: str
    ethics: str
    from_day: date
    until_day: date


@transaction.atomic
def decide(told: NewAssignment, *, by: Viewer) -> EvaluationAssignment:
    """Give an evaluator's post an assignment in the authority's own name, with a key of its own.

    Raises PermissionDenied unless the viewer speaks for a controller in the initiative, and Refused for
    days, columns or a post that cannot be. Whether ethics approval is needed is nothing that it judges.
    """
    check_decide(by, told.initiative, told.authority)
    _check(told, by)
    made = EvaluationAssignment.objects.create(
        initiative=told.initiative, authority=told.authority, position=told.position,
        purpose=told.purpose.strip(), columns=[one.name for one in chosen(told.columns)],
        ground=told.ground.strip(), ethics=told.ethics.strip(), from_day=told.from_day,
        until_day=told.until_day, decided_by=by.name, decided_on=by.day,
    )  # fmt: skip
    PseudonymKey.objects.create(assignment=made, secret=secrets.token_bytes(KEY_BYTES))
    return made


def _check(told: NewAssignment, by: Viewer) -> None:
    if not posts_to_give_to(told.initiative, by).filter(pk=told.position.pk).exists():
        raise Refused(_("Befattningen är inte utvärderare i insatsen."), "position")
    if not told.columns or unknown_columns(told.columns, COLUMNS):
        raise Refused(_("Välj minst en uppgift ur listan."), "columns")
    last = told.from_day + LONGEST - timedelta(days=1)
    faults = faults_of_period(told.from_day, told.until_day, last + timedelta(days=1), by.day)
    for field, sentence in faults.items():
        raise Refused(sentence, field)


@transaction.atomic
def revoke(one: EvaluationAssignment, because: str, *, by: Viewer) -> EvaluationAssignment:
    """End an assignment at once, with the reason, and destroy its key: its pseudonyms lead to nobody any more.

    Also of one whose time is out. It is not undone: another is decided on, with pseudonyms of its own.
    """
    current = EvaluationAssignment.objects.select_for_update(of=("self",)).get(pk=one.pk)
    check_decide(by, current.initiative, current.authority)
    if current.revoked_on is not None:
        raise Refused(_("%(name)s har redan återkallat uppdraget.") % {"name": current.revoked_by})
    if not because.strip():
        raise Refused(_("Skriv varför uppdraget återkallas. Utvärderaren läser det."), "because")
    current.revoked_on, current.revoked_by = by.day, by.name
    current.revoked_because = because.strip()
    current.save(update_fields=["revoked_on", "revoked_by", "revoked_because"])
    PseudonymKey.objects.filter(assignment=current).delete()
    return current


@transaction.atomic
def invite(
    one: EvaluationAssignment, text: str, answer_by: date, wanted: Wanted, *, by: Viewer
) -> InterviewRound:
    """Ask those who hold the people to give them an invitation; whom it is about the evaluator never knows.

    Raises PermissionDenied unless the viewer is the evaluator on a day of the assignment, and Refused for
    pseudonyms that are not there or invited already, for nobody, and for a day that is not within it.
    """
    draw = planned(one, wanted, by=by)
    check_last_day(one, answer_by, by)
    names = draw.names()
    people = {row.person for row in draw.rows if row.pseudonym in names}
    made = InterviewRound.objects.create(
        assignment=one, text=text.strip(), answer_by=answer_by, made_by=by.name, made_on=by.day
    )
    with connection.cursor() as cursor:
        posts = list(by.positions_with(Permission.EVALUATE))
        cursor.execute(INVITE, [made.pk, posts, by.day, list(people)])
    shown(one, [row for row in draw.rows if row.person in people])
    return made


def check_last_day(one: EvaluationAssignment, answer_by: date, by: Viewer) -> None:
    """Raise Refused unless the last day to answer is still to come, and within the assignment."""
    if not by.day < answer_by < one.until_day:
        raise Refused(_("Sista dagen för svar ligger efter i dag och inom uppdraget."), "answer_by")


@transaction.atomic
def call_back(one: InterviewRound, because: str, *, by: Viewer) -> InterviewRound:
    """Take a round back, with a reason for those who were to give it; whoever has answered has answered.

    Those who had not cannot any more. They are not invited anew in the assignment: who could be would tell
    the evaluator who had said no.
    """
    current = InterviewRound.objects.select_for_update(of=("self",)).get(pk=one.pk)
    check_rows(by, current.assignment)
    if current.called_back_on is not None:
        raise Refused(_("Inbjudan är redan tillbakakallad."))
    if not because.strip():
        raise Refused(
            _("Skriv varför inbjudan kallas tillbaka. De som skulle lämna den läser det."),
            "because",
        )
    current.called_back_on, current.called_back_by = by.day, by.name
    current.called_back_because = because.strip()
    current.save(update_fields=["called_back_on", "called_back_by", "called_back_because"])
    return current


@transaction.atomic
def record_erasure(
    one: EvaluationAssignment, erased_on: date, *, by: Viewer
) -> EvaluationAssignment:
    """Note, as the evaluator, that what was fetched under an assignment that is over has been erased."""
    current = EvaluationAssignment.objects.select_for_update(of=("self",)).get(pk=one.pk)
    check_erase(by, current)
    if current.erased_on is not None:
        raise Refused(_("%(name)s har redan antecknat det.") % {"name": current.erased_by})
    if not current.from_day <= erased_on <= by.day:
        raise Refused(
            _("Dagen ligger mellan uppdragets första dag och i dag. Rätta den."), "erased_on"
        )
    current.erased_on, current.erased_by = erased_on, by.name
    current.save(update_fields=["erased_on", "erased_by"])
    return current


@transaction.atomic
def answer(
    one: Invitation, state: str, *, contact: str = "", reason: str = "", by: Viewer
) -> Invitation:
    """Note what became of an invitation, by whoever holds the person's case; it may be noted anew.

    The evaluator is told of a yes, with the contact that the person chose, and of nothing else.
    """
    # a round that is called back meanwhile waits, or has been: nobody answers what is gone
    InterviewRound.objects.select_for_update(of=("self",)).get(pk=one.round_id)
    check_answer(by, one)
    current = Invitation.objects.select_for_update(of=("self",)).get(pk=one.pk)
    _check_answer(state, contact.strip(), reason.strip())
    if contact.strip() and current.circle.person.protection:
        raise Refused(
            _(
                "Personen har skyddade personuppgifter. Här får inget stå om hur hen nås: lämna tomt."
            ),
            "contact",
        )
    current.state = state
    current.contact, current.reason = contact.strip(), reason.strip()
    current.answered_by, current.answered_on = by.name, by.day
    current.save(update_fields=["state", "contact", "reason", "answered_by", "answered_on"])
    return current


def _check_answer(state: str, contact: str, reason: str) -> None:
    """Raise Refused unless what was written belongs to the answer."""
    if state == State.NOT_ASKED and not reason:
        raise Refused(
            _("Skriv varför personen inte frågades. Utvärderaren ser det inte."), "reason"
        )
    if reason and state != State.NOT_ASKED:
        raise Refused(
            _("Ett skäl skrivs bara när personen inte frågades. Ta bort det, eller ändra svaret."),
            "reason",
        )
    if contact and state != State.YES:
        raise Refused(
            _(
                "Utvärderaren får nå personen bara vid ett ja. Ta bort kontakten, eller ändra svaret."
            ),
            "contact",
        )


@transaction.atomic
def note_end_read(one: Invitation, *, by: Viewer) -> Invitation:
    """Note that whoever would have given an invitation has read that it is not to be given any more."""
    check_reach(by, one)
    current = Invitation.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if not why_ended(current, by):
        raise Refused(_("Inbjudan gäller fortfarande."))
    if current.state in OPEN and current.end_read_on is None:
        current.end_read_by, current.end_read_on = by.name, by.day
        current.save(update_fields=["end_read_by", "end_read_on"])
    return current


def forget_contact(people: Collection[UUID]) -> int:
    """Take out how these people are reached; says of how many invitations. That they said yes stays."""
    said = Invitation.objects.filter(circle__person__in=people).exclude(contact="")
    return said.update(contact="")

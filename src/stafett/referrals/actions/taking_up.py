"""How a decision that was a mistake is undone: the wait goes on as though it had never ended (law 1).

Only what led to no participation: who takes part leaves in the case, and who was sent on waits elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.database.history import in_history
from stafett.frame.formats import plain_day
from stafett.initiatives.models import Branch
from stafett.parties.closing import takes_nobody
from stafett.parties.refusals import Refused
from stafett.people.actions import NUMBER
from stafett.people.models import Person
from stafett.referrals.access import check_sent, check_takes_in, open_branches, seen
from stafett.referrals.actions.waiting import at_step, move_all, settle_intake
from stafett.referrals.models import QueueContact, Referral, SentReferral
from stafett.referrals.rules import STATE_WORDS, STEPS, State, Text
from stafett.safeguards.access import may_see
from stafett.safeguards.actions.in_turn import hold_people
from stafett.safeguards.viewer import Viewer

NOT_UNDONE: Mapping[State, Text] = {
    State.ACCEPTED: gettext_lazy(
        "Personen är antagen, och det ångras inte här: deltagandet har börjat. Avsluta det i ärendet."
    ),
    State.SENT_ON: gettext_lazy(
        "Personen är skickad vidare och väntar där. Ta tillbaka den aktualiseringen under Skickade, och "
        "aktualisera på nytt hit."
    ),
    State.TAKEN_BACK: gettext_lazy(
        "Den som aktualiserade har tagit tillbaka den, och är den som kan ångra det. Ring dem."
    ),
}
"""Why a decision is not undone by those who take in."""


def why_not(one: Referral) -> str:
    """Why there is no decision to undo, in words; empty where there is one."""
    state = State(one.state)
    if state in STEPS["take_up"].sources:
        return ""
    if state in NOT_UNDONE:
        return str(NOT_UNDONE[state])
    if one.taken_up_on:
        told = {"day": plain_day(one.taken_up_on), "who": one.taken_up_by}
        return _("Beslutet är redan ångrat, %(day)s, av %(who)s.") % told
    return _("Det finns inget beslut att ångra: läget är ”%(state)s”.") % {
        "state": STATE_WORDS[state]
    }


@transaction.atomic
def take_up(one: Referral, because: str, *, by: Viewer) -> Referral:
    """Undo a no, or that the person stepped back: they stand in the queue again, since their first day.

    What was decided, by whom and why is kept and shown (law 6). Raises Refused with why it cannot be, as
    when the initiative has ended or the person waits there in another referral.
    """
    check_takes_in(by, one)
    hold_people(_same_human(one.circle.person))
    current = Referral.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if said := why_not(current):
        raise Refused(said)
    return _undone(current, "take_up", because, by)


@transaction.atomic
def put_back(sent: SentReferral, because: str, *, by: Viewer) -> Referral:
    """Undo that one's own unit took back what it had sent: those who take in begin with it anew."""
    check_sent(by, sent)
    hold_people(_same_human(sent.referral.circle.person))
    return _undone(at_step(sent.referral, "put_back"), "put_back", because, by)


def _undone(one: Referral, code: str, because: str, by: Viewer) -> Referral:
    words = because.strip()
    if not words:
        raise Refused(_("Skriv varför beslutet ångras."), "because")
    _check_open(one.branch, by)
    _check_alone(one, by)
    _stand_again(one, STEPS[code].to or State.RECEIVED, by)
    one.taken_up_on, one.taken_up_by, one.taken_up_because = by.day, by.name, words
    with in_history(why=words):
        one.save(update_fields=[*DECIDED, "taken_up_on", "taken_up_by", "taken_up_because"])
        _said_before(one)
        _tell_sender(one, *_hold_again(one, by), by)
    return one


DECIDED = ("state", "state_on", "decided_on", "held_until", "closed_on", "meeting", "decided_by", "because",
           "decision")  # fmt: skip


def _stand_again(one: Referral, state: State, by: Viewer) -> None:
    """As one that no decision has been made of."""
    one.state, one.state_on = state.value, by.day
    one.decided_on = one.held_until = one.closed_on = one.meeting = None
    one.decided_by = one.because = one.decision = ""


def _check_open(branch: Branch, by: Viewer) -> None:
    """Raise Refused where nobody can be referred any more."""
    if open_branches(by).filter(pk=branch.pk).exists():
        return
    last = branch.initiative.ends_on
    if last and last < by.day:
        said = _("Insatsen slutade %(day)s. Ingen kan vänta på besked därifrån.")
        raise Refused(said % {"day": plain_day(last)})
    raise Refused(_("%(branch)s tar inte emot någon nu. Vänd dig till projektledaren.")
                  % {"branch": branch})  # fmt: skip


def _same_human(person: Person) -> list[UUID]:
    """The records of the person's controller that have the same number, or the one alone that has none."""
    if not person.identity_number:
        return [person.pk]
    known = {name: getattr(person, name) for name in NUMBER}
    return list(Person.objects.filter(**known).order_by("pk").values_list("pk", flat=True))


def _check_alone(one: Referral, by: Viewer) -> None:
    """Raise Refused where the person is in the initiative, or waits for it, as far as the viewer may see.

    Held until it is done: of two decisions about the same human one is undone, and the other is told.
    """
    people, name = _same_human(one.circle.person), one.circle.person.name
    hold_people(people)
    going_on = Q(ends_on=None) | Q(ends_on__gte=by.day)
    cases = Participation.objects.filter(going_on, initiative=one.initiative_id, person__in=people)
    if may_see(by, cases).exists():
        raise Refused(_("%(who)s deltar redan i insatsen. Beslutet står fast.") % {"who": name})
    others = seen(by).filter(decided_on=None, initiative=one.initiative_id)
    if others.filter(circle__person__in=people).exclude(pk=one.pk).exists():
        said = _(
            "%(who)s väntar redan på besked från insatsen, i en annan aktualisering. Beslutet står fast."
        )
        raise Refused(said % {"who": name})


def _said_before(one: Referral) -> None:
    """What was said after the decision that is undone tells nobody of the next one."""
    QueueContact.objects.filter(referral=one, after_decision=True).update(after_decision=False)


def _hold_again(one: Referral, by: Viewer) -> tuple[int, int]:
    """Whoever held last holds as though they had never let go; from today those who take in, where that unit
    lasts no more. Gives both: who held last, and who does now (law 1)."""
    settle_intake(one, by)
    last = one.holdings.select_for_update().order_by("from_day").last()
    assert last, "a decision without participation lets go on the day after"
    one.holdings.filter(pk=last.pk).update(until_day=None)
    if takes_nobody([last.unit_id], by.day):
        if said := takes_nobody([one.intake_unit_id], by.day):
            raise Refused(said)
        move_all(one.holdings.filter(pk=last.pk), one.intake_unit_id, by.day)
    return last.unit_id, one.holdings.get(until_day=None).unit_id


def _tell_sender(one: Referral, before: int, now: int, by: Viewer) -> None:
    """Whoever referred reads why, and holds the wait again if they held it."""
    for sent in SentReferral.objects.select_for_update().filter(referral=one):
        sent.state, sent.state_on, sent.because = one.state, by.day, ""
        sent.answer, sent.taken_up_on = one.taken_up_because, by.day
        if sent.unit_id in (before, now):
            sent.held_until = None if sent.unit_id == now else by.day
        sent.save(update_fields=[
            "state", "state_on", "because", "answer", "taken_up_on", "held_until",
        ])  # fmt: skip


__all__ = ["put_back", "take_up", "why_not"]

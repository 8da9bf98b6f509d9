"""How cases come in, change hands and end: referrals, handovers, exits, returns, and who has them."""

from __future__ import annotations

from typing import Any

from stafett.casework.actions import Exit, close, end_case, reassign, reopen, take_away_case
from stafett.casework.actions.sharing import Sharing, share
from stafett.casework.models import Involvement, Participation, TeamPart
from stafett.handover import actions as handing
from stafett.handover.actions import Confirmed, Hearing, Proposal
from stafett.handover.actions.alongside import move_alongside
from stafett.handover.models import Handover, Manner
from stafett.handover.rules import OPEN, Asked
from stafett.parties.models import Position
from stafett.referrals import actions as referring
from stafett.referrals.actions import Decision, Meeting, SentOn
from stafett.referrals.actions.seeking import Sought, seek, seek_as_sender
from stafett.referrals.models import QueueContact, Referral, SentReferral
from tests.lives.world import UNITS, World
from tests.referrals.world import new

HEARD = Hearing("Det känns bra.")
SENDERS = {"fatima": "FK Eskilstuna", "per": "Af Flen", "sven": "Försörjningsstöd", "karin": "AUC"}


def refers(world: World, who: str, a: int, b: int) -> Any:
    """Somebody to a branch, with or without their yes."""
    branch = ("flen", "katrineholm")[a % 2]
    unit = SENDERS.get(who, UNITS[b % len(UNITS)])
    told = new(world.cast, unit, branch, consent_manner="" if b % 7 == 0 else "oral",
               consent_on=world.later(-(b % 3)))  # fmt: skip
    return referring.refer(told, by=world.as_(who))


def moves_in_the_queue(world: World, who: str, a: int, b: int) -> Any:
    """Queue, invitation, answer, and who holds the wait."""
    one = world.pick(Referral, a)
    sent = SentReferral.objects.filter(pk=one.pk).first()
    viewer = world.as_(who)
    steps: list[Any] = [
        lambda: referring.put_in_queue(one, by=viewer),
        lambda: referring.invite(one, "Besök", world.later(b % 9), by=viewer),
        lambda: referring.note_answer(
            one, b % 2 == 0, "Ja tack", by=viewer, because="fel" if b % 3 else ""
        ),
        lambda: referring.take_over(one, by=viewer),
        lambda: seek(one, Sought(world.later(-(b % 3)), "phone", "reached"), by=viewer),
    ]
    if sent:
        told = Sought(world.day, "phone", "no_answer")
        steps.append(lambda: referring.ask_to_hold(sent, by=viewer))
        steps.append(lambda: seek_as_sender(sent, told, by=viewer))
    return steps[b % len(steps)]()


def decides_a_referral(world: World, who: str, a: int, b: int) -> Any:
    """Accepted, declined, stepped back from, withdrawn."""
    one = world.pick(Referral, a)
    sent = SentReferral.objects.filter(pk=one.pk).first()
    viewer = world.as_(who)
    said = Decision("Välkommen" if b % 5 else "", "no_room")
    if b % 4 == 0 and sent:
        return referring.withdraw(sent, "ångrat sig", by=viewer)
    if b % 4 == 1:
        return referring.close(one, ("decline", "step_back")[b // 4 % 2], said, by=viewer)
    return referring.accept(one, said, by=viewer)


def undoes_a_decision(world: World, who: str, a: int, b: int) -> Any:
    """A no, or that it was taken back, was a mistake; mostly of those that are decided so."""
    ended = ("declined", "withdrawn", "taken_back")
    one = world.pick(Referral, a, **({"state__in": ended} if b % 5 else {}))
    sent = SentReferral.objects.filter(pk=one.pk).first()
    viewer = world.as_(who)
    because = "fel rad" if b % 6 else ""
    if sent and one.state == "taken_back":
        return referring.put_back(sent, because, by=viewer)
    return referring.take_up(one, because, by=viewer)


def puts_a_contact_right(world: World, who: str, a: int, b: int) -> Any:
    """A contact while somebody waited, on either side, with another result; or it was noted by mistake."""
    one = world.pick(QueueContact, a)
    because = "fel rad" if b % 5 else ""
    if b % 4 == 0:
        return referring.retract_sought(one, by=world.as_(who), because=because)
    told = Sought(world.later(-(b % 3)), "letter", ("reached", "no_answer")[b % 2], f"rättat {b}")
    return referring.correct_sought(one, told, by=world.as_(who), because=because)


def selects_or_sends_on(world: World, who: str, a: int, b: int) -> Any:
    """A meeting decides of one in the queue; somebody is sent on to the other branch; a name is put right."""
    one, viewer = world.pick(Referral, a), world.as_(who)
    if b % 3 == 0:
        there = "katrineholm" if one.branch.code == "flen" else "flen"
        unit = world.cast.unit(SENDERS.get(who, "AUC")).pk
        told = SentOn(world.cast.branch(there), "oral" if b % 5 else "", "bor där", unit)
        return referring.send_on(one, told, by=viewer)
    if b % 6 == 4:
        whom = referring.Called("Noor" if b % 5 else "", "Haddad" if b % 7 else "")
        return referring.correct_name(one, whom, by=viewer, because="stavat fel" if b % 4 else "")
    if b % 3 == 1:
        return referring.correct_contact(
            one, f"070-{b}", by=viewer, because="nytt" if b % 4 else ""
        )
    said = Decision("Vi väntar", "no_room", "passar ändå" if b % 2 else "")
    code = ("accept", "queue", "decline")[b // 3 % 3]
    meeting = Meeting(one.branch, world.later(-(b % 2)), "Karin, Per")
    return referring.select(meeting, [one], code, said, by=viewer)


def proposes(world: World, who: str, a: int, b: int) -> Any:
    """To hand over to a unit, or to somebody outside."""
    case = world.case(a)
    asked = Asked(
        "Fortsatt stöd",
        world.later(b % 4 - 1),
        alongside_until=world.later(b % 25) if b % 3 else None,
    )
    to = None if b % 6 == 0 else world.cast.unit(UNITS[b % len(UNITS)])
    told = Proposal(asked, to, "" if to else "Vuxenskolan", hearing=HEARD if b % 2 else Hearing(),
                    confirmed=b % 3 != 1)  # fmt: skip
    return handing.propose(case, told, by=world.as_(who))


def answers_a_proposal(world: World, who: str, a: int, b: int) -> Any:
    """Either hand, with any step."""
    one = world.pick(Handover, a, **({"stand__in": OPEN} if b % 8 else {}))
    viewer = world.as_(who)
    steps: list[Any] = [
        lambda: handing.accept(one, by=viewer, hearing=HEARD),
        lambda: handing.confirm(one, by=viewer),
        lambda: handing.ask(one, "Vad har provats?", by=viewer),
        lambda: handing.answer(one, "Praktik", by=viewer),
        lambda: handing.hear(one, HEARD, by=viewer),
        lambda: handing.decline(one, "full", by=viewer),
        lambda: handing.withdraw(one, "", by=viewer),
        lambda: handing.withdraw(one, "ångrat", by=viewer),
        lambda: handing.accept(one, by=viewer),
        lambda: move_alongside(one, world.later(b), by=viewer, because="längre"),
    ]
    return steps[b % len(steps)]()


def takes_it_outside(world: World, who: str, a: int, b: int) -> Any:
    """The giver notes that somebody outside took over, and the participation ends."""
    one = world.pick(Handover, a, to_unit=None)
    told = Confirmed("Ulla", world.later(-(b % 3)), Manner.PHONE, "ja" if b % 3 else "")
    return handing.record(one, told, _exit(world, a, b), by=world.as_(who))


def leaves(world: World, who: str, a: int, b: int) -> Any:
    """A participation ends, with what is next or without."""
    case = world.case(a)
    return close([(case, _exit(world, a, b))], by=world.as_(who))


def _exit(world: World, a: int, b: int) -> Exit:
    outcome = world.cast.outcome(("arbete", "studier", "annat")[a % 3]).pk if b % 6 else None
    step = ("none_needed", "nobody", "holder", None)[b % 4]
    return Exit(world.later(1 - b % 3), outcome, step, "Vuxenskolan" if b % 5 else "")


def comes_back(world: World, who: str, a: int, _b: int) -> Any:
    """An exit that was a mistake is undone."""
    ended = world.pick(Participation, a, status="ended")
    return reopen([ended], by=world.as_(who), because="skrevs av misstag")


def moves_cases(world: World, who: str, a: int, b: int) -> Any:
    """To a post, in the unit that holds them or now and then in another."""
    cases = [world.case(a), world.case(b)]
    held = cases[0].holdings.order_by("-from_day").values("unit")[:1]
    to = world.pick(Position, b, **({"unit__in": held} if b % 4 else {}))
    return reassign(cases[: 1 + a % 2], to, by=world.as_(who), because="semester" if b % 7 else "")


def shares_a_case(world: World, who: str, a: int, b: int) -> Any:
    """A second beside whoever has a case, or a unit's contact person; or nobody any more."""
    unit = world.cast.unit(UNITS[b % len(UNITS)])
    to = world.pick(Position, a, **({"unit": unit} if b % 5 else {})) if b % 4 else None
    told = Sharing(unit, (TeamPart.PAIR, TeamPart.CONTACT)[b // 2 % 2], to)
    return share([world.case(a)], told, by=world.as_(who), because="delar" if b % 7 else "")


def ends_an_own_case(world: World, who: str, a: int, b: int) -> Any:
    """An authority's own case with the person is over; or it was added by mistake."""
    one = world.pick(Involvement, a)
    if b % 4 == 1:
        return take_away_case(one, by=world.as_(who), because="fel person" if b % 7 else "")
    return end_case(one, last_day=world.later(-(b % 3)), by=world.as_(who), because="klar")


ACTS = (refers, moves_in_the_queue, decides_a_referral, undoes_a_decision,
        puts_a_contact_right, selects_or_sends_on, proposes,
        answers_a_proposal, answers_a_proposal, takes_it_outside, leaves, comes_back,
        moves_cases, shares_a_case, ends_an_own_case)  # fmt: skip

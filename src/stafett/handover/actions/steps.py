"""The steps of the two hands. The holder changes in the transaction where the second of them confirms (law 1).

Each step locks the case, so that of two who act at once the second is told what the first one did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.actions import Taking, take_over
from stafett.casework.models import Participation
from stafett.casework.rules import already_ended
from stafett.casework.setting_right import keep
from stafett.handover.access import (
    WORKING,
    check_gives,
    check_receives,
    fault_of_unknown,
    has_more_to_do,
    holder_of,
    missing,
    missing_words,
    receives,
    workers,
)
from stafett.handover.models import Handover
from stafett.handover.rules import (
    OPEN,
    Asked,
    Stand,
    after,
    can_take,
    faults_of_hearing,
    faults_of_proposal,
    why_not,
)
from stafett.parties.models import Position, Unit
from stafett.safeguards.actions import Item, let_in
from stafett.safeguards.actions.circle import let_stay_until
from stafett.safeguards.actions.links import end_link, release_more
from stafett.safeguards.actions.receivers import to_whom
from stafett.safeguards.handling import fault_of_handling
from stafett.safeguards.models import Basis, LinkState, Member, RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hearing:
    """What the person says of it, in own words, or why they were not asked."""

    heard: str = ""
    not_heard: str = ""


NOT_YET = Hearing()


@dataclass(frozen=True)
class Proposal:
    """A handover to propose: to a unit, or to somebody outside by name; and whether the giver confirms at
    once."""

    asked: Asked
    to: Unit | None = None
    outside_name: str = ""
    outside_contact: str = ""
    hearing: Hearing = NOT_YET
    confirmed: bool = True


@transaction.atomic
def propose(case: Participation, told: Proposal, *, by: Viewer) -> Handover:
    """Offer somebody the baton; the giver holds on to it. A unit that is not in the circle is let in.

    Raises PermissionDenied for those who do not answer for the case, and Refused when the case has ended or is
    being handed over already, for days that cannot be, and when the receiver may not see the case.
    """
    check_gives(by, case)
    case = lock(case)
    holder = holder_of(case, by.day)
    faults = already_ended(case.ends_on) | _faults_of(case, told, holder, by.day)
    # before what is asked of the receiver: whether it is in the case must not be told by an answer
    faults = fault_of_unknown(by, case, told.to) or faults
    if faults:
        raise Refused(faults)
    assert holder is not None
    new = told.to is not None and not _inside(case, told.to)
    if new and told.to:
        let_in(case.circle, [told.to.pk], from_day=by.day, by=by)
    given: dict[str, Any] = {"given_on": by.day, "given_by": by.name} if told.confirmed else {}
    return Handover.objects.create(
        controller_id=case.controller_id, owner_authority_id=case.controller_id, kind=RowKind.HOLDING,
        participation=case, from_unit=holder, to_unit=told.to, outside_name=told.outside_name.strip(),
        outside_contact=told.outside_contact.strip(), what=told.asked.what.strip(),
        from_day=told.asked.from_day, meeting_on=told.asked.meeting_on,
        alongside_until=told.asked.alongside_until, heard=told.hearing.heard.strip(),
        not_heard=told.hearing.not_heard.strip(), proposed_on=by.day, proposed_by=by.name, let_in=new,
        **given,
    )  # fmt: skip


def _faults_of(
    case: Participation, told: Proposal, holder: Unit | None, day: date
) -> dict[str, str]:
    faults = faults_of_proposal(told.asked, day)
    if told.asked.meeting_on and told.asked.meeting_on < case.starts_on:
        faults["meeting_on"] = _("Mötet ligger före deltagandets första dag. Kontrollera året.")
    if told.hearing != NOT_YET:
        faults |= faults_of_hearing(told.hearing.heard, told.hearing.not_heard)
    if Handover.objects.filter(participation=case, stand__in=OPEN).exists():
        faults[""] = _(
            "Ärendet är redan på väg till någon. Vänta på svaret, eller återkalla den överlämningen först."
        )
    if told.to is None:
        if not told.outside_name.strip():
            faults["outside_name"] = _(
                "Skriv vem som ska ta emot: verksamheten, och gärna en person där."
            )
        if told.asked.alongside_until:
            faults["alongside_until"] = _(
                "Den som lämnar över till någon utanför Stafett avslutar deltagandet. Lämna dagen tom."
            )
    elif holder is not None and told.to.pk == holder.pk:
        faults["to"] = _("%(unit)s håller redan ihop ärendet.") % {"unit": holder.name}
    elif said := fault_of_handling([told.to.authority_id]):
        faults["to"] = said
    elif lacks := missing(told.to, case, day):
        faults["to"] = missing_words(lacks, told.to, case)
    return faults


def _inside(case: Participation, unit: Unit) -> bool:
    still = Member.objects.filter(
        circle=case.circle_id, unit=unit, until_day=None, basis=Basis.ROLE,
        controller_id=case.controller_id,
    )  # fmt: skip
    return still.exists()


def lock(case: Participation) -> Participation:
    """The case as it stands now, held until the transaction ends."""
    rows = Participation.objects.select_for_update(of=("self",))
    return rows.select_related("circle", "controller", "branch__holder", "person").get(
        pk=case.pk, controller_id=case.controller_id
    )


def begin(handover: Handover, step: str) -> Handover:
    """The handover as it stands now, with its case locked; Refused when the step cannot be taken any more."""
    case = lock(handover.participation)
    now = Handover.objects.select_related("to_unit__authority", "from_unit", "link").get(
        pk=handover.pk, controller_id=handover.controller_id
    )
    now.participation = case
    if not can_take(step, now.stand, now.outside):
        raise Refused({"": why_not(step, now.stand)})
    return now


@transaction.atomic
def ask(handover: Handover, question: str, *, by: Viewer) -> None:
    """The receiver asks before they answer. The giver holds meanwhile."""
    check_receives(by, handover)
    if not question.strip():
        raise Refused({"question": _("Skriv vad ni behöver veta för att kunna svara.")})
    now = begin(handover, "ask")
    keep(now, _("frågade"), stand=after("ask", now.stand), question=question.strip(), answer="")


@transaction.atomic
def answer(handover: Handover, text: str, *, by: Viewer) -> None:
    """The giver answers; then it is the receiver's turn again."""
    check_gives(by, handover.participation)
    if not text.strip():
        raise Refused({"answer": _("Skriv ett svar på frågan.")})
    now = begin(handover, "answer")
    _told_outside(now, text.strip(), by)
    keep(now, _("svarade"), stand=after("answer", now.stand), answer=text.strip())


def _told_outside(now: Handover, text: str, by: Viewer) -> None:
    """Whoever asked by a link that still waits reads the answer there: it is handed over like what they had."""
    if now.link is None or not now.link.waits:
        return
    copies = now.link.releases.filter(kind=RowKind.AGREEMENT).select_related("part__circle")
    part = copies.order_by("released_at", "pk")[0].part
    item = Item(
        part, RowKind.AGREEMENT, now.participation.person.name, _("Svar på er fråga"), text,
        to_whom(now.link.receiver, now.link.organisation),
    )  # fmt: skip
    release_more(now.link, [item], by=by)


@transaction.atomic
def hear(handover: Handover, told: Hearing, *, by: Viewer) -> None:
    """Note what the person says of it, or why they were not asked; either hand may."""
    if handover.outside or not receives(by, handover):
        check_gives(by, handover.participation)
    faults = faults_of_hearing(told.heard, told.not_heard)
    if faults:
        raise Refused(faults)
    now = begin(handover, "withdraw")  # what can be withdrawn is open
    keep(now, _("personen är hörd"), heard=told.heard.strip(), not_heard=told.not_heard.strip())


@transaction.atomic
def accept(
    handover: Handover, *, by: Viewer, position: Position | None = None, hearing: Hearing = NOT_YET
) -> bool:
    """The receiver takes it: the second hand. True when the baton is theirs now, False while the giver's
    confirmation is missing.

    Raises Refused when somebody came first, when the person has not been heard, when the post is not theirs,
    and when what lets the unit see the case is gone.
    """
    check_receives(by, handover)
    now = begin(handover, "accept")
    assert now.to_unit is not None
    if position is not None:
        _check_post(position, now.to_unit, by.day)
    both = now.given_on is not None
    values = {"taken_on": by.day, "taken_by": by.name, "position": position, **_heard(now, hearing)}
    stand = after("accept", now.stand, both=both)
    if both:
        _complete(now, values, by)
    else:
        keep(now, _("tog emot"), stand=stand, **values)
    return both


@transaction.atomic
def confirm(handover: Handover, *, by: Viewer, hearing: Hearing = NOT_YET) -> None:
    """The giver confirms what the receiver has taken: then the holder changes."""
    check_gives(by, handover.participation)
    now = begin(handover, "confirm")
    _complete(now, {"given_on": by.day, "given_by": by.name, **_heard(now, hearing)}, by)


def _heard(now: Handover, hearing: Hearing) -> dict[str, Any]:
    """What is newly noted of what the person says; what stands already is kept when nothing is."""
    if hearing == NOT_YET:
        return {}
    return {"heard": hearing.heard.strip(), "not_heard": hearing.not_heard.strip()}


def _check_post(position: Position, unit: Unit, day: date) -> None:
    theirs = position.unit_id == unit.pk and position.role in WORKING
    if not theirs or not workers(unit, day).filter(position=position).exists():
        raise Refused(
            {"to": _("Välj någon som arbetar med personer i %(unit)s nu.") % {"unit": unit.name}}
        )


def _complete(now: Handover, values: dict[str, Any], by: Viewer) -> None:
    """Both hands have confirmed: the receiver holds from this day, and the giver is alongside or leaves."""
    for name, value in values.items():
        setattr(now, name, value)
    case, taker = now.participation, now.to_unit
    assert taker is not None
    faults = faults_of_hearing(now.heard, now.not_heard)
    if holder_of(case, by.day) != now.from_unit:
        faults[""] = _(
            "%(unit)s håller inte längre ihop ärendet. Återkalla överlämningen; den som håller ihop "
            "nu föreslår en ny."
        ) % {"unit": now.from_unit.name}
    elif lacks := missing(taker, case, by.day):
        faults[""] = missing_words(lacks, taker, case)
    if faults:
        raise Refused(faults)
    because = _("överlämning till %(unit)s") % {"unit": taker.name}
    take_over([Taking(case, taker, now.position)], by=by, because=because)
    closed = {"stand": Stand.DONE, "closed_on": by.day, "closed_by": by.name}
    keep(now, because, **values, **closed)
    let_go(now, by)


def let_go(done: Handover, by: Viewer) -> None:
    """The giver stays as long as was agreed, and then leaves the circle; not one who has more to do there."""
    case, until = done.participation, done.alongside_until
    first_without = max(by.day, until + ONE_DAY) if until else by.day
    if not has_more_to_do(done.from_unit, case, by.day):
        let_stay_until(case.circle, done.from_unit_id, first_without, by=by)


def close_link(over: Handover) -> None:
    """A handover that is over lets no link be answered."""
    if over.link is not None:
        end_link(over.link, LinkState.RECALLED)


@transaction.atomic
def decline(handover: Handover, because: str, *, by: Viewer) -> None:
    """The receiver cannot; the giver holds as before. Says why (law 1)."""
    check_receives(by, handover)
    end(handover, "decline", because, by)


@transaction.atomic
def withdraw(handover: Handover, because: str, *, by: Viewer) -> None:
    """The giver takes the proposal back, with a reason, and holds as before."""
    check_gives(by, handover.participation)
    end(handover, "withdraw", because, by)


def end(handover: Handover, step: str, because: str, by: Viewer, who: str = "") -> None:
    """A handover that comes to nothing: whom the proposal had let in goes out again."""
    if not because.strip():
        raise Refused({"because": _("Skriv varför. Den andra behöver veta det.")})
    now = begin(handover, step)
    keep(
        now, because, stand=after(step, now.stand), because=because.strip(), closed_on=by.day,
        closed_by=who or by.name,
    )  # fmt: skip
    close_link(now)
    case, unit = now.participation, now.to_unit
    if (
        now.let_in
        and unit
        and holder_of(case, by.day) != unit
        and not has_more_to_do(unit, case, by.day)
    ):
        let_stay_until(case.circle, unit.pk, by.day, by=by)

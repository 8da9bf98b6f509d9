"""Handovers in the living initiative: one that waits, one declined first and then taken, one confirmed by
telephone, one that a health centre has been asked about by a link, one that fell back, and one whose exit was
undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from stafett.casework.access import sees
from stafett.casework.actions import Exit, reopen
from stafett.casework.consent_text import Told, usual_terms, written
from stafett.casework.models import Participation
from stafett.demo.living.consents import workers
from stafett.handover import actions
from stafett.handover.access import holder_of
from stafett.handover.actions import Confirmed, Hearing, Leaving, Proposal
from stafett.handover.actions.alongside import move_alongside
from stafett.handover.models import Manner
from stafett.handover.rules import Asked
from stafett.initiatives.models import Initiative
from stafett.parties.models import Unit
from stafett.safeguards.actions import Item, NewConsent, give_consent, withdraw
from stafett.safeguards.actions.links import Receiver
from stafett.safeguards.middleware import acting, set_reach
from stafett.safeguards.models import COVERS, ConsentPart, Information
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer, operator

BECAUSE = "demo"
WHAT = (
    "Coachning mot arbete: två möten i veckan, praktik på lagret tisdagar och torsdagar. "
    "Ring hellre än att skriva (påhittat)."
)
HEARD = Hearing(
    "Det känns bra. Jag har träffat Arbetsförmedlingen en gång och vill gärna att vi ses alla tre först."
)
NUMBER = "196001189114"
"""Skatteverket's published test number: nobody's. Only a digest of it is kept."""
FOR_THE_CENTRE = "Samordning av rehabiliteringen: ett möte i veckan, från nästa måndag (påhittat)."
CENTRE = "Rehabiliteringskoordinatorerna på Påhittby vårdcentral"
"""The unit of `setup.UNITS` that is asked by a link."""
PURPOSE = "Att vårdcentralen ska kunna ta över"
SCHOOL = "Pahittby folkhögskola, studievägledaren (påhittad)"


def let_hand_over(initiative: Initiative, *, today: date) -> int:
    """Six of the people are handed over, or on their way; says how many."""
    by_unit = workers(today)
    engaged = initiative.engagements.filter(unit__authority__party__kind="af", unit__in=by_unit)
    af = Unit.objects.get(pk=engaged.order_by("pk").values_list("unit", flat=True)[0])
    with acting(operator(today, "demo"), BECAUSE):
        set_reach(all_controllers())
        cases = list(islice(_cases(initiative, af, by_unit, today), len(STORIES)))
    for story, (case, giver) in zip(STORIES, cases, strict=True):
        story(case, giver, af, by_unit[af.pk])
    return len(cases)


def _cases(
    initiative: Initiative, af: Unit, by_unit: dict[int, Viewer], today: date
) -> Iterator[tuple[Participation, Viewer]]:
    """Open cases that a unit of the controller's own holds and Af may see, each with somebody who gives."""
    rows = initiative.participations.filter(
        ends_on=None, circle__named_only=False, status="remaining"
    )
    for case in rows.select_related("circle", "controller", "person").order_by("-starts_on", "pk"):
        unit = holder_of(case, today)
        own = unit is not None and unit.pk in by_unit and unit.authority_id == case.controller_id
        if unit and own and case.starts_on < today - timedelta(days=20) and sees(af, case, today):
            yield case, by_unit[unit.pk]


def _waits(case: Participation, giver: Viewer, af: Unit, _taker: Viewer) -> None:
    before = replace(giver, day=giver.day - timedelta(days=12))
    asked = Asked(WHAT, before.day + timedelta(days=7), before.day + timedelta(days=5))
    with acting(before, BECAUSE, door="propose_handover"):
        actions.propose(case, Proposal(asked, af, hearing=HEARD), by=before)


def _declined_then_taken(case: Participation, giver: Viewer, af: Unit, taker: Viewer) -> None:
    before = replace(giver, day=giver.day - timedelta(days=9))
    with acting(before, BECAUSE, door="propose_handover"):
        first = actions.propose(
            case, Proposal(Asked(WHAT, before.day), af, hearing=HEARD), by=before
        )
    with acting(taker, BECAUSE, door="decline_handover"):
        actions.decline(first, "Vi har ingen plats förrän nästa vecka.", by=taker)
    asked = Asked(WHAT, giver.day, alongside_until=giver.day + timedelta(days=24))
    with acting(giver, BECAUSE, door="propose_handover"):
        again = actions.propose(case, Proposal(asked, af, hearing=HEARD), by=giver)
    with acting(taker, BECAUSE, door="accept_handover"):
        actions.accept(again, by=taker)
    with acting(taker, BECAUSE, door="move_alongside"):
        sooner = giver.day + timedelta(days=10)
        move_alongside(
            again, sooner, by=taker, because="Det går bra: vi ses alla tre en gång till."
        )


def _by_telephone(case: Participation, giver: Viewer, _af: Unit, _taker: Viewer) -> None:
    _leaves_for_school(case, replace(giver, day=giver.day - timedelta(days=4)), giver)


def _leaves_for_school(case: Participation, before: Viewer, giver: Viewer) -> None:
    """Proposed one day, and confirmed by telephone another, which ends it."""
    asked = Asked("Studiemotiverande kurs från måndag.", before.day)
    told = Proposal(asked, None, SCHOOL, "0123-45 67 (påhittat)")
    with acting(before, BECAUSE, door="propose_handover"):
        one = actions.propose(case, told, by=before)
    outcome = case.initiative.outcomes.order_by("order", "pk")[0]
    confirmed = Confirmed("Studievägledaren", giver.day, Manner.PHONE, "Jag vill börja på måndag.")
    with acting(giver, BECAUSE, door="record_handover"):
        actions.record(one, confirmed, Exit(giver.day, outcome.pk, None), by=giver)


def _by_link(case: Participation, giver: Viewer, _af: Unit, _taker: Viewer) -> None:
    with acting(giver, BECAUSE, door="note_consent"):
        parts = _let_the_centre_know(case, giver)
    asked = Asked(FOR_THE_CENTRE, giver.day + timedelta(days=6))
    with acting(giver, BECAUSE, door="propose_handover"):
        one = actions.propose(case, Proposal(asked, None, CENTRE, hearing=HEARD), by=giver)
    to = Receiver("Kerstin Rask (påhittad)", "", NUMBER)
    course = f"{case.person.name} deltar i {case.initiative}. {one.from_unit} håller ihop ärendet."
    said = {
        Information.COURSE.value: ("Vem det gäller", course),
        Information.AGREEMENT.value: ("Vad ni tillfrågas om att ta över", FOR_THE_CENTRE),
    }
    items = [
        Item(part, COVERS[part.information][0], case.person.name, *said[part.information], to.how)
        for part in parts
    ]
    outcome = case.initiative.outcomes.order_by("order", "pk")[0]
    with acting(giver, BECAUSE, door="link_handover"):
        actions.ask_by_link(one, items, to, Leaving(outcome.pk), HEARD, by=giver)


def _let_the_centre_know(case: Participation, giver: Viewer) -> list[ConsentPart]:
    """The person says yes to the health centre's being told just what it needs to answer."""
    care = Unit.objects.select_related("authority").get(name=CENTRE).authority
    names = {one.pk: one.name for one in (case.controller, care)}
    kinds = (Information.COURSE.value, Information.AGREEMENT.value)
    parts = [(case.controller_id, care.pk, kind) for kind in kinds]
    terms = usual_terms(giver.day, 90, 45)
    told = Told(
        case.person.name, case.initiative.name, PURPOSE, parts, terms, names, case.controller.name
    )
    made = give_consent(
        NewConsent(case.circle, PURPOSE, parts, terms, written(told).text, "oral", "person", "sv"),
        by=giver,
    )
    return list(made.parts.select_related("circle", "receiver").order_by("pk"))


def _fell_back(case: Participation, giver: Viewer, af: Unit, taker: Viewer) -> None:
    """Taken over, and then the person took back the yes that let the receiver see the case."""
    before = replace(giver, day=giver.day - timedelta(days=8))
    with acting(before, BECAUSE, door="propose_handover"):
        told = Proposal(Asked(WHAT, before.day), af, hearing=HEARD)
        one = actions.propose(case, told, by=before)
    with acting(taker, BECAUSE, door="accept_handover"):
        actions.accept(one, by=taker)
    with acting(taker, BECAUSE, door="withdraw_consent"):
        rows = ConsentPart.objects.filter(circle=case.circle_id, withdrawn_on=None)
        parts = list(rows.select_related("circle").order_by("pk"))
        withdraw(parts, how="Ringde och ångrade sig (påhittat).", by=taker)


def _undone(case: Participation, giver: Viewer, _af: Unit, _taker: Viewer) -> None:
    """The course was called off after they had said yes: the exit is undone, and the case goes on."""
    before = replace(giver, day=giver.day - timedelta(days=6))
    _leaves_for_school(case, before, before)
    with acting(giver, BECAUSE, door="reopen_participation"):
        case.refresh_from_db()
        reopen([case], by=giver, because="Kursen ställdes in (påhittat).")


STORIES = (_waits, _declined_then_taken, _by_telephone, _by_link, _fell_back, _undone)

"""Scenarios that a caseworker can read: what happens, in plain Swedish, and then whether it does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stafett.casework.actions import Exit, close, enrol, reopen
from stafett.casework.models import Participation
from stafett.casework.queries.between import UNIT, between
from stafett.casework.queries.participation import sheet
from stafett.casework.queries.timeline import story
from stafett.database.batch import settle
from stafett.handover.actions import (
    Confirmed,
    Hearing,
    Told,
    accept,
    answer,
    ask,
    decline,
    note_follow_up,
    record,
)
from stafett.handover.actions import withdraw as take_back
from stafett.handover.models import Answer, FollowUp, Kept, Manner
from stafett.handover.queries.figures import figures
from stafett.initiatives import actions as initiatives
from stafett.parties import actions as parties
from stafett.parties.models import Tenure
from stafett.parties.refusals import Refused as UnitRefused
from stafett.safeguards.actions import end_provision, withdraw
from stafett.safeguards.models import Provision
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.viewer import Viewer, operator
from tests.casework.unit_world import BY, give, karins
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, HEARD, at_af, held, proposed


def found(cast: Cast, who: str, asked: str = UNIT, later: int = 0) -> list[tuple[str, str]]:
    """What Mellan stolarna says to somebody: which rule, and whose move it is."""
    viewer = replace(cast.as_(who), day=TODAY + later * DAY)
    return [(row.rule.code, row.gap.who) for row in between(viewer, asked).rows]


def left(
    cast: Cast, case: Participation, by: Viewer, outcome: str = "arbete", step: str = "none_needed"
) -> None:
    close([(case, Exit(by.day, cast.outcome(outcome).pk, step))], by=by)
    case.refresh_from_db()


def test_declined_then_taken(cast: Cast) -> None:
    """Karin vill lämna över Amina till Arbetsförmedlingen. Per har ingen plats och tackar nej; Karin håller
    ihop som förut. En månad senare frågar hon igen, Per undrar om Amina har körkort, får svar och tar emot."""
    case = at_af(cast)
    decline(proposed(cast, case), "Ingen plats före juli", by=cast.as_("per"))
    assert held(cast, case)[-1][0] == "AUC"
    later = {who: replace(cast.as_(who), day=TODAY + 30 * DAY) for who in ("karin", "per")}
    one = proposed(cast, case, from_day=TODAY + 30 * DAY)
    ask(one, "Körkort?", by=later["per"])
    answer(one, "Nej", by=later["karin"])
    accept(one, by=later["per"])
    assert held(cast, case)[-1] == ("Af Flen", TODAY + 30 * DAY, None)


def test_nobody_answers(cast: Cast) -> None:
    """Karin har frågat Arbetsförmedlingen, och ingen svarar. Båda ser det dagen efter i Mellan
    stolarna, och att det är Af:s drag."""
    case = at_af(cast)
    give(cast, [case], karins(cast))
    proposed(cast, case)
    assert "handover_waits" not in {code for code, _who in found(cast, "karin")}
    assert ("handover_waits", "Af Flen") in found(cast, "karin", later=1)
    assert ("handover_waits", "Af Flen") in found(cast, "per", later=1)
    assert ("handover_waits", "Af Flen") not in found(cast, "fatima", later=1)


def test_by_telephone(cast: Cast) -> None:
    """Rektorn på Komvux ringer och säger att de tar emot Ali. Karin antecknar det; deltagandet avslutas
    och Komvux står
    som den som tar över. I siffrorna räknas det som bekräftat utanför systemet."""
    case = cast.enrolled()
    one = proposed(cast, case, outside="Komvux Flen")
    exit_ = Exit(TODAY, cast.outcome("studier").pk, None)
    record(
        one,
        Confirmed("Rektorn", TODAY, Manner.PHONE, "Jag börjar i augusti"),
        exit_,
        by=cast.as_("karin"),
    )
    case.refresh_from_db()
    assert (case.status, case.next_step_id, case.next_outside) == ("ended", "holder", "Komvux Flen")
    told = figures(cast.as_("karin"), cast.initiative)
    assert (told.handovers["outside"], told.exits["holder"]) == (1, 1)


def test_alongside(cast: Cast) -> None:
    """Karin följer med i tre månader efter överlämningen. Två veckor innan påminns hon om att det snart är
    slut;
    dagen efter ser AUC inte ärendet längre."""
    case = at_af(cast)
    until = TODAY + 90 * DAY
    accept(proposed(cast, case, alongside_until=until), by=cast.as_("per"))
    assert ("alongside_ends", "AUC") not in found(cast, "karin")
    assert ("alongside_ends", "AUC") in found(cast, "karin", later=80)
    assert found(cast, "karin", later=91) == []


def test_consent_taken_back_midway(cast: Cast) -> None:
    """Amina tar tillbaka samtycket medan Arbetsförmedlingen håller ihop. I samma stund håller AUC ihop
    igen, och Per ser
    ingenting mer."""
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    parts = list(case.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, how="ringde", by=replace(cast.as_("per"), day=TODAY + DAY))
    settle()
    assert held(cast, case)[-2:] == [("Af Flen", TODAY, TODAY + DAY), ("AUC", TODAY + DAY, None)]
    assert found(cast, "per", later=1) == []
    assert ("fell_back", "AUC") in found(cast, "karin", later=1)


def test_the_giver_quits(cast: Cast) -> None:
    """Karin slutar mitt i en överlämning. AUC håller fortfarande ihop, och det pekas ut att ingen har
    ärendet."""
    case = at_af(cast)
    give(cast, [case], karins(cast))
    proposed(cast, case)
    parties.leave(Tenure.objects.get(position=karins(cast)), on=TODAY, by=BY)
    cast.as_everyone()
    assert ("nobody_has", "AUC") in found(cast, "eva", "prov")
    assert held(cast, case)[-1][0] == "AUC"


def test_the_receivers_only_worker_quits(cast: Cast) -> None:
    """Per, den enda på enheten som arbetar med personer, slutar innan han svarat. Överlämningen står kvar
    och pekas ut; den
    som försöker fråga Af igen får veta att ingen arbetar där."""
    case = at_af(cast)
    one = proposed(cast, case)
    per = cast.user("per").staff
    assert per
    parties.leave(Tenure.objects.get(staff=per), on=TODAY, by=BY)
    assert ("handover_waits", "Af Flen") in found(cast, "karin", later=1)
    take_back(one, "Ingen svarar", by=cast.as_("karin"))
    with pytest.raises(Refused, match="Ingen arbetar med personer i Af Flen"):
        proposed(cast, case)


def test_a_unit_wants_to_close(cast: Cast) -> None:
    """AUC ska läggas ned men håller ihop ärenden: det går först när de är överlämnade, och när nya ärenden i
    Flen börjar hos en annan enhet. Då får ingen något nytt där, och ett samtycke som tas tillbaka för ärendet
    till en enhet som finns."""
    case = at_af(cast)
    with pytest.raises(UnitRefused, match="AUC håller ihop ärenden"):
        parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    with pytest.raises(UnitRefused, match="Nya ärenden börjar hos AUC i Provinsatsen, Flen"):
        parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)
    initiatives.change(cast.branch(), holder=cast.unit("Projektkontoret"), by=BY)
    parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)
    assert cast.unit("AUC").valid_to == TODAY
    withdraw(list(case.circle.consents.get().parts.select_related("circle")), how="ringde",
             by=replace(cast.as_("per"), day=TODAY + DAY))  # fmt: skip
    settle()
    assert held(cast, case)[-1] == ("Projektkontoret", TODAY + DAY, None)


def test_the_initiative_is_over(cast: Cast) -> None:
    """Insatsen tog slut i går, men Amina är kvar: det pekas ut tills någon avslutar."""
    case = cast.enrolled()
    give(cast, [case], karins(cast))
    initiatives.change(cast.initiative, by=operator(TODAY), ends_on=TODAY - DAY)
    assert ("initiative_over", "AUC") in found(cast, "karin")


def test_left_to_nobody(cast: Cast) -> None:
    """Ingen kan ta emot Mona. Karin avslutar och säger det; enhetschefen ser i insatsens siffror att en
    lämnades till ingen."""
    case = cast.enrolled()
    left(cast, case, cast.as_("karin"), "annat", "nobody")
    assert figures(cast.as_("lena"), cast.initiative).exits == {
        "holder": 0, "unasked": 0, "nobody": 1, "other": 0,
    }  # fmt: skip


def test_who_may_not_know_how_somebody_lives_is_told_of_no_follow_up(cast: Cast) -> None:
    """Per får veta hur insatsen går, inte hur Ali försörjer sig: uppföljningen står inte i hans tidslinje."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen", parts=parts_between(
        {case.controller_id, cast.unit("Af Flen").authority_id}, {"course"}, {}
    ))  # fmt: skip
    left(cast, case, cast.as_("karin"))
    cast.as_everyone()
    told = {
        who: " ".join(one.event.told for one in story(cast.as_(who), case.pk).told)
        for who in ("karin", "per")
    }
    assert "Uppföljning 3 månader" in told["karin"]
    assert "Uppföljning" not in told["per"]


def test_how_it_went(cast: Cast) -> None:
    """Tre månader efter avslutet ska Ali få frågan hur det gick. Första gången svarar han inte, nästa gång
    berättar han
    att jobbet tog slut. I siffrorna är en av en besvarad."""
    case = cast.enrolled()
    left(cast, case, cast.as_("karin"))
    later = replace(cast.as_("karin"), day=TODAY + 95 * DAY)
    assert ("no_follow_up", "AUC") in found(cast, "karin", later=95)
    row = FollowUp.objects.get(participation=case, months=3)
    note_follow_up(row, Told(Answer.DUE), by=later)
    note_follow_up(row, Told(Answer.ANSWERED, Kept.CHANGED, told="Jobbet tog slut"), by=later)
    assert found(cast, "karin", later=95) == []
    told = figures(later, cast.initiative)
    assert (told.due, told.follow_ups["answered"]) == (1, 1)
    with pytest.raises(Refused, match="redan antecknad"):
        note_follow_up(row, Told(Answer.DECLINED), by=later)
    with pytest.raises(Refused, match="för tidigt"):
        note_follow_up(
            FollowUp.objects.get(participation=case, months=12), Told(Answer.DUE), by=later
        )


def test_coming_back(cast: Cast) -> None:
    """Ali kommer tillbaka. Han får ett nytt deltagande, hans förra visas där, och han frågas inte längre
    hur det gick."""
    person = cast.person()
    case = cast.enrolled(person=person)
    then = replace(cast.as_("karin"), day=TODAY - 100 * DAY)
    left(cast, case, then)
    assert ("no_follow_up", "AUC") in found(cast, "karin")
    again = cast.enrolment(person=person, case_number="igen", starts_on=TODAY - DAY)
    (key,) = enrol([again], by=cast.as_("karin"))
    assert [one.pk for one in sheet(cast.as_("karin"), key).others] == [case.pk]
    assert ("no_follow_up", "AUC") not in found(cast, "karin")
    assert figures(cast.as_("karin"), cast.initiative).follow_ups["back"] == 1


def test_an_exit_by_mistake(cast: Cast) -> None:
    """Karin avslutade fel person och ångrar: uppföljningarna försvinner, och det hon redan hört av
    personen står kvar."""
    case = cast.enrolled()
    left(cast, case, replace(cast.as_("karin"), day=TODAY - 100 * DAY))
    row = FollowUp.objects.get(participation=case, months=3)
    note_follow_up(row, Told(Answer.ANSWERED, Kept.KEPT), by=cast.as_("karin"))
    reopen([case], by=cast.as_("karin"), because="fel person")
    rows = FollowUp.objects.filter(participation=case).values_list("months", "answer")
    assert list(rows) == [(3, "answered")]


def test_a_protected_person(cast: Cast) -> None:
    """Disa har skyddade personuppgifter och ses bara av ett namngivet team. En enhet utan någon i teamet
    kan inte ta emot
    henne, och överlämningen syns inte för andra."""
    team = ((cast.unit("AUC").pk, karins(cast).pk),)
    hidden = cast.person(given_name="", family_name="Dold", protection="marked", alias="X")
    case = cast.enrolled(person=hidden, named_team=team)
    with pytest.raises(Refused, match="Ärendet ses bara av ett namngivet team"):
        proposed(cast, case, to="Projektkontoret")
    proposed(cast, case, outside="Mottagande kommun", hearing=Hearing("ja"))
    assert ("handover_waits", "AUC") in found(cast, "karin", later=1)
    assert found(cast, "eva", "prov") == []
    assert figures(cast.as_("karin"), cast.initiative).proposed == 0


def test_heard(cast: Cast) -> None:
    """Per tar emot utan att någon frågat Amina. Det går inte: först ska det stå vad hon säger, eller
    varför hon inte är
    tillfrågad."""
    one = proposed(cast, at_af(cast), hearing=Hearing())
    with pytest.raises(Refused, match="vad personen säger"):
        accept(one, by=cast.as_("per"))
    with pytest.raises(Refused, match="Lämna då den här rutan tom"):
        accept(one, by=cast.as_("per"), hearing=Hearing("ja", "inte frågad"))
    assert accept(one, by=cast.as_("per"), hearing=HEARD)


def test_the_consent_runs_out(cast: Cast) -> None:
    """Samtycket till Arbetsförmedlingen gick ut i går, medan Af håller ihop. Projektledaren ser att den
    som håller
    ihop inte längre ser ärendet."""
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    assert ("holder_blind", "Af Flen") not in found(cast, "eva", "prov")
    assert ("holder_blind", "Af Flen") in found(cast, "eva", "prov", later=90)


def test_the_provision_ends(cast: Cast) -> None:
    """Flen tar tillbaka att Arbetsförmedlingen får läsa i ärendet: i samma stund håller AUC ihop igen."""
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    to_af = Provision.objects.get(
        giver=case.controller_id, receiver=cast.unit("Af Flen").authority, opens="standing"
    )
    end_provision(to_af, by=replace(cast.as_("lena"), day=TODAY + DAY))
    assert held(cast, case)[-1] == ("AUC", TODAY + DAY, None)

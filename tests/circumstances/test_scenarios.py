"""Scenarios that a caseworker can read: what happens, in plain Swedish, and then whether it does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.timeline import story
from stafett.circumstances import actions
from stafett.circumstances.actions import NewPeriod
from stafett.circumstances.queries.page import life_page
from stafett.safeguards.actions import withdraw
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK, did, lived


def found(cast: Cast, who: str = "karin", later: int = 0) -> set[str]:
    """Which rules of Mellan stolarna somebody's list names, so many days on."""
    viewer = replace(cast.as_(who), day=TODAY + later * DAY)
    return {row.rule.code for row in between(viewer, MINE).rows}


def told(cast: Cast, case: Participation, mark: str) -> list[str]:
    return [r.event.told for r in story(cast.as_("karin"), case.pk).told if r.event.mark == mark]


def test_from_four_hours_to_twelve(cast: Cast) -> None:
    """Amina arbetstränar 4 timmar i veckan, och sedan en vecka 12. Gränsen är 10: hon står i Mellan stolarna
    tills Karin antecknar att de ska träffa Arbetsförmedlingen om nästa stöd. Tidslinjen säger när."""
    case = cast.enrolled()
    few = did(cast, case, amount=4)
    actions.end(few, TODAY - WEEK - DAY, by=cast.as_("karin"))
    did(cast, case, amount=12, from_day=TODAY - WEEK)
    assert "threshold_reached" in found(cast)
    actions.note_next(case, Decimal(10), "Möte med Af den 12 juni", by=cast.as_("karin"))
    assert "threshold_reached" not in found(cast)
    assert told(cast, case, "threshold") == [
        "10 timmar i veckan sedan 26 maj 2025. Möte med Af den 12 juni"
    ]


def test_a_dip_and_up_again(cast: Cast) -> None:
    """Ali kommer upp i 12 timmar, faller till 2 och kommer upp igen. Att Karin antecknade något förra gången
    räcker inte: han pekas ut på nytt."""
    case = cast.enrolled()
    did(cast, case, from_day=TODAY - 12 * WEEK, last_day=TODAY - 8 * WEEK - DAY)
    did(cast, case, amount=2, from_day=TODAY - 8 * WEEK, last_day=TODAY - 4 * WEEK - DAY)
    before = replace(cast.as_("karin"), day=TODAY - 9 * WEEK)
    actions.note_next(case, Decimal(10), "Då", by=before)
    assert "threshold_reached" not in found(cast)
    did(cast, case, from_day=TODAY - 4 * WEEK)
    assert "threshold_reached" in found(cast)


def test_the_support_ends(cast: Cast) -> None:
    """Aktivitetsstödet gäller i en månad till och inget kommer efter. Karin ser det i Mellan stolarna och
    skriver att Amina har lön från dagen efter; då är hon inte där längre."""
    case = cast.enrolled()
    lived(cast, case, last_day=TODAY + 30 * DAY)
    assert "livelihood_ends" in found(cast)
    lived(cast, case, word="wages", from_day=TODAY + 31 * DAY)
    assert "livelihood_ends" not in found(cast)


def test_a_pause_that_drags_on(cast: Cast) -> None:
    """Jens pausar och väntas tillbaka om två veckor. Karin håller ihop hela tiden. Efter den dagen pekas han
    ut, tills hon har antecknat att han är tillbaka."""
    case = cast.enrolled()
    made = actions.pause(case, "Resa", TODAY, TODAY + 2 * WEEK, by=cast.as_("karin"))
    assert "pause_over" not in found(cast, later=14)
    assert "pause_over" in found(cast, later=15)
    assert case.holdings.get().until_day is None
    actions.come_back(made, TODAY + 16 * DAY, by=replace(cast.as_("karin"), day=TODAY + 16 * DAY))
    assert "pause_over" not in found(cast, later=16)
    assert Participation.objects.get(pk=case.pk).status == "remaining"


def test_from_group_to_alone(cast: Cast) -> None:
    """Noor deltar i grupp men orkar inte. Karin byter till individuellt utan att avsluta; dagen då det ändrades
    står på tidslinjen, och hon är samma deltagare."""
    case = cast.enrolled()
    actions.set_form(case, "group", TODAY - 4 * WEEK, by=cast.as_("karin"))
    actions.set_form(case, "individual", TODAY - WEEK, by=cast.as_("karin"))
    assert told(cast, case, "form") == ["Deltar individuellt", "Deltar i grupp"]
    assert Participation.objects.get(pk=case.pk).ends_on is None


def test_what_came_after(cast: Cast) -> None:
    """Amina slutar och har lön från måndagen därpå. Karin har skrivit perioden, så ”direkt efter” är redan
    ifyllt när hon avslutar, och sidan säger av vilken period. Sedan rättas procenten, och det följer med."""
    case = cast.enrolled()
    wages = lived(cast, case, word="wages", from_day=TODAY - 5 * DAY, amount=75)
    leaving = Exit(TODAY - WEEK, cast.outcome("arbete").pk, "none_needed")
    close([(case, leaving)], by=cast.as_("karin"))
    case = Participation.objects.get(pk=case.pk)
    after = life_page(cast.as_("karin"), case).directly[1]
    assert [line.row.pk for line in after.lived] == [wages.pk]
    right = NewPeriod("wages", wages.from_day, None, 80)
    actions.correct(wages, right, by=cast.as_("karin"), because="Enligt avtalet")
    assert case.livelihoods.get(moment="end").extent_percent == 80


def test_two_authorities_know_different_things(cast: Cast) -> None:
    """Per på Arbetsförmedlingen skriver att Amina har aktivitetsstöd på halvtid, Karin att hon har det på
    heltid. Båda står, var och en sin myndighets. Samtycket tas tillbaka: då ser Per inte
    längre vad Karin skrivit."""
    case = cast.enrolled()
    given = cast.consented(case, "Af Flen")
    lived(cast, case, amount=100)
    lived(cast, case, "per", amount=50)
    assert [one.extent for one in life_page(cast.as_("per"), case).lived] == ["100 %", "50 %"]
    withdraw(list(given.parts.order_by("pk")), how="ringde", by=cast.as_("karin"))
    assert [one.extent for one in life_page(cast.as_("per"), case).lived if not one.mine] == []


def test_written_about_the_wrong_person(cast: Cast) -> None:
    """Karin har skrivit Alis lön på Amina. Hon tar bort perioden och säger varför. Den syns inte mer, räknas
    inte mer, och att den stod där finns kvar i historiken."""
    case = cast.enrolled()
    wrong = lived(cast, case, word="wages", from_day=case.starts_on - WEEK)
    assert case.livelihoods.count() == 1
    key = wrong.pk
    actions.take_away(wrong, by=cast.as_("karin"), because="Gällde en annan person")
    assert case.livelihoods.count() == 0
    assert life_page(cast.as_("karin"), case).lived == []
    assert type(wrong).pgh_event_model.objects.filter(pgh_obj_id=key, pgh_label="delete").exists()

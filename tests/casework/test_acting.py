"""Can one end a participation, undo it, involve a party and fill in livelihood; and is one told when not?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stafett.casework.actions import Doing, Exit, Living, close, correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.database.batch import settle
from stafett.initiatives.actions import add_outcome
from stafett.parties.models import Unit
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, faults, get, send
from tests.cast import TODAY, Cast


def at(one: Participation, word: str) -> str:
    return f"/deltagare/{one.pk}/{word}/"


def exit_of(cast: Cast, **facts: Any) -> dict[str, Any]:
    """What a complete exit says, with anything said differently."""
    known = {
        "ends_on": "2025-05-30",
        "outcome": cast.outcome("arbete").pk,
        "next_step": "none_needed",
    }
    return {**known, **facts}


def test_an_exit_that_names_outcome_and_what_is_next_ends_it(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    answer = send(page("karin"), at(one, "avsluta"), **exit_of(cast, end_reason="fick jobb"))
    settle()
    one.refresh_from_db()
    assert answer["Location"] == f"/deltagare/{one.pk}/"
    assert (one.status, one.ends_on, one.next_step_id) == (
        "ended",
        date(2025, 5, 30),
        "none_needed",
    )
    assert one.holdings.get().until_day == date(2025, 5, 31)
    assert one.involvements.get().until_day == date(2025, 5, 31)


def test_an_exit_without_what_is_next_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    answer = send(page("karin"), at(one, "avsluta"), 422,
                  **exit_of(cast, next_step="", end_reason="fick jobb"))  # fmt: skip
    said = "Det saknas vad som händer härnäst. Välj om någon tar över, eller varför ingen gör det."
    assert said in faults(answer)
    assert 'value="fick jobb"' in answer.content.decode()
    one.refresh_from_db()
    assert one.status == "remaining"


def test_everything_missing_in_an_exit_is_said_at_once(cast: Cast, page: Page) -> None:
    answer = send(page("karin"), at(cast.enrolled(), "avsluta"), 422, ends_on="")
    said = faults(answer)
    assert "3 saker att rätta" in said
    assert "Skriv vilken dag som var den sista" in said
    assert "Det saknas vad det ledde till" in said
    assert answer.content.decode().count("Du kan inte avsluta ännu") == 1
    assert "Du kan inte avsluta ännu. Inget är sparat, och det du skrev finns kvar." in said


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2024-01-31", "ligger före startdagen, 1 februari 2024"), ("2025-06-03", "har inte varit än"),
     ("2025-02-30", "ingen dag som finns")],
)  # fmt: skip
def test_a_last_day_that_cannot_be_is_refused(
    cast: Cast, page: Page, day: str, sentence: str
) -> None:
    answer = send(page("karin"), at(cast.enrolled(), "avsluta"), 422, **exit_of(cast, ends_on=day))
    assert sentence in faults(answer)
    assert day in answer.content.decode()


def test_an_exit_can_say_life_directly_after(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "pension"),))
    send(page("karin"), at(one, "avsluta"),
         **exit_of(cast, source_1="wages", percent_1="75"), what_1="work_supported", hours_1="30")  # fmt: skip
    assert one.livelihoods.get(moment="end").extent_percent == 75
    assert one.occupations.get(moment="end").hours_a_week == 30
    assert one.livelihoods.filter(moment="start").exists()


def test_somebody_who_has_died_is_taken_over_by_nobody(cast: Cast) -> None:
    dead = add_outcome(cast.initiative, "avliden", "Avliden", "deceased", by=operator(TODAY))
    case = cast.enrolled()
    with pytest.raises(Refused) as refused:
        close([(case, Exit(TODAY, dead.pk, "none_needed"))], by=cast.as_("karin"))
    assert refused.value.faults == {
        "next_step": "Personen har avlidit, så ingen tar över. Välj det under Vad händer härnäst."
    }
    close([(case, Exit(TODAY, dead.pk, "deceased"))], by=cast.as_("karin"))
    case.refresh_from_db()
    assert case.next_step_id == "deceased"


def test_sources_that_cannot_stand_together_refuse_the_whole_exit(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    answer = send(page("karin"), at(one, "avsluta"), 422,
                  **exit_of(cast, source_1="no_public_support", source_2="wages"))  # fmt: skip
    assert "utesluter alla andra" in faults(answer)
    one.refresh_from_db()
    assert one.status == "remaining"


def test_an_exit_cannot_be_recorded_twice(cast: Cast, page: Page) -> None:
    one = cast.ended()
    answer = send(page("karin"), at(one, "avsluta"), 422, **exit_of(cast))
    assert "redan avslutat" in faults(answer)


def test_an_exit_undone_lets_the_last_holder_hold_again(cast: Cast, page: Page) -> None:
    one = cast.ended(cases=(cast.case_at("FK"),), livelihoods=(Living("end", "wages"),))
    send(page("karin"), at(one, "angra-avslut"), because="fel person")
    settle()
    one.refresh_from_db()
    assert (one.status, one.ends_on, one.outcome) == ("remaining", None, None)
    assert one.holdings.get().until_day is None
    assert one.involvements.get().until_day is None
    assert not one.livelihoods.exists()
    assert one.events.get().pgh_context.metadata["why"] == "fel person"


def test_undoing_an_exit_asks_why(cast: Cast, page: Page) -> None:
    assert "Varför ändras det?" in faults(
        send(page("karin"), at(cast.ended(), "angra-avslut"), 422)
    )


def test_a_further_party_gets_its_own_case_and_no_way_in(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    unit = cast.unit("FK Eskilstuna")
    send(page("karin"), at(one, "parter"), party=f"u:{unit.pk}", from_day="2025-03-01")
    row = one.involvements.get()
    assert (row.party.short_name, row.unit, row.owner_authority) == ("FK", unit, one.controller)
    get(page("fatima"), f"/deltagare/{one.pk}/", 404)


def test_an_authority_can_be_chosen_without_its_unit(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    authority = cast.unit("Försörjningsstöd").authority
    send(page("sven"), at(one, "parter"), party=f"a:{authority.pk}", from_day="2025-03-01")
    assert one.involvements.get().owner_authority == authority


def test_a_case_that_has_not_begun_is_refused(cast: Cast, page: Page) -> None:
    unit = cast.unit("FK Eskilstuna")
    sent = {"party": f"u:{unit.pk}", "from_day": "2030-01-01"}
    answer = send(page("karin"), at(cast.enrolled(), "parter"), 422, **sent)
    assert "Dagen har inte varit än" in faults(answer)


def test_an_exit_to_somebody_says_to_whom(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    exit_ = {"ends_on": "2025-05-30", "outcome": cast.outcome("arbete").pk, "next_step": "holder"}
    answer = send(page("karin"), at(one, "avsluta"), 422, **exit_)
    assert "välj enheten" in faults(answer)
    send(page("karin"), at(one, "avsluta"), **exit_, next_unit=cast.unit("FK Eskilstuna").pk)
    one.refresh_from_db()
    assert (one.taker, one.next_outside) == ("FK Eskilstuna", "")
    assert f"{one.next_step}: FK Eskilstuna" in get(page("karin"), f"/deltagare/{one.pk}/")


def test_somebody_outside_who_takes_over_is_named_and_can_be_corrected(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    send(
        page("karin"),
        at(one, "avsluta"),
        **exit_of(cast, next_step="holder", next_outside="Komvux"),
    )
    one.refresh_from_db()
    assert one.taker == "Komvux"
    told = exit_of(cast, next_step="holder", starts_on=one.starts_on.isoformat(), next_outside="Folkhögskolan",
                   because="fel skola")  # fmt: skip
    send(page("karin"), at(one, "ratta"), **told)
    one.refresh_from_db()
    assert one.taker == "Folkhögskolan"
    assert "Verksamhet utanför Stafett som tar över" in get(page("karin"), f"/deltagare/{one.pk}/")


def test_a_unit_that_is_closed_can_stay_where_it_was_named(cast: Cast, page: Page) -> None:
    one, unit = cast.enrolled(), cast.unit("FK Eskilstuna")
    send(page("karin"), at(one, "avsluta"), **exit_of(cast, next_step="holder", next_unit=unit.pk))
    cast.as_everyone()
    Unit.objects.filter(pk=unit.pk).update(valid_to=date(2025, 1, 1))
    text = get(page("karin"), at(one, "ratta"))
    assert f'<option value="{unit.pk}" selected>FK Eskilstuna</option>' in text


def test_who_takes_over_goes_when_nobody_does_any_more(cast: Cast) -> None:
    one, unit, by = cast.enrolled(), cast.unit("FK Eskilstuna"), cast.as_("karin")
    arbete = cast.outcome("arbete").pk
    close([(one, Exit(TODAY, arbete, "holder", next_unit_id=unit.pk))], by=by)
    one.refresh_from_db()
    facts = as_told(one, next_step_id="nobody")
    correct([(one, facts)], by=by, because="ingen tog emot", only={"next_step_id"})
    one.refresh_from_db()
    assert (one.next_step_id, one.taker) == ("nobody", "")


@pytest.mark.parametrize("day", ["2024-01-31", "2025-03-01"])
def test_a_case_outside_the_participation_is_refused(cast: Cast, page: Page, day: str) -> None:
    unit = cast.unit("FK Eskilstuna")
    answer = send(
        page("karin"), at(cast.ended(), "parter"), 422, party=f"u:{unit.pk}", from_day=day
    )
    assert "Dagen ligger utanför deltagandet" in faults(answer)


def test_a_party_that_has_a_case_already_is_refused(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    unit = cast.unit("FK Eskilstuna")
    answer = send(
        page("karin"), at(one, "parter"), 422, party=f"u:{unit.pk}", from_day="2025-03-01"
    )
    assert "Parten har redan ett ärende den dagen" in faults(answer)


def test_a_partys_case_ends_on_its_last_day(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    row = one.involvements.get()
    send(page("karin"), at(one, "parter/avsluta"), which=row.pk, last_day="2025-03-31")
    row.refresh_from_db()
    assert row.until_day == date(2025, 4, 1)


def test_a_partys_case_does_not_end_before_it_began(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    answer = send(page("karin"), at(one, "parter/avsluta"), 422, which=one.involvements.get().pk,
                  last_day="2024-01-01")  # fmt: skip
    assert "utanför partens ärende" in faults(answer)


def test_livelihood_before_is_filled_in_and_replaced_whole(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "pension"), Living("start", "wages", 50)))
    client = page("karin")
    send(client, at(one, "forsorjning/fore"), source_1="", source_2="wages", percent_2="75",
         what_1="studies", hours_1="20,5")  # fmt: skip
    rows = one.livelihoods.values_list("source_id", "extent_percent")
    assert list(rows) == [("wages", 75)]
    assert str(one.occupations.get().hours_a_week) == "20.5"


def test_what_is_recorded_stands_in_the_form_with_a_line_to_spare(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages", 50),),
                        occupations=(Doing("start", "studies"), Doing("start", "practice")))  # fmt: skip
    form = page("karin").get(at(one, "forsorjning/fore")).context["form"]
    assert (form.initial["source_1"], form.initial["percent_1"]) == ("wages", 50)
    assert {form.initial["what_1"], form.initial["what_2"]} == {"studies", "practice"}
    assert "what_3" in form.fields


REFUSED = [
    ({"source_1": "no_public_support", "source_2": "wages"}, "utesluter alla andra"),
    ({"source_1": "social_assistance", "percent_1": "50"}, "hela hushållets"),
    ({"source_1": "supported_by_relatives", "percent_1": "50"}, "har ingen omfattning"),
    ({"source_1": "wages", "source_2": "wages"}, "står två gånger"),
    ({"source_1": "wages", "percent_1": "101"}, "Skriv högst 100"),
    ({"what_1": "none", "hours_1": "5"}, "har ingen omfattning"),
    ({"percent_2": "50"}, "Välj vad omfattningen gäller"),
    ({"hours_1": "5"}, "Välj vad omfattningen gäller"),
]


@pytest.mark.parametrize(("sent", "sentence"), REFUSED)
def test_livelihood_that_cannot_be_is_refused_in_a_sentence(
    cast: Cast, page: Page, sent: dict[str, str], sentence: str
) -> None:
    one = cast.enrolled()
    answer = send(page("karin"), at(one, "forsorjning/fore"), 422, **sent)
    assert sentence in faults(answer)
    assert not one.livelihoods.exists()


def test_livelihood_after_waits_for_the_exit(cast: Cast, page: Page) -> None:
    answer = send(page("karin"), at(cast.enrolled(), "forsorjning/efter"), 422, source_1="wages")
    assert "när deltagandet är avslutat" in faults(answer)


def test_livelihood_after_is_filled_in(cast: Cast, page: Page) -> None:
    one = cast.ended()
    send(page("karin"), at(one, "forsorjning/efter"), source_1="wages", what_1="own_business")
    assert one.livelihoods.get().on_day == one.ends_on


@pytest.mark.parametrize("word", ["fore", "efter"])
def test_livelihood_saved_untouched_says_that_nothing_changed_and_writes_nothing(
    cast: Cast, page: Page, word: str
) -> None:
    one, client = cast.ended(livelihoods=(Living("start", "wages", 50),)), page("karin")
    send(client, at(one, f"forsorjning/{word}"))
    assert "Inget var ändrat, så inget sparades." in get(client, f"/deltagare/{one.pk}/")
    assert one.livelihoods.count() == 1
    assert not one.livelihoods.get().events.exists()


def test_the_close_form_says_that_naming_a_unit_tells_it_nothing(cast: Cast, page: Page) -> None:
    text = get(page("karin"), at(cast.enrolled(), "avsluta"))
    assert "får inget veta av Stafett" in text
    assert "(en av dem krävs när någon tar över)" in text


@pytest.mark.parametrize("name", ["outcome", "next_step", "source_1"])
def test_a_choice_that_is_not_there_is_refused_in_plain_words(
    cast: Cast, page: Page, name: str
) -> None:
    sent = exit_of(cast, **{name: "exited"})
    said = faults(send(page("karin"), at(cast.enrolled(), "avsluta"), 422, **sent))
    assert "Det valet finns inte." in said
    assert "alternativ" not in said


ACTS = ["person", "ratta", "avsluta", "angra-avslut", "parter", "parter/avsluta", "forsorjning/fore",
        "forsorjning/efter", "igen"]  # fmt: skip


@pytest.mark.parametrize("word", ACTS)
def test_a_reader_is_told_whom_to_turn_to_and_a_stranger_nothing(
    cast: Cast, page: Page, word: str
) -> None:
    one = cast.enrolled()
    assert "inte ändra" in get(page("lena"), at(one, word), 403)
    get(page("olle"), at(one, word), 404)
    assert page("olle").post(at(one, word)).status_code == 404
    assert page("lena").post(at(one, word)).status_code == 403


def test_a_reason_is_chosen_from_the_initiatives_list_with_own_words_beside(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    chosen = exit_of(cast, listed_reason="Flytt", end_reason="till Kalmar")
    send(page("karin"), at(one, "avsluta"), **chosen)
    one.refresh_from_db()
    assert one.end_reason == "Flytt: till Kalmar"


def test_a_reason_that_is_too_long_together_is_told(cast: Cast, page: Page) -> None:
    chosen = exit_of(cast, listed_reason="Flytt", end_reason="x" * 199)
    answer = send(page("karin"), at(cast.enrolled(), "avsluta"), 422, **chosen)
    assert "Skriv kortare" in faults(answer)


def test_a_listed_reason_does_not_say_who_takes_over(cast: Cast, page: Page) -> None:
    chosen = exit_of(cast, listed_reason="Flytt", next_step="holder")
    answer = send(page("karin"), at(cast.enrolled(), "avsluta"), 422, **chosen)
    assert "Någon tar över: välj enheten" in faults(answer)


def test_without_a_list_there_are_own_words_alone(cast: Cast, page: Page) -> None:
    cast.initiative.end_reasons.all().delete()
    one = cast.enrolled()
    text = get(page("karin"), at(one, "avsluta"))
    assert "ur insatsens lista" not in text
    send(page("karin"), at(one, "avsluta"), **exit_of(cast, end_reason="flyttade"))
    one.refresh_from_db()
    assert one.end_reason == "flyttade"

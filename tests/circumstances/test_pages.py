"""The tab, its forms and buttons, the card on the case's page, and the same over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse

from stafett.casework.models import Participation
from stafett.circumstances import actions
from stafett.circumstances.models import FormPeriod, LivelihoodPeriod, OccupationPeriod, Pause
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK, did, lived


def at(name: str, one: Participation, *more: Any) -> str:
    return reverse(name, args=[one.pk, *more])


def test_periods_are_added_corrected_ended_and_taken_away_on_the_page(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    empty = get(karin, at("circumstances", one))
    assert "Ingen försörjning är antecknad över tid" in empty
    assert "lanes__rows" not in empty
    assert "irekt efter" not in empty, "it goes on"
    send(
        karin,
        at("livelihood_new", one),
        word="activity_support",
        amount="50",
        from_day="2025-03-03",
    )
    send(karin, at("occupation_new", one), word="practice", amount="12,5", from_day="2025-05-05")
    text = get(karin, at("circumstances", one))
    assert "Aktivitetsstöd" in text
    assert "12,5 timmar i veckan" in text
    assert "lanes__rows" in text
    assert text.count('<div class="sentences">') == 2, "read downwards on a phone"
    assert "Gränsen 10 timmar i veckan är nådd, sedan 5 maj 2025." in text
    row = LivelihoodPeriod.objects.get()
    send(karin, at("livelihood_correct", one, row.pk), amount="100", because="Fel")
    send(karin, at("livelihood_end", one, row.pk), last_day="2025-07-31")
    send(karin, at("livelihood_nothing", one, row.pk), because="Börjar i arbete")
    row.refresh_from_db()
    assert (row.extent_percent, row.nothing_next) == (100, "Börjar i arbete")
    assert "inget behöver komma efter:" in get(karin, at("circumstances", one))
    other = OccupationPeriod.objects.get()
    send(karin, at("occupation_end", one, other.pk), last_day="2025-07-31")
    assert at("occupation_nothing", one, other.pk) in get(karin, at("circumstances", one))
    send(karin, at("occupation_nothing", one, other.pk), because="Flyttar i augusti")
    assert "inget behöver komma efter: Flyttar i augusti" in " ".join(
        get(karin, at("circumstances", one)).split()
    )
    send(karin, at("occupation_correct", one, other.pk), wrong="on", because="Fel person")
    assert not OccupationPeriod.objects.exists()


def test_correcting_a_livelihood_so_that_it_goes_on_takes_back_that_nothing_is_next(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    row = lived(cast, one, last_day=TODAY)
    actions.nothing_next(row, "x", by=cast.as_("karin"))
    send(page("karin"), at("livelihood_correct", one, row.pk), last_day="", because="Förlängt")
    row.refresh_from_db()
    assert (row.until_day, row.nothing_next) == (None, "")


def test_what_was_typed_is_not_lost_when_it_is_refused(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    lived(cast, one)
    answer = send(
        page("karin"), at("livelihood_new", one), 422, word="activity_support", amount="40",
        from_day="2025-06-01",
    )  # fmt: skip
    assert "står redan från" in faults(answer)
    assert 'value="40"' in answer.content.decode()


def test_whoever_comes_second_is_shown_both(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    row = did(cast, one)
    address = at("occupation_correct", one, row.pk)
    opened = karin.get(address).context["form"].initial
    values = {name: value for name, value in opened.items() if value not in (None, False)}
    actions.end(row, TODAY, by=cast.as_("karin"))
    answer = karin.post(address, {**values, "amount": "8", "because": "x"})
    assert answer.status_code == 422
    assert "Det här har ändrats sedan du öppnade" in faults(answer)


def test_pause_return_and_form_on_the_page(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    send(karin, at("pause", one), reason="Resa", from_day="2025-05-20", expected_on="2025-05-30")
    text = get(karin, reverse("participation", args=[one.pk]))
    assert "över tiden" in text
    assert "väntas tillbaka" in text
    assert at("return_from_pause", one) in get(karin, at("circumstances", one))
    send(karin, at("pause", one), expected_on="2025-07-01")
    assert "över tiden" not in get(karin, reverse("participation", args=[one.pk]))
    assert "Resa" in get(karin, at("return_from_pause", one))
    send(karin, at("return_from_pause", one), on_day="2025-06-01")
    assert Pause.objects.get().until_day == TODAY - DAY
    send(karin, at("form_change", one), form="group", from_day="2025-05-01")
    send(karin, at("form_change", one), form="individual")
    assert FormPeriod.objects.count() == 2
    assert "Deltar individuellt" in get(karin, at("circumstances", one))
    again = send(karin, at("return_from_pause", one), 422)
    assert "Det är ingen paus som pågår." in again.content.decode()


def test_pause_and_form_of_somebody_who_has_left_are_not_offered(cast: Cast, page: Any) -> None:
    one = cast.ended()
    for name in ("pause", "form_change"):
        assert "Deltagandet är avslutat." in get(page("karin"), at(name, one))
        assert at(name, one) not in get(page("karin"), at("circumstances", one))


def test_what_is_next_is_noted_on_the_page(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    assert "Ingen gräns är nådd" in get(karin, at("threshold_next", one))
    did(cast, one)
    assert "Gräns nådd" in get(karin, reverse("participation", args=[one.pk]))
    send(karin, at("threshold_next", one), hours="10", text="Möte med Af")
    for address in (reverse("participation", args=[one.pk]), at("circumstances", one)):
        assert "Möte med Af" in get(karin, address)


def test_of_two_who_note_what_is_done_the_later_sees_both(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    did(cast, one)
    karin, there = page("karin"), at("threshold_next", one)
    seen = karin.get(there).context["form"].initial["seen"]
    send(page("karin"), there, hours="10", text="Möte med Af den 10 juni")
    sent = {"hours": "10", "text": "annat", "seen": seen}
    answer = karin.post(there, sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Möte med Af den 10 juni" in text
    assert "annat" in text
    assert karin.get(there).context["form"]["text"].value() == "Möte med Af den 10 juni"
    unknown = karin.post(there, {**sent, "hours": "7"})
    assert "Det valet finns inte" in unknown.content.decode()
    assert karin.post(there, answer.context["form"].data.dict()).status_code == 302
    assert karin.get(there).context["form"]["text"].value() == "annat"


def test_each_threshold_has_its_own_words_and_the_one_that_waits_is_chosen(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    did(cast, one, amount=25)
    actions.set_thresholds(cast.initiative, [Decimal(10), Decimal(20)], 1, by=cast.as_("eva"))
    there = at("threshold_next", one)
    send(karin, there, hours="10", text="Möte med Af")
    form = karin.get(there).context["form"]
    assert (form["hours"].value(), form["text"].value()) == ("20", None)
    send(karin, there, hours="20", text="Heltid")
    seen = karin.get(there).context["form"].initial["seen"]
    send(karin, there, hours="10", text="Möte med FK")
    answer = karin.post(there, {"hours": "20", "text": "Deltid", "seen": seen})
    assert answer.status_code == 422
    told = [(clash.now, clash.typed) for clash in answer.context["form"].clashes]
    assert told == [("Möte med FK", "–"), ("Heltid", "Deltid")]
    address = f"/api/v1/participations/{one.pk}/forms/threshold_next"
    read = karin.get(address).json()["fields"]
    fields = {**read, "hours": "20", "text": "Deltid"}
    made = karin.post(address, {"fields": fields}, content_type="application/json")
    assert made.status_code == 200, made.content
    assert "Deltid" in get(karin, at("circumstances", one))


def test_where_nothing_is_filled_in_stands_the_button_to_do_it_and_one_comes_back(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.ended(), page("karin")
    tab = at("circumstances", one)
    text = get(karin, tab)
    for name in ("livelihood_at_start", "livelihood_at_end"):
        assert f'href="{at(name, one)}?next={tab}"' in text
    answer = karin.post(f"{at('livelihood_at_start', one)}?next={tab}", {"source_1": "wages"})
    assert answer["Location"] == tab


def test_the_days_are_judged_in_the_first_round_and_the_amount_where_it_is_written(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    wrong = send(
        karin, at("livelihood_new", one), 422, from_day="2025-05-05", last_day="2025-05-01"
    )
    assert "Till och med: Sista dagen ligger före den första." in faults(wrong)
    assert "Försörjning: Fyll i det här." in faults(wrong)
    amount = send(
        karin, at("livelihood_new", one), 422, word="social_assistance", amount="100",
        from_day="2025-05-05",
    )  # fmt: skip
    assert "Procent: ”Försörjningsstöd" in faults(amount)
    assert "Lämna Procent tomt." in faults(amount)
    row = lived(cast, one)
    all_wrong = faults(send(
        karin, at("livelihood_new", one), 422, word="supported_by_relatives", amount="100",
        last_day="2025-05-01",
    ))  # fmt: skip
    assert "Procent: ”Försörjs av anhörig” har ingen omfattning." in all_wrong
    assert "Från och med: Fyll i det här." in all_wrong
    send(karin, at("livelihood_correct", one, row.pk), last_day="2020-01-01", wrong="on",
         because="Fel person")  # fmt: skip
    assert not LivelihoodPeriod.objects.exists()


def test_what_stands_beside_it_is_judged_in_the_first_round_and_a_correction_not_beside_itself(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    lived(cast, one, amount=50)
    row = lived(cast, one, word="wages", amount=20)
    told = {"word": "no_public_support", "amount": "100", "from_day": "2025-05-05"}
    for sent, more in ((at("livelihood_new", one), ()),
                       (at("livelihood_correct", one, row.pk), ("Varför ändras det?",))):  # fmt: skip
        said = faults(send(karin, sent, 422, **told))
        assert "Försörjning: ”Ingen offentlig försörjning” utesluter alla andra." in said
        for field in ("Procent: ”Ingen offentlig försörjning” har ingen omfattning.", *more):
            assert field in said
    unread = faults(send(karin, at("livelihood_new", one), 422, **told, last_day="x"))
    assert "utesluter" not in unread
    assert "Procent" in unread
    send(karin, at("livelihood_correct", one, row.pk), amount="30", because="Fel")
    row.refresh_from_db()
    assert row.extent_percent == 30


def test_the_amount_says_which_words_have_none(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    text = get(karin, at("livelihood_new", one))
    assert "Lämna tomt vid: Försörjningsstöd, Försörjs av anhörig, Ingen offentlig" in text
    assert "Lämna tomt vid: Ingen av dessa, Okänd." in get(karin, at("occupation_new", one))


def test_an_exit_suggests_today_and_what_goes_on_and_saves_it_only_when_sent(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    lived(cast, one, amount=50)
    did(cast, one)
    lived(cast, one, word="wages", last_day=TODAY - 3 * WEEK)
    form = karin.get(at("close_participation", one)).context["form"]
    suggested = {name: value for name, value in form.initial.items() if value}
    assert suggested.pop("seen")
    assert suggested == {
        "ends_on": TODAY, "source_1": "activity_support", "percent_1": 50, "what_1": "practice",
        "hours_1": 12,
    }  # fmt: skip
    assert {"source_3", "what_2"} <= set(form.fields)
    cast.as_everyone()
    assert not one.livelihoods.exists()
    assert not one.occupations.exists()
    one.refresh_from_db()
    assert one.ends_on is None


def test_those_who_only_read_are_given_no_buttons(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    lived(cast, one)
    did(cast, one)
    text = get(page("lena"), at("circumstances", one))
    for name in ("livelihood_new", "pause", "form_change", "threshold_next"):
        assert at(name, one) not in text
    assert "Rätta" not in text


def test_a_card_stands_on_the_case_when_there_is_something_to_tell(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    address = reverse("participation", args=[one.pk])
    assert 'id="over-tid"' not in get(page("karin"), address)
    actions.set_form(one, "group", TODAY, by=cast.as_("karin"))
    assert "i grupp" in get(page("karin"), address)


def test_the_picture_is_drawn_from_two_years_before_the_start_at_most(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    lived(cast, one, from_day=one.starts_on - 500 * WEEK)
    first = karin.get(at("circumstances", one)).context["page"].picture.first
    assert first.year == one.starts_on.year - 3 or first.year == one.starts_on.year - 2


def test_directly_before_and_after_say_of_which_period(cast: Cast, page: Any) -> None:
    one = cast.ended(ends_on=TODAY - WEEK)
    lived(cast, one, from_day=one.starts_on - WEEK)
    did(cast, one, from_day=TODAY - 3 * DAY, amount=None)
    text = get(page("karin"), at("circumstances", one))
    assert text.count("av perioden") == 3
    assert "Ingen sysselsättning når dit." in text


def test_another_authoritys_period_stands_beside_by_name_for_who_may_read_it(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    lived(cast, one, "per", from_day=one.starts_on - WEEK)
    theirs = get(page("per"), at("circumstances", one))
    assert "uppgift från Arbetsförmedlingen" in theirs
    assert "Ingen försörjning når dit." not in theirs
    ours = get(page("karin"), at("circumstances", one))
    assert "uppgift från" not in ours
    assert "Ingen försörjning når dit." in ours
    assert not one.livelihoods.exists()


def test_the_same_over_the_api(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    lived(cast, one, from_day=one.starts_on - WEEK)
    did(cast, one)
    actions.set_form(one, "group", TODAY, by=cast.as_("karin"))
    made = actions.pause(one, "Resa", TODAY - WEEK, by=cast.as_("karin"))
    told = karin.get(f"/api/v1/participations/{one.pk}/circumstances").json()
    assert told["livelihoods"][0]["extent_percent"] == 100
    assert told["directly"]["before"] == {
        "livelihoods": [told["livelihoods"][0]["key"]], "occupations": [],
    }  # fmt: skip
    assert told["pauses"][0]["key"] == str(made.pk)
    assert [form["form"] for form in told["forms"]] == ["group"]
    assert told["thresholds"][0]["hours"] == "10"
    sent = karin.post(
        f"/api/v1/participations/{one.pk}/forms/livelihood_new",
        {"fields": {"word": "wages", "from_day": "2025-01-01"}}, content_type="application/json",
    )  # fmt: skip
    assert sent.status_code < 300, sent.content

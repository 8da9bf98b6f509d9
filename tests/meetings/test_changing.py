"""Can a booked meeting be changed and called off, and a held one corrected, so that all see what was before?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from stafett.meetings.actions import Guest, cancel
from stafett.meetings.changing import Correction, change, correct
from stafett.meetings.models import Called, Cause, Meeting, Role
from stafett.meetings.noticing import called, meetings_in_calendar
from stafett.meetings.queries.case import seen_meeting
from stafett.meetings.queries.history import changes_of_meeting
from stafett.meetings.releasing import hand_over, receivers
from stafett.meetings.summons import summons
from stafett.papers.paper import Facts
from stafett.plans.models import Goal
from stafett.safeguards.rules import Refused
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, calling, held, of_person, of_unit

Page = Callable[[str], Client]
LATER = SOON + timedelta(days=7)


def at(one: Meeting, name: str = "meeting", *more: str) -> str:
    """The address of a page about a meeting."""
    return reverse(name, args=[one.participation_id, one.pk, *more])


def with_af(cast: Cast, **told: Any) -> Meeting:
    """A meeting to come to which Af is called, as a consent lets it be."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    return booked(cast, case, "Af Flen", **{"on": SOON, **told})


def seen(cast: Cast, one: Meeting, who: str = "karin") -> list[str]:
    """The changes of a meeting as somebody reads them."""
    card = seen_meeting(cast.as_(who), one.participation_id, one.pk)
    found = changes_of_meeting(cast.viewer(who), card.meeting, card.known)
    return [f"{c.what}: {f.before} → {f.after} ({c.why})" for c in found for f in c.fields]


def test_a_booked_meeting_gets_another_time_and_those_called_hear_of_it(cast: Cast) -> None:
    """Karin flyttar mötet till veckan därpå klockan tio. Per får en ny notis, och hans kalender följer med."""
    one = with_af(cast)
    before = [news.thing for news in called(cast.as_("per"))]
    change(one, calling(cast, "Af Flen", on=LATER, at=time(10)), by=cast.as_("karin"))
    after = [news.thing for news in called(cast.as_("per"))]
    assert len(after) == 1
    assert after != before
    entry = next(iter(meetings_in_calendar(cast.as_("per"), TODAY, LATER)))
    assert (entry.day, entry.at, entry.thing) == (LATER, time(10), f"meeting:{one.pk}")
    assert seen(cast, one) == [
        "Mötet: 16 juni 2025 → 23 juni 2025 ()", "Mötet: 09.00 → 10.00 ()",
    ]  # fmt: skip


def test_another_place_is_news_and_another_purpose_is_not(cast: Cast) -> None:
    one = with_af(cast)
    first = [news.thing for news in called(cast.as_("per"))]
    change(one, calling(cast, "Af Flen", on=SOON, purpose="Planera mer"), by=cast.as_("karin"))
    assert [news.thing for news in called(cast.as_("per"))] == first
    change(one, calling(cast, "Af Flen", on=SOON, place="Rum 3"), by=cast.as_("karin"))
    assert [news.thing for news in called(cast.as_("per"))] != first


def test_who_is_called_is_changed_and_the_person_and_the_own_unit_stay(cast: Cast) -> None:
    one = with_af(cast)
    new = calling(cast, on=SOON, guests=(Guest(Role.INTERPRETER, name="somaliska"),))
    change(one, new, by=cast.as_("karin"))
    told = list(one.called.order_by("pk").values_list("role", "unit__name", "name"))
    assert told == [("person", None, ""), ("unit", "AUC", ""), ("interpreter", None, "somaliska")]
    assert list(called(cast.as_("per"))) == []


def test_the_consent_is_asked_of_those_newly_called_alone(cast: Cast) -> None:
    case = cast.enrolled()
    one = booked(cast, case, "Psykiatrin", on=SOON, by_person=True)
    change(one, calling(cast, "Psykiatrin", on=LATER), by=cast.as_("karin"))
    both = calling(cast, "Psykiatrin", "FK Eskilstuna", on=LATER)
    with pytest.raises(Refused) as found:
        change(one, both, by=cast.as_("karin"))
    assert "FK Eskilstuna" in found.value.faults["by_person"]
    assert "Psykiatrin" not in found.value.faults["by_person"]
    change(one, replace(both, by_person=True), by=cast.as_("karin"))
    assert set(one.called.filter(by_person=True).values_list("unit__name", flat=True)) == {
        "Psykiatrin", "FK Eskilstuna",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"on": TODAY - timedelta(days=1)}, "on_day"),
        ({"on": SOON, "purpose": " "}, "purpose"),
        ({"on": LATER}, "on_day"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    cast: Cast, told: dict[str, Any], field: str
) -> None:
    one = with_af(cast)
    booked(cast, one.participation, on=LATER)
    with pytest.raises(Refused) as found:
        change(one, calling(cast, "Af Flen", **told), by=cast.as_("karin"))
    assert found.value.faults.keys() == {field}
    one.refresh_from_db()
    assert one.on_day == SOON


def test_each_is_changed_as_it_stands_and_by_its_own_authority(
    cast: Cast,
) -> None:
    one = with_af(cast, on=TODAY)
    told = Correction(set(), "", "Något")
    with pytest.raises(Refused):
        correct(one, told, "fel", by=cast.as_("karin"))
    for who in ("per", "sven"):
        with pytest.raises(PermissionDenied):
            change(one, calling(cast, on=SOON), by=cast.as_(who))
    held(cast, one)
    one.refresh_from_db()
    with pytest.raises(Refused) as found:
        change(one, calling(cast, on=SOON), by=cast.as_("karin"))
    assert "står inte så längre: hölls" in found.value.faults[""]


def test_two_who_change_it_see_both_versions(cast: Cast, page: Page) -> None:
    """Karin och Eva ändrar samma möte. Eva sparar först. Karin ser båda, och det hon skrev finns kvar."""
    one = with_af(cast)
    client, there = page("karin"), at(one, "meeting_change")
    form = client.get(there).context["form"]
    sent = {
        **form.current,
        "seen": form.version,
        "on_day": "2025-06-23",
        "unit": "",
        "by_person": "",
    }
    change(one, calling(cast, "Af Flen", on=SOON, place="Rum 3"), by=cast.as_("eva"))
    shown = send(client, there, 422, **sent).content.decode()
    assert "Så står det nu" in shown
    assert "Rum 3" in shown
    assert 'value="2025-06-23"' in shown
    again = {**sent, "seen": client.get(there).context["form"].version}
    send(client, there, **again)
    one.refresh_from_db()
    assert (one.on_day, one.place) == (LATER, "AUC")


def test_the_form_holds_all_that_was_booked(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    guests = (
        Guest(Role.UNIT, unit_id=cast.unit("Af Flen").pk), Guest(Role.UNIT, unit_id=cast.unit("Viadidakt").pk),
        Guest(Role.OUTSIDE, name="Bo", organisation="Bageriet"), Guest(Role.SUPPORT, name="Arvid"),
    )  # fmt: skip
    one = booked(cast, case, on=SOON, guests=guests, by_person=True)
    client, there = page("karin"), at(one, "meeting_change")
    form = client.get(there).context["form"]
    send(client, there, **form.current, seen=form.version, unit="", by_person="")
    cast.as_everyone()
    assert one.called.count() == 6
    assert Called.objects.filter(meeting=one, by_person=True).count() == 2


def test_a_meeting_to_come_is_called_off_with_a_reason_and_nobody_has_stayed_away(
    cast: Cast, page: Page
) -> None:
    """Mötet är om två veckor. Karin ställer in det, med skäl. "Personen kom inte" går inte att välja."""
    one = with_af(cast)
    client, there = page("karin"), at(one, "meeting_cancel")
    shown = get(client, there)
    assert "Ställ in mötet" in shown
    assert "personen kom inte" not in shown
    answer = send(client, there, 422)
    assert "Skriv varför mötet ställs in." in answer.content.decode()
    send(client, there, because="Karin är sjuk", cause="not_there")
    one.refresh_from_db()
    assert (one.state, one.cause, one.because) == ("cancelled", "called_off", "Karin är sjuk")
    entry = next(iter(meetings_in_calendar(cast.as_("per"), TODAY, LATER)))
    assert entry.cancelled


def test_nobody_stays_away_from_a_meeting_to_come_by_any_door(cast: Cast) -> None:
    one = with_af(cast)
    for cause, because in ((Cause.NOT_THERE, "x"), (Cause.CALLED_OFF, " ")):
        with pytest.raises(Refused):
            cancel(one, cause, because, None, by=cast.as_("karin"))


def test_on_the_day_it_can_still_be_that_the_person_did_not_come(cast: Cast, page: Page) -> None:
    shown = get(page("karin"), at(booked(cast, cast.enrolled()), "meeting_cancel"))
    assert "personen kom inte" in shown
    assert "inställt i förväg" in shown


def test_what_was_agreed_is_corrected_and_how_it_stood_is_seen(cast: Cast, page: Page) -> None:
    """Karin skrev fel: praktiken är på ett bageri. Hon rättar, och historiken visar vad som stod och varför."""
    one = with_af(cast, on=TODAY)
    held(cast, one, of_person(), agreed="Praktik på ett lager.")
    one.refresh_from_db()
    client, there = page("karin"), at(one, "meeting_correct")
    form = client.get(there).context["form"]
    sent = {**form.current, "seen": form.version, "agreed": "Praktik på ett bageri."}
    assert "Skriv varför" in send(client, there, 422, **sent).content.decode()
    send(client, there, **sent, because="Skrev fel")
    shown = get(client, at(one))
    assert "<del>Praktik på ett lager.</del>" in shown
    assert "Praktik på ett bageri." in shown
    assert seen(cast, one) == [
        "Anteckningen: Praktik på ett lager. → Praktik på ett bageri. (Skrev fel)"
    ]


def test_who_was_there_is_corrected(cast: Cast) -> None:
    one = with_af(cast, on=TODAY)
    held(cast, one)
    one.refresh_from_db()
    af = one.called.get(unit=cast.unit("Af Flen"))
    came = set(one.called.exclude(pk=af.pk).values_list("pk", flat=True))
    correct(one, Correction(came, "", one.agreed), "Per var sjuk", by=cast.as_("karin"))
    af.refresh_from_db()
    assert af.came is False
    assert seen(cast, one) == ["Närvaron: Af Flen: ja → nej (Per var sjuk)"]


def test_whoever_promised_or_was_handed_it_was_there(cast: Cast) -> None:
    one = with_af(cast, on=TODAY)
    held(cast, one, of_unit(cast, "Af Flen"))
    one.refresh_from_db()
    came = set(one.called.exclude(unit=cast.unit("Af Flen")).values_list("pk", flat=True))
    with pytest.raises(Refused) as found:
        correct(one, Correction(came, "", one.agreed), "fel", by=cast.as_("karin"))
    assert "Af Flen har lovat något" in found.value.faults["came"]


def test_a_correction_says_why_keeps_the_person_and_changes_something(cast: Cast) -> None:
    one = with_af(cast, on=TODAY)
    held(cast, one)
    one.refresh_from_db()
    everybody = set(one.called.order_by("pk").values_list("pk", flat=True))
    for told, because, field in (
        (Correction(everybody, "", "Annat"), " ", "because"), (Correction(set(), "", "Annat"), "fel", "came"),
        (Correction(everybody, "", " "), "fel", "agreed"), (Correction(everybody, "", one.agreed), "fel", ""),
    ):  # fmt: skip
        with pytest.raises(Refused) as found:
            correct(one, told, because, by=cast.as_("karin"))
        assert field in found.value.faults


def test_what_is_corrected_can_be_handed_over_anew(cast: Cast) -> None:
    one = with_af(cast, on=TODAY)
    held(cast, one)
    one.refresh_from_db()
    hand_over(one, by=cast.as_("karin"))
    everybody = set(one.called.order_by("pk").values_list("pk", flat=True))
    correct(one, Correction(everybody, "Jobb", "Annat"), "fel", by=cast.as_("karin"))
    one.refresh_from_db()
    assert [each.gives for each in receivers(one, cast.as_("karin"))] == [True]


def test_the_history_names_no_other_authority_to_whom_it_is_not_told(cast: Cast) -> None:
    one = with_af(cast, on=TODAY)
    held(cast, one)
    one.refresh_from_db()
    af = one.called.get(unit=cast.unit("Af Flen"))
    came = set(one.called.exclude(pk=af.pk).values_list("pk", flat=True))
    correct(one, Correction(came, "", one.agreed), "Per var sjuk", by=cast.as_("karin"))
    card = seen_meeting(cast.as_("karin"), one.participation_id, one.pk)
    hidden = {key: words for key, words in card.known.items() if key != af.pk}
    assert changes_of_meeting(cast.viewer("karin"), card.meeting, hidden) == []


def test_the_summons_says_when_where_who_and_what_in_plain_words(cast: Cast, page: Page) -> None:
    """Karin skriver ut en kallelse till Amina: tid, plats, vilka som kommer och vad mötet handlar om."""
    one = with_af(cast)
    paper = summons(one, cast.as_("karin"))
    facts = next(block for part in paper.parts for block in part.blocks if isinstance(block, Facts))
    assert paper.title == "Välkommen till ett möte måndag 16 juni 2025"
    assert dict(facts.pairs) == {
        "Till": "Amina Öberg", "När": "måndag 16 juni 2025 klockan 09.00",
        "Var": "AUC", "Vad mötet handlar om": "Planera tillsammans",
        "De som kommer": "du, AUC, Af Flen",
    }  # fmt: skip
    assert page("karin").get(at(one, "meeting_summons", "docx")).status_code == 200
    assert "kallelse.pdf" in get(page("karin"), at(one))


def test_the_summons_greets_by_name(cast: Cast) -> None:
    told = str(summons(with_af(cast), cast.as_("karin")).parts)
    assert "Hej Amina! Du är kallad" in told


def test_there_is_no_summons_to_what_has_been_or_is_called_off(cast: Cast) -> None:
    past = booked(cast, cast.enrolled(), on=TODAY - timedelta(days=1), place="", at=None)
    off = with_af(cast)
    cancel(off, Cause.CALLED_OFF, "sjuk", None, by=cast.as_("karin"))
    off.refresh_from_db()
    for one in (past, off):
        with pytest.raises(Http404):
            summons(one, cast.as_("karin"))


def test_a_summons_without_place_time_or_interpreter_says_so(cast: Cast) -> None:
    guests = (Guest(Role.INTERPRETER, name="somaliska"),)
    bare = booked(cast, cast.enrolled(), on=SOON, place="", at=None)
    with_one = booked(cast, cast.enrolled(), on=SOON, guests=guests)
    told = [str(summons(one, cast.as_("karin")).parts) for one in (bare, with_one)]
    assert ["Platsen är inte bestämd än" in one for one in told] == [True, False]
    assert ["behöver tolk" in one for one in told] == [True, False]


def test_the_goal_that_was_said_goes_into_the_plan_in_one_click(cast: Cast, page: Page) -> None:
    """Amina sa sitt mål på mötet. Karin lägger det i planen med ett klick; där står att det sades på mötet."""
    one = with_af(cast, on=TODAY)
    held(cast, one, goal="Jag vill baka.")
    one.refresh_from_db()
    client = page("karin")
    assert "Lägg personens mål i planen" in get(client, at(one))
    answer = client.post(at(one, "meeting_goal_to_plan"))
    shown = get(client, answer["Location"])
    assert "Jag vill baka." in shown
    assert "sagt på mötet 2 juni 2025" in shown
    assert "Lägg personens mål i planen" not in get(client, at(one))
    again = client.post(at(one, "meeting_goal_to_plan"))
    assert "Målet står redan i planen." in get(client, again["Location"])
    cast.as_everyone()
    goal = Goal.objects.get()
    assert (goal.by_person, goal.said_at, goal.said_on) == (True, one.pk, TODAY)


def test_without_a_goal_there_is_nothing_to_put_in_the_plan(cast: Cast, page: Page) -> None:
    one = with_af(cast, on=TODAY)
    held(cast, one)
    one.refresh_from_db()
    client = page("karin")
    assert "Lägg personens mål i planen" not in get(client, at(one))
    answer = client.post(at(one, "meeting_goal_to_plan"))
    assert "är inte antecknat" in get(client, answer["Location"])


def test_a_faulty_promise_says_which_and_leads_to_its_field(cast: Cast, page: Page) -> None:
    """Löfte 2 saknar dag. Rutan överst säger vilket löfte det är, och länken går till dagen."""
    one = with_af(cast, on=TODAY)
    came = [str(key) for key in one.called.order_by("pk").values_list("pk", flat=True)]
    sent = {"came": came, "agreed": "Vi börjar.", "what_1": "Ringa", "owner_1": "person", "due_1": "2025-06-16",
            "what_2": "Skriva sitt cv och skicka det", "owner_2": "person",
            "due_2": "2025-13-45", "outside_3": "Bo"}  # fmt: skip
    shown = send(page("karin"), at(one, "meeting_note"), 422, **sent).content.decode()
    assert '<a href="#id_due_2">Senast: Löfte 2, ”Skriva sitt cv och…”: ' in shown
    assert '<a href="#id_what_3">Vad? Löfte 3: Skriv vad som ska göras.</a>' in shown
    assert "Löfte 1," not in shown
    acted = {**sent, "due_2": "2025-05-01", "outside_3": ""}
    refused = send(page("karin"), at(one, "meeting_note"), 422, **acted).content.decode()
    assert (
        '<a href="#id_due_2">Senast: Löfte 2, ”Skriva sitt cv och…”: Dagen ligger före mötet.'
        in refused
    )

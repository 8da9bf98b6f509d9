"""What the actions of the list refuse, and what they leave as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from uuid_utils.compat import uuid7

from stafett.outreach import actions, doors
from stafett.outreach.actions import Facts, NewWord, Try
from stafett.outreach.forms import LeadOnForm
from stafett.outreach.models import Attempt, Entry, Led, OutreachWord
from stafett.outreach.reading import read_list
from stafett.outreach.taking_in import Taken, take_in
from stafett.parties.actions import change as change_place
from stafett.parties.refusals import Refused
from stafett.people.models import Person
from stafett.referrals.models import Referral
from stafett.safeguards.actions import name_team
from stafett.safeguards.told import cases_for, units_with_a_part
from tests.cast import TODAY, Cast
from tests.outreach.world import ALVA, LIAM, file, held, listed, tried, word
from tests.referrals.world import new

FACTS: dict[str, Any] = {
    "school": "Skolan", "programme": "", "contact": "", "doing": None, "next_contact": None,
}  # fmt: skip


def _try(**told: Any) -> Try:
    known = {"made_on": TODAY, "way": word("sms"), "result": word("nådd")}
    return Try(uuid7(), **{**known, **told})


def _again(cast: Cast, *lines: str) -> Taken:
    outreach = Entry.objects.select_related("outreach").latest("pk").outreach
    done = take_in(outreach, read_list(file(*lines), TODAY).rows, by=cast.as_("karin"))
    cast.as_everyone()
    return done


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"made_on": TODAY + timedelta(days=1)}, "made_on"),
        ({"made_on": TODAY - timedelta(days=1)}, "made_on"),
        ({"next_contact": TODAY - timedelta(days=1)}, "next_contact"),
    ],
)
def test_a_try_on_a_day_that_cannot_be_is_refused(
    cast: Cast, told: dict[str, Any], field: str
) -> None:
    one = listed(cast)
    with pytest.raises(Refused) as refused:
        actions.note_try(one, _try(**told), by=cast.as_("karin"))
    assert refused.value.field == field
    cast.as_everyone()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "told", [{"way": "nådd"}, {"result": "sms"}, {"doing": "brev"}, {"reason": "möte"}]
)
def test_a_word_of_another_kind_is_refused(cast: Cast, told: dict[str, str]) -> None:
    one = listed(cast)
    (name, label) = told.popitem()
    karin = cast.as_("karin")
    with pytest.raises(Refused, match="Ordet finns inte"):
        if name == "reason":
            actions.leave(one, word(label), TODAY, by=karin)
        else:
            actions.note_try(one, _try(**{name: word(label)}), by=karin)
    with pytest.raises(Refused, match="Ordet finns inte"):
        actions.correct(one, Facts(**FACTS | {"doing": word(label)}), by=karin, because="x")


def test_an_older_try_noted_late_does_not_say_what_somebody_does_now(cast: Cast) -> None:
    one = listed(cast, TODAY - timedelta(days=10))
    now, then = _try(doing=word("arbetar")), TODAY - timedelta(days=5)
    actions.note_try(one, now, by=cast.as_("karin"))
    actions.note_try(one, _try(made_on=then, doing=word("studerar")), by=cast.as_("karin"))
    one.refresh_from_db()
    assert (one.doing, one.doing_on) == (word("arbetar"), TODAY)


def test_what_is_not_told_of_somebody_stands(cast: Cast) -> None:
    one = listed(cast)
    actions.note_try(one, _try(doing=word("arbetar")), by=cast.as_("karin"))
    actions.note_try(one, _try(), by=cast.as_("karin"))
    one.refresh_from_db()
    assert one.doing == word("arbetar")


def test_a_correction_keeps_how_it_stood_and_why(cast: Cast) -> None:
    one = listed(cast)
    told = Facts(**FACTS | {"doing": word("annat"), "next_contact": TODAY})
    actions.correct(one, told, by=cast.as_("karin"), because="Nytt")
    one.refresh_from_db()
    assert (one.school, one.doing_on, one.next_contact) == ("Skolan", TODAY, TODAY)
    assert one.events.latest("pgh_id").school == "Flens gymnasium"  # type: ignore[attr-defined]
    late = Facts(**FACTS | {"next_contact": TODAY - timedelta(days=1)})
    with pytest.raises(Refused, match="Dagen har varit"):
        actions.correct(one, late, by=cast.as_("karin"), because="Nytt")
    again = replace(cast.as_("karin"), day=TODAY + timedelta(days=3))
    actions.correct(one, told, by=again, because="Stavning")
    one.refresh_from_db()
    assert one.doing_on == TODAY


def test_of_somebody_protected_nothing_says_how_they_are_reached(cast: Cast) -> None:
    one = listed(cast)
    post = cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=cast.as_("karin"))
    Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Ek 1234")
    with pytest.raises(Refused) as refused:
        told = Facts(**FACTS | {"contact": "070"})
        actions.correct(one, told, by=cast.as_("karin"), because="Nytt")
    assert refused.value.field == "contact"
    cast.as_everyone()
    assert _again(cast, LIAM.replace("Lind", "Ny")) == Taken(0, 0, 1)


def test_who_comes_again_is_called_what_the_file_says_and_the_same_file_changes_nothing(
    cast: Cast,
) -> None:
    one = listed(cast)
    actions.leave(one, word("flyttat från kommunen"), TODAY, by=cast.as_("karin"))
    renamed = LIAM.replace("Liam;Lind", "Lia;Lund")
    assert _again(cast, renamed) == Taken(1, 0, 0)
    person = Person.objects.get(pk=one.person_id)
    assert (person.given_name, person.family_name) == ("Lia", "Lund")
    assert _again(cast, renamed) == Taken(0, 0, 1)


def test_somebody_protected_who_had_left_is_kept_apart_from_who_comes(cast: Cast) -> None:
    one = listed(cast)
    actions.leave(one, word("flyttat från kommunen"), TODAY, by=cast.as_("karin"))
    post = cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=cast.as_("karin"))
    Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Ek 1234")
    cast.as_everyone()
    assert _again(cast, LIAM.replace("Liam;Lind", "Lia;Lund")) == Taken(1, 0, 0)
    assert Person.objects.get(pk=one.person_id).family_name == "Lind"
    assert Entry.objects.get(left_on=None).person.family_name == "Lund"
    assert _again(cast, LIAM.replace("Liam;Lind", "Lia;Lund")) == Taken(0, 0, 1)


@pytest.mark.parametrize("days", [1, -1])
def test_nobody_leaves_on_a_day_that_cannot_be(cast: Cast, days: int) -> None:
    one = listed(cast)
    with pytest.raises(Refused) as refused:
        actions.leave(one, word("avliden"), TODAY + timedelta(days=days), by=cast.as_("karin"))
    assert refused.value.field == "left_on"


def test_who_left_comes_again_in_a_row_of_their_own(cast: Cast) -> None:
    one = listed(cast)
    with pytest.raises(Refused, match="står redan"):
        actions.take_back(one, by=cast.as_("karin"), because="Fel")
    actions.leave(one, word("flyttat från kommunen"), TODAY, by=cast.as_("karin"))
    assert _again(cast, LIAM, ALVA) == Taken(2, 0, 0)
    rows = Entry.objects.filter(person=one.person_id)
    assert (rows.count(), rows.values("circle").distinct().count()) == (2, 2)
    assert _again(cast, LIAM, ALVA) == Taken(0, 0, 2)
    with pytest.raises(Refused, match="står på listan igen sedan 2 juni 2025"):
        actions.take_back(one, by=cast.as_("karin"), because="Fel")
    with pytest.raises(IntegrityError, match="on_the_outreach_list_once"), transaction.atomic():
        rows.filter(pk=one.pk).update(left_on=None, left_reason=None, left_by="")


def test_a_name_that_is_mended_in_the_file_is_mended(cast: Cast) -> None:
    one = listed(cast)
    assert _again(cast, LIAM.replace("Lind;", "Lindh;")) == Taken(0, 1, 0)
    assert Person.objects.get(pk=one.person_id).family_name == "Lindh"
    assert _again(cast, LIAM.replace("Lind;", "Lindh;").replace("Ekonomi", "")) == Taken(0, 0, 1)
    assert Entry.objects.get().programme == "Ekonomi"


def test_a_record_that_the_authority_has_elsewhere_is_kept_apart(cast: Cast) -> None:
    known = cast.person(
        identity_kind="personal",
        identity_number="202201012388",
        register_key="",
        given_name="Annat",
    )
    cast.enrolled(person=known)
    one = listed(cast)
    assert one.person_id != known
    assert Person.objects.get(pk=known).given_name == "Annat"


def test_only_those_who_work_in_the_unit_write(cast: Cast) -> None:
    one = listed(cast)
    for who in ("lena", "eva", "sven"):
        viewer = cast.as_(who)
        for act in (
            lambda by: actions.note_try(one, _try(), by=by),
            lambda by: actions.correct(one, Facts(**FACTS), by=by, because="x"),
            lambda by: actions.leave(one, word("avliden"), TODAY, by=by),
            lambda by: actions.take_back(one, by=by, because="x"),
            lambda by: actions.lead_on(one, new(cast, "AUC"), by=by),
            lambda by: take_in(one.outreach, [], by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(viewer)


def test_only_those_who_speak_for_the_authority_decide(cast: Cast) -> None:
    outreach = held(cast)
    with pytest.raises(PermissionDenied):
        actions.set_up(outreach.authority, outreach.unit, 4, by=cast.as_("karin"))
    with pytest.raises(PermissionDenied):
        actions.add_word(outreach, NewWord("way", "chatt"), by=cast.as_("lotta"))
    with pytest.raises(PermissionDenied):
        actions.end_word(word("sms"), by=cast.as_("karin"))


def test_another_authoritys_unit_does_not_hold_the_list(cast: Cast) -> None:
    where = cast.unit("AUC").authority
    with pytest.raises(Refused) as refused:
        actions.set_up(where, cast.unit("Viadidakt"), 8, by=cast.as_("lena"))
    assert refused.value.field == "unit"


def test_the_weeks_are_changed_and_the_words_stand(cast: Cast) -> None:
    held(cast)
    number = OutreachWord.objects.count()
    assert held(cast, weeks=4).weeks == 4
    assert OutreachWord.objects.count() == number


def test_a_word_is_added_once_and_one_taken_away_comes_back(cast: Cast) -> None:
    outreach = held(cast)
    lena = cast.as_("lena")
    made = actions.add_word(outreach, NewWord("way", " chatt  i appen ", reaches=True), by=lena)
    assert (made.label, made.reaches, made.ours) == ("chatt i appen", False, False)
    with pytest.raises(Refused, match="finns redan"):
        actions.add_word(outreach, NewWord("way", "SMS"), by=lena)
    actions.end_word(word("sms"), by=lena)
    with pytest.raises(Refused, match="redan borttaget"):
        actions.end_word(word("sms"), by=lena)
    assert actions.add_word(outreach, NewWord("way", "sms"), by=lena).until_day is None


def test_the_last_word_of_a_kind_is_not_taken_away(cast: Cast) -> None:
    held(cast)
    *others, last = OutreachWord.objects.filter(about="reason").order_by("pk")
    for one in others:
        actions.end_word(one, by=cast.as_("lena"))
    with pytest.raises(Refused, match="enda ordet"):
        actions.end_word(last, by=cast.as_("lena"))


def test_a_word_that_is_taken_away_stays_where_it_stands(cast: Cast) -> None:
    made = tried(cast, listed(cast), "fel uppgifter")
    actions.end_word(word("fel uppgifter"), by=cast.as_("lena"))
    made.refresh_from_db()
    assert made.result.label == "fel uppgifter"


def test_a_referral_sent_twice_leads_on_once(cast: Cast) -> None:
    one = listed(cast)
    told = new(cast, "FK Eskilstuna")
    sent = [actions.lead_on(one, told, by=cast.as_("karin")) for _time in range(2)]
    cast.as_everyone()
    assert sent[0].unit == cast.unit("AUC")
    assert Led.objects.get().sent == sent[0].pk == sent[1].pk


def test_a_unit_that_holds_the_list_does_not_close(cast: Cast) -> None:
    unit = cast.unit("Projektkontoret")
    actions.set_up(unit.authority, unit, 8, by=cast.as_("lena"))
    with pytest.raises(Refused, match="uppsökande listan"):
        change_place(unit, valid_to=TODAY, by=cast.as_("eva"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"left_on": date(2025, 6, 3)},
        {"next_contact": TODAY, "left_on": TODAY, "left_by": "x"},
        {"doing_on": None, "doing_id": 1},
    ],
)
def test_the_database_holds_it_too(cast: Cast, wrong: dict[str, Any]) -> None:
    one = listed(cast)
    reason = {"left_reason": word("avliden")} if "left_by" in wrong else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=one.pk).update(**wrong, **reason)


def test_the_log_knows_where_somebody_on_the_list_is(cast: Cast) -> None:
    one = listed(cast)
    assert (one.circle_id, one.outreach.unit_id) in units_with_a_part([one.circle_id])
    assert cases_for(cast.as_("karin"), [one.circle_id])[one.circle_id].name == "Liam Lind"
    assert cases_for(cast.as_("eva"), [one.circle_id]) == {}


def test_of_somebody_protected_nothing_is_filled_in_for_a_referral(cast: Cast) -> None:
    one = listed(cast)
    one.person.protection = "marked"
    form = LeadOnForm(instance=Referral(), viewer=cast.as_("karin"), entry=one)
    assert not form.initial.keys() & {"given_name", "family_name", "number", "contact"}


@pytest.mark.usefixtures("put_together_anew")
def test_idag_counts_all_whom_one_was_to_contact_though_it_shows_the_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "MOST", 1)
    for one in (listed(cast), listed(cast, line=ALVA)):
        cast.as_everyone()
        Entry.objects.filter(pk=one.pk).update(next_contact=TODAY)
    asked: Any = RequestFactory().get("/")
    asked.session = {}
    told = doors.contact_today(asked, cast.as_("karin"))
    assert told is not None
    assert (len(told["rows"]), told["number"]) == (1, 2)

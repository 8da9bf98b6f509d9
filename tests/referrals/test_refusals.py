"""What those who take in are told when something is missing; nothing is decided then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.initiatives import actions as initiatives
from stafett.parties.refusals import Refused
from stafett.referrals import queries
from stafett.referrals.actions import (
    Decision,
    SentOn,
    accept,
    ask_to_hold,
    close,
    invite,
    put_in_queue,
    refer,
    send_on,
    withdraw,
)
from stafett.referrals.doors import answers_today
from stafett.referrals.in_the_log import case_names, parts
from stafett.referrals.models import Referral
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.referrals.world import new, referred, sent_of


def waiting(cast: Cast) -> Referral:
    one = referred(cast)
    return put_in_queue(one, by=cast.as_("karin"))


def test_a_no_says_why_from_the_list_and_in_words(cast: Cast) -> None:
    one = waiting(cast)
    with pytest.raises(Refused, match="varför"):
        close(one, "decline", Decision("Vi har fullt."), by=cast.as_("karin"))
    with pytest.raises(Refused, match="skälet"):
        close(one, "decline", Decision(" ", "no_room"), by=cast.as_("karin"))
    with pytest.raises(Refused, match="skälet"):
        close(one, "step_back", Decision(" "), by=cast.as_("karin"))
    one.refresh_from_db()
    assert one.decided_on is None


def test_what_is_taken_back_says_why(cast: Cast) -> None:
    one = waiting(cast)
    with pytest.raises(Refused, match="varför"):
        withdraw(sent_of(one), " ", by=cast.as_("fatima"))


def test_nobody_is_sent_on_to_where_they_wait_or_without_a_word(cast: Cast) -> None:
    one = waiting(cast)
    unit = cast.unit("AUC").pk
    with pytest.raises(Refused, match="redan där"):
        told = SentOn(cast.branch("flen"), "oral", "Bättre där.", unit)
        send_on(one, told, by=cast.as_("karin"))
    with pytest.raises(Refused, match="skälet"):
        told = SentOn(cast.branch("katrineholm"), "oral", " ", unit)
        send_on(one, told, by=cast.as_("karin"))


def test_nobody_is_invited_to_a_day_that_has_been(cast: Cast) -> None:
    one = waiting(cast)
    with pytest.raises(Refused, match="har varit"):
        invite(one, "Informationsmöte", TODAY - timedelta(days=1), by=cast.as_("karin"))


def test_nobody_is_invited_to_another_year(cast: Cast) -> None:
    one, karin = waiting(cast), cast.as_("karin")
    with pytest.raises(Refused, match="mer än ett år fram"):
        invite(one, "Informationsmöte", TODAY + timedelta(days=367), by=karin)
    invite(one, "Informationsmöte", TODAY + timedelta(days=366), by=karin)


def test_that_an_invitation_is_called_off_is_said_where_one_waits(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one = waiting(cast)
    karin, address = page("karin"), reverse("referral_queue", args=[one.pk])
    said = "En inbjudan som väntar på svar ställs in"
    assert said not in karin.get(address).content.decode()
    invite(one, "Informationsmöte", TODAY, by=cast.as_("karin"))
    assert said in karin.get(address).content.decode()


def test_who_works_with_nobody_is_told_of_no_answers(cast: Cast, rf: Any) -> None:
    assert answers_today(rf.get("/"), cast.as_("stig")) is None


def test_nobody_is_taken_in_where_the_initiative_is_over(cast: Cast) -> None:
    one = waiting(cast)
    cast.as_everyone()
    initiatives.change(cast.initiative, by=operator(TODAY), ends_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="tog slut"):
        accept(one, Decision("Välkommen."), by=cast.as_("karin"))


def test_a_manager_reads_what_the_unit_has_sent_and_takes_nothing_back(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    viewer = cast.as_("karin")
    sent = refer(new(cast, "AUC", branch="katrineholm"), by=viewer)
    address = reverse("sent_referral", args=[sent.pk])
    away = reverse("sent_withdraw", args=[sent.pk])
    assert away in page("karin").get(address).content.decode()
    lenas = page("lena").get(address)
    assert lenas.status_code == 200
    assert away not in lenas.content.decode()


@pytest.mark.parametrize("name", ["referral_accept", "referral_send_on"])
def test_somebody_whose_referral_has_moved_on_meanwhile_is_shown_both(
    name: str, cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one = referred(cast)
    karin, address = page("karin"), reverse(name, args=[one.pk])
    opened = karin.get(address).context["form"]
    assert opened.own_arguments()["viewer"].name == "Karin Ek"
    sent = {field.html_name: field.value() or "" for field in opened if field.is_hidden}
    put_in_queue(one, by=cast.as_("karin"))
    answer = karin.post(address, {**sent, "words": "Välkommen.", "because": "x"})
    assert answer.status_code == 422
    assert "har ändrats sedan du öppnade" in answer.content.decode()
    state, *_rest = answer.context["form"].newer
    assert (state.label, state.saved, state.typed) == ("Läge", "i kö", "–")


def test_the_log_knows_who_has_a_part_in_a_referral_and_whom_it_is_about(cast: Cast) -> None:
    one = waiting(cast)
    cast.as_everyone()
    units = {unit for _circle, unit in parts([one.circle_id])}
    assert cast.unit("FK Eskilstuna").pk in units
    shown = case_names(cast.as_("karin"), [one.circle_id])
    assert shown[one.circle_id].name == "Noor Haddad"


def test_the_holders_are_asked_once_to_hold_it(cast: Cast) -> None:
    sent = sent_of(waiting(cast))
    ask_to_hold(sent, by=cast.as_("fatima"))
    with pytest.raises(Refused, match="redan gjort"):
        ask_to_hold(sent, by=cast.as_("fatima"))


def test_one_branchs_queue_and_decisions_are_asked_for_by_themselves(cast: Cast) -> None:
    one = waiting(cast)
    karin = cast.as_("karin")
    assert list(queries.queue(karin, one.branch_id)) == [one]
    assert list(queries.decided(karin, one.branch_id)) == []


def test_a_long_queue_has_pages(cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    monkeypatch.setattr(queries, "PAGE", 1)
    for _number in range(3):
        waiting(cast)
    text = page("karin").get(reverse("queue") + "?sida=2").content.decode()
    assert "sida=1" in text
    assert "sida=3" in text


def test_who_can_refer_nowhere_is_told_so(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.referrals.views.may_refer", lambda _viewer: False)
    answer = page("karin").get(reverse("refer"))
    assert answer.status_code == 403
    assert "Vänd dig till insatsens projektledare" in answer.content.decode()


@pytest.mark.parametrize("name", ["referral_decline", "referral_invite"])
def test_whoever_decides_in_a_second_tab_is_told_who_decided_what_and_where_the_case_is(
    name: str, cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one = referred(cast)
    karin, address = page("karin"), reverse(name, args=[one.pk])
    opened = karin.get(address).context["form"]
    sent = {field.html_name: field.value() or "" for field in opened if field.is_hidden}
    case = accept(one, Decision("Välkommen."), by=cast.as_("karin"))
    answer = karin.post(address, {**sent, "words": "Ingen plats.", "because": "no_room"})
    said = answer.content.decode()
    assert "Beslutet är redan fattat: antagen, 2 juni 2025, av Karin Ek." in said
    assert f'<a href="/deltagare/{case}/">Öppna ärendet</a>' in said
    assert "Beslutet är redan fattat" in karin.get(address).content.decode()
    assert Referral.objects.get(pk=one.pk).state == "accepted"
    contact = karin.get(reverse("referral_contact", args=[one.pk]))
    assert "Beslutet är redan fattat" not in contact.content.decode()


def test_a_no_that_was_decided_in_another_tab_leads_to_no_case(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one = referred(cast)
    close(one, "decline", Decision("Ingen plats.", "no_room"), by=cast.as_("karin"))
    said = page("karin").get(reverse("referral_accept", args=[one.pk])).content.decode()
    assert "Beslutet är redan fattat: inte antagen, 2 juni 2025, av Karin Ek." in said
    assert "Öppna ärendet" not in said

"""What people are told, as they would say it: a scenario for each sort of news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.urls import reverse

from stafett.handover.actions import accept, answer, ask, confirm, decline
from stafett.meetings.actions import Guest, NewMeeting, cancel, step
from stafett.meetings.changing import change
from stafett.meetings.models import Cause, Role, Sort
from stafett.meetings.releasing import hand_over
from stafett.meetings.rules import Step
from stafett.notices.actions import read
from stafett.parties import actions as parties
from stafett.parties.models import Position
from stafett.referrals.actions import put_in_queue
from stafett.safeguards.actions import withdraw
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed
from tests.meetings.world import booked, held, of_post, of_unit
from tests.notices.telling import DAY, NOW, news, notices
from tests.referrals.world import referred


def test_a_handover_that_is_declined_first(cast: Cast) -> None:
    """Karin föreslår att Af tar över. Per får veta det, kan inte ta emot, och då får Karin veta det.

    Pers notis är inte längre aktuell när han har svarat.
    """
    case = at_af(cast)
    one = proposed(cast, case)
    assert news(cast, "per") == ["handover_proposed"]
    assert news(cast, "karin") == []
    decline(one, "Ingen plats före sommaren", by=cast.as_("per"))
    assert news(cast, "per") == []
    assert notices(cast, "per")[0].over_at == NOW
    assert news(cast, "karin") == ["handover_answered"]


def test_the_one_who_proposed_is_told_of_a_yes(cast: Cast) -> None:
    """Per tar emot, men Karin har inte bekräftat än: hon får veta att det är hennes tur."""
    one = proposed(cast, at_af(cast), confirmed=False)
    accept(one, by=cast.as_("per"))
    assert news(cast, "karin") == ["handover_answered"]


def test_a_referral_comes_and_is_answered(cast: Cast) -> None:
    """Fatima aktualiserar Noor. Karin ser att någon har kommit; Fatima ser att Noor står i kö."""
    one = referred(cast)
    assert news(cast, "karin") == ["referral_came"]
    assert news(cast, "fatima") == []
    put_in_queue(one, by=cast.as_("karin"))
    assert news(cast, "karin") == []
    assert news(cast, "fatima") == ["referral_answered"]


def test_somebody_else_calls_to_a_meeting_and_takes_it_back(cast: Cast) -> None:
    """Karin kallar Af till ett möte. Per får veta det, och sedan att det är inställt. Karin vet redan."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", on=TODAY + DAY)
    assert news(cast, "per") == ["meeting_called"]
    assert news(cast, "karin") == []
    cancel(one, Cause.OTHER, "Karin är sjuk", None, by=cast.as_("karin"))
    assert news(cast, "per") == ["meeting_cancelled"]
    assert news(cast, "karin") == []


def test_a_unit_that_is_called_no_more_is_told_and_called_anew_is_told_of_that(cast: Cast) -> None:
    """Karin tar bort Af från mötet. Per får veta att det blir av utan dem; kallas de igen gäller det."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", on=TODAY + DAY)
    told = NewMeeting(Sort.MULTI_PARTY, one.on_day, one.at, one.place, one.purpose)
    assert news(cast, "per") == ["meeting_called"]
    change(one, told, by=cast.as_("karin"))
    assert news(cast, "per") == ["meeting_without"]
    assert news(cast, "karin") == []
    guests = (Guest(Role.UNIT, unit_id=cast.unit("Af Flen").pk),)
    change(one, replace(told, guests=guests), by=cast.as_("karin"))
    assert news(cast, "per") == ["meeting_called"]


def test_whoever_may_not_see_the_case_is_told_no_more_than_that_they_are_called_no_more(
    cast: Cast,
) -> None:
    """Af tas bort från mötet, sedan tas samtycket tillbaka. Notiserna är inte om någon, och leder till Idag."""
    case = cast.enrolled()
    consent = cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", on=TODAY + DAY)
    told = NewMeeting(Sort.MULTI_PARTY, one.on_day, one.at, one.place, one.purpose)
    change(one, told, by=cast.as_("karin"))
    withdraw(list(consent.parts.select_related("circle")), how="ringde", by=cast.as_("karin"))
    assert news(cast, "per", besides="consent_taken_back") == ["meeting_without"]
    rows = {row.what: row for row in notices(cast, "per")}
    assert {(row.circle_id, row.controller_id) for row in rows.values()} == {(None, None)}
    assert rows["meeting_without"].link == "/"


def test_a_promise_that_is_soon_due_then_late_then_kept(cast: Cast) -> None:
    """Karin har lovat något till onsdag: måndag får hon veta det, torsdag är det försenat, klart: över."""
    case = cast.enrolled()
    karin = cast.as_("karin")
    (one,) = held(cast, booked(cast, case), of_post(karin, due=TODAY + 2 * DAY))
    assert news(cast, "karin") == ["promise_due"]
    days = {"made_on": TODAY - 9 * DAY, "first_due_on": TODAY - DAY, "due_on": TODAY - DAY}
    type(one).objects.filter(pk=one.pk).update(**days)
    assert news(cast, "karin") == ["promise_late"]
    one.refresh_from_db()
    step(one, Step.KEEP, by=cast.as_("karin"))
    assert news(cast, "karin") == []


def test_a_promise_that_is_far_away_is_no_news(cast: Cast) -> None:
    """Löftet är till torsdag, tre arbetsdagar bort: än behöver ingen säga något."""
    case = cast.enrolled()
    held(cast, booked(cast, case), of_unit(cast, "AUC", due=TODAY + 3 * DAY))
    assert news(cast, "karin") == []


def test_a_consent_that_soon_ends(cast: Cast) -> None:
    """Samtycket gäller i tjugo dagar till och ingen har bett om ett nytt: Karin får veta det."""
    case = cast.enrolled()
    consent = cast.consented(case, "Af Flen")
    consent.parts.update(until_day=TODAY + timedelta(days=20))
    assert news(cast, "karin") == ["consent_ends"]


def test_a_case_that_nobody_has(cast: Cast) -> None:
    """Ingen i AUC har Aminas ärende: alla som arbetar där får veta det, också chefen."""
    cast.enrolled()
    assert news(cast, "karin", besides="") == ["nobody_has"]
    assert news(cast, "lena", besides="") == ["nobody_has"]


def test_somebody_is_named_a_stand_in(cast: Cast) -> None:
    """Lena ger Eva Karins befattning i fem dagar: Eva får veta det, och det gäller ingen människas ärende."""
    eva = cast.user("eva").staff
    assert eva is not None
    post = Position.objects.select_related("unit").get(role="coach", unit__name="AUC")
    parties.stand_in(
        eva, post, from_day=TODAY + DAY, until_day=TODAY + 6 * DAY, because="Semester",
        by=cast.as_("lena"),
    )  # fmt: skip
    assert news(cast, "eva") == ["stand_in"]
    (one,) = notices(cast, "eva")
    assert (one.circle_id, one.controller_id, one.link) == (None, None, "/")


def test_whoever_may_no_longer_see_the_case_is_told_nothing_of_it(cast: Cast) -> None:
    """Per har en oläst notis om ett möte. Personen tar tillbaka sitt samtycke: den syns inte mer.

    I stället får han veta att ett samtycke är taget tillbaka och att enheten inte längre är kallad den dagen,
    inte vem det gällde.
    """
    case = cast.enrolled()
    consent = cast.consented(case, "Af Flen")
    booked(cast, case, "Af Flen", on=TODAY + DAY)
    assert news(cast, "per") == ["meeting_called"]
    withdraw(list(consent.parts.select_related("circle")), how="ringde", by=cast.as_("karin"))
    assert [one.what for one in notices(cast, "per")] == ["meeting_called"]
    assert news(cast, "per") == ["consent_taken_back", "meeting_without"]
    told = {row.what: (row.circle_id, row.link, row.day) for row in notices(cast, "per")}
    assert told["meeting_called"][0] == case.circle_id
    assert told["meeting_without"] == (None, "/", TODAY + DAY)
    assert told["consent_taken_back"] == (None, reverse("received"), TODAY)


def test_each_thing_is_told_once(cast: Cast) -> None:
    """Karin läser notisen om löftet. Hur ofta Stafett än letar kommer den inte igen."""
    case = cast.enrolled()
    held(cast, booked(cast, case), of_post(cast.as_("karin"), due=TODAY))
    assert news(cast, "karin") == ["promise_due"]
    assert read(cast.as_("karin"), NOW) == 2
    assert news(cast, "karin", besides="") == []
    assert len(notices(cast, "karin")) == 2


def test_the_one_who_confirmed_beforehand_is_told_when_it_is_taken(cast: Cast) -> None:
    """Karin bekräftade redan när hon föreslog. Per tar emot, och då får hon veta att det är klart.

    Ärendet är inte längre hennes: notisen går till listan, och säger inte vem det gäller.
    """
    one = proposed(cast, at_af(cast))
    accept(one, by=cast.as_("per"))
    assert news(cast, "karin") == ["handover_answered"]
    assert notices(cast, "karin")[0].link == "/deltagare/"
    assert news(cast, "per") == []


def test_the_one_who_asks_is_heard_of_by_the_giver(cast: Cast) -> None:
    """Per frågar innan han svarar. Karin får veta att det finns en fråga, och sedan är notisen över."""
    one = proposed(cast, at_af(cast))
    ask(one, "Har hon körkort?", by=cast.as_("per"))
    assert news(cast, "karin") == ["handover_answered"]
    answer(one, "Ja.", by=cast.as_("karin"))
    assert news(cast, "karin") == []


def test_what_ones_unit_promised_at_a_meeting_is_news_when_it_is_handed_over(cast: Cast) -> None:
    """Af lovade att boka ett studiebesök. När Karin lämnar ut det får Per veta att det finns ett löfte."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    assert news(cast, "per") == []
    hand_over(one, by=cast.as_("karin"))
    assert "promise_given" in news(cast, "per")
    assert "promise_given" not in news(cast, "karin")


def test_the_giver_who_stays_alongside_is_led_to_the_case(cast: Cast) -> None:
    """Karin följer med i två månader. När Per tar emot går hennes notis till ärendet."""
    one = proposed(cast, at_af(cast), alongside_until=TODAY + 60 * DAY)
    accept(one, by=cast.as_("per"))
    assert news(cast, "karin") == ["handover_answered"]
    assert notices(cast, "karin")[0].link == f"/deltagare/{one.participation_id}/overlamning/"


def test_who_confirmed_last_knows_already(cast: Cast) -> None:
    """Per tar emot och Karin bekräftar sist. Hon får ingen notis om det hon själv har gjort."""
    one = proposed(cast, at_af(cast), confirmed=False)
    accept(one, by=cast.as_("per"))
    confirm(one, by=cast.as_("karin"))
    assert news(cast, "karin") == []

"""The pages: what is new, how one wants to be told, what did not get through, and one's calendar's secret."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stafett.casework.noticing import which_case
from stafett.notices import kinds
from stafett.notices.models import Choice, Feed, Mailing, Notice, choice_of
from stafett.parties.models import Tenure
from stafett.safeguards.models import Reading
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed
from tests.meetings.world import booked
from tests.notices.telling import DAY, NOW, mailings, news, notices

CHOSEN = {
    "how": "at_once", "hour": "9", "quiet_from": "18", "quiet_until": "6", "free_days": "on",
    "on": ["handover_proposed"],
}  # fmt: skip


@pytest.fixture
def told(cast: Cast) -> Any:
    """Per has a handover to answer and a meeting to come to."""
    case = at_af(cast)
    proposed(cast, case)
    booked(cast, case, "Af Flen", on=TODAY + DAY)
    assert news(cast, "per") == ["handover_proposed", "meeting_called"]
    return case


def test_the_bell_stands_on_every_page_with_the_number_and_says_it_in_words(
    page: Any, told: Any
) -> None:
    shown = page("per").get("/").content.decode()
    assert '<span class="sr-only">, 2 nya</span><span aria-hidden="true">2</span>' in shown
    assert "bell__number" not in page("karin").get("/").content.decode()


def test_whoever_has_no_post_has_no_bell_and_nobody_logged_in_has_none(
    page: Any, cast: Cast, client: Any
) -> None:
    assert 'class="bell' not in client.get("/logga-in/").content.decode()
    Tenure.objects.filter(staff__account=cast.user("olle")).update(until_day=TODAY)
    assert 'class="bell' not in page("olle").get("/konto/").content.decode()


def test_so_much_is_new_that_it_is_not_counted_out(page: Any, cast: Cast) -> None:
    Notice.objects.bulk_create(
        Notice(user=cast.user("per"), what="stand_in", thing=str(n), link="/", at=NOW) for n in range(101)
    )  # fmt: skip
    assert '<span aria-hidden="true">99+</span>' in page("per").get("/").content.decode()


def test_the_page_says_what_has_happened_and_in_which_case_by_initials(
    page: Any, told: Any
) -> None:
    """Per har två notiser av samma slag i två ärenden: insatsen och ärendenumret skiljer dem åt."""
    shown = page("per").get("/notiser/").content.decode()
    assert "Överlämning att svara på" in shown
    assert f'href="/deltagare/{told.pk}/' not in shown, "Öppna leads there, and it is then read"
    assert f"A.Ö. · {told.initiative} · {told.case_number}" in shown
    assert "Amina" not in shown
    assert "Öberg" not in shown
    assert f"{told.initiative} · {told.case_number}" in shown
    (first, *_others) = page("per").get("/api/v1/notices").json()["notices"]
    assert first["about"] == f"{told.initiative} · {told.case_number}"


def test_whoever_has_chosen_whole_names_on_idag_reads_them_here_too(page: Any, told: Any) -> None:
    per = page("per")
    per.get("/?namn=1")
    assert f"Amina Öberg · {told.initiative}" in per.get("/notiser/").content.decode()
    assert (
        per.get("/api/v1/notices").json()["notices"][0]["about"]
        == f"{told.initiative} · {told.case_number}"
    )
    per.get("/?namn=0")
    assert "Amina" not in per.get("/notiser/").content.decode()


def test_those_of_one_kind_stand_together_under_what_they_are(
    page: Any, cast: Cast, told: Any
) -> None:
    """Per har tre kallelser: ordet står en gång, och sedan vem var och en gäller."""
    first = next(one for one in notices(cast, "per") if one.what == "meeting_called")
    spine = {
        name: getattr(first, name)
        for name in ("circle_id", "controller_id", "owner_authority_id", "kind")
    }
    Notice.objects.bulk_create(
        Notice(user=first.user, what="meeting_called", thing=str(n), link="/x/", at=NOW, **spine)
        for n in range(2)
    )  # fmt: skip
    shown = page("per").get("/notiser/").content.decode()
    assert shown.count(">Kallad till möte <") == 1
    assert "3 notiser" in shown
    assert shown.count('<span class="notice-what">A.Ö.</span>') == 3
    assert shown.count('<span class="notice-what">Överlämning att svara på</span>') == 1
    Notice.objects.filter(thing="0").update(read_at=NOW)
    shown = page("per").get("/notiser/").content.decode()
    assert "2 notiser" in shown, "what is read stands apart, after the news"
    assert '<a class="notice-what" href="/x/">Kallad till möte</a>' in shown


def test_one_that_is_read_is_a_link_and_one_about_nobody_says_what_it_is(
    page: Any, cast: Cast
) -> None:
    Notice.objects.bulk_create(
        Notice(user=cast.user("per"), what="stand_in", thing=str(n), link="/x/", at=NOW) for n in range(2)
    )  # fmt: skip
    per = page("per")
    told = '<span class="notice-what">Du är ställföreträdare</span>'
    assert per.get("/notiser/").content.decode().count(told) == 2
    per.post("/notiser/lasta/")
    link = '<a class="notice-what" href="/x/">Du är ställföreträdare</a>'
    assert per.get("/notiser/").content.decode().count(link) == 2


def test_a_case_that_one_may_not_see_any_more_is_not_told_apart(
    page: Any, cast: Cast, told: Any
) -> None:
    (said,) = which_case(cast.as_("per"), {told.circle_id}).values()
    numbered = f"{told.initiative} · {told.case_number}"
    assert said == kinds.Told(numbered, numbered, "Amina Öberg", "A.Ö.")
    assert which_case(cast.as_("olle"), {told.circle_id}) == {}
    assert kinds.which_cases(cast.as_("per"), set()) == {}


def test_somebody_protected_is_told_apart_by_their_alias(cast: Cast) -> None:
    """Den som ingår i teamet ser aliaset, aldrig numret; andra ser inget."""
    karin = cast.viewer("karin").posts[0]
    one = cast.enrolled(
        person=cast.person(protection="marked", alias="Ek 1001"),
        named_team=((karin.unit_id, karin.position_id),),
    )
    (said,) = which_case(cast.as_("karin"), {one.circle_id}).values()
    assert said == kinds.Told(f"{one.initiative} · Ek 1001", str(one.initiative), "Ek 1001", "")
    assert said.who(full_names=False) == said.who(full_names=True) == "Ek 1001"
    assert which_case(cast.as_("lena"), {one.circle_id}) == {}


def test_what_is_shown_is_in_the_log(page: Any, cast: Cast, told: Any) -> None:
    page("per").get("/notiser/")
    cast.as_everyone()
    assert Reading.objects.filter(door="notices", user_id=cast.user("per").pk).exists()


def test_opening_one_leads_to_its_page_and_it_is_read(page: Any, cast: Cast, told: Any) -> None:
    one = notices(cast, "per")[0]
    per = page("per")
    answer = per.post(f"/notiser/{one.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, one.link)
    cast.as_everyone()
    one.refresh_from_db()
    assert one.read_at == NOW
    assert 'aria-hidden="true">1</span>' in per.get("/").content.decode()


def test_nobody_opens_anothers(page: Any, cast: Cast, told: Any) -> None:
    one = notices(cast, "per")[0]
    assert page("karin").post(f"/notiser/{one.pk}/").status_code == 404
    assert page("per").post(f"/notiser/{uuid4()}/").status_code == 404
    cast.as_everyone()
    one.refresh_from_db()
    assert one.read_at is None


def test_all_are_read_at_once(page: Any, told: Any) -> None:
    per = page("per")
    assert "2 notiser är lästa." in per.post("/notiser/lasta/", follow=True).content.decode()
    shown = per.post("/notiser/lasta/", follow=True).content.decode()
    assert "Inget var oläst." in shown
    assert "Markera alla som lästa" not in shown


def test_what_is_over_says_so(page: Any, cast: Cast, told: Any) -> None:
    cast.as_everyone()
    Notice.objects.update(over_at=NOW)
    assert "inte längre aktuell" in page("per").get("/notiser/").content.decode()


def test_a_long_list_has_pages_with_as_many_queries_for_many_as_for_few(
    page: Any, cast: Cast, told: Any
) -> None:
    per = page("per")
    per.get("/notiser/")
    with CaptureQueriesContext(connection) as few:
        per.get("/notiser/")
    first = notices(cast, "per")[0]
    spine = {
        name: getattr(first, name)
        for name in ("circle_id", "controller_id", "owner_authority_id", "kind")
    }
    Notice.objects.bulk_create(
        Notice(user=first.user, what="meeting_called", thing=str(n), link="/", at=NOW, **spine)
        for n in range(60)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        shown = per.get("/notiser/").content.decode()
    assert len(many) == len(few)
    assert "?sida=2" in shown
    assert per.get("/notiser/?sida=2").content.decode().count('class="notice-new"') == 12


def test_the_choices_are_kept_and_what_is_switched_off_is_named_by_what_is_left_out(
    page: Any, cast: Cast
) -> None:
    per = page("per")
    assert "Sparat." in per.post("/notiser/installningar/", CHOSEN, follow=True).content.decode()
    kept = Choice.objects.get(user=cast.user("per"))
    assert (kept.how, kept.hour, kept.quiet_from, kept.quiet_until) == ("at_once", 9, 18, 6)
    assert kept.free_days
    assert set(kept.off) == {kind.code for kind in kinds.kinds()} - {"handover_proposed"}
    shown = per.get("/notiser/installningar/").content.decode()
    assert re.search(r'value="handover_proposed"[^>]*checked', shown)
    assert not re.search(r'value="stand_in"[^>]*checked', shown)


def test_a_choice_that_is_none_is_refused_and_nothing_is_lost(page: Any, cast: Cast) -> None:
    answer = page("per").post("/notiser/installningar/", {**CHOSEN, "hour": "25", "how": ""})
    assert answer.status_code == 422
    assert "Inget är sparat än" in answer.content.decode()
    assert not Choice.objects.exists()
    assert choice_of(cast.user("per").pk).how == "daily"


def test_a_server_that_sends_no_mail_says_so(page: Any, settings: Any) -> None:
    said = "Den här servern skickar inga mejl än"
    assert said not in page("per").get("/notiser/installningar/").content.decode()
    settings.ADDRESS = ""
    assert said in page("per").get("/notiser/installningar/").content.decode()


def failed_mail(cast: Cast, who: str) -> Mailing:
    """A mail to somebody that did not get through."""
    return Mailing.objects.create(
        user=cast.user(who), made_at=NOW, due_at=NOW, stands="failed", tries=7, why="no_server",
        ended_at=NOW,
    )  # fmt: skip


def test_what_did_not_get_through_is_shown_to_those_who_look_after_it(
    page: Any, cast: Cast
) -> None:
    one = failed_mail(cast, "karin")
    lena = page("lena")
    assert 'href="/notiser/utskick/"' in lena.get("/notiser/").content.decode()
    shown = lena.get("/notiser/utskick/").content.decode()
    assert "karin@prov.example" in shown
    assert "e-postservern svarade inte" in shown
    told = lena.post(f"/notiser/utskick/{one.pk}/igen/", follow=True).content.decode()
    assert "Mejlet försöks igen" in told
    assert "Alla mejl har gått fram." in told
    assert mailings(cast, "karin")[0].stands == "waiting"
    again = lena.post(f"/notiser/utskick/{one.pk}/igen/", follow=True).content.decode()
    assert "står inte längre bland dem" in again


def test_others_are_told_who_looks_after_it(page: Any, cast: Cast) -> None:
    one = failed_mail(cast, "karin")
    karin = page("karin")
    assert 'href="/notiser/utskick/"' not in karin.get("/notiser/").content.decode()
    refused = karin.get("/notiser/utskick/")
    assert refused.status_code == 403
    assert "sköts av en chef eller projektledare" in refused.content.decode()
    assert karin.post(f"/notiser/utskick/{one.pk}/igen/").status_code == 403
    assert "karin@" not in page("lotta").get("/notiser/utskick/").content.decode()


def test_a_calendar_is_made_shown_once_changed_and_ended(page: Any) -> None:
    karin = page("karin")
    assert "Gör en adress" in karin.get("/notiser/kalender/").content.decode()
    shown = karin.post("/notiser/kalender/", {"new": "1"}).content.decode()
    found = re.search(r"http://testserver(/kalender/[\w-]+\.ics)", shown)
    assert found
    assert karin.get(found[1]).status_code == 200
    again = karin.get("/notiser/kalender/").content.decode()
    assert found[1] not in again
    assert "Byt till en ny adress" in again
    karin.post("/notiser/kalender/", {"new": "1"})
    assert karin.get(found[1]).status_code == 404
    ended = karin.post("/notiser/kalender/", {"end": "1"}, follow=True).content.decode()
    assert "Adressen gäller inte längre" in ended
    assert not Feed.objects.filter(revoked_at=None).exists()
    karin.post("/notiser/kalender/", {"end": "1"})


def test_a_calendar_asks_who_one_is_again(page: Any, settings: Any) -> None:
    settings.FRESH_MINUTES = 0
    assert page("karin").get("/notiser/kalender/")["Location"].startswith("/logga-in/igen/")
    assert page("karin").post("/notiser/kalender/", {"new": "1"}).status_code == 302
    assert not Feed.objects.exists()


def test_whoever_sees_no_people_has_nothing_for_a_calendar(page: Any) -> None:
    rakel = page("rakel")
    assert "inga tider med människor" in rakel.get("/notiser/kalender/").content.decode()
    rakel.post("/notiser/kalender/", {"new": "1"})
    assert not Feed.objects.exists()


def test_the_account_leads_to_both(page: Any) -> None:
    shown = page("karin").get("/konto/").content.decode()
    assert 'href="/notiser/installningar/"' in shown
    assert 'href="/notiser/kalender/"' in shown


def test_the_api_lists_and_reads_them(page: Any, cast: Cast, told: Any) -> None:
    per = page("per")
    found = per.get("/api/v1/notices").json()
    assert (found["new"], found["number"], found["last_page"]) == (2, 2, 1)
    assert {one["what"] for one in found["notices"]} == {"handover_proposed", "meeting_called"}
    sent = {"data": {"keys": [found["notices"][0]["key"]]}, "content_type": "application/json"}
    assert per.post("/api/v1/notices/read", **sent).json() == {"read": 1}
    assert per.post("/api/v1/notices/read", {}, content_type="application/json").json() == {
        "read": 1
    }
    assert per.get("/api/v1/notices?page=0").json()["new"] == 0


def test_a_kind_that_no_app_knows_any_more_is_told_by_its_code(page: Any, cast: Cast) -> None:
    Notice.objects.create(user=cast.user("per"), what="old_kind", thing="1", link="/", at=NOW)
    assert "old_kind" in page("per").get("/notiser/").content.decode()


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="is a kind of notice already"):
        kinds.register(kinds.kinds()[0])


def test_the_database_keeps_a_case_whole_and_behind_its_wall(cast: Cast, told: Any) -> None:
    one = notices(cast, "per")[0]
    with pytest.raises(IntegrityError, match="a_notice_has_its_case_whole"), transaction.atomic():
        Notice.objects.filter(pk=one.pk).update(circle=None)
    cast.as_("olle")
    assert not Notice.objects.filter(user=cast.user("per")).exists()


def test_midnight_is_an_hour_like_the_others_and_eight_is_the_usual(cast: Cast, page: Any) -> None:
    text = page("karin").get("/notiser/installningar/").content.decode()
    hours = text.split('name="hour"')[1].split("</select>")[0]
    assert '<option value="0">00.00</option>' in hours
    assert '<option value="8" selected>08.00</option>' in hours
    assert "Välj" not in hours

"""Is a calendar feed right by the standard, silent about people, and gone when its owner may see nobody?"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from stafett.accounts.actions import revoke_all
from stafett.accounts.models import AccountEvent
from stafett.handover.rules import months_after
from stafett.meetings.actions import cancel
from stafett.meetings.models import Cause
from stafett.notices.actions import make_feed
from stafett.notices.calendar import Entry, register
from stafett.notices.ics import uid_of, written
from stafett.notices.models import Feed
from stafett.notices.queries import whose_feed
from stafett.notices.rules import SWEDEN
from stafett.parties.actions import appoint, leave, open_post
from stafett.parties.models import Tenure
from stafett.safeguards.models import Reading, ReadPerson
from stafett.safeguards.queries.follow_up import to_ask_about
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed
from tests.meetings.world import booked, held, of_post
from tests.notices.telling import DAY, NOW

REAL_NOW = timezone.now
"""The clock as it was before the tests stopped it: the log's own time is the database's."""


def secret_of(cast: Cast, who: str = "karin") -> str:
    """A feed of somebody's, by its secret."""
    made = make_feed(cast.user(who), NOW, by=cast.as_(who))
    cast.as_everyone()
    return made


def fetched(secret: str) -> Any:
    """What a calendar program gets, which is nobody."""
    return Client().get(f"/kalender/{secret}.ics")


def events(answer: Any) -> list[Any]:
    """The events of a feed, read back by the standard's own library."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.content)
    assert not read.errors
    assert not any(event.errors for event in read.walk("VEVENT"))
    return list(read.walk("VEVENT"))


@pytest.fixture
def busy(cast: Cast) -> Any:
    """A meeting tomorrow at nine and one that was cancelled, and a promise, in a case with canaries."""
    case = cast.enrolled(case_number="zqarende")
    person = case.person
    type(person).objects.filter(pk=person.pk).update(given_name="Zqfor", family_name="Zqefter")
    gone = booked(cast, case, on=TODAY + 2 * DAY, purpose="Zqsyfte")
    cancel(gone, Cause.OTHER, "Zqskal", None, by=cast.as_("karin"))
    held(cast, booked(cast, case, place="Zqplats"), of_post(cast.as_("karin"), what="Zqlofte"))
    booked(cast, case, on=TODAY + DAY, purpose="Zqsyfte", place="Zqplats")
    cast.as_everyone()
    return case


def test_a_feed_has_the_owners_meetings_and_promises_with_times_and_links(
    cast: Cast, busy: Any
) -> None:
    found = events(fetched(secret_of(cast)))
    told = [(str(e["summary"]), e.decoded("dtstart"), str(e["status"])) for e in found]
    nine = time(9, tzinfo=SWEDEN)
    assert told == [
        ("Möte (Stafett)", datetime.combine(TODAY, nine), "CONFIRMED"),
        ("Möte (Stafett)", datetime.combine(TODAY + DAY, nine), "CONFIRMED"),
        ("Möte (Stafett)", datetime.combine(TODAY + 2 * DAY, nine), "CANCELLED"),
        ("Löfte (Stafett)", TODAY + 14 * DAY, "CONFIRMED"),
    ]
    assert found[0].decoded("duration") == timedelta(hours=1)
    assert [int(e["sequence"]) for e in found] == [0, 0, 1, 0]
    assert all(str(e["url"]).startswith("http://testserver/kalender/till/") for e in found)


def test_it_says_nothing_of_the_person_nor_the_place(cast: Cast, busy: Any) -> None:
    body = fetched(secret_of(cast)).content.decode()
    assert "zq" not in body.casefold()
    unfolded = body.replace("\r\n ", "")
    lines = unfolded.splitlines()
    keys = [busy.pk, busy.circle_id, busy.person_id]
    assert [line for line in lines for key in keys if str(key) in line or key.hex in line] == []
    telling = ("LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER")
    assert not any(line.startswith(telling) for line in lines)


def test_it_has_the_time_zones_own_rules(cast: Cast, busy: Any) -> None:
    read = Calendar.from_ical(fetched(secret_of(cast)).content)
    (zone,) = read.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/Stockholm"
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}
    (first, *_rest) = read.walk("VEVENT")
    assert first["dtstart"].params["TZID"] == "Europe/Stockholm"


def test_an_answer_to_give_and_a_follow_up_to_make_stand_there(cast: Cast) -> None:
    proposed(cast, at_af(cast))
    (found,) = events(fetched(secret_of(cast, "per")))
    assert (str(found["summary"]), found.decoded("dtstart")) == (
        "Svara på överlämning (Stafett)", TODAY,
    )  # fmt: skip
    gone = cast.ended()
    (found,) = events(fetched(secret_of(cast)))
    assert str(found["summary"]) == "Uppföljning (Stafett)"
    assert found.decoded("dtstart") == months_after(gone.ends_on, 12)


def test_two_owners_of_the_same_meeting_have_different_ids_for_it_and_each_always_the_same(
    cast: Cast, busy: Any
) -> None:
    cast.consented(busy, "Af Flen")
    booked(cast, busy, "Af Flen", on=TODAY + 3 * DAY)
    cast.as_everyone()
    karin, per = secret_of(cast), secret_of(cast, "per")
    mine = {str(one["uid"]) for one in events(fetched(karin))}
    assert mine == {str(one["uid"]) for one in events(fetched(karin))}
    theirs = {str(one["uid"]) for one in events(fetched(per))}
    assert theirs
    assert not mine & theirs
    assert len(uid_of("meeting:1", busy.pk)) == 32


def test_two_calendars_with_the_same_meeting_have_nothing_in_common_that_names_it(
    cast: Cast, busy: Any
) -> None:
    cast.consented(busy, "Af Flen")
    meeting = booked(cast, busy, "Af Flen", on=TODAY + 3 * DAY)
    cast.as_everyone()
    texts = [fetched(secret_of(cast, who)).content.decode() for who in ("karin", "per")]
    mine, theirs = (set(re.findall(r"[0-9a-f-]{12,}", text.replace("\r\n ", ""))) for text in texts)
    assert len(mine) >= 4
    assert len(theirs) >= 1
    assert not mine & theirs
    for key in (meeting.pk, busy.pk, busy.circle_id):
        assert str(key) not in "".join(texts).replace("\r\n ", "")
        assert key.hex not in "".join(texts).replace("\r\n ", "")


def test_a_link_leads_its_owner_alone_to_the_page(cast: Cast, busy: Any) -> None:
    found = events(fetched(secret_of(cast)))
    links = [str(one["url"]).removeprefix("http://testserver") for one in found]
    karin, lena = Client(), Client()
    karin.force_login(cast.user("karin"))
    lena.force_login(cast.user("lena"))
    pages = [karin.get(link) for link in links]
    assert {page.status_code for page in pages} == {302}
    assert pages[0]["Location"].startswith(f"/deltagare/{busy.pk}/")
    assert karin.get(pages[0]["Location"]).status_code == 200
    assert lena.get(links[0]).status_code == 404
    secret_of(cast, "lena")
    assert lena.get(links[0]).status_code == 404
    assert Client().get(links[0])["Location"].startswith("/logga-in/")


def test_a_link_that_is_followed_is_in_the_log_with_the_one_that_it_leads_to_alone(
    cast: Cast, busy: Any
) -> None:
    booked(cast, cast.enrolled(), on=TODAY + 4 * DAY)
    cast.as_everyone()
    link = str(events(fetched(secret_of(cast)))[0]["url"])
    karin = Client()
    karin.force_login(cast.user("karin"))
    cast.as_everyone()
    before = set(Reading.objects.values_list("pk", flat=True))
    assert karin.get(link).status_code == 302
    cast.as_everyone()
    (one,) = Reading.objects.exclude(pk__in=before)
    assert one.door == "calendar_open"
    people = ReadPerson.objects.filter(reading_id=one.pk).values_list("person_id", flat=True)
    assert list(people) == [busy.person_id]


def test_every_fetch_that_gives_something_of_a_case_is_in_the_log(cast: Cast, busy: Any) -> None:
    secret = secret_of(cast)
    before = set(Reading.objects.values_list("pk", flat=True))
    fetched(secret)
    cast.as_everyone()
    (one,) = Reading.objects.exclude(pk__in=before)
    assert (one.door, one.user_id, one.asked) == ("calendar_feed", cast.user("karin").pk, "")
    people = ReadPerson.objects.filter(reading_id=one.pk).values_list("person_id", flat=True)
    assert list(people) == [busy.person_id]
    assert secret not in str(list(Reading.objects.filter(pk=one.pk).values()))


def test_a_feed_with_nothing_in_it_is_a_calendar_and_reads_nobody(cast: Cast) -> None:
    secret = secret_of(cast)
    before = Reading.objects.count()
    assert events(fetched(secret)) == []
    cast.as_everyone()
    assert Reading.objects.count() == before


def test_a_program_that_has_the_same_already_is_given_nothing_and_nothing_is_logged(
    cast: Cast, busy: Any
) -> None:
    secret = secret_of(cast)
    first = fetched(secret)
    cast.as_everyone()
    before = Reading.objects.count()
    again = Client().get(f"/kalender/{secret}.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    cast.as_everyone()
    assert Reading.objects.count() == before
    booked(cast, busy, on=TODAY + 4 * DAY)
    changed = Client().get(f"/kalender/{secret}.ics", headers={"If-None-Match": first["ETag"]})
    assert len(events(changed)) == 5


def test_a_sample_of_what_people_have_read_leaves_out_what_their_calendars_fetched(
    cast: Cast, busy: Any
) -> None:
    secret = secret_of(cast)
    today = timezone.localtime(REAL_NOW()).date()
    drawn = to_ask_about(cast.viewer("lena"), busy.controller, today, today).every
    before = len(drawn)
    assert fetched(secret).status_code == 200
    cast.as_everyone()
    drawn = to_ask_about(cast.viewer("lena"), busy.controller, today, today).every
    assert len(drawn) == before


def test_wrong_ended_replaced_and_closed_are_answered_alike(cast: Cast) -> None:
    old = secret_of(cast)
    new = secret_of(cast)
    assert fetched(new).status_code == 200
    wrong = fetched("x" * 50)
    assert fetched(old).status_code == wrong.status_code == 404
    assert body_of(fetched(old)) == body_of(wrong)
    type(cast.user("karin")).objects.filter(pk=cast.user("karin").pk).update(is_active=False)
    assert body_of(fetched(new)) == body_of(wrong)


def body_of(answer: Any) -> bytes:
    """The page, without what every page has anew."""
    import re

    return re.sub(rb"[A-Za-z0-9]{64}|/kalender/[\w-]+\.ics", b"", answer.content)


def test_it_ends_when_its_owners_role_does(cast: Cast) -> None:
    secret = secret_of(cast)
    assert fetched(secret).status_code == 200
    Tenure.objects.filter(staff__account=cast.user("karin")).update(until_day=TODAY)
    assert fetched(secret).status_code == 404


def test_whoever_guesses_is_soon_told_to_wait(cast: Cast) -> None:
    answers = [fetched("y" * 50).status_code for _try in range(settings.WRONG_LINKS_A_MINUTE + 1)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {404}
    assert fetched(secret_of(cast)).status_code == 200, "another's, fetched by the same server"


def test_a_program_that_asks_all_the_time_is_told_to_wait(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stafett.accounts.limits import Limit

    monkeypatch.setattr("stafett.notices.views.FETCHES", Limit("calendar_fetch", 2, 3600))
    secret = secret_of(cast)
    assert [fetched(secret).status_code for _try in range(3)] == [200, 200, 429]


def test_only_a_digest_of_the_secret_is_kept_and_the_account_says_that_it_was_made(
    cast: Cast,
) -> None:
    secret = secret_of(cast)
    assert secret not in str(list(Feed.objects.values()))
    told = AccountEvent.objects.filter(user=cast.user("karin")).values_list("what", flat=True)
    assert "kalenderns adress" in told


def test_a_meeting_without_a_time_takes_the_whole_day_and_one_in_the_autumn_night_an_hour() -> None:
    whole = Entry("meeting:1", "Möte", date(2025, 10, 26), "/x/")
    night = Entry("meeting:2", "Möte", date(2025, 10, 26), "/x/", time(2, 30))
    body = written([whole, night], salt=Feed().salt, now=NOW, site="https://s", host="s")
    one, other = Calendar.from_ical(body).walk("VEVENT")
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (
        date(2025, 10, 26),
        date(2025, 10, 27),
    )
    assert str(one["transp"]) == "TRANSPARENT"
    assert other.decoded("duration") == timedelta(hours=1)
    assert "dtend" not in other


def test_a_source_stands_there_once() -> None:
    with pytest.raises(ValueError, match="in the calendar already"):
        register("meetings", lambda *_a: ())


def test_the_address_ends_with_what_ends_the_keys(cast: Cast) -> None:
    karin, by = cast.user("karin"), cast.viewer("karin")
    secret = make_feed(karin, NOW, by=by)
    assert whose_feed(secret, TODAY) is not None
    revoke_all(karin, by=by)
    assert whose_feed(secret, TODAY) is None


def test_an_address_made_in_a_post_that_ended_stays_ended_in_the_next(cast: Cast) -> None:
    karin, by = cast.user("karin"), cast.viewer("karin")
    secret = make_feed(karin, NOW, by=by)
    mine = Tenure.objects.get(staff__account=karin)
    later = TODAY + timedelta(days=9)
    leave(mine, on=later, by=operator(later))
    assert whose_feed(secret, later) is None
    post = open_post(
        cast.unit("Projektkontoret"), "caseworker", "Ny", from_day=later, by=operator(later)
    )
    appoint(mine.staff, post, from_day=later, by=operator(later))
    assert whose_feed(secret, later) is None
    again = make_feed(karin, NOW + timedelta(days=9), by=by)
    assert whose_feed(again, later) is not None

"""Is it asked once, before somebody is taken in who may be known already, and never more than may be seen?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.parties.refusals import Refused
from stafett.people.models import Person
from stafett.referrals import actions
from stafett.referrals.actions import Decision
from stafett.referrals.known_before import known_before, known_before_each
from stafett.referrals.models import Referral
from tests.cast import Cast
from tests.referrals.world import NUMBER, facts, referred

Page = Callable[[str], Client]
NOOR = {"given_name": "Noor", "family_name": "Haddad", "birth_date": date(2001, 4, 5)}
NUMBERED = {"identity_kind": "personal", "identity_number": NUMBER}


def accept(page: Page, one: Referral, **told: str) -> HttpResponse:
    """Karin presses Anta."""
    return page("karin").post(reverse("referral_accept", args=[one.pk]), told)  # type: ignore[return-value]


def select(page: Page, *ones: Referral, code: str = "accept", **told: str) -> HttpResponse:
    """Karin notes what a meeting decided."""
    sent = {
        "held_on": str(timezone.localdate()), "present": "Karin", "code": code, "because": "no_room",
        "words": "Fullt", "chosen": [str(one.pk) for one in ones], **told,
    }  # fmt: skip
    where = reverse("selection", args=[ones[0].branch_id])
    return page("karin").post(where, sent)  # type: ignore[return-value]


def state(cast: Cast, one: Referral) -> str:
    """Where it stands."""
    cast.as_everyone()
    one.refresh_from_db()
    return one.state


def test_who_takes_part_under_another_record_is_asked_about_once(cast: Cast, page: Page) -> None:
    """Noor deltar redan, och aktualiseras på nytt. Karin trycker på Anta: sidan frågar en gång, och visar
    var hon deltar. Karin vet att det är en annan människa och svarar ja. Då antas hon."""
    case = cast.enrolled(person=cast.person(**NOOR))
    one = referred(cast)

    asked = accept(page, one)

    said = asked.content.decode()
    assert (asked.status_code, state(cast, one)) == (422, "received")
    assert "Noor Haddad (samma namn och födelsedag) deltar i Provinsatsen, Flen sedan" in said
    assert f'href="{reverse("participation", args=[case.pk])}"' in said
    assert "anta inte, med det skälet" in said
    assert "Ja, anta ändå" in said
    assert accept(page, one, as_written="on").status_code == 302
    assert state(cast, one) == "accepted"


def test_who_is_known_to_nobody_is_not_asked_about(cast: Cast, page: Page) -> None:
    one = referred(cast)

    assert (
        "Ja, anta ändå"
        not in page("karin").get(reverse("referral_accept", args=[one.pk])).content.decode()
    )
    assert accept(page, one).status_code == 302


def test_who_took_part_before_is_told_with_the_days(cast: Cast, page: Page) -> None:
    cast.ended(person=cast.person(**NOOR))

    assert "deltog i Provinsatsen, Flen 1 feb – 30 sep 2024" in (
        accept(page, referred(cast)).content.decode()
    )


def test_who_waits_twice_is_asked_about(cast: Cast, page: Page) -> None:
    other, one = referred(cast, "per"), referred(cast)

    said = accept(page, one).content.decode()

    assert "väntar också på besked från Provinsatsen, Flen, sedan 2 juni 2025" in said
    assert reverse("referral", args=[other.pk]) in said


@pytest.mark.parametrize("hidden", ["elsewhere", "protected"])
def test_nothing_is_asked_about_somebody_whom_one_may_not_see(
    cast: Cast, page: Page, hidden: str
) -> None:
    known = {"register_key": "", **NOOR, **NUMBERED}
    if hidden == "protected":
        post = cast.viewer("lena").posts[0]
        person = cast.person(protection="marked", **known)
        cast.enrolled(person=person, named_team=((post.unit_id, post.position_id),))
    else:
        cast.enrolled("katrineholm", person=cast.person("katrineholm", **known))
    one = referred(cast, facts=facts(cast.branch(), **NUMBERED))

    assert "Finns personen redan" not in (
        page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    )
    assert accept(page, one).status_code == 302


def test_somebody_protected_is_told_by_the_alias_alone(cast: Cast, page: Page) -> None:
    """Karin är namngiven hos den skyddade. Frågan säger bara alias, inte varför det kan vara samma."""
    post = cast.viewer("karin").posts[0]
    known = {"register_key": "", **NOOR, **NUMBERED}
    person = cast.person(protection="marked", **known)
    cast.enrolled(person=person, named_team=((post.unit_id, post.position_id),))
    one = referred(cast, facts=facts(cast.branch(), **NUMBERED))
    cast.as_everyone()
    alias = Person.objects.get(pk=person).name
    asked = [line.words for line in accept(page, one).context["form"].asks_about]
    assert len(asked) == 1
    assert asked[0].startswith(f"{alias} ")
    assert "(" not in asked[0]


def same_record(cast: Cast) -> tuple[Referral, Participation]:
    """A register has been read in meanwhile, and begun on the record that the referral made."""
    one = referred(cast)
    return one, cast.enrolled(person=one.circle.person_id)


def test_who_takes_part_now_on_the_same_record_is_refused_with_a_link(
    cast: Cast, page: Page
) -> None:
    one, case = same_record(cast)

    said = accept(page, one, as_written="on").content.decode()

    assert "Noor Haddad deltar redan i insatsen. Anta inte, med skälet" in said
    assert "Noor Haddad deltar i Provinsatsen, Flen sedan 1 februari 2024." in said
    assert reverse("participation", args=[case.pk]) in said
    with pytest.raises(Refused, match="deltar redan"):
        actions.accept(one, Decision(), by=cast.as_("karin"))
    assert state(cast, one) == "received"


def test_of_a_participation_that_one_may_not_see_it_is_not_said_that_it_is_there(
    cast: Cast, page: Page
) -> None:
    one, case = same_record(cast)
    case.circle.members.all().delete()

    said = accept(page, one).content.decode()

    assert "Det går inte att anta personen i insatsen från i dag." in said
    assert "deltar redan i insatsen" not in said
    assert state(cast, one) == "received"


def test_the_same_record_in_another_time_is_asked_about_without_a_reason(
    cast: Cast, page: Page
) -> None:
    one = referred(cast)
    cast.ended(person=one.circle.person_id)

    assert "Noor Haddad deltog i Provinsatsen" in accept(page, one).content.decode()
    assert accept(page, one, as_written="on").status_code == 302


def test_a_selection_asks_of_each_who_may_be_known(cast: Cast, page: Page) -> None:
    cast.enrolled(person=cast.person(**NOOR))
    known = referred(cast)
    new = referred(cast, facts=facts(cast.branch(), given_name="Sol", family_name="Ek"))

    asked = select(page, known, new)

    said = asked.content.decode()
    assert (asked.status_code, state(cast, known), state(cast, new)) == (
        422,
        "received",
        "received",
    )
    assert "Noor Haddad kan vara känd redan." in said
    assert "Sol Ek kan vara känd redan." not in said
    assert select(page, known, new, as_written="on").status_code == 302
    assert (state(cast, known), state(cast, new)) == ("accepted", "accepted")


def test_a_selection_that_takes_nobody_in_asks_nothing(cast: Cast, page: Page) -> None:
    cast.enrolled(person=cast.person(**NOOR))
    one = referred(cast)

    assert select(page, one, code="decline").status_code == 302
    assert state(cast, one) == "declined"


def test_what_is_wrong_is_mended_before_anything_is_asked(cast: Cast, page: Page) -> None:
    cast.enrolled(person=cast.person(**NOOR))
    one = referred(cast)

    said = select(page, one, present="").content.decode()

    assert "kan vara känd redan" not in said


def test_over_the_api_it_is_refused_with_a_code_and_done_on_a_yes(cast: Cast, page: Page) -> None:
    case = cast.enrolled(person=cast.person(**NOOR))
    one = referred(cast)
    there, karin = f"/api/v1/queue/{one.pk}/accept", page("karin")

    asked: Any = karin.post(there, {"fields": {}}, content_type="application/json")
    told = asked.json()

    assert (asked.status_code, told["code"]) == (422, "known_before")
    assert [fault["field"] for fault in told["faults"]] == ["as_written"]
    assert [each["url"] for each in told["known"]] == [reverse("participation", args=[case.pk])]
    done = karin.post(there, {"fields": {"as_written": True}}, content_type="application/json")
    assert done.json() == {"state": "accepted"}


def test_over_the_api_a_no_that_no_yes_helps_has_a_code_of_its_own(cast: Cast, page: Page) -> None:
    one, _case = same_record(cast)
    there = f"/api/v1/queue/{one.pk}/accept"

    told: Any = page("karin").post(
        there, {"fields": {"as_written": True}}, content_type="application/json"
    )

    assert (told.status_code, told.json()["code"]) == (422, "already_in")


def test_who_is_accepted_already_is_not_said_to_be_known_by_that(cast: Cast, page: Page) -> None:
    one = referred(cast)
    there, karin = f"/api/v1/queue/{one.pk}/accept", page("karin")
    sent: dict[str, Any] = {"data": {"fields": {}}, "content_type": "application/json"}
    assert karin.post(there, **sent).json() == {"state": "accepted"}
    again: Any = karin.post(there, **sent)
    assert again.status_code == 422
    assert "antagen" in str(again.json())
    assert again.json().get("code") not in ("already_in", "known_before")


def test_as_many_questions_are_put_however_many_are_chosen(cast: Cast, page: Page) -> None:
    cast.enrolled(person=cast.person(**NOOR))
    ones = [referred(cast) for _each in range(20)]

    counted = []
    for chosen in (ones[:2], ones):
        with CaptureQueriesContext(connection) as asked:
            said = select(page, *chosen).content.decode()
        assert said.count("Noor Haddad kan vara känd redan") == 2 * len(chosen)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_each_of_several_is_told_of_its_own(cast: Cast) -> None:
    """Noor och Elin väljs på samma möte: var och en får veta sitt, och inte den andras."""
    cast.enrolled(person=cast.person(**NOOR))
    elin = {"given_name": "Elin", "family_name": "Berg", "birth_date": date(1999, 1, 2)}
    cast.enrolled(person=cast.person(**elin))
    one = referred(cast)
    other = referred(cast, facts=facts(cast.branch("flen"), birth_year=1999, **elin))

    karin = cast.as_("karin")
    told = known_before_each(karin, [one, other])

    assert {key: [known.words.partition(" (")[0] for known in of] for key, of in told.items()} == {
        one: ["Noor Haddad"], other: ["Elin Berg"],
    }  # fmt: skip
    assert told[one] == known_before(karin, one)


def test_of_two_controllers_each_is_told_of_its_own_records_alone(cast: Cast) -> None:
    ones = {}
    for branch in ("flen", "katrineholm"):
        case = cast.enrolled(branch, person=cast.person(branch, **NOOR))
        ones[referred(cast, branch=branch)] = reverse("participation", args=[case.pk])

    told = known_before_each(cast.as_("eva"), list(ones))

    assert {one: [known.url for known in of] for one, of in told.items()} == {
        one: [url] for one, url in ones.items()
    }

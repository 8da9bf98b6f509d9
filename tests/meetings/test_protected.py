"""Law 5: who is with somebody protected at a meeting is sealed, and not written where identity is kept out."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.queries import sealed
from stafett.meetings.actions import Guest, book
from stafett.meetings.changing import change
from stafett.meetings.models import Called, Meeting, Role
from stafett.meetings.paper import own_copy
from stafett.meetings.rules import State
from stafett.meetings.summons import summons
from stafett.people.models import NOBODY, Person
from stafett.safeguards.actions import name_team
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, faults, get, send
from tests.cast import Cast
from tests.meetings.world import SOON, booked, calling

BESIDE = (Guest(Role.SUPPORT, name="Zqstod"), Guest(Role.INTERPRETER, name="Zqtolk"))
NAMES = ["Zqstod", "Zqtolk"]


def protect(cast: Cast, case: Participation, **told: Any) -> None:
    """From now on Karin alone sees the person, who is protected."""
    cast.as_everyone()
    post = cast.viewer("karin").posts[0]
    name_team([case.circle], [(post.unit_id, post.position_id)], by=cast.viewer("karin"))
    known = {"protection": "marked", "alias": "Skymning 1234", **told}
    Person.objects.filter(pk=case.person_id).update(**known)


def of_protected(cast: Cast) -> Meeting:
    """A meeting to come of somebody who is protected after it was booked."""
    case = cast.enrolled()
    one = booked(cast, case, on=SOON, guests=BESIDE)
    protect(cast, case)
    return Meeting.objects.select_related("participation__person").get(pk=one.pk)


def at(one: Meeting, name: str = "meeting") -> str:
    return reverse(name, args=[one.participation_id, one.pk])


def test_who_is_with_somebody_protected_is_said_by_role_and_named_on_the_sealed_page_alone(
    cast: Cast, page: Page
) -> None:
    one = of_protected(cast)
    client, key = page("karin"), one.participation_id
    for address in (
        reverse("meetings", args=[key]),
        at(one),
        f"/api/v1/participations/{key}/meetings",
    ):
        text = get(client, address).encode().decode("unicode_escape", "ignore")
        assert [name for name in NAMES if name in text] == []
        assert "stödperson" in get(client, address) or "st\\u00f6dperson" in get(client, address)
        assert "tolk" in get(client, address)
    text = get(client, f"/deltagare/{key}/skyddat/")
    assert "Kallad som tolk 16 juni 2025" in text
    assert [name for name in NAMES if name in text] == NAMES
    cast.as_everyone()
    Person.objects.filter(pk=one.participation.person_id).update(protection="", alias="")
    assert "Zqtolk (tolk)" in get(client, at(one))


def test_the_papers_name_somebody_protected_by_alias_alone_and_greet_nobody(cast: Cast) -> None:
    one = of_protected(cast)
    karin = cast.as_("karin")
    told = str(summons(one, karin).parts)
    assert "Hej! Du är kallad" in told
    assert "('Till', 'Skymning 1234')" in told
    one.state = State.HELD
    copy = str(own_copy(one, karin).parts)
    assert "('Namn', 'Skymning 1234')" in copy
    assert "Amina" not in told + copy


def test_what_is_sealed_stays_called_when_its_field_is_left_empty(cast: Cast, page: Page) -> None:
    one = of_protected(cast)
    client, address = page("karin"), at(one, "meeting_change")
    text = get(client, address)
    assert [name for name in NAMES if name in text] == []
    assert text.count("Förseglat. Lämna tomt") == 2
    send(client, address, purpose="Annat", interpreter="Zqandra")
    cast.as_everyone()
    rows = Called.objects.filter(role__in=["support", "interpreter"]).order_by("role")
    assert list(rows.values_list("name", flat=True)) == ["Zqandra", "Zqstod"]
    Person.objects.update(protection="", alias="")
    text = get(client, address)
    assert "Zqstod" in text
    send(client, address, support="")
    cast.as_everyone()
    assert not Called.objects.filter(role="support").exists()


def test_nobody_without_identity_has_a_named_support_person_or_interpreter(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    protect(cast, case, **NOBODY, protection="withheld", register_key="Skymning 1234")
    case.refresh_from_db()
    karin = cast.as_("karin")
    with pytest.raises(Refused, match="Skriv bara ”–” här: namn") as refused:
        book(case, calling(cast, guests=BESIDE), by=karin)
    assert set(refused.value.faults) == {"support", "interpreter"}
    one = book(case, calling(cast, on=SOON, guests=(Guest(Role.INTERPRETER, name="–"),)), by=karin)
    with pytest.raises(Refused, match="Skriv bara ”–” här: namn"):
        change(one, calling(cast, on=SOON, guests=BESIDE[:1]), by=karin)
    client = page("karin")
    assert "tolk" in get(client, at(one))
    answer = send(client, reverse("meeting_book", args=[case.pk]), 422, sort="multi_party",
                  on_day="2025-06-20", purpose="Prov", support="Zqstod")  # fmt: skip
    assert "inskriven utan identitet" in faults(answer)
    assert "Zqstod" not in get(client, f"/deltagare/{case.pk}/skyddat/")


def test_two_apps_do_not_tell_by_one_name_what_is_sealed() -> None:
    with pytest.raises(ValueError, match="already"):
        sealed.register("meetings", lambda viewer, case: ())

"""Does a link go to whom the consent names, and to nobody else?"""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.handover.actions import Hearing, Leaving, ask_by_link
from stafett.handover.models import Handover
from stafett.parties.actions import add_authority
from stafett.parties.rules import place_named
from stafett.safeguards.actions import Item
from stafett.safeguards.actions.links import Receiver, release_by_link
from stafett.safeguards.models import ConsentPart, Link, Release
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.accounts.openid.running import Running
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at
from tests.cast import TODAY, Cast
from tests.handover.giving import proposed
from tests.handover.test_pages import at as handing_at
from tests.links.test_handover_by_link import filled as asking
from tests.links.test_release_by_link import NINA, filled
from tests.links.walking import says, with_number

pytestmark = pytest.mark.loopback
BAKERY = "Norrs bageri"
BOARD = "Regionens vårdnämnd"
NAMES = [BOARD, "Psykiatrin", f"Psykiatrin, {BOARD}"]
ONLY = "En länk går bara till den som samtycket nämner"


@pytest.fixture
def one(cast: Cast, provider: Running) -> Participation:
    """A consent to the region's board, and to nobody else outside the team."""
    says(provider, NINA)
    one = with_number(cast)
    cast.consented(one, "Psykiatrin")
    return one


def test_a_release_to_another_organisation_is_refused_with_what_can_be_done_instead(
    cast: Cast, page: Page, one: Participation
) -> None:
    """Karin har ett samtycke till vårdnämnden, och skriver bageriet som mottagare."""
    told = filled(cast, organisation=BAKERY)
    refused = send(page("karin"), at(one, "lamna-ut/lank"), 422, **told)
    said = faults(refused)
    assert f"berättar för {BOARD}, inte för {BAKERY}" in said
    assert ONLY in said
    assert "fråga personen om samtycke dit först" in said
    assert BAKERY in refused.content.decode()
    assert not Link.objects.exists()
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", BOARD), (" regionens  VÅRDNÄMND", BOARD), ("psykiatrin", "Psykiatrin"),
     ("Region Sörmland, Regionens vårdnämnd", "Region Sörmland, Regionens vårdnämnd"),
     ("region sörmland", "Region Sörmland")],
)  # fmt: skip
def test_the_organisation_is_the_authority_or_a_unit_there(
    cast: Cast, page: Page, one: Participation, typed: str, kept: str
) -> None:
    send(page("karin"), at(one, "lamna-ut/lank"), 200, **filled(cast, organisation=typed))
    assert Link.objects.get().organisation == kept
    assert Release.objects.get().how == f"engångslänk till Nina Norr, {kept}"


def test_the_party_alone_is_not_enough_where_it_has_another_authority(
    cast: Cast, page: Page, one: Participation
) -> None:
    region = cast.unit("Psykiatrin").authority.party
    add_authority(region, "Regionstyrelsen", by=operator(TODAY))
    told = filled(cast, organisation=region.name)
    refused = send(page("karin"), at(one, "lamna-ut/lank"), 422, **told)
    assert f"berättar för {BOARD}, inte för {region.name}" in faults(refused)


def test_a_handover_to_one_whom_no_consent_names_cannot_be_asked_about_by_a_link(
    cast: Cast, page: Page, one: Participation
) -> None:
    """Karin vill lämna över till bageriet. Samtycket nämner vårdnämnden: ingen länk, och hon får veta vad hon
    kan göra."""
    proposed(cast, one, outside=BAKERY)
    text = get(page("karin"), handing_at(one, "lank"))
    assert f"berättar för {BOARD}, inte för {BAKERY}" in text
    assert "ringa eller träffa dem" in text
    refused = send(page("karin"), handing_at(one, "lank"), 422, **asking(cast))
    assert ONLY in faults(refused)
    assert not Link.objects.exists()


def test_a_handover_may_name_a_person_at_the_authority(
    cast: Cast, page: Page, one: Participation
) -> None:
    proposed(cast, one, outside="psykiatrin, Nina Norr")
    send(page("karin"), handing_at(one, "lank"), 200, **asking(cast))
    assert Link.objects.get().organisation == "Psykiatrin"


def test_only_the_authority_that_the_handover_is_to_is_offered(
    cast: Cast, page: Page, one: Participation
) -> None:
    """Samtycket nämner också Af. Överlämningen är till psykiatrin, så Af går inte att välja."""
    cast.consented(one, "Af Flen", "Psykiatrin")
    proposed(cast, one, outside="Psykiatrin")
    af = cast.unit("Af Flen").authority
    assert f">{af.name}</option>" not in get(page("karin"), handing_at(one, "lank"))
    send(page("karin"), handing_at(one, "lank"), 422, **asking(cast, about=af.pk))
    assert not Link.objects.exists()


def test_another_program_is_refused_the_same(cast: Cast, page: Page, one: Participation) -> None:
    proposed(cast, one, outside=BAKERY)
    path = f"/api/v1/participations/{one.pk}/forms/link_handover"
    seen = page("karin").get(path).json()["fields"]["seen"]
    sent = {"fields": asking(cast, heard="Ja", seen=seen)}
    answer = page("karin").post(path, sent, content_type="application/json")
    assert answer.status_code == 422
    assert ONLY in answer.json()["detail"]
    assert not Link.objects.exists()


def test_the_action_itself_refuses_whoever_the_consent_does_not_name(
    cast: Cast, one: Participation
) -> None:
    row = proposed(cast, one, outside=BAKERY, confirmed=False)
    leaving, by = Leaving(cast.outcome("arbete").pk), cast.as_("karin")
    with pytest.raises(Refused) as refused:
        ask_by_link(row, _items(one), Receiver("Nina", "", NINA), leaving, Hearing("Ja"), by=by)
    assert list(refused.value.faults) == ["about"]
    assert Handover.objects.get().given_on is None


def test_one_link_is_never_to_two_authorities(cast: Cast, one: Participation) -> None:
    cast.consented(one, "Af Flen", "Psykiatrin")
    with pytest.raises(Refused) as refused:
        release_by_link(_items(one), Receiver("Nina", "", NINA), by=cast.as_("karin"))
    assert list(refused.value.faults) == ["receivers"]
    assert not Release.objects.exists()


def _items(one: Participation) -> list[Item]:
    told: dict[str, Any] = {"circle": one.circle_id, "giver": one.controller_id}
    parts = ConsentPart.objects.filter(**told, information="agreement").order_by("pk")
    rows = parts.select_related("circle__person", "receiver__party")
    return [Item(part, "agreement", "Amina", "Överens", "Börjar måndag.") for part in rows]


@pytest.mark.parametrize(
    ("said", "somebody", "place"),
    [
        (BAKERY, True, ""), ("", False, ""), (f"Psykiatrin, {BAKERY}", False, ""),
        ("psykiatrin, Nina Norr", True, "Psykiatrin"), ("Psykiatrins vänner", True, ""),
        (f"psykiatrin, {BOARD}, Nina", True, f"Psykiatrin, {BOARD}"),
    ],
)  # fmt: skip
def test_a_place_is_known_by_its_whole_name(said: str, somebody: bool, place: str) -> None:
    assert place_named(said, NAMES, and_somebody=somebody) == place

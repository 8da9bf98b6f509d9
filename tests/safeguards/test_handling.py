"""A coordination association gets figures and no people: it is let in to no case, by no way (law.md § 2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from stafett.casework.actions import NewCase, involve
from stafett.casework.models import Involvement
from stafett.safeguards.actions import NewConsent, give_consent, let_in
from stafett.safeguards.models import Consent, Member
from stafett.safeguards.rules import Refused, Terms, parts_between
from tests.casework.conftest import Page
from tests.cast import TODAY, Cast

SAID = "Samordningsförbundet Prov är ett samordningsförbund"


def test_its_office_is_let_into_no_case(cast: Cast) -> None:
    one, office = cast.enrolled(), cast.unit("Kansliet")
    with pytest.raises(Refused, match=SAID):
        let_in(one.circle, [office.pk], from_day=TODAY, by=cast.viewer("karin"))
    assert not Member.objects.filter(circle=one.circle_id, unit=office).exists()


def test_no_consent_gives_it_anything(cast: Cast) -> None:
    one, office = cast.enrolled(), cast.unit("Kansliet").authority_id
    told = NewConsent(
        one.circle, "Att planera tillsammans", parts_between({one.controller_id, office}, {"course"}, {}),
        Terms(TODAY, TODAY + timedelta(days=90), TODAY + timedelta(days=45)), "Jag säger ja.", "oral",
        "person", "sv",
    )  # fmt: skip
    with pytest.raises(Refused, match=SAID):
        give_consent(told, by=cast.viewer("karin"))
    assert not Consent.objects.exists()


def test_it_has_no_case_of_its_own_with_anybody(cast: Cast) -> None:
    one, office = cast.enrolled(), cast.unit("Kansliet").authority
    case = NewCase(office.party_id, office.pk, TODAY)
    with pytest.raises(Refused, match=SAID):
        involve([(one, case)], by=cast.viewer("eva"))
    assert not Involvement.objects.exists()


@pytest.mark.parametrize("address", ["samtycke/nytt/", "parter/"])
def test_no_form_about_a_case_offers_it(address: str, cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    client: Client = page("eva")
    answer = client.get(f"/deltagare/{one.pk}/{address}")
    assert answer.status_code == 200
    offered = str(
        [field.field.choices for field in answer.context["form"] if field.name in ("unit", "party")]
    )
    assert "Af Flen" in offered
    assert "Kansliet" not in offered

"""A coordination association gets figures and no people: it is let in to no case, by no way (law.md § 2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from stafett.casework.actions import Exit, NewCase, close, involve
from stafett.casework.models import Involvement, Participation
from stafett.parties import actions as parties
from stafett.parties.forms.places import KindChange
from stafett.parties.models import Party, Unit
from stafett.parties.refusals import Refused as NotHere
from stafett.safeguards.actions import (
    NewConsent,
    NewProvision,
    give_consent,
    let_in,
    record_provision,
)
from stafett.safeguards.handling import faults_of_meeting_nobody
from stafett.safeguards.models import Consent, Member, Opening
from stafett.safeguards.rules import Refused, Terms, parts_between
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, get
from tests.cast import TODAY, Cast
from tests.handover.giving import proposed
from tests.meetings.world import booked

SAID = "Samordningsförbundet Prov hanterar inga enskilda"


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


@pytest.fixture
def another(cast: Cast) -> Unit:
    """The office of an association that Stafett has no shares of: it is one by its kind alone."""
    by = cast.viewer("eva")
    kind = parties.add_kind("forbund", "Förbund", by=by, handles_people=False)
    party = parties.add_party(kind, "Förbundet i Dalen", "Dalen", by=by)
    return parties.add_unit(
        parties.add_authority(party, "Förbundet i Dalen", by=by), "Dalkansliet", by=by
    )


def test_one_by_its_kind_alone_is_let_into_no_case_either(
    cast: Cast, another: Unit, page: Page
) -> None:
    one, said = cast.enrolled(), "Förbundet i Dalen hanterar inga enskilda"
    with pytest.raises(Refused, match=said):
        let_in(one.circle, [another.pk], from_day=TODAY, by=cast.viewer("karin"))
    with pytest.raises(Refused, match=said):
        cast.consented(one, "Dalkansliet")
    with pytest.raises(Refused, match=said):
        booked(cast, one, "Dalkansliet")
    told = NewProvision(
        one.controller,
        another.authority,
        Opening.KEEPING,
        (),
        "Avtal 2024:1",
        cast.viewer("eva").day,
    )
    with pytest.raises(Refused, match=said):
        record_provision(told, by=operator(TODAY))
    for address in ("samtycke/nytt/", "parter/", "moten/boka/"):
        text = get(page("karin"), f"/deltagare/{one.pk}/{address}")
        assert "Af Flen" in text
        assert "Dalkansliet" not in text


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


def test_nobody_is_left_with_it_or_handed_over_to_it(cast: Cast, another: Unit, page: Page) -> None:
    one, said = cast.enrolled(), "Förbundet i Dalen hanterar inga enskilda"
    told = Exit(TODAY, cast.outcome("arbete").pk, "holder", next_unit_id=another.pk)
    with pytest.raises(Refused, match=said):
        close([(one, told)], by=cast.viewer("karin"))
    with pytest.raises(Refused, match=said):
        proposed(cast, one, another.name)
    for address in ("avsluta/", "overlamning/"):
        assert "Dalkansliet" not in get(page("karin"), f"/deltagare/{one.pk}/{address}")


STOPPED = "är med i ärenden eller i samtycken som gäller"


@pytest.mark.parametrize("name", ["AUC", "Af Flen"])
def test_a_kind_in_use_goes_on_handling_people(name: str, cast: Cast, page: Page) -> None:
    """One keeps the register, the other stands in a consent that nobody has acted on yet."""
    cast.consented(cast.enrolled(), "Af Flen")
    kind = cast.unit(name).authority.party.kind
    with pytest.raises(NotHere, match=STOPPED):
        parties.change(kind, by=operator(TODAY), handles_people=False)
    kind.refresh_from_db()
    assert kind.handles_people


def test_a_kind_that_meets_nobody_can_stop_handling_people(cast: Cast) -> None:
    cast.enrolled()
    kind = parties.add_kind("kyrka", "Kyrka", by=operator(TODAY))
    parties.change(kind, by=operator(TODAY), name="Församling", handles_people=False)
    kind.refresh_from_db()
    assert (kind.name, kind.handles_people) == ("Församling", False)


@pytest.mark.parametrize(("when", "stopped"), [(-1, False), (0, False), (1, True)])
def test_a_kind_whose_units_have_left_can_stop(when: int, stopped: bool, cast: Cast) -> None:
    one, unit = cast.enrolled(), cast.unit("Af Flen")
    let_in(one.circle, [unit.pk], from_day=TODAY - timedelta(days=9), by=cast.viewer("karin"))
    cast.as_everyone()
    until = TODAY + timedelta(days=when)
    Member.objects.filter(circle=one.circle_id, unit=unit).update(until_day=until)
    assert bool(faults_of_meeting_nobody(unit.authority.party.kind, TODAY)) is stopped


def test_the_form_of_a_kind_says_why_it_goes_on_at_its_own_tick(cast: Cast) -> None:
    kind = cast.enrolled().controller.party.kind
    told = {"name": kind.name, "funding_group": kind.funding_group, "colour": kind.colour}
    form = KindChange(told | {"seen": KindChange(instance=kind).initial["seen"]}, instance=kind)
    assert form.is_valid(), form.errors
    assert not form.keep(operator(TODAY))
    assert STOPPED in form.errors["handles_people"][0]


@pytest.mark.usefixtures("another")
def test_nobody_is_referred_by_one_but_what_is_recorded_stays(cast: Cast, page: Page) -> None:
    one, address = cast.enrolled(), "/deltagare/%s/ratta/"
    offered = dict(
        flat(page("karin").get(address % one.pk).context["form"]["referring_party"].field)
    )
    assert "Arbetsförmedlingen" in offered.values()
    assert "Förbundet i Dalen" not in offered.values()
    theirs = Party.objects.get(name="Förbundet i Dalen")
    cast.as_everyone()
    Participation.objects.filter(pk=one.pk).update(referring_party=theirs)
    assert "Förbundet i Dalen" in get(page("karin"), address % one.pk)


def flat(field: Any) -> Iterator[tuple[str, str]]:
    """The choices of a field without their groups."""
    for key, label in field.choices:
        yield from label if isinstance(label, list) else [(key, label)]

"""Is there never a second of a pair without a first, and does each of several units name its own? (A7 D8)"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stafett.casework.actions import correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.actions.sharing import take_from_others
from stafett.casework.models import Assignment, Participation, Teammate, TeamPart
from stafett.casework.rules import Held, joined
from stafett.database.batch import settle
from stafett.meetings.models import Meeting
from stafett.parties import actions as parties
from stafett.parties.models import Position
from stafett.safeguards.rules import Refused
from tests.casework.team_world import FK, fatimas, guns, name, shares, together
from tests.casework.test_sharing_shown import get, send
from tests.casework.unit_world import BY, give, karins, nils
from tests.cast import START, TODAY, Cast
from tests.meetings.world import booked

CONTACT, SECOND, PAIR = TeamPart.CONTACT, TeamPart.SECOND, TeamPart.PAIR
YESTERDAY = replace(BY, day=TODAY - timedelta(days=1))


def test_nobody_is_in_a_pair_with_nobody(cast: Cast, page: Any) -> None:
    case, other, gun = together(cast), nils(cast), guns(cast)
    for part, post in ((PAIR, other), (SECOND, gun)):
        with pytest.raises(Refused, match="Ärendet har ingen hos er att vara i par med"):
            name(cast, [case], part, post)
    where = reverse("case_pair", args=[case.pk])
    assert "välj handläggare eller kontaktperson först" in send(
        page("karin"), where, 422, to=other.pk
    )
    assert shares(case) == []


def test_when_the_contact_person_is_let_go_the_second_is_the_contact_person(cast: Cast) -> None:
    case = pair_at_fk(cast)
    name(cast, [case], CONTACT, None, unit=FK, because="Slutar")
    assert shares(case) == [
        ("caseworker", "contact", TODAY - timedelta(days=1), TODAY),
        ("Samordnare", "second", TODAY - timedelta(days=1), TODAY),
        ("Samordnare", "contact", TODAY, None),
    ]  # fmt: skip
    settle()


def test_both_of_a_pair_are_let_go_at_once_on_the_page(cast: Cast, page: Any) -> None:
    case = pair_at_fk(cast)
    where = reverse("contact_person", args=[case.pk])
    said = send(page("fatima"), where, because="Avslutat hos oss")
    assert "Ingen hos er är kontaktperson nu." in said
    assert {row[3] for row in shares(case)} == {TODAY}


def test_the_two_of_a_pair_change_places_on_the_page(cast: Cast, page: Any) -> None:
    case = pair_at_fk(cast)
    first, second = fatimas(cast), Position.objects.get(title="Samordnare")
    where = reverse("contact_person", args=[case.pk])
    send(page("fatima"), where, to=second.pk, second=first.pk, because="Byter")
    now = [row[:2] for row in shares(case) if row[3] is None]
    assert sorted(now) == [("Samordnare", "contact"), ("caseworker", "second")]


def test_the_one_of_a_pair_who_is_left_in_a_named_team_has_the_case_and_what_belongs_to_it(
    cast: Cast,
) -> None:
    case, other = cast.enrolled(), nils(cast)
    give(cast, [case], karins(cast), YESTERDAY)
    name(cast, [case], PAIR, other, by=YESTERDAY)
    made = booked(cast, case, by="karin").pk
    take_from_others([case.circle_id], [other.pk], by=BY)
    assert Assignment.objects.get(participation=case, until_day=None).position == other
    assert shares(case) == [("Handläggare", "pair", TODAY - timedelta(days=1), TODAY)]
    assert Meeting.objects.get(pk=made).position == other
    settle()


def test_the_second_who_is_left_in_a_named_team_is_the_contact_person(cast: Cast) -> None:
    case = pair_at_fk(cast)
    second = Position.objects.get(title="Samordnare")
    take_from_others([case.circle_id], [second.pk], by=BY)
    assert [row[:2] for row in shares(case) if row[3] is None] == [("Samordnare", "contact")]
    settle()


def pair_at_fk(cast: Cast) -> Participation:
    """A case in which Fatima is FK's contact person since yesterday, in a pair with Gun."""
    case, gun = together(cast), guns(cast)
    name(cast, [case], CONTACT, fatimas(cast), by=YESTERDAY)
    name(cast, [case], SECOND, gun, by=YESTERDAY)
    return case


def test_a_pair_follows_whoever_has_the_case_when_the_start_is_corrected(cast: Cast) -> None:
    case = cast.enrolled()
    long_ago = replace(BY, day=case.starts_on)
    give(cast, [case], karins(cast), long_ago)
    name(cast, [case], PAIR, nils(cast), by=long_ago)
    told = replace(as_told(case), starts_on=case.starts_on + timedelta(days=9))
    correct([(case, told)], by=BY, because="fel dag", only={"starts_on"})
    first = case.starts_on
    assert [row[2:] for row in shares(case)] == [(told.starts_on, None)] == [(first, None)]
    settle()


def test_a_pair_stays_whole_over_those_who_have_had_the_case(cast: Cast) -> None:
    case, other = cast.enrolled(), nils(cast)
    next_one = parties.open_post(cast.unit("AUC"), "caseworker", "Ny", from_day=START, by=BY)
    who = parties.add_staff(cast.unit("AUC").authority, "Bo Bok", by=BY)
    parties.appoint(who, next_one, from_day=START, by=BY)
    give(cast, [case], karins(cast), replace(BY, day=case.starts_on))
    name(cast, [case], PAIR, other, by=replace(BY, day=case.starts_on))
    give(cast, [case], next_one, YESTERDAY)
    told = replace(as_told(case), starts_on=case.starts_on - timedelta(days=9))
    correct([(case, told)], by=BY, because="fel dag", only={"starts_on"})
    assert [row[2:] for row in shares(case)] == [(told.starts_on, None)]
    settle()


def test_times_that_meet_are_one_and_others_are_not() -> None:
    january, february, march = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)
    first, rest = Held(1, january, february), Held(1, february, None)
    assert joined([first, Held(2, january, None), rest]) == [
        Held(1, january, None), Held(2, january, None),
    ]  # fmt: skip
    assert joined([first, Held(1, march, None)]) == [first, Held(1, march, None)]


@pytest.mark.parametrize("part", [SECOND, PAIR])
def test_the_database_holds_that_no_second_begins_alone(cast: Cast, part: TeamPart) -> None:
    case = together(cast)
    post, unit = (guns(cast), FK) if part == SECOND else (nils(cast), "AUC")
    with pytest.raises(IntegrityError, match="casework_pair_has_a_first"), transaction.atomic():
        Teammate.objects.create(
            controller=case.controller, owner_authority=case.controller, kind="involvement",
            participation=case, unit=cast.unit(unit), position=post, part=part, from_day=TODAY,
        )  # fmt: skip
        settle()


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.parametrize("at_holder", [True, False])
def test_the_database_holds_that_no_second_is_left_alone(
    cast: Cast, gone: bool, at_holder: bool
) -> None:
    case = pair_at_fk(cast)
    give(cast, [case], karins(cast), YESTERDAY)
    name(cast, [case], PAIR, nils(cast), by=YESTERDAY)
    settle()
    with pytest.raises(IntegrityError, match="casework_pair_has_a_first"), transaction.atomic():
        firsts = (
            Assignment.objects.filter(participation=case)
            if at_holder
            else Teammate.objects.filter(participation=case, part=CONTACT)
        )
        if gone:
            firsts.delete()
        else:
            firsts.update(until_day=TODAY)
        settle()


def two_units(cast: Cast) -> Participation:
    """A case with FK Eskilstuna and another of FK's units in it, in both of which Fatima works."""
    case = together(cast)
    there = cast.unit(FK)
    other = parties.add_unit(there.authority, "FK Nyköping", by=BY)
    post = parties.open_post(other, "caseworker", "Utredare", from_day=START, by=BY)
    parties.appoint(fatimas(cast).tenures.get().staff, post, from_day=START, by=BY)
    cast.consented(case, "FK Nyköping")
    return case


def test_who_works_in_two_units_of_a_case_names_the_contact_person_of_each(
    cast: Cast, page: Any
) -> None:
    case, logged_in = two_units(cast), page("fatima")
    head = " ".join(get(logged_in, reverse("participation", args=[case.pk])).split())
    post = Position.objects.get(title="Utredare")
    where = f"{reverse('contact_person', args=[case.pk])}?enhet={post.unit_id}"
    assert "Välj kontaktperson för FK Eskilstuna" in head
    assert f'href="{where}"' in head
    assert "Det gäller FK Nyköping." in get(logged_in, where)
    said = send(logged_in, where, of_unit=post.unit_id, to=post.pk)
    assert "Fatima Kassa, Utredare är kontaktperson nu." in said
    assert "Ändra kontaktperson för FK Nyköping" in said
    assert "Välj kontaktperson för FK Eskilstuna" in said
    assert [row[0] for row in shares(case)] == ["Utredare"]


def test_over_the_api_each_of_several_units_is_asked_for_by_its_key(cast: Cast, page: Any) -> None:
    case, logged_in = two_units(cast), page("fatima")
    post = Position.objects.get(title="Utredare")
    where = f"/api/v1/participations/{case.pk}/forms/contact_person"
    first = logged_in.get(where).json()
    assert [name for _key, name in first["choices"]["of_unit"]] == [FK, "FK Nyköping"]
    assert first["fields"]["of_unit"] == str(fatimas(cast).unit_id)
    told = logged_in.get(where, {"of_unit": post.unit_id}).json()
    assert [key for key, _name in told["choices"]["to"]] == ["", str(post.pk)]
    fields = {"of_unit": post.unit_id, "to": post.pk, "seen": told["fields"]["seen"]}
    answer = logged_in.post(where, {"fields": fields}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert [row[0] for row in shares(case)] == ["Utredare"]


def test_a_unit_that_is_none_of_theirs_is_told_so(cast: Cast, page: Any) -> None:
    case, logged_in = two_units(cast), page("fatima")
    where = reverse("contact_person", args=[case.pk])
    assert "Det gäller FK Eskilstuna." in get(logged_in, f"{where}?enhet=0")
    send(logged_in, where, 422, of_unit=cast.unit("AUC").pk, to=fatimas(cast).pk)
    assert shares(case) == []

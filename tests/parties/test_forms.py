"""Changing what is known about parties, on the pages: rightly, wrongly, and at the same time as another."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse

from stafett.frame.formats import plain_day
from stafett.parties import actions
from stafett.parties.models import (
    Agreement,
    Association,
    Authority,
    Group,
    Party,
    PartyKind,
    Position,
    Tenure,
    Unit,
)
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.parties.filling_in import fill_in, filled_in, told
from tests.parties.places import (
    FOR_EDITORS,
    FROM_INSIDE,
    FROM_OFFICE,
    agreement,
    association,
    coach,
    group,
    tenure,
)

BY = operator(TODAY)


@pytest.fixture
def eva(page: Any) -> Any:
    """The project leader, at Flens arbetsmarknadsnämnd."""
    return page("eva")


@pytest.fixture
def rakel(page: Any) -> Any:
    """The association's office."""
    return page("rakel")


def test_a_kind_and_a_party_of_it_are_added(cast: Cast, eva: Any) -> None:
    response = fill_in(eva, reverse("kind_new"), code="provider", name="Utförare", colour="7")
    assert response["Location"] == reverse("parties")
    response = fill_in(
        eva, reverse("party_new"), kind="provider", name="Folkhögskolan", short_name="Fhsk"
    )
    made = Party.objects.get(name="Folkhögskolan")
    assert response["Location"] == reverse("party", args=[made.pk])
    assert (made.kind.name, made.kind.colour) == ("Utförare", 7)


def test_a_code_that_is_taken_is_told_and_what_was_typed_stays(cast: Cast, eva: Any) -> None:
    response = fill_in(eva, reverse("kind_new"), code="af", name="Något annat")
    assert "Koden finns redan" in told(response)
    assert 'value="Något annat"' in response.content.decode()
    assert PartyKind.objects.get(code="af").name == "Arbetsförmedlingen"


def test_a_code_that_is_an_address_is_refused(cast: Cast, eva: Any) -> None:
    assert "sidans adress" in told(fill_in(eva, reverse("kind_new"), code="nytt", name="Nytt"))


def test_a_kinds_colour_changes_and_its_code_stays(cast: Cast, eva: Any) -> None:
    fill_in(eva, FOR_EDITORS["kind_edit"](cast), colour="7")
    assert PartyKind.objects.get(code="provider").colour == 7


def test_a_party_of_the_same_name_is_refused(cast: Cast, eva: Any) -> None:
    response = fill_in(
        eva, reverse("party_new"), kind="municipality", name="Flens kommun", short_name="F"
    )
    assert "En part med det namnet finns redan" in told(response)


def test_a_party_is_renamed_and_told_its_municipality(cast: Cast, eva: Any) -> None:
    fill_in(eva, FOR_EDITORS["party_edit"](cast), name="Flens stad", municipality="0482")
    assert Party.objects.get(name="Flens stad").municipality_id == "0482"


def test_an_authority_is_added_with_its_number(cast: Cast, eva: Any) -> None:
    address = FOR_EDITORS["authority_new"](cast)
    response = fill_in(eva, address, name="Flens kulturnämnd", organisation_number="2120000143")
    assert "tio siffror" in told(response)
    fill_in(eva, address, name="Flens kulturnämnd", organisation_number="2120000142")
    assert Authority.objects.get(name="Flens kulturnämnd").organisation_number == "212000-0142"


def test_an_authority_may_be_without_number(cast: Cast, eva: Any) -> None:
    fill_in(eva, FOR_EDITORS["authority_edit"](cast), data_act="2001:454")
    assert cast.unit("AUC").authority.data_act == "2001:454"


def test_a_unit_is_added_renamed_and_closed(cast: Cast, eva: Any) -> None:
    response = fill_in(eva, FOR_EDITORS["unit_new"](cast), name="AUC")
    assert "redan en enhet" in told(response)
    fill_in(eva, FOR_EDITORS["unit_new"](cast), name="Ungdomshuset", valid_from="2024-01-01")
    unit = Unit.objects.get(name="Ungdomshuset")
    address = reverse("unit_edit", args=[unit.pk])
    assert "före den första" in told(fill_in(eva, address, valid_to="2023-12-31"))
    fill_in(eva, address, valid_to="2025-12-31")
    assert str(Unit.objects.get(pk=unit.pk).valid_to) == "2025-12-31"


def test_a_post_is_opened_with_its_share_and_filled(cast: Cast, eva: Any) -> None:
    fill_in(
        eva, FOR_EDITORS["post_new"](cast), role="coach", title="Projektcoach", full_time="25",
        from_day="2024-01-01", last_day="2024-12-31",
    )  # fmt: skip
    post = Position.objects.get(title="Projektcoach")
    assert (post.full_time, str(post.until_day)) == (Decimal("0.25"), "2025-01-01")
    fill_in(eva, reverse("appoint", args=[post.pk]), new_name="Amir Ny", from_day="2024-02-01",
            last_day="2024-06-30", stands_in="on")  # fmt: skip
    held = Tenure.objects.get(position=post)
    assert (held.staff.name, held.stands_in, str(held.until_day)) == ("Amir Ny", True, "2024-07-01")


def test_a_post_of_no_share_is_refused(cast: Cast, eva: Any) -> None:
    response = fill_in(eva, FOR_EDITORS["post_new"](cast), role="coach", title="C", full_time="0")
    assert "mer än 0 och högst 100 procent" in told(response)


def test_the_roles_to_choose_are_those_that_one_may_fill_there(cast: Cast, page: Any) -> None:
    eva = page("eva")
    assert 'value="caseworker"' in eva.get(FOR_EDITORS["post_new"](cast)).content.decode()
    board = reverse("post_new", args=[cast.unit("Försörjningsstöd").pk])
    outside = eva.get(board).content.decode()
    assert 'value="caseworker"' not in outside
    assert 'value="association_office"' not in outside
    assert 'value="evaluator"' in outside


def test_two_holders_at_once_are_told_and_nothing_is_half_saved(cast: Cast, eva: Any) -> None:
    people = coach().unit.authority.staff.count()
    response = fill_in(eva, FROM_INSIDE["appoint"](cast), new_name="Amir Ny", from_day="2024-05-01")
    assert "Någon annan har befattningen" in told(response)
    assert 'value="Amir Ny"' in response.content.decode()
    assert coach().unit.authority.staff.count() == people


def test_one_person_gets_a_post_known_or_new_not_both(cast: Cast, eva: Any) -> None:
    address = FROM_INSIDE["appoint"](cast)
    karin = tenure().staff
    for typed in ({}, {"staff": karin.pk, "new_name": "Ny"}):
        assert "Bara det ena" in told(fill_in(eva, address, **typed))


def test_somebody_known_gets_the_post_after_the_one_before(cast: Cast, eva: Any) -> None:
    lena = cast.user("lena").staff
    assert lena
    assert "Sista dagen ligger före" in told(
        fill_in(eva, FROM_INSIDE["leave"](cast), last_day="2023-12-01")
    )
    fill_in(eva, FROM_INSIDE["leave"](cast), last_day="2024-12-31")
    fill_in(eva, FROM_INSIDE["appoint"](cast), staff=lena.pk, from_day="2025-01-01")
    assert [t.staff.name for t in coach().tenures.order_by("from_day")] == ["Karin Ek", "Lena Chef"]


def test_a_post_is_changed_and_its_history_says_by_whom(cast: Cast, eva: Any) -> None:
    fill_in(eva, FROM_INSIDE["post_edit"](cast), title="Projektcoach", full_time="50")
    post = coach()
    assert (post.title, post.full_time) == ("Projektcoach", Decimal("0.5"))
    event = post.events.select_related("pgh_context").get()
    assert event.title == "coach"
    assert event.pgh_context.metadata["name"] == "Eva Led"


def test_a_stale_form_shows_both_and_a_second_save_goes_through(cast: Cast, eva: Any) -> None:
    address = FROM_INSIDE["post_edit"](cast)
    opened = filled_in(eva.get(address))
    actions.change_post(coach(), by=BY, title="Vägledare")
    refused = eva.post(address, {**opened, "title": "Projektcoach"})
    assert "Det här har ändrats sedan du öppnade" in told(refused)
    page = refused.content.decode()
    assert "<td>Vägledare</td><td>Projektcoach</td>" in page
    assert "Andel av heltid" not in page.split("<tbody>")[1].split("</tbody>")[0]
    assert coach().title == "Vägledare"
    assert eva.post(address, filled_in(refused)).status_code == 302
    assert coach().title == "Projektcoach"


def test_a_form_without_its_mark_is_saved_as_it_is(cast: Cast, eva: Any) -> None:
    address = FROM_INSIDE["post_edit"](cast)
    eva.post(address, {"title": "Projektcoach", "full_time": "100"})
    assert coach().title == "Projektcoach"


def test_an_association_is_formed_with_shares_that_sum_to_one(cast: Cast, rakel: Any) -> None:
    af, flen = cast.party("Af"), cast.party("Flen")
    address = reverse("association_new")
    own = actions.add_authority(cast.party("Förbundet"), "Nya förbundet", by=cast.viewer("rakel"))
    typed = {"authority": own.pk, "name": "Nya förbundet",
             "from_day": "2024-01-01", "party_1": af.pk, "share_1": "1/2"}  # fmt: skip
    assert "tillsammans 1/2, inte 1" in told(fill_in(rakel, address, **typed))
    fill_in(rakel, address, **typed, party_2=flen.pk, share_2="50 %")
    made = Association.objects.get(name="Nya förbundet")
    assert [m.party for m in made.members.order_by("party__kind__colour")] == [af, flen]


def test_an_authority_is_one_association_only(cast: Cast, rakel: Any) -> None:
    response = fill_in(
        rakel, reverse("association_new"), authority=association().authority_id, name="Igen",
        party_1=cast.party("Af").pk, share_1="1",
    )  # fmt: skip
    assert "redan ett förbund" in told(response)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"share_1": ""}, "hur stor del"),
        ({"party_1": ""}, "vem andelen gäller"),
        ({"share_1": "många"}, "1/4, 25 % eller 0,25"),
        ({f"{kind}_{n}": "" for kind in ("party", "share") for n in range(1, 6)}, "Minst en part"),
    ],
)
def test_a_row_of_shares_is_whole(
    cast: Cast, rakel: Any, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in told(fill_in(rakel, FROM_OFFICE["shares_edit"](cast), **typed))


def test_the_same_party_on_two_rows_is_told(cast: Cast, rakel: Any) -> None:
    first = filled_in(rakel.get(FROM_OFFICE["shares_edit"](cast)))["party_1"]
    response = fill_in(
        rakel, FROM_OFFICE["shares_edit"](cast), share_1="1/8", party_6=first, share_6="1/8"
    )
    assert "Samma part står på två rader" in told(response)


def test_more_rows_keep_what_was_typed_and_judge_nothing(cast: Cast, rakel: Any) -> None:
    response = fill_in(rakel, FROM_OFFICE["shares_edit"](cast), share_1="en fjärdedel")
    more = rakel.post(FROM_OFFICE["shares_edit"](cast), {**filled_in(response), "more": "1"})
    page = more.content.decode()
    assert more.status_code == 200
    assert 'value="en fjärdedel"' in page
    assert 'name="share_12"' in page
    assert 'class="summary"' not in page


def test_somebody_may_be_member_without_a_share_of_their_own(cast: Cast, rakel: Any) -> None:
    fill_in(
        rakel, FROM_OFFICE["shares_edit"](cast), share_1="0", share_2="1/2", from_day="2025-01-01"
    )
    shares = association().members.filter(from_day="2025-01-01")
    assert shares.filter(share_numerator=0).count() == 1


def test_shares_that_another_has_changed_are_shown_beside_ones_own(cast: Cast, rakel: Any) -> None:
    address = FROM_OFFICE["shares_edit"](cast)
    opened = filled_in(rakel.get(address))
    flen = cast.party("Flen")
    actions.change_shares(association(), [(flen, Fraction(1))], from_day=TODAY, by=BY)
    refused = rakel.post(address, opened)
    assert "Det här har ändrats" in told(refused)
    assert "<td>Flens kommun</td><td>Arbetsförmedlingen</td>" in refused.content.decode()


def test_a_group_is_formed_given_a_seat_and_changed(cast: Cast, rakel: Any) -> None:
    fill_in(rakel, reverse("group_new"), name="Styrgruppen", association=association().pk)
    made = Group.objects.get(name="Styrgruppen")
    address = reverse("seat_new", args=[made.pk])
    fill_in(rakel, address, position=coach().pk, from_day="2024-01-01")
    assert "redan en plats" in told(fill_in(rakel, address, position=coach().pk))
    fill_in(rakel, reverse("seat_end", args=[made.members.get().pk]), last_day="2024-06-30")
    assert str(made.members.get().until_day) == "2024-07-01"
    fill_in(rakel, reverse("group_edit", args=[made.pk]), mandate="Budget", hands_up_to=group().pk)
    assert Group.objects.get(pk=made.pk).hands_up_to == group()


def test_a_group_hands_nothing_up_to_itself(cast: Cast, rakel: Any) -> None:
    made = group()
    response = fill_in(rakel, reverse("group_edit", args=[made.pk]), hands_up_to=made.pk)
    assert "Valet finns inte" in told(response)


def test_an_agreement_is_recorded_and_prolonged(cast: Cast, eva: Any) -> None:
    af, flen = cast.party("Af").pk, cast.party("Flen").pk
    typed = {"title": "Samverkan", "parties": [af, flen], "valid_from": "2024-01-01"}
    response = fill_in(eva, reverse("agreement_new"), **typed, valid_to="2023-01-01")
    assert "Sista dagen ligger före" in told(response)
    fill_in(eva, reverse("agreement_new"), **typed, valid_to="2024-12-31")
    made = Agreement.objects.get()
    fill_in(eva, reverse("agreement_edit", args=[made.pk]), valid_to="2025-12-31")
    made.refresh_from_db()
    assert str(made.valid_to) == "2025-12-31"
    assert made.parties.count() == 2


def test_a_stale_agreement_tells_its_parties_by_name(cast: Cast, eva: Any) -> None:
    made = agreement()
    address = reverse("agreement_edit", args=[made.pk])
    af, flen = cast.party("Af"), cast.party("Flen")
    opened = filled_in(eva.get(address))
    actions.change_agreement(made, [flen, af], by=BY, title="Annat namn")
    refused = eva.post(address, {**opened, "parties": [flen.pk], "valid_to": str(START)})
    page = refused.content.decode()
    assert "<td>Arbetsförmedlingen, Flens kommun</td><td>Flens kommun</td>" in page
    assert f"<td>–</td><td>{plain_day(START)}</td>" in page


def test_a_last_day_far_in_the_past_is_pointed_out(cast: Cast, eva: Any) -> None:
    early = START - timedelta(days=200_000)
    assert "Året ska vara" in told(fill_in(eva, FROM_INSIDE["leave"](cast), last_day=str(early)))

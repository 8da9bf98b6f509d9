"""Do both of a pair, and a contact person, have the case among their own, and who moves it? (A7 A20)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.models import Holding, Participation, TeamPart
from stafett.casework.noticing import mine_or_nobodys
from stafett.casework.queries.between import MINE, UNIT, scope_of
from stafett.casework.queries.unit import NOBODY, unit_page
from stafett.meetings.noticing import my_meetings
from stafett.meetings.queries.today import TO_COME
from stafett.parties import actions as parties
from stafett.safeguards.queries import viewer_of
from tests.casework.team_world import FK, fatimas, guns, manager_of, name, shares, together
from tests.casework.test_sharing_shown import send
from tests.casework.unit_world import BY, give, karins, nils
from tests.cast import TODAY, Cast
from tests.meetings.world import booked

CONTACT, SECOND, PAIR = TeamPart.CONTACT, TeamPart.SECOND, TeamPart.PAIR


def in_pair(cast: Cast) -> Participation:
    """A case that Karin has, in a pair with Nils."""
    case, other = cast.enrolled(), nils(cast)
    give(cast, [case], karins(cast))
    name(cast, [case], PAIR, other)
    return case


def test_both_of_a_pair_have_the_case_in_mina_and_between_the_chairs(cast: Cast, page: Any) -> None:
    case = in_pair(cast)
    for who in ("karin", "nils"):
        text = page(who).get(reverse("participants"), {"mina": "on"}).content.decode()
        assert str(case.pk) in text, who
        assert case.pk in scope_of(cast.as_(who), MINE).cases, who


def test_another_in_the_unit_has_not_what_a_pair_has(cast: Cast, page: Any) -> None:
    case, viewer = in_pair(cast), cast.as_("lena")
    text = page("lena").get(reverse("participants"), {"mina": "on"}).content.decode()
    assert str(case.pk) not in text
    assert case.pk not in scope_of(viewer, MINE).cases
    assert case.pk in scope_of(viewer, UNIT).cases


def test_a_contact_person_has_the_case_of_others_in_mina(cast: Cast, page: Any) -> None:
    case = together(cast)
    guns(cast)
    name(cast, [case], CONTACT, fatimas(cast))
    where, asked = reverse("participants"), {"mina": "on"}
    assert str(case.pk) in page("fatima").get(where, asked).content.decode()
    assert str(case.pk) not in page("gun").get(where, asked).content.decode()


def test_what_ones_own_authority_sees_to_in_others_cases_is_the_contact_persons(cast: Cast) -> None:
    """Nobody chosen: all of the unit's; somebody: theirs; a vacant post: all of the unit's again (law 1)."""
    case, gun = together(cast), guns(cast)
    assert [beside(cast, who, MINE, case) for who in ("fatima", "gun")] == [True, True]
    name(cast, [case], CONTACT, gun)
    assert [beside(cast, who, MINE, case) for who in ("fatima", "gun")] == [False, True]
    assert beside(cast, "fatima", UNIT, case)
    parties.leave(gun.tenures.get(), on=TODAY, by=BY)
    assert beside(cast, "fatima", MINE, case)


def test_the_second_of_a_pair_sees_to_it_too(cast: Cast) -> None:
    case = together(cast)
    name(cast, [case], CONTACT, guns(cast))
    name(cast, [case], SECOND, fatimas(cast))
    assert [beside(cast, who, MINE, case) for who in ("fatima", "gun")] == [True, True]


def test_whoever_stands_in_for_the_contact_person_sees_to_it(cast: Cast) -> None:
    case, gun = together(cast), guns(cast)
    name(cast, [case], CONTACT, gun)
    fatima = fatimas(cast).tenures.get().staff
    parties.stand_in(fatima, gun, from_day=TODAY, until_day=TODAY + timedelta(days=9),
                     because="semester", by=BY)  # fmt: skip
    assert beside(cast, "fatima", MINE, case)


def beside(cast: Cast, who: str, asked: str, case: Participation) -> bool:
    cast.as_(who)
    return case.pk in scope_of(viewer_of(cast.user(who), TODAY), asked).beside


def test_both_of_a_pair_are_told_of_the_case_and_have_its_meetings(cast: Cast) -> None:
    case = in_pair(cast)
    made = booked(cast, case).pk
    for who in ("karin", "nils"):
        viewer = cast.as_(who)
        assert list(Holding.objects.filter(mine_or_nobodys(viewer), participation=case)), who
        assert [one.pk for one in my_meetings(viewer)] == [made], who
        found = TO_COME.by(viewer, until=TODAY + timedelta(days=7))
        assert [one.pk for one in found] == [made], who
    assert not Holding.objects.filter(mine_or_nobodys(cast.as_("lena")), participation=case)


def test_the_unit_counts_what_is_shared_beside_and_not_in_its_sum(cast: Cast, page: Any) -> None:
    in_pair(cast)
    told = unit_page(cast.as_("lena"))
    by_name = {w.name: (w.load.open, w.shares) for w in told.workers}
    assert by_name == {"Karin Ek": (1, 0), "Nils Ny": (0, 1)}
    assert told.all.open == 1
    text = " ".join(page("lena").get(reverse("unit")).content.decode().split())
    assert "Ärenden som delas" in text
    assert "i par med handläggaren" in text


def test_the_list_of_what_is_shared_is_narrowed_by_worker_and_says_when_it_is_cut(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.casework.queries.unit.PAGE", 1)
    for _number in range(2):
        case = together(cast)
        name(cast, [case], CONTACT, fatimas(cast))
    gun = guns(cast)
    fatima = cast.as_("fatima")
    assert [len(unit_page(fatima, chosen=str(p.pk)).shared) for p in (fatimas(cast), gun)] == [1, 0]
    assert unit_page(fatima, chosen=NOBODY).shared == []
    text = " ".join(page("fatima").get(reverse("unit")).content.decode().split())
    assert "1 av 2 visas." in text


def test_a_manager_moves_what_a_worker_shares_ticked_or_all(cast: Cast, page: Any) -> None:
    cases, gun = [together(cast) for _ in range(3)], guns(cast)
    name(cast, cases, CONTACT, fatimas(cast))
    manager_of(cast, FK, "maj")
    where, logged_in = reverse("unit"), page("maj")
    (first, *_rest) = unit_page(cast.as_("maj")).shared
    told = {"to": gun.pk, "because": "Fatima är borta"}
    said = logged_in.post(where, {**told, "shared": first.ticked}, follow=True).content.decode()
    assert "1 del i ett delat ärende är flyttad till Gun Kassa, Samordnare." in said
    assert sorted(row[0] for case in cases for row in shares(case)).count("Samordnare") == 1
    whose = f"{where}?vem={fatimas(cast).pk}"
    logged_in.post(whose, {**told, "everything_shared": "on"}, follow=True)
    assert {row[0] for case in cases for row in shares(case)} == {"Samordnare"}
    late = logged_in.post(where, {**told, "shared": first.ticked})
    assert late.status_code == 422
    assert "finns inte längre i listan" in late.content.decode()


def test_cases_and_parts_move_together_or_not_at_all(cast: Cast, page: Any) -> None:
    case = in_pair(cast)
    (row,) = unit_page(cast.as_("lena")).shared
    ticked = {"case": f"{case.pk}:{karins(cast).pk}", "shared": row.ticked, "because": "x"}
    answer = page("lena").post(reverse("unit"), {**ticked, "to": row.part.position_id})
    assert answer.status_code == 422
    assert "finns inte längre i listan" in answer.content.decode()
    assert f'value="{row.ticked}"' in answer.content.decode()
    assert shares(case) == [("Handläggare", "pair", TODAY, None)]


def test_the_api_moves_parts_too_and_counts_them(cast: Cast, page: Any) -> None:
    case, gun = together(cast), guns(cast)
    name(cast, [case], CONTACT, fatimas(cast))
    manager_of(cast, FK, "maj")
    logged_in = page("maj")
    told = logged_in.get("/api/v1/unit").json()
    assert sum(worker["shares"] for worker in told["workers"]) == 1
    sent = {"unit": told["unit"], "cases": [], "to": gun.pk, "because": "x",
            "shared": [told["shared"][0]["key"]]}  # fmt: skip
    answer = logged_in.post("/api/v1/unit/moves", sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert shares(case) == [("Samordnare", "contact", TODAY, None)]


def test_two_coaches_from_two_authorities_work_as_a_pair(cast: Cast, page: Any) -> None:
    """Karin på AUC har Aminas ärende och Fatima är kontaktperson på Försäkringskassan: de arbetar i par.
    Båda har Amina i sin lista, och Min plan säger vad båda heter."""
    amina = together(cast)
    give(cast, [amina], karins(cast))
    there = reverse("contact_person", args=[amina.pk])
    send(page("fatima"), there, to=fatimas(cast).pk)
    for who in ("karin", "fatima"):
        text = page(who).get(reverse("participants"), {"mina": "on"}).content.decode()
        assert str(amina.pk) in text, who
    plan = page("karin").get(reverse("plan_person", args=[amina.pk])).content.decode()
    assert "Karin Ek" in plan
    assert "Fatima Kassa" in plan

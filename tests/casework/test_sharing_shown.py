"""Does the case say whom one turns to, and let each unit say it of its own? (A7 D8)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.actions import Sharing, share
from stafett.casework.models import Participation, TeamPart
from stafett.casework.queries.participation import sheet
from stafett.casework.queries.who_helps import who_helps
from stafett.parties import actions as parties
from stafett.safeguards.rules import Refused, parts_between
from tests.casework.team_world import FK, fatimas, guns, name, shares, together
from tests.casework.unit_world import BY, give, karins, nils
from tests.cast import TODAY, Cast

CONTACT, SECOND, PAIR = TeamPart.CONTACT, TeamPart.SECOND, TeamPart.PAIR


def test_the_head_names_the_pair_and_the_contact_persons(cast: Cast, page: Any) -> None:
    case = together(cast)
    give(cast, [case], karins(cast))
    name(cast, [case], PAIR, nils(cast))
    name(cast, [case], CONTACT, fatimas(cast))
    name(cast, [case], SECOND, guns(cast))
    text = " ".join(get(page("karin"), reverse("participation", args=[case.pk])).split())
    assert "Karin Ek · I par med: Nils Ny" in text
    assert "<strong>Kontaktpersoner:</strong> FK Eskilstuna: Fatima Kassa och Gun Kassa" in text
    assert reverse("case_pair", args=[case.pk]) in text
    assert reverse("contact_person", args=[case.pk]) not in text


def test_each_unit_that_takes_part_is_offered_to_name_its_own(cast: Cast, page: Any) -> None:
    case = together(cast)
    where = reverse("participation", args=[case.pk])
    assert "Välj kontaktperson för FK Eskilstuna" in get(page("fatima"), where)
    name(cast, [case], CONTACT, fatimas(cast))
    text = get(page("fatima"), where)
    assert "Ändra er kontaktperson" in text
    assert reverse("case_pair", args=[case.pk]) not in text


def test_whoever_has_the_case_is_not_offered_as_the_second_of_their_own_pair(
    cast: Cast, page: Any
) -> None:
    case = together(cast)
    give(cast, [case], karins(cast))
    shown = get(page("karin"), reverse("case_pair", args=[case.pk])).split("<main")[1]
    assert f'value="{nils(cast).pk}"' not in shown, "he has just come"
    shown = get(page("karin"), reverse("case_pair", args=[case.pk])).split("<main")[1]
    assert "Nils Ny" in shown
    assert f'value="{karins(cast).pk}"' not in shown


def test_a_contact_person_is_named_exchanged_and_let_go_on_the_page(cast: Cast, page: Any) -> None:
    case, fatima, gun = together(cast), fatimas(cast), guns(cast)
    where, logged_in = reverse("contact_person", args=[case.pk]), page("fatima")
    assert "Varför ändras det?" not in get(logged_in, where)
    said = send(logged_in, where, to=fatima.pk, second=gun.pk)
    assert "Fatima Kassa, caseworker är kontaktperson nu, i par med Gun Kassa, Samordnare." in said
    assert "Varför ändras det?" in send(logged_in, where, 422, to=gun.pk, because=" ")
    said = send(logged_in, where, to=gun.pk, because="Fatima byter jobb")
    assert "Gun Kassa, Samordnare är kontaktperson nu." in said
    assert shares(case) == [("Samordnare", "contact", TODAY, None)]
    assert "är en kollegas" in send(logged_in, where, 422, because="Avslutat hos oss")
    said = send(page("gun"), where, because="Avslutat hos oss")
    assert "Ingen hos er är kontaktperson nu." in said
    assert shares(case) == []


def test_a_pair_is_made_and_undone_on_the_page(cast: Cast, page: Any) -> None:
    case, other = cast.enrolled(), nils(cast)
    give(cast, [case], karins(cast))
    where, logged_in = reverse("case_pair", args=[case.pk]), page("karin")
    send(logged_in, where, 422, to=karins(cast).pk)
    assert "Nils Ny, Handläggare är i par med handläggaren nu." in send(
        logged_in, where, to=other.pk
    )
    assert "Ingen är i par med handläggaren nu." in send(logged_in, where, because="Klart")
    assert shares(case) == []


@pytest.mark.parametrize(("told", "said"), [
    ({"second": "fatima"}, "Välj kontaktperson."),
    ({"to": "fatima", "second": "fatima"}, "Ett par är två."),
])  # fmt: skip
def test_a_pair_of_one_is_told_so(cast: Cast, page: Any, told: Any, said: str) -> None:
    case, post = together(cast), fatimas(cast)
    where = reverse("contact_person", args=[case.pk])
    assert said in send(page("fatima"), where, 422, **dict.fromkeys(told, post.pk))
    assert shares(case) == []


def test_nothing_is_half_saved(cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contact person would do, the second not: neither is saved."""
    case, fatima, gun = together(cast), fatimas(cast), guns(cast)

    def refusing(cases: Any, told: Sharing, **more: Any) -> Any:
        if told.part == SECOND:
            raise Refused({"to": "Det gick inte."})
        return share(cases, told, **more)

    monkeypatch.setattr("stafett.casework.forms.sharing.share", refusing)
    where = reverse("contact_person", args=[case.pk])
    text = send(page("fatima"), where, 422, to=fatima.pk, second=gun.pk)
    assert "Det gick inte." in text
    assert shares(case) == []


def test_whoever_takes_no_part_or_holds_it_names_no_contact_person(cast: Cast, page: Any) -> None:
    case = together(cast)
    where = reverse("contact_person", args=[case.pk])
    response = page("karin").get(where)
    assert response.status_code == 403
    assert "väljer själv sin kontaktperson" in response.content.decode()
    assert page("fatima").get(reverse("case_pair", args=[case.pk])).status_code == 403
    assert page("rut").get(where).status_code == 404


def test_a_vacant_contact_person_stands_in_the_form_and_is_not_lost_by_saving(
    cast: Cast, page: Any
) -> None:
    case, gun = together(cast), guns(cast)
    name(cast, [case], CONTACT, gun)
    parties.leave(gun.tenures.get(), on=TODAY, by=BY)
    where, logged_in = reverse("contact_person", args=[case.pk]), page("fatima")
    assert "Samordnare (vakant)" in get(logged_in, where)
    send(logged_in, where, to=gun.pk, second=fatimas(cast).pk, because="Två")
    assert [row[1] for row in shares(case)] == ["contact", "second"]
    assert "vakant" in get(page("karin"), reverse("participation", args=[case.pk]))
    assert sheet(cast.as_("karin"), case.pk).team.contacts[0].names == ["Fatima Kassa"]


def test_whoever_stands_in_for_the_contact_person_is_told_beside(cast: Cast) -> None:
    case, gun = together(cast), guns(cast)
    name(cast, [case], CONTACT, gun)
    other = parties.add_staff(cast.unit(FK).authority, "Ove Annan", by=BY)
    parties.stand_in(other, gun, from_day=TODAY, until_day=TODAY + timedelta(days=9),
                     because="semester", by=BY)  # fmt: skip
    (one,) = sheet(cast.as_("karin"), case.pk).team.contacts
    assert [(who.name, who.stand_in) for who in one.who] == [("Gun Kassa", "Ove Annan")]


def test_who_may_not_know_that_an_authority_is_there_is_told_nobody_of_it(cast: Cast) -> None:
    """Af is told of how it goes alone: FK's contact person would say that FK is involved (law 2)."""
    case = together(cast)
    name(cast, [case], CONTACT, fatimas(cast))
    cast.consented(case, "Psykiatrin", parts=_course(cast, case, "Psykiatrin"))
    assert sheet(cast.as_("rut"), case.pk).team.contacts == []
    assert [one.unit.name for one in sheet(cast.as_("karin"), case.pk).team.contacts] == [FK]


def _course(cast: Cast, case: Participation, unit: str) -> Any:
    return parts_between({case.controller_id, cast.unit(unit).authority_id}, {"course"}, {})


def test_after_the_exit_nobody_is_contact_person(cast: Cast) -> None:
    one = cast.ended()
    team = sheet(cast.as_("karin"), one.pk).team
    assert (team.worker, team.pair, team.contacts, team.mine) == (None, None, [], [])


def test_min_plan_names_whom_to_turn_to_once_each(cast: Cast, page: Any) -> None:
    case = cast.enrolled(cases=(cast.case_at("FK"),))
    cast.consented(case, FK)
    give(cast, [case], karins(cast))
    name(cast, [case], PAIR, nils(cast))
    before = who_helps(cast.as_("karin"), case)
    assert before.others == ["Flens socialnämnd", "Försäkringskassan"]
    name(cast, [case], CONTACT, fatimas(cast))
    helps = who_helps(cast.as_("karin"), case)
    assert (helps.worker, helps.with_names) == ("Karin Ek och Nils Ny", [
        (FK, "Fatima Kassa"), ("Flens socialnämnd", ""),
    ])  # fmt: skip
    text = get(page("karin"), reverse("plan_person", args=[case.pk]))
    assert f"<strong>{FK}</strong>: Fatima Kassa" in text


def test_the_api_says_the_same(cast: Cast, page: Any) -> None:
    case, logged_in = together(cast), page("karin")
    give(cast, [case], karins(cast))
    where = f"/api/v1/participations/{case.pk}"
    assert [logged_in.get(where).json()[key] for key in ("pair", "contacts")] == [None, []]
    name(cast, [case], PAIR, nils(cast))
    name(cast, [case], CONTACT, fatimas(cast))
    told = logged_in.get(where).json()
    assert told["pair"] == "Nils Ny"
    assert told["contacts"] == [{"unit": FK, "names": ["Fatima Kassa"]}]


def get(logged_in: Any, where: str) -> str:
    """What a page says."""
    return str(logged_in.get(where).content.decode())


def send(logged_in: Any, where: str, status: int = 200, **told: Any) -> str:
    """What the page says when the form is sent with these choices, as it stood when it was opened."""
    form = logged_in.get(where).context["form"]
    data = {"seen": form["seen"].value() or "", **told}
    response = logged_in.post(where, data, follow=True)
    assert response.status_code == status, response.content.decode()
    return " ".join(response.content.decode().split())

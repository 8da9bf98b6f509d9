"""Who noted a consent is told to those alone who may know that their authority is in the case (law 2)."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.safeguards.actions import accept, let_in, withdraw
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.rules import parts_between
from tests.casework.asking import compiled_for
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at, filled, shared
from tests.casework.test_consent_paper import words
from tests.cast import TODAY, Cast

CARE = "Regionens vårdnämnd"
OTHER = "en annan myndighet"


@pytest.fixture
def one(cast: Cast) -> Participation:
    """A case in which care noted, and in part took back, what Flen and Af may tell one another."""
    case, care = shared(cast), cast.unit("Psykiatrin")
    let_in(case.circle, [care.pk], from_day=case.starts_on, by=cast.viewer("karin"))
    cast.as_everyone()
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    kinds = parts_between(team, {"course", "livelihood"}, {})
    cast.consented(case, "Af Flen", by="rut", parts=kinds, purpose="Planera")
    giving = ConsentPart.objects.select_related("circle")
    accept(list(giving.filter(giver=case.controller_id)), by=cast.viewer("karin"))
    taken = giving.filter(giver=case.controller_id, information="livelihood")
    withdraw(list(taken), how="ringde", by=cast.viewer("rut"))
    cast.as_everyone()
    return case


def everywhere(page: Page, who: str, one: Participation) -> dict[str, str]:
    """Every door at which the consent is told of."""
    case = f"/deltagare/{one.pk}"
    consent = ConsentPart.objects.filter(circle=one.circle_id).order_by("pk")[0].consent_id
    paper = f"{case}/samtycke/{consent}"
    return {
        "page": get(page(who), f"{case}/samtycke/"), "case": get(page(who), f"{case}/"),
        "story": get(page(who), f"{case}/tidslinje/"),
        "paper": words(page(who).get(f"{paper}/blankett.pdf")),
        "file": words(page(who).get(f"{paper}/till-akten.pdf")),
        "api": str(page(who).get(f"/api/v1/participations/{one.pk}/timeline").json()),
        "of one": str(page(who).get(f"/api/v1/participations/{one.pk}").json()),
    }  # fmt: skip


def named(text: str) -> bool:
    return any(word in text for word in ("Rut Vård", "Psykiatrin", CARE))


def test_whoever_does_not_know_of_an_authority_is_not_told_that_it_noted(
    cast: Cast, page: Page, one: Participation
) -> None:
    for door, text in everywhere(page, "per", one).items():
        assert not named(text), door
        assert OTHER in text or door in ("case", "of one"), door
    assert "taget tillbaka 2 juni 2025" in get(page("per"), at(one, "samtycke"))


def test_the_controller_whose_circle_it_is_is_told(
    cast: Cast, page: Page, one: Participation
) -> None:
    found = everywhere(page, "karin", one)
    for door in ("page", "story", "paper", "file", "api"):
        assert named(found[door]), door
    assert "antecknat av Rut Vård" in found["page"]


def test_whoever_noted_it_reads_their_own_name(cast: Cast, page: Page, one: Participation) -> None:
    cast.consented(one, "Psykiatrin")
    cast.as_everyone()
    assert "antecknat av Rut Vård" in get(page("rut"), at(one, "samtycke"))


def test_an_authority_that_one_knows_of_otherwise_is_named(
    cast: Cast, page: Page, one: Participation
) -> None:
    care, af = cast.unit("Psykiatrin"), cast.unit("Af Flen")
    cast.consented(one, "Af Flen", parts=[(care.authority_id, af.authority_id, "course")])
    cast.as_everyone()
    assert "Rut Vård" in get(page("per"), at(one, "samtycke"))


def test_who_noted_what_waits_is_told_where_the_wording_names_them(cast: Cast, page: Page) -> None:
    case, care = shared(cast), cast.unit("Psykiatrin")
    let_in(case.circle, [care.pk], from_day=case.starts_on, by=cast.viewer("karin"))
    cast.as_everyone()
    team = {case.controller_id, cast.unit("Af Flen").authority_id, care.authority_id}
    cast.consented(case, "Af Flen", by="rut", parts=parts_between(team, {"course"}, {}))
    text = get(page("per"), "/deltagare/utlamnat/")
    assert "Rut Vård" in text
    assert OTHER not in text


def test_what_waits_to_be_accepted_says_no_more(cast: Cast, page: Page, one: Participation) -> None:
    text = get(page("per"), "/deltagare/utlamnat/")
    assert "Väntar på att ni godtar" in text
    assert OTHER in text
    assert not named(text)


def test_what_stands_already_says_no_more(cast: Cast, page: Page, one: Participation) -> None:
    told = filled(cast, one, information=["course"])
    assert OTHER in faults(send(page("per"), at(one, "samtycke/nytt"), 422, **told))
    cast.as_everyone()
    assert "Rut Vård" in faults(send(page("karin"), at(one, "samtycke/nytt"), 422, **told))


def test_an_authoritys_answer_on_own_data_says_no_more(
    cast: Cast, page: Page, one: Participation
) -> None:
    def words_of(name: str) -> dict[str, Any]:
        found = compiled_for(one, cast.unit(name).authority)
        return {f"{key}.{name}": said for key, words in found for name, said in words.items()}

    assert not named(str(words_of("Af Flen")))
    assert "withdrawn_on" in str(words_of("Af Flen"))
    for name in ("AUC", "Psykiatrin"):
        assert named(str(words_of(name))), TODAY

"""What do others in the case learn of a handover? Who is asked is involved, and that is covered (law 2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from stafett.casework.actions import close
from stafett.casework.models import Participation
from stafett.casework.queries.participation import participation, sheet
from stafett.casework.queries.timeline import story
from stafett.handover.actions import Confirmed, accept, answer, ask, decline, record
from stafett.handover.actions.following_up import Told, note_follow_up
from stafett.handover.forms.hands import ProposeForm
from stafett.handover.models import Answer, FollowUp, Kept, Manner
from stafett.handover.queries.hands import hands
from stafett.safeguards.actions import NewProvision, record_provision, withdraw
from stafett.safeguards.models import ConsentPart, Information, Opening
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.viewer import operator
from tests.casework.conftest import _on_the_casts_day, get
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, proposed
from tests.handover.test_settling import leaving

__all__ = ["_on_the_casts_day"]
NO = "Vi har ingen plats före sommaren."
SOCIAL = "Försörjningsstöd"


def shared(cast: Cast, *not_to_af: str) -> Participation:
    """A case of AUC's of which Af and Försörjningsstöd may know, Af all but some kinds of it."""
    case = cast.enrolled()
    af, social = (cast.unit(name).authority_id for name in ("Af Flen", SOCIAL))
    team = {case.controller_id, af, social}
    kinds = set(Information.values)
    pairs = parts_between(team, kinds, {af: set(not_to_af)})
    # nothing is said of the two of them to each other
    cast.consented(case, "Af Flen", SOCIAL, parts=[p for p in pairs if case.controller_id in p[:2]])
    return case


def drawn(cast: Cast, who: str, case: Participation) -> str:
    """All that the tab and the time line say to somebody."""
    viewer = cast.as_(who)
    page = hands(viewer, participation(viewer, case.pk))
    told = [page.now, *page.before]
    places = [(one.row.receiver, one.words, one.places) for one in told if one]
    return f"{places} {[one.event.told for one in story(viewer, case.pk).told]}"


@pytest.mark.parametrize("who", ["karin", "lena", "sven"])
def test_both_hands_are_told_all(cast: Cast, who: str) -> None:
    case = shared(cast, Information.AGENCIES)
    decline(proposed(cast, case, SOCIAL), NO, by=cast.as_("sven"))
    text = drawn(cast, who, case)
    for words in (SOCIAL, NO, "Sven Soc", "Karin Ek"):
        assert words in text


def test_who_may_not_know_of_others_is_told_of_no_question_and_no_answer(
    cast: Cast, page: Any
) -> None:
    """Karin frågar Försörjningsstöd, som säger nej. Af får inte veta att de är med, och ser inget."""
    case = shared(cast, Information.AGENCIES)
    one = proposed(cast, case, SOCIAL)
    before = drawn(cast, "per", case)
    decline(one, NO, by=cast.as_("sven"))
    for text in (before, drawn(cast, "per", case)):
        assert SOCIAL not in text
        assert "Sven Soc" not in text
        assert NO not in text
    for path in ("", "overlamning/", "tidslinje/"):
        assert SOCIAL not in get(page("per"), f"/deltagare/{case.pk}/{path}")
    answered = page("per").get(f"/api/v1/participations/{case.pk}/handovers").json()
    assert (answered["open"], answered["before"]) == (None, [])


def test_who_may_know_of_others_is_told_who_was_asked_but_not_what_was_said(
    cast: Cast, page: Any
) -> None:
    case = shared(cast)
    one = proposed(cast, case, SOCIAL)
    ask(one, "Vad har hon provat?", by=cast.as_("sven"))
    answer(one, "Ingenting än.", by=cast.as_("karin"))
    decline(one, NO, by=cast.as_("sven"))
    text = drawn(cast, "per", case)
    assert SOCIAL in text
    assert "mottagaren kunde inte ta emot" in text
    [told] = page("per").get(f"/api/v1/participations/{case.pk}/handovers").json()["before"]
    assert told["to"] == SOCIAL
    told |= {"page": get(page("per"), f"/deltagare/{case.pk}/overlamning/"), "drawn": text}
    for words in (NO, "Sven Soc", "Karin Ek", "provat", "Ingenting", "Det känns bra"):
        assert words not in str(told)


def test_once_it_holds_all_in_the_case_know_who_but_not_whose_hand(cast: Cast) -> None:
    case = shared(cast, Information.AGENCIES)
    accept(proposed(cast, case, SOCIAL), by=cast.as_("sven"))
    text = drawn(cast, "per", case)
    assert f"Till {SOCIAL}: klar" in text
    assert "Sven Soc" not in text
    assert "Sven Soc" in drawn(cast, "eva", case)


@pytest.mark.parametrize("agreed", [True, False])
def test_what_is_handed_over_is_told_with_what_is_agreed(
    cast: Cast, page: Any, agreed: bool
) -> None:
    case = shared(cast, *([] if agreed else [Information.AGREEMENT]))
    accept(proposed(cast, case, SOCIAL), by=cast.as_("sven"))
    [told] = page("per").get(f"/api/v1/participations/{case.pk}/handovers").json()["before"]
    text = get(page("per"), f"/deltagare/{case.pk}/overlamning/")
    for said in (told["what"], text):
        assert ("två möten i veckan" in said) is agreed
    text = get(page("sven"), f"/deltagare/{case.pk}/overlamning/")
    assert "två möten i veckan" in text


@pytest.mark.parametrize("also_af", [True, False])
def test_what_another_holder_hands_over_is_told_with_what_that_authority_agrees(
    cast: Cast, page: Any, also_af: bool
) -> None:
    """Försörjningsstöd håller ihop och lämnar över till Karin. Orden är deras: Per läser dem när de har sagt
    ja till att berätta för Af, och inte för att Karin har det."""
    case = shared(cast, Information.AGENCIES)
    social, af = (cast.unit(name).authority for name in (SOCIAL, "Af Flen"))
    accept(proposed(cast, case, SOCIAL), by=cast.as_("sven"))
    every = tuple(Information.values)
    provision = NewProvision(social, af, Opening.STANDING, every, "Prov 2 §", TODAY)
    record_provision(provision, by=operator(TODAY))
    if also_af:
        pairs = parts_between({social.pk, af.pk}, {Information.AGREEMENT}, {})
        cast.consented(case, parts=pairs, by="sven")
    accept(proposed(cast, case, "AUC", by="sven", what="Zqorden"), by=cast.as_("karin"))
    path = f"/deltagare/{case.pk}/overlamning/"
    assert "Zqorden" in get(page("karin"), path)
    assert ("Zqorden" in get(page("per"), path)) is also_af
    told = page("per").get(f"/api/v1/participations/{case.pk}/handovers").content.decode()
    assert ("Zqorden" in told) is also_af


def test_whose_name_noted_a_follow_up_is_the_controllers_to_know(cast: Cast, page: Any) -> None:
    case = shared(cast)
    close([(case, leaving(cast))], by=cast.as_("karin"))
    one = case.follow_ups.get(months=3)
    later = replace(cast.as_("karin"), day=TODAY + 95 * DAY)
    note_follow_up(one, Told(Answer.NOT_REACHED), by=later)
    path = f"/deltagare/{case.pk}/overlamning/"
    for who, named in (("eva", True), ("lena", True), ("per", False)):
        table = get(page(who), path).split("<tbody>")[-1]
        assert "nåddes inte" in table
        assert ("Karin Ek" in table) is named, who


def test_who_outside_takes_over_is_told_to_those_who_may_know_of_others(cast: Cast) -> None:
    for not_to_af, known in (([Information.AGENCIES], False), ([], True)):
        case = shared(cast, *not_to_af)
        one = proposed(cast, case, outside="Folkhögskolan")
        said = Confirmed("Rektorn", TODAY, Manner.PHONE, "Ja")
        record(one, said, leaving(cast), by=cast.as_("karin"))
        assert ("Folkhögskolan" in drawn(cast, "per", case)) is known


def test_that_it_fell_back_is_told_to_those_it_fell_to_alone(cast: Cast) -> None:
    """Amina tar tillbaka sitt ja till Af, som höll ihop. Det är inget för Försörjningsstöd att få veta."""
    case = shared(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    theirs = ConsentPart.objects.filter(receiver=cast.unit("Af Flen").authority)
    withdraw(list(theirs.select_related("circle")), how="ringde", by=cast.as_("eva"))
    assert sheet(cast.as_("sven"), case.pk).fell_to is None
    assert sheet(cast.as_("eva"), case.pk).fell_to is not None


@pytest.mark.parametrize(
    ("to", "taken"), [("AUC", True), (SOCIAL, False), ("FK Eskilstuna", False)]
)
def test_who_holds_without_knowing_of_others_gives_it_back_and_tries_nobody_else(
    cast: Cast, to: str, taken: bool
) -> None:
    """Af håller ärendet och får inte veta vilka fler som är med. Svaret är det samma om de är med eller ej."""
    case = shared(cast, Information.AGENCIES)
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    case = Participation.objects.select_related("circle", "controller").get(pk=case.pk)
    form = ProposeForm(viewer=cast.as_("per"), case=case)
    assert (f": {to}<" in str(form["to"])) is taken
    if taken:
        assert proposed(cast, case, to, by="per").to_unit == cast.unit(to)
        return
    with pytest.raises(Refused) as refused:
        proposed(cast, case, to, by="per")
    assert list(refused.value.faults) == ["to"]
    assert "Du får inte veta vilka fler som är med i ärendet." in refused.value.faults["to"]
    assert "Flens arbetsmarknadsnämnd" in refused.value.faults["to"]


@pytest.mark.parametrize(
    ("kinds", "does", "told"),
    [((), False, False), (("occupation",), True, False), (("health",), False, True)],
)
def test_what_came_of_asking_afterwards_is_told_kind_by_kind(
    cast: Cast, page: Any, kinds: tuple[str, ...], does: bool, told: bool
) -> None:
    """Ali svarar efter tre månader. Af får bara veta vad han försörjer sig på, inte vad han gör eller säger."""
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    row = FollowUp.objects.get(participation=case, months=3)
    later = replace(cast.as_("karin"), day=TODAY + 95 * DAY)
    answer = Told(Answer.ANSWERED, Kept.CHANGED, "wages", "studies", "Inlagd sedan i maj")
    note_follow_up(row, answer, by=later)
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    parts = parts_between(team, {"course", "livelihood", *kinds}, {})
    cast.consented(case, "Af Flen", parts=parts)
    whole = (True, True)
    for who, knows in (("karin", whole), ("sven", whole), ("per", (does, told))):
        text = get(page(who), f"/deltagare/{case.pk}/overlamning/")
        api = page(who).get(f"/api/v1/participations/{case.pk}/handovers").json()["follow_ups"]
        [first] = [one for one in api if one["months"] == 3]
        assert (first["livelihood"], first["occupation"]) == (
            "wages",
            "studies" if knows[0] else None,
        )
        assert (first["kept"], first["told"]) == (
            ("changed", "Inlagd sedan i maj") if knows[1] else ("", "")
        )
        assert ("Inlagd" in text) is knows[1]
        assert "Lön" in text

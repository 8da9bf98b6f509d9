"""Who decides of a protection, who comes back after it, and what copies handed over before say then (law 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from stafett.casework.actions import correct_person
from stafett.casework.actions.persons import change_team
from stafett.casework.models import Participation
from stafett.handover.actions import accept
from stafett.handover.models import Handover
from stafett.parties.actions import leave
from stafett.parties.models import Tenure, Unit
from stafett.people import sealing
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.models import Person
from stafett.safeguards.actions import Item, release, seat_for_promise
from stafett.safeguards.actions import accept as accept_part
from stafett.safeguards.models import Circle, ConsentPart, Opening, Provision, Release
from stafett.safeguards.queries.protecting import left_to_others
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.casework.test_api import ROOT
from tests.casework.test_api import post as post_to
from tests.casework.test_api import read as asked
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, held, proposed
from tests.safeguards.test_protection import post, sees

DAY = timedelta(days=1)
ELSEWHERE = "Skyddet, och vilka som ska få se personen, bestäms hos Flens arbetsmarknadsnämnd"


def correct(cast: Cast, one: Participation, by: str, *team: tuple[int, int], **told: str) -> Person:
    """Correct the person as they are now, with something told differently."""
    cast.as_everyone()
    person = Person.objects.get(pk=one.person_id)
    facts = PersonFacts(**{name: getattr(person, name) for name in FACTS})
    facts = replace(facts, controller_id=person.controller_id, **told)
    viewer = cast.as_(by)
    person = Person.objects.get(pk=one.person_id)
    correct_person(person, facts, by=viewer, because="prov", team=team)
    cast.as_everyone()
    return Person.objects.get(pk=one.person_id)


def seat(cast: Cast, who: str) -> tuple[int, int]:
    """Somebody's first post, as a named team has it."""
    first = cast.viewer(who).posts[0]
    return first.unit_id, first.position_id


def held_by_af(cast: Cast) -> Participation:
    """A case that Per at Af holds; AUC has let go of it."""
    one = proposed(cast, at_af(cast))
    accept(one, by=cast.as_("per"))
    cast.as_everyone()
    return one.participation


def test_whoever_holds_at_another_authority_neither_begins_nor_ends_a_protection(
    cast: Cast, page: Any
) -> None:
    case, coach, per = (
        held_by_af(cast),
        post(cast, "AUC", "coach"),
        post(cast, "Af Flen", "caseworker"),
    )
    with pytest.raises(Refused, match=ELSEWHERE), transaction.atomic():
        correct(cast, case, "per", per, protection="marked", alias="Ask")
    cast.as_everyone()
    leader = seat(cast, "eva")
    correct(cast, case, "eva", coach, leader, per, protection="marked", alias="Ask")
    with pytest.raises(Refused, match=ELSEWHERE), transaction.atomic():
        correct(cast, case, "per", protection="", alias="")
    cast.as_everyone()
    case.circle.refresh_from_db()
    with pytest.raises(Refused, match=ELSEWHERE), transaction.atomic():
        change_team(case.circle, [per], by=cast.as_("per"))
    text = page("per").get(reverse("correct_person", args=[case.pk])).content.decode()
    assert "Bestäms hos Flens arbetsmarknadsnämnd. Ring dem" in text


@pytest.mark.parametrize(("told", "refused"), [({"protection": "registration"}, ["protection"]),
                                               ({"protection": "marked", "team": ["1:1"]},
                                                ["protection", "team"])])  # fmt: skip
def test_a_protection_asked_for_from_elsewhere_is_refused_aloud_over_the_api(
    cast: Cast, page: Any, told: dict[str, Any], refused: list[str]
) -> None:
    """Den som ber om skydd där hen inte bestämmer får veta att det inte blev så."""
    case = held_by_af(cast)
    client, door = page("per"), f"{ROOT}/{case.pk}/forms/correct_person"
    fields = asked(client, door)["fields"] | {"because": "hot", "language": "sv"}
    said = post_to(client, door, 422, **{**fields, **told})
    assert [one["field"] for one in said["faults"]] == refused
    assert {one["sentence"] for one in said["faults"]} == {
        "Bestäms hos Flens arbetsmarknadsnämnd. Ring dem om det ska ändras."
    }
    cast.as_everyone()
    assert Person.objects.get(pk=case.person_id).language != "sv"
    post_to(client, door, **fields)
    cast.as_everyone()
    assert Person.objects.get(pk=case.person_id).language == "sv"


def test_somebody_of_those_who_answer_for_the_person_is_in_every_team(cast: Cast) -> None:
    case, per = held_by_af(cast), post(cast, "Af Flen", "caseworker")
    with pytest.raises(Refused, match="Välj minst en hos Flens arbetsmarknadsnämnd"):
        with transaction.atomic():
            correct(cast, case, "eva", per, protection="marked", alias="Ask")
    cast.as_everyone()
    leader = seat(cast, "eva")
    correct(cast, case, "eva", per, leader, protection="marked", alias="Ask")
    case.circle.refresh_from_db()
    with pytest.raises(Refused, match="Välj minst en hos Flens arbetsmarknadsnämnd"):
        change_team(case.circle, [per], by=cast.as_("eva"))


LEFT_ALONE = "Ingen av de namngivna är kvar hos Flens arbetsmarknadsnämnd"


def test_those_left_in_a_team_are_told_when_nobody_who_answers_for_the_person_is_there(
    cast: Cast, page: Any
) -> None:
    """Den sista från den som svarar för uppgifterna slutar: de som är kvar får veta vem de ska ringa."""
    case, per, leader = held_by_af(cast), post(cast, "Af Flen", "caseworker"), seat(cast, "eva")
    correct(cast, case, "eva", per, leader, protection="marked", alias="Ask")
    address = reverse("participation", args=[case.pk])
    assert LEFT_ALONE not in page("per").get(address).content.decode()
    assert found_alone(page("per")) == []
    cast.as_everyone()
    leave(Tenure.objects.get(position=leader[1]), on=TODAY, by=operator(TODAY))
    assert not sees(cast, "eva", case)
    assert LEFT_ALONE in page("per").get(address).content.decode()
    assert found_alone(page("per")) == [(str(case.pk), "Flens arbetsmarknadsnämnd", address)]
    assert found_alone(page("karin")) == []


def test_where_the_register_is_kept_for_them_somebody_there_is_enough(cast: Cast) -> None:
    """Den som för registret åt någon annan svarar också."""
    case = cast.enrolled("katrineholm")
    correct(cast, case, "lotta", seat(cast, "eva"), protection="marked", alias="Ask")
    assert not left_to_others(TODAY).exists()
    kept = Provision.objects.filter(giver=case.controller_id, opens=Opening.KEEPING)
    kept.update(until_day=TODAY)
    assert list(left_to_others(TODAY)) == [case.circle]


def found_alone(client: Any) -> list[tuple[str, str, str]]:
    """Whom the rule finds for somebody: which case, whose move, and where."""
    told = asked(client, "/api/v1/between?regel=left_alone")["rows"]
    return [(row["participation"], row["who"], row["mended_at"]) for row in told
            if row["rule"] == "left_alone"]  # fmt: skip


def test_who_had_left_before_a_protection_does_not_come_back_by_its_end(cast: Cast) -> None:
    """Enheten som hade lämnat ärendet kommer inte in igen."""
    case, leader = cast.enrolled(), seat(cast, "eva")
    left = cast.unit("Försörjningsstöd")
    case.circle.members.filter(unit=left).delete()
    before = {who for who in ("karin", "lena", "sven", "per") if sees(cast, who, case)}
    correct(cast, case, "eva", leader, protection="marked", alias="Ask")
    correct(cast, case, "eva", protection="", alias="")
    assert {who for who in ("karin", "lena", "sven", "per") if sees(cast, who, case)} == before


def test_what_another_authority_holds_and_does_not_see_falls_back_when_a_protection_ends(
    cast: Cast,
) -> None:
    case, leader = held_by_af(cast), seat(cast, "eva")
    correct(cast, case, "eva", leader, protection="marked", alias="Ask")
    correct(cast, case, "eva", protection="", alias="")
    assert [unit for unit, _from, until in held(cast, case) if until is None] == ["AUC"]
    assert not sees(cast, "per", case)
    assert sees(cast, "lena", case)


def handed_over(cast: Cast, case: Participation, text: str, by: str = "karin") -> Release:
    """A copy of what was agreed: Af's from Karin, or the controller's from Per."""
    cast.as_everyone()
    mine = Unit.objects.get(pk=cast.viewer(by).posts[0].unit_id).authority_id
    part = ConsentPart.objects.select_related("circle").get(
        circle=case.circle_id, giver=mine, information="agreement", withdrawn_on=None
    )
    if part.accepted_on is None:
        accept_part([part], by=cast.as_(by))
        cast.as_everyone()
        part.refresh_from_db()
    name = Person.objects.get(pk=case.person_id).name
    (key,) = release([Item(part, "agreement", name, "Överens", text)], by=cast.as_(by))
    cast.as_everyone()
    return Release.objects.get(pk=key)


def test_a_name_given_during_a_protection_is_written_into_no_copy_from_before(cast: Cast) -> None:
    case, team = at_af(cast), (post(cast, "AUC", "coach"), post(cast, "AUC", "unit_manager"))
    correct(cast, case, "karin", family_name="Gammal", support_person="Stödis Berg")
    text = "Med var: Amina Gammal, Stödis Berg (stödperson). Amina Öberg ringer. Gammal vän."
    copy = handed_over(cast, case, text)
    assert copy.about == "Amina Gammal"
    alias = correct(cast, case, "karin", *team, protection="marked", alias="").alias
    copy.refresh_from_db()
    assert copy.about == alias
    assert copy.text == f"Med var: {alias}, utan namn (stödperson). {alias} ringer. Gammal vän."
    correct(cast, case, "karin", given_name="Ny", family_name="Namnsson")
    correct(cast, case, "karin", protection="", alias="")
    copy.refresh_from_db()
    assert (copy.about, copy.text) == ("Amina Gammal", text)


@pytest.mark.parametrize(("by", "told"), [("karin", "personen"), ("per", "Ny Namnsson")])
def test_a_copy_handed_over_under_the_alias_names_the_person_to_those_alone_who_see_the_case(
    cast: Cast, by: str, told: str
) -> None:
    """Af kommer in på nytt genom personens ja. Den som svarar för uppgifterna ser ärendet, och då namnet."""
    case, team = at_af(cast), (seat(cast, "karin"), seat(cast, "per"))
    alias = correct(cast, case, "karin", *team, protection="marked", alias="").alias
    copy = handed_over(cast, case, f"Med var: {alias}.", by)
    correct(cast, case, "karin", given_name="Ny", family_name="Namnsson")
    correct(cast, case, "karin", protection="", alias="")
    copy.refresh_from_db()
    assert (copy.about, copy.text) == (told, f"Med var: {told}.")


def test_a_unit_let_back_to_its_own_promise_alone_is_told_no_name_of_a_copy_under_the_alias(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enheten som bara ser vad den själv har lovat får inte veta namnet som gavs under skyddet."""

    def let_back(circle: Any, by: Any) -> None:
        seat_for_promise(Circle.objects.get(pk=circle), cast.unit("Af Flen"), by=by)

    monkeypatch.setitem(sealing._returns, "prov", let_back)
    case, team = at_af(cast), (seat(cast, "karin"), seat(cast, "per"))
    alias = correct(cast, case, "karin", *team, protection="marked", alias="").alias
    copy = handed_over(cast, case, f"Med var: {alias}.")
    correct(cast, case, "karin", given_name="Ny", family_name="Namnsson")
    correct(cast, case, "karin", protection="", alias="")
    copy.refresh_from_db()
    assert case.circle.members.filter(unit=cast.unit("Af Flen"), until_day=None).exists()
    assert (copy.about, copy.text) == ("personen", "Med var: personen.")


def test_a_copy_handed_over_during_a_protection_names_nobody_whatever_its_text_says(
    cast: Cast,
) -> None:
    """Det som skrevs före skyddet lämnas ut under det: utan namn, och utan namn också efteråt."""
    case, team = at_af(cast), (seat(cast, "karin"), seat(cast, "per"))
    correct(cast, case, "karin", support_person="Stödis Berg")
    alias = correct(cast, case, "karin", *team, protection="marked", alias="").alias
    copy = handed_over(cast, case, "Med var: Amina Öberg och Stödis Berg.")
    assert (copy.about, copy.text) == (alias, f"Med var: {alias} och utan namn.")
    correct(cast, case, "karin", protection="", alias="")
    copy.refresh_from_db()
    assert (copy.about, copy.text) == ("personen", "Med var: personen och utan namn.")


@pytest.mark.parametrize(
    ("called", "support"),
    [
        ({"given_name": "", "family_name": "Enkelsson"}, "Lotta Stödberg (syster)"),
        ({"family_name": "von Öst (Ny)"}, "Karl Godman, advokat."),
        ({"given_name": "Bo", "family_name": ""}, "Mamma"),
    ],
)
def test_a_name_of_one_part_or_that_ends_in_a_sign_is_taken_out_too(
    cast: Cast, called: dict[str, str], support: str
) -> None:
    case, team = at_af(cast), (seat(cast, "karin"), seat(cast, "per"))
    name = correct(cast, case, "karin", **called, support_person=support).name
    copy = handed_over(cast, case, f"Med var: {name}, {support} (stödperson). Bor kvar.")
    alias = correct(cast, case, "karin", *team, protection="marked", alias="").alias
    copy.refresh_from_db()
    assert copy.text == f"Med var: {alias}, utan namn (stödperson). Bor kvar."


@pytest.mark.parametrize("began_with_a_team", [False, True])
def test_whoever_hands_over_during_a_protection_does_not_come_back_by_its_end(
    cast: Cast, began_with_a_team: bool
) -> None:
    """AUC lämnade över medan skyddet gällde: när det upphör är AUC inte med igen, men den som håller ihop."""
    case, team = cast.enrolled(), [seat(cast, who) for who in ("karin", "eva", "sven")]
    correct(cast, case, "karin", *team, protection="marked", alias="Ask")
    if began_with_a_team:
        Circle.objects.update(units_before=[])
    accept(proposed(cast, case, "Försörjningsstöd"), by=cast.as_("sven"))
    cast.as_everyone()
    assert not sees(cast, "karin", case)
    correct(cast, case, "eva", protection="", alias="")
    inside = case.circle.members.filter(until_day=None).order_by("pk")
    assert set(inside.values_list("unit__name", flat=True)) == {
        "Projektkontoret",
        "Försörjningsstöd",
    }


def test_whoever_was_alongside_until_a_day_that_has_been_does_not_come_back(cast: Cast) -> None:
    """AUC följde med till i går. Skyddet började dessförinnan och upphör nu."""
    case, team = cast.enrolled(), [seat(cast, who) for who in ("karin", "eva", "sven")]
    accept(
        proposed(cast, case, "Försörjningsstöd", alongside_until=TODAY + DAY), by=cast.as_("sven")
    )
    cast.as_everyone()
    correct(cast, case, "eva", *team, protection="marked", alias="Ask")
    Handover.objects.update(alongside_until=TODAY - DAY)
    correct(cast, case, "eva", protection="", alias="")
    inside = case.circle.members.filter(until_day=None).order_by("pk")
    assert set(inside.values_list("unit__name", flat=True)) == {
        "Projektkontoret",
        "Försörjningsstöd",
    }


def test_of_two_units_in_a_case_the_last_may_leave_during_a_protection(cast: Cast) -> None:
    """Har alla som var med innan lämnat över är bara den som håller ihop med efteråt."""
    case, team = cast.enrolled(), [seat(cast, who) for who in ("karin", "eva", "sven")]
    case.circle.members.exclude(unit=cast.unit("AUC")).delete()
    correct(cast, case, "karin", *team, protection="marked", alias="Ask")
    accept(proposed(cast, case, "Försörjningsstöd"), by=cast.as_("sven"))
    cast.as_everyone()
    correct(cast, case, "eva", protection="", alias="")
    inside = case.circle.members.filter(until_day=None).order_by("pk")
    assert set(inside.values_list("unit__name", flat=True)) == {"Försörjningsstöd"}


@pytest.mark.parametrize("first", ["protect", "hand over"])
def test_whoever_is_alongside_is_so_after_a_protection_too_and_no_longer_than_agreed(
    cast: Cast, first: str
) -> None:
    case, team = cast.enrolled(), (seat(cast, "karin"), seat(cast, "sven"))
    agreed = TODAY + 30 * DAY
    acts = {
        "protect": lambda: correct(cast, case, "karin", *team, protection="marked", alias="Ask"),
        "hand over": lambda: accept(
            proposed(cast, case, "Försörjningsstöd", alongside_until=agreed), by=cast.as_("sven")
        ),
    }
    for act in sorted(acts, key=lambda one: one != first):
        acts[act]()
        cast.as_everyone()
    correct(cast, case, "karin", protection="", alias="")
    seats = case.circle.members.filter(unit=cast.unit("AUC"), position=None).exclude(
        until_day=TODAY
    )
    assert [one.until_day for one in seats] == [agreed + DAY]
    assert sees(cast, "lena", case)


def offered(page: Any, who: str, case: Participation) -> set[str]:
    """Whose posts the form offers, as `unit:post`."""
    form = page(who).get(reverse("correct_person", args=[case.pk])).context["form"]
    return {key for key, _label in form.fields["team"].choices}


def as_offered(seat: tuple[int, int]) -> str:
    return "{}:{}".format(*seat)


def test_a_team_that_has_shrunk_to_one_unit_can_grow_again(cast: Cast, page: Any) -> None:
    """Den som kryssades bort av misstag, och den som personen säger ja till nu, kan namnges."""
    case = cast.enrolled()
    karin, sven, per = (seat(cast, who) for who in ("karin", "sven", "per"))
    correct(cast, case, "karin", karin, protection="marked", alias="Ask")
    assert as_offered(sven) in offered(page, "karin", case)
    assert as_offered(per) not in offered(page, "karin", case)
    cast.as_everyone()
    cast.consented(case, "Af Flen")
    assert as_offered(per) in offered(page, "karin", case)
    case.circle.refresh_from_db()
    change_team(case.circle, [karin, sven, per], by=cast.as_("karin"))
    cast.as_everyone()
    assert all(sees(cast, who, case) for who in ("karin", "sven"))


def test_whoever_is_alongside_can_be_named_and_is_so_until_the_day_agreed(
    cast: Cast, page: Any
) -> None:
    case, agreed = cast.enrolled(), TODAY + 30 * DAY
    karin, eva, sven = (seat(cast, who) for who in ("karin", "eva", "sven"))
    accept(proposed(cast, case, "Försörjningsstöd", alongside_until=agreed), by=cast.as_("sven"))
    cast.as_everyone()
    assert as_offered(karin) in offered(page, "eva", case)
    cast.as_everyone()
    correct(cast, case, "eva", karin, eva, sven, protection="marked", alias="Ask")
    case.circle.refresh_from_db()
    change_team(case.circle, [karin, eva, sven], by=cast.as_("eva"))
    cast.as_everyone()
    seats = case.circle.members.filter(position=karin[1]).exclude(until_day=TODAY)
    assert [one.until_day for one in seats] == [agreed + DAY]
    form = page("eva").get(reverse("correct_person", args=[case.pk])).context["form"]
    assert as_offered(karin) in form.initial["team"]


def test_an_alias_that_is_changed_is_changed_in_the_copies_and_both_go_with_the_protection(
    cast: Cast,
) -> None:
    case = at_af(cast)
    copy = handed_over(cast, case, "Amina Öberg ringer.")
    correct(cast, case, "karin", seat(cast, "karin"), protection="marked", alias="Ask 1111")
    correct(cast, case, "karin", alias="Björk 2222")
    copy.refresh_from_db()
    assert (copy.about, copy.text) == ("Björk 2222", "Björk 2222 ringer.")
    correct(cast, case, "karin", protection="", alias="")
    copy.refresh_from_db()
    assert (copy.about, copy.text) == ("Amina Öberg", "Amina Öberg ringer.")

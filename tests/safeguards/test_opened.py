"""Who is let in where, to whose rows, of which kinds and until when; row by row as it is written?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.safeguards import ledger
from stafett.safeguards.actions import (
    Item,
    NewConsent,
    NewProvision,
    Scan,
    accept,
    end_provision,
    give_consent,
    let_in,
    name_team,
    record_provision,
    release,
    withdraw,
)
from stafett.safeguards.actions.circle import let_in_many, let_stay_until, let_units_back
from stafett.safeguards.actions.consent import covers, digest_of, take_out_names
from stafett.safeguards.actions.copies import call_by_alias
from stafett.safeguards.models import (
    Circle,
    Consent,
    ConsentPart,
    ConsentScan,
    Member,
    Provision,
    Reach,
    Release,
)
from stafett.safeguards.rules import Refused, Terms, parts_between
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast

ENDS = TODAY + timedelta(days=90)
YESTERDAY = TODAY - timedelta(days=1)
BY = operator(TODAY)
Row = tuple[Any, ...]


def _members(one: Participation, **told: Any) -> list[Row]:
    """(unit, whose rows, by what, kinds, from, until) of a case, as the database has it."""
    rows = Member.objects.filter(circle=one.circle_id, **told).order_by("unit__name", "basis", "pk")
    return [
        (m.unit.name, m.giver.name, m.basis, m.kinds, m.from_day, m.until_day)
        for m in rows.select_related("unit", "giver")
    ]


def _reached(cast: Cast, unit: str) -> set[int]:
    rows = Reach.objects.filter(unit=cast.unit(unit))
    return set(rows.values_list("controller_id", flat=True))


def _new(cast: Cast, one: Participation, *units: str, kinds: tuple[str, ...] = ("course",),
         **told: Any) -> NewConsent:  # fmt: skip
    team = {one.controller_id, *(cast.unit(name).authority_id for name in units)}
    known: dict[str, Any] = {
        "circle": one.circle, "purpose": "Att planera", "text": "Jag säger ja.", "manner": "oral",
        "parts": parts_between(team, set(kinds), {}), "given_by": "person", "language": "svenska",
        "terms": Terms(TODAY, ENDS, TODAY + timedelta(days=45)),
    }  # fmt: skip
    return NewConsent(**{**known, **told})


@pytest.fixture
def one(cast: Cast) -> Participation:
    """A case in Flen, with Af's office let in by its role."""
    made = cast.enrolled()
    cast.as_everyone()
    let_in(made.circle, [cast.unit("Af Flen").pk], from_day=START, by=BY)
    return made


def test_a_unit_is_let_in_to_its_own_rows_and_where_it_keeps_the_register_to_the_controllers(
    cast: Cast, one: Participation
) -> None:
    own, board = "Flens arbetsmarknadsnämnd", "Flens socialnämnd"
    begun = date(2024, 2, 1)
    assert _members(one) == [
        ("AUC", own, "role", [], begun, None),
        ("Af Flen", "Arbetsförmedlingen", "role", [], START, None),
        ("Försörjningsstöd", own, "keeping", [], begun, None),
        ("Försörjningsstöd", board, "role", [], begun, None),
        ("Projektkontoret", own, "role", [], begun, None),
    ]  # fmt: skip
    assert _reached(cast, "Af Flen") == {one.controller_id}
    assert _reached(cast, "Psykiatrin") == set()


def test_those_already_in_stay_as_they_are_and_nobody_is_let_in_twice(
    cast: Cast, one: Participation
) -> None:
    before = _members(one)
    af, care = cast.unit("Af Flen").pk, cast.unit("Psykiatrin").pk
    let_in(one.circle, [af, care, care], from_day=TODAY, by=BY)
    assert _members(one) == sorted(
        [*before, ("Psykiatrin", "Regionens vårdnämnd", "role", [], TODAY, None)],
        key=lambda r: r[0],
    )
    let_in_many([], by=BY)
    other = cast.enrolled()
    cast.as_everyone()
    let_in_many([(one.circle_id, care, TODAY), (other.circle_id, care, YESTERDAY)], by=BY)
    assert len(_members(one)) == len(before) + 1
    assert ("Psykiatrin", "Regionens vårdnämnd", "role", [], YESTERDAY, None) in _members(other)


def test_a_consent_opens_what_a_provision_lets_it_from_its_day_to_its_last(
    cast: Cast, one: Participation
) -> None:
    made = give_consent(_new(cast, one, "Af Flen", "Viadidakt"), by=cast.viewer("karin"))
    assert _members(one, basis="consent") == [
        ("Af Flen", "Flens arbetsmarknadsnämnd", "consent", ["holding", "participation"], TODAY, ENDS)
    ]  # fmt: skip
    (part,) = made.parts.filter(giver=one.controller_id, receiver=cast.unit("Af Flen").authority_id)
    assert withdraw([part], how="Telefon", by=cast.viewer("karin")) == 1
    assert _members(one, basis="consent") == []
    part.refresh_from_db()
    assert (part.withdrawn_on, part.withdrawn_by, part.withdrawn_how) == (
        TODAY, "Karin Ek", "Telefon",
    )  # fmt: skip
    assert withdraw([part], how="Igen", by=cast.viewer("karin")) == 0
    assert ConsentPart.objects.exclude(withdrawn_on=None).count() == 1


def test_two_kinds_of_information_open_together_what_each_covers(
    cast: Cast, one: Participation
) -> None:
    give_consent(
        _new(cast, one, "Af Flen", kinds=("course", "livelihood")), by=cast.viewer("karin")
    )
    ((_u, _g, _b, kinds, _f, _t),) = _members(one, basis="consent")
    assert kinds == ["holding", "livelihood", "participation"]


def test_a_door_closes_the_day_that_the_first_of_consent_provision_and_role_ends(
    cast: Cast, one: Participation
) -> None:
    soon, sooner = TODAY + timedelta(days=20), TODAY + timedelta(days=10)
    Provision.objects.filter(receiver=cast.unit("Af Flen").authority).update(until_day=soon)
    give_consent(_new(cast, one, "Af Flen"), by=cast.viewer("karin"))
    assert [row[-1] for row in _members(one, basis="consent")] == [soon]
    let_stay_until(one.circle, cast.unit("Af Flen").pk, sooner, by=BY)
    assert [row[-1] for row in _members(one, unit__name="Af Flen", until_day__gt=TODAY)] == [
        sooner,
        sooner,
    ]
    later = _members(one, basis="consent")
    assert later[0][4] == TODAY
    let_stay_until(one.circle, cast.unit("Af Flen").pk, TODAY, by=BY)
    assert [row[-1] for row in _members(one, unit__name="Af Flen")] == [TODAY]
    assert _members(one, unit__name="AUC")[0][-1] is None


def test_a_unit_that_was_to_come_later_than_it_leaves_never_comes(
    cast: Cast, one: Participation
) -> None:
    care = cast.unit("Psykiatrin").pk
    let_in(one.circle, [care], from_day=TODAY + timedelta(days=5), by=BY)
    let_stay_until(one.circle, care, TODAY + timedelta(days=5), by=BY)
    assert _members(one, unit=care) == []


def test_a_provision_that_begins_opens_and_one_that_ends_closes_what_consents_cover(
    cast: Cast, one: Participation
) -> None:
    own, office = cast.unit("AUC").authority, cast.unit("Utanför").authority
    let_in(one.circle, [cast.unit("Utanför").pk], from_day=START, by=BY)
    give_consent(_new(cast, one, "Utanför"), by=cast.viewer("karin"))
    assert _members(one, basis="consent") == []
    told = NewProvision(own, office, "standing", ("course", "agreement"), " 7 § ", YESTERDAY, ENDS)
    lena = cast.viewer("lena")
    made = record_provision(told, by=lena)
    assert (made.giver, made.receiver, made.opens, made.information, made.paragraph) == (
        own, office, "standing", ["agreement", "course"], "7 §",
    )  # fmt: skip
    assert (made.from_day, made.until_day, made.recorded_by) == (YESTERDAY, ENDS, "Lena Chef")
    assert [row[0] for row in _members(one, basis="consent")] == ["Utanför"]
    end_provision(made, by=lena)
    made.refresh_from_db()
    assert made.until_day == TODAY
    assert _members(one, basis="consent") == []
    same_day = record_provision(replace(told, from_day=TODAY), by=lena)
    end_provision(same_day, by=lena)
    assert not Provision.objects.filter(receiver=office).exclude(pk=made.pk).exists()
    with pytest.raises(PermissionDenied):
        record_provision(told, by=cast.viewer("karin"))
    with pytest.raises(PermissionDenied):
        end_provision(made, by=cast.viewer("karin"))


def test_everything_that_is_wrong_with_a_provision_is_said_at_its_field(cast: Cast) -> None:
    own, lena = cast.unit("AUC").authority, cast.viewer("lena")
    with pytest.raises(Refused) as refused:
        record_provision(
            NewProvision(own, own, "standing", ("x",), " ", TODAY + timedelta(days=1), TODAY),
            by=lena,
        )
    assert {field: said.split(".")[0] for field, said in refused.value.faults.items()} == {
        "receiver": "En myndighet behöver ingen bestämmelse för sina egna uppgifter",
        "paragraph": "Skriv vilket lagrum eller avtal som ger rätt till det",
        "information": "Välj minst ett slag av uppgifter",
        "from_day": "Bestämmelsen gäller från den dag den antecknas eller tidigare",
        "until_day": "Den är redan slut den dagen",
    }  # fmt: skip
    assert record_provision(
        NewProvision(own, cast.unit("Utanför").authority, "keeping", (), "Avtal", TODAY,
                     TODAY + timedelta(days=1)), by=lena,
    )  # fmt: skip


def test_keeping_opens_the_givers_cases_to_units_in_them_by_their_role_and_closes_again(
    cast: Cast, one: Participation
) -> None:
    own, af, lena = cast.unit("AUC").authority, cast.unit("Af Flen").authority, cast.viewer("lena")
    made = record_provision(NewProvision(own, af, "keeping", (), "Avtal", YESTERDAY), by=lena)
    assert _members(one, basis="keeping", giver=own, unit__authority=af) == [
        ("Af Flen", own.name, "keeping", [], TODAY, None)
    ]
    again = record_provision(NewProvision(own, af, "keeping", (), "Avtal 2", YESTERDAY), by=lena)
    assert len(_members(one, basis="keeping", unit__authority=af)) == 1
    end_provision(made, by=lena)
    assert len(_members(one, basis="keeping", unit__authority=af)) == 1
    Member.objects.filter(basis="keeping", unit__authority=af).update(from_day=YESTERDAY)
    end_provision(again, by=lena)
    assert [row[-1] for row in _members(one, basis="keeping", unit__authority=af)] == [TODAY]
    assert len(_members(one, basis="keeping", until_day=None)) == 1
    assert len(_members(one, unit__authority=af, basis="role", until_day=None)) == 1


def test_a_named_team_takes_the_place_of_units_and_units_of_the_team(
    cast: Cast, one: Participation
) -> None:
    karin, lena = cast.viewer("karin").posts[0], cast.viewer("lena").posts[0]
    other = cast.enrolled()
    cast.as_everyone()
    name_team([one.circle], [(karin.unit_id, karin.position_id)], by=BY)
    assert Circle.objects.get(pk=one.circle_id).named_only
    assert not Circle.objects.get(pk=other.circle_id).named_only
    posts = Member.objects.filter(circle=one.circle_id, until_day=None).order_by("pk")
    assert list(posts.values_list("position_id", "from_day")) == [(karin.position_id, TODAY)]
    assert {row[-1] for row in _members(one, position=None)} == {TODAY}
    name_team(
        [one.circle], [(karin.unit_id, karin.position_id), (lena.unit_id, lena.position_id)], by=BY
    )
    assert list(posts.values_list("position_id", flat=True)) == [
        karin.position_id,
        lena.position_id,
    ]
    let_units_back([(one.circle, [cast.unit("AUC").pk])], by=BY)
    assert not one.circle.named_only
    assert not Circle.objects.get(pk=one.circle_id).named_only
    assert _members(one, until_day=None) == [
        ("AUC", "Flens arbetsmarknadsnämnd", "role", [], TODAY, None)
    ]
    assert len(_members(other, until_day=None)) == 4
    with pytest.raises(ValueError, match="a named team needs somebody in it"):
        name_team([one.circle], [], by=BY)


def test_a_consent_is_written_down_with_every_word(cast: Cast, one: Participation) -> None:
    scan = Scan("x" * 300 + ".png", "image/png", b"PNG")
    told = _new(cast, one, "Af Flen", manner="paper", given_by="guardian", guardian=" Gun ",
                support_person="Stina", interpreter="Tolk", scan=scan)  # fmt: skip
    karin = cast.viewer("karin")
    made = Consent.objects.get(pk=give_consent(told, by=karin).pk)
    assert (made.circle, made.controller_id, made.purpose, made.manner, made.given_by) == (
        one.circle, one.controller_id, "Att planera", "paper", "guardian",
    )  # fmt: skip
    assert (made.guardian, made.support_person, made.language, made.interpreter) == (
        "Gun", "Stina", "svenska", "Tolk",
    )  # fmt: skip
    assert (made.text, made.digest) == ("Jag säger ja.", digest_of("Jag säger ja."))
    assert (made.from_day, made.until_day, made.review_on) == (
        TODAY, ENDS, TODAY + timedelta(days=45),
    )  # fmt: skip
    assert (made.noted_by, made.noted_at_unit) == ("Karin Ek", cast.unit("AUC"))
    kept = ConsentScan.objects.get()
    assert (kept.consent, kept.controller_id, kept.content_type, bytes(kept.content)) == (
        made, one.controller_id, "image/png", b"PNG",
    )  # fmt: skip
    assert kept.file_name == "x" * 196 + ".png"
    mine, theirs = made.parts.order_by("pk")
    if mine.giver_id != one.controller_id:
        mine, theirs = theirs, mine
    assert (mine.controller_id, mine.circle_id, mine.information) == (
        one.controller_id, one.circle_id, "course",
    )  # fmt: skip
    assert (mine.from_day, mine.until_day, mine.accepted_on, mine.accepted_by) == (
        TODAY, ENDS, TODAY, "Karin Ek",
    )  # fmt: skip
    assert (theirs.receiver_id, theirs.accepted_on, theirs.accepted_by) == (
        one.controller_id, None, "",
    )  # fmt: skip
    assert accept([theirs, mine], by=cast.viewer("per")) == 1
    theirs.refresh_from_db()
    assert (theirs.accepted_on, theirs.accepted_by) == (TODAY, "Per Af")
    assert accept([theirs], by=cast.viewer("per")) == 0
    with pytest.raises(PermissionDenied):
        give_consent(told, by=cast.viewer("olle"))


@pytest.mark.parametrize(("told", "field"), [
    ({"parts": []}, ""), ({"given_by": "guardian"}, "guardian"), ({"manner": "paper"}, "scan"),
    ({"mark": "annan"}, "mark"), ({"longest_days": 30}, "until_day"),
])  # fmt: skip
def test_a_consent_that_cannot_be_is_refused_at_its_field(
    cast: Cast, one: Participation, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        give_consent(_new(cast, one, "Af Flen", **told), by=cast.viewer("karin"))
    assert list(refused.value.faults) == [field]
    assert not Consent.objects.exists()


def test_what_is_handed_over_is_a_copy_with_every_word_and_is_marked_when_consent_ends(
    cast: Cast, one: Participation
) -> None:
    karin, af = cast.viewer("karin"), cast.unit("Af Flen").authority
    made = give_consent(_new(cast, one, "Af Flen", kinds=("agreement",)), by=karin)
    part = made.parts.select_related("circle").get(giver=one.controller_id)
    keys = release([Item(part, "agreement", "Amina", "Överens", "Det vi sa"),
                    Item(part, "agreement", "Amina", "Mer", "x", how="Brev")], by=karin)  # fmt: skip
    inside, outside = (Release.objects.get(pk=key) for key in keys)
    assert (inside.circle_id, inside.controller_id, inside.part, inside.owner_authority) == (
        one.circle_id, one.controller_id, part, af,
    )  # fmt: skip
    assert (inside.giver_id, inside.kind, inside.about, inside.title, inside.text) == (
        one.controller_id, "agreement", "Amina", "Överens", "Det vi sa",
    )  # fmt: skip
    assert (inside.released_on, inside.released_by, inside.outside, inside.how) == (
        TODAY, "Karin Ek", False, "",
    )  # fmt: skip
    assert (outside.outside, outside.how, outside.consent_withdrawn_on) == (True, "Brev", None)
    withdraw([part], how="Telefon", by=karin)
    assert set(Release.objects.values_list("consent_withdrawn_on", flat=True)) == {TODAY}
    with pytest.raises(Refused, match="Samtycket täcker inte det här i dag. Inget är utlämnat"):
        release([Item(part, "agreement", "Amina", "Mer", "x")], by=karin)


def test_a_withdrawal_marks_the_copies_of_its_own_part_and_is_told_to_the_ledger(
    cast: Cast, one: Participation, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER = str(tmp_path / "liggare")
    karin = cast.viewer("karin")
    made = give_consent(_new(cast, one, "Af Flen", kinds=("agreement", "course")), by=karin)
    kinds = {"agreement": "agreement", "course": "participation"}
    parts = {
        part.information: part
        for part in made.parts.select_related("circle").filter(giver=one.controller_id)
    }
    for information, part in parts.items():
        release([Item(part, kinds[information], "Amina", information, "x")], by=karin)
    withdraw([parts["course"]], how="Telefon", by=karin)
    marked = Release.objects.exclude(consent_withdrawn_on=None)
    assert [copy.title for copy in marked] == ["course"]
    (line,) = ledger.read((tmp_path / "liggare").read_text().splitlines())
    assert (line.kind, line.told) == ("withdrawal", {"day": "2025-06-02", "parts": [{
        "consent": str(made.pk), "giver": one.controller_id, "information": "course",
        "receiver": cast.unit("Af Flen").authority_id,
    }]})  # fmt: skip


def test_copies_and_consents_of_some_people_are_without_their_names(
    cast: Cast, one: Participation
) -> None:
    other = cast.enrolled()
    cast.as_everyone()
    for each in (one, other):
        let_in(each.circle, [cast.unit("Af Flen").pk], from_day=START, by=BY)
        new = _new(
            cast, each, "Af Flen", kinds=("agreement",), support_person="Stina", interpreter="Ali"
        )
        made = give_consent(new, by=cast.viewer("karin"))
        part = made.parts.select_related("circle").get(giver=each.controller_id)
        release([Item(part, "agreement", "Amina Öberg", "T", "x")], by=cast.viewer("karin"))
    Person.objects.filter(pk=one.person_id).update(alias="Ask")
    people = [one.person_id]
    assert (call_by_alias(people), call_by_alias(people)) == (1, 0)
    assert Release.objects.get(circle=one.circle).about == "Ask"
    assert Release.objects.get(circle=other.circle).about == "Amina Öberg"
    assert (take_out_names(people), take_out_names(people)) == (1, 0)
    mine, theirs = (Consent.objects.get(circle=each.circle) for each in (one, other))
    assert (mine.text, mine.support_person, mine.guardian, mine.interpreter) == ("", "", "", "")
    assert (theirs.text, theirs.support_person) == ("Jag säger ja.", "Stina")


def test_a_part_covers_its_kinds_from_its_first_day_to_the_last_before_it_ends() -> None:
    part = ConsentPart(information="agreement", from_day=TODAY, until_day=ENDS, accepted_on=TODAY)
    for day, covered in (
        (YESTERDAY, False),
        (TODAY, True),
        (ENDS - timedelta(days=1), True),
        (ENDS, False),
    ):
        assert covers(part, "agreement", day) is covered
    assert not covers(part, "health", TODAY)
    part.withdrawn_on = TODAY
    assert not covers(part, "agreement", TODAY)
    assert not covers(
        ConsentPart(information="agreement", from_day=TODAY, until_day=ENDS), "agreement", TODAY
    )

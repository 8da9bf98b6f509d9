"""Is who somebody is taken away by those who may, with all that is written of it; and whose rows say it?"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django.models import ProcrastinateJob

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.safeguards.actions import Scan
from stafett.safeguards.actions.identity import (
    kept_out,
    may_withhold,
    to_withhold,
    withhold_identity,
)
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.actions.retention import put_hold
from stafett.safeguards.models import ConsentScan, Ending, NamesDecision
from stafett.safeguards.queries.due import Scope, scopes_of
from stafett.safeguards.queries.naming import naming_rows, people_in, still_named, unname
from stafett.safeguards.queries.protecting import keeping_out
from stafett.safeguards.rules import Refused
from tests.cast import TODAY, Cast


@pytest.fixture
def one(cast: Cast) -> Participation:
    """Somebody protected, seen by Lena and Karin, in Flen, whose routine keeps out who it is."""
    posts = [cast.viewer(who).posts[0] for who in ("lena", "karin")]
    team = tuple((post.unit_id, post.position_id) for post in posts)
    made = cast.enrolled(
        person=cast.person(protection="marked", family_name="Hemlig"), named_team=team
    )
    cast.as_everyone()
    _routine(cast)
    return made


def _routine(cast: Cast, contact: str = "absent") -> None:
    own = cast.unit("AUC").authority
    kept = {"contact": contact, "kept_where": "Kassaskåpet"}
    decide_routine(own, **kept, by=cast.viewer("lena"))


def _withhold(
    cast: Cast, one: Participation, by: str = "lena", because: str = "Rutinen § 2"
) -> Ending:
    return withhold_identity(one.circle, because=because, by=cast.viewer(by))


def test_it_is_written_down_as_a_decided_ending_of_all_the_persons_cases(
    cast: Cast, one: Participation
) -> None:
    before = ProcrastinateJob.objects.count()
    made, lena = _withhold(cast, one, because="  Rutinen § 2 "), cast.viewer("lena")
    made = Ending.objects.get(pk=made.pk)
    assert (made.controller_id, made.named_circle, made.noticed_on, made.ends_from) == (
        one.controller_id, one.circle_id, TODAY, TODAY,
    )  # fmt: skip
    assert (made.archive, made.grounds, made.counts) == (
        False, ["rutin för skyddade personuppgifter"], {"": {"identity": 1}},
    )  # fmt: skip
    assert (made.decided_on, made.decided_by_id, made.decided_by, made.because) == (
        TODAY, lena.user_id, "Lena Chef", "Rutinen § 2",
    )  # fmt: skip
    assert (made.done_at, scopes_of(made.scopes.all())) == (
        None, [Scope(one.circle_id, None, "identity")],
    )  # fmt: skip
    person = Person.objects.get(pk=one.person_id)
    assert (person.protection, person.given_name, person.family_name) == ("withheld", "", "")
    assert (person.birth_year, person.sex) == (2001, "woman")
    assert ProcrastinateJob.objects.count() == before + 1
    job = ProcrastinateJob.objects.order_by("-pk")[0]
    assert (job.task_name, job.queue_name, job.args) == (
        "safeguards.end_decided", "retention", {"ending_id": str(made.pk)},
    )  # fmt: skip


def test_it_is_only_for_those_who_answer_for_the_controller_and_see_the_case(
    cast: Cast, one: Participation
) -> None:
    for who in ("karin", "eva", "lotta"):
        with pytest.raises(PermissionDenied):
            _withhold(cast, one, who)
    _routine(cast, "alias")
    other = cast.enrolled(
        person=cast.person(protection="marked"),
        named_team=tuple((p.unit_id, p.position_id) for p in cast.viewer("karin").posts),
    )
    cast.as_everyone()
    _routine(cast)
    with pytest.raises(PermissionDenied):
        _withhold(cast, other)


def test_there_is_nothing_to_take_away_of_the_unprotected_or_twice_or_without_a_routine(
    cast: Cast, one: Participation
) -> None:
    said = "Er rutin säger inte att identiteten ska tas bort, eller så är den borta redan."
    lena, karin, open_one = cast.viewer("lena"), cast.viewer("karin"), cast.enrolled()
    cast.as_everyone()
    assert to_withhold(one.person)
    assert may_withhold(lena, one.person)
    assert not may_withhold(karin, one.person)
    assert not to_withhold(open_one.person)
    with pytest.raises(Refused) as refused:
        _withhold(cast, open_one)
    assert refused.value.faults == {"": said}
    assert list(keeping_out([one.controller_id])) == [one.controller_id]
    _routine(cast, "alias")
    assert not to_withhold(one.person)
    assert not may_withhold(lena, one.person)
    _routine(cast)
    _withhold(cast, one)
    again = Participation.objects.select_related("circle__person").get(pk=one.pk)
    assert not to_withhold(again.person)
    with pytest.raises(Refused):
        _withhold(cast, again)
    assert "inte in med namn, nummer eller annat som säger vem det är" in kept_out()


@pytest.mark.parametrize(("because", "said"), [
    (" ", "Skriv varför, till exempel vilken rutin"), ("Gäller HEMLIG", "Skriv skälet utan namnet"),
    ("amina bad om det", "Skriv skälet utan namnet"),
])  # fmt: skip
def test_the_reason_is_there_and_has_no_name_in_it(
    cast: Cast, one: Participation, because: str, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        _withhold(cast, one, because=because)
    assert list(refused.value.faults) == ["because"]
    assert refused.value.faults["because"].startswith(said)
    assert not Ending.objects.exists()


def test_a_name_of_two_letters_is_no_word_to_look_for(cast: Cast, one: Participation) -> None:
    Person.objects.filter(pk=one.person_id).update(family_name="Ek")
    again = Participation.objects.select_related("circle__person").get(pk=one.pk)
    assert _withhold(cast, again, because="Enligt beslut om ekonomi")


@pytest.mark.parametrize("everything", [True, False])
def test_a_hold_lets_it_stay(cast: Cast, one: Participation, everything: bool) -> None:
    circle = None if everything else one.circle
    put_hold(one.controller_id, circle, reason="audit", because="x", by=cast.viewer("lena"))
    with pytest.raises(Refused, match="Ett stopp gör att uppgifterna ska stå kvar"):
        _withhold(cast, one)


def test_a_hold_over_somebody_elses_case_is_none_of_theirs(cast: Cast, one: Participation) -> None:
    other = cast.enrolled()
    cast.as_everyone()
    put_hold(one.controller_id, other.circle, reason="audit", because="x", by=cast.viewer("lena"))
    assert _withhold(cast, one)


def test_whose_identity_an_ending_takes_away_is_those_of_its_identities_alone(cast: Cast) -> None:
    one, again = cast.enrolled(), cast.enrolled()
    cast.as_everyone()
    told = [Scope(one.circle_id, None, "identity"), Scope(one.circle_id, None, "identity"),
            Scope(again.circle_id, None, "case"), Scope(None, None, "identity")]  # fmt: skip
    assert people_in(told) == [one.person_id]
    assert people_in(told[2:]) == []
    both = people_in([*told, Scope(again.circle_id, None, "identity")])
    assert both == sorted([one.person_id, again.person_id])


def test_the_rows_that_name_somebody_are_theirs_their_controllers_and_named(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    for each in (one, other):
        scan = Scan("papper.png", "image/png", b"\x89PNG")
        cast.consented(each, "Af Flen", manner="paper", scan=scan)
        told: dict[str, Any] = {"asked_by": "Amina", "asked_on": date(2025, 6, 1), "given": False,
                                "because": "x", "decided_by": "Lena"}  # fmt: skip
        NamesDecision.objects.create(controller_id=each.controller_id, circle=each.circle, **told)
        Person.objects.filter(pk=each.person_id).update(language="svenska")
    found = {t: list(r.order_by("pk")) for t, r in naming_rows(one.controller_id, [one.person_id])}
    named = {table._meta.db_table: len(rows) for table, rows in found.items() if rows}
    assert named == {
        "people_personevent": 1, "safeguards_consentscan": 1, "safeguards_namesdecision": 1,
    }  # fmt: skip
    assert found[ConsentScan][0].consent.circle_id == one.circle_id
    assert found[NamesDecision][0].circle_id == one.circle_id
    elsewhere = cast.unit("Viadidakt").authority_id
    assert not any(rows.exists() for _t, rows in naming_rows(elsewhere, [one.person_id]))
    assert list(naming_rows(one.controller_id, [])) == []


def test_how_many_rows_still_name_somebody_goes_down_to_none_when_it_is_taken_out(
    cast: Cast,
) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    cast.consented(one, "Af Flen")
    cast.consented(other, "Af Flen")
    people = [one.person_id]
    assert still_named(people) == 2
    assert still_named([*people, other.person_id]) == 4
    assert unname([]) == 0
    assert Person.objects.get(pk=one.person_id).given_name == "Amina"


def test_taking_it_out_says_how_many_rows_it_was(cast: Cast, one: Participation) -> None:
    people = [one.person_id]
    before = still_named(people)
    assert before > 0
    assert unname(people) >= before
    assert still_named(people) == 0
    assert still_named([UUID(int=1)]) == 0

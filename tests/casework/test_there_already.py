"""Law 5: is a team told who is there already, unprotected, when a protection begins; and of no other team's?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from stafett.casework.actions import correct_person, tell_of_doubles
from stafett.casework.actions.doubling import tell_of_those_there
from stafett.casework.models import Participation, PossibleDouble
from stafett.casework.queries.doubles import open_doubles
from stafett.people.actions import FACTS, PersonFacts, link, record, unlink
from stafett.people.models import Person
from tests.casework.conftest import Page, get
from tests.casework.test_hidden_numbers import hidden
from tests.cast import Cast

SAME = {"identity_kind": "other", "identity_number": "T-HEMLIG", "identity_issuer": "Prov"}


def shown(cast: Cast, **facts: Any) -> Participation:
    """Somebody whom nobody protects, with that number in a record of their own."""
    told = {**SAME, "register_key": "Ö-1", "given_name": "Amina", **facts}
    controller = cast.branch().controller_id
    cast.as_everyone()
    key = record([PersonFacts(controller, **told)], by=None, beside_hidden=True)[0]
    return cast.enrolled(person=key, case_number=f"Ö-{key.hex[-4:]}")


def protects(cast: Cast, who: str, one: Participation, **said: str) -> None:
    """Let somebody protect the person of a case, or correct more of them, and be the team."""
    cast.as_everyone()
    by, person = cast.viewer(who), Person.objects.get(pk=one.person_id)
    now = {name: getattr(person, name) for name in FACTS}
    facts = PersonFacts(**{**now, "protection": "marked", **said})
    team = [(by.posts[0].unit_id, by.posts[0].position_id)]
    correct_person(person, facts, by=by, because="skydd", team=team)


def told_karin(cast: Cast) -> list[tuple[str, UUID]]:
    found = open_doubles(cast.as_("karin"))
    cast.as_everyone()
    return [(one.double.same, one.double.newcomer_id) for one in found]


def test_a_protection_that_begins_tells_the_team_who_is_there_already_with_the_same(
    cast: Cast, page: Page
) -> None:
    there = shown(cast)
    one = shown(cast, given_name="Zqfor")
    protects(cast, "karin", one)
    assert told_karin(cast) == [("number", there.pk)]
    text = get(page("karin"), "/")
    assert "Någon är inskriven i Provinsatsen, Flen, med samma nummer. Det syntes 2 juni" in text
    assert "Kan vara någon som ni skyddar" not in get(page("lena"), "/")


def test_a_protection_that_begins_tells_the_team_of_a_linked_record_that_stays_open(
    cast: Cast,
) -> None:
    there, one, undone = (cast.enrolled() for _ in range(3))
    eva = cast.user("eva")
    link(there.person, one.person, by=eva, because="samma")
    unlink(link(undone.person, one.person, by=eva, because="fel"), by=eva, because="fel")
    protects(cast, "karin", one)
    assert told_karin(cast) == [("linked", there.pk)]


def test_enrolling_somebody_protected_tells_the_team_who_is_there_already(cast: Cast) -> None:
    there = shown(cast)
    cast.as_everyone()
    Person.objects.filter(pk=there.person_id).update(kept_apart=there.person_id)
    hidden(cast)
    assert told_karin(cast) == [("number", there.pk)]


def test_a_team_is_told_of_those_there_when_a_number_is_corrected_and_not_for_anything_else(
    cast: Cast,
) -> None:
    one = hidden(cast, identity_number="T-FEL")
    there = shown(cast)
    protects(cast, "karin", one, identity_number="T-HEMLIG")
    assert told_karin(cast) == [("number", there.pk)]
    cast.as_everyone()
    PossibleDouble.objects.all().delete()
    protects(cast, "karin", one, sex="man")
    assert told_karin(cast) == []


def test_no_team_is_told_of_whom_another_team_protects(cast: Cast) -> None:
    one = hidden(cast, "karin")
    there = shown(cast)
    cast.as_everyone()
    tell_of_doubles([there.pk], by=cast.viewer("eva"))
    assert told_karin(cast) == [("number", there.pk)]
    protects(cast, "eva", there)
    assert told_karin(cast) == []
    assert open_doubles(cast.as_("eva")) == []
    cast.as_everyone()
    PossibleDouble.objects.all().delete()
    tell_of_doubles([one.pk, there.pk], by=cast.viewer("eva"))
    tell_of_those_there([one.pk, there.pk], by=cast.viewer("eva"))
    assert not PossibleDouble.objects.exists()

"""Law 5: of somebody entered without identity, is nobody named who leads to them, by any door?"""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.people.models import NOBODY, Person
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.follow_up import decide_names
from stafett.safeguards.actions.own_data import hand_over
from stafett.safeguards.models import Consent, NamesDecision, OwnDataRequest
from stafett.safeguards.rules import Refused
from stafett.safeguards.unnamed import faults_of_names
from tests.casework.asking import at, decided, noted, ready
from tests.casework.conftest import Page, faults, get
from tests.cast import TODAY, Cast

SAID = "inskriven utan identitet. Skriv ”på papper”"


@pytest.fixture
def one(cast: Cast) -> Participation:
    """Somebody without identity, seen by Karin and Lena."""
    one = cast.enrolled()
    posts = [cast.viewer(who).posts[0] for who in ("karin", "lena")]
    team = [(post.unit_id, post.position_id) for post in posts]
    name_team([one.circle], team, by=cast.viewer("karin"))
    Person.objects.filter(pk=one.person_id).update(
        **NOBODY, protection="withheld", alias="Gran 1234", register_key="Gran 1234"
    )
    return Participation.objects.select_related("circle__person").get(pk=one.pk)


@pytest.mark.parametrize(
    "told",
    [{"given_by": "guardian", "guardian": "Zqgod"}, {"support_person": "Zqstod"}, {"interpreter": "Zqtolk"}],
)  # fmt: skip
def test_no_consent_names_who_was_there(
    cast: Cast, one: Participation, told: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match=SAID) as refused:
        cast.consented(one, "Af Flen", **told)
    assert set(refused.value.faults) == told.keys() - {"given_by"}
    cast.consented(one, "Af Flen", given_by="guardian", guardian="På papper")
    assert Consent.objects.get().guardian == "På papper"


def test_a_request_and_its_answer_name_nobody_and_the_forms_begin_with_what_can_stand(
    cast: Cast, page: Page, one: Participation
) -> None:
    with pytest.raises(Refused, match=SAID) as refused:
        noted(cast, one, asked_by="Zqgod", identity_checked="Zqlegitimerad")
    assert set(refused.value.faults) == {"asked_by", "identity_checked"}
    assert not OwnDataRequest.objects.exists()
    asked = noted(cast, one, "lena", asked_by="Gran 1234", identity_checked="på papper")
    client = page("lena")
    assert 'value="på papper"' in get(client, f"/deltagare/{one.pk}/egna-uppgifter/ny/")
    client.post(at(asked, "sammanstall/"))
    cast.as_everyone()
    asked = decided(cast, OwnDataRequest.objects.get())
    assert 'value="på papper"' in get(client, at(asked, "lamna/"))
    lena = cast.as_("lena")
    with pytest.raises(Refused, match=SAID):
        hand_over(asked, on=TODAY, how="Hem till Zqgatan", by=lena)
    hand_over(asked, on=TODAY, how="På papper", by=lena)


def test_who_asked_for_the_readers_names_is_not_named(
    cast: Cast, page: Page, one: Participation
) -> None:
    sent = {"asked_by": "Zqgod", "asked_on": "2025-06-01", "given": "nej", "because": "Prövat."}
    address = f"/deltagare/{one.pk}/vem-har-last/namn/"
    answer = page("lena").post(address, sent)
    assert answer.status_code == 422
    assert SAID in faults(answer)
    cast.as_everyone()
    assert not NamesDecision.objects.exists()
    told = {"asked_on": TODAY, "given": False, "because": "Prövat."}
    decide_names(one.circle, asked_by="Personen själv", by=cast.viewer("lena"), **told)


def test_of_others_names_are_written_and_the_forms_begin_empty(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    assert faults_of_names(one.person, {"asked_by": "Zqgod"}) == {}
    assert "på papper" not in get(page("karin"), f"/deltagare/{one.pk}/egna-uppgifter/ny/")
    asked = decided(cast, ready(cast, one))
    assert "på papper" not in get(page("lena"), at(asked, "lamna/"))

"""Does an authority take back what it put in the wrong case, when that case has been closed to it?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.models import Participation
from stafett.casework.queries.own_record import own_record_of
from stafett.casework.views.own_record import taking_back_form
from stafett.documents.actions import take_back
from stafett.documents.models import Document
from stafett.notes.actions import retract
from stafett.notes.models import Contact, Note
from stafett.people.models import Person
from stafett.safeguards.access import OWN_RECORD
from stafett.safeguards.actions import name_team, withdraw
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.viewer import operator
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.documents.world import put_in, with_af
from tests.notes.test_notes import noted, sought
from tests.safeguards.readings import people_of, readings_of

WHY = {"because": "Det gällde en annan."}
KINDS = ["notes.note", "notes.contact", "documents.document"]


def lost(cast: Cast) -> tuple[Participation, dict[str, Any]]:
    """A case that is closed to Af, with a note, a contact and a document of Af's."""
    one = with_af(cast)
    made: dict[str, Any] = {
        "notes.note": noted(cast, one, "per", text="Bosse har fått jobb."),
        "notes.contact": sought(cast, one, "per", text="Bosse svarade."),
        "documents.document": put_in(cast, one, "per", title="Bosses betyg"),
    }
    cast.as_everyone()
    parts = ConsentPart.objects.select_related("circle").order_by("pk")
    withdraw(list(parts), how="ringde", by=cast.viewer("karin"))
    return one, made


def door(one: Participation, kind: str, key: Any) -> str:
    """The page on which it is taken back."""
    return f"/deltagare/vart-eget/{one.circle_id}/{kind}:{key}/ta-tillbaka/"


def api_door(one: Participation, kind: str, key: Any) -> str:
    """The same for a program."""
    return f"/api/v1/own-records/{one.circle_id}/{kind}:{key}/retraction"


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_taken_back_from_vart_eget_and_nothing_of_the_case_is_told_there(
    cast: Cast, page: Any, kind: str
) -> None:
    one, made = lost(cast)
    per, where = page("per"), door(one, kind, made[kind].pk)
    own = f"/deltagare/vart-eget/{one.circle_id}/"
    assert where in get(per, own)
    form = get(per, where)
    assert "Bosse" in form
    assert "Amina Öberg" in form
    assert f'href="{own}"' in form
    for hidden in (str(one.initiative), f"/deltagare/{one.pk}/", "AUC"):
        assert hidden not in form, hidden
    shown = [r for r in readings_of(cast, one.person_id) if r.door == "own_retraction"]
    assert {people_of(cast, r)[0].basis for r in shown} == {OWN_RECORD}
    answer = send(per, where, **WHY)
    assert (answer.status_code, answer["Location"]) == (302, own)
    cast.as_everyone()
    row = type(made[kind])._default_manager.get(pk=made[kind].pk)
    assert (row.retracted_on, row.retracted_by) == (TODAY, "Per Af")
    after = get(per, own)
    assert where not in after
    assert f"/dokument/{made[kind].pk}/fil/" not in after
    assert after.count("/ta-tillbaka/") == len(KINDS) - 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_does_the_same_and_is_told_what_is_gone_already(
    cast: Cast, page: Any, kind: str
) -> None:
    one, made = lost(cast)
    per, where = page("per"), api_door(one, kind, made[kind].pk)
    fields = per.get(where).json()["fields"]
    assert "Bosse" in fields["stands"]
    sent = {"fields": {"seen": fields.get("seen", ""), "because": ""}}
    refused = per.post(where, sent, content_type="application/json")
    assert refused.status_code == 422
    assert "because" in str(refused.json())
    sent["fields"]["because"] = "Fel ärende."
    answer = per.post(where, sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["key"] == f"{kind}:{made[kind].pk}"
    gone = per.get(where)
    assert gone.status_code == 410
    assert "2 juni 2025" in gone.content.decode()
    again = per.post(where, sent, content_type="application/json")
    assert again.status_code == 422


def test_nobody_else_takes_it_back_nor_by_another_key(cast: Cast, page: Any) -> None:
    one, made = lost(cast)
    other = cast.enrolled()
    hers = noted(cast, one, text="Karins egen.")
    cast.as_everyone()
    note = made["notes.note"].pk
    for who in ("karin", "fatima", "rut", "eva", "olle"):
        assert page(who).get(door(one, "notes.note", note)).status_code == 404, who
        assert page(who).post(door(one, "notes.note", note), WHY).status_code == 404, who
    wrong = (
        door(one, "notes.note", hers.pk), door(other, "notes.note", note),
        door(one, "notes.contact", note), door(one, "notes.note", uuid4()),
        door(one, "notes.note", "inget"), door(one, "safeguards.release", note),
        door(one, "people.person", one.person_id), door(one, "", ""),
    )  # fmt: skip
    for where in wrong:
        assert page("per").get(where).status_code == 404, where
        assert page("per").post(where, WHY).status_code == 404, where
    cast.as_everyone()
    assert not Note.objects.filter(retracted_on__isnull=False).exists()
    assert not Contact.objects.filter(retracted_on__isnull=False).exists()
    assert not Document.objects.filter(retracted_on__isnull=False).exists()


def test_in_a_case_that_is_open_it_is_taken_back_on_the_cases_own_page(
    cast: Cast, page: Any
) -> None:
    one = with_af(cast)
    made = noted(cast, one, "per")
    assert page("per").get(door(one, "notes.note", made.pk)).status_code == 404


def test_whoever_only_leads_at_the_authority_reads_it_and_is_told_who_takes_it_back(
    cast: Cast, page: Any
) -> None:
    one, made = lost(cast)
    per = cast.as_("per")
    lead = replace(per, posts=tuple(replace(p, role="unit_manager") for p in per.posts))
    found = own_record_of(lead, one.circle_id)
    assert (len(found.sections) > 0, found.mine) == (True, frozenset())
    asked: Any = type("Asked", (), {"viewer": lead})()
    with pytest.raises(PermissionDenied, match="av den myndighet som skrev det"):
        taking_back_form(asked, one.circle_id, f"notes.note:{made['notes.note'].pk}", None)


def test_a_form_that_was_open_when_a_colleague_took_it_back_says_so(cast: Cast, page: Any) -> None:
    one, made = lost(cast)
    note, paper = made["notes.note"], made["documents.document"]
    per = page("per")
    get(per, door(one, "notes.note", note.pk))
    retract(note, by=cast.as_("per"), because="fel")
    take_back(paper, by=cast.as_("per"), because="fel")
    for kind in ("notes.note", "documents.document"):
        refused = per.post(door(one, kind, made[kind].pk), WHY)
        assert refused.status_code == 422
        assert "2 juni 2025" in faults(refused)
        opened = get(per, door(one, kind, made[kind].pk))
        assert "2 juni 2025" in opened
        assert 'name="because"' not in opened
        assert "Bosse" not in opened


def test_what_has_become_of_it_since_the_case_was_closed_is_not_told(cast: Cast, page: Any) -> None:
    one, made = lost(cast)
    Note.objects.filter(pk=made["notes.note"].pk).update(text="Ändrat sedan.")
    form = get(page("per"), door(one, "notes.note", made["notes.note"].pk))
    assert "Bosse har fått jobb." in form
    assert "Ändrat sedan." not in form


def test_of_somebody_protected_it_is_taken_back_by_the_named_alone_and_under_the_alias(
    cast: Cast, page: Any
) -> None:
    one, made = lost(cast)
    karin, per = cast.viewer("karin").posts[0], cast.viewer("per").posts[0]
    by = operator(TODAY)
    name_team([one.circle], [(karin.unit_id, karin.position_id)], by=by)
    Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Blå Sten")
    where = door(one, "notes.note", made["notes.note"].pk)
    assert page("per").get(where).status_code == 404
    assert page("per").post(where, WHY).status_code == 404
    cast.as_everyone()
    name_team([one.circle], [(per.unit_id, per.position_id)], by=by)
    form = get(page("per"), where)
    assert "Blå Sten" in form
    assert "Amina" not in form
    assert send(page("per"), where, **WHY)

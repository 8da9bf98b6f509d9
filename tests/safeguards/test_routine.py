"""Does whoever speaks for a controller decide its routine for the protected, with who and when?"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.models import ProtectedRoutine, Reach
from stafett.safeguards.queries.protecting import keeping_out, routine_of, where_contact_is
from tests.cast import TODAY, Cast


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def address(cast: Cast) -> str:
    return f"/bestammelser/skyddade/{cast.unit('AUC').authority_id}/"


def test_it_is_decided_on_its_page_with_who_and_when(cast: Cast, page: Any) -> None:
    lena = page("lena")
    assert address(cast) in lena.get("/bestammelser/").content.decode()
    assert "Inget är beslutat än" in lena.get(address(cast)).content.decode()
    sent = {"contact": "paper", "kept_where": "Kassaskåpet"}
    assert lena.post(address(cast), sent).status_code == 302
    assert "Beslutat 2 juni 2025 av Lena Chef" in lena.get(address(cast)).content.decode()
    cast.as_everyone()
    routine = ProtectedRoutine.objects.get()
    assert (routine.contact, routine.kept_where) == ("paper", "Kassaskåpet")


def test_papers_that_are_kept_nowhere_are_refused_with_all_that_was_chosen(
    cast: Cast, page: Any
) -> None:
    answer = page("lena").post(address(cast), {"contact": "paper", "kept_where": " "})
    assert answer.status_code == 422
    assert "Skriv var papperen finns" in answer.content.decode()
    assert page("lena").post(address(cast), {"contact": "x"}).status_code == 422


def test_it_is_decided_over_the_api_too(cast: Cast, page: Any) -> None:
    door = f"/api/v1/authorities/{cast.unit('AUC').authority_id}/protected-routine"
    client = page("eva")
    told = {"contact": "paper", "kept_where": "Arkivet"}
    assert client.post(door, told, content_type="application/json").status_code == 200
    assert client.get(door).json() == {**told, "decided_by": "Eva Led", "decided_on": "2025-06-02"}
    refused = client.post(door, {"contact": "paper"}, content_type="application/json")
    assert (refused.status_code, "papperen" in refused.content.decode()) == (422, True)


def test_nobody_decides_for_an_authority_that_they_do_not_speak_for(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="svarar själv"):
        decide_routine(
            cast.unit("Viadidakt").authority, contact="sealed", kept_where="", by=cast.as_("lena")
        )


def test_the_database_demands_a_place_for_papers_and_who_decided(cast: Cast) -> None:
    authority = cast.unit("AUC").authority
    cast.as_everyone()
    decided = {"decided_by": "Lena", "decided_on": TODAY}
    for told in ({"contact": "paper", **decided}, {"contact": "sealed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProtectedRoutine.objects.create(controller=authority, **told)


def test_an_authority_that_no_case_has_reached_yet_decides_its_own_too(cast: Cast) -> None:
    Reach.objects.filter(unit=cast.unit("AUC")).delete()
    lena = cast.as_("lena")
    decide_routine(cast.unit("AUC").authority, contact="sealed", kept_where="", by=lena)
    assert ProtectedRoutine.objects.get().decided_by == "Lena Chef"


def test_what_one_controller_decides_holds_for_that_one_alone(cast: Cast) -> None:
    here, there = (cast.unit(name).authority_id for name in ("AUC", "Viadidakt"))
    decide_routine(
        cast.unit("AUC").authority, contact="absent", kept_where="Kassaskåpet.", by=cast.as_("lena")
    )
    cast.as_everyone()
    assert keeping_out([here, there]) == keeping_out([here]) == {here}
    assert keeping_out([there]) == frozenset()
    assert routine_of(there).contact == "sealed"
    assert where_contact_is(here) == "Kontaktuppgifter finns på papper, inte här: Kassaskåpet."
    assert "bakom förseglingen" in where_contact_is(there)

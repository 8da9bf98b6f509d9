"""A window that has stood open while the case went on: it says what happened, and keeps what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from stafett.casework import moved_on
from stafett.casework.actions.taking_over import Taking, take_over
from stafett.casework.models import Participation
from stafett.handover import actions
from stafett.handover.rules import STAND_WORDS, Stand, what_came_of
from tests.cast import TODAY, Cast
from tests.handover.giving import proposed

MOVED = "Det har hänt något sedan du öppnade sidan"
RIGHTS = "De kan ge dig rätt roll"


def posted(client: Any, door: str, one: Participation, **told: Any) -> str:
    answer: HttpResponse = client.post(reverse(door, args=[one.pk]), told)
    assert answer.status_code == 403
    return answer.content.decode()


def shared(cast: Cast) -> Participation:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    return one


def test_karin_skriver_medan_ärendet_lämnas_över(cast: Cast, page: Any) -> None:
    """Karin har avslutet öppet när Af tar över. Hon får veta vem som håller ihop, och texten är kvar."""
    one, karin = shared(cast), page("karin")
    take_over([Taking(one, cast.unit("Af Flen"))], by=cast.as_("karin"), because="överlämning")
    text = posted(karin, "propose_handover", one, what="Lång text om praktiken.")
    assert MOVED in text
    assert "Af Flen håller ihop det sedan 2 juni 2025" in text
    assert "Lång text om praktiken." in text
    assert RIGHTS not in text
    assert MOVED not in karin.get(reverse("propose_handover", args=[one.pk])).content.decode()


def test_karin_återkallar_en_överlämning_som_af_redan_sagt_nej_till(cast: Cast, page: Any) -> None:
    """Karin tar tillbaka frågan just när Per tackat nej. Det står att han inte kunde, och när."""
    one = shared(cast)
    handover = proposed(cast, one)
    actions.decline(handover, "ingen plats", by=cast.as_("per"))
    text = posted(page("karin"), "withdraw_handover", one, because="Vi gör det själva.")
    assert "Överlämningen till Af Flen" in text
    assert "mottagaren kunde inte ta emot, 2 juni 2025" in text
    assert "Vi gör det själva." in text
    assert MOVED in text
    assert f'href="{reverse("participation", args=[one.pk])}">Till ärendet' in text


def test_per_svarar_på_en_fråga_som_är_återkallad(cast: Cast, page: Any) -> None:
    """Per ser inte ärendet längre när frågan är återkallad. Inget sägs om det, men texten är kvar."""
    one = shared(cast)
    handover = proposed(cast, one)
    actions.withdraw(handover, "gör det själv", by=cast.as_("karin"))
    where = reverse("decline_handover", args=[one.pk])
    answer = page("per").post(where, {"because": "Vi har ingen plats."})
    assert answer.status_code in (403, 404)
    assert "Vi har ingen plats." in answer.content.decode()


def test_whoever_never_could_is_told_of_rights_as_before_and_loses_nothing(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    text = posted(page("lena"), "note_new", one, text="Lenas egna ord.")
    assert RIGHTS in text
    assert MOVED not in text
    assert "Till ärendet" not in text
    assert "Lenas egna ord." in text


def test_what_was_typed_in_a_case_that_is_closed_to_one_is_kept_and_says_nothing_of_it(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    answer = page("olle").post(reverse("note_new", args=[one.pk]), {"text": "Olles ord."})
    assert answer.status_code == 404
    assert "Olles ord." in answer.content.decode()
    assert "Amina" not in answer.content.decode()


def test_a_case_that_has_ended_says_when_and_who_held_it(cast: Cast) -> None:
    said = moved_on.what_happened(cast.as_("karin"), cast.ended())
    assert "med 30 september 2024 som sista dag. AUC höll ihop det då" in said
    assert moved_on.what_happened(cast.as_("karin"), cast.enrolled()) == ""
    assert moved_on.what_happened(cast.as_("olle"), cast.enrolled()) == ""


def test_each_end_of_a_handover_has_its_sentence() -> None:
    for stand in (Stand.DONE, Stand.DECLINED, Stand.WITHDRAWN, Stand.LAPSED):
        said = what_came_of(STAND_WORDS[stand], "Af Flen", TODAY)
        assert said.startswith(
            f"Överlämningen till Af Flen är inte öppen längre: {STAND_WORDS[stand]}"
        )
        assert "2 juni 2025" in said


def test_an_app_tells_what_has_happened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moved_on, "_sources", [])
    moved_on.register(moved_on.course)
    with pytest.raises(ValueError, match="already"):
        moved_on.register(moved_on.course)

"""Does the tab Anteckningar show the newest note first and shortly who wrote it, with the form a click away?"""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from stafett.notes.queries import notes_page
from tests.casework.conftest import get, send
from tests.cast import Cast
from tests.notes.test_notes import noted, sought, with_af

FOLD = '<details class="jot no-print" data-begin="id_text"><summary class="button button--primary'


def at(one: Any, name: str = "notes") -> str:
    return reverse(name, args=[one.pk])


def whose(cast: Cast, one: Any, who: str) -> list[str]:
    return [line.by for line in notes_page(cast.as_(who), one).lines]


def test_in_ones_own_unit_the_name_is_enough_and_others_are_said_with_where_they_are(
    cast: Cast,
) -> None:
    """Karin läser *Karin Ek*; Eva i en annan enhet läser enheten också, och Per på Af hela vägen."""
    one = with_af(cast)
    noted(cast, one, health=True)
    assert whose(cast, one, "karin") == ["Karin Ek"]
    assert whose(cast, one, "eva") == ["Karin Ek, AUC"]
    assert whose(cast, one, "per") == ["Karin Ek, AUC, Flens arbetsmarknadsnämnd"]


def test_who_wrote_it_stands_on_a_line_of_its_own_under_the_note(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    noted(cast, one)
    sought(cast, one, text="Ringde")
    text = get(page("karin"), at(one))
    lines = re.findall(r'<p class="rows__when jot__by">(.*?)</p>', text, re.DOTALL)
    assert [re.split(r" · |<", line)[0] for line in lines] == ["Karin Ek", "Karin Ek"]
    assert "Flens arbetsmarknadsnämnd" not in text.partition('<ol class="story">')[2]


def test_the_form_is_folded_until_it_is_asked_for_and_begins_with_the_text(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    noted(cast, one)
    karin = page("karin")
    text = get(karin, at(one))
    fold, _end, after = text.partition(FOLD)[2].partition("</details>")
    assert "Spara anteckningen" in fold
    assert "Vi pratade om praktik." in after
    assert 'name="text"' not in after
    assert FOLD not in get(page("lena"), at(one)), "nothing to press for who may not write"


def test_the_button_of_the_case_leads_to_the_open_form_with_the_cursor_in_it(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    new = get(karin, at(one, "note_new"))
    assert re.search(r'<textarea name="text"[^>]* autofocus', new)
    assert at(one, "note_new") in get(karin, reverse("participation", args=[one.pk]))
    wrong = send(karin, at(one, "note_new"), 422, text="", on_day="2025-06-02").content.decode()
    assert not re.search(r'<textarea name="text"[^>]* autofocus', wrong), "the faults come first"

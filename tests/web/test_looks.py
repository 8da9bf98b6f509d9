"""What pages look like where the look says something: a no is not cheered, paper says whom it is about."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.casework.conftest import get
from tests.cast import Cast
from tests.handover.giving import proposed


def told_after(client: Any, door: str, one: Any, **told: Any) -> str:
    """The message that stands on the page that one comes to when the form is done."""
    where = reverse(door, args=[one.pk])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(where, {**sent, **told}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode().split('id="messages"')[1].split("</div>")[0])


def test_ett_nej_står_inte_på_grön_botten(cast: Cast, page: Any) -> None:
    """Karin tar tillbaka en överlämning: det står att det är gjort, utan jubel. En anteckning är grön."""
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    proposed(cast, one)
    karin = page("karin")
    assert "notice--info" in told_after(
        karin, "withdraw_handover", one, because="Väntar till hösten."
    )
    assert "notice--success" in told_after(karin, "note_new", one, text="Vi väntar.")


def test_paper_says_whom_it_is_about_which_case_and_when_it_was_printed(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    for door in ("participation", "timeline", "notes"):
        text = get(page("karin"), reverse(door, args=[one.pk]))
        (line,) = [each for each in text.splitlines() if 'class="print-only"' in each]
        assert "Amina Öberg" in line
        assert one.case_number in line
        assert "2 juni 2025" in line


def test_idags_cards_are_packed(cast: Cast, page: Any) -> None:
    cast.enrolled()
    assert 'class="columns columns--packed"' in get(page("karin"), "/")

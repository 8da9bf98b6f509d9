"""Are the promises of a meeting noted as a table: none lost, more at hand, a name where one is needed?"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from stafett.meetings.forms.holding import AT_SIGHT, ROWS
from stafett.meetings.models import Promise
from tests.casework.conftest import faults, get, send
from tests.cast import Cast
from tests.meetings.test_pages import at, noted, row
from tests.meetings.world import booked

Page = Callable[[str], Client]
NAME_WITHOUT_OTHER = "Välj Någon annan om det är den som lovade, eller ta bort namnet."


def table(text: str) -> tuple[str, str]:
    """The rows that are seen at once, and the fold with the others."""
    whole = text.partition("<legend>Löften ")[2].partition("</fieldset>\n    \n")[0]
    seen, _fold, rest = whole.partition('<details class="promise-more"')
    return seen, rest


def rows_in(text: str) -> list[str]:
    return re.findall(r'class="promise-line[^"]*" role="group" aria-label="(Löfte \d)"', text)


def test_three_rows_stand_there_and_five_more_are_a_click_away(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    seen, rest = table(get(page("karin"), at(one, "meeting_note")))
    assert rows_in(seen) == [f"Löfte {number}" for number in range(1, AT_SIGHT + 1)]
    assert rest.startswith("><summary>Fler löften</summary>")
    assert rows_in(rest) == [f"Löfte {number}" for number in range(AT_SIGHT + 1, ROWS + 1)]
    assert "promise-line--named" not in seen + rest
    assert seen.count("(frivilligt)") == 1


def test_what_was_typed_in_any_row_stays_and_is_seen_when_something_is_wrong(
    cast: Cast, page: Page
) -> None:
    """Malin skriver i rad 7 och glömmer vem: raden är utfälld, med det hon skrev och vad som saknas."""
    one = booked(cast, cast.enrolled())
    sent = {
        **noted(one),
        **row(1, "person", "Ringa"),
        "what_7": "Skicka intyget",
        "outside_2": "Bo",
    }
    text = send(page("karin"), at(one, "meeting_note"), 422, **sent).content.decode()
    seen, rest = table(text)
    assert rest.startswith(" open><summary>Fler löften</summary>")
    assert 'value="Skicka intyget"' in rest
    assert 'value="Ringa"' in seen
    assert seen.count("promise-line--named") == 1, "a name that is filled in is seen"
    assert "Vem? Löfte 7, ”Skicka intyget”: Välj vem som har lovat det: en enda." in text
    assert not Promise.objects.exists()


def test_the_last_row_is_kept_as_the_first(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    filled = row(1, "person", "Ringa") | row(ROWS, "outside", "Skriva", name="Bageriet")
    send(page("karin"), at(one, "meeting_note"), **noted(one), **filled)
    told = list(Promise.objects.order_by("pk").values_list("what", "owner", "outside"))
    assert told == [("Ringa", "person", ""), ("Skriva", "outside", "Bageriet")]


def test_a_name_beside_one_who_is_chosen_is_asked_about_and_not_lost(
    cast: Cast, page: Page
) -> None:
    """Namnet på Bo står kvar fast personen är vald: hen får välja, och inget sparas åt fel."""
    one = booked(cast, cast.enrolled())
    sent = noted(one) | row(1, "person") | row(2, "person", name="Bo")
    answer = send(page("karin"), at(one, "meeting_note"), 422, **sent)
    assert NAME_WITHOUT_OTHER in faults(answer)
    assert answer.context["form"].errors.keys() == {"outside_2"}
    cast.as_everyone()
    assert not Promise.objects.exists()


def test_the_times_of_the_next_meeting_stand_at_one_height(cast: Cast, page: Page) -> None:
    """Båda fälten har en rad om hur man skriver, så att de står jämnt."""
    one = booked(cast, cast.enrolled())
    text = get(page("karin"), at(one, "meeting_note"))
    assert 'id="id_next_at_helptext">Till exempel 9.15.' in text

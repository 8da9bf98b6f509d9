"""Is why a row was changed told beside that row alone, however much one request does?"""

from __future__ import annotations

from typing import Any

from stafett.casework.models import Holding
from stafett.commissions.models import Commission
from stafett.database.history import in_history
from stafett.handover.actions import accept
from stafett.notes.actions import NewNote, write
from stafett.notes.models import Note
from stafett.safeguards.actions import withdraw
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.rules import parts_between
from tests.cast import TODAY, Cast
from tests.commissions.world import given
from tests.handover.giving import at_af, proposed


def told(row: Any) -> dict[str, Any]:
    """What the history says of a row's latest change."""
    found: dict[str, Any] = row.events.latest("pgh_id").pgh_context.metadata
    return found


def test_what_is_said_within_is_said_of_what_is_done_there_alone(cast: Cast) -> None:
    case = cast.enrolled()
    before, within, after = (
        write(case, NewNote("Vi ses.", TODAY), by=cast.as_("karin")) for _ in range(3)
    )

    def change(one: Note) -> None:
        one.text = "Vi sågs."
        one.save(update_fields=["text"])

    with acting(cast.viewer("karin"), "ytterst"):
        change(before)
        with in_history(why="innerst"):
            change(within)
        change(after)
    cast.as_everyone()
    assert [told(one)["why"] for one in (before, within, after)] == [
        "ytterst",
        "innerst",
        "ytterst",
    ]
    assert {told(one)["name"] for one in (before, within, after)} == {"Karin Ek"}


def test_with_nothing_around_it_is_told_too(cast: Cast) -> None:
    one = write(cast.enrolled(), NewNote("Vi ses.", TODAY), by=cast.as_("karin"))
    with in_history(why="ensam"):
        Note.objects.filter(pk=one.pk).update(text="Vi sågs.")
    assert told(one) == {"why": "ensam"}


def test_why_another_authority_holds_no_more_stands_in_no_record_but_the_holders(
    cast: Cast,
) -> None:
    """Amina tar tillbaka allt. Att Af inte höll ihop längre står inte i FK:s uppdrag: de vet inget om Af."""
    case = at_af(cast)
    flen, fk = case.controller_id, cast.unit("FK Eskilstuna").authority_id
    cast.consented(case, "FK Eskilstuna", parts=parts_between({flen, fk}, {"agreement"}, {}))
    accept(proposed(cast, case), by=cast.as_("per"))
    given(cast, case, "FK Eskilstuna", who="eva")
    cast.as_everyone()
    every = list(ConsentPart.objects.filter(circle=case.circle_id).select_related("circle"))
    with acting(cast.viewer("eva"), "/deltagare/"):
        withdraw(every, how="ringde", by=cast.viewer("eva"))
    cast.as_everyone()
    assert "Af Flen" in told(Holding.objects.get(participation=case, until_day=TODAY))["why"]
    copy = Commission.objects.get(owner_authority=fk)
    assert copy.state == "lapsed"
    assert "Af Flen" not in str(told(copy))

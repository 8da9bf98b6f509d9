"""Notes and contacts for the access table, each with words that only its own authority may read."""

from __future__ import annotations

from typing import Any

from stafett.notes.actions import NewContact, NewNote, seek, write
from tests.access.canaries import secrets
from tests.cast import TODAY


def noted(world: Any) -> None:
    """Karin's notes in two cases, and Per's in the one that they share."""
    for who, name, seen_by in (
        ("karin", "flen", "karin lena eva sven"),
        ("karin", "delad", "karin lena eva sven"),
        ("per", "delad", "per"),
    ):
        case, by = world.people[name], world.cast.viewer(who)
        words = [f"Zqnotis{who}{name}", f"Zqkontakt{who}{name}"]
        note = write(case, NewNote(words[0], TODAY), by=by)
        seek(case, NewContact(TODAY, "phone", "reached", words[1]), by=by)
        world.at(f"person {name}: {who}s anteckning", key=case.pk, note=note.pk)
        world.known += secrets(seen_by, *words)

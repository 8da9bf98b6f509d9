"""What has been noted about the people of the living initiative, and who has been sought; all invented."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

from stafett.demo.living.consents import open_cases, workers
from stafett.initiatives.models import Initiative
from stafett.notes.actions import NewContact, NewNote, correct, retract, seek, write
from stafett.safeguards.viewer import Viewer

NOTES = (
    ("Vill börja med förmiddagar. Vi ringer arbetsplatsen tillsammans på torsdag.", False),
    ("Har sökt två kurser på komvux och väntar på besked.", False),
    ("Sover bättre. Läkaren vill ses igen innan arbetsträningen utökas.", True),
    ("Glad efter studiebesöket på växthuset, vill prova en vecka.", False),
)
CONTACTS = (
    ("phone", "reached", "Bekräftade mötet."),
    ("phone", "no_answer", "Röstbrevlåda, lämnade inget."),
    ("message", "message_left", "Ny tid föreslagen."),
    ("here", "not_there", "Kom inte. Ringer i morgon."),
    ("visit", "reached", "Fika på biblioteket."),
)
MISTAKEN = 5
"""In this one a note was corrected, and another written that belongs elsewhere."""
ELSEWHERE = "Ringde om nyckeln till lokalen."
UNREACHED = 7
"""One in so many has not been reached for a long time, and stands between the chairs."""


def note(initiative: Initiative, *, by: Viewer) -> int:
    """Notes and contacts in the open cases, by whoever works in the holding unit; how many cases have any."""
    working, notes, contacts, number = workers(by.day), cycle(NOTES), cycle(CONTACTS), 0
    for case in open_cases(initiative):
        worker = working.get(case.holdings.order_by("-from_day", "-pk")[0].unit_id)
        if worker is None or (by.day - case.starts_on).days < 2:
            continue
        number += 1
        text, health = next(notes)
        on_day = max(case.starts_on, by.day - timedelta(days=number % 23 + 1))
        made = write(case, NewNote(text, on_day, health), by=worker)
        if number == MISTAKEN:
            right = text.replace("torsdag", "fredag")
            correct(made, NewNote(right, on_day, health), by=worker, because="Fel veckodag.")
            other = write(case, NewNote(ELSEWHERE, on_day), by=worker)
            retract(other, by=worker, because="Två flikar öppna.")
        how, result, words = next(contacts)
        seek(case, NewContact(on_day, how, result, words), by=worker)
        if number % UNREACHED:
            told = NewContact(by.day - timedelta(days=number % 19), "phone", "reached")
            seek(case, told, by=worker)
    return number

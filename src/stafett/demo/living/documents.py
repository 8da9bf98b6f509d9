"""Files in some cases of the living initiative, each of which says of itself that it is invented."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

import vl_convert

from stafett.demo.living.consents import open_cases, workers
from stafett.documents.actions import NewDocument, put, take_back
from stafett.initiatives.models import Initiative
from stafett.papers.paper import Paper, Part, Text
from stafett.papers.pdf import pdf
from stafett.safeguards.actions import Scan
from stafett.safeguards.viewer import Viewer

EVERY = 3
"""One in so many of the open cases has a document."""
MISTAKEN = 2
"""In this one of them another was put that belongs elsewhere."""
SAID = "Påhittat dokument för provdrift. Det handlar om ingen."
KINDS = (
    ("Cv att ha med till studiebesöket", "cv", False),
    ("Betyg från komvux, svenska", "grades", False),
    ("Intyg från vårdcentralen om förmiddagar", "certificate", True),
    ("Det vi kom överens om, underskrivet", "agreement", False),
    ("Brev om hyran, fotograferat", "letter", False),
)
"""What is put there, one after the other: its title, its kind, and whether it says something of health."""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="620" height="420">'
    '<rect width="620" height="420" fill="#eee"/>'
    '<rect x="40" y="40" width="540" height="340" fill="#fff" stroke="#888"/>'
    '<text x="70" y="120" font-size="34" font-family="sans-serif">{title}</text>'
    '<text x="70" y="190" font-size="20" font-family="sans-serif">{said}</text></svg>'
)


def put_some(initiative: Initiative, *, by: Viewer) -> int:
    """Let the holders of some of the open cases put a document there; how many cases have one."""
    working, kinds, number = workers(by.day), cycle(KINDS), 0
    files = {title: _file(title, kind, by) for title, kind, _health in KINDS}
    for at, case in enumerate(open_cases(initiative)):
        worker = working.get(case.holdings.order_by("-from_day", "-pk")[0].unit_id)
        if worker is None or at % EVERY:
            continue
        number += 1
        title, kind, health = next(kinds)
        on_day = by.day - timedelta(days=number % 17 + 1)
        put(case, NewDocument(title, kind, on_day, files[title], health), by=worker)
        if number == MISTAKEN:
            other = put(case, NewDocument("Annans brev", "letter", on_day, files[title]), by=worker)
            take_back(other, by=worker, because="Fel ärende öppet.")
    return number


def _file(title: str, kind: str, by: Viewer) -> Scan:
    """A letter as a picture, everything else as a pdf."""
    if kind == "letter":
        drawn = vl_convert.svg_to_png(PICTURE.format(title=title, said=SAID))
        return Scan("IMG_0001.png", "image/png", drawn)
    paper = Paper(title, (Part("", (Text(SAID),)),), by.day, by.name, SAID)
    return Scan(f"{kind}.pdf", "application/pdf", pdf(paper))

"""What units of the living initiative have asked each other to do, and what came of it; all of it invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from stafett.casework.models import Participation
from stafett.commissions.access import receivers
from stafett.commissions.actions import NewCommission, Told, give, take_step
from stafett.commissions.models import Commission
from stafett.commissions.rules import Result, Step
from stafett.demo.living.consents import open_cases, workers
from stafett.initiatives.models import Initiative
from stafett.parties.models import Unit
from stafett.safeguards.viewer import Viewer

EVERY = 3
"""One in so many of the open cases has an assignment."""
ASKED = (
    ("Avsluta ansökan till komvux", "Ansökan är påbörjad. Det som saknas är ett personligt brev."),
    ("Börja söka", "Har ett cv och vet vad som lockar. Behöver någon bredvid de första gångerna."),
    ("Intervjuträning", "Kallad till intervju på växthuset om tre veckor. Vill öva i lugn och ro."),
    ("Bryta isolering", "Går sällan ut. Vill prova en grupp, helst en liten."),
    ("Vända dygnet", "Sover på dagen. Vill orka en förmiddag i veckan till att börja med."),
)
STEPS: tuple[tuple[tuple[Step, Told], ...], ...] = (
    ((Step.ACCEPT, Told()), (Step.CLOSE, Told("Har övat två gånger och ringt själv.", result=Result.PARTLY))),
    ((Step.ACCEPT, Told()),),
    (),
    ((Step.ASK, Told("Hur många gånger i veckan har ni tänkt?")),),
    ((Step.DECLINE, Told("Vi har ingen plats före sommaren. Fråga gärna igen i augusti.")),),
    ((Step.ACCEPT, Told()), (Step.CLOSE, Told("Är inne på tredje veckan.", result=Result.REACHED))),
)  # fmt: skip
"""How it went, one after the other: done, late, not answered, asked, declined, done."""
GIVEN_BEFORE, DUE_BEFORE = timedelta(days=12), timedelta(days=2)


def assign(initiative: Initiative, *, by: Viewer) -> int:
    """Let the holders of some of the open cases give assignments twelve days ago; how many that was."""
    working, number = workers(by.day), 0
    asked, went = cycle(ASKED), cycle(STEPS)
    before = by.day - GIVEN_BEFORE
    for at, case in enumerate(open_cases(initiative)):
        worker = working.get(case.holdings.order_by("-from_day", "-pk")[0].unit_id)
        if worker is None or at % EVERY or case.starts_on > before:
            continue
        giver = replace(worker, day=before)
        for to in _receivers(case, giver, working)[:1]:
            due = before + GIVEN_BEFORE - DUE_BEFORE
            row = give(case, NewCommission(*next(asked), to.pk, due), by=giver)
            _take(row, next(went), working[to.pk])
            number += 1
    return number


def _receivers(case: Participation, giver: Viewer, working: dict[int, Viewer]) -> list[Unit]:
    """Units of other authorities that can be told first, then one's own authority's."""
    mine = {post.authority_id for post in giver.posts}
    units = [one for one in receivers(giver, case) if one.pk in working]
    return sorted(units, key=lambda one: (one.authority_id in mine, one.pk))


def _take(row: Commission, steps: tuple[tuple[Step, Told], ...], doer: Viewer) -> None:
    """What the receiver has done with it since, in its own record."""
    own = Commission.objects.filter(copy_of=row.pk).first() or row
    for step, told in steps:
        take_step(own, step, told, by=doer)

"""What `may_see` costs: the list of participants as it is, and with a plain filter in the predicate's place.

A million people under one controller and twenty under another; one reader sees all of the million by
role, one every twentieth of them by consent, one the twenty. Each in turn, on the same machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db.models import Q
from django.test import Client

from benchmarks.population import size, use
from benchmarks.timing import Ratio, median
from stafett.accounts.models import User
from stafett.casework.models import Listing
from stafett.casework.queries import participants
from stafett.safeguards.viewer import Viewer

RUNS = 30
LIMIT = 1.3
HUNDRED, MILLISECONDS = 100, 50
READERS = {
    "eva": "by role, all",
    "fatima": "by consent, one in twenty",
    "olle": "by role, another's twenty",
}
ADDRESSES = {
    "first page": "/deltagare/",
    "last page": "/deltagare/?sist=1",
    "search": "/deltagare/?q=eka",
}


def measure() -> Iterator[Ratio]:
    """Each reader's pages with the predicate and without it; then a page of a hundred."""
    call_command("collectstatic", verbosity=0, interactive=False)
    use(size())
    for who, sees in READERS.items():
        for what, address in ADDRESSES.items():
            yield Ratio(f"{what} of {size():_}, {sees}", *_alternately(who, address), LIMIT)
    with patch.object(participants, "PAGE", HUNDRED):
        for who, sees in READERS.items():
            taken = median(_asking(who, "/deltagare/"), RUNS)
            yield Ratio(f"a page of {HUNDRED}, {sees}", taken, MILLISECONDS, 1)


def _asking(who: str, address: str) -> Callable[[], None]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"{who}@prov.example"))

    def ask() -> None:
        assert client.get(address).status_code == 200

    return ask


def _plainly(viewer: Viewer, condition: Q) -> Any:
    """The same rows by unit and controller alone: who is let in is not asked."""
    return Listing.objects.filter(condition, controller_id__in=viewer.controllers)


def _alternately(who: str, address: str) -> tuple[float, float]:
    """Medians with the predicate and with the plain filter, one of each in turn."""
    asking = _asking(who, address)

    def plain() -> None:
        with patch.object(participants, "_listed", _plainly):
            asking()

    taken: dict[Callable[[], None], list[float]] = {asking: [], plain: []}
    for run in range(RUNS + 2):
        for one, times in taken.items():
            begun = time.perf_counter()
            one()
            if run >= 2:
                times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[asking]), statistics.median(taken[plain])

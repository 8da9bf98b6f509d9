"""What the log adds: the list of participants and one participation's page, with it and without."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from unittest.mock import patch

from django.core.management import call_command
from django.test import Client

from benchmarks.population import size, use
from benchmarks.timing import Ratio
from stafett.accounts.models import User
from stafett.casework.models import Participation
from stafett.safeguards import middleware
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from tests.cast import TODAY

RUNS = 60
LIMIT = 1.15


def measure() -> Iterator[Ratio]:
    """A page of fifty, and one of a single person."""
    call_command("collectstatic", verbosity=0, interactive=False)
    use(size())
    client = Client(SERVER_NAME="localhost")
    user = User.objects.get(email="eva@prov.example")
    client.force_login(user)
    with acting(viewer_of(user, TODAY), "benchmark"):
        one = Participation.objects.order_by("pk")[0].pk
    for what, address in (
        ("a page of 50", "/deltagare/"),
        ("one person's page", f"/deltagare/{one}/"),
    ):
        with_log, without = _alternately(client, address)
        yield Ratio(f"{what} of {size():_} with the log against without", with_log, without, LIMIT)


def _alternately(client: Client, address: str) -> tuple[float, float]:
    """Medians of runs with the log and without it, one of each in turn so that both meet the same machine."""

    def ask() -> None:
        assert client.get(address).status_code == 200

    def ask_unlogged() -> None:
        with (
            patch.object(middleware, "noticing", lambda met: nullcontext(met)),
            patch.object(
                middleware, "written_down", lambda request, response, met, viewer: response
            ),
        ):
            ask()

    taken: dict[Callable[[], None], list[float]] = {ask: [], ask_unlogged: []}
    for run in range(RUNS + 2):
        for one, times in taken.items():
            begun = time.perf_counter()
            one()
            if run >= 2:
                times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[ask]), statistics.median(taken[ask_unlogged])

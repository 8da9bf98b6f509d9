"""Outcomes by branch and sex over a million participations, against hand-written SQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from benchmarks.population import size, use
from benchmarks.timing import Ratio, median
from stafett.accounts.models import User
from stafett.initiatives.models import Initiative
from stafett.measures.queries import table
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from tests.cast import TODAY

SQL = (Path(__file__).parent / "outcome_table.sql").read_text()
RUNS = 5


def measure() -> Iterator[Ratio]:
    """The whole table as the page asks for it, words and intervals included."""
    use(size())
    viewer = viewer_of(User.objects.get(email="eva@prov.example"), TODAY)
    initiative = Initiative.objects.get(code="prov")

    def ours() -> None:
        with acting(viewer):
            assert table(viewer, "outcomes", initiative, ("branch", "sex")).total

    def by_hand() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            known = {
                "initiative": initiative.pk,
                "controllers": list(viewer.controllers),
                "day": TODAY,
            }
            cursor.execute("SELECT set_config('app.controllers', %s, true)",
                           [",".join(map(str, viewer.controllers))])  # fmt: skip
            cursor.execute(SQL, known)
            assert cursor.fetchall()

    what = f"outcomes by branch and sex over {size():_}"
    yield Ratio(what, median(ours, RUNS), median(by_hand, RUNS), 2)

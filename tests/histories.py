"""Two clocks in a test: the database dates all that it does to when it began, and keys and copies are later."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from stafett.casework.queries import own_record


def one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what came to somebody before a change in the same test be dated before it, as it is outside."""
    made_at, last_told = own_record.time_of, own_record._last_told
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        began: datetime = cursor.fetchone()[0]

    def told(*asked: Any) -> dict[Any, list[datetime]]:
        found = defaultdict(list)
        for key, some in last_told(*asked).items():
            found[key] = [min(at, began) for at in some]
        return found

    monkeypatch.setattr(own_record, "time_of", lambda key: min(made_at(key), began))
    monkeypatch.setattr(own_record, "_last_told", told)

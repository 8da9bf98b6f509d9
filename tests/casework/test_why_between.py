"""Is why something was corrected told to those alone who may read it before and after (law 2)?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from stafett.casework.earlier import Corrections
from stafett.safeguards.access import Opened

OURS = 1


def _row(key: int, kind: str, text: str, why: str = "") -> Any:
    context = SimpleNamespace(metadata={"why": why})
    return SimpleNamespace(
        pk=key, pgh_obj_id=key, kind=kind, text=text, owner_authority_id=OURS, pgh_context=context,
        pgh_created_at=datetime(2025, 6, 2, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(("kinds", "told"), [
    (frozenset({"decision"}), [("Ett", ""), ("", "")]),
    (frozenset({"decision", "health"}), [("Ett", "hälsa"), ("Två", "ändå inte hälsa")]),
    (frozenset({"health"}), [("", ""), ("Två", "")]),
])  # fmt: skip
def test_why_it_became_health_is_not_told_when_it_is_that_no_more(
    kinds: frozenset[str], told: list[tuple[str, str]]
) -> None:
    now = _row(7, "decision", "Tre")
    events = [
        _row(7, "health", "Två", "ändå inte hälsa"),
        _row(7, "decision", "Ett", "hälsa"),
    ]
    corrections = Corrections(
        ("text", "kind"),
        lambda row: str(row.text),
        lambda _row: date(2025, 6, 2),
        lambda _row: "AUC",
    )
    found: Any = corrections.among(events, Opened({OURS: kinds}), [now])
    said = [(version.text, version.why) for version in reversed(found[7])]
    assert said == told

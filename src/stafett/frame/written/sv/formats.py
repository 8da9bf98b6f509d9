"""Days as they are written in Sweden: the year first, else the day. Never the month first,
as Django's own for Swedish would have it; 03/05/2026 could be either and is asked about."""

from __future__ import annotations

DATE_INPUT_FORMATS = [
    "%Y-%m-%d", "%Y%m%d", "%d/%m %Y", "%d/%m-%Y", "%d.%m.%Y",
]  # fmt: skip

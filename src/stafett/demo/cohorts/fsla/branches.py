"""Which nine municipalities took part, and under what codes? Eight are named in the report (F3)."""

from __future__ import annotations

from typing import Any

NINTH = "nionde"
NINTH_NAME = "Kommun som rapporten inte namnger"

MUNICIPALITY_CODES = {
    "Mönsterås": "0861",
    "Västervik": "0883",
    "Hultsfred": "0860",
    "Borgholm": "0885",
    "Vimmerby": "0884",
    "Emmaboda": "0862",
    "Nybro": "0881",
    "Torsås": "0834",
}
"""SCB's codes of the named municipalities."""


def code_of(name: str) -> str:
    """The branch code of a municipality: its name in plain letters."""
    return NINTH if name == NINTH_NAME else name.lower().translate(str.maketrans("åäö", "aao"))


def branches(figures: dict[str, Any]) -> dict[str, str]:
    """Branch code and name of all nine, the named ones first."""
    names = [*figures["municipalities_named"], NINTH_NAME]
    return {code_of(name): name for name in names}

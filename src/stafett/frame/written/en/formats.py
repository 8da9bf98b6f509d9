"""The days are Swedish in English too: 3/5 is the third of May in both."""

from __future__ import annotations

from stafett.frame.written.sv.formats import DATE_INPUT_FORMATS

__all__ = ["DATE_INPUT_FORMATS"]

"""Reads of participations; each takes the viewer, and shows only what the circle lets them see."""

from __future__ import annotations

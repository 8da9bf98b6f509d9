"""What people fill in about a participation; each form says what it is for and calls one action."""

from __future__ import annotations

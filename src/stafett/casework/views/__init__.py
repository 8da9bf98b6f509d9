"""The pages about participants: the list, one participation, what is done with it, possible doubles."""

from __future__ import annotations

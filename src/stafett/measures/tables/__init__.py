"""Which tables are there? Importing this declares them all, in the order in which they are shown."""

from __future__ import annotations

from stafett.measures import groups
from stafett.measures.language import TABLES

# isort: off
from stafett.measures.tables import people
from stafett.measures.tables import outcomes
from stafett.measures.tables import goals
from stafett.measures.tables import promises
from stafett.measures.tables import circumstances
from stafett.measures.tables import forms
from stafett.measures.tables import between
from stafett.measures.tables import costs
# isort: on

DECLARED = (groups, people, outcomes, goals, promises, circumstances, forms, between, costs)
"""The groups, and the modules that declare tables; their order is the order on the page."""

__all__ = ["DECLARED", "TABLES"]

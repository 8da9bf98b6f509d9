"""In which order do Swedish words stand, whatever collation the database has?"""

from __future__ import annotations

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Collate, Lower

FROM, TO = "ÅÄÖåäöÉé", "{|}{|}ee"
"""Å, ä and ö come after z, in that order: just where these signs stand."""


def swedish(column: str) -> Collate:
    """An expression to order by: the column's words as a Swede would look for them."""
    folded = Func(F(column), Value(FROM), Value(TO), function="translate", output_field=TextField())
    return Collate(Lower(folded), "C")

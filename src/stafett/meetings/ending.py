"""How do meetings and promises end? With the case, or before it by kind."""

from __future__ import annotations

from django.db.models import Q

from stafett.database.ending import Endings, EndsBy
from stafett.meetings.actions import NOT_KEPT, take_out_names
from stafett.meetings.models import BESIDE, Called, Meeting, Promise

CASE = "participation__circle_id"
NAMED = Q(role__in=BESIDE) & ~Q(name=NOT_KEPT)
"""A support person or an interpreter can say who somebody protected is."""

ENDINGS = Endings(
    ends=(
        EndsBy(Promise, 20, circle=CASE, spine=True, day="made_on"),
        EndsBy(
            Called,
            21,
            circle=CASE,
            spine=True,
            day="meeting__on_day",
            named=NAMED,
            unname=take_out_names,
        ),
        EndsBy(Meeting, 22, circle=CASE, spine=True, day="on_day"),
    )
)

"""How does what is known of a case end? With the case, or before it by kind."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stafett.casework.actions.persons import live_nowhere
from stafett.casework.models import (
    Assignment,
    Holding,
    Involvement,
    Listing,
    Livelihood,
    LookedThrough,
    Occupation,
    Participation,
    PossibleDouble,
    Teammate,
)
from stafett.database.ending import Course, Endings, EndsBy

CASE = "participation__circle_id"

ENDINGS = Endings(
    ends=(
        EndsBy(Listing, 30, circle="circle_id", called=_("Plats i enhetens lista")),
        EndsBy(Assignment, 31, circle=CASE),
        EndsBy(Teammate, 38, circle=CASE, spine=True, day="until_day"),
        EndsBy(Holding, 32, circle=CASE),
        EndsBy(Involvement, 33, circle=CASE, spine=True, day="until_day"),
        EndsBy(Livelihood, 34, circle=CASE, spine=True, day="on_day"),
        EndsBy(Occupation, 35, circle=CASE, spine=True, day="on_day"),
        EndsBy(LookedThrough, 37, circle=CASE, called=_("Mellan stolarna vid månadens slut")),
        EndsBy(
            PossibleDouble,
            36,
            circle="circle_id",
            named=Q(),
            who="circle__person newcomer__person",
            called=_("Möjlig dubblett"),
        ),
        EndsBy(
            Participation,
            40,
            circle="circle_id",
            named=Q(municipality__isnull=False),
            unname=live_nowhere,
        ),
    ),
    course=Course(Participation, "circle_id", "person_id", "ends_on"),
)

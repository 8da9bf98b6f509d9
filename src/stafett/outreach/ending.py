"""How does the list end? A row, and what hangs on it, by its own time from when somebody left."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stafett.database.ending import Course, Endings, EndsBy
from stafett.outreach.forgetting import forget_contact
from stafett.outreach.models import Attempt, Entry, Led

ENDINGS = Endings(
    ends=(
        EndsBy(Led, 28, circle="circle_id"),
        EndsBy(Attempt, 29, circle="circle_id", called=_("Försök att nå personen")),
        EndsBy(Entry, 30, circle="circle_id", named=~Q(contact=""), unname=forget_contact),
    ),
    course=Course(Entry, "circle_id", "person_id", "left_on"),
)

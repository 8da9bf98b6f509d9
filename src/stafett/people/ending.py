"""How does what is known of a person end? With their last case; and who it is, where it is taken away."""

from __future__ import annotations

from django.db.models import Q

from stafett.database.ending import Endings, EndsBy
from stafett.people.actions import withhold
from stafett.people.models import Person, PersonLink, Protection

ENDINGS = Endings(
    ends=(
        EndsBy(PersonLink, 80, person="first second", named=Q()),
        EndsBy(Person, 90, person="pk", named=~Q(protection=Protection.WITHHELD), unname=withhold),
    ),
)

"""How does what is known of a person end? With their last case."""

from __future__ import annotations

from stafett.database.ending import Endings, EndsBy
from stafett.people.models import Person, PersonLink

ENDINGS = Endings(
    ends=(EndsBy(PersonLink, 80, person="first second"), EndsBy(Person, 90, person="pk")),
)

"""How do staff and their posts end? Their employer sees to it: they are not about any participant."""

from __future__ import annotations

from stafett.database.ending import Endings
from stafett.parties.models import Staff, Tenure

WORK = "who has worked where; it says who answered for a case as long as somebody may ask"

ENDINGS = Endings(stays=dict.fromkeys((Staff, Tenure), WORK))

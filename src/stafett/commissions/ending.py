"""How do assignments end? With their case, or before it by kind."""

from __future__ import annotations

from stafett.commissions.models import Commission
from stafett.database.ending import Endings, EndsBy

ENDINGS = Endings(
    ends=(EndsBy(Commission, 25, circle="participation__circle_id", spine=True, day="given_on"),)
)

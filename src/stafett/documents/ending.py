"""How do documents end? With their case, or before it by kind, counted from the day that each was added.

Not from the day that it is of: a certificate of 1998 would be due the day that it is put there.
"""

from __future__ import annotations

from stafett.database.ending import Endings, EndsBy
from stafett.documents.models import Document

ENDINGS = Endings(
    ends=(
        EndsBy(Document, 28, circle="participation__circle_id", spine=True, day="written_at__date"),
    )
)

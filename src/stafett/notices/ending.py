"""How do notices end? With the case that they lead to, or when they are old (`actions.forget`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.ending import Endings, EndsBy
from stafett.notices.models import Notice

ENDINGS = Endings(ends=(EndsBy(Notice, 10, circle="circle_id", called=_("Notis")),))

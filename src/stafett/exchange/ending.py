"""How does a register that was read in end? By its own day: it holds many people's rows at once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.ending import Endings, EndsBy
from stafett.exchange.models import RegisterImport

ENDINGS = Endings(
    ends=(EndsBy(RegisterImport, 10, day="uploaded_at", file=True, called=_("Inläst register")),)
)

"""What is a person told of the documents about them?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.documents.models import Document

OWN_DATA = OwnData(
    told={Document: (About.WORK, _("Dokument"))},
    columns={"written_at": _("skrevs"), "document.written_at": _("lades till")},
)

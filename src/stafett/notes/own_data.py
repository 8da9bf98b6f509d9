"""What is a person told of what was noted about them?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.notes.models import Contact, Note

OWN_DATA = OwnData(
    told={Note: (About.WORK, _("Anteckning")), Contact: (About.WORK, _("Kontakt"))},
    columns={"written_at": _("skrevs")},
)

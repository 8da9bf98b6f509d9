"""What is a person told of the list? All of it: it is about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.outreach.models import Attempt, Entry, Led

OWN_DATA = OwnData(
    told={
        Entry: (About.WORK, _("På kommunens lista för aktivitetsansvaret")),
        Attempt: (About.WORK, _("Försök att nå dig")),
        Led: (About.WORK, _("Aktualisering från listan")),
    },
    sealed=frozenset({"entry.contact"}),
    columns={"outreach": _("lista")},
)

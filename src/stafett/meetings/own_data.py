"""What is a person told of meetings? All of it: when, who was there, their goal, and what each promised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.meetings.models import Called, Meeting, Promise

OWN_DATA = OwnData(
    told={
        Meeting: (About.WORK, _("Möte")),
        Called: (About.WORK, _("Kallad till möte")),
        Promise: (About.WORK, _("Löfte")),
    },
    columns={"unit": _("enhet"), "position": _("befattning"), "meeting": _("möte")},
    unsaid=frozenset({"promise.copy_of"}),  # the key of another authority's row
)

"""What is a person told of how their case was handed over, and of what was asked afterwards?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.handover.models import FollowUp, Handover

OWN_DATA = OwnData(
    told={
        Handover: (About.PARTICIPATION, _("Överlämning")),
        FollowUp: (About.LIFE, _("Uppföljning efter avslut")),
    },
    columns={
        "from_unit": _("från"),
        "to_unit": _("till"),
        "position": _("befattning"),
        "source": _("försörjning"),
        "what": _("vad"),
        "stand": _("läge"),
    },
)

"""What is a person told of how they came in? All of it: it is about them, and they said yes to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.referrals.models import Offer, QueueContact, QueueHolding, Referral, SentReferral

OWN_DATA = OwnData(
    told={
        Referral: (About.WORK, _("Aktualisering")),
        SentReferral: (About.WORK, _("Skickad aktualisering")),
        QueueHolding: (About.WORK, _("Vem som höll ihop väntan")),
        QueueContact: (About.WORK, _("Kontakt under väntan")),
        Offer: (About.WORK, _("Inbjudan under väntan")),
    },
    sealed=frozenset(
        {"referral.contact", "sentreferral.whom", "sentreferral.contact", "sentreferral.birth_date"}
    ),
    columns={
        "intake_unit": _("enhet som tar emot"),
        "referring_unit": _("enhet som aktualiserade"),
        "meeting": _("urvalsmöte"),
    },
)

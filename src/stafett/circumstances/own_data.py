"""What is a person told of what they have lived on and done, of pauses, and of the form?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.circumstances.models import (
    FormPeriod,
    LivelihoodPeriod,
    NextAfterThreshold,
    OccupationPeriod,
    Pause,
)
from stafett.database.own_data import About, OwnData

OWN_DATA = OwnData(
    told={
        LivelihoodPeriod: (About.LIFE, _("Försörjning över tid")),
        OccupationPeriod: (About.LIFE, _("Sysselsättning över tid")),
        Pause: (About.PARTICIPATION, _("Paus")),
        FormPeriod: (About.PARTICIPATION, _("Form")),
        NextAfterThreshold: (About.LIFE, _("Vad som görs när en gräns är nådd")),
    },
    columns={"source": _("försörjning"), "what": _("sysselsättning")},
)

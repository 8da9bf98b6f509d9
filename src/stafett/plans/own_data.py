"""What is a person told of their plan, and of what has been decided?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.plans.models import Assessment, Decision, Goal, Step

OWN_DATA = OwnData(
    told={
        Assessment: (About.WORK, _("Kartläggning")),
        Goal: (About.WORK, _("Mål")),
        Step: (About.WORK, _("Steg i planen")),
        Decision: (About.WORK, _("Beslut, bedömning, intyg eller överenskommelse")),
    },
    columns={"goal": _("mål"), "owner_unit": _("vem som gör det"), "follows": _("kommer efter")},
    unsaid=frozenset({"goal.said_at"}),  # the key of the meeting, whose day is told
)

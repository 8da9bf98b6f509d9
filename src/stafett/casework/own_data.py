"""What is a person told of their case?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.casework.models import (
    Assignment,
    Holding,
    Involvement,
    Listing,
    Livelihood,
    LookedThrough,
    Occupation,
    Participation,
    PossibleDouble,
    Teammate,
)
from stafett.database.own_data import About, OwnData

OWN_DATA = OwnData(
    told={
        Participation: (About.PARTICIPATION, _("Deltagande")),
        Holding: (About.PARTICIPATION, _("Vem som håller ihop")),
        Assignment: (About.PARTICIPATION, _("Handläggare")),
        Teammate: (About.INVOLVEMENT, _("Kontaktperson eller par")),
        LookedThrough: (About.PARTICIPATION, _("Mellan stolarna vid månadens slut")),
        Involvement: (About.INVOLVEMENT, _("Myndighetsärende")),
        Livelihood: (About.LIFE, _("Försörjning")),
        Occupation: (About.LIFE, _("Sysselsättning")),
    },
    left_out={
        Listing: "the order of a list; each line of it follows from the participation and the person",
        PossibleDouble: "about somebody else than the person: who was enrolled with what they have",
    },
    follows={  # an exit puts a last day on every authority's case
        Involvement: "participation.circle_id",
        Teammate: "participation.circle_id",
    },
    unsaid=frozenset({"participation.hidden"}),  # follows from the person's protection
    columns={
        "initiative": _("insats"),
        "branch": _("gren"),
        "outcome": _("utfall"),
        "next_step": _("härnäst"),
        "next_unit": _("enhet som tar över"),
        "municipality": _("kommun"),
        "education": _("utbildning"),
        "referring_party": _("part som aktualiserade"),
        "participation.referring_caseworker": _("handläggare som aktualiserade"),
        "position": _("befattning"),
        "teammate.part": _("del i ärendet"),
        "party": _("part"),
        "source": _("försörjning"),
        "what": _("sysselsättning"),
    },
)

"""What is a person told of assignments about them? All of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.commissions.models import Commission
from stafett.commissions.rules import State
from stafett.database.own_data import About, OwnData

OWN_DATA = OwnData(
    told={Commission: (About.WORK, _("Uppdrag"))},
    columns={
        "from_unit": _("från"), "to_unit": _("till"), "position": _("befattning som gör det"),
    },
    then={
        "commission.state": {
            State.GIVEN: _("väntade på svar när ärendet senast var öppet för er"),
            State.ASKED: _("frågan väntade på svar när ärendet senast var öppet för er"),
            State.ACCEPTED: _("pågick när ärendet senast var öppet för er"),
        }
    },
    unsaid=frozenset({"commission.copy_of"}),  # the key of another authority's row
)  # fmt: skip

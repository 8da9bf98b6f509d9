"""What is a person told of evaluations? That they were picked for an interview, and what they said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.evaluation.models import Invitation

OWN_DATA = OwnData(
    told={Invitation: (About.WORK, _("Inbjudan till intervju"))},
    sealed=frozenset({"invitation.contact"}),
    columns={
        "assignment": _("utvärdering"),
        "round": _("intervjuomgång"),
    },
)

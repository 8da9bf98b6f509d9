"""How do assignments and invitations end? An invitation with its case; a key by its assignment's revocation."""

from __future__ import annotations

from django.db.models import Q

from stafett.database.ending import Endings, EndsBy
from stafett.evaluation.actions import forget_contact
from stafett.evaluation.models import Invitation, PseudonymKey

ENDINGS = Endings(
    ends=(EndsBy(Invitation, 29, circle="circle_id", named=~Q(contact=""), unname=forget_contact),),
    stays={
        PseudonymKey: "destroyed when the assignment is revoked; says nothing without the register",
    },
)

"""How does a referral end? With its case; without a participation its time counts from the decision."""

from __future__ import annotations

from django.db.models import Q

from stafett.database.ending import Course, Endings, EndsBy
from stafett.referrals.actions.forgetting import NAMED, forget_contact, forget_received
from stafett.referrals.models import Offer, QueueContact, QueueHolding, Referral, SentReferral

ENDINGS = Endings(
    ends=(
        EndsBy(SentReferral, 24, circle="circle_id", named=NAMED, unname=forget_contact),
        EndsBy(QueueContact, 24, circle="circle_id"),
        EndsBy(Offer, 25, circle="circle_id"),
        EndsBy(QueueHolding, 26, circle="circle_id"),
        EndsBy(Referral, 27, circle="circle_id", named=~Q(contact=""), unname=forget_received),
    ),
    course=Course(
        Referral, "circle_id", "circle__person_id", "closed_on", counts=~Q(state="accepted")
    ),
)

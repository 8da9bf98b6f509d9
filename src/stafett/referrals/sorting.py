"""How delicate is what is known of the way in?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.referrals.models import (
    EligibilityRule,
    Offer,
    OpenDoor,
    QueueContact,
    QueueHolding,
    Referral,
    SelectionMeeting,
    SentReferral,
)

SPINE = "controller kind"
INVOLVED = "that an authority has a case with somebody is a secret without consent (law 2)"
WRITTEN = "written by hand about the person"
OWN_WORDS = "the person's own words"
DELICATE = "why somebody is not taken in can say something of health or support"

SORTED: Sortings = {
    EligibilityRule: sorting(
        harmless="id initiative party asks least most meaning example from_day until_day decided_by",
        why={"meaning": "whom an initiative is for; decided by those who lead it, about nobody"},
    ),
    OpenDoor: sorting(
        harmless="branch is_open text phone decided_by decided_on",
        why={
            "text": "what a public page says of a branch; about nobody",
            "phone": "where a public page says that a unit is rung; about nobody",
        },
    ),
    SelectionMeeting: sorting(
        harmless="id branch held_on noted_by present",
        why={"present": "staff who took part, in that capacity"},
    ),
    Referral: sorting(
        harmless=f"{SPINE} branch initiative intake_unit",
        personal=(
            "id owner_authority circle received_on first_on state state_on held_until closed_on decided_on "
            "decided_by consent_manner consent_on offered_over_on meeting origin taken_up_on taken_up_by"
        ),
        why={"state": "where it stands in the queue, never why"},
        referring_unit=(Matter.INVOLVEMENT, INVOLVED),
        referring_party=(Matter.INVOLVEMENT, INVOLVED),
        referrer=(Matter.INVOLVEMENT, INVOLVED),
        own_days=(Matter.INVOLVEMENT, INVOLVED),
        parties_needed=(Matter.INVOLVEMENT, INVOLVED),
        reason=(Matter.FREE_TEXT, WRITTEN),
        asked_for=(Matter.FREE_TEXT, WRITTEN),
        came=(Matter.FREE_TEXT, OWN_WORDS),
        own_words=(Matter.FREE_TEXT, OWN_WORDS),
        contact=(Matter.FREE_TEXT, "how to reach the person"),
        because=(Matter.HEALTH, DELICATE),
        decision=(Matter.FREE_TEXT, WRITTEN),
        exception=(Matter.FREE_TEXT, WRITTEN),
        taken_up_because=(Matter.FREE_TEXT, WRITTEN),
    ),
    QueueHolding: sorting(
        harmless=SPINE,
        personal="id owner_authority circle referral unit from_day until_day",
        why={"unit": "who holds the wait together is told to those who take in"},
    ),
    Offer: sorting(
        harmless=SPINE,
        personal=(
            "id owner_authority circle referral meets_on at offered_on offered_by answer answered_on"
        ),
        what=(Matter.FREE_TEXT, WRITTEN),
        place=(Matter.HEALTH, "a place can be a ward or a clinic"),
        said=(Matter.FREE_TEXT, OWN_WORDS),
    ),
    QueueContact: sorting(
        harmless=f"{SPINE} after_decision",
        personal="id owner_authority circle referral unit on_day way result noted_by retracted_on retracted_by",
        why={"unit": "the viewer's own: each side is shown what it noted itself"},
        words=(Matter.FREE_TEXT, WRITTEN),
    ),
    SentReferral: sorting(
        harmless=f"{SPINE} branch",
        personal=(
            "id owner_authority circle referral unit sent_on first_on sent_by state state_on "
            "consent_manner consent_on offered_over_on held_until birth_date taken_up_on"
        ),
        why={"unit": "the viewer's own: nobody else is shown what a unit has sent"},
        own_days=(Matter.INVOLVEMENT, INVOLVED),
        parties_needed=(Matter.INVOLVEMENT, INVOLVED),
        came=(Matter.FREE_TEXT, OWN_WORDS),
        own_words=(Matter.FREE_TEXT, OWN_WORDS),
        contact=(Matter.FREE_TEXT, "how to reach the person"),
        whom=(Matter.FREE_TEXT, WRITTEN),
        reason=(Matter.FREE_TEXT, WRITTEN),
        asked_for=(Matter.FREE_TEXT, WRITTEN),
        because=(Matter.HEALTH, DELICATE),
        answer=(Matter.FREE_TEXT, WRITTEN),
    ),
}

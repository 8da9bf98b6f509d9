"""The addresses of this app's pages: under a case, and under an initiative."""

from __future__ import annotations

from django.urls import path

from stafett.handover.views import handover_page, plan_page, step

STEPS = {
    "propose_handover": "ny",
    "ask_handover": "fraga",
    "answer_handover": "svara",
    "accept_handover": "ta-emot",
    "confirm_handover": "bekrafta",
    "decline_handover": "tacka-nej",
    "withdraw_handover": "aterkalla",
    "hear_handover": "personen",
    "record_handover": "utanfor",
    "link_handover": "lank",
    "move_alongside": "foljer-med",
    "follow_up": "uppfoljning",
    "correct_follow_up": "uppfoljning/ratta",
}

urlpatterns = [
    path("deltagare/<uuid:key>/overlamning/", handover_page, name="handover"),
    *[
        path(f"deltagare/<uuid:key>/overlamning/{word}/", step, {"name": name}, name=name)
        for name, word in STEPS.items()
    ],
    path("insatser/<slug:code>/uppfoljning-efter-avslut/", plan_page, name="follow_up_plan"),
]

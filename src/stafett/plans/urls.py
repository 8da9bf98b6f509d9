"""The addresses of plan and decisions, under their case."""

from __future__ import annotations

from django.urls import path

from stafett.plans import views

WORDS = {"assess": "kartlaggning", "goal_new": "mal", "step_new": "steg", "decision_new": "beslut"}
RIGHTED = {
    "goal_correct": "mal/<uuid:which>/ratta",
    "assessment_correct": "kartlaggning/<uuid:which>/ratta",
    "decision_correct": "beslut/<uuid:which>/ratta",
    "decision_retract": "beslut/<uuid:which>/av-misstag",
}

urlpatterns = [
    path("<uuid:key>/plan/", views.plan, name="plan"),
    path("<uuid:key>/plan/en-dag/", views.plan_on_day, name="plan_on_day"),
    path("<uuid:key>/plan/personen/", views.plan_person, name="plan_person"),
    path("<uuid:key>/plan/mal/<uuid:goal>/", views.goal_settle, name="goal_settle"),
    path("<uuid:key>/plan/steg/<uuid:step>/klart/", views.step_tick, name="step_tick"),
    path("<uuid:key>/plan/steg/<uuid:step>/stryk/", views.step_drop, name="step_drop"),
    path(
        "<uuid:key>/plan/beslut/<uuid:decision>/inget-efter/",
        views.decision_nothing,
        name="decision_nothing",
    ),
    *[
        path(f"<uuid:key>/plan/{address}/", views.putting_right, {"name": name}, name=name)
        for name, address in RIGHTED.items()
    ],
    *[
        path(f"<uuid:key>/plan/{word}/", views.planning, {"name": name}, name=name)
        for name, word in WORDS.items()
    ],
]

"""The addresses of plan and decisions, under their case."""

from __future__ import annotations

from django.urls import path

from stafett.plans import views

WORDS = {"assess": "kartlaggning", "goal_new": "mal", "step_new": "steg", "decision_new": "beslut"}

urlpatterns = [
    path("<uuid:key>/plan/", views.plan, name="plan"),
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
        path(f"<uuid:key>/plan/{word}/", views.planning, {"name": name}, name=name)
        for name, word in WORDS.items()
    ],
]

"""The addresses of a person's circumstances, under their case, and of an initiative's thresholds."""

from __future__ import annotations

from django.urls import path

from stafett.circumstances import views

WORDS = {
    "livelihood_new": "ny-forsorjning",
    "occupation_new": "ny-sysselsattning",
    "pause": "paus",
    "return_from_pause": "tillbaka",
    "form_change": "form",
    "threshold_next": "grans-nadd",
}
OF_PERIODS = {
    "livelihood_correct": "forsorjning/<uuid:period>/ratta",
    "livelihood_end": "forsorjning/<uuid:period>/avsluta",
    "livelihood_nothing": "forsorjning/<uuid:period>/inget-efter",
    "occupation_correct": "sysselsattning/<uuid:period>/ratta",
    "occupation_end": "sysselsattning/<uuid:period>/avsluta",
    "occupation_nothing": "sysselsattning/<uuid:period>/inget-efter",
    "pause_correct": "paus/<uuid:period>/ratta",
    "form_correct": "form/<uuid:period>/ratta",
}
CASE = "deltagare/<uuid:key>/over-tid"

urlpatterns = [
    path(f"{CASE}/", views.circumstances, name="circumstances"),
    *[
        path(f"{CASE}/{word}/", views.living, {"name": name}, name=name)
        for name, word in WORDS.items()
    ],
    *[
        path(f"{CASE}/{word}/", views.of_period, {"name": name}, name=name)
        for name, word in OF_PERIODS.items()
    ],
    path("insatser/<slug:code>/granser/", views.flagging_page, name="flagging"),
]

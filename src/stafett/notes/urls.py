"""The addresses of notes and contacts, under their case."""

from __future__ import annotations

from django.urls import path

from stafett.notes.views import (
    contact_correct,
    contact_new,
    contact_retract,
    note_correct,
    note_new,
    note_retract,
    notes,
)

urlpatterns = [
    path("<uuid:key>/anteckningar/", notes, name="notes"),
    path("<uuid:key>/anteckningar/ny/", note_new, name="note_new"),
    path("<uuid:key>/anteckningar/kontakt/", contact_new, name="contact_new"),
    path(
        "<uuid:key>/anteckningar/kontakt/<uuid:contact>/ratta/",
        contact_correct,
        name="contact_correct",
    ),
    path("<uuid:key>/anteckningar/<uuid:note>/ratta/", note_correct, name="note_correct"),
    path("<uuid:key>/anteckningar/<uuid:note>/fel-arende/", note_retract, name="note_retract"),
    path(
        "<uuid:key>/anteckningar/kontakt/<uuid:contact>/fel-arende/",
        contact_retract,
        name="contact_retract",
    ),
]

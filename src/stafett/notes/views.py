"""The tab Anteckningar, and its forms."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from stafett.casework.queries.participation import participation
from stafett.casework.views.participation import acting, case_of
from stafett.frame.paging import page_number
from stafett.notes.forms import (
    ContactForm,
    CorrectContactForm,
    CorrectNoteForm,
    NoteForm,
    RetractForm,
)
from stafett.notes.queries import contact_of, note_of, notes_page
from stafett.safeguards.request import Request


@login_required
def notes(request: Request, key: UUID) -> HttpResponse:
    """What is noted, the latest first, and a note to write on the spot."""
    case = participation(request.viewer, key)
    found = notes_page(request.viewer, case, page_number(request.GET))
    form = NoteForm(viewer=request.viewer, case=case) if found.can_write else None
    return render(request, "notes/notes.html", {"case": case, "page": found, "form": form})


@login_required
def note_new(request: Request, key: UUID) -> HttpResponse:
    """Write a note."""
    return acting(request, key, NoteForm, "notes")


@login_required
def contact_new(request: Request, key: UUID) -> HttpResponse:
    """Note an attempt to reach the person."""
    return acting(request, key, ContactForm, "notes")


@login_required
def note_correct(request: Request, key: UUID, note: UUID) -> HttpResponse:
    """Write a note anew."""
    case = case_of(request, key)
    found = note_of(request.viewer, case, note)
    return acting(request, key, CorrectNoteForm, "notes", written=found)


@login_required
def contact_correct(request: Request, key: UUID, contact: UUID) -> HttpResponse:
    """Write an attempt to reach the person anew."""
    case = case_of(request, key)
    found = contact_of(request.viewer, case, contact)
    return acting(request, key, CorrectContactForm, "notes", written=found)


@login_required
def note_retract(request: Request, key: UUID, note: UUID) -> HttpResponse:
    """Take back a note that was written in the wrong case."""
    found = note_of(request.viewer, case_of(request, key), note)
    return acting(request, key, RetractForm, "notes", written=found)


@login_required
def contact_retract(request: Request, key: UUID, contact: UUID) -> HttpResponse:
    """Take back an attempt that was noted in the wrong case."""
    found = contact_of(request.viewer, case_of(request, key), contact)
    return acting(request, key, RetractForm, "notes", written=found)

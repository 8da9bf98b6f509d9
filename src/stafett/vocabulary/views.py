"""Ord och koder: the lists that figures are counted by, and the field's own terms."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stafett.frame.menu import Viewer
from stafett.vocabulary import queries
from stafett.vocabulary.forms import OnDay
from stafett.vocabulary.glossary import terms


class Asked(HttpRequest):
    """A request as it reaches these pages: from somebody who looks on a certain day."""

    viewer: Viewer


@login_required
def words(request: Asked) -> HttpResponse:
    """All lists, with how much of each is confirmed."""
    return render(request, "vocabulary/words.html", {"lists": queries.lists(request.viewer)})


@login_required
def word_list(request: Asked, slug: str) -> HttpResponse:
    """One list: its words that hold on a day, with validity and source."""
    found = queries.word_list(request.viewer, slug)
    form = OnDay(request.GET or None, initial={"dag": request.viewer.day})
    day = form.cleaned_data["dag"] if form.is_valid() else None
    rows = list(queries.words(request.viewer, found.model, day))
    context = {"list": found, "form": form, "rows": rows, "day": day or request.viewer.day}
    return render(request, "vocabulary/list.html", context, status=422 if form.errors else 200)


@login_required
def glossary(request: Asked) -> HttpResponse:
    """The field's terms in Swedish and English."""
    return render(request, "vocabulary/glossary.html", {"terms": terms()})

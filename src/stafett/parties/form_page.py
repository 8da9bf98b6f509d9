"""What every page with a form does: show it, keep what it says, or show it again with all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from stafett.frame.onward import came_from
from stafett.parties.access import Asked
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.form_data import as_data, form_answer

Crumbs = Sequence[tuple[str, str]]


def posted(request: HttpRequest) -> Any:
    """What was sent, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: Asked, form: CarefulForm, *, heading: str, saved: str, crumbs: Crumbs,
    lead: str = "", to: Callable[[Any], str] | None = None, whose: str = "",
) -> HttpResponse:  # fmt: skip
    """A page with one form. When it is kept: back to the list that one came from, else to the
    last crumb, or `to` what was made. `whose` is whom it is about, and stands in the heading.

    Asked over the API, the same form answers as data.
    """
    sent = as_data(request)
    if sent is not None:
        return form_answer(request, sent, form, saved)
    listed = came_from(request)
    back = listed or crumbs[-1][1]
    if request.method == "POST":
        if "more" in request.POST:
            form.as_typed()
        elif form.is_valid() and form.keep(request.viewer):
            messages.success(request, saved)
            return redirect(to(form.kept) if to and not listed else back)
    context = {
        "form": form, "heading": heading, "whose": whose, "lead": lead, "crumbs": crumbs, "back": back,
    }  # fmt: skip
    template = "parties/edit_whose.html" if whose else "parties/edit.html"
    return render(request, template, context, status=422 if form.errors else 200)

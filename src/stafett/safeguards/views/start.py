"""The page on which a controller lets real people be entered, and takes it back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stafett.frame.stepup import needs_fresh_log_in
from stafett.safeguards.actions.start import invented_words
from stafett.safeguards.forms.start import StartForm, TakeBackForm
from stafett.safeguards.queries.follow_up import controller_for
from stafett.safeguards.queries.start import decisions, has_started
from stafett.safeguards.request import Request


@login_required
@needs_fresh_log_in()
def start_page(request: Request, key: int) -> HttpResponse:
    """What is decided, what was decided before, and the form for what can be decided now."""
    controller = controller_for(request.viewer, key)
    begun = has_started(key)
    form_of = TakeBackForm if begun else StartForm
    form = form_of(request.POST or None, authority=controller, viewer=request.viewer)
    if form.is_valid() and form.attempt():
        said = (
            _("Taget tillbaka. Från nu bara påhittade uppgifter hos %(name)s.")
            if begun
            else _("Beslutat. Verkliga personer får nu skrivas in hos %(name)s.")
        )
        messages.success(request, said % {"name": controller})
        return redirect("start", key)
    stop = invented_words() if settings.SYNTHETIC_ONLY and not begun else ""
    context = {
        "form": form, "controller": controller, "begun": begun, "rows": decisions(key), "stop": stop,
    }  # fmt: skip
    return render(request, "safeguards/start.html", context, status=422 if form.is_bound else 200)

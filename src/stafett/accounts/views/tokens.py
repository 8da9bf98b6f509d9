"""The tokens with which other systems act in my name."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stafett.accounts import actions, queries
from stafett.accounts.forms import TokenForm
from stafett.accounts.levels import NO_POST, has_post, level_of_session
from stafett.accounts.models import Token
from stafett.accounts.stepup import needs_fresh_log_in
from stafett.accounts.views.asked import Asked


@login_required
@needs_fresh_log_in()
def tokens(request: Asked) -> HttpResponse:
    """My tokens; a post makes a new one, whose secret is shown this once. Whoever has no post makes none."""
    today, may_make = request.viewer.day, has_post(request.viewer)
    if request.method == "POST" and not may_make:
        raise PermissionDenied(NO_POST)
    form = TokenForm(request.POST if request.method == "POST" else None, today=today)
    secret = _make(request, form) if form.is_valid() else ""
    context = {
        "form": TokenForm(today=today) if secret else form,
        "tokens": queries.tokens_of(request.user),
        "secret": secret,
        "day": today,
        "may_make": may_make,
        "why_not": NO_POST,
    }
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


def _make(request: Asked, form: TokenForm) -> str:
    said = form.cleaned_data
    return actions.make_token(
        request.user, said["name"], expires_on=said["expires_on"], may_write=said["scope"] == "write",
        level=level_of_session(request), today=request.viewer.day, by=request.viewer,
    )  # fmt: skip


@login_required
@needs_fresh_log_in(back="tokens")
@require_POST
def revoke(request: Asked, pk: int) -> HttpResponse:
    """End one of my tokens."""
    found = get_object_or_404(Token, user=request.user, pk=pk, revoked_at__isnull=True)
    actions.revoke(found, by=request.viewer)
    messages.success(
        request, _("%(name)s är indragen och öppnar inget mer.") % {"name": found.name}
    )
    return redirect("tokens")

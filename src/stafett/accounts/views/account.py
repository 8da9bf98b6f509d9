"""Mitt konto: who I am here, my password, and where I am logged in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from stafett.accounts import actions, queries
from stafett.accounts.forms import NewPassword
from stafett.accounts.levels import open_to_weak_log_ins
from stafett.accounts.stepup import needs_fresh_log_in
from stafett.accounts.views.asked import Asked


@login_required
@open_to_weak_log_ins
def account(request: Asked) -> HttpResponse:
    """Who I am here, and what I may do."""
    context = {"account": request.user, "events": queries.events_of(request.user)}
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
@login_required
@needs_fresh_log_in()
@open_to_weak_log_ins
def new_password(request: Asked) -> HttpResponse:
    """Change one's own password; other places where one is logged in are logged out."""
    form = NewPassword(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.keep(by=request.viewer)
        said = log_out_elsewhere(request)
        before = request.session.session_key
        update_session_auth_hash(request, request.user)
        actions.session_has_new_key(before, request.session.session_key)
        messages.success(request, _("Lösenordet är bytt. %(said)s") % {"said": said})
        return redirect("account")
    context = {"form": form, "keys": living_keys(request)}
    status = 429 if form.too_many else 422 if form.errors else 200
    return render(request, "accounts/new_password.html", context, status=status)


def living_keys(request: Asked) -> list[str]:
    """What the keys are called that would end with the other log-ins."""
    mine = request.user.tokens.filter(revoked_at=None, expires_on__gte=request.viewer.day)
    return list(mine.order_by("name").values_list("name", flat=True))


def log_out_elsewhere(request: Asked) -> str:
    """End all of one's own sessions but this, and the keys that other programs have; says so in a sentence.

    What somebody got in with there may be what was changed, and a key that they made would let them stay.
    """
    elsewhere = [p.key for p in _places(request) if not p.here]
    actions.end_sessions(request.user, by=request.viewer, only=elsewhere)
    ended = actions.revoke_all(request.user, by=request.viewer)
    out = _("Du är utloggad överallt utom här.")
    if not ended:
        return out
    told = ngettext(
        "%(n)s API-nyckel gäller inte längre: gör en ny om ett annat program behöver den.",
        "%(n)s API-nycklar gäller inte längre: gör nya om andra program behöver dem.", ended,
    )  # fmt: skip
    return f"{out} {told % {'n': ended}}"


@login_required
@open_to_weak_log_ins
def sessions(request: Asked) -> HttpResponse:
    """Where I am logged in, and a way to log out there."""
    if request.method == "POST":
        return _log_out_there(request)
    return render(request, "accounts/sessions.html", {"places": _places(request)})


def _places(request: Asked) -> list[queries.Place]:
    return queries.places_of(request.user, request.session.session_key)


def _log_out_there(request: Asked) -> HttpResponse:
    """End one place, or all others; this one has the button that logs out."""
    others = [place.key for place in _places(request) if not place.here]
    asked = request.POST.get("place", "")
    chosen = others if asked == "others" else [key for key in others if str(key) == asked]
    ended = actions.end_sessions(request.user, by=request.viewer, only=chosen)
    messages.success(request, _told(ended))
    return redirect("sessions")


def _told(ended: int) -> str:
    if not ended:
        return _("Där var du redan utloggad.")
    return ngettext("Du är utloggad på %(n)s ställe till.", "Du är utloggad på %(n)s ställen till.", ended) % {
        "n": ended,
    }  # fmt: skip

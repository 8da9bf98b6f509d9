"""Logging in and out, and the page about one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from stafett.accounts.forms import LogIn, NewPassword
from stafett.accounts.models import User
from stafett.frame.menu import Viewer


class Asked(HttpRequest):
    """A request from somebody who is logged in."""

    user: User  # type: ignore[assignment]
    viewer: Viewer


class LogInPage(LoginView):
    """The log-in page; a refusal keeps the e-mail that was typed."""

    template_name = "accounts/login.html"
    authentication_form = LogIn
    redirect_authenticated_user = True

    def form_invalid(self, form: LogIn) -> HttpResponse:  # type: ignore[override]
        """The page again, with the sentence."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


@login_required
def account(request: Asked) -> HttpResponse:
    """Mitt konto: who I am here, and what I may do."""
    return render(request, "accounts/account.html", {"account": request.user})


@sensitive_post_parameters()
@login_required
def new_password(request: Asked) -> HttpResponse:
    """Change one's own password; other places where one is logged in are logged out."""
    form = NewPassword(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.keep(by=request.viewer)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Lösenordet är bytt. Du är utloggad överallt utom här."))
        return redirect("account")
    return render(
        request, "accounts/new_password.html", {"form": form}, status=422 if form.errors else 200
    )

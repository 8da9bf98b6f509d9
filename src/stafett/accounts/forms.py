"""The log-in form, with a refusal that says what to do."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LogIn(AuthenticationForm):
    """E-mail and password; the same sentence whether the account exists or not."""

    error_messages = {
        "invalid_login": _(
            "E-post och lösenord hör inte ihop. Kontrollera båda och försök igen. "
            "Hjälper det inte, vänd dig till den som lade upp ditt konto."
        ),
        "inactive": _("Kontot är stängt. Vänd dig till den som lade upp det."),
    }

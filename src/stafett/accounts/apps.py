"""Registers the app with Django, its door in the menu and the button that logs out."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu, stepup


class AccountsConfig(AppConfig):
    """Konton."""

    name = "stafett.accounts"
    verbose_name = "Konton"

    def ready(self) -> None:
        """Hang the door to one's own account, and the way out; listen to what allauth tells of log-ins."""
        from stafett.accounts import hearing

        menu.register(menu.MenuItem(_("Mitt konto"), "account", order=90))
        menu.register_log_out("logout")
        stepup.register("step_up")
        hearing.listen()

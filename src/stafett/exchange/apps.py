"""Registers the app with Django, and its place in the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """In och ut."""

    name = "stafett.exchange"
    verbose_name = "In och ut"

    def ready(self) -> None:
        """Put the way in for registers in the menu, for those who may use it."""
        from stafett.frame import menu
        from stafett.safeguards.roles import Permission

        menu.register(
            menu.MenuItem(_("Läs in register"), "imports", Permission.IMPORT_REGISTER, 50)
        )

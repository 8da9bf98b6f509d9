"""Registers the app with Django, and its place in the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """In och ut."""

    name = "stafett.exchange"
    verbose_name = "In och ut"

    def ready(self) -> None:
        """Put the way in for registers in the menu, and files that wait for somebody on their start page."""
        from stafett.exchange.panel import files_waiting
        from stafett.frame import menu, panels
        from stafett.safeguards.roles import Permission

        menu.register(
            menu.MenuItem(_("Läs in register"), "imports", Permission.IMPORT_REGISTER, 50)
        )
        panels.register(panels.Panel("today", 40, "exchange/today.html", files_waiting))

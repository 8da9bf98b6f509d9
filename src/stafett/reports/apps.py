"""Registers the app with Django, and its place in the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Rapporter."""

    name = "stafett.reports"
    verbose_name = "Rapporter"

    def ready(self) -> None:
        """Put reports in the menu, for those who read them."""
        from stafett.frame import menu
        from stafett.safeguards.roles import Permission

        menu.register(menu.MenuItem(_("Rapporter"), "reports", Permission.SEE_REPORTS, 40))

"""Registers the app with Django, its place in the menu and its panels on other apps' pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Mått."""

    name = "stafett.measures"
    verbose_name = "Mått"

    def ready(self) -> None:
        """Hang the door to the figures, and the panels with goal against result."""
        from stafett.frame import menu
        from stafett.measures import panel
        from stafett.safeguards.roles import Permission

        menu.register(menu.MenuItem(_("Siffror"), "figures", Permission.SEE_TOTALS, 30))
        panel.register_all()

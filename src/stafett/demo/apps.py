"""Registers the app with Django, and its door at the foot of every page."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Demo."""

    name = "stafett.demo"
    verbose_name = "Demo"

    def ready(self) -> None:
        """Hang the door to what the reports say."""
        from stafett.frame import menu

        menu.register(
            menu.MenuItem(_("Vad rapporterna säger"), "contradictions", place="footer", order=80)
        )

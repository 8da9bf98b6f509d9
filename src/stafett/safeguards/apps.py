"""Registers the app with Django, and its doors."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu


class SafeguardsConfig(AppConfig):
    """Sekretess."""

    name = "stafett.safeguards"
    verbose_name = "Sekretess"

    def ready(self) -> None:
        """Hang the door to what authorities open to each other."""
        menu.register(
            menu.MenuItem(_("Bestämmelser"), "provisions", "answer_for_records", order=72)
        )

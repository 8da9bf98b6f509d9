"""Registers the app with Django, and its door in the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu


class PartiesConfig(AppConfig):
    """Parter."""

    name = "stafett.parties"
    verbose_name = "Parter"

    def ready(self) -> None:
        """Hang the door to the list of parties in the menu."""
        menu.register(menu.MenuItem(_("Parter"), "parties", order=70))

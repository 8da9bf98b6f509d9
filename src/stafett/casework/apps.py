"""Registers the app with Django, and its door in the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu


class CaseworkConfig(AppConfig):
    """Ärenden."""

    name = "stafett.casework"
    verbose_name = "Ärenden"

    def ready(self) -> None:
        """Hang the doors to the participants, and to the unit's caseload."""
        menu.register(menu.MenuItem(_("Deltagare"), "participants", "see_people", order=15))
        menu.register(menu.MenuItem(_("Min enhet"), "unit", "see_people", order=16))

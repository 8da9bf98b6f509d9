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
        """Hang the door to the participants, and tell the log of cases and doors."""
        from stafett.casework.in_the_log import DOORS, case_names, parts
        from stafett.safeguards import told

        menu.register(menu.MenuItem(_("Deltagare"), "participants", "see_people", order=15))
        told.name_doors(DOORS)
        told.register_cases(parts, case_names)

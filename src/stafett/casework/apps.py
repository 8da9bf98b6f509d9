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
        """Hang the doors to participants and caseload, and be asked before an initiative's days are moved."""
        from stafett.casework.moved_days import faults_of_people
        from stafett.initiatives import days

        days.register(faults_of_people)
        menu.register(menu.MenuItem(_("Deltagare"), "participants", "see_people", order=15))
        menu.register(menu.MenuItem(_("Min enhet"), "unit", "see_people", order=16))

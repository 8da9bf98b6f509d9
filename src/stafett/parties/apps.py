"""Registers the app with Django, and its door in the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.signals import request_started
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu, panels


class PartiesConfig(AppConfig):
    """Parter."""

    name = "stafett.parties"
    verbose_name = "Parter"

    def ready(self) -> None:
        """Hang the door to the list of parties in the menu, and tell on Idag who stands in for whom."""
        from stafett.parties.staff_names import forget_names, read_earlier_versions_too
        from stafett.parties.standing_in import standing_in

        read_earlier_versions_too()
        request_started.connect(forget_names, dispatch_uid="staff_names")
        menu.register(menu.MenuItem(_("Parter"), "parties", order=70, posted=True))
        panels.register(panels.Panel("today", 5, "parties/standing_in.html", standing_in))

"""Registers the app with Django, and the door to the start page."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu


class WebConfig(AppConfig):
    """Webb."""

    name = "stafett.web"
    verbose_name = "Webb"

    def ready(self) -> None:
        """Hang the door to the start page first, and name it for the log."""
        from stafett.safeguards.told import name_doors

        menu.register(menu.MenuItem(_("Idag"), "today", order=10))
        name_doors({"today": _("såg %(whom)s på sin startsida")})

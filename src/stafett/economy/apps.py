"""Registers the app with Django, and its door on an initiative's page."""

from __future__ import annotations

from django.apps import AppConfig

from stafett.frame import panels


class EconomyConfig(AppConfig):
    """Ekonomi."""

    name = "stafett.economy"
    verbose_name = "Ekonomi"

    def ready(self) -> None:
        """Hang the door to the costs on the initiative's page."""
        from stafett.economy.doors import costs_door

        panels.register(panels.Panel("initiative_links", 50, "economy/door.html", costs_door))

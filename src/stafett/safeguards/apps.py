"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    """Sekretess."""

    name = "stafett.safeguards"
    verbose_name = "Sekretess"

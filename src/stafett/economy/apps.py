"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class EconomyConfig(AppConfig):
    """Ekonomi."""

    name = "stafett.economy"
    verbose_name = "Ekonomi"

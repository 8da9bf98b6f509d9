"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Rapporter."""

    name = "stafett.reports"
    verbose_name = "Rapporter"

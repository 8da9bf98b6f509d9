"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Mått."""

    name = "stafett.measures"
    verbose_name = "Mått"

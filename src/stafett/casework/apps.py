"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Ärenden."""

    name = "stafett.casework"
    verbose_name = "Ärenden"

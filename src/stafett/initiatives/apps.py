"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Insatser."""

    name = "stafett.initiatives"
    verbose_name = "Insatser"

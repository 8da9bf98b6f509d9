"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Parter."""

    name = "stafett.parties"
    verbose_name = "Parter"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """API."""

    name = "stafett.api"
    verbose_name = "API"

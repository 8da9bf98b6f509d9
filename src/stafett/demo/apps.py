"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo."""

    name = "stafett.demo"
    verbose_name = "Demo"

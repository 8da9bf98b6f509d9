"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Webb."""

    name = "stafett.web"
    verbose_name = "Webb"

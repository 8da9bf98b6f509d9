"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """In och ut."""

    name = "stafett.exchange"
    verbose_name = "In och ut"

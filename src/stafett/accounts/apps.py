"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Konton."""

    name = "stafett.accounts"
    verbose_name = "Konton"

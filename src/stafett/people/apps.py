"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Personer."""

    name = "stafett.people"
    verbose_name = "Personer"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """Ord."""

    name = "stafett.vocabulary"
    verbose_name = "Ord"

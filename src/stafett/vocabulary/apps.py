"""Registers the app with Django, and its doors in the foot of the page."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu


class VocabularyConfig(AppConfig):
    """Ord."""

    name = "stafett.vocabulary"
    verbose_name = "Ord"

    def ready(self) -> None:
        """Hang the doors to the words in the foot of every page."""
        menu.register(menu.MenuItem(_("Ord och koder"), "words", order=10, place="footer"))
        menu.register(menu.MenuItem(_("Ordlista"), "glossary", order=11, place="footer"))

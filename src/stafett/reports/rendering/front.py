"""What does a report say of itself: on its first page, and where a chapter is still empty?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from stafett.measures.presentation import words
from stafett.reports.rendering.blocks import Document


def facts(document: Document) -> list[tuple[str, str]]:
    """Name and words of each: initiative, period, authors, day. What is empty is left out."""
    found = [
        (_("Insats"), document.initiative),
        (_("Period"), document.period),
        (_("Skriven av"), ", ".join(document.authors)),
        (_("Framtagen"), words.day(document.made_on)),
    ]
    return [(name, said) for name, said in found if said]


def unwritten() -> str:
    """What stands in a chapter without text."""
    return _("Kapitlet är inte skrivet.")

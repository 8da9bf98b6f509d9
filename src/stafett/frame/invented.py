"""Does a page say that only invented people may be here? Whoever knows is registered; else every page does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

_asked: list[Callable[[Any], str]] = []


def register(asked: Callable[[Any], str]) -> None:
    """Name who knows it for a viewer, or for nobody; called once from `AppConfig.ready`."""
    _asked[:] = [asked]


def said(viewer: Any) -> str:
    """The banner's first sentence, or nothing."""
    return _asked[0](viewer) if _asked else _("Endast påhittade uppgifter.")

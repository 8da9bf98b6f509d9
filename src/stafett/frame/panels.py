"""What other apps add to a page that is not theirs: a panel registered for a place on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

PanelContext = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A template for a place; `context` fetches what it shows, or None when there is nothing."""

    place: str
    order: int
    template: str
    context: PanelContext


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Add a panel to its place; called once per panel from `AppConfig.ready`."""
    if any((known.place, known.template) == (panel.place, panel.template) for known in _panels):
        raise ValueError(f"{panel.place!r} already has a panel {panel.template!r}")
    _panels.append(panel)


def panels_at(place: str) -> list[Panel]:
    """The panels of a place, in order."""
    found = [panel for panel in _panels if panel.place == place]
    return sorted(found, key=lambda panel: (panel.order, panel.template))


def render_panels(place: str, request: HttpRequest, obj: Any) -> SafeString:
    """The panels of a place about one object, one after the other; silent ones leave no trace."""
    rendered = [_render(panel, request, obj) for panel in panels_at(place)]
    # Each part comes from a template that has escaped its own values.
    return mark_safe("\n".join(part for part in rendered if part))


def _render(panel: Panel, request: HttpRequest, obj: Any) -> str:
    context = panel.context(request, obj)
    if context is None:
        return ""
    return get_template(panel.template).render(context, request)

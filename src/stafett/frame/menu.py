"""Which doors the frame shows to whom: apps register their pages here, the frame never names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Place = Literal["main", "footer"]


class Viewer(Protocol):
    """Whoever looks at the page, as far as the frame needs to know them; nobody has no user_id."""

    @property
    def user_id(self) -> int | None:
        """The account, or None before log-in."""

    @property
    def name(self) -> str:
        """The name to show in the head of the page."""

    @property
    def day(self) -> date:
        """The day that counts as today for this viewer."""

    def may(self, permission: str, /) -> bool:
        """True when this viewer holds the permission."""


@dataclass(frozen=True)
class MenuItem:
    """One door: its word on screen (lazily translated), the page it opens, and who may open it.

    A main item without permission is for everyone logged in, if `posted` for those who have some post; a footer
    item without one is for all.
    """

    label: str | Promise
    url_name: str
    permission: str | None = None
    order: int = 100
    place: Place = "main"
    posted: bool = False
    usable: Callable[[Any], bool] | None = None
    """Asked last of a viewer who may open it: whether there is anything there for them."""

    @property
    def url(self) -> str:
        """The address of the page; items lead to pages that need no arguments."""
        return reverse(self.url_name)


@dataclass(frozen=True)
class MenuLink:
    """A door as drawn on one page: `current` is "page", "true" (a page below it) or empty."""

    label: str | Promise
    url: str
    current: Literal["page", "true", ""]


_items: list[MenuItem] = []
_log_out: list[str] = []


def register(item: MenuItem) -> None:
    """Hang a door in the frame; called once per item from `AppConfig.ready`."""
    if any(known.url_name == item.url_name for known in _items):
        raise ValueError(f"The menu already has an item for {item.url_name!r}")
    _items.append(item)


def register_log_out(url_name: str) -> None:
    """Name the page that logs out when it is posted to; without one no button is shown."""
    _log_out[:] = [url_name]


def log_out_url() -> str:
    """The address that logs out, or nothing."""
    return reverse(_log_out[0]) if _log_out else ""


def items_for(viewer: Viewer | None, place: Place = "main") -> list[MenuItem]:
    """The doors of one place that this viewer may open, in order."""
    found = [item for item in _items if item.place == place and _may_open(viewer, item)]
    return sorted(found, key=lambda item: (item.order, item.url_name))


def links_for(viewer: Viewer | None, path: str, place: Place = "main") -> list[MenuLink]:
    """The same doors as links, with the one that leads to `path` marked."""
    addressed = [(item, item.url) for item in items_for(viewer, place)]
    above = [url for _, url in addressed if path.startswith(url) and url != "/"]
    nearest = max(above, key=len, default="")
    return [MenuLink(item.label, url, _mark(url, path, nearest)) for item, url in addressed]


def address_of(url_name: str) -> str:
    """The address of a page that may not be mounted here, or nothing."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _may_open(viewer: Viewer | None, item: MenuItem) -> bool:
    if viewer is None or viewer.user_id is None:
        return item.place == "footer" and item.permission is None
    if item.posted and not getattr(viewer, "posts", ()):
        return False
    if item.permission is not None and not viewer.may(item.permission):
        return False
    return item.usable is None or item.usable(viewer)


def _mark(url: str, path: str, nearest: str) -> Literal["page", "true", ""]:
    if url == path:
        return "page"
    return "true" if url == nearest else ""

"""What every page may use without its view having fetched it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from stafett.frame import invented, menu
from stafett.frame.once import sent_forms


def frame(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the menu, the banner, the day and the languages; works for nobody logged in."""
    viewer: menu.Viewer | None = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "menu": SimpleLazyObject(lambda: menu.links_for(viewer, request.path)),
        "footer_links": SimpleLazyObject(lambda: menu.links_for(viewer, request.path, "footer")),
        "who": viewer.name if viewer else "",
        "log_out_url": SimpleLazyObject(menu.log_out_url),
        "synthetic_only": SimpleLazyObject(lambda: invented.said(viewer)),
        "nobody": viewer is not None and viewer.user_id is None,
        "typed_by": _mark_of(viewer),
        "sent_forms": SimpleLazyObject(lambda: " ".join(sent_forms(request))),
        "today": viewer.day if viewer else timezone.localdate(),
        "language": get_language() or settings.LANGUAGE_CODE,
        "other_languages": SimpleLazyObject(_other_languages),
        "set_language_url": SimpleLazyObject(lambda: menu.address_of("set_language")),
        "return_to": request.get_full_path() if request.method == "GET" else request.path,
    }


def _mark_of(viewer: menu.Viewer | None) -> str:
    """What tells whose the text is that a tab keeps (ADR 27), and says nothing else; empty for nobody."""
    if viewer is None or viewer.user_id is None:
        return ""
    return salted_hmac("stafett.typed", str(viewer.user_id)).hexdigest()[:16]


def _other_languages() -> list[dict[str, str]]:
    active = get_language() or settings.LANGUAGE_CODE
    return [
        {"code": code, "name": get_language_info(code)["name_local"].capitalize()}
        for code, _ in settings.LANGUAGES
        if code != active
    ]

"""Where one was, and goes back to when something is done: a page of this site that the address names."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def came_from(request: HttpRequest) -> str:
    """The page that `next` names, sent or in the address; empty when there is none, or it is another site's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else ""


def leaving(request: HttpRequest, place: str) -> str:
    """What is put after an address so that one is led back from there, to this place on the page one is on."""
    return f"?next={quote(f'{request.get_full_path()}#{place}')}"


def carried(request: HttpRequest) -> str:
    """What is put after an address so that the page there knows it too; empty when one came from no list."""
    listed = came_from(request)
    return f"?next={quote(listed)}" if listed else ""


__all__ = ["came_from", "carried", "leaving"]

"""Where does somebody who has found a fault in the security of this installation turn (RFC 9116)?"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

HOLDS_FOR = timedelta(days=180)
"""So long what is said may be relied on; it is said anew at each request."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact of whoever runs this installation; not there until they have said one."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + HOLDS_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until}",
        "Preferred-Languages: sv, en",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

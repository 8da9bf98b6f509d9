"""A double click does one thing: the second of two alike is led to what the first made.

The row is written before the view acts, in the same transaction. Where both come at once, the second waits
at the unique index until the first has been kept, or has left nothing behind; then it does the same as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.frame.once import key_of, note_sent, where_it_led
from stafett.safeguards.models import SentForm

KEPT_DAYS = 3
"""So long a form that stands open can be sent twice; then its key is forgotten."""


class once:
    """Let a form with a key be answered once; the next with the same key is led where the first went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Within the request's transaction, and after whatever may send somebody to log in again."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Afterwards: keep where it led, or forget the key of a form that made nothing.

        What is refused (400 and up) is undone with its key by `one_transaction`.
        """
        response = self.get_response(request)
        sent: SentForm | None = getattr(request, "sent_form", None)
        if sent is not None and response.status_code < 400:
            led_to = where_it_led(response)
            _keep(sent, led_to)
            if led_to:
                note_sent(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, named: Any
    ) -> HttpResponse | None:
        """None the first time; else the way to what the first one made."""
        user, key = request.user, key_of(request)
        if key is None or not user.is_authenticated:
            return None
        sent, first = SentForm.objects.get_or_create(user=user, key=key)
        if first:
            request.sent_form = sent  # type: ignore[attr-defined]
            return None
        note_sent(request)
        messages.info(request, _("Formuläret skickades två gånger. Det är gjort en gång."))
        return redirect(sent.led_to)


def _keep(sent: SentForm, led_to: str) -> None:
    """A page drawn anew, a paper that is printed, made nothing: the form can be sent."""
    if led_to:
        SentForm.objects.filter(pk=sent.pk).update(led_to=led_to)
    else:
        sent.delete()


def forget() -> int:
    """Take away the keys of forms sent long ago; returns how many."""
    long_ago = timezone.now() - timedelta(days=KEPT_DAYS)
    return SentForm.objects.filter(sent_at__lt=long_ago).delete()[0]

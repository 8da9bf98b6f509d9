"""One request, one transaction, one viewer: the tenant wall is set before any view reads.

And no log, no page: whom an answer shows is written down before it leaves (law 4).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from stafett.database.history import in_history
from stafett.database.noticed import Noticed, noticing
from stafett.parties.staff_names import forget_names
from stafett.safeguards.answers import logged_as, only_read, written_down
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.reach import set_reach
from stafett.safeguards.viewer import Viewer, nobody

if TYPE_CHECKING:
    from collections.abc import Iterator

Handler = Callable[[HttpRequest], HttpResponse]


@contextmanager
def acting(viewer: Viewer, because: str = "", *, door: str = "") -> Iterator[None]:
    """A transaction in a viewer's name: reach, who and why in the history, and whom they met in the log.

    For jobs and commands. Raises NotLogged, with nothing kept, when the log cannot be written.
    """
    with (
        transaction.atomic(),
        in_history(user=viewer.user_id, name=viewer.name, why=because),
    ):
        set_reach(viewer.controllers)
        forget_names()
        with logged_as(viewer, because, door):
            yield


def one_transaction(get_response: Handler) -> Handler:
    """Keep each request in one transaction, and let a failed or refused one leave nothing behind.

    Django turns an exception into a response on the way here: without the rollback, what was written
    before it would be kept. A form that comes back with faults (422) has written nothing either.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response

    return handle


def viewer(get_response: Handler) -> Handler:
    """Give the request its viewer, the transaction that viewer's reach, and the log whom they were shown."""

    def handle(request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        seen = viewer_of(request.user, today) if request.user.is_authenticated else nobody(today)
        request.viewer = seen  # type: ignore[attr-defined]
        set_reach(seen.controllers)
        met = Noticed()
        with in_history(user=seen.user_id, name=seen.name, why=request.path), noticing(met):
            response = get_response(request)
        return written_down(request, response, met, request.viewer)  # type: ignore[attr-defined]

    handle.process_view = only_read  # type: ignore[attr-defined]
    return handle


__all__ = ["acting", "one_transaction", "set_reach", "viewer"]

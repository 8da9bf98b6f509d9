"""How a row that was noted wrongly is put right: what stood is kept in the history, with why (law 6).

Who may, and what the row can say, each app asks itself, before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from stafett.database.history import in_history
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer

R = TypeVar("R", bound=Model)


def keep(row: R, why: str, /, **facts: Any) -> R:
    """Write these facts of a row, with why in the history."""
    for name, value in facts.items():
        setattr(row, name, value)
    with in_history(why=why):
        row.save(update_fields=list(facts))
    return row


def held_to_right(rows: QuerySet[R], key: Any, gone: Callable[[R], str]) -> R:
    """A row as it stands now, held. Raises Refused, as `gone` says of it, when it has been taken back."""
    row: Any = rows.select_for_update(of=("self",)).get(pk=key)
    if row.retracted_on:
        raise Refused(gone(row))
    return row  # type: ignore[no-any-return]


def correct_row(row: R, because: str, /, **facts: Any) -> R:
    """The row as it should have been noted. Raises Refused when it stands so already, and without why."""
    if all(getattr(row, name) == value for name, value in facts.items()):
        raise Refused(_("Så står det redan. Skriv hur det ska stå."))
    return keep(row, reason_of(because), **facts)


def retract_row(row: R, why: str, /, *, by: Viewer, **emptied: Any) -> R:
    """Take back a row: when and by whom stands there instead of what it said, which the history alone has."""
    return keep(row, why, retracted_on=by.day, retracted_by=by.name, **emptied)


def reason_of(because: str) -> str:
    """Why something is put right, in words. Raises Refused without any."""
    if not because.strip():
        raise Refused(_("Skriv varför det rättas."), "because")
    return because.strip()


__all__ = ["correct_row", "held_to_right", "keep", "reason_of", "retract_row"]

"""How a try that was noted wrongly is put right: what stood is kept, with why, and the figures follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.setting_right import correct_row, held_to_right, reason_of, retract_row
from stafett.database.history import in_history
from stafett.frame.formats import plain_day
from stafett.outreach.access import check_works
from stafett.outreach.actions import BY_TRY, Try, check_try
from stafett.outreach.models import Attempt, Entry
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def correct_try(one: Attempt, told: Try, *, by: Viewer, because: str) -> Attempt:
    """Note a try as it should have been noted, with why; also of somebody who has left the list.

    What they do now and when it is tried again stand on the list, and are corrected there (`actions.correct`).
    """
    check_works(by, one.entry)
    current = _held(one)
    check_try(current.entry, told, by.day)
    return correct_row(
        current, because,
        made_on=told.made_on, way=told.way, result=told.result, words=told.words.strip(),
    )  # fmt: skip


@transaction.atomic
def retract_try(one: Attempt, *, by: Viewer, because: str) -> Attempt:
    """Take back a try that was noted by mistake, as one with somebody else: it counts nowhere any more.

    Its words stand in the history alone, with the reason. What it said that they do now, and when to try again,
    go with it: the row says what it said before, where nothing has been said since.
    """
    check_works(by, one.entry)
    current = retract_row(_held(one), reason_of(because), by=by, words="")
    _put_back(current)
    return current


TOLD = (("doing_id", "doing_on"), ("next_contact",))
"""What a try says of the row on the list: each with what belongs to it."""


def _put_back(one: Attempt) -> None:
    """Let the row on the list say what it would without the tries that were taken back.

    The reason stands with the try alone: it may be about somebody else. Of the next contact the latest try
    says, also where it said what stood; whoever has left the list has none.
    """
    row = Entry.objects.select_for_update(of=("self",)).get(pk=one.entry_id)
    kept: Any = Entry.pgh_event_model.objects.filter(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    versions = [*kept.select_related("pgh_context").order_by("pgh_id"), row]
    tries = row.attempts.order_by("pk")
    gone = {str(key) for key in tries.exclude(retracted_on=None).values_list("pk", flat=True)}
    stood = _without(versions, gone)
    if row.left_on or tries.filter(retracted_on=None, pk__gt=one.pk).exists():
        del stood["next_contact"]
    for name, value in stood.items():
        setattr(row, name, value)
    with in_history(**{BY_TRY: str(one.pk)}):
        row.save(update_fields=["next_contact", "doing", "doing_on"])


def _without(versions: Sequence[Any], gone: Collection[str]) -> dict[str, Any]:
    """What the row would say, of its versions in order, had these tries changed nothing."""
    stood = {name: getattr(versions[0], name) for names in TOLD for name in names}
    for was, after in pairwise(versions):
        context = was.pgh_context
        if context and context.metadata.get(BY_TRY) in gone:
            continue
        for names in TOLD:
            if any(getattr(was, name) != getattr(after, name) for name in names):
                stood.update({name: getattr(after, name) for name in names})
    return stood


def _held(one: Attempt) -> Attempt:
    """The try as it stands now, held; Refused when it has been taken back."""
    rows = Attempt.objects.select_related("entry__outreach", "way", "result")
    return held_to_right(rows, one.pk, _gone)


def _gone(one: Attempt) -> str:
    assert one.retracted_on, "told of those alone"
    told = {"day": plain_day(one.retracted_on), "who": one.retracted_by}
    return _("Det drogs tillbaka %(day)s av %(who)s, för att det var antecknat av misstag.") % told


__all__ = ["correct_try", "retract_try"]

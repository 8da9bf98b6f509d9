"""How a try that was noted wrongly is put right: what stood is kept, with why, and the figures follow."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.database.history import in_history
from stafett.frame.formats import plain_day
from stafett.outreach.access import check_works
from stafett.outreach.actions import Try, check_try
from stafett.outreach.models import Attempt
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def correct_try(one: Attempt, told: Try, *, by: Viewer, because: str) -> Attempt:
    """Note a try as it should have been noted, with why; also of somebody who has left the list.

    What they do now and when it is tried again stand on the list, and are corrected there (`actions.correct`).
    """
    check_works(by, one.entry)
    current = _held(one)
    check_try(current.entry, told, by.day)
    facts = {"made_on": told.made_on, "way": told.way, "result": told.result,
             "words": told.words.strip()}  # fmt: skip
    if all(getattr(current, name) == value for name, value in facts.items()):
        raise Refused(_("Så står det redan. Skriv hur det ska stå."))
    for name, value in facts.items():
        setattr(current, name, value)
    with in_history(why=_reason(because)):
        current.save(update_fields=list(facts))
    return current


@transaction.atomic
def retract_try(one: Attempt, *, by: Viewer, because: str) -> Attempt:
    """Take back a try that was noted by mistake, as one with somebody else: it counts nowhere any more.

    Its words stand in the history alone, with the reason.
    """
    check_works(by, one.entry)
    current = _held(one)
    current.retracted_on, current.retracted_by, current.words = by.day, by.name, ""
    with in_history(why=_reason(because)):
        current.save(update_fields=["retracted_on", "retracted_by", "words"])
    return current


def _held(one: Attempt) -> Attempt:
    """The try as it stands now, held; Refused when it has been taken back."""
    rows = Attempt.objects.select_related("entry__outreach", "way", "result")
    current = rows.select_for_update(of=("self",)).get(pk=one.pk)
    if current.retracted_on:
        told = {"day": plain_day(current.retracted_on), "who": current.retracted_by}
        raise Refused(
            _("Det drogs tillbaka %(day)s av %(who)s, för att det var antecknat av misstag.") % told
        )
    return current


def _reason(because: str) -> str:
    if not because.strip():
        raise Refused(_("Skriv varför det rättas."), "because")
    return because.strip()


__all__ = ["correct_try", "retract_try"]

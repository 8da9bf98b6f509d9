"""What about a period can be odd without being wrong, and is asked about once before it is kept?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from stafett.casework.access import writes_for
from stafett.casework.following import course
from stafett.casework.models import Moment, Participation
from stafett.circumstances.actions import NewPeriod
from stafett.circumstances.queries.page import much, told_at
from stafett.circumstances.rules import Spell, most_percent
from stafett.circumstances.stating import LIVED, Sort, at_moments
from stafett.frame.formats import plain_day
from stafett.safeguards.viewer import Viewer

WHOLE = 100


def questions_of_period(
    case: Participation, sort: Sort, told: NewPeriod, *, by: Viewer, instead_of: Any = None
) -> Iterator[str]:
    """What is odd with a period, new or corrected, beside what one's own authority has recorded.

    More than the whole of a livelihood; and that it comes in place of what was told by hand or by a
    register of directly before or after, which every table of results reads (ADR 24).
    """
    authority = instead_of.owner_authority_id if instead_of else writes_for(by, case)[1]
    rows = sort.model.objects.filter(participation=case, owner_authority_id=authority)
    others = {row.pk: sort.spell(row) for row in rows.order_by("pk")}
    before = list(others.values())
    if instead_of:
        del others[instead_of.pk]
    new = Spell(told.word, told.from_day, told.until_day, told.amount)
    if sort is LIVED:
        was = sort.spell(instead_of) if instead_of else None
        yield from _too_much(new, was, list(others.values()))
    if authority == case.controller_id:
        yield from _in_place_of(by, case, sort, before, [*others.values(), new])


def _too_much(new: Spell, was: Spell | None, others: Sequence[Spell]) -> Iterator[str]:
    """What was as much as it stood is not asked about again."""
    percent, day = most_percent(new, others)
    if percent > max(WHOLE, most_percent(was, others)[0] if was else 0):
        yield _("Tillsammans med det som redan står blir det %(percent)s procent från %(day)s.") % {
            "percent": percent, "day": plain_day(day),
        }  # fmt: skip


def _in_place_of(
    by: Viewer, case: Participation, sort: Sort, before: Sequence[Spell], after: Sequence[Spell]
) -> Iterator[str]:
    """What was told of a moment that no period has reached until now, and is another thing than they say."""
    reached = {moment for moment, _held in at_moments(before, course(case))}
    for moment, held in at_moments(after, course(case)):
        told = {} if moment in reached else told_at(by, case, sort, moment)
        if told and set(told) != {(one.word, one.amount) for one in held}:
            yield _("%(moment)s står i dag: %(told)s. Sparas perioden står det i stället: %(held)s.") % {
                "moment": Moment(moment).label.capitalize(), "told": ", ".join(told.values()),
                "held": ", ".join(_in_words(sort, held)),
            }  # fmt: skip


def _in_words(sort: Sort, held: Sequence[Spell]) -> Iterator[str]:
    words = sort.list.objects.in_bulk([one.word for one in held])
    for one in held:
        yield ", ".join(filter(None, [words[one.word].told, much(sort, one.amount)]))


__all__ = ["questions_of_period"]

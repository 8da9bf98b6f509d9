"""What the pages about retention show: rules, what waits, what has ended; and when one case's time comes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.database.days import still_on
from stafett.parties.models import Authority
from stafett.safeguards.access import in_circle
from stafett.safeguards.ending_rules import due_on, is_spared
from stafett.safeguards.models import (
    IDENTITY,
    Circle,
    Ending,
    EndingScope,
    Ends,
    Member,
    RetentionHold,
    RetentionRule,
    Start,
)
from stafett.safeguards.viewer import Viewer

LATEST = 50
"""So many endings are shown, the latest first."""


def spoken_for(viewer: Viewer) -> QuerySet[Authority]:
    """The authorities in whose name the viewer decides about retention."""
    rows = Authority.objects.order_by("name", "pk")
    return rows if viewer.operator else rows.filter(pk__in=viewer.speaks_for)


def rules_for(viewer: Viewer) -> QuerySet[RetentionRule]:
    """The rules in force of, or about the rows of, an authority that the viewer speaks for."""
    rows = RetentionRule.objects.filter(still_on(viewer.day)).select_related(
        "controller", "owner_authority"
    )
    mine = viewer.speaks_for
    return rows.filter(Q(controller__in=mine) | Q(owner_authority__in=mine)).order_by(
        "controller__name", "ends", "pk"
    )


def holds_for(viewer: Viewer) -> QuerySet[RetentionHold]:
    """The holds over everything that the viewer's controllers have; those over one case stand with the case."""
    rows = RetentionHold.objects.filter(
        circle=None, lifted_on=None, controller__in=viewer.speaks_for
    )
    return rows.select_related("controller").order_by("pk")


def endings_for(viewer: Viewer) -> QuerySet[Ending]:
    """The endings of controllers that the viewer speaks for, or in which an authority of theirs has rows.

    A protected person's only where the viewer is in the case (law 5).
    """
    mine = viewer.speaks_for
    named = Member.objects.filter(in_circle(viewer), controller_id__in=viewer.controllers)
    rows = Ending.objects.filter(
        Q(controller__in=mine) | Q(counts__has_any_keys=[str(key) for key in sorted(mine)]),
        Q(named_circle=None) | Q(named_circle__in=named.values("circle_id")),
        controller__in=viewer.controllers,
    )
    return rows.select_related("controller").order_by(
        F("done_at").desc(nulls_first=True), "ends_from", "pk"
    )


def ending(viewer: Viewer, key: UUID) -> Ending:
    """One of them; Http404 for every other alike."""
    found = endings_for(viewer).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def ended_rules(viewer: Viewer) -> QuerySet[RetentionRule]:
    """The rules that ended, the latest first: by whom and why."""
    rows = RetentionRule.objects.filter(
        Q(controller__in=viewer.speaks_for) | Q(owner_authority__in=viewer.speaks_for),
        until_day__lte=viewer.day,
    )
    return rows.select_related("controller", "owner_authority").order_by("-until_day", "-pk")


def cases_of(viewer: Viewer, one: Ending) -> dict[UUID, list[str]]:
    """The cases of an ending with what of each it is about: the viewer's own authorities' (law 2)."""
    mine = Q(owner_id__in=viewer.speaks_for)
    if one.controller_id in viewer.speaks_for:
        mine |= Q(owner_id=None)
    rows = one.scopes.filter(mine, circle_id__isnull=False).order_by("ends", "pk")
    found: dict[UUID, list[str]] = {}
    for circle, ends in rows.values_list("circle_id", "ends"):
        found.setdefault(circle, []).append(ends)  # type: ignore[arg-type]
    return found


def holds_of(circles: Collection[UUID]) -> dict[UUID, RetentionHold]:
    """What holds each of these cases alone, the latest."""
    rows = RetentionHold.objects.filter(circle__in=circles, lifted_on=None).order_by("pk")
    return {one.circle_id: one for one in rows}  # type: ignore[misc]


def kind_of_ending(ends: str) -> str:
    """What of a case ends, in a word."""
    return _("identitet") if ends == IDENTITY else str(Ends(ends).label)


@dataclass(frozen=True)
class Told:
    """An ending as a page tells it."""

    one: Ending
    what: str
    before: int
    ended: int
    after: int
    files: int
    may_decide: bool
    ripe: bool
    holds: list[RetentionHold]
    """What stops everything; why is told to those who answer for it."""

    @property
    def held(self) -> bool:
        """True while everything of the controller's is stopped."""
        return bool(self.holds)

    @property
    def state(self) -> str:
        """warned, ripe, decided or done."""
        if self.one.done_at is not None:
            return "done"
        if self.one.decided_on is not None:
            return "decided"
        return "ripe" if self.ripe else "warned"


def told(viewer: Viewer, one: Ending) -> Told:
    """What an ending is about, in numbers: of the viewer's own authorities', never of others' (law 2).

    How many rows went is told to those who decided.
    """
    mine = one.controller_id in viewer.speaks_for
    counts = list(one.ended.values()) if mine else []
    held = RetentionHold.objects.filter(controller=one.controller_id, circle=None, lifted_on=None)
    before, gone, after = (sum(row[i] for row in counts) for i in range(3))
    return Told(
        one, ", ".join(_what(viewer, one)) or _nothing(), before, gone, after,
        len(one.archives), mine, viewer.day >= one.ends_from,
        list(held.order_by("pk")),
    )  # fmt: skip


def _nothing() -> str:
    """What an ending is about of which nothing was left when it was to be done."""
    return _("inget: allt som varslades står kvar")


def _what(viewer: Viewer, one: Ending) -> Iterator[str]:
    mine = {str(key) for key in viewer.speaks_for}
    if one.controller_id in viewer.speaks_for:
        mine.add("")
    for owner, kinds in sorted(one.counts.items()):
        if owner in mine:
            yield from (_number(kind, number) for kind, number in sorted(kinds.items()))


def _number(kind: str, number: int) -> str:
    if kind == Ends.CASE:
        return ngettext("%(n)s ärende", "%(n)s ärenden", number) % {"n": number}
    if kind == IDENTITY:
        return ngettext("identiteten i %(n)s ärende", "identiteten i %(n)s ärenden", number) % {
            "n": number
        }
    if kind == Ends.FILE:
        return _("inlästa registerfiler")
    return ngettext("%(kind)s i %(n)s ärende", "%(kind)s i %(n)s ärenden", number) % {
        "kind": Ends(kind).label, "n": number,
    }  # fmt: skip


@dataclass(frozen=True)
class Coming:
    """When a rule's time comes for one case, and by what right; no day where this case does not say it."""

    rule: RetentionRule
    day: date | None
    spared: bool


@dataclass(frozen=True)
class CaseTime:
    """What is known of when a case ends: the rules that reach it, what is warned of, what holds it."""

    coming: list[Coming]
    warned: date | None
    holds: list[RetentionHold]

    @property
    def standing(self) -> list[RetentionHold]:
        """What holds it now."""
        return [one for one in self.holds if one.lifted_on is None]

    @property
    def lifted(self) -> list[RetentionHold]:
        """What held it before."""
        return [one for one in self.holds if one.lifted_on is not None]

    @property
    def held(self) -> bool:
        """True while something holds it."""
        return bool(self.standing)


def time_of_case(
    viewer: Viewer, circle: Circle, last_day: date | None, born: date | None
) -> CaseTime:
    """When a case's rows end, for who may see it: by the controller's rules and their own authority's."""
    mine = {row.authority_id for row in viewer.posts}
    rules = RetentionRule.objects.filter(
        Q(owner_authority=None) | Q(owner_authority=F("controller")) | Q(owner_authority__in=mine),
        still_on(viewer.day), controller_id=circle.controller_id,
    ).exclude(ends=Ends.FILE)  # fmt: skip
    warned = EndingScope.objects.filter(
        circle_id=circle.pk, ending__done_at=None, owner_id=None
    ).order_by("ending__ends_from", "pk")
    return CaseTime(
        [_coming(rule, last_day, born) for rule in rules.order_by("ends", "pk")],
        warned.values_list("ending__ends_from", flat=True).first(),
        list(RetentionHold.objects.filter(circle=circle).order_by("-put_on", "-pk")),
    )


def _coming(rule: RetentionRule, last_day: date | None, born: date | None) -> Coming:
    counted = rule.start in (Start.CASE_END, Start.CASE_YEAR_END) and last_day is not None
    day: Any = due_on(rule.start, last_day, rule.months) if counted and last_day else None
    return Coming(rule, day, is_spared(born, rule.spared_days))

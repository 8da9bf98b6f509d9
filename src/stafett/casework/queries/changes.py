"""What was changed in a case, when, by whom and why: earlier versions read as a list for people (law 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import BigIntegerField, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.accounts.queries import work_name
from stafett.casework.models import (
    Assignment,
    Holding,
    Involvement,
    Livelihood,
    Occupation,
    Participation,
    Teammate,
)
from stafett.casework.of_case import also_ask, has
from stafett.casework.queries.changers import Changers, changers
from stafett.casework.rules import last_day_of
from stafett.casework.taking_over import knows_others
from stafett.frame.formats import clock, plain_day
from stafett.parties.models import Unit
from stafett.people.models import Person, Protection
from stafett.safeguards.access import Opened
from stafett.safeguards.log_rules import time_of
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import told as told_word

WORDS = {
    "branch": gettext_lazy("Gren"),
    "outcome": gettext_lazy("Utfall"),
    "next_step": gettext_lazy("Härnäst"),
    "next_unit": gettext_lazy("Enhet som tar över"),
    "municipality": gettext_lazy("Kommun"),
    "education": gettext_lazy("Utbildning"),
    "referring_party": gettext_lazy("Part som aktualiserade"),
    "referring_caseworker": gettext_lazy("Handläggare som aktualiserade"),
    "unit": gettext_lazy("Enhet"),
    "position": gettext_lazy("Befattning"),
    "until_day": gettext_lazy("Sista dag"),
}
"""What keys to other tables are called, and what has another word on pages; other columns say it themselves."""

SEALED = frozenset(
    {
        "identity_number",
        "given_name",
        "family_name",
        "birth_date",
        "guardian",
        "support_person",
        "reached",
    }
)
"""What is told of a protected person's facts is that they were changed, never from what to what."""

PROTECTED = frozenset({"protection", "alias"})
"""What tells that somebody has been protected: when it has ended, to nobody but who answers for the records."""

A_KEYS_GRAIN = timedelta(milliseconds=1)
"""How exactly a key tells when its row was made."""
MOST_CHANGES = 100
"""The page shows so many of the latest; the rest stays in the database."""


@dataclass(frozen=True)
class Changed:
    """One field before and after, in words."""

    label: str
    before: str
    after: str
    name: str = ""


@dataclass(frozen=True)
class Change:
    """One change of one thing.

    `at` is None of what another authority's staff did: it is told by the day, and by unit.
    """

    day: date
    at: datetime | None
    who: str
    why: str
    what: str
    fields: tuple[Changed, ...]
    ended: bool = False
    user: int | None = None
    """Whose account did it; told nowhere."""
    masked: bool = False
    """True when somebody in it is not named to this viewer: then neither are who did it by a link, and why."""

    @property
    def said_of(self) -> tuple[date, datetime | None, str, str]:
        """When, by whom and why, as told: what was done at once is told together."""
        return self.day, self.at, self.who, self.why


@dataclass(frozen=True)
class Followed:
    """A table whose changes are told: what it is called, the columns told of, and how it names a row."""

    model: type[models.Model]
    word: Any
    fields: tuple[str, ...]
    name: str = ""
    named: Callable[[Any], str] | None = None
    """How an earlier version names its row, where no column does."""


PERSON = Followed(Person, gettext_lazy("Personuppgifter"), (
    "identity_number", "given_name", "family_name", "sex", "birth_date", "birth_year", "language",
    "needs_interpreter", "guardian", "support_person", "reached", "protection", "alias",
))  # fmt: skip
PARTICIPATION = Followed(Participation, gettext_lazy("Deltagandet"), (
    "branch", "starts_on", "ends_on", "status", "outcome", "next_step", "next_unit",
    "next_outside", "end_reason",
    "municipality", "education", "referring_party", "referring_caseworker",
))  # fmt: skip
PARTS = (
    Followed(Holding, gettext_lazy("Håller ihop"), ("unit", "from_day", "until_day"), "unit"),
    Followed(
        Assignment, gettext_lazy("Handläggare"), ("position", "from_day", "until_day"), "position"
    ),
    Followed(
        Teammate,
        gettext_lazy("Del i ärendet"),
        ("part", "position", "from_day", "until_day"),
        "position",
    ),
    Followed(Involvement, gettext_lazy("Medverkan"), ("unit", "from_day", "until_day"), "party"),
    Followed(Livelihood, gettext_lazy("Försörjning"), ("on_day", "extent_percent"), "source"),
    Followed(Occupation, gettext_lazy("Sysselsättning"), ("on_day", "hours_a_week"), "what"),
)


def changes_of(
    viewer: Viewer, shown: Opened, one: Participation, untold: Collection[str] = ()
) -> list[Change]:
    """The changes of a participation, of what hangs on it and of its person's facts, latest first.

    `untold` are the participation's own fields of which the viewer is told nothing.
    """
    # nobody elsewhere is named to those who may not know who is involved, the controller's neither: a name for
    # it alone would tell whenever it was a third
    near: set[int] | None = None if knows_others(shown, one) else set()
    answers = one.controller_id in viewer.speaks_for
    found = _found(shown, one, viewer.works_for, untold, answers=answers)
    whys = shown.kinds.get(one.controller_id, frozenset()) is None
    return as_told(viewer, found, near, one.circle_id, whys=whys)


def as_told(
    viewer: Viewer, found: Iterable[Change], near: Collection[int] | None, circle: UUID, *,
    whys: bool = True,
) -> list[Change]:  # fmt: skip
    """The latest in a case as the viewer may be told them: others' by unit and day, named where `near`.

    `whys` is whether others' reasons are told besides: they are written freely, and can say anything.
    """
    latest = sorted(found, key=_at, reverse=True)[:MOST_CHANGES]
    by = changers(viewer, {change.user for change in latest if change.user}, near, circle)
    told = [_as_told(change, by, whys) for change in latest]
    # the latest day first; in it what is told by the minute, so that its place tells no hour of the rest
    return sorted(told, key=lambda change: (change.day, change.at is not None), reverse=True)


def _at(change: Change) -> datetime:
    assert change.at is not None
    return change.at


def _as_told(change: Change, by: Changers, whys: bool) -> Change:
    """Whole where their own did it; else the unit and the day."""
    if change.user is None:
        hidden = replace(change, at=None, who=_("någon annan"), why="")
        return hidden if change.masked else change
    if by.is_own(change.user, change.day):
        return change
    # a reason is in their own words, and may name whom the line does not
    why = change.why if whys and by.near is None else ""
    return replace(change, at=None, who=by.unit(change.user, change.day), why=why)


def _found(
    shown: Opened, one: Participation, works_for: Collection[int], untold: Collection[str], *,
    answers: bool,
) -> list[Change]:  # fmt: skip
    """All of them with who and when, but for what is not told of the participation."""
    found = [
        change for part in PARTS if _changed(one, part) for change in _of_part(part, shown, one)
    ]
    if _changed(one, PERSON):
        told = _of_person(one, answers)
        found += _since_it_began(told, one) if "referring_party" in untold else told
    if _changed(one, PARTICIPATION):
        told = changes_in(PARTICIPATION, [one], {"pgh_obj_id": one.pk}, shown.shows)
        near = {one.controller_id, *works_for}
        told = told if knows_others(shown, one) else _unnamed(list(told), near)
        found += _without(told, untold)
    return found


def _of_person(one: Participation, answers: bool) -> Iterator[Change]:
    """The changes of the person's facts: while protected what is sealed only as changed, and afterwards nothing
    of the protection, and no reason given with it, but to who `answers` for the records."""
    told = changes_in(PERSON, [one.person], {"pgh_obj_id": one.person_id}, _everything)
    for change in told:
        if one.person.protection:
            yield replace(change, fields=tuple(_unsealed(change.fields)))
        elif answers or not any(field.name in PROTECTED for field in change.fields):
            yield change
        else:
            yield from _without([replace(change, why="")], PROTECTED)


def _since_it_began(changes: Iterable[Change], one: Participation) -> Iterator[Change]:
    """The changes since the case was recorded, for those who are not told who referred: one before it, or
    with it, says that there was a referral."""
    recorded = time_of(one.pk) + A_KEYS_GRAIN
    return (change for change in changes if _at(change) > recorded)


def _without(changes: Iterable[Change], names: Collection[str]) -> Iterator[Change]:
    """The changes without some fields, and none of which nothing is left."""
    for change in changes:
        kept = tuple(one for one in change.fields if one.name not in names)
        if kept or change.ended or not change.fields:
            yield replace(change, fields=kept, masked=change.masked or kept != change.fields)


def _changed(one: Participation, followed: Followed) -> bool:
    """False when the table is known to have no earlier version: most cases have none in most."""
    return has(one, followed.model.pgh_event_model)  # type: ignore[attr-defined]


also_ask(Person.pgh_event_model, "pgh_obj_id", "person_id")  # type: ignore[attr-defined]
also_ask(Participation.pgh_event_model, "pgh_obj_id")  # type: ignore[attr-defined]
for _part in PARTS:
    also_ask(_part.model.pgh_event_model)  # type: ignore[attr-defined]


def _of_part(part: Followed, shown: Opened, one: Participation) -> Iterator[Change]:
    rows = part.model._default_manager.filter(participation_id=one.pk).order_by("pk")
    now = list(rows.select_related(*_keys(part)))
    return changes_in(part, now, {"participation_id": one.pk}, shown.shows)


def _keys(followed: Followed) -> list[str]:
    """The columns told of that lead to another table."""
    names = {*followed.fields, *filter(None, [followed.name])}
    return sorted(n for n in names if followed.model._meta.get_field(n).is_relation)


def _everything(_event: Any) -> bool:
    """What is told of a person is the controller's own, as is the participation that it is shown with."""
    return True


def changes_in(
    followed: Followed, now: Sequence[models.Model], where: dict[str, Any],
    shows: Callable[[Any], bool],
) -> Iterator[Change]:  # fmt: skip
    """The changes of some rows of one table, as far as `shows` lets earlier versions be told."""
    by = Cast(KeyTextTransform("user", OuterRef("pgh_context__metadata")), BigIntegerField())
    earlier = _events(followed).filter(**where).select_related("pgh_context", *_keys(followed))
    earlier = earlier.annotate(called=work_name(by))
    versions: dict[Any, list[Any]] = {row.pk: [row] for row in now}
    for event in filter(shows, earlier.order_by("-pgh_id")[: MOST_CHANGES + 1]):
        later = versions.setdefault(event.pgh_obj_id, [])
        change = _change(followed, event, later[-1] if later else None)
        later.append(event)
        if change.fields or change.ended:
            yield change


def _events(followed: Followed) -> Any:
    """Where the table's earlier versions are."""
    return followed.model._meta.get_field("events").related_model._default_manager  # type: ignore[union-attr]


def _change(followed: Followed, before: Any, after: Any) -> Change:
    told = (before.pgh_context.metadata if before.pgh_context else None) or {}
    reason = told.get("why", "")
    name = told_word(getattr(before, followed.name)) if followed.name else ""
    name = followed.named(before) if followed.named else name
    return Change(
        day=localtime(before.pgh_created_at).date(),
        at=before.pgh_created_at,
        who=before.called or told.get("name", ""),
        why="" if reason.startswith("/") else reason,
        what=f"{followed.word}: {name}" if name else str(followed.word),
        fields=tuple(_differing(followed, before, after)) if after else (),
        ended=after is None,
        user=told.get("user"),
    )


def _differing(followed: Followed, before: Any, after: Any) -> Iterable[Changed]:
    for name in followed.fields:
        field = followed.model._meta.get_field(name)
        if getattr(before, field.attname) != getattr(after, field.attname):  # type: ignore[union-attr]
            label = str(WORDS.get(name) or field.verbose_name)  # type: ignore[union-attr]
            label = label[:1].upper() + label[1:]
            yield Changed(label, _in_words(before, field), _in_words(after, field), name)


def _unsealed(fields: Iterable[Changed]) -> Iterator[Changed]:
    for one in fields:
        hidden = one.name in SEALED
        yield replace(one, before=_("förseglat"), after=_("förseglat")) if hidden else one


TAKERS = ("next_unit", "next_outside")


def _unnamed(changes: Sequence[Change], near: Collection[int]) -> Iterator[Change]:
    """The changes to those who may not know who else is involved: who takes over is named if it is near."""
    names = {_("tomt")}
    if any(field.name in TAKERS for change in changes for field in change.fields):
        names |= set(Unit.objects.filter(authority__in=near).values_list("name", flat=True))
    for change in changes:
        told = tuple(_without_taker(one, names) for one in change.fields)
        yield replace(change, fields=told, masked=told != change.fields)


def _without_taker(one: Changed, names: Collection[str]) -> Changed:
    if one.name not in TAKERS:
        return one
    before, after = (
        word if word in names else _("någon annan") for word in (one.before, one.after)
    )
    return replace(one, before=before, after=after)


def _in_words(row: Any, field: Any) -> str:
    value = getattr(row, field.name)
    if field.name == "protection" and value == Protection.ASSUMED:
        value = Protection.REGISTRATION.value
    if field.name == "until_day":
        value = last_day_of(value)
    if value is None or value == "":
        return _("tomt")
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, date):
        return plain_day(value)
    if isinstance(value, time):
        return clock(value)
    return str(dict(field.flatchoices).get(value, value))

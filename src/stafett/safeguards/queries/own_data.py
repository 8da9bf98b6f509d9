"""What does one authority hold about a person? Compiled from the tables' own words, as the archive is.

The walk over rows is retention's (`rows_of`): what ends with a case is what there is about it, so a new
table is told as soon as it says how it ends. Under which heading, its app says in its module `own_data`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, Model, Q
from django.utils.timezone import localtime
from django.utils.translation import override

from stafett.database.own_data import About
from stafett.database.sorting import Matter
from stafett.parties.models import Authority
from stafett.people.models import Person, PersonLink, Protection
from stafett.safeguards.in_words import in_words, is_named, with_names
from stafett.safeguards.models import (
    Circle,
    Consent,
    ConsentPart,
    ConsentScan,
    Ends,
    Link,
    Member,
    Release,
    RowKind,
)
from stafett.safeguards.owning import owner_of
from stafett.safeguards.queries.consents import noters_unnamed
from stafett.safeguards.queries.due import Scope, rows_of
from stafett.safeguards.queries.last_open import last_open
from stafett.safeguards.queries.log import lines_until
from stafett.safeguards.sorting import fields_of
from stafett.safeguards.telling import following, label_of, left_out, order_of, place_of, unsaid

APART = frozenset({Matter.FREE_TEXT, Matter.REPRESENTATION})
"""What may name somebody else, and can be left out by itself."""
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    """How a row stands, or stood until it was changed."""

    until: str
    """When it was changed, as ISO; empty of what stands now."""
    words: dict[str, Any]


@dataclass(frozen=True)
class Thing:
    """One row with its earlier versions."""

    key: str
    model: type[Model] | None
    """None is a line of the log."""
    versions: list[Version] = field(default_factory=list)

    @property
    def word(self) -> str:
        """What it is called."""
        return place_of(self.model)[1]

    def label(self, name: str) -> str:
        """What a column of it is called."""
        return label_of(self.model, name)

    @property
    def texts(self) -> list[str]:
        """The columns with something in them that can be left out by themselves."""
        names = fields_of(self.model) if self.model else {}
        found = dict.fromkeys(name for one in self.versions for name in one.words)
        return [
            name
            for name in found
            if name == "why" or (name in names and names[name].matter in APART)
        ]


@dataclass(frozen=True)
class Section:
    """Everything under one heading."""

    about: About
    things: list[Thing]


def circles_of(circle: Circle, authority: Authority) -> list[Circle]:
    """The person's cases in which an authority has rows: all of the controller's, or where it has a part."""
    rows = Circle.objects.filter(person=circle.person_id, controller=circle.controller_id)
    if authority.pk != circle.controller_id:
        theirs = Q(giver=authority) | Q(unit__authority=authority)
        mine = Member.objects.filter(theirs, controller=circle.controller_id)
        rows = rows.filter(pk__in=mine.order_by().values("circle_id"))
    return list(rows.order_by("pk"))


def compiled(circle: Circle, authority: Authority, moment: datetime) -> list[Section]:
    """All that an authority holds about a person, by heading, in Swedish; the log until a moment."""
    with override("sv"):
        circles = [one.pk for one in circles_of(circle, authority)]
        own = _own(circle, authority, circles, localtime(moment).date())
        things = _things(own, circle, circles)
        if authority.pk == circle.controller_id:
            things += _readings(circle, circles, moment)
        things.sort(key=lambda thing: order_of(thing.model))
        sections = [
            Section(about, [one for one in things if _about(one) == about]) for about in About
        ]
    return [one for one in sections if one.things]


def _about(thing: Thing) -> About:
    return place_of(thing.model)[0]


def digest_of(sections: Collection[Section]) -> str:
    """SHA-256 of everything compiled: the same rows give the same, another row another."""
    said = [
        [str(one.about), [[t.key, [[v.until, v.words] for v in t.versions]] for t in one.things]]
        for one in sections
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class _Own:
    """What tells which rows of a case are one authority's."""

    authority: Authority
    is_controller: bool
    consents: frozenset[UUID]
    noted: frozenset[UUID]
    unnamed: frozenset[UUID]
    """Consents that were noted by an authority of which this one may not know."""
    hidden: frozenset[UUID]
    """People whom nobody is to know of through a link to them (law 5)."""
    last_open: Mapping[UUID, datetime]
    """When the authority's units could last see each case."""


def _own(circle: Circle, authority: Authority, circles: Collection[UUID], today: date) -> _Own:
    noted = Q(consent__noted_at_unit__authority=authority)
    parts = ConsentPart.objects.filter(circle__in=circles).order_by("pk")
    mine = parts.filter(Q(giver=authority) | Q(receiver=authority) | noted)
    links = PersonLink.objects.filter(Q(first=circle.person_id) | Q(second=circle.person_id))
    consents = frozenset(mine.values_list("consent_id", flat=True))
    ends = Q(pk__in=links.values("first")) | Q(pk__in=links.values("second"))
    hidden = Person.objects.filter(ends).exclude(protection="").exclude(pk=circle.person_id)
    return _Own(
        authority, authority.pk == circle.controller_id,
        consents, frozenset(parts.filter(noted).values_list("consent_id", flat=True)),
        frozenset(noters_unnamed(consents, [authority.pk])),
        frozenset(hidden.order_by("pk").values_list("pk", flat=True)),
        last_open(circles, today, unit__authority=authority),
    )  # fmt: skip


def _things(own: _Own, circle: Circle, circles: Collection[UUID]) -> list[Thing]:
    found: dict[str, Thing] = {}
    scopes = [Scope(key, None, Ends.CASE) for key in circles]
    for table, rows in rows_of(circle.controller_id, scopes):
        model = getattr(table, "pgh_tracked_model", table)
        if model in left_out():
            continue
        for row in with_names(rows, table):
            if _belongs(row, model, own):
                pk = getattr(row, "pgh_obj_id", row.pk)
                key = f"{model._meta.label_lower}:{pk}"
                thing = found.setdefault(key, Thing(key, model))
                if is_taken_back(row):
                    thing.versions.clear()
                if thing.versions and not thing.versions[-1].until:
                    continue  # as it stood when the case was last open is what is told last
                told = _hushed(version_of(row, model, own.authority), row, model, own)
                thing.versions.append(_when_open(told, row, model, own))
    return list(found.values())


def is_taken_back(row: Any) -> bool:
    """True of a row that says nothing more: it was put in the wrong case, and what it said is another's."""
    return getattr(row, "retracted_on", None) is not None


def _hushed(version: Version, row: Any, model: type[Model], own: _Own) -> Version:
    """Without who noted a consent, or how it was taken back, where it tells of another authority (law 2)."""
    key = getattr(row, "pgh_obj_id", row.pk)
    if model is ConsentPart and not own.is_controller:
        hushed: tuple[str, ...] = ("withdrawn_by", "withdrawn_how", "why")
    elif model is Consent and not own.is_controller and key in own.unnamed:
        hushed = ("noted_by", "noted_at_unit")
    else:
        return version
    kept = {name: said for name, said in version.words.items() if name not in hushed}
    return Version(version.until, kept)


def _when_open(version: Version, row: Any, model: type[Model], own: _Own) -> Version:
    """What others changed with the case after it was closed to the authority is not told, nor when (law 2)."""
    changed = getattr(row, "pgh_created_at", None)
    if own.is_controller or changed is None or model not in following():
        return version
    circle = attrgetter(following()[model])(row)
    if changed < own.last_open.get(circle, NEVER):
        return version
    return Version("", {name: said for name, said in version.words.items() if name != "why"})


def _belongs(row: Any, model: type[Model], own: _Own) -> bool:
    """Each authority's own rows; what names no owner is the controller's (ADR 10)."""
    mine = own.authority.pk
    if model is Release:
        return row.giver_id == mine or (row.owner_authority_id == mine and not row.outside)
    if model is Consent:
        return getattr(row, "pgh_obj_id", row.pk) in own.consents
    if model is ConsentScan:
        return row.consent_id in own.consents
    if model is ConsentPart:
        return mine in (row.giver_id, row.receiver_id) or row.consent_id in own.noted
    if model is Member:
        return mine in (row.giver_id, row.unit.authority_id)
    if model is PersonLink:
        return own.is_controller and not {row.first_id, row.second_id} & own.hidden
    return owner_of(row, row.controller_id) == mine


def version_of(
    row: Any, model: type[Model], authority: Authority, *, files: bool = True
) -> Version:
    """A row, or an earlier version of one, in words; what goes without saying is not said.

    Moments are told by their day: at what hour somebody's staff wrote is about them, and not the person.
    """
    until = getattr(row, "pgh_created_at", None)
    words: dict[str, Any] = {}
    if model is Link:
        words["code"] = _code(row.id)
    for column in row._meta.concrete_fields:
        if isinstance(column, BinaryField) and not files:
            continue
        value = getattr(row, column.attname)
        if value in (None, "", [], {}) or _is_unsaid(model, column):
            continue
        if column.name == "owner_authority" and value == authority.pk:
            continue
        words[column.name] = _code(value) if _is_link(column) else _said(row, column, value)
    why = _why(row)
    if why:
        words["why"] = why
    return Version(localtime(until).date().isoformat() if until else "", words)


def _why(row: Any) -> str:
    """Why it was changed, where somebody said so; the address of a page is no reason."""
    context = getattr(row, "pgh_context", None)
    said = str(context.metadata.get("why") or "") if context else ""
    return "" if said.startswith("/") else said


def _is_unsaid(model: type[Model], column: Any) -> bool:
    name = column.name
    technical = column.primary_key or name == "id" or name.startswith("pgh_")
    key = column.is_relation and not is_named(column) and not _is_link(column)
    return technical or key or bool({name, f"{model._meta.model_name}.{name}"} & unsaid())


def _is_link(column: Any) -> bool:
    """True of a key to a link: two can be to people of the same name, so it is told to which."""
    return column.is_relation and column.related_model is Link and column.name == "link"


def _code(key: UUID) -> str:
    """What a link is called where several are told of: of its key the end, which opens nothing."""
    return key.hex[-8:]


def _said(row: Any, column: Any, value: Any) -> Any:
    if isinstance(column, BinaryField):
        content = bytes(value)
        digest = hashlib.sha256(content).hexdigest()
        return {"sha256": digest, "base64": base64.b64encode(content).decode()}
    if value == Protection.ASSUMED and column.name == "protection":
        return str(Protection.REGISTRATION.label)  # an assumed identity is said nowhere to be one
    if isinstance(value, datetime):
        return localtime(value).date().isoformat()
    if isinstance(value, list):
        return [str(RowKind(one).label) if one in RowKind.values else one for one in value]
    return in_words(row, column, value)


def _readings(circle: Circle, circles: Collection[UUID], moment: datetime) -> Iterator[Thing]:
    """The controller's log of the person in these cases; names as far as they have been decided on.

    Its own readings by the minute, others' by the day, as *Vem har läst* shows them to whoever compiles it.
    """
    own = {circle.controller.name}
    for number, line in enumerate(lines_until(circle.person_id, circles, moment, own), 1):
        hours = [localtime(one).isoformat(timespec="minutes") for one in line.hours]
        words = {
            **(dict(zip(("first", "last"), hours, strict=True)) if hours else {"day": line.day.isoformat()}),
            "authority": line.authority, "unit": line.unit, "role": line.role, "name": line.name,
            "what": line.what, "because": line.why, "times": line.times,
        }  # fmt: skip
        said = {name: value for name, value in words.items() if value}
        yield Thing(f"reading:{number}", None, [Version("", said)])

"""What copies that were handed over call somebody who is protected, and what they say when that has ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from stafett.database.days import in_force
from stafett.people.models import Person
from stafett.safeguards.models import OPENS_CASE, Circle, Consent, Member, Release

SHORTEST = 2
"""A name of fewer letters is an initial, and is left."""


def call_by_alias(people: Collection[UUID]) -> int:
    """Let every copy about these people say their alias; says how many that was."""
    alias = Circle.objects.filter(pk=OuterRef("circle_id")).values("person__alias")[:1]
    copies = Release.objects.filter(circle__person__in=people)
    return copies.exclude(about=F("circle__person__alias")).update(about=Subquery(alias))


def without_names(person: Person, text: str, was: str = "") -> str:
    """A text about somebody protected as a copy says it: whatever they have been called, by their whole
    name, is their alias, and so is the alias that they had, `was`; who supports them is not named (law 5)."""
    return _cleaned(person, was)(text)


def _cleaned(person: Person, was: str = "") -> Callable[[str], str]:
    versions = [person, *_earlier(person)]
    called, beside = _called(versions, person.real_name, was), _beside(person, versions)

    def clean(text: str) -> str:
        return _without(_without(text, called, person.alias), beside, _("utan namn"))

    return clean


def hide_names(person: Person, was: str = "") -> None:
    """Let every copy about somebody protected call them by their alias, also those handed over before.

    Its text is as `without_names` says; what the copy said stays in its history alone (law 5).
    """
    clean = _cleaned(person, was)
    for copy in Release.objects.filter(circle__person=person).exclude(about=person.alias):
        copy.about = person.alias
        copy.text = clean(copy.text)
        copy.save(update_fields=["about", "text"])


def show_names(person: Person, alias: str, day: date) -> None:
    """A protection has ended: every copy says what it said when it was handed over.

    One that was handed over under the alias calls the person as they are called now to those alone who see
    the case today: others were told no name, and least of all one that was given meanwhile (law 2).
    """
    aliases = {alias, *(one.alias for one in _earlier(person) if one.alias)}
    see, blind = _units_of_the_owner(day)
    copies = Release.objects.filter(circle__person=person, about=alias)
    for copy in copies.annotate(sees=Exists(see) & ~Exists(blind)).order_by("pk"):
        was = copy.events.exclude(about__in=aliases).order_by("-pgh_id").first()  # type: ignore[attr-defined]
        name = person.name if copy.sees else _("personen")
        copy.about = was.about if was else name
        copy.text = was.text if was else copy.text.replace(alias, name)
        copy.save(update_fields=["about", "text"])


def _units_of_the_owner(day: date) -> tuple[QuerySet[Member], QuerySet[Member]]:
    """Of whoever has a copy: the units that see the participation today, and those that read their own alone.

    A copy is read by all of them, so that one that sees nothing else leaves it without a name.
    """
    units = Member.objects.filter(
        in_force(day), circle=OuterRef("circle_id"), position=None,
        unit__authority=OuterRef("owner_authority_id"),
    )  # fmt: skip
    let_in = Q(giver=F("controller")) & OPENS_CASE
    same = Member.objects.filter(
        let_in, in_force(day), circle=OuterRef("circle"), unit=OuterRef("unit"), position=None
    )
    return units.filter(let_in), units.filter(~Exists(same))


def _earlier(person: Person) -> list[Any]:
    """The person as they were before each change."""
    rows = Person.pgh_event_model.objects.filter(pgh_obj=person.pk)  # type: ignore[attr-defined]
    return list(rows.order_by("pgh_id"))


def _called(versions: Iterable[Any], *known: str) -> set[str]:
    """Everything that the person is and has been called, by their whole name."""
    names = {f"{one.given_name} {one.family_name}".strip() for one in versions}
    return {name for name in {*names, *known} if name}


def _beside(person: Person, versions: Iterable[Any]) -> set[str]:
    """Whoever supports the person or answers in their stead, as far as it is known by name."""
    found = {name for one in versions for name in (one.guardian, one.support_person)}
    consents = Consent.objects.filter(circle__person=person).order_by("pk")
    for told in consents.values_list("guardian", "support_person", "interpreter"):
        found |= set(told)
    return found


def _without(text: str, names: Iterable[str], instead: str) -> str:
    """The text with something else where these names stand, the longest first."""
    wanted = sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)
    if not wanted:
        return text
    some = "|".join(re.escape(name) for name in wanted)
    # a name may begin and end with a sign, where there is no edge of a word
    return re.sub(rf"(?<!\w)(?:{some})(?!\w)", lambda _found: instead, text)

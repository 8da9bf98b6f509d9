"""How a read file is taken in: all of it or nothing; who is on the list already is brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from stafett.database.keys import new_keys
from stafett.database.noticed import notice_circles
from stafett.outreach.access import check_reads_in
from stafett.outreach.models import Entry, OutreachList
from stafett.outreach.reading import Row
from stafett.people.actions import FACTS, PersonFacts, record
from stafett.people.actions import correct as correct_people
from stafett.people.models import Person
from stafett.safeguards.actions import NewCircle, open_circles
from stafett.safeguards.models import RowKind
from stafett.safeguards.reach import set_reach
from stafett.safeguards.viewer import Viewer

BECAUSE = "uppsökande listan lästes in"
TOLD = ("school", "programme", "contact")


@dataclass(frozen=True)
class Taken:
    """What a file did: how many came on the list, were brought up to date, and stood there as they are."""

    new: int
    changed: int
    same: int


@transaction.atomic
def take_in(outreach: OutreachList, rows: Sequence[Row], *, by: Viewer) -> Taken:
    """Put everybody in the file on the list from today, each in a circle of the list's unit alone.

    Somebody who is on the list already keeps the row. An empty cell takes nothing away, and of somebody
    protected nothing is changed. Nobody leaves the list because a file does not name them. A record that the
    authority has of the same number elsewhere, or of somebody protected who has left the list, is neither
    shown nor used: the new one is kept apart (law 5).
    """
    check_reads_in(by, outreach)
    OutreachList.objects.select_for_update().get(pk=outreach.pk)
    set_reach(tuple({*by.controllers, outreach.pk}))
    known = _known(outreach, [row.identity.number for row in rows])
    there = {number: one for number, one in known.items() if one.left_on is None}
    new = [row for row in rows if row.identity.number not in there]
    changed = sum(
        _bring_up(there[n], row, by) for row in rows if (n := row.identity.number) in there
    )
    left = {
        n: one.person for n, one in known.items() if n not in there and not one.person.protection
    }
    _put_on(outreach, new, left, by)
    return Taken(len(new), changed, len(rows) - len(new) - changed)


def _known(outreach: OutreachList, numbers: Sequence[str]) -> dict[str, Entry]:
    """Those of the numbers that are or were on this list: the row that is open, else the last."""
    found = Entry.objects.filter(outreach=outreach, person__identity_number__in=numbers)
    rows = found.select_related("person", "circle").order_by("-left_on", "-pk")
    latest = {one.person.identity_number: one for one in reversed(rows.exclude(left_on=None))}
    return latest | {one.person.identity_number: one for one in rows.filter(left_on=None)}


def _bring_up(one: Entry, row: Row, by: Viewer) -> bool:
    """Write what the file says otherwise; True when it did."""
    if one.person.protection:
        return False
    changed = _named([(one.person, row)], by)
    told = {name: value for name in TOLD if (value := getattr(row, name))}
    differing = [name for name, value in told.items() if getattr(one, name) != value]
    for name in differing:
        setattr(one, name, told[name])
    if differing:
        one.save(update_fields=differing)
    return changed or bool(differing)


def _named(some: Iterable[tuple[Person, Row]], by: Viewer) -> bool:
    """Give people the names that the file has; True when one of them had another."""
    changes = [
        (person, PersonFacts(**{name: getattr(person, name) for name in FACTS} | _names(row)))
        for person, row in some
    ]
    return bool(correct_people(changes, by=by, because=BECAUSE))


def _names(row: Row) -> dict[str, str]:
    return {"given_name": row.given_name, "family_name": row.family_name}


def _put_on(
    outreach: OutreachList, rows: Sequence[Row], before: dict[str, Person], by: Viewer
) -> None:
    """Begin a row for each; who was on the list before is the same person, by the name in the file."""
    _named(((before[n], row) for row in rows if (n := row.identity.number) in before), by)
    fresh = [row for row in rows if row.identity.number not in before]
    keys = record([_facts(outreach, row) for row in fresh], by=by, beside_hidden=True)
    people = {number: one.pk for number, one in before.items()}
    people |= {row.identity.number: key for row, key in zip(fresh, keys, strict=True)}
    whom = [people[row.identity.number] for row in rows]
    circles = open_circles(
        [NewCircle(outreach.pk, person, by.day, (outreach.unit_id,)) for person in whom], by=by
    )
    Entry.objects.bulk_create(
        Entry(
            id=key, controller_id=outreach.pk, owner_authority_id=outreach.pk,
            kind=RowKind.REFERRAL, circle_id=circle, person_id=person, outreach=outreach,
            listed_on=by.day, listed_by=by.name, school=row.school, programme=row.programme,
            contact=row.contact,
        )
        for key, row, person, circle in zip(new_keys(len(rows)), rows, whom, circles, strict=True)
    )  # fmt: skip
    notice_circles((c, p, outreach.pk) for c, p in zip(circles, whom, strict=True))


def _facts(outreach: OutreachList, row: Row) -> PersonFacts:
    """The least that is needed of somebody: number and name, and the birth that the number says."""
    who = row.identity
    return PersonFacts(
        outreach.pk, who.kind, who.number, who.issuer, given_name=row.given_name,
        family_name=row.family_name, birth_date=who.birth_date, birth_year=who.birth_year,
    )  # fmt: skip


__all__ = ["Taken", "take_in"]

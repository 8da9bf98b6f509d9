"""The only writes to parties, authorities, units, posts, associations, groups and agreements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from stafett.parties.models import (
    Agreement,
    Association,
    AssociationMember,
    Authority,
    Group,
    GroupMember,
    Party,
    PartyKind,
    Position,
    Staff,
    Tenure,
    Unit,
)


def add_kind(
    code: str, name: str, *, by: Any, funding_group: str = "", colour: int = 8
) -> PartyKind:
    """Add a kind of party or agency: a row, no code."""
    values = {"name": name, "funding_group": funding_group, "colour": colour}
    return PartyKind.objects.update_or_create(code=code, defaults=values)[0]


def add_party(
    kind: PartyKind, name: str, short_name: str, *, by: Any, municipality_id: str | None = None
) -> Party:
    """Add a party, or bring the one of that name up to date."""
    values = {"kind": kind, "short_name": short_name, "municipality_id": municipality_id}
    return Party.objects.update_or_create(name=name, defaults=values)[0]


def add_authority(party: Party, name: str, *, by: Any, **facts: str) -> Authority:
    """Add an authority of a party; facts are `organisation_number` and `data_act`."""
    return Authority.objects.update_or_create(name=name, defaults={"party": party, **facts})[0]


def add_unit(authority: Authority, name: str, *, by: Any, valid_from: date | None = None) -> Unit:
    """Add a unit to an authority."""
    return Unit.objects.get_or_create(
        authority=authority, name=name, defaults={"valid_from": valid_from}
    )[0]


def close_unit(unit: Unit, *, on: date, by: Any) -> None:
    """Say on which day a unit was last there."""
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])


def add_staff(authority: Authority, name: str, *, by: Any, email: str = "") -> Staff:
    """Add somebody who works at an authority."""
    return Staff.objects.create(authority=authority, name=name, email=email)


def open_post(
    unit: Unit, role: str, title: str, *, from_day: date, by: Any,
    full_time: Decimal = Decimal(1), until_day: date | None = None,
) -> Position:  # fmt: skip
    """Open a post in a unit; it is vacant until somebody is appointed."""
    return Position.objects.create(
        unit=unit,
        role=role,
        title=title,
        from_day=from_day,
        until_day=until_day,
        full_time=full_time,
    )


def appoint(
    staff: Staff, position: Position, *, from_day: date, by: Any,
    until_day: date | None = None, stands_in: bool = False, note: str = "",
) -> Tenure:  # fmt: skip
    """Let somebody hold a post; raises IntegrityError when another holds it in that time."""
    return Tenure.objects.create(
        staff=staff, position=position, from_day=from_day, until_day=until_day,
        stands_in=stands_in, note=note,
    )  # fmt: skip


def leave(tenure: Tenure, *, on: date, by: Any) -> None:
    """End a tenure: the person holds the post until, not with, the day."""
    tenure.until_day = on
    tenure.save(update_fields=["until_day"])


@transaction.atomic
def form_association(
    authority: Authority,
    name: str,
    shares: Iterable[tuple[Party, Fraction]],
    *,
    from_day: date,
    by: Any,
) -> Association:
    """Form an association with its members' funding shares, which must sum to one (2003:1210 5 §)."""
    association = Association.objects.create(authority=authority, name=name)
    AssociationMember.objects.bulk_create(
        AssociationMember(
            association=association, party=party, from_day=from_day,
            share_numerator=share.numerator, share_denominator=share.denominator,
        )
        for party, share in shares
    )  # fmt: skip
    return association


def form_group(
    name: str, *, by: Any, mandate: str = "", association: Association | None = None,
    hands_up_to: Group | None = None,
) -> Group:  # fmt: skip
    """Form a steering or working group (D2 F2 G2)."""
    return Group.objects.create(
        name=name, mandate=mandate, association=association, hands_up_to=hands_up_to
    )


def seat(group: Group, position: Position, *, from_day: date, by: Any) -> GroupMember:
    """Give a post a seat in a group."""
    return GroupMember.objects.create(group=group, position=position, from_day=from_day)


@transaction.atomic
def agree(
    title: str, parties: Iterable[Party], *, valid_from: date, by: Any,
    valid_to: date | None = None, note: str = "",
) -> Agreement:  # fmt: skip
    """Record an agreement between parties with its validity (D21 G26)."""
    made = Agreement.objects.create(
        title=title, valid_from=valid_from, valid_to=valid_to, note=note
    )
    made.parties.set(parties)
    return made

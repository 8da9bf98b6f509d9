"""The only writes to parties, authorities, units, posts, associations, groups and agreements.

`by` is the viewer in whose name it is done; each action checks that they may. `until` days are not
included, as in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day
from stafett.parties.access import (
    OFFICE,
    check_agreement,
    check_association,
    check_edit,
    check_group,
    check_kind,
    check_party,
    check_staff,
    check_stand_in,
    first_inside,
    keeping,
    may_change_association,
    may_change_party,
    own_tenures,
)
from stafett.parties.closing import faults_of_closing, faults_of_meeting_nobody
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
from stafett.parties.refusals import Refused
from stafett.parties.rules import Span, shared

M = TypeVar("M", bound=models.Model)

CHANGEABLE: dict[type[models.Model], frozenset[str]] = {
    PartyKind: frozenset({"name", "funding_group", "colour", "handles_people"}),
    Party: frozenset({"name", "short_name", "municipality"}),
    Authority: frozenset({"name", "organisation_number", "data_act"}),
    Unit: frozenset({"name", "valid_from", "valid_to"}),
    Group: frozenset({"name", "mandate", "hands_up_to"}),
    Agreement: frozenset({"title", "valid_from", "valid_to", "note"}),
}
"""What may be corrected afterwards. The rest would change what other rows mean: make a new row."""


def add_kind(
    code: str, name: str, *, by: Any, funding_group: str = "", colour: int = 8,
    handles_people: bool = True, new: bool = False,
) -> PartyKind:  # fmt: skip
    """Add a kind of party or agency: a row, no code. Unless `new`, one with the code is updated."""
    check_edit(by)
    values = {
        "name": name, "funding_group": funding_group, "colour": colour, "handles_people": handles_people,
    }  # fmt: skip
    return _add(PartyKind, {"code": code}, values, new)


def add_party(
    kind: PartyKind, name: str, short_name: str, *, by: Any, municipality_id: str | None = None,
    new: bool = False,
) -> Party:  # fmt: skip
    """Add a party. Unless `new`, the one of that name is brought up to date."""
    check_edit(by)
    values = {"kind": kind, "short_name": short_name, "municipality_id": municipality_id}
    return _add(Party, {"name": name}, values, new)


def add_authority(
    party: Party, name: str, *, by: Any, new: bool = False, **facts: str
) -> Authority:
    """Add an authority of a party; facts are `organisation_number` and `data_act`."""
    check_party(by, party)
    return _add(Authority, {"name": name}, {"party": party, **facts}, new)


def add_unit(
    authority: Authority, name: str, *, by: Any, valid_from: date | None = None, new: bool = False
) -> Unit:
    """Add a unit to an authority. Unless `new`, the one of that name there is left as it is."""
    check_party(by, authority.party)
    known = None if new else Unit.objects.filter(authority=authority, name=name).first()
    return known or Unit.objects.create(authority=authority, name=name, valid_from=valid_from)


def _add(model: type[M], key: dict[str, Any], values: Mapping[str, Any], new: bool) -> M:
    rows = model._default_manager
    if new:
        # INSERT even where the key is the primary one: save() would update somebody else's row.
        return rows.create(**key, **values)
    return rows.update_or_create(**key, defaults=values)[0]


@transaction.atomic
def change(row: M, *, by: Any, **values: Any) -> M:
    """Correct what is known about a row of the register; the earlier version is kept where tracked.

    Raises ValueError for a column that is not in `CHANGEABLE`, and Refused when a unit would close that
    somebody still needs, or a kind stop handling people while one of it is in a case (`closing`).
    """
    _check_change(row, by)
    forbidden = set(values) - CHANGEABLE[type(row)]
    if forbidden:
        raise ValueError(f"{type(row).__name__} can't have {sorted(forbidden)} changed")
    if isinstance(row, Unit):
        _check_there(row, values, by)
    if isinstance(row, PartyKind) and values.get("handles_people") is False:
        _check_meets_nobody(row, by)
    return _set(row, values)


def _check_change(row: models.Model, by: Any) -> None:
    """Raise PermissionDenied unless `by` keeps what the row is about."""
    match row:
        case PartyKind():
            check_kind(by, row)
        case Party():
            check_party(by, row)
        case Authority():
            check_party(by, row.party)
        case Unit():
            check_party(by, row.authority.party)
        case Agreement():
            check_agreement(by, row)
        case _:
            assert isinstance(row, Group), row
            check_group(by, row)


def _set(row: M, values: Mapping[str, Any]) -> M:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


def _check_there(unit: Unit, told: Mapping[str, Any], by: Any) -> None:
    """Raise Refused when an earlier last day, or a first day to come, would leave somebody without the unit."""
    known = Unit.objects.select_for_update().get(pk=unit.pk)  # nobody is given to it meanwhile
    last, first = told.get("valid_to"), told.get("valid_from")
    if last and (known.valid_to is None or last < known.valid_to):
        _check_closing(unit, last, "valid_to")
    if first and first > max(by.day, known.valid_from or by.day):
        _check_closing(unit, by.day - timedelta(days=1), "valid_from")


def _check_closing(unit: Unit, day: date, field: str) -> None:
    sentence = faults_of_closing(unit, day)
    if sentence:
        raise Refused(sentence, field)


def _check_meets_nobody(kind: PartyKind, by: Any) -> None:
    sentence = faults_of_meeting_nobody(kind, by.day)
    if sentence:
        raise Refused(sentence, "handles_people")


def add_staff(authority: Authority, name: str, *, by: Any, email: str = "") -> Staff:
    """Add somebody who works at an authority."""
    check_party(by, authority.party)
    return Staff.objects.create(authority=authority, name=name, email=email)


def open_post(
    unit: Unit, role: str, title: str, *, from_day: date, by: Any,
    full_time: Decimal = Decimal(1), until_day: date | None = None,
) -> Position:  # fmt: skip
    """Open a post in a unit; it is vacant until somebody is appointed. `full_time` is 0–1 (D1).

    Raises Refused for an association's office where there is no association.
    """
    check_staff(by, unit.authority, role)
    if (
        role == OFFICE
        and not by.operator
        and not Association.objects.filter(authority=unit.authority).exists()
    ):
        raise Refused(
            _("Ett kansli finns bara hos ett samordningsförbund. Välj en annan roll."), "role"
        )
    return Position.objects.create(
        unit=unit,
        role=role,
        title=title,
        from_day=from_day,
        until_day=until_day,
        full_time=full_time,
    )


def change_post(position: Position, *, by: Any, **values: Any) -> Position:
    """Correct a post's `title` or `full_time`, or say `until_day`; its role is never changed.

    Raises Refused when somebody holds it for longer than until then.
    """
    check_staff(by, position.unit.authority, position.role)
    last = values.get("until_day")
    if last and position.tenures.exclude(until_day__lte=last).exists():
        raise Refused(
            _("Någon har befattningen längre än så. Avsluta den personens tid först."), "last_day"
        )
    return _set(position, values)


@transaction.atomic
def appoint(
    staff: Staff, position: Position, *, from_day: date, by: Any,
    until_day: date | None = None, stands_in: bool = False, note: str = "",
) -> Tenure:  # fmt: skip
    """Let somebody hold a post; raises IntegrityError when another holds it in that time.

    Raises Refused when the post is not there all that time, or belongs to another authority.
    """
    check_staff(by, position.unit.authority, position.role)
    _check_tenure(staff, position, Span(from_day, until_day))
    return Tenure.objects.create(
        staff=staff, position=position, from_day=from_day, until_day=until_day,
        stands_in=stands_in, note=note,
    )  # fmt: skip


def _check_tenure(staff: Staff, position: Position, held: Span) -> None:
    """Raise Refused unless it is of the authority's own staff, and within the post's time."""
    if staff.authority_id != position.unit.authority_id:
        raise Refused(_("Bara den som arbetar hos myndigheten kan ha en befattning där."), "staff")
    post = Span(position.from_day, position.until_day)
    # A period that runs backwards is the database's to refuse.
    forward = held.until_day is None or held.until_day > held.from_day
    if forward and shared(post, held) != held:
        raise Refused(_("Befattningen finns inte under hela den tiden."), "from_day")


@transaction.atomic
def stand_in(
    staff: Staff, position: Position, *, from_day: date, until_day: date, because: str, by: Any
) -> Tenure:
    """Let somebody stand in for the holder of a post between two days; it ends by itself (A20).

    Meanwhile they have the post too, with all that it gives. Raises Refused for oneself, for its holder,
    for another authority's, without a reason, and where somebody stands in already or it is over.
    """
    check_stand_in(by, position)
    _check_tenure(staff, position, Span(from_day, until_day))
    if not because.strip():
        raise Refused(_("Skriv varför, till exempel semester. Det sparas med utnämningen."), "note")
    if until_day <= by.day:
        raise Refused(_("Sista dagen har redan varit. Välj en dag som kommer."), "last_day")
    if own_tenures(by).filter(staff=staff).exists():
        raise Refused(
            _("Ingen utser sig själv. Välj någon annan, eller be en annan chef utse dig."), "staff"
        )
    _check_free(position, Span(from_day, until_day))
    return Tenure.objects.create(
        staff=staff, position=position, from_day=from_day, until_day=until_day, stands_in=True,
        note=because,
    )  # fmt: skip


def _check_free(position: Position, wanted: Span) -> None:
    """Raise Refused, saying who and when, where somebody stands in for a part of the time."""
    others = position.tenures.filter(stands_in=True).select_related("staff").order_by("from_day")
    for other in others:
        theirs = Span(other.from_day, other.until_day)
        if shared(theirs, wanted):
            last = theirs.last_day
            told = {
                "name": other.staff.name,
                "first": plain_day(theirs.from_day),
                "last": plain_day(last) if last else _("tills vidare"),
            }
            sentence = _(
                "%(name)s står redan in där, %(first)s – %(last)s. Välj andra dagar, eller avsluta det först."
            )
            raise Refused(sentence % told, "from_day")


@transaction.atomic
def leave(tenure: Tenure, *, on: date, by: Any) -> None:
    """End a tenure: the person holds the post until, not with, the day.

    A stand-in who has not begun by then never does: the row goes, and its history stays.
    """
    if tenure.stands_in:
        check_stand_in(by, tenure.position)
    else:
        check_staff(by, tenure.position.unit.authority, tenure.position.role)
    if tenure.stands_in and by.day <= tenure.from_day and on <= tenure.from_day:
        tenure.delete()
        return
    _set(tenure, {"until_day": on})


@transaction.atomic
def form_association(
    authority: Authority,
    name: str,
    shares: Iterable[tuple[Party, Fraction]],
    *,
    from_day: date,
    by: Any,
) -> Association:
    """Form an association with its members' funding shares, which must sum to one (2003:1210 5 §).

    Raises IntegrityError, at once, when they do not; Refused when the authority is not `by`'s to change.
    """
    check_edit(by)
    if not may_change_party(by, authority.party):
        raise Refused(
            _(
                "Ett förbund läggs till av dem som arbetar där, eller av den som driver Stafett. Välj "
                "en myndighet som du har hand om."
            ),
            "authority",
        )
    association = Association.objects.create(authority=authority, name=name)
    _fund(association, shares, from_day)
    return association


@transaction.atomic
def change_shares(
    association: Association, shares: Iterable[tuple[Party, Fraction]], *, from_day: date, by: Any
) -> None:
    """Let other shares hold from a day; those that began that very day are corrected instead (A2).

    Raises IntegrityError when they do not sum to one, or when later shares are already there.
    """
    check_association(by, association)
    held = association.members.filter(until_day__isnull=True)
    held.filter(from_day=from_day).delete()
    held.update(until_day=from_day)
    _fund(association, shares, from_day)


def _fund(
    association: Association, shares: Iterable[tuple[Party, Fraction]], from_day: date
) -> None:
    AssociationMember.objects.bulk_create(
        AssociationMember(
            association=association, party=party, from_day=from_day,
            share_numerator=share.numerator, share_denominator=share.denominator,
        )
        for party, share in shares
    )  # fmt: skip
    # The database judges at commit, which is too late to tell the person who typed it.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS association_shares_sum_to_one IMMEDIATE")
        cursor.execute("SET CONSTRAINTS association_shares_sum_to_one DEFERRED")


def form_group(
    name: str, *, by: Any, mandate: str = "", association: Association | None = None,
    hands_up_to: Group | None = None,
) -> Group:  # fmt: skip
    """Form a steering or working group (D2 F2 G2).

    Raises Refused when it is to be another's association's.
    """
    check_edit(by)
    if association and not may_change_association(by, association):
        raise Refused(
            _(
                "Förbundets grupper läggs till av dess kansli. Be någon där, eller lämna förbundet tomt."
            ),
            "association",
        )
    return Group.objects.create(
        name=name, mandate=mandate, association=association, hands_up_to=hands_up_to,
        authority=None if association else first_inside(by),
    )  # fmt: skip


def seat(group: Group, position: Position, *, from_day: date, by: Any) -> GroupMember:
    """Give a post a seat in a group; raises Refused when it has one already."""
    check_group(by, group)
    if group.members.filter(position=position, until_day__isnull=True).exists():
        raise Refused(_("Befattningen har redan en plats i gruppen."), "position")
    return GroupMember.objects.create(group=group, position=position, from_day=from_day)


def unseat(member: GroupMember, *, on: date, by: Any) -> None:
    """End a seat: the post has it until, not with, the day."""
    check_group(by, member.group)
    _set(member, {"until_day": on})


@transaction.atomic
def agree(
    title: str, parties: Iterable[Party], *, valid_from: date, by: Any,
    valid_to: date | None = None, note: str = "",
) -> Agreement:  # fmt: skip
    """Record an agreement between parties with its validity (D21 G26).

    Raises Refused when none of them is one that `by` keeps.
    """
    check_edit(by)
    between = _between(parties, by)
    made = Agreement.objects.create(
        title=title, valid_from=valid_from, valid_to=valid_to, note=note
    )
    made.parties.set(between)
    return made


def _between(parties: Iterable[Party], by: Any) -> list[Party]:
    """The parties, one of them at least `by`'s own, so that nobody speaks for strangers alone."""
    between = list(parties)
    if not keeping(by).covers_any(party.pk for party in between):
        raise Refused(
            _("Välj också den egna parten: ett avtal skrivs in av en part i det."),
            "parties",
        )
    return between


@transaction.atomic
def change_agreement(
    agreement: Agreement, parties: Iterable[Party], *, by: Any, **values: Any
) -> Agreement:
    """Correct an agreement and between whom it is; the earlier version is kept."""
    between = _between(parties, by)
    change(agreement, by=by, **values)
    agreement.parties.set(between)
    return agreement

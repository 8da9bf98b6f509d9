"""What was agreed at a meeting is handed over to those who were there, under the consent of each (law 2)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from stafett.casework.access import check_own
from stafett.database.days import in_force
from stafett.frame.formats import clock, full_day, plain_day
from stafett.meetings.access import told_by
from stafett.meetings.models import BESIDE, Called, Meeting, Owner, Promise, Role
from stafett.meetings.promised import give, taken_back, waiting
from stafett.meetings.rules import State, listed
from stafett.parties.models import Unit
from stafett.people.models import Person
from stafett.safeguards.access import check_gives, reaches
from stafett.safeguards.actions import Item, release
from stafett.safeguards.arriving import IN_SHORT, Arrival, at_units, told_to
from stafett.safeguards.models import ConsentPart, Information, Member, RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Receiver:
    """Somebody called: whether they get what was agreed, or only what they promised, and why not the rest."""

    called: Called
    part: ConsentPart | None
    name: str
    why: str = ""
    promises: list[Promise] = field(default_factory=list)
    """What they promised themselves, and have not got."""
    arrival: Arrival | None = None
    """Whether what they are given, or got, can be read there; None where no consent holds for them."""
    opened: bool = False
    """That rows of the meeting's kind are open to the unit, by consent and the giver's provision."""

    @property
    def arrives(self) -> str:
        """The same in words, of those who got a copy, and of those who could not read one if they did."""
        waits = self.part and self.arrival != Arrival.NOW
        return (
            str(IN_SHORT[self.arrival]) if self.arrival and (waits or self.called.handed_on) else ""
        )

    @property
    def until(self) -> date | None:
        """The last day of the consent under which they get it."""
        return self.part.until_day - timedelta(days=1) if self.part else None

    @property
    def reads(self) -> bool:
        """True of those who get no copy and can read it in the case all the same."""
        gets_none = not self.part and not self.called.handed_on
        return gets_none and self.opened and self.arrival == Arrival.NOW

    @property
    def gives(self) -> bool:
        """True when they can be given something now."""
        return bool(self.part or self.promises)


def receivers(meeting: Meeting, by: Viewer) -> list[Receiver]:
    """Who gets what was agreed, and who does not and why; the authority's own people left out."""
    told = told_by(by, meeting.participation, meeting.owner_authority_id)
    rows = meeting.called.filter(role__in=[Role.UNIT, Role.OUTSIDE])
    rows = rows.select_related("unit__authority").order_by("pk")
    own = waiting(meeting, by.day)
    found = [
        _receiver(row, meeting, told, own, by.day)
        for row in rows
        if row.unit is None or row.unit.authority_id != meeting.owner_authority_id
    ]
    units = [row.called.unit for row in found if row.called.unit]
    stands = at_units(
        meeting.participation.circle, [u for u in units if u.authority_id in told], by.day
    )
    live = _open_to(meeting, units, by.day)
    return [
        replace(one, arrival=stands.get(one.called.unit.pk), opened=one.called.unit.pk in live)
        if one.called.unit else one
        for one in found
    ]  # fmt: skip


def _open_to(meeting: Meeting, units: Collection[Unit], day: date) -> set[int]:
    """Those of the units that the giver's rows of this kind are open to now."""
    of_it = Q(kinds=[]) | Q(kinds__contains=[meeting.kind])
    rows = Member.objects.filter(
        in_force(day), of_it, circle=meeting.participation.circle_id, unit__in=units,
        giver=meeting.owner_authority_id,
    )  # fmt: skip
    return set(rows.order_by("unit").values_list("unit", flat=True))


def _receiver(
    row: Called, meeting: Meeting, told: dict[int, ConsentPart], own: Mapping[int, list[Promise]],
    day: date,
) -> Receiver:  # fmt: skip
    name = name_of(row)
    if not row.came:
        return Receiver(row, None, name, _("var inte med"))
    if row.unit is None:
        return Receiver(row, None, name, _("är inte med i Stafett: lämna på papper, via personen"))
    part, promises = told.get(row.unit.authority_id), own.get(row.unit.pk, [])
    if row.handed_on and not (part and promises):
        return Receiver(row, None, name, _("fick det %(day)s") % {"day": plain_day(row.handed_on)})
    if not reaches(meeting.participation.circle, row.unit.authority_id, day):
        return Receiver(row, None, name, _("ingen där får se personen i Stafett"))
    if part:
        return Receiver(row, part, name, "", promises)
    pair = (meeting.owner_authority_id, row.unit.authority_id)
    invited = row.by_person and not taken_back(meeting.participation, pair, meeting.on_day)
    why = _("personen har inte sagt ja till det")
    return Receiver(row, None, name, why, promises if invited else [])


def name_of(row: Called) -> str:
    """Whom a row is about: a unit, or somebody by name and organisation."""
    return row.unit.name if row.unit else ", ".join(filter(None, (row.name, row.organisation)))


@transaction.atomic
def hand_over(meeting: Meeting, *, by: Viewer) -> str:
    """Give those who were there a copy each of what was agreed, and tell who got it and who did not.

    Their own promises become rows of their own record besides, so that they can be kept there: also of those
    whom no consent covers but the person invited, who get nothing else. Raises PermissionDenied unless the
    viewer gives in the authority's name, and rules.Refused when nobody gets anything.
    """
    check_own(by, meeting)
    check_gives(by, meeting.participation.circle, meeting.owner_authority_id)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("participation__person")
    one = rows.get(pk=meeting.pk)
    if one.state != State.HELD:
        raise Refused({"": _("Mötet är inte antecknat än, så det finns inget att lämna ut.")})
    found = receivers(one, by)
    giving = [each for each in found if each.part]
    if not any(each.gives for each in found):
        raise Refused({"": _("Ingen fick det. %(others)s") % {"others": _not_given(found)}})
    release(list(_items(one, giving, by)), by=by)
    one.called.filter(pk__in=[each.called.pk for each in giving]).update(handed_on=by.day)
    give([promise for each in found for promise in each.promises], by)
    return " ".join(_given(found))


def _given(found: list[Receiver]) -> Iterator[str]:
    whole = {each.name: each.arrival for each in found if each.part and each.arrival}
    alone = [each.name for each in found if each.gives and not each.part]
    yield from told_to(whole)
    if alone:
        yield _("Fick bara det de själva lovat: %(names)s.") % {"names": listed(alone)}
    if said := _not_given(found):
        yield said


def _not_given(found: list[Receiver]) -> str:
    told = [each for each in found if not each.gives]
    said = "; ".join(f"{each.name} ({each.why})" for each in told if not each.reads)
    reads = "; ".join(f"{each.name} ({each.why})" for each in told if each.reads)
    return " ".join(
        filter(None, [
            _("Får det inte: %(said)s.") % {"said": said} if said else "",
            _("Får ingen kopia, men läser det i Stafett: %(said)s.") % {"said": reads} if reads else "",
        ])
    )  # fmt: skip


def _items(one: Meeting, giving: list[Receiver], by: Viewer) -> Iterator[Item]:
    """A copy for each authority, once; it names others to those alone who may know who is involved (law 2)."""
    title = _("Det vi kom överens om %(day)s") % {"day": plain_day(one.on_day)}
    parts = {each.part.receiver_id: each.part for each in giving if each.part}
    case, giver = one.participation, one.owner_authority_id
    knowing = told_by(by, case, giver, Information.AGENCIES)
    for home, part in parts.items():
        named = None if home in knowing else frozenset({giver, home})
        text = "\n".join(agreed_lines(one, named))
        yield Item(part, RowKind.AGREEMENT, case.person.name, title, text)


def agreed_lines(one: Meeting, named: frozenset[int] | None = None) -> Iterator[str]:
    """What was agreed, line by line, in plain words; of authorities only these by name, where any are given."""
    when = full_day(one.on_day) + (f" {clock(one.at)}" if one.at else "")
    yield _("%(what)s %(when)s.") % {"what": one.get_sort_display().capitalize(), "when": when}
    yield _("Med var: %(names)s.") % {"names": ", ".join(present(one, named))}
    if one.goal:
        yield _("Personens eget mål: %(goal)s") % {"goal": one.goal}
    yield from one.agreed.splitlines()
    for promise in one.promises.select_related("unit", "position").order_by("due_on", "pk"):
        yield _("– %(who)s: %(what)s, senast %(day)s.") % {
            "who": owner_words(promise, named), "what": promise.what, "day": plain_day(promise.due_on),
        }  # fmt: skip


def present(one: Meeting, named: frozenset[int] | None = None) -> list[str]:
    """Those who were there, the person first; of others' units and of those outside only whom one may name."""
    rows = one.called.filter(came=True).select_related("unit").order_by("pk")
    known = [row for row in rows if not row.abroad or _is_named(row.unit, named)]
    person = one.participation.person
    return [person.name if r.role == Role.PERSON else as_called(r, person) for r in known]


def _is_named(unit: Unit | None, named: frozenset[int] | None) -> bool:
    return named is None or (unit is not None and unit.authority_id in named)


def as_called(row: Called, person: Person) -> str:
    """Somebody called, and as whom when that is not by itself clear.

    Who is with somebody protected can lead to them: that they come is said, not who it is (law 5).
    """
    if row.role in BESIDE and person.protection:
        return str(row.get_role_display())
    if row.role in BESIDE:
        return f"{row.name} ({row.get_role_display()})"
    return name_of(row)


def owner_words(promise: Promise, named: frozenset[int] | None = None) -> str:
    """Whose a promise is, as far as it may be named."""
    if promise.owner == Owner.PERSON:
        return promise.participation.person.name
    if not _is_named(promise.unit, named):
        return _("någon annan")
    if promise.owner == Owner.OUTSIDE or promise.unit is None:
        return promise.outside
    return (
        f"{promise.position.title}, {promise.unit.name}" if promise.position else promise.unit.name
    )


__all__ = [
    "Receiver", "agreed_lines", "as_called", "hand_over", "name_of", "owner_words", "present", "receivers",
]  # fmt: skip

"""What was agreed at a meeting is handed over to those who were there, under the consent of each (law 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_own
from stafett.database.days import in_force
from stafett.frame.formats import clock, full_day, plain_day
from stafett.meetings.access import told_by
from stafett.meetings.models import Called, Meeting, Owner, Promise, Role
from stafett.meetings.rules import State, listed
from stafett.safeguards.access import check_gives
from stafett.safeguards.actions import Item, release
from stafett.safeguards.models import Basis, ConsentPart, Member, RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Receiver:
    """Somebody called: whether they get what was agreed, and why not when they do not."""

    called: Called
    part: ConsentPart | None
    name: str
    why: str = ""


def receivers(meeting: Meeting, by: Viewer) -> list[Receiver]:
    """Who gets what was agreed, and who does not and why; the authority's own people left out."""
    told = told_by(by, meeting.participation, meeting.owner_authority_id)
    rows = meeting.called.filter(role__in=[Role.UNIT, Role.OUTSIDE])
    rows = rows.select_related("unit__authority").order_by("pk")
    return [
        _receiver(row, told)
        for row in rows
        if row.unit is None or row.unit.authority_id != meeting.owner_authority_id
    ]


def _receiver(row: Called, told: dict[int, ConsentPart]) -> Receiver:
    name = name_of(row)
    if not row.came:
        return Receiver(row, None, name, _("var inte med"))
    if row.unit is None:
        return Receiver(row, None, name, _("är inte med i Stafett: lämna på papper, via personen"))
    if row.handed_on:
        return Receiver(row, None, name, _("fick det %(day)s") % {"day": plain_day(row.handed_on)})
    part = told.get(row.unit.authority_id)
    return Receiver(row, part, name, "" if part else _("personen har inte sagt ja till det"))


def name_of(row: Called) -> str:
    """Whom a row is about: a unit, or somebody by name and organisation."""
    return row.unit.name if row.unit else ", ".join(filter(None, (row.name, row.organisation)))


@transaction.atomic
def hand_over(meeting: Meeting, *, by: Viewer) -> str:
    """Give those who were there a copy each of what was agreed, and tell who got it and who did not.

    Their own promises become rows of their own record besides, so that they can be kept there. Raises
    PermissionDenied unless the viewer gives in the authority's name, and rules.Refused when nobody gets it.
    """
    check_own(by, meeting)
    check_gives(by, meeting.participation.circle, meeting.owner_authority_id)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("participation__person")
    one = rows.get(pk=meeting.pk)
    if one.state != State.HELD:
        raise Refused({"": _("Mötet är inte antecknat än, så det finns inget att lämna ut.")})
    found = receivers(one, by)
    giving = [each for each in found if each.part]
    if not giving:
        raise Refused({"": _("Ingen fick det. %(others)s") % {"others": _not_given(found)}})
    release(list(_items(one, giving)), by=by)
    one.called.filter(pk__in=[each.called.pk for each in giving]).update(handed_on=by.day)
    _copy_promises(one, giving, by)
    done = _("Utlämnat till %(names)s.") % {"names": listed(each.name for each in giving)}
    return f"{done} {_not_given(found)}".strip()


def _not_given(found: list[Receiver]) -> str:
    said = "; ".join(f"{each.name} ({each.why})" for each in found if not each.part)
    return _("Får det inte: %(said)s.") % {"said": said} if said else ""


def _items(one: Meeting, giving: list[Receiver]) -> Iterator[Item]:
    """A copy for each authority, once."""
    title = _("Det vi kom överens om %(day)s") % {"day": plain_day(one.on_day)}
    parts = {each.part.receiver_id: each.part for each in giving if each.part}
    text = "\n".join(agreed_lines(one))
    for part in parts.values():
        yield Item(part, RowKind.AGREEMENT, one.participation.person.name, title, text)


def agreed_lines(one: Meeting) -> Iterator[str]:
    """What was agreed, line by line, in plain words."""
    when = full_day(one.on_day) + (f" {clock(one.at)}" if one.at else "")
    yield _("%(what)s %(when)s.") % {"what": one.get_sort_display().capitalize(), "when": when}
    yield _("Med var: %(names)s.") % {"names": ", ".join(present(one))}
    if one.goal:
        yield _("Personens eget mål: %(goal)s") % {"goal": one.goal}
    yield from one.agreed.splitlines()
    for promise in one.promises.select_related("unit", "position").order_by("due_on", "pk"):
        yield _("– %(who)s: %(what)s, senast %(day)s.") % {
            "who": owner_words(promise), "what": promise.what, "day": plain_day(promise.due_on),
        }  # fmt: skip


def present(one: Meeting) -> list[str]:
    """Those who were there, the person first."""
    rows = one.called.filter(came=True).select_related("unit").order_by("pk")
    return [one.participation.person.name if r.role == Role.PERSON else as_called(r) for r in rows]


def as_called(row: Called) -> str:
    """Somebody called, and as whom when that is not by itself clear."""
    if row.role in (Role.SUPPORT, Role.INTERPRETER):
        return f"{row.name} ({row.get_role_display()})"
    return name_of(row)


def owner_words(promise: Promise) -> str:
    """Whose a promise is."""
    if promise.owner == Owner.PERSON:
        return promise.participation.person.name
    if promise.owner == Owner.OUTSIDE or promise.unit is None:
        return promise.outside
    return (
        f"{promise.position.title}, {promise.unit.name}" if promise.position else promise.unit.name
    )


def _copy_promises(one: Meeting, giving: list[Receiver], by: Viewer) -> None:
    """The receivers' own rows of what their units have promised, where the unit is in the case by its role."""
    authorities = {each.part.receiver_id for each in giving if each.part}
    inside = Member.objects.filter(
        in_force(by.day),
        circle=one.participation.circle_id,
        basis=Basis.ROLE,
        giver__in=authorities,
    )
    units = set(inside.values_list("unit_id", flat=True).order_by("pk"))
    for promise in one.promises.filter(unit__in=units).select_related("unit").order_by("pk"):
        home = promise.unit.authority_id if promise.unit else 0
        Promise.objects.get_or_create(
            copy_of=promise.pk, owner_authority_id=home,
            defaults={
                "controller_id": one.controller_id, "kind": RowKind.AGREEMENT,
                "participation_id": one.participation_id, "what": promise.what, "owner": promise.owner,
                "unit_id": promise.unit_id, "position_id": promise.position_id,
                "made_on": promise.made_on, "first_due_on": promise.first_due_on,
                "due_on": promise.due_on, "state": promise.state, "moves": promise.moves,
                "because": promise.because, "settled_on": promise.settled_on, "noted_by": by.name,
            },
        )  # fmt: skip


__all__ = [
    "Receiver", "agreed_lines", "as_called", "hand_over", "name_of", "owner_words", "present", "receivers",
]  # fmt: skip

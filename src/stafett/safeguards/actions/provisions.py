"""How an authority records that the law, or an agreement, lets another into what is its own; and ends it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.database.batch import insert_many
from stafett.database.days import in_force, still_on
from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for
from stafett.safeguards.actions.in_turn import hold_provisions
from stafett.safeguards.actions.opening import (
    MEMBER_FIELDS,
    let_out,
    open_what_is_consented,
)
from stafett.safeguards.handling import fault_of_handling
from stafett.safeguards.models import Basis, ConsentPart, Information, Member, Opening, Provision
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer
from stafett.safeguards.withdrawing import settle_withdrawal

AT_A_TIME = 5_000
"""So many cases are opened or closed at a time when a provision begins or ends."""


@dataclass(frozen=True)
class NewProvision:
    """What a giver opens to a receiver, by which paragraph or agreement, and between which days."""

    giver: Authority
    receiver: Authority
    opens: str
    information: tuple[str, ...]
    paragraph: str
    from_day: date
    until_day: date | None = None


@transaction.atomic
def record_provision(told: NewProvision, *, by: Viewer) -> Provision:
    """Record a provision in the giver's own name; what consents already cover opens at once.

    Raises PermissionDenied unless the viewer answers for the giver, and rules.Refused without a
    paragraph, without kinds, to oneself, or from a day that is not today.
    """
    check_answer_for(by, told.giver)
    faults = _faults(told, by.day)
    if faults:
        raise Refused(faults)
    hold_provisions()
    made = Provision.objects.create(
        giver=told.giver, receiver=told.receiver, opens=told.opens,
        information=sorted(told.information), paragraph=told.paragraph.strip(),
        from_day=told.from_day, until_day=told.until_day, recorded_by=by.name,
    )  # fmt: skip
    _settle(made, by)
    return made


def _faults(told: NewProvision, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if told.giver.pk == told.receiver.pk:
        faults["receiver"] = _("En myndighet behöver ingen bestämmelse för sina egna uppgifter.")
    if said := fault_of_handling([told.receiver.pk]):
        faults["receiver"] = said
    if not told.paragraph.strip():
        faults["paragraph"] = _("Skriv vilket lagrum eller avtal som ger rätt till det.")
    if told.opens == Opening.STANDING and not set(told.information) & set(Information.values):
        faults["information"] = _("Välj minst ett slag av uppgifter.")
    if told.from_day > today:
        faults["from_day"] = _("Bestämmelsen gäller från den dag den antecknas eller tidigare.")
    if told.until_day and told.until_day <= today:
        faults["until_day"] = _("Den är redan slut den dagen. Skriv en senare dag, eller ingen.")
    return faults


@transaction.atomic
def end_provision(one: Provision, *, by: Viewer) -> None:
    """End a provision today: every access under it closes in the same transaction.

    Raises Refused when it has ended already: its last day was said once, and is moved by nobody.
    """
    check_answer_for(by, one.giver)
    hold_provisions()
    check_goes_on(one, by.day)
    one.until_day = max(by.day, one.from_day)
    if one.until_day == one.from_day:
        one.delete()
    else:
        one.save(update_fields=["until_day"])
    _settle(one, by)


def check_goes_on(one: Provision, day: date) -> None:
    """Raise Refused when a provision has ended by a day."""
    if not Provision.objects.filter(still_on(day), pk=one.pk).exists():
        raise Refused(
            {"": _("Bestämmelsen är redan avslutad. Dess sista dag går inte att flytta.")}
        )


def _settle(one: Provision, by: Viewer) -> None:
    """Open or close what the provision decides over, in every case that it concerns."""
    if one.opens == Opening.KEEPING:
        _settle_keeping(one, by)
        return
    concerned = ConsentPart.objects.filter(
        giver=one.giver_id, receiver=one.receiver_id, withdrawn_on__isnull=True,
        until_day__gt=by.day,
    )  # fmt: skip
    circles = concerned.order_by("circle_id").values_list("circle_id", flat=True).distinct()
    for some in _batched(circles.iterator(), AT_A_TIME):
        open_what_is_consented(some, by=by)
        settle_withdrawal(some, by)


def _batched(keys: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """The keys in lists of at most so many."""
    source = iter(keys)
    while some := list(islice(source, size)):
        yield some


def _settle_keeping(one: Provision, by: Viewer) -> None:
    keeps = Provision.objects.filter(
        in_force(by.day), giver=one.giver_id, receiver=one.receiver_id, opens=Opening.KEEPING
    ).exists()
    opened = Member.objects.filter(
        controller=one.giver_id, unit__authority=one.receiver_id, basis=Basis.KEEPING
    )
    if not keeps:
        let_out(opened, by)
        return
    there = {(m.circle_id, m.unit_id, m.position_id) for m in opened.filter(until_day=None)}
    insert_many(Member, MEMBER_FIELDS, [
        (*_spine(member), one.giver_id, Basis.KEEPING.value, "[]", by.day, None)
        for member in _inside(one)
        if (member.circle_id, member.unit_id, member.position_id) not in there
    ])  # fmt: skip


def _inside(one: Provision) -> Collection[Member]:
    """The receiver's units that are in the giver's cases by their role."""
    roles = Member.objects.filter(
        controller=one.giver_id, giver=one.receiver_id, basis=Basis.ROLE, until_day=None
    )
    return list(roles.order_by("pk"))


def _spine(member: Member) -> tuple[Any, ...]:
    return member.circle_id, member.controller_id, member.unit_id, member.position_id

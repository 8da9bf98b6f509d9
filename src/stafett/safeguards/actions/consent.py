"""How a consent is noted, accepted by those who give under it, and withdrawn; provisions; and releases."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.unfilled import faults_of_unfilled
from stafett.safeguards import ledger
from stafett.safeguards.access import check_gives, check_in, gives_for, reaches
from stafett.safeguards.actions.copies import without_names
from stafett.safeguards.actions.in_turn import hold_circles
from stafett.safeguards.actions.opening import open_what_is_consented
from stafett.safeguards.consenting import let_in_by_consent
from stafett.safeguards.handling import fault_of_handling
from stafett.safeguards.models import (
    COVERS,
    Circle,
    Consent,
    ConsentPart,
    ConsentScan,
    Link,
    LinkState,
    Manner,
    Release,
)
from stafett.safeguards.rules import (
    Part,
    Refused,
    Terms,
    faults_of_giver,
    faults_of_mark,
    faults_of_terms,
)
from stafett.safeguards.unnamed import faults_of_names
from stafett.safeguards.viewer import Viewer
from stafett.safeguards.withdrawing import settle_withdrawal

ON_PAPER = gettext_lazy("på papper")
"""What stands for a guardian's name when who the person is has been taken away."""


@dataclass(frozen=True)
class Scan:
    """A signed paper as a file; `content_type` is what its first bytes say."""

    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class NewConsent:
    """What a person said yes to, in a team's presence or on the telephone."""

    circle: Circle
    purpose: str
    parts: Sequence[Part]
    terms: Terms
    text: str
    manner: str
    given_by: str
    language: str
    guardian: str = ""
    support_person: str = ""
    interpreter: str = ""
    scan: Scan | None = None
    longest_days: int = 365
    mark: str = ""
    """What stands on a signed paper, to be the same as the text's."""


def digest_of(text: str) -> str:
    """The mark of exactly the text that was shown, as sha256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def give_consent(told: NewConsent, *, by: Viewer) -> Consent:
    """Note a consent. It opens at once what the noter's own authority gives; others accept for theirs.

    Raises PermissionDenied outside the circle, and rules.Refused for days, giver or paper that will not
    do, where nothing is consented to, and where somebody beside a person without identity is named.
    """
    hold_circles([told.circle.pk])
    unit = check_in(by, told.circle)
    faults = faults_of_giving(told, by.day)
    if faults:
        raise Refused(faults)
    made = Consent.objects.create(
        circle=told.circle, controller_id=told.circle.controller_id, purpose=told.purpose,
        manner=told.manner, given_by=told.given_by, guardian=told.guardian.strip(),
        support_person=told.support_person, language=told.language, interpreter=told.interpreter,
        text=told.text, digest=digest_of(told.text), from_day=told.terms.from_day,
        until_day=told.terms.until_day, review_on=told.terms.review_on, noted_by=by.name,
        noted_at_unit_id=unit,
    )  # fmt: skip
    _keep_scan(made, told.scan)
    ConsentPart.objects.bulk_create(_parts(made, told, gives_for(by, told.circle), by))
    between = {who for giver, receiver, _kind in told.parts for who in (giver, receiver)}
    let_in_by_consent(told.circle, between, by)
    open_what_is_consented([told.circle.pk], by=by)
    return made


def faults_of(told: NewConsent, day: date) -> dict[str, str]:
    """What is wrong with what is asked, whatever way it is going to be given: before a form is printed."""
    faults = faults_of_terms(told.terms, day, told.longest_days)
    faults |= faults_of_giver(told.given_by, told.guardian, Manner.ORAL, has_scan=False)
    if not told.parts:
        faults[""] = _("Inget är valt. Kryssa i minst två myndigheter och ett slag av uppgifter.")
    wrong = fault_of_handling(
        {who for giver, receiver, _kind in told.parts for who in (giver, receiver)}
    )
    faults |= faults_of_unfilled({"purpose": told.purpose})
    if "purpose" not in faults:
        faults |= faults_of_unfilled({"purpose_told": told.text})
    return faults | ({"": wrong} if wrong else {})


def faults_of_giving(told: NewConsent, day: date) -> dict[str, str]:
    """What is wrong with it as it was given: the giver, the paper and its mark, and whom it names, too."""
    faults = faults_of(told, day)
    faults |= faults_of_giver(told.given_by, told.guardian, told.manner, told.scan is not None)
    faults |= faults_of_mark(told.mark, digest_of(told.text))
    beside = ("guardian", "support_person", "interpreter")
    return faults | faults_of_names(told.circle.person, {one: getattr(told, one) for one in beside})


def _keep_scan(consent: Consent, scan: Scan | None) -> None:
    if scan is not None:
        ConsentScan.objects.create(
            consent=consent, controller_id=consent.controller_id, file_name=scan.file_name[-200:],
            content_type=scan.content_type, content=scan.content,
        )  # fmt: skip


def _parts(made: Consent, told: NewConsent, own: Collection[int], by: Viewer) -> list[ConsentPart]:
    return [
        ConsentPart(
            consent=made, controller_id=made.controller_id, circle_id=made.circle_id,
            giver_id=giver, receiver_id=receiver, information=information,
            from_day=made.from_day, until_day=made.until_day,
            accepted_on=by.day if giver in own else None,
            accepted_by=by.name if giver in own else "",
        )
        for giver, receiver, information in told.parts
    ]  # fmt: skip


def _held(parts: Iterable[ConsentPart]) -> list[ConsentPart]:
    """The parts as they stand now, with their circles held: somebody may just have changed them."""
    told = list(parts)
    hold_circles({part.circle_id for part in told})
    now = ConsentPart.objects.filter(pk__in=[part.pk for part in told])
    return list(now.select_related("circle__person").order_by("pk"))


@transaction.atomic
def accept(parts: Sequence[ConsentPart], *, by: Viewer) -> int:
    """Say for the giver that it has seen the consent and gives under it. Returns how many were new.

    Raises PermissionDenied unless the viewer works in the case for each giver.
    """
    now = _held(parts)
    waiting = [part for part in now if part.accepted_on is None and part.withdrawn_on is None]
    for part in waiting:
        check_gives(by, part.circle, part.giver_id)
        part.accepted_on, part.accepted_by = by.day, by.name
    ConsentPart.objects.bulk_update(waiting, ["accepted_on", "accepted_by"])
    open_what_is_consented({part.circle_id for part in waiting}, by=by)
    return len(waiting)


@transaction.atomic
def withdraw(parts: Sequence[ConsentPart], *, how: str, by: Viewer) -> int:
    """End some parts of what a person consented to, from this instant. Returns how many ended.

    Whoever in the circle answers the telephone may note it. Every standing access under them closes in
    the same transaction, nothing more can be handed over, and the copies that were are marked (law 2).
    """
    now = _held(parts)
    live = [part for part in now if part.withdrawn_on is None]
    for circle in {part.circle for part in live}:
        check_in(by, circle, working=False)
    _note_outside(live, by.day)
    end_parts(live, by.day, how=how, by=by)
    return len(live)


def end_parts(live: Sequence[ConsentPart], day: date, *, how: str, by: Viewer) -> None:
    """End these parts as of a day: what is open under them closes, what was handed over is marked."""
    hold_circles({part.circle_id for part in live})
    for part in live:
        part.withdrawn_on, part.withdrawn_by, part.withdrawn_how = day, by.name, how
    ConsentPart.objects.bulk_update(live, ["withdrawn_on", "withdrawn_by", "withdrawn_how"])
    copies = Release.objects.filter(part__in=live, consent_withdrawn_on__isnull=True)
    unopened = Link.objects.filter(releases__in=copies, state=LinkState.WAITING).values("pk")
    Link.objects.filter(pk__in=unopened).update(state=LinkState.WITHDRAWN, state_at=timezone.now())
    copies.update(consent_withdrawn_on=day)
    circles = {part.circle_id for part in live}
    open_what_is_consented(circles, by=by)
    settle_withdrawal(circles, by)


def _note_outside(live: Sequence[ConsentPart], day: date) -> None:
    """Write the withdrawal in the ledger, so that no restored backup undoes it; Refused when that cannot be."""
    told = [
        {"consent": str(part.consent_id), "giver": part.giver_id, "receiver": part.receiver_id,
         "information": part.information}
        for part in live
    ]  # fmt: skip
    if not told:
        return
    try:
        ledger.append(ledger.WITHDRAWAL, {"day": day.isoformat(), "parts": told})
    except (OSError, ledger.Broken) as trouble:
        raise Refused(
            {"": _("Det gick inte att skriva i liggaren utanför databasen, så inget är ändrat. Försök igen "
                   "om en stund, och säg till den som sköter servern.")}
        ) from trouble  # fmt: skip


@dataclass(frozen=True)
class Item:
    """Something to hand over: what it is about, its title and its content as plain text."""

    part: ConsentPart
    kind: str
    about: str
    title: str
    text: str
    how: str = ""
    """How it left the system, for a receiver that is not in it; empty for one that is."""


@transaction.atomic
def release(items: Sequence[Item], *, by: Viewer) -> list[UUID]:
    """Hand items over, each under its part of a consent; the copies are the receivers' own (law 2).

    Raises PermissionDenied unless the viewer reaches the case and works in it for the giver, and
    rules.Refused where the consent does not cover it today, or nobody at the receiver's would be shown it.
    """
    now = {part.pk: part for part in _held(item.part for item in items)}
    if not now.keys() >= {item.part.pk for item in items}:
        raise PermissionDenied
    items = [replace(item, part=now[item.part.pk]) for item in items]
    for item in items:
        check_gives(by, item.part.circle, item.part.giver_id)
        if not covers(item.part, item.kind, by.day):
            raise Refused({"": _("Samtycket täcker inte det här i dag. Inget är utlämnat.")})
        _check_reaches(item, by.day)
    copies = [
        Release(
            circle_id=one.part.circle_id, controller_id=one.part.controller_id, part=one.part,
            owner_authority_id=one.part.receiver_id, giver_id=one.part.giver_id, kind=one.kind,
            about=one.about, title=one.title, text=_as_told(one), released_on=by.day,
            released_by=by.name, outside=bool(one.how), how=one.how,
        )
        for one in items
    ]  # fmt: skip
    Release.objects.bulk_create(copies)
    return [copy.pk for copy in copies]


def _as_told(item: Item) -> str:
    """What the copy says: of somebody protected no name, also of a text that was written before (law 5)."""
    circle = item.part.circle
    return without_names(circle.person, item.text) if circle.named_only else item.text


def _check_reaches(item: Item, day: date) -> None:
    if item.how or reaches(item.part.circle, item.part.receiver_id, day):
        return
    told = {"receiver": item.part.receiver}
    raise Refused(
        {
            "receivers": _(
                "Ingen hos %(receiver)s får se den här personen i Stafett, så det skulle inte nå fram dit. "
                "Inget är utlämnat. Ta bort krysset, eller lämna det utanför Stafett och skriv hur."
            )
            % told
        }
    )


def covers(part: ConsentPart, kind: str, day: date) -> bool:
    """True when a part of a consent lets its giver hand over a row of the kind on a day."""
    accepted = part.accepted_on is not None and part.withdrawn_on is None
    return accepted and part.from_day <= day < part.until_day and kind in COVERS[part.information]


def take_out_names(people: Collection[UUID]) -> int:
    """Take the names out of these people's consents: what was said yes to stays, its wording is on paper.

    The digest stays too, so that the paper can be compared with it.
    """
    with_text = Consent.objects.filter(circle__person__in=people).exclude(text="")
    somebody = Case(When(guardian="", then=Value("")), default=Value(str(ON_PAPER)))
    return with_text.update(text="", support_person="", interpreter="", guardian=somebody)

"""How somebody is referred: person, circle, referral, its holder, and what the referrer keeps, in one go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from stafett.initiatives.intakes import intake_of
from stafett.initiatives.models import Branch
from stafett.initiatives.queries import team_units
from stafett.parties.closing import takes_nobody
from stafett.parties.models import Unit
from stafett.parties.refusals import Refused
from stafett.people.actions import PersonFacts, record
from stafett.referrals.access import check_refer
from stafett.referrals.models import Origin, QueueHolding, Referral, SentReferral
from stafett.safeguards.actions import NewCircle, open_circles
from stafett.safeguards.models import RowKind
from stafett.safeguards.reach import set_reach
from stafett.safeguards.viewer import Viewer

NO_YES = gettext_lazy(
    "Utan personens ja kan du inte aktualisera. Fråga personen, och anteckna hur hen sa ja."
)
NOT_YET = gettext_lazy("Dagen har inte varit än. Anteckna ett ja som har getts.")


@dataclass(frozen=True)
class NewReferral:
    """Whom somebody puts forward for a branch, why, and how the person said yes to it."""

    branch: Branch
    facts: PersonFacts
    reason: str
    came: str
    origin: str = Origin.AGENCY.value
    unit_id: int | None = None
    asked_for: str = ""
    own_words: str = ""
    contact: str = ""
    parties_needed: int | None = None
    own_days: int | None = None
    consent_manner: str = ""
    consent_on: date | None = None
    first_on: date | None = None
    """The day of the person's first referral, where they are sent on: the wait goes on (law 1)."""
    key: UUID = field(default_factory=uuid7)
    """Made when the form is opened, so that what is sent twice is received once."""


@transaction.atomic
def refer(told: NewReferral, *, by: Viewer) -> SentReferral:
    """Refer somebody in the name of the viewer's unit, which holds it until the decision (law 1).

    A unit that has a last day refers as others, but holds nobody: those who take in do, from the first day.

    Raises PermissionDenied unless the unit may refer there, and Refused without the person's yes to this
    very referral (law 2). The receipt is the same whether the receiver knows the person or not: their
    number is looked up by nobody here, and a record that is there is kept apart from this one.
    """
    unit = Unit.objects.select_related("authority").get(pk=told.unit_id or 0)
    check_refer(by, told.branch, unit.pk)
    consent_on = _consented_on(told, by.day)
    before = _sent_before(told.key)
    if before is not None:
        return before
    set_reach(tuple({*by.controllers, told.branch.controller_id}))
    made = receive(told, unit, by=by)
    holds = made.holdings.filter(unit=unit).exists()
    return SentReferral.objects.create(
        id=made.pk, controller_id=made.controller_id, owner_authority=unit.authority,
        kind=RowKind.REFERRAL, circle_id=made.circle_id, referral=made, branch=told.branch, unit=unit,
        whom=whom_of(told.facts), reason=told.reason, asked_for=told.asked_for, came=told.came,
        own_words=told.own_words, contact=told.contact, birth_date=told.facts.birth_date,
        parties_needed=told.parties_needed, own_days=told.own_days, consent_manner=told.consent_manner,
        consent_on=consent_on, sent_on=by.day, first_on=told.first_on, sent_by=by.name, state_on=by.day,
        held_until=None if holds else by.day,
    )  # fmt: skip


def _sent_before(key: UUID) -> SentReferral | None:
    return SentReferral.objects.filter(pk=key).first()


def whom_of(facts: PersonFacts) -> str:
    """Whom it is about as the sender writes it: the name, or the number where there is none."""
    name = f"{facts.given_name} {facts.family_name}".strip()
    return name or facts.identity_number


def _consented_on(told: NewReferral, day: date) -> date:
    """The day of the person's yes; raises Refused without one, and for somebody protected."""
    if not told.consent_manner or told.consent_on is None:
        raise Refused(str(NO_YES), "consent_manner")
    if told.consent_on > day:
        raise Refused(str(NOT_YET), "consent_on")
    if told.facts.protection:
        raise Refused(
            _("Den som har skyddade personuppgifter aktualiseras inte här. Ring den som tar emot."),
            "given_name",
        )
    return told.consent_on


@transaction.atomic
def receive(told: NewReferral, unit: Unit | None, *, by: Viewer) -> Referral:
    """Write down what was received, with its first holder; for `refer`, which has tried the right to it."""
    branch, intake = told.branch, intake_of(told.branch, by.day)
    person = record([_keyed(told)], by=by, beside_hidden=True)[0]
    units = tuple(dict.fromkeys([intake.pk, *taking_in(branch), *([unit.pk] if unit else [])]))
    circle = open_circles([NewCircle(branch.controller_id, person, by.day, units)], by=by)[0]
    made = Referral.objects.create(
        id=told.key, controller_id=branch.controller_id, owner_authority_id=branch.controller_id,
        kind=RowKind.REFERRAL, circle_id=circle, initiative_id=branch.initiative_id, branch=branch,
        intake_unit=intake, origin=told.origin, referring_unit=unit,
        referring_party_id=unit.authority.party_id if unit else None,
        referrer=by.name if unit else "", reason=told.reason, asked_for=told.asked_for,
        came=told.came, own_words=told.own_words, contact=told.contact,
        parties_needed=told.parties_needed, own_days=told.own_days, consent_manner=told.consent_manner,
        consent_on=told.consent_on, received_on=by.day, first_on=told.first_on, state_on=by.day,
    )  # fmt: skip
    QueueHolding.objects.create(
        controller_id=made.controller_id, owner_authority_id=made.controller_id,
        kind=RowKind.REFERRAL, circle_id=circle, referral=made, from_day=by.day,
        unit=_first_holder(unit, intake, by.day),
    )  # fmt: skip
    return made


def _first_holder(unit: Unit | None, intake: Unit, day: date) -> Unit:
    """The unit that referred; those who take in where there is none, or where it has a last day."""
    return intake if unit is None or takes_nobody([unit.pk, intake.pk], day) else unit


def _keyed(told: NewReferral) -> PersonFacts:
    """The facts, with a key of the register's own where there is no number."""
    if told.facts.identity_number:
        return told.facts
    return replace(told.facts, register_key=f"A-{told.key.hex[-10:].upper()}")


def taking_in(branch: Branch) -> list[int]:
    """The units of the controller's own that every new case in the branch lets in."""
    own = Unit.objects.filter(pk__in=team_units(branch), authority=branch.controller_id)
    return list(own.order_by("pk").values_list("pk", flat=True))

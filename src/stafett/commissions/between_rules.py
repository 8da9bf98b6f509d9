"""The rules about those between the chairs that assignments know: no answer, late, and nobody to do it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, Limit, Rule, Scope, called
from stafett.casework.models import PART
from stafett.casework.queries.own_record import names_told
from stafett.commissions.models import Commission
from stafett.commissions.rules import ANSWER_DAYS, OPEN, UNANSWERED, State
from stafett.database.days import in_force
from stafett.people.models import Person
from stafett.safeguards.access import is_anothers_copy, may_see
from stafett.safeguards.models import Basis, Member
from stafett.safeguards.viewer import Viewer

WHOM = "participation__circle__person__"
FIELDS = (
    "participation_id", "pk", "copy_of", "owner_authority_id", "what", "state", "given_on", "due_on",
    "from_unit__name", "from_unit__authority_id", "to_unit__name", "to_unit__authority_id", "to_unit_id",
    "participation__initiative_id", "participation__circle_id", "participation__circle__person_id",
    "controller_id", f"{WHOM}given_name", f"{WHOM}family_name", f"{WHOM}register_key",
    f"{WHOM}protection", f"{WHOM}alias",
)  # fmt: skip


class Found(NamedTuple):
    """An open assignment as values: a rule makes no rows."""

    case: UUID
    pk: UUID
    copy_of: UUID | None
    owner: int
    what: str
    state: str
    given_on: date
    due_on: date
    giver: str
    giving: int
    receiver: str
    receiving: int
    to_unit: int
    initiative: int
    circle: UUID
    person: UUID
    controller: int
    given_name: str
    family_name: str
    number: str
    protection: str
    alias: str

    @property
    def url(self) -> str:
        """Its own page, which its receiver has without the rest of the case."""
        return reverse("commission", args=[self.case, self.pk])

    def about(self, person: Person | None) -> Found:
        """The same, with the person as the viewer was told them; as it is where there is nobody to say."""
        if person is None:
            return self
        return self._replace(
            given_name=person.given_name, family_name=person.family_name, number=person.register_key,
            protection=person.protection, alias=person.alias,
        )  # fmt: skip

    def gap(self, viewer: Viewer, scope: Scope, since: date, giver: bool) -> Gap:
        """Found, since when, and whose move: another authority's unit by name where the record is ours."""
        unit, home = (self.giver, self.giving) if giver else (self.receiver, self.receiving)
        known = self.owner in viewer.works_for or home == self.owner
        who = unit if known else _("någon annan")
        if self.case in scope.cases:
            return Gap(since, who, self.case, self.what, self.url)
        name, initials = called(self.given_name, self.family_name, self.protection, self.alias)
        about = (self.circle, self.person, self.controller)
        return Gap(
            since, who, self.case, self.what, self.url, name or self.number, self.url, about,
            initials=initials,
        )  # fmt: skip


def _open(viewer: Viewer, scope: Scope) -> list[Found]:
    """Open ones in the cases asked about, and the units' own in cases that others hold; each once."""
    asked = Q(participation__in=list(scope.cases))
    if scope.initiative_id is None:
        mine = Q(position__in=viewer.positions) | Q(position=None)
        to_us = Q(to_unit__in=scope.units) & mine
        by_us = Q(from_unit__in=scope.units, copy_of=None)
        asked |= (to_us | by_us) & Q(owner_authority__in=viewer.works_for)
    rows: QuerySet[Any] = may_see(viewer, Commission.objects.filter(asked, state__in=OPEN), PART)
    found: dict[UUID, Found] = {}
    for values in rows.order_by("due_on", "pk").values_list(*FIELDS):
        one = Found(*values)
        if is_anothers_copy(one.copy_of, one.owner, viewer):
            continue
        # one's own record of what stands in two comes after the giver's
        found[one.copy_of or one.pk] = one
    beside = [(one.case, one.pk) for one in found.values() if one.case not in scope.cases]
    told = names_told(viewer, beside)
    return [one.about(told.get(one.pk)) for one in found.values()]


def unanswered(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Neither accepted nor declined within the days; a question waits for the giver."""
    for one in _open(viewer, scope):
        days = timedelta(scope.limit("commission_unanswered", one.initiative))
        if one.state in UNANSWERED and one.given_on + days < viewer.day:
            yield one.gap(viewer, scope, one.given_on, giver=one.state == State.ASKED)


def late(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Accepted, and the day has passed without a result."""
    for one in _open(viewer, scope):
        if one.state == State.ACCEPTED and one.due_on < viewer.day:
            yield one.gap(viewer, scope, one.due_on, giver=False)


def left(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """The unit that should do it is in the case no more; told to whose assignment it is."""
    rows = [
        one for one in _open(viewer, scope) if one.owner in viewer.works_for and not one.copy_of
    ]
    seats = Member.objects.filter(
        in_force(viewer.day), circle__in={one.circle for one in rows}, basis=Basis.ROLE
    )
    inside = set(seats.order_by("pk").values_list("circle_id", "unit_id"))
    for one in rows:
        if (one.circle, one.to_unit) not in inside:
            yield one.gap(viewer, scope, one.given_on, giver=True)


RULES = (
    Rule(
        "commission_unanswered", gettext_lazy("Uppdrag utan svar"),
        gettext_lazy("Ett uppdrag, eller en fråga om det, har inget svar på mer än sju dagar."),
        gettext_lazy("Karin bad Projektkontoret om intervjuträning den 3 maj. I dag är det den 12 maj."),
        gettext_lazy("Öppna uppdraget"), unanswered, "", 22,
        limit=Limit(ANSWER_DAYS, gettext_lazy("dagar")),
    ),
    Rule(
        "commission_late", gettext_lazy("Uppdrag försenat"),
        gettext_lazy("Ett uppdrag som är mottaget skulle ha varit klart, och inget resultat är antecknat."),
        gettext_lazy("”Börja söka” skulle vara klart den 3 maj. I dag är det den 9 maj."),
        gettext_lazy("Öppna uppdraget"), late, "", 23,
    ),
    Rule(
        "commission_left", gettext_lazy("Uppdrag utan mottagare"),
        gettext_lazy("Enheten som fick ett uppdrag är inte med i ärendet längre."),
        gettext_lazy("Af Flen tog emot ”bryta isolering” i mars och lämnade ärendet i maj."),
        gettext_lazy("Öppna uppdraget"), left, "", 24,
    ),
)  # fmt: skip

"""What is consented to in a case, what of it waits or has ended, and what was handed over under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.of_case import also_ask, has
from stafett.casework.queries.consent_words import Said, kinds_in_words, said_of
from stafett.casework.waiting_parts import unit_of
from stafett.frame.formats import in_a_row, plain_day
from stafett.initiatives.queries import team_units
from stafett.parties.models import Authority, Party, Unit
from stafett.safeguards.access import Opened, gives_for, in_circle, may_see, opened
from stafett.safeguards.arriving import IN_SHORT, Arrival, at_authorities
from stafett.safeguards.handling import handling_people
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import (
    COPIES,
    Basis,
    Circle,
    Consent,
    ConsentPart,
    ConsentScan,
    Member,
    Release,
)
from stafett.safeguards.queries.consents import noters_unnamed
from stafett.safeguards.roles import Permission
from stafett.safeguards.rules import Part, Terms
from stafett.safeguards.viewer import Viewer

MOST_COPIES = 200
"""So many copies are shown, the latest first."""


@dataclass(frozen=True)
class Line:
    """What one authority may give another under one consent, with how it stands."""

    giver: Authority
    receiver: Authority
    kinds: str
    last_day: date
    status: str
    shape: str

    @property
    def words(self) -> str:
        """All of it in one line."""
        return _("%(giver)s till %(receiver)s: %(kinds)s. %(status)s.") % {
            "giver": self.giver, "receiver": self.receiver, "kinds": self.kinds,
            "status": self.status[:1].upper() + self.status[1:],
        }  # fmt: skip


@dataclass(frozen=True)
class Shared:
    """The page of a case's consents and releases, as far as this viewer may know."""

    said: list[Said]
    waiting: list[ConsentPart]
    live: list[ConsentPart]
    giving: list[ConsentPart]
    released: list[Release]
    own: frozenset[int]
    """The authorities in which the viewer sees people: whose papers they print."""
    consents: list[Consent]
    """Each with `scanned`: whether the signed paper is kept."""
    unnamed: frozenset[UUID] = frozenset()
    """Those of them of which the viewer may not know who noted them."""
    arrives: dict[UUID, Arrival] = field(default_factory=dict)
    """Whether what the viewer's authority has handed over can be read, by copy: told to nobody else."""

    @property
    def copies(self) -> list[tuple[Release, str]]:
        """What was handed over, and how what one gave stands at the receiver's."""
        return [(copy, self._arrival(copy)) for copy in self.released]

    def _arrival(self, copy: Release) -> str:
        found = self.arrives.get(copy.pk)
        return str(IN_SHORT[found]) if found else ""


def shared(viewer: Viewer, case: Participation) -> Shared:
    """Everything that the page shows; a constant number of queries."""
    parts = list(parts_of(viewer, [case.circle]))
    own = gives_for(viewer, case.circle)
    live = [part for part in parts if in_use(part, viewer.day)]
    consents = {part.consent_id for part in parts}
    released, mine = list(releases(viewer).filter(circle=case.circle_id)), authorities_of(viewer)
    named = knows_all(viewer, case.circle)
    return Shared(
        said_of([(part, _status(part, viewer.day, named or _by(part, viewer))) for part in parts]),
        [p for p in parts if _waits(p, viewer.day) and p.giver_id in own],
        [p for p in parts if p.withdrawn_on is None and p.until_day > viewer.day],
        [p for p in live if p.giver_id in own],
        released, mine, list(_with_paper(consents)), unnamed(viewer, consents, case),
        _arrives(case, [copy for copy in released if copy.giver_id in mine], viewer.day),
    )  # fmt: skip


def _arrives(case: Participation, given: Iterable[Release], day: date) -> dict[UUID, Arrival]:
    """How each copy stands at the receiver's, while the consent holds; after, it could tell who has come in."""
    open_now = [
        copy
        for copy in given
        if not copy.outside and copy.consent_withdrawn_on is None and copy.part.until_day > day
    ]
    if not open_now:
        return {}
    stands = at_authorities(case.circle, {copy.owner_authority_id for copy in open_now}, day)
    return {copy.pk: stands[copy.owner_authority_id] for copy in open_now}


def _with_paper(consents: set[UUID]) -> QuerySet[Consent]:
    """The consents, the latest first, and whether each has a signed paper, without fetching it."""
    scanned = Exists(ConsentScan.objects.filter(consent=OuterRef("pk")))
    rows = Consent.objects.filter(pk__in=consents).select_related("noted_at_unit__authority")
    return rows.annotate(scanned=scanned).order_by("-from_day", "-pk")


@dataclass(frozen=True)
class Agreed:
    """Authorities that the person has let know of the case, until the last day of it."""

    names: list[str]
    last_day: date
    silent: bool = False
    """That they have not accepted their own part, so nothing comes from there yet."""

    @property
    def name(self) -> str:
        """All of them."""
        return in_a_row(self.names)


def agreed(viewer: Viewer, case: Participation, parts: Iterable[ConsentPart]) -> list[Agreed]:
    """Whom the controller may tell today, as far as this viewer may know; those that are alike together."""
    found: dict[str, date] = {}
    parts = list(parts)
    for part in parts:
        if part.giver_id == case.controller_id and in_use(part, viewer.day):
            last = part.until_day - timedelta(days=1)
            found[part.receiver.name] = max(last, found.get(part.receiver.name, last))
    silent = _to_the_controller(parts, case, lambda part: _waits(part, viewer.day))
    silent -= _to_the_controller(parts, case, lambda part: in_use(part, viewer.day))
    alike: dict[tuple[date, bool], list[str]] = defaultdict(list)
    for name, last in sorted(found.items()):
        alike[last, name in silent].append(name)
    return [Agreed(names, *how) for how, names in alike.items()]


def _to_the_controller(
    parts: Iterable[ConsentPart], case: Participation, of: Callable[[ConsentPart], bool]
) -> set[str]:
    return {p.giver.name for p in parts if p.receiver_id == case.controller_id and of(p)}


def waits_for(viewer: Viewer, case: Participation, parts: Iterable[ConsentPart]) -> list[str]:
    """Whom the person lets the controller tell, where it has not accepted that: nothing is told yet."""
    found = {
        p.receiver.name for p in parts if p.giver_id == case.controller_id and _waits(p, viewer.day)
    }
    return sorted(found)


def not_accepted(part: ConsentPart) -> str:
    """How what waits for its giver is said, on the case's page and where consents stand."""
    return _("%(giver)s har inte godtagit det, så inget kommer därifrån än") % {"giver": part.giver}


def parts_of(viewer: Viewer, circles: Iterable[Circle | UUID]) -> QuerySet[ConsentPart]:
    """The parts that concern the viewer's own authority, or a consent that was noted there.

    Others' are not told of: whether another authority takes part at all can be a secret (law 2).
    """
    return parts_by(viewer, authorities_of(viewer), circles)


def parts_by(
    viewer: Viewer | StandIn, mine: Collection[int], circles: Iterable[Circle | UUID]
) -> QuerySet[ConsentPart]:
    """The same for whoever sees people at these authorities."""
    own = Q(giver__in=mine) | Q(receiver__in=mine) | Q(consent__noted_at_unit__authority__in=mine)
    kept = Q(circle__in=_inside(viewer, Basis.KEEPING))
    rows = ConsentPart.objects.filter(
        own | kept, circle__in=circles, controller_id__in=viewer.controllers
    )
    order = ("-from_day", "consent_id", "giver__name", "receiver__name", "pk")
    return rows.select_related("giver", "receiver", "consent", "circle").order_by(*order)


also_ask(ConsentPart, "circle_id", "circle_id")
also_ask(Release, "circle_id", "circle_id")
PARTS: Seen[ConsentPart] = Seen(
    lambda viewer, mine, circle: parts_by(viewer, mine, [circle]).select_related(
        "consent__noted_at_unit"
    )
)


def parts_in(viewer: Viewer, case: Participation) -> list[ConsentPart]:
    """The same of one case, each with the unit where its consent was noted."""
    if not has(case, ConsentPart):
        return []
    return PARTS.by(viewer, mine=authorities_of(viewer), circle=case.circle_id)


def standing_alike(
    viewer: Viewer, case: Participation, purpose: str, asked: Collection[Part], terms: Terms
) -> list[ConsentPart]:
    """What stands already of the same purpose, between the same, of the same kinds and at the same time, in
    one consent; nothing unless all that is asked does. Of what the viewer may not know nothing is told.

    One that ends more than a week before the new is renewed by it, and is not the same.
    """
    rows = parts_of(viewer, [case.circle]).filter(
        consent__purpose__iexact=purpose.strip(), withdrawn_on=None, from_day__lt=terms.until_day,
        until_day__gt=max(terms.from_day, terms.until_day - timedelta(days=8)),
    )  # fmt: skip
    by_consent: dict[UUID, list[ConsentPart]] = defaultdict(list)
    for part in rows:
        by_consent[part.consent_id].append(part)
    wanted = {tuple(part) for part in asked}
    for parts in by_consent.values():
        if wanted <= {(p.giver_id, p.receiver_id, p.information) for p in parts}:
            return parts
    return []


def consent_of(viewer: Viewer, case: Participation, key: UUID) -> tuple[Consent, list[ConsentPart]]:
    """One consent of a case with those of its parts that the viewer may know of; Http404 without any."""
    parts = list(parts_of(viewer, [case.circle]).filter(consent=key))
    found = _with_paper({part.consent_id for part in parts}).select_related(
        "noted_at_unit__authority", "circle__person"
    )
    if not parts:
        raise Http404
    return found[0], parts


def somebody_noted() -> str:
    """What stands in the noter's place to those who may not know of their authority."""
    return _("en annan myndighet")


def authorities_of(viewer: Viewer) -> frozenset[int]:
    """The authorities in which the viewer sees people."""
    return viewer.authorities_with(Permission.SEE_PEOPLE)


def in_use(part: ConsentPart, day: date) -> bool:
    """True while something can be given under it."""
    accepted = part.accepted_on is not None and part.withdrawn_on is None
    return accepted and part.from_day <= day < part.until_day


def _waits(part: ConsentPart, day: date) -> bool:
    return part.accepted_on is None and open_still(part, day)


def open_still(part: ConsentPart, day: date) -> bool:
    """True until it is taken back or runs out, accepted or not."""
    return part.withdrawn_on is None and part.until_day > day


def lines_of(parts: Sequence[ConsentPart], viewer: Viewer, *, named: bool) -> list[Line]:
    """Parts of one consent between the same two that stand alike are one line.

    `named` to whoever knows of all that are in the case: then it is told who noted what is taken back.
    """
    found: dict[tuple[Any, ...], list[ConsentPart]] = defaultdict(list)
    for part in parts:
        stands = _status(part, viewer.day, named or _by(part, viewer))
        found[part.consent_id, part.giver_id, part.receiver_id, stands].append(part)
    return [_line(some, stands) for (*_key, stands), some in found.items()]


def _line(parts: Sequence[ConsentPart], stands: tuple[str, str]) -> Line:
    first = parts[0]
    words = kinds_in_words(part.information for part in parts)
    last = first.until_day - timedelta(days=1)
    return Line(first.giver, first.receiver, words, last, *stands)


def _by(part: ConsentPart, viewer: Viewer) -> bool:
    return part.withdrawn_by == viewer.name


def _status(part: ConsentPart, day: date, named: bool) -> tuple[str, str]:
    if part.withdrawn_on is not None:
        told = {"day": plain_day(part.withdrawn_on), "who": part.withdrawn_by}
        if named:
            how = f" ({part.withdrawn_how})" if part.withdrawn_how else ""
            return _("taget tillbaka %(day)s, antecknat av %(who)s") % told + how, "stop"
        return _("taget tillbaka %(day)s") % told, "stop"
    if part.until_day <= day:
        return _("har gått ut"), "paused"
    if part.accepted_on is None:
        return not_accepted(part), "waiting"
    return _("gäller"), "done"


def releases(viewer: Viewer) -> QuerySet[Release]:
    """What was handed over to the viewer's authorities, or by them, in the cases that they are in today."""
    return _releases(viewer, authorities_of(viewer))


def _releases(viewer: Viewer | StandIn, mine: Collection[int]) -> QuerySet[Release]:
    rows = Release.objects.select_related("giver", "owner_authority", "part")
    received = may_see(viewer, rows, COPIES)
    inside = _inside(viewer, Basis.ROLE, Basis.KEEPING)
    given = rows.filter(giver__in=mine, circle__in=inside)
    both = Q(pk__in=received.values("pk")) | Q(pk__in=given.values("pk"))
    return rows.filter(both).order_by("-released_at", "-pk")


RELEASES: Seen[Release] = Seen(
    lambda viewer, mine, circle: _releases(viewer, mine).filter(circle=circle)
)


def releases_in(viewer: Viewer, case: Participation) -> list[Release]:
    """The same of one case."""
    if not has(case, Release):
        return []
    return RELEASES.by(viewer, mine=authorities_of(viewer), circle=case.circle_id)


def _inside(viewer: Viewer | StandIn, *bases: Basis) -> QuerySet[Member, Any]:
    """The circles in which some unit of the viewer's, or their named post, has a part today."""
    inside = Member.objects.filter(
        in_circle(viewer), basis__in=bases, controller_id__in=viewer.controllers
    )
    return inside.values("circle_id")


def given_outside(viewer: Viewer, key: UUID) -> Release:
    """A copy that the viewer's authority gave to a receiver outside Stafett, to be put on paper.

    Http404 for others, and PermissionDenied, saying why, once the consent is over: handing the paper
    over would then be a release without consent.
    """
    mine = releases(viewer).filter(outside=True, giver__in=authorities_of(viewer), pk=key)
    copy = mine.select_related("giver", "owner_authority", "part__consent").first()
    if copy is None:
        raise Http404
    if copy.part.withdrawn_on is not None or copy.part.until_day <= viewer.day:
        raise PermissionDenied(
            _("Samtycket gäller inte längre. Det som inte redan är lämnat får inte lämnas nu.")
        )
    return copy


def received(viewer: Viewer) -> QuerySet[Release]:
    """The copies that are the viewer's authorities' own, the latest first."""
    mine = viewer.authorities_with(Permission.SEE_PEOPLE)
    rows = Release.objects.filter(outside=False, owner_authority__in=mine)
    return may_see(viewer, rows.select_related("giver", "owner_authority"), COPIES).order_by(
        "-released_at", "-pk"
    )


def team_known(viewer: Viewer, case: Participation) -> list[Authority]:
    """Of a case's team the authorities that the viewer may know to be in it (law 2).

    All of it for the controller, whose circle it is. Others know their own, the controller, the usual team of
    the branch, and those that are shown to them as holder, with a case of their own, or in a consent.
    """
    team = team_authorities(case)
    if knows_all(viewer, case.circle):
        return team
    known = _known(viewer, case, team)
    return [one for one in team if one.pk in known]


def knows_all(viewer: Viewer, circle: Circle) -> bool:
    """True at the controller, whose circle it is, for whoever sees all of the case."""
    whose = circle.controller_id
    return whose in viewer.works_for and opened(viewer, circle.pk).kinds.get(whose, ()) is None


def _known(viewer: Viewer, case: Participation, asked: Iterable[Authority]) -> set[int]:
    """Of some authorities those that somebody else may know to be in a case."""
    shown = opened(viewer, case.circle_id)
    known = {case.controller_id, *viewer.works_for, *_held_in(case, shown)}
    for giver, receiver in parts_of(viewer, [case.circle]).values_list("giver", "receiver"):
        known |= {giver, receiver}
    if not case.circle.named_only:
        usual = Unit.objects.filter(pk__in=team_units(case.branch))
        known |= set(usual.values_list("authority_id", flat=True))
    own = [row for row in case.involvements.select_related("unit") if shown.shows(row)]
    known |= {row.unit.authority_id for row in own if row.unit}
    parties = {row.party_id for row in own if not row.unit}
    return {one.pk for one in asked if one.pk in known or one.party_id in parties}


def unnamed(
    viewer: Viewer, consents: Iterable[UUID], case: Participation | None = None
) -> frozenset[UUID]:
    """Of some consents those of which the viewer may not know what authority noted them (law 2).

    Known are their own, the controller, those that the wording names, and in one case those that the form
    names too (`team_known`). A list of many cases asks no more for each.
    """
    noted = noters_unnamed(list(consents), viewer.works_for)
    if not noted or case is None:
        return frozenset(noted)
    if knows_all(viewer, case.circle):
        return frozenset()
    known = _known(viewer, case, noted.values())
    return frozenset(key for key, authority in noted.items() if authority.pk not in known)


def _held_in(case: Participation, shown: Opened) -> set[int]:
    """The authorities of the units that are shown as holders, or with a case of their own."""
    rows: list[Any] = [*case.holdings.select_related("unit")]
    rows += case.involvements.exclude(unit=None).select_related("unit")
    return {row.unit.authority_id for row in rows if shown.shows(row)}


def team_authorities(case: Participation) -> list[Authority]:
    """The controller, the authorities whose units are in the case by their role, and those with a case of
    their own: of a unit's its authority, and of a party's the only one that it has."""
    inside = Member.objects.filter(circle=case.circle_id, basis=Basis.ROLE, until_day=None)
    keys = {case.controller_id, *inside.values_list("giver_id", flat=True).order_by("pk")}
    own = case.involvements.filter(until_day=None)
    units = own.exclude(unit=None).values("unit__authority")
    alone = Party.objects.annotate(number=Count("authorities")).filter(number=1)
    parties = alone.filter(pk__in=own.filter(unit=None).values("party"))
    found = Q(pk__in=keys) | Q(pk__in=units) | Q(party__in=parties)
    return list(Authority.objects.filter(found, handling_people()).order_by("name"))


def unplaced(viewer: Viewer, case: Participation) -> set[int]:
    """Authorities with a case that the viewer is shown, where nobody has said in which of their units.

    Not those of the branch's usual team. They stay to choose a unit of, in the case or not (law 2).
    """
    shown = opened(viewer, case.circle_id)
    rows = case.involvements.filter(until_day=None, unit=None).order_by("pk")
    seen = [row for row in rows if shown.shows(row)]
    units = unit_of(seen, viewer.day)
    parties = {row.party_id for row in seen if units[row.pk] is None}
    usual = Unit.objects.filter(pk__in=team_units(case.branch)).values("authority")
    rest = Authority.objects.filter(party__in=parties).exclude(pk__in=usual)
    return set(rest.order_by("pk").values_list("pk", flat=True))


def taken_back(viewer: Viewer, case: Participation) -> list[Authority]:
    """Those to whom the person has taken a yes back and given no other, as far as the viewer may know."""
    parts = parts_of(viewer, [case.circle])
    gone = parts.exclude(withdrawn_on=None).values("receiver")
    going_on = parts.filter(withdrawn_on=None, until_day__gt=viewer.day).values("receiver")
    found = Authority.objects.filter(pk__in=gone).exclude(pk__in=going_on)
    return list(found.exclude(pk=case.controller_id).order_by("name"))

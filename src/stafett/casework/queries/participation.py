"""What does one participation's page say: who, who holds it together, who is involved, before and after?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework import lanes
from stafett.casework.access import LIFE, can_change, can_work, may_move
from stafett.casework.left_out import left_out
from stafett.casework.models import (
    LISTED,
    Holding,
    Involvement,
    Listing,
    Participation,
)
from stafett.casework.of_case import OfCase, look_at
from stafett.casework.queries.changes import Change, changes_of
from stafett.casework.queries.consents import Agreed, agreed, parts_in, waits_for
from stafett.casework.queries.moments import DID, LIVED, Moments, moments
from stafett.casework.queries.silent import Silent, silent
from stafett.casework.queries.team import HAS, SHARE, Team, team
from stafett.casework.queries.told_of import (
    end_is_told,
    untold_of,
    without,
    without_untold_ends,
)
from stafett.casework.taking_over import FELL_BACK, TAKEN_OVER, taker_shown
from stafett.casework.timeline import Event, events, rows_read
from stafett.database.kept import Kept
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import parties_of
from stafett.parties.models import Authority, Party
from stafett.people.models import Person, PersonLink
from stafett.safeguards.access import Opened, may_see, may_see_in_order, opened, why
from stafett.safeguards.actions.identity import may_withhold, to_withhold
from stafett.safeguards.actions.retention import opens_time
from stafett.safeguards.kept import Seen
from stafett.safeguards.models import CaseRow, ConsentPart
from stafett.safeguards.queries.file import Said, said_in
from stafett.safeguards.queries.protecting import left_to_others
from stafett.safeguards.queries.standing_in import seen_by_standing_in
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

R = TypeVar("R", bound=CaseRow)
IN_TIME = ("from_day", "pk")
RELATED = (
    "person", "initiative", "branch__controller", "outcome", "next_step", "next_unit", "municipality",
    "education", "referring_party", "circle", "controller",
)  # fmt: skip


HELD = OfCase(
    Holding, lambda rows: rows.select_related("unit__authority__party__kind").order_by(*IN_TIME)
)
INVOLVED = OfCase(
    Involvement, lambda rows: rows.select_related("party__kind", "unit").order_by(*IN_TIME)
)
HANDED_ON: OfCase[Any] = OfCase(
    Holding.pgh_event_model,  # type: ignore[attr-defined]
    lambda rows: (
        rows.filter(pgh_context__metadata__has_key=TAKEN_OVER)
        .select_related("unit__authority__party__kind")
        .annotate(fell_back=Q(pgh_context__metadata__has_key=FELL_BACK))
        .order_by("-pgh_id")
    ),
)
"""Earlier versions of holdings that were handed over, the latest first."""


ON_THE_PAGE = (HELD, INVOLVED, HANDED_ON, LIVED, DID, HAS, SHARE)
SEEN: Seen[Participation] = Seen(
    lambda viewer, key: may_see(
        viewer, Participation.objects.select_related(*RELATED).filter(pk=key)
    ).order_by("pk")
)


def participation(viewer: Viewer, key: UUID) -> Participation:
    """One participation; Http404 alike whether it is hidden from the viewer or was never there."""
    found = SEEN.by(viewer, key=key)
    if not found:
        raise Http404
    return found[0]


def locked(viewer: Viewer, key: UUID) -> Participation:
    """The same, held until the transaction ends, so that two who save come one after the other."""
    participation(viewer, key)
    rows = Participation.objects.select_related(*RELATED)
    return rows.select_for_update(of=("self",)).get(pk=key)


@dataclass(frozen=True)
class Sheet:
    """Everything that the page of one participation shows this viewer."""

    participation: Participation
    why: str
    can_work: bool
    can_change: bool
    can_end_case: bool
    can_move: bool
    holdings: list[Holding]
    involvements: list[Involvement]
    picture: lanes.Picture
    moments: list[Moments]
    agreed: list[Agreed]
    silent: list[Silent]
    others: list[Participation]
    links: list[PersonLink]
    changes: list[Change]
    team: Team = field(default_factory=Team)
    shows_log: bool = False
    shows_time: bool = False
    """That it opens to the viewer how long the case is kept."""
    file: list[Said] = field(default_factory=list)
    """What Stafett is to each of the viewer's own authorities in the case."""
    left_out: list[str] = field(default_factory=list)
    """What does not come with it to the file, and why."""
    to_withhold: bool = False
    """That the routine keeps out the identity that is recorded."""
    may_withhold: bool = False
    left_alone: bool = False
    """That nobody of those who answer for the person is left in the named team."""
    taker: str = ""
    """Who takes over, as far as the viewer may know."""
    shows_life: bool = False
    """That what is recorded before and after is open to the viewer, all of it."""
    waits_for: list[str] = field(default_factory=list)
    """Whom the person lets the controller tell, who has not accepted it."""
    holds: bool = False
    """That the viewer works for the authority whose unit holds it; who else may end it is not offered to."""
    untold: tuple[str, ...] = ()
    """The participation's own facts of which the viewer is told nothing (`told_of`)."""
    fell_back: bool = False
    """That the one who holds it now got it because the one before may not see it any more: for their own
    authority alone, since it tells that a consent between others has ended (law 2)."""

    @property
    def holder(self) -> Holding | None:
        """Who holds the case together now; None after its exit."""
        return self.holdings[-1] if self.participation.ends_on is None else None

    @property
    def fell_to(self) -> Holding | None:
        """Who holds it without having been asked, since it fell back, while nobody there has it yet."""
        return self.holder if self.fell_back and self.team.worker is None else None

    @property
    def can_reopen(self) -> bool:
        """True when the viewer may undo the exit (`access.check_reopen`): not of who has begun anew."""
        one = self.participation
        again = any(
            other.starts_on > one.starts_on
            and (other.person_id, other.initiative_id) == (one.person_id, one.initiative_id)
            for other in self.others
        )
        return self.can_change and self.shows_life and not again

    @property
    def can_tell_life(self) -> bool:
        """True when the viewer may fill in livelihood and occupation: as `access.check_life`."""
        return self.can_work and self.shows_life


def _left_alone(viewer: Viewer, one: Participation) -> bool:
    return (
        bool(one.person.protection) and left_to_others(viewer.day).filter(pk=one.circle_id).exists()
    )


def sheet(viewer: Viewer, key: UUID) -> Sheet:
    """The page of one participation; a constant number of queries. Http404 when it is not to be seen."""
    one = look_at(participation(viewer, key), [*ON_THE_PAGE, *rows_read(lanes.SHAPES)])
    shown = opened(viewer, one.circle_id)
    holdings, involvements = HELD.shown(one, shown), INVOLVED.shown(one, shown)
    last_held = _last_held_by(holdings)
    untold = untold_of(viewer, shown, one, last_held)
    without(one, untold)
    links, changes = active_links(viewer, [one.person_id]), can_change(viewer, one)
    parts, homes = parts_in(viewer, one), viewer.authorities_with(Permission.SEE_PEOPLE)
    others, links = _others(viewer, one, links)
    story, agreed_to = events(viewer, one, shown, lanes.SHAPES), agreed(viewer, one, parts)
    return Sheet(
        participation=one,
        why=_why(viewer, one, holdings),
        can_work=can_work(viewer, one),
        can_change=changes,
        can_end_case=_can_end_case(viewer, one, involvements, changes),
        can_move=_can_move(viewer, one, holdings),
        holdings=holdings,
        involvements=involvements,
        picture=_picture(viewer, one, holdings, involvements, story, shown),
        moments=moments(shown, one),
        agreed=agreed_to,
        silent=_silent(viewer, one, holdings, involvements, parts, agreed_to),
        others=others,
        links=links,
        changes=changes_of(viewer, shown, one, untold),
        team=team(viewer, one, shown, holdings),
        shows_log=one.controller_id in homes,
        shows_time=opens_time(viewer, one.controller_id),
        file=said_in(viewer, one.circle_id),
        left_out=left_out(shown, one),
        to_withhold=to_withhold(one.person),
        left_alone=_left_alone(viewer, one),
        may_withhold=may_withhold(viewer, one.person),
        taker=taker_shown(viewer.works_for, shown, one),
        shows_life=_shows_life(shown, one),
        waits_for=waits_for(viewer, one, parts),
        holds=last_held in viewer.works_for,
        untold=untold,
        fell_back=last_held in homes and _fell_back(one, shown),
    )


def _last_held_by(holdings: Sequence[Holding]) -> int | None:
    """The authority whose unit holds it, or held it to the end."""
    return holdings[-1].unit.authority_id if holdings else None


def _shows_life(shown: Opened, one: Participation) -> bool:
    kinds = shown.kinds.get(one.controller_id, frozenset())
    return kinds is None or kinds.issuperset(LIFE)


def _fell_back(one: Participation, shown: Opened) -> bool:
    latest = next(iter(HANDED_ON.of(one)), None)
    return latest is not None and latest.fell_back and shown.shows(latest)


@dataclass(frozen=True)
class Period:
    """What goes to an authority's own file of one participation: nothing of other records."""

    participation: Participation
    why: str
    holdings: list[Holding]
    involvements: list[Involvement]
    moments: list[Moments]
    file: list[Said]
    left_out: list[str]
    taker: str


def period(viewer: Viewer, key: UUID) -> Period:
    """A participation with holders, authorities' cases and livelihoods, as far as the viewer may see them."""
    one = participation(viewer, key)
    shown = opened(viewer, one.circle_id)
    holdings = _shown(shown, one.holdings.select_related("unit__authority"))
    held = [*handed_on_at_once(one, holdings, shown), *holdings]
    without(one, untold_of(viewer, shown, one, _last_held_by(holdings)))
    return Period(
        one, _why(viewer, one, holdings), sorted(held, key=lambda row: row.from_day),
        _shown(shown, one.involvements.select_related("party", "unit")), moments(shown, one),
        said_in(viewer, one.circle_id), left_out(shown, one),
        taker_shown(viewer.works_for, shown, one),
    )  # fmt: skip


def _can_move(viewer: Viewer, one: Participation, holdings: list[Holding]) -> bool:
    """True when the viewer may say who in the holding unit has the case."""
    return one.ends_on is None and bool(holdings) and may_move(viewer, holdings[-1].unit_id)


def _shown(shown: Opened, rows: QuerySet[R]) -> list[R]:
    """Of a case's rows those that are open to the viewer."""
    return [row for row in rows if shown.shows(row)]


def _why(viewer: Viewer, one: Participation, holdings: list[Holding]) -> str:
    """Why the viewer sees it, and for whom where it is by standing in."""
    standing_in = seen_by_standing_in(viewer, one.circle_id)
    reason = _reason(viewer, one, holdings)
    return f"{reason} {standing_in.words}" if standing_in else reason


def _reason(viewer: Viewer, one: Participation, holdings: list[Holding]) -> str:
    """Why: that their unit holds it says more than what let the unit in."""
    now = holdings[-1].unit if one.ends_on is None and not one.circle.named_only else None
    if now is not None and now.pk in viewer.units_with(Permission.SEE_PEOPLE):
        return _("Din enhet %(unit)s håller ihop ärendet.") % {"unit": now.name}
    return why(viewer, one.circle_id).why


def _can_end_case(
    viewer: Viewer, one: Participation, involvements: list[Involvement], changes: bool
) -> bool:
    """True when some authority's case goes on that the viewer may end; see `access.own_cases`."""
    going_on = {row.owner_authority_id for row in involvements if row.until_day is None}
    mine = viewer.works_for | ({one.controller_id} if changes else set())
    return bool(going_on & mine)


def _picture(
    viewer: Viewer, one: Participation, holdings: list[Holding], involvements: list[Involvement],
    happened: list[Event], shown: Opened,
) -> lanes.Picture:  # fmt: skip
    """Lanes by party, those who held it first: when they held, had a case of their own, and what happened."""
    spans: dict[Any, list[lanes.Span | lanes.Mark]] = defaultdict(list)
    for held in [*handed_on_at_once(one, holdings, shown), *holdings]:
        span = lanes.Span(held.from_day, held.until_day, held.unit.name, "holds")
        spans[held.unit.authority.party].append(span)
    for row in involvements:
        label = row.unit.name if row.unit else ""
        spans[row.party].append(lanes.Span(row.from_day, row.until_day, label))
    known = [(one.authority_id, one) for one in happened if one.authority_id is not None]
    whose = parties_of_authorities({key for key, _event in known})
    for key, event in known:
        mark = lanes.Mark(event.mark, event.day, f"{event.what}: {event.told}")
        spans[whose[key]].append(event.lasts or mark)
    by_party = [(party.name, party.kind.colour, found) for party, found in spans.items()]
    return lanes.draw(by_party, one.starts_on, one.ends_on, viewer.day)


def handed_on_at_once(one: Participation, holdings: list[Holding], shown: Opened) -> list[Holding]:
    """Those who held it and handed it over the day that they got it: they have no day of their own.

    They stand in the earlier versions alone, and are given back as holdings that end as they begin.
    """
    later = {held.pk: held.unit_id for held in holdings}
    found = []
    for row in HANDED_ON.of(one):
        if later.get(row.pgh_obj_id, row.unit_id) != row.unit_id and shown.shows(row):
            facts = {"owner_authority_id": row.owner_authority_id, "kind": row.kind}
            found.append(
                Holding(unit=row.unit, from_day=row.from_day, until_day=row.from_day, **facts)
            )
        later[row.pgh_obj_id] = row.unit_id
    return found[::-1]


WHOSE: Kept[Authority] = Kept(
    lambda keys: Authority.objects.filter(pk__in=keys).select_related("party__kind")
)


def parties_of_authorities(keys: set[int]) -> dict[int, Party]:
    """The party of each authority; nothing is asked when there are none."""
    return {one.pk: one.party for one in WHOSE(keys=sorted(keys))}


def _silent(
    viewer: Viewer, one: Participation, holdings: list[Holding], involvements: list[Involvement],
    parts: list[ConsentPart], agreed_to: list[Agreed],
) -> list[Silent]:  # fmt: skip
    """The parties of the initiative that nothing is shown of, alike whether they are in the case or not;
    and of those that are shown, the ones that have not accepted what they may give.

    That an authority is involved at all can be a secret: without a consent that the viewer knows of, the
    line is the same for everybody (law 2).
    """
    there = [row.unit.authority.party for row in holdings] + [row.party for row in involvements]
    shown = {party.pk: party for party in there}
    parties = {party.pk: party for party in PARTIES(initiative=one.initiative_id)} | shown
    said = {name for told in agreed_to if told.silent for name in told.names}
    return silent(viewer, one, parties.values(), shown.keys(), parts, said)


PARTIES: Kept[Party] = Kept(lambda initiative: parties_of(Initiative(pk=initiative)))


def active_links(viewer: Viewer, persons: list[UUID]) -> list[PersonLink]:
    """The links that people have made to other records of these persons, and not undone."""
    return LINKS(persons=persons, controllers=viewer.controllers)


def _links(persons: list[UUID], controllers: Sequence[int]) -> QuerySet[PersonLink]:
    ours = Q(first__in=persons) | Q(second__in=persons)
    links = PersonLink.objects.filter(ours, undone_at__isnull=True, controller_id__in=controllers)
    return links.select_related("linked_by")


LINKS: Kept[PersonLink] = Kept(_links)


def _others(
    viewer: Viewer, one: Participation, links: list[PersonLink]
) -> tuple[list[Participation], list[PersonLink]]:
    """The person's other participations that the viewer may see, and the links that lead to some (D12)."""
    linked = {link.first_id for link in links} | {link.second_id for link in links}
    found = OTHERS.by(viewer, persons=[one.person_id, *sorted(linked - {one.person_id})])
    others = without_untold_ends(other for other in found if other.pk != one.pk)
    seen = {other.person_id for other in others}
    return others, [
        link for link in links if seen & ({link.first_id, link.second_id} - {one.person_id})
    ]


OTHERS: Seen[Participation] = Seen(
    lambda viewer, persons: may_see(
        viewer,
        Participation.objects.filter(person_id__in=persons)
        .select_related("initiative", "branch", "outcome", "person")
        .annotate(tells_end=end_is_told(viewer)),
    ).order_by("starts_on", "pk")
)


def sees_any(viewer: Viewer) -> bool:
    """True when the viewer may see any participation at all; sought in their units' lists.

    Among all participations the database would look through a million for those of a unit that has few.
    """
    listed = Listing.objects.filter(unit_id__in=viewer.units_with(Permission.SEE_PEOPLE))
    return may_see_in_order(viewer, listed, LISTED).exists()


def seen_people(viewer: Viewer) -> QuerySet[Person]:
    """The people that the viewer may see some participation of; the same human twice is two."""
    mine = may_see(viewer, Participation.objects.all()).values("person_id")
    return Person.objects.filter(pk__in=mine, controller_id__in=viewer.controllers)

"""Reads of parties and those who work at them; open to everybody who is logged in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.database.days import in_force, still_on
from stafett.database.kept import Kept
from stafett.frame.formats import plain_day
from stafett.parties import rules
from stafett.parties.access import Viewer
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
    Tenure,
    Unit,
)
from stafett.parties.role_names import name_of
from stafett.parties.rules import FundingShare, Kind, Piece, Span
from stafett.vocabulary.models import Municipality
from stafett.vocabulary.order import swedish

M = TypeVar("M", bound=Model)


def _open(viewer: Viewer, rows: QuerySet[M]) -> QuerySet[M]:
    """Everybody who is logged in may know who works together; nobody else."""
    return rows if viewer.user_id is not None or viewer.operator else rows.none()


def one(viewer: Viewer, rows: QuerySet[M], **key: Any) -> M:
    """One row of those that the viewer may see; Http404 when it is not among them."""
    try:
        return _open(viewer, rows).get(**key)
    except rows.model.DoesNotExist:  # type: ignore[attr-defined]
        raise Http404(_("Det finns ingen sådan rad bland dem du får se.")) from None


def kinds(viewer: Viewer) -> QuerySet[PartyKind]:
    """The kinds of parties, in the order of their colours."""
    return _open(viewer, PartyKind.objects.order_by("colour", "code"))


def parties(viewer: Viewer) -> QuerySet[Party]:
    """All parties with their kind and authorities."""
    rows = Party.objects.select_related("kind", "municipality").prefetch_related("authorities")
    return _open(viewer, rows.order_by("kind__colour", swedish("name")))


def party(viewer: Viewer, pk: int) -> Party:
    """One party; Http404 when there is none."""
    return one(viewer, Party.objects.select_related("kind", "municipality"), pk=pk)


def authorities(viewer: Viewer) -> QuerySet[Authority]:
    """All authorities with their party."""
    return _open(viewer, Authority.objects.select_related("party__kind").order_by(swedish("name")))


def names_of(authority: Authority) -> list[str]:
    """What an authority may be called: by its own name, by a unit of its, or by both; with its party or not.

    By its party's name alone only where the party has no other authority: each is on its own (law 3).
    """
    own, units = authority.name, list(authority.units.values_list("name", flat=True))
    both = [f"{unit}, {own}" for unit in units] + [f"{own}, {unit}" for unit in units]
    party = authority.party
    alone = [] if party.authorities.exclude(pk=authority.pk).exists() else [party.name]
    return [own, f"{party.name}, {own}", *alone, *units, *both]


def names_of_places() -> list[str]:
    """What parties, authorities, units and municipalities are called: what anybody who works here knows."""
    rows = (Party.objects, Authority.objects, Unit.objects)
    names = [name for these in rows for name in these.order_by("pk").values_list("name", flat=True)]
    return [*names, *Municipality.objects.order_by("pk").values_list("label_sv", flat=True)]


def units(viewer: Viewer) -> QuerySet[Unit]:
    """All units with their authority."""
    rows = Unit.objects.select_related("authority__party__kind")
    return _open(viewer, rows.order_by(swedish("authority__name"), swedish("name")))


def posts(viewer: Viewer) -> QuerySet[Position]:
    """All posts that are still there on the viewer's day, with unit and authority."""
    rows = Position.objects.filter(still_on(viewer.day)).select_related("unit__authority")
    return _open(viewer, rows.order_by("unit__authority__name", "unit__name", "title", "pk"))


def associations(viewer: Viewer) -> QuerySet[Association]:
    """All associations with their authority."""
    return _open(viewer, Association.objects.select_related("authority__party"))


def groups(viewer: Viewer) -> QuerySet[Group]:
    """All groups, with the association and the group that they hand matters up to."""
    return _open(viewer, Group.objects.select_related("association", "authority", "hands_up_to"))


def agreements(viewer: Viewer) -> QuerySet[Agreement]:
    """All agreements with their parties; those that end first come first, those without end last."""
    rows = Agreement.objects.prefetch_related(
        Prefetch("parties", Party.objects.select_related("kind").order_by("kind__colour", "name"))
    )
    return _open(viewer, rows.order_by("valid_to", "title"))


@dataclass(frozen=True)
class PostOverTime:
    """A post with who holds it now, who has held it, and when nobody did."""

    post: Position
    pieces: list[Piece]
    now: Piece | None
    beside: Piece | None = None
    alone: bool = False
    line: list[rules.Drawn] = field(default_factory=list)

    @property
    def last_day(self) -> date | None:
        """The post's last day; None when it is still there."""
        return rules.last_day(self.post.until_day)

    @property
    def role_name(self) -> str:
        """The role as people call it."""
        return name_of(self.post.role)


@dataclass(frozen=True)
class UnitPage:
    """A unit with its posts."""

    unit: Unit
    posts: list[PostOverTime]

    @property
    def unit_key(self) -> str:
        """The unit's number as text, for the ids on the page."""
        return str(self.unit.pk)


@dataclass(frozen=True)
class AuthorityPage:
    """An authority with its units."""

    authority: Authority
    units: list[UnitPage]


@dataclass(frozen=True)
class PartyPage:
    """All that is known about who works at a party, and the days that its lines are drawn between."""

    party: Party
    authorities: list[AuthorityPage]
    window: tuple[date, date]
    vacant_now: int


def party_page(viewer: Viewer, pk: int) -> PartyPage:
    """A party with authorities, units, posts, holders and vacancies, in a fixed number of queries."""
    found = party(viewer, pk)
    its = list(_posts_of(found))
    window = _window(its, viewer.day)
    alone = _carried_alone(its, viewer.day)
    drawn = [_over_time(post, viewer.day, window, alone) for post in its]
    by_unit: dict[int, list[PostOverTime]] = {}
    for each in drawn:
        by_unit.setdefault(each.post.unit_id, []).append(each)
    tree = Authority.objects.filter(party=found).prefetch_related("units")
    pages = [
        AuthorityPage(a, [UnitPage(u, by_unit.get(u.pk, [])) for u in a.units.all()]) for a in tree
    ]
    vacant = sum(each.now is not None and each.now.kind == Kind.VACANT for each in drawn)
    return PartyPage(found, pages, window, vacant)


def _posts_of(party: Party) -> QuerySet[Position]:
    held = Tenure.objects.select_related("staff").order_by("from_day", "pk")
    rows = Position.objects.filter(unit__authority__party=party).order_by("title", "from_day", "pk")
    return rows.prefetch_related(Prefetch("tenures", held))


def _window(its: Iterable[Position], day: date) -> tuple[date, date]:
    days = [day]
    for post in its:
        days += [post.from_day, rules.last_day(post.until_day) or day]
    return min(days), max(days)


def history_of(post: Position) -> list[Piece]:
    """The whole of a post's time: who held it, who stood in, and when it was vacant."""
    held = [
        Piece(
            Span(t.from_day, t.until_day),
            Kind.STAND_IN if t.stands_in else Kind.HELD, t.staff.name, t.note, t.pk,
        )
        for t in post.tenures.all()
    ]  # fmt: skip
    return rules.pieces(Span(post.from_day, post.until_day), held)


def _over_time(
    post: Position, day: date, window: tuple[date, date], alone: set[tuple[Any, str]]
) -> PostOverTime:
    history = history_of(post)
    now, beside = rules.on_day(history, day)
    carried = ("", post.role) in alone and now is not None and now.kind != Kind.VACANT
    return PostOverTime(post, history, now, beside, carried, rules.drawn(history, window))


def _carried_alone(its: Iterable[Position], day: date) -> set[tuple[Any, str]]:
    return rules.alone(
        ("", post.role, tenure.staff_id) for post in its if (tenure := tenure_on(post, day))
    )


def tenure_on(post: Position, day: date) -> Tenure | None:
    """Whose the post is on a day: its ordinary holder's, else that of whoever stands in alone."""
    there = [t for t in post.tenures.all() if Span(t.from_day, t.until_day).covers(day)]
    return min(there, key=lambda tenure: tenure.stands_in, default=None)


@dataclass(frozen=True)
class Member:
    """A member of an association with its exact share and the days it holds."""

    party: Party
    share: Fraction
    span: Span


DEPARTURES = {
    "state": gettext_lazy(
        "Staten (Försäkringskassan och Arbetsförmedlingen) står för %(share)s i stället för %(law)s."
    ),
    "region": gettext_lazy("Regionen står för %(share)s i stället för %(law)s."),
    "municipality": gettext_lazy("Kommunerna står för %(share)s i stället för %(law)s."),
}


@dataclass(frozen=True)
class Departure:
    """A funding group whose share is not the law's."""

    group: str
    share: Fraction
    law: Fraction

    @property
    def words(self) -> str:
        """The departure as a sentence."""
        told = {"share": str(self.share), "law": str(self.law)}
        return str(DEPARTURES[self.group]) % told


@dataclass(frozen=True)
class AssociationPage:
    """An association's members on the viewer's day, those before and after, and its groups."""

    association: Association
    members: list[Member]
    other_times: list[Member]
    departures: list[Departure]
    groups: list[Group]


def association_page(viewer: Viewer, pk: int) -> AssociationPage:
    """One association; Http404 when there is none."""
    found = one(viewer, Association.objects.select_related("authority__party"), pk=pk)
    everyone = [_member(m) for m in _memberships(found)]
    now = [m for m in everyone if m.span.covers(viewer.day)]
    return AssociationPage(
        found,
        now,
        [m for m in everyone if m not in now],
        _departures(now),
        list(found.groups.select_related("hands_up_to")),
    )


def _memberships(association: Association) -> QuerySet[AssociationMember]:
    rows = association.members.select_related("party__kind")
    return rows.order_by("from_day", "party__kind__colour", "party__name")


def _member(row: AssociationMember) -> Member:
    share = Fraction(row.share_numerator, row.share_denominator)
    return Member(row.party, share, Span(row.from_day, row.until_day))


def _departures(members: Iterable[Member]) -> list[Departure]:
    shares = [FundingShare(m.party.name, m.party.kind.funding_group, m.share) for m in members]
    return [Departure(*found) for found in rules.departures_from_law(shares)] if shares else []


@dataclass(frozen=True)
class Seat:
    """A post's seat in a group, with who holds the post now; empty when it is vacant."""

    member: GroupMember
    holder: str

    @property
    def last_day(self) -> date | None:
        """The seat's last day; None when it is still held."""
        return rules.last_day(self.member.until_day)


def seats(viewer: Viewer, group: Group) -> list[Seat]:
    """Who sits in a group: the seat follows the post, and the post's holder today sits in it."""
    held = Tenure.objects.select_related("staff").order_by("from_day", "pk")
    rows = group.members.select_related("position__unit__authority__party__kind").order_by(
        "position__unit__authority__name", "position__title", "from_day", "pk"
    )
    found = rows.prefetch_related(Prefetch("position__tenures", held))
    return [Seat(m, holder_of(m.position, viewer.day)) for m in _open(viewer, found)]


@dataclass(frozen=True)
class StandIn:
    """Somebody who has a post beside its ordinary holder, or instead of one."""

    tenure: Tenure
    holder: str

    @property
    def post(self) -> Position:
        """The post."""
        return self.tenure.position

    @property
    def last_day(self) -> date | None:
        """The last day of it; None when no end has been said."""
        return rules.last_day(self.tenure.until_day)

    @property
    def words(self) -> str:
        """To the one who stands in: for whom, or in what that is vacant, and until when."""
        day = plain_day(self.last_day) if self.last_day else ""
        told = {"name": self.holder, "title": self.post.title, "day": day}
        if not self.holder:
            sentence = _("Du vikarierar som %(title)s till %(day)s.") if day else _(
                "Du vikarierar som %(title)s tills vidare."
            )  # fmt: skip
            return sentence % told
        sentence = _("Du är ställföreträdare för %(name)s till %(day)s.") if day else _(
            "Du är ställföreträdare för %(name)s tills vidare."
        )  # fmt: skip
        return sentence % told


def my_stand_ins(viewer: Viewer) -> list[StandIn]:
    """In which posts the viewer stands in today, and for whom."""
    posts = [post.position_id for post in viewer.posts if post.stands_in]
    return stand_ins(viewer, posts) if posts else []


def instead_of_me(viewer: Viewer) -> list[StandIn]:
    """Who stands in for the viewer today, in the posts that are the viewer's own."""
    posts = [post.position_id for post in viewer.posts if not post.stands_in]
    return [one for one in stand_ins(viewer, posts) if one.holder] if posts else []


HELD = Prefetch("position__tenures", Tenure.objects.select_related("staff").order_by("pk"))
STANDING_IN: Kept[Tenure] = Kept(
    lambda day, posts: (
        Tenure.objects.filter(in_force(day), position__in=posts, stands_in=True)
        .select_related("staff", "position__unit")
        .prefetch_related(HELD)
        .order_by("from_day", "pk")
    )
)


def stand_ins(viewer: Viewer, posts: Iterable[int]) -> list[StandIn]:
    """Who stands in at some posts on the viewer's day."""
    known = viewer.user_id is not None or viewer.operator
    return [
        StandIn(tenure, ordinary_holder(tenure.position, viewer.day))
        for tenure in (STANDING_IN(day=viewer.day, posts=list(posts)) if known else ())
    ]


def ordinary_holder(post: Position, day: date) -> str:
    """The name of a post's ordinary holder on a day, away or not; empty when there is none."""
    tenure = tenure_on(post, day)
    return tenure.staff.name if tenure and not tenure.stands_in else ""


def holder_of(post: Position, day: date) -> str:
    """Who holds a post on a day; empty when nobody does."""
    tenure = tenure_on(post, day)
    return tenure.staff.name if tenure else ""

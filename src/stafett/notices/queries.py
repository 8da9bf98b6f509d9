"""Reads of notices: what is shown to somebody, and what is to be mailed; the predicate decides each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404
from django.utils import timezone

from stafett.accounts.models import User
from stafett.accounts.rules import digest_of
from stafett.database.days import in_force, still_on
from stafett.database.noticed import looking_up, notice
from stafett.notices.access import authorities_of, has_calendar
from stafett.notices.calendar import Entry, entries
from stafett.notices.ics import uid_of
from stafett.notices.kinds import Told, kinds, name_of, which_cases
from stafett.notices.models import Choice, Feed, Mailing, Notice, choice_of
from stafett.notices.rules import AHEAD, BEHIND, Stands, Times
from stafett.parties.models import Tenure
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.roles import ROLES, Permission
from stafett.safeguards.viewer import Viewer

SEES_PEOPLE = tuple(
    code for code, role in ROLES.items() if Permission.SEE_PEOPLE in role.permissions
)
"""The roles that there can be news for."""
NEWS = Q(read_at=None, over_at=None)
PAGE = 50
MOST = 99
"""The bell counts so far, and then says that there are more."""


def shown(viewer: Viewer) -> QuerySet[Notice]:
    """A viewer's notices: of cases only those whose row the predicate lets them see on their day."""
    return _shown(viewer, viewer.user_id)


def _shown(viewer: Viewer | StandIn, user: int | None) -> QuerySet[Notice]:
    mine = Notice.objects.filter(user=user)
    seen = may_see(viewer, mine).order_by().values("pk")
    return mine.filter(Q(circle=None) | Q(pk__in=seen))


def unread(viewer: Viewer) -> QuerySet[Notice]:
    """Those that are still news: neither read nor over."""
    return shown(viewer).filter(NEWS)


NEW: Seen[Any] = Seen(
    lambda viewer, user: (
        _shown(viewer, user).filter(NEWS).order_by("pk").values_list("pk")[: MOST + 1]
    )
)


def number_unread(viewer: Viewer) -> int:
    """How many those are, counted to a hundred."""
    return len(NEW.by(viewer, user=viewer.user_id)) if viewer.user_id else 0


def to_mail(viewer: Viewer) -> QuerySet[Notice]:
    """Those that no mail has told of."""
    return unread(viewer).filter(mailing=None)


def counted(rows: QuerySet[Notice]) -> dict[str, int]:
    """How many of each kind, in the kinds' order; read as values, so that it shows nobody."""
    number = Counter(rows.order_by().values_list("what", flat=True))
    known = [kind.code for kind in kinds()]
    return {
        name_of(code): number[code]
        for code in [*known, *sorted(set(number) - set(known))]
        if number[code]
    }


def times_of(choice: Choice) -> Times:
    """When the account wants mail, as the rules ask it."""
    return Times(choice.how, choice.hour, choice.quiet_from, choice.quiet_until, choice.free_days)


@dataclass(frozen=True)
class Line:
    """A notice as it is drawn."""

    row: Notice
    told: Told | None = None
    """Which case it is about, where the viewer may see it."""
    full_names: bool = False

    @property
    def about(self) -> str:
        """The initiative and what the case is called, by no name."""
        return self.told.words if self.told else ""

    @property
    def who(self) -> str:
        """Whom it is about, as the viewer reads them on Idag; "" of nobody, and of whom they may not see."""
        return self.told.who(self.full_names) if self.told else ""

    @property
    def where(self) -> str:
        """The initiative and the case's number."""
        return self.told.where if self.told else ""

    @property
    def name(self) -> str:
        """What kind of news it is."""
        return name_of(self.row.what)

    @property
    def new(self) -> bool:
        """True of one that is neither read nor over."""
        return self.row.read_at is None and self.row.over_at is None


@dataclass(frozen=True)
class OfKind:
    """Those of one kind that stand together; one by itself has no heading."""

    name: str
    lines: list[Line]

    @property
    def several(self) -> bool:
        """True where the kind is said once, above them."""
        return len(self.lines) > 1


@dataclass(frozen=True)
class Listed:
    """A page of notices, and how many of all are news."""

    lines: list[Line]
    number: int
    new: int
    page: int

    @property
    def together(self) -> list[OfKind]:
        """The page's lines, the news first, and of each kind together, by the latest of it."""
        found: dict[tuple[bool, str], list[Line]] = {}
        for line in self.lines:
            found.setdefault((line.new, line.row.what), []).append(line)
        return [OfKind(lines[0].name, lines) for lines in found.values()]

    @property
    def last_page(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.number // PAGE))


def listed(viewer: Viewer, page: int, *, full_names: bool = False) -> Listed:
    """A page of the viewer's notices, the news first and then what is read or over, each the latest first."""
    number = shown(viewer).aggregate(all=Count("pk"), new=Count("pk", filter=NEWS))
    here = max(1, min(page, -(-number["all"] // PAGE)))
    rows = (
        shown(viewer)
        .annotate(settled=Case(When(NEWS, then=0), default=1))
        .order_by("settled", "-at", "-pk")
    )
    found = list(rows[(here - 1) * PAGE : here * PAGE])
    told = which_cases(viewer, {row.circle_id for row in found if row.circle_id})
    lines = [
        Line(row, told.get(row.circle_id) if row.circle_id else None, full_names) for row in found
    ]
    return Listed(lines, number["all"], number["new"], here)


def tellable(day: date) -> QuerySet[User]:
    """The accounts for which there can be news on a day: open, in a post that sees people."""
    posts = Tenure.objects.filter(
        in_force(day), still_on(day, prefix="position__"), position__role__in=SEES_PEOPLE
    )
    return User.objects.filter(
        is_active=True, staff__tenures__in=posts.order_by()
    ).distinct().order_by("pk")  # fmt: skip


def failed(viewer: Viewer) -> QuerySet[Mailing]:
    """The mails that did not get through, to staff of the viewer's authorities; the operator sees all."""
    rows = Mailing.objects.filter(stands=Stands.FAILED).select_related("user__staff__authority")
    if not viewer.operator:
        rows = rows.filter(user__staff__authority__in=authorities_of(viewer))
    return rows.order_by("-ended_at", "pk")


def feed_of(viewer: Viewer) -> Feed | None:
    """The viewer's calendar feed that holds."""
    return Feed.objects.filter(user=viewer.user_id, revoked_at=None).first()


def whose_feed(secret: str, day: date) -> tuple[Feed, Viewer] | None:
    """The feed of a secret with its owner as a viewer; None alike for every secret that opens nothing.

    One that was made in posts that have all ended since stays ended, whatever posts its owner has now.
    """
    found = Feed.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if found is None or found.revoked_at is not None:
        return None
    viewer = viewer_of(found.user, day)
    return (
        (found, viewer) if has_calendar(found.user, viewer) and _still_there(found, day) else None
    )


def _still_there(feed: Feed, day: date) -> bool:
    """True when its owner has a post still that they had when it was made."""
    made = timezone.localtime(feed.made_at).date()
    posts = Tenure.objects.filter(in_force(day), staff__account=feed.user, from_day__lte=made)
    return posts.exists()


def in_feed(viewer: Viewer) -> list[Entry]:
    """What stands in the viewer's calendar feed today."""
    return entries(viewer, viewer.day - BEHIND, viewer.day + AHEAD)


def marked(viewer: Viewer, mark: str) -> Entry:
    """What stands under a mark in the viewer's own feed, noticed alone; Http404 for everybody else's marks."""
    feed = feed_of(viewer)
    with looking_up("where a calendar's link leads"):
        mine = in_feed(viewer) if feed else []
        found = [one for one in mine if feed and uid_of(one.thing, feed.salt) == mark]
    if not found:
        raise Http404
    notice(one.about for one in found if one.about)
    return found[0]


__all__ = [
    "Line", "Listed", "choice_of", "counted", "failed", "feed_of", "in_feed", "listed", "marked",
    "number_unread", "shown", "tellable", "times_of", "to_mail", "unread", "whose_feed",
]  # fmt: skip

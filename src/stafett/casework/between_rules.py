"""The rules about those between the chairs that casework itself knows: nobody has the case, consent ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, HeldCase, Limit, Rule, Scope
from stafett.casework.models import PART, Holding
from stafett.casework.queries.consents import authorities_of, parts_by
from stafett.casework.taking_over import FELL_BACK, TAKEN_OVER
from stafett.database.days import in_force
from stafett.database.kept import Kept
from stafett.frame.formats import plain_day
from stafett.parties.models import Tenure
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen
from stafett.safeguards.queries.protecting import left_to_others
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

DAYS_BEFORE_CONSENT_ENDS = 30
DAYS_AWAY, AWAY = 14, "holder_away"
EARLIER: Any = Holding.pgh_event_model  # type: ignore[attr-defined]


FILLED: Kept[tuple[int, date, datetime | None]] = Kept(
    lambda day, posts: (
        Tenure.objects.filter(in_force(day), position__in=posts)
        .order_by("pk")
        .values_list("position_id", "from_day", "staff__account__last_login")
    )
)
"""Who fills each post on the day, the holder and who stands in: since when, and when they last logged in."""
LEFT: Kept[tuple[int, date]] = Kept(
    lambda posts: (
        Tenure.objects.filter(position__in=posts)
        .order_by("position")
        .values("position")
        .annotate(left=Max("until_day"))
        .values_list("position", "left")
    )
)


HOW_TAKEN: Seen[tuple[UUID, bool, bool]] = Seen(
    lambda viewer, cases: (
        may_see(viewer, EARLIER.objects.filter(participation_id__in=cases), PART)
        .order_by("pgh_id")
        .annotate(
            taken=Q(pgh_context__metadata__has_key=TAKEN_OVER),
            fell_back=Q(pgh_context__metadata__has_key=FELL_BACK),
        )
        .values_list("participation_id", "taken", "fell_back")
    )
)
"""Each earlier version of who holds a case: whether another took over then, and whether it fell back.

The latest last. Shown and not chosen by: why something was done is free text, which no list is made by (law 9).
"""


def nobody_has(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases that a unit holds but nobody in it has, or whose post is vacant; not those that fell back."""
    posts = _posts(scope)
    filled = {post for post, *_there in _who_fill(viewer, posts)}
    empty = _left(posts - filled)
    fallen = _fallen(viewer, scope)
    for case in scope.cases.values():
        if case.position_id is None:
            if case.participation_id not in fallen:
                yield _alone(case, case.held_since)
        elif case.position_id not in filled:
            yield _alone(case, max(case.held_since, empty.get(case.position_id, case.held_since)))


def fell_back(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases that fell back to a unit that was not asked, and that nobody in it has."""
    for key in sorted(_fallen(viewer, scope)):
        case = scope.cases[key]
        yield Gap(case.held_since, case.unit, key, _("ingen handläggare"))


def _fallen(viewer: Viewer, scope: Scope) -> set[UUID]:
    nobodys = {key for key, case in scope.cases.items() if case.position_id is None}
    if not nobodys:
        return set()
    told = HOW_TAKEN.by(viewer, cases=list(scope.cases))
    latest = {key: fell_back for key, taken, fell_back in told if taken}
    return {key for key in nobodys if latest.get(key)}


def _alone(case: HeldCase, since: date) -> Gap:
    return Gap(since, case.unit, case.participation_id)


def _posts(scope: Scope) -> set[int]:
    return {case.position_id for case in scope.cases.values() if case.position_id}


def _who_fill(viewer: Viewer, posts: set[int]) -> Sequence[tuple[int, date, datetime | None]]:
    """Who fills the posts; both rules look at the same, which is asked once a list."""
    known = viewer.looked_up.setdefault(AWAY, {})
    asked = (viewer.day, frozenset(posts))
    if asked not in known:
        known[asked] = FILLED(day=viewer.day, posts=sorted(posts))
    return known[asked]  # type: ignore[no-any-return]


def away(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases whose post nobody has been in for long: neither its holder nor anybody who stands in.

    Told by when they last logged in, or took the post since; a planned absence is a stand-in's, who then
    logs in. Of a post that nobody in it has ever logged in from nothing is known, and of another unit's
    nothing is told: when somebody was there is their own unit's to know.
    """
    seen = _last_there(_who_fill(viewer, _posts(scope)))
    for case in scope.cases.values():
        if case.position_id in seen and case.unit_id in scope.units:
            last = seen[case.position_id]
            days = timedelta(days=scope.limit(AWAY, case.initiative_id))
            since = max(last, case.held_since) + days
            if since < viewer.day:
                told = _("inte inloggad sedan %(day)s") % {"day": plain_day(last)}
                yield Gap(since, case.unit, case.participation_id, told)


def _last_there(filled: Sequence[tuple[int, date, datetime | None]]) -> dict[int, date]:
    """When somebody who fills each post was last there, of those that are filled."""
    last: dict[int, date] = {}
    known: set[int] = set()
    for post, began, login in filled:
        there = max(began, localdate(login)) if login else began
        last[post] = max(there, last.get(post, there))
        if login:
            known.add(post)
    return {post: there for post, there in last.items() if post in known}


def _left(posts: set[int]) -> dict[int, date]:
    """Since when each of the vacant posts has nobody."""
    return dict(LEFT(posts=sorted(posts)))


LEFT_ALONE: Seen[tuple[UUID, str]] = Seen(
    lambda viewer, circles: (
        left_to_others(viewer.day)
        .filter(pk__in=circles, controller_id__in=viewer.controllers)
        .order_by("pk")
        .values_list("pk", "controller__name")
    )
)


def left_alone(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases of somebody protected in whose team nobody is left of those who answer for the person (law 5)."""
    by_circle = {case.circle_id: case for case in scope.cases.values()}
    for key, controller in LEFT_ALONE.by(viewer, circles=sorted(by_circle)):
        case = by_circle[key]
        yield Gap(case.held_since, controller, case.participation_id)


def consent_ends(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases with a yes in force that ends within 30 days with nothing after it.

    Of the consents that the viewer may know of alone: others' can tell who takes part (law 2).
    """
    by_circle = {case.circle_id: case for case in scope.cases.values()}
    ending: dict[UUID, date] = {}
    for circle, until in _last_days(viewer, list(by_circle)):
        if until <= viewer.day + _before(scope, by_circle[circle]):
            ending[circle] = min(until, ending.get(circle, until))
    for key, until in ending.items():
        case = by_circle[key]
        told = _("till och med %(day)s") % {"day": plain_day(until - timedelta(days=1))}
        since = until - _before(scope, case)
        yield Gap(since, case.unit, case.participation_id, told, comes=until - timedelta(days=1))


def _before(scope: Scope, case: HeldCase) -> timedelta:
    return timedelta(days=scope.limit("consent_ends", case.initiative_id))


GOING_ON: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, mine, circles: (
        parts_by(viewer, mine, circles)
        .filter(withdrawn_on=None, until_day__gt=viewer.day)
        .values_list(
            "circle_id", "giver_id", "receiver_id", "information", "from_day", "until_day",
            "accepted_on",
        )
    )
)  # fmt: skip


def _last_days(viewer: Viewer, circles: Collection[UUID]) -> Iterator[tuple[UUID, date]]:
    """When each thing that is in force now between two authorities ends, also by a later consent."""
    last: dict[tuple[UUID, int, int, str], date] = {}
    begun: set[tuple[UUID, int, int, str]] = set()
    told = GOING_ON.by(viewer, mine=authorities_of(viewer), circles=circles)
    for circle, giver, receiver, what, first, until, accepted in told:
        key = (circle, giver, receiver, what)
        last[key] = max(until, last.get(key, until))
        if accepted and first <= viewer.day:
            begun.add(key)
    return ((key[0], until) for key, until in last.items() if key in begun)


RULES = (
    Rule(
        "fell_back", gettext_lazy("Föll tillbaka till enheten"),
        gettext_lazy("Den som höll ihop ärendet får inte längre se det, så det föll tillbaka till enheten, och "
                     "ingen där har det än."),
        gettext_lazy("Arbetsförmedlingen höll ihop, samtycket togs tillbaka i dag och ärendet föll till AUC."),
        gettext_lazy("Välj handläggare"), fell_back, "assign", 5,
        (Permission.WORK_WITH_PEOPLE, Permission.MOVE_CASES), weight=20, reads=(HOW_TAKEN,),
    ),
    Rule(
        "left_alone", gettext_lazy("Ingen kvar som kan besluta om skyddet"),
        gettext_lazy("Personen har skydd, och ingen av de namngivna är längre kvar hos dem som svarar för "
                     "uppgifterna. Då kan ingen ta emot vad personen säger ja eller nej till."),
        gettext_lazy("Karin var ensam från AUC bland de namngivna, och slutade i går. "
                     "Arbetsförmedlingen ringer AUC, som tillsätter hennes befattning."),
        gettext_lazy("Öppna"), left_alone, "participation", 6, weight=20, figures=False,
    ),
    Rule(
        "nobody_has", gettext_lazy("Ingen handläggare"),
        gettext_lazy("Enheten håller ihop ärendet, men ingen i den har det, eller så är befattningen vakant."),
        gettext_lazy("Karin slutade den 1 maj och ingen har tagit över hennes ärenden."),
        gettext_lazy("Välj"), nobody_has, "assign", 10,
        (Permission.WORK_WITH_PEOPLE, Permission.MOVE_CASES), reads=(HOW_TAKEN,),
    ),
    Rule(
        AWAY, gettext_lazy("Handläggaren verkar borta"),
        gettext_lazy("Den som har ärendet har inte loggat in på mer än 14 dagar, och inte heller någon "
                     "som står in."),
        gettext_lazy("Karin blev sjuk den 1 maj och ingen utsågs i hennes ställe; den 16 maj står hennes "
                     "ärenden här."),
        gettext_lazy("Välj vem"), away, "assign", 12,
        (Permission.WORK_WITH_PEOPLE, Permission.MOVE_CASES), figures=False,
        limit=Limit(DAYS_AWAY, gettext_lazy("dagar")),
    ),
    Rule(
        "consent_ends", gettext_lazy("Samtycke går ut"),
        gettext_lazy("Något som personen har sagt ja till slutar gälla inom 30 dagar och inget nytt finns."),
        gettext_lazy("Samtycket till Arbetsförmedlingen gäller till 30 september, i dag är det 10."),
        gettext_lazy("Förnya"), consent_ends, "note_consent", 60,
        limit=Limit(DAYS_BEFORE_CONSENT_ENDS, gettext_lazy("dagar")),
    ),
)  # fmt: skip

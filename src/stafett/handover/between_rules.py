"""Who falls between the chairs around a handover and after an exit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, Rule, Scope
from stafett.casework.models import PART, Holding, Participation
from stafett.database.days import in_force
from stafett.database.kept import Kept
from stafett.frame.formats import plain_day
from stafett.handover.access import known_of
from stafett.handover.models import Answer, FollowUp, Handover
from stafett.handover.queries.hands import STILL_ON_THE_WAY, TAB
from stafett.handover.rules import Stand
from stafett.initiatives.models import Initiative
from stafett.parties.closing import CLOSED
from stafett.parties.models import Unit
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import OPENS_CASE, LinkState, Member, RowKind
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

DAYS_BEFORE_LEAVING = timedelta(days=14)
ONE_DAY = timedelta(days=1)
FACTS = (
    "participation_id",
    "stand",
    "proposed_on",
    "from_unit__name",
    "to_unit__name",
    "outside_name",
)
LINK_FACTS = (
    "participation_id",
    "given_on",
    "from_unit__name",
    "outside_name",
    "link__state",
    "link__expires_at",
)


def _in_scope(scope: Scope) -> dict[str, Any]:
    """Whose handovers are asked about: of an initiative alone where one is."""
    asked: dict[str, Any] = {"cases": list(scope.cases), "units": sorted(scope.units)}
    return asked | ({"initiative": scope.initiative_id} if scope.initiative_id else {})


def _within(initiative: int | None) -> Q:
    return Q(participation__initiative=initiative) if initiative else Q()


def _not_taken(
    viewer: StandIn, cases: Sequence[UUID], units: Sequence[int], initiative: int | None = None
) -> QuerySet[Handover, tuple[Any, ...]]:
    mine = Q(participation__in=cases) | Q(to_unit__in=units)
    rows = Handover.objects.filter(
        mine, _within(initiative), stand__in=STILL_ON_THE_WAY, proposed_on__lt=viewer.day
    )
    rows = known_of(viewer, rows.exclude(stand=Stand.PROPOSED, link__isnull=False))
    return rows.order_by("proposed_on", "pk").values_list(*FACTS)


NOT_TAKEN: Seen[tuple[Any, ...]] = Seen(_not_taken)


def not_taken(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Handovers that are not done the day after: from those who give, and to those who are waited for.

    To whom is said where it is not already said that it is their move.
    """
    for key, stand, since, giver, taker, outside in NOT_TAKEN.by(viewer, **_in_scope(scope)):
        theirs = stand == Stand.PROPOSED and not outside
        told = "" if theirs else _("till %(who)s") % {"who": taker or outside}
        yield Gap(since, taker if theirs else giver, key, told)


def link_unanswered(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Receivers outside who have not answered the link that they were sent: it waits, or opens nothing more."""
    rows = Handover.objects.filter(
        participation__in=scope.cases, stand=Stand.PROPOSED, link__isnull=False
    )
    now = timezone.now()
    for key, asked_on, giver, outside, state, expires in (
        known_of(viewer, rows).order_by("given_on", "pk").values_list(*LINK_FACTS)
    ):
        assert asked_on is not None
        assert expires is not None
        told = {"who": outside}
        if state != LinkState.WAITING:
            yield Gap(asked_on, giver, key, _("till %(who)s (öppnas inte längre)") % told)
        elif expires <= now:
            since = timezone.localtime(expires).date()
            yield Gap(since, giver, key, _("till %(who)s (har gått ut)") % told)
        else:
            yield Gap(asked_on, outside, key, _("till %(who)s (väntar)") % told)


def not_followed_up(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who have left and should have been asked how it went; not those who are back."""
    asked = _in_scope(scope)
    del asked["cases"]
    for key, due_on, months, unit in NOT_ASKED.by(viewer, **asked):
        yield Gap(due_on, unit or "", key, _("%(months)s månader efter") % {"months": months})


def _not_asked(
    viewer: StandIn, units: Sequence[int], initiative: int | None = None
) -> QuerySet[FollowUp, tuple[Any, ...]]:
    """Of those who held the case last; of the controller's units when those may not see it any more (law 1)."""
    last = Holding.objects.filter(
        participation=OuterRef("participation_id"),
        until_day=OuterRef("participation__ends_on") + ONE_DAY,
    )  # fmt: skip
    own = Unit.objects.filter(pk__in=units).order_by()
    back = Participation.objects.filter(
        person=OuterRef("participation__person_id"), ends_on=None,
        initiative=OuterRef("participation__initiative_id"),
    )  # fmt: skip
    rows = FollowUp.objects.filter(~Exists(back), answer=Answer.DUE, due_on__lte=viewer.day)
    rows = rows.alias(last=Subquery(last.values("unit_id")[:1]))
    still = Member.objects.filter(
        OPENS_CASE, in_force(viewer.day), circle=OuterRef("participation__circle"),
        unit=OuterRef("last"), giver=F("controller"),
    )  # fmt: skip
    left = Q(~Exists(still))
    if initiative:
        rows = rows.filter(_within(initiative))
    else:
        theirs = Q(left, controller__in=own.values("authority_id"))
        rows = rows.filter(Q(last__in=units) | theirs)
    whose = Case(
        When(left, then=F("controller__name")), default=Subquery(last.values("unit__name")[:1])
    )
    seen = may_see(viewer, rows, PART).annotate(unit=whose).order_by("due_on", "pk")
    return seen.values_list("participation_id", "due_on", "months", "unit")


NOT_ASKED: Seen[tuple[Any, ...]] = Seen(_not_asked)
OVER: Kept[tuple[int, date]] = Kept(
    lambda keys, day: (
        Initiative.objects.filter(pk__in=keys, ends_on__lt=day)
        .order_by("pk")
        .values_list("pk", "ends_on")
    )
)


def initiative_over(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases that go on though their initiative's last day has been."""
    keys = {case.initiative_id for case in scope.cases.values()}
    ended = dict(OVER(keys=sorted(keys), day=viewer.day))
    for case in scope.cases.values():
        if case.initiative_id in ended:
            yield Gap(ended[case.initiative_id], case.unit, case.participation_id)


LET_IN: Seen[tuple[UUID, int, date, date | None, list[str]]] = Seen(
    lambda viewer, circles: (
        Member.objects.filter(
            circle__in=circles, giver=F("controller"), controller_id__in=viewer.controllers
        )
        .order_by("pk")
        .values_list("circle_id", "unit_id", "from_day", "until_day", "kinds")
    )
)


def holder_blind(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases held by a unit that may not see them any more: what let it in has run out (laws 1 and 2)."""
    circles = {case.circle_id for case in scope.cases.values()}
    known = LET_IN.by(viewer, circles=sorted(circles))
    inside: set[tuple[UUID, int]] = set()
    ended: dict[tuple[UUID, int], date] = {}
    for circle, unit, first, until, kinds in known:
        told = not kinds or RowKind.PARTICIPATION in kinds
        if told and first <= viewer.day and (until is None or viewer.day < until):
            inside.add((circle, unit))
        elif until:
            ended[circle, unit] = max(until, ended.get((circle, unit), until))
    for case in scope.cases.values():
        pair = (case.circle_id, case.unit_id)
        if pair not in inside:
            yield Gap(ended.get(pair, case.held_since), case.unit, case.participation_id)


def _of_closed(
    viewer: StandIn, closed: Sequence[int], initiative: int | None = None
) -> QuerySet[Holding, tuple[Any, ...]]:
    goes_on = Q(participation__ends_on=None) | Q(participation__ends_on__gt=viewer.day)
    held = Holding.objects.filter(
        goes_on, in_force(viewer.day), _within(initiative), unit__in=closed
    )
    if initiative is None:
        held = held.filter(controller_id__in=viewer.works_for)
    seen = may_see(viewer, held, PART).order_by("from_day", "pk")
    return seen.values_list("participation_id", "unit_id", "unit__name", "controller__name")


OF_CLOSED: Seen[tuple[UUID, int, str, str]] = Seen(_of_closed)


def holder_closed(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases held by a unit that has closed: told to those who answer for the record, and who lead."""
    last = dict(CLOSED(day=viewer.day))
    if not last:
        return
    within = {"initiative": scope.initiative_id} if scope.initiative_id else {}
    for key, unit, name, controller in OF_CLOSED.by(viewer, closed=sorted(last), **within):
        told = _("%(unit)s till och med %(day)s") % {"unit": name, "day": plain_day(last[unit])}
        yield Gap(last[unit] + ONE_DAY, controller, key, told)


def _leaving(
    viewer: StandIn, soon: date, cases: Sequence[UUID], units: Sequence[int],
    initiative: int | None = None,
) -> QuerySet[Handover, tuple[Any, ...]]:  # fmt: skip
    mine = Q(participation__in=cases) | Q(from_unit__in=units)
    rows = Handover.objects.filter(
        mine, _within(initiative), stand=Stand.DONE, participation__ends_on=None,
        alongside_until__gte=viewer.day, alongside_until__lte=soon,
    )  # fmt: skip
    seen = may_see(viewer, rows, PART).order_by("alongside_until", "pk")
    return seen.values_list("participation_id", "alongside_until", "from_unit__name")


LEAVING: Seen[tuple[UUID, date, str]] = Seen(_leaving)


def alongside_ends(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases whose former holder soon is alongside no more."""
    soon = viewer.day + DAYS_BEFORE_LEAVING
    for key, until, unit in LEAVING.by(viewer, soon=soon, **_in_scope(scope)):
        told = _("%(unit)s till och med %(day)s") % {"unit": unit, "day": plain_day(until)}
        yield Gap(until - DAYS_BEFORE_LEAVING, unit, key, told, comes=until)


RULES = (
    Rule(
        "holder_closed", gettext_lazy("Den som håller ihop finns inte längre"),
        gettext_lazy("Enheten som håller ihop ärendet är avslutad. De som svarar för uppgifterna lämnar över "
                     "det till en enhet som finns."),
        gettext_lazy("AUC lades ned den 30 juni och håller enligt registret fortfarande ihop Aminas ärende."),
        gettext_lazy("Lämna över"), holder_closed, "propose_handover", 4,
        weight=20,
    ),
    Rule(
        "handover_waits", gettext_lazy("Överlämning inte mottagen"),
        gettext_lazy("Någon är tillfrågad om att ta över, och båda har inte bekräftat dagen efter."),
        gettext_lazy("Karin föreslog den 2 maj att Arbetsförmedlingen tar över, och ingen där har svarat."),
        gettext_lazy("Öppna"), not_taken, TAB, 20,
        own_card=Permission.WORK_WITH_PEOPLE,
    ),
    Rule(
        "link_unanswered", gettext_lazy("Länken är inte besvarad"),
        gettext_lazy("Någon utanför Stafett har fått en engångslänk med frågan om att ta över och har inte "
                     "svarat. Har länken gått ut, är återkallad eller låst är det givarens tur."),
        gettext_lazy("Karin skickade en länk till folkhögskolan den 2 maj, och den är inte besvarad."),
        gettext_lazy("Öppna"), link_unanswered, TAB, 21,
    ),
    Rule(
        "holder_blind", gettext_lazy("Den som håller ihop ser inte ärendet"),
        gettext_lazy("Det som lät enheten se ärendet har tagit slut, och den håller fortfarande ihop det."),
        gettext_lazy("Arbetsförmedlingen håller ihop, och samtycket till den gällde till i går."),
        gettext_lazy("Förnya"), holder_blind, "note_consent", 15,
        weight=10,
    ),
    Rule(
        "initiative_over", gettext_lazy("Insatsen slut, deltagandet öppet"),
        gettext_lazy("Insatsens sista dag har varit, men någon håller fortfarande ihop ärendet."),
        gettext_lazy("Insatsen slutade den 30 juni och Aminas deltagande är inte avslutat."),
        gettext_lazy("Avsluta"), initiative_over, "close_participation", 30,
    ),
    Rule(
        "no_follow_up", gettext_lazy("Avslut utan uppföljning"),
        gettext_lazy("Någon som har slutat skulle ha fått frågan hur det gick. "
                     "Den som är tillbaka frågas inte."),
        gettext_lazy("Ali slutade i mars och skulle ha fått frågan i juni."),
        gettext_lazy("Anteckna"), not_followed_up, "follow_up", 70,
    ),
    Rule(
        "alongside_ends", gettext_lazy("Följer med slutar snart"),
        gettext_lazy("Den som lämnade över följer med i högst två veckor till."),
        gettext_lazy("AUC följer med till den 9 augusti, i dag är det den 1 augusti."),
        gettext_lazy("Öppna"), alongside_ends, TAB, 75,
    ),
)  # fmt: skip

"""How far has a case come on its way to somebody else, whose move is it, and what can this viewer do?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import PART, Participation
from stafett.casework.of_case import OfCase, has
from stafett.frame.formats import plain_day
from stafett.frame.full_names import full_names
from stafett.handover.access import (
    gives,
    has_a_hand_in,
    holder_of,
    may_know_of,
    moves_alongside,
    receives,
)
from stafett.handover.models import CAME_TO_NOTHING, Answer, FollowUp, Handover
from stafett.handover.rules import EARLY, STAND_WORDS, STEPS, Hand, Stand, can_take
from stafett.handover.settling import open_of
from stafett.meetings.access import may_call
from stafett.meetings.models import Meeting
from stafett.meetings.rules import State
from stafett.safeguards.access import Opened, may_see, opened
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import Link, RowKind
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

TAB = "handover"
HANDED = OfCase(
    Handover,
    lambda rows: rows.select_related("to_unit", "from_unit").order_by("proposed_on", "pk"),
)
ASKED = OfCase(FollowUp, lambda rows: rows.order_by("due_on", "pk"))

BUTTONS: tuple[tuple[str, str, Promise, str], ...] = (
    ("accept", "accept_handover", gettext_lazy("Jag tar emot"), "primary"),
    ("ask", "ask_handover", gettext_lazy("Fråga"), "secondary"),
    ("decline", "decline_handover", gettext_lazy("Jag kan inte ta emot"), "secondary"),
    ("answer", "answer_handover", gettext_lazy("Svara"), "primary"),
    ("confirm", "confirm_handover", gettext_lazy("Bekräfta"), "primary"),
    (
        "record",
        "record_handover",
        gettext_lazy("Bekräftad per telefon, möte eller brev"),
        "primary",
    ),
    ("link", "link_handover", gettext_lazy("Fråga med engångslänk"), "secondary"),
    ("withdraw", "withdraw_handover", gettext_lazy("Återkalla"), "secondary"),
)
"""Each step with the page where it is taken, and how its button looks."""


@dataclass(frozen=True)
class Place:
    """One of the four places on the way: what it is, what is known of it, and whether one is past it."""

    words: str
    told: str
    past: bool = False
    here: bool = False
    stopped: bool = False
    """That it came to nothing here."""
    way: Button | None = None
    """Where one goes from it: to the meeting, or to booking it."""


@dataclass(frozen=True)
class Button:
    """A step that this viewer can take."""

    label: str | Promise
    url: str
    look: str


@dataclass(frozen=True)
class Shown:
    """A handover as it is drawn, with both hands."""

    row: Handover
    places: list[Place]
    words: str
    shape: str
    buttons: list[Button]
    may_hear: bool = False
    whole: bool = True
    """That what the two wrote to each other, and their names, are for this viewer too."""
    says_what: bool = True
    """That what is handed over is too: the two's, and theirs who may know what the giver agrees with others."""
    link: Link | None = None
    """The link by which a receiver outside is asked, for those who give."""
    blocked: str = ""
    """Why nobody can take over yet, and who sees to it; for those alone who read what the person says."""

    @property
    def in_force(self) -> bool:
        """True of one that is on its way or done, and not of one that came to nothing."""
        return self.row.stand not in CAME_TO_NOTHING and self.row.undone_on is None


@dataclass(frozen=True)
class Page:
    """The tab Överlämning: the handover that the case is in, those before it, and follow-ups after the exit."""

    now: Shown | None
    before: list[Shown]
    alongside: Handover | None
    follow_ups: list[FollowUp]
    may_propose: bool
    may_follow_up: bool
    may_correct: bool
    own: int | None = None
    """The viewer's only authority, of which the page says the unit alone."""
    may_move_alongside: bool = False


def hands(viewer: Viewer, case: Participation) -> Page:
    """What the tab shows this viewer; a constant number of queries."""
    shown = opened(viewer, case.circle_id)
    related = ("to_unit__authority", "from_unit__authority", "position", "link")
    rows = HANDED.told(case, list(case.handovers.select_related(*related)))
    rows = [row for row in rows if may_know_of(viewer, row, shown)]
    giving = gives(viewer, case)
    met = _met(viewer, case, rows, giving)
    drawn = [_drawn(viewer, case, row, giving, shown, met.get(row.pk, Met())) for row in rows]
    now = next((one for one in drawn if one.row.is_open), None)
    asked = case.follow_ups.select_related("source", "what").order_by("due_on", "pk")
    follow_ups = [
        row if giving else as_told(viewer, row, shown) for row in asked if shown.shows(row)
    ]
    soon, mine = viewer.day + EARLY, set(viewer.authorities_with(Permission.SEE_PEOPLE))
    to_ask = any(row.answer == Answer.DUE and row.due_on <= soon for row in follow_ups)
    beside = staying(case, rows, viewer.day)
    return Page(
        now, [one for one in drawn if one is not now], beside,
        follow_ups, giving and case.ends_on is None and now is None, giving and to_ask,
        giving, mine.pop() if len(mine) == 1 else None,
        beside is not None and moves_alongside(viewer, beside),
    )  # fmt: skip


def as_told(viewer: Viewer, row: FollowUp, shown: Opened) -> FollowUp:
    """A follow-up's answer, on a page that only reads, without what else than livelihood is not opened.

    What somebody does goes with that; whether it held, and what they said of it, with what is told of health,
    as how it ended does; and whose name noted it stays with the controller's (law 2).
    """
    if row.owner_authority_id not in viewer.authorities_with(Permission.SEE_PEOPLE):
        row.settled_by = ""
    if not shown.opens(row.owner_authority_id, RowKind.OCCUPATION):
        row.what = None
    if not shown.opens(row.owner_authority_id, RowKind.HEALTH):
        row.kept, row.told = "", ""
    return row


SHAPES = {
    Stand.DONE: "done",
    Stand.DECLINED: "late",
    Stand.WITHDRAWN: "neutral",
    Stand.LAPSED: "neutral",
}


@dataclass(frozen=True)
class Met:
    """What this viewer may know of the meeting of a handover: the way to it, or to booking it."""

    way: Button | None = None
    unbooked: bool = False


def _met(
    viewer: Viewer, case: Participation, rows: list[Handover], giving: bool
) -> dict[UUID, Met]:
    """The meetings of handovers, by key: the first of that day which the viewer sees.

    That none is booked is said to those who give; to others it could be one that they may not see.
    """
    days = {row.meeting_on for row in rows if row.meeting_on}
    if not days:
        return {}
    booked = Meeting.objects.filter(participation=case, on_day__in=days).exclude(
        state=State.CANCELLED
    )
    seen = may_see(viewer, booked, PART).order_by("-at", "-pk").values_list("on_day", "pk")
    by_day, can_book, found = dict(seen), giving and may_call(viewer, case), {}
    for row in rows:
        if row.meeting_on in by_day:
            url = reverse("meeting", args=[case.pk, by_day[row.meeting_on]])
            found[row.pk] = Met(Button(_("Se mötet"), url, "secondary"))
        elif can_book and row.is_open and row.meeting_on and row.meeting_on >= viewer.day:
            url = booking_of(row)
            found[row.pk] = Met(Button(_("Boka mötet"), url, "secondary"), unbooked=True)
    return found


def booking_of(row: Handover) -> str:
    """Where the meeting of a handover is booked, with its day, what it is for and the receiver filled in."""
    told = {"dag": row.meeting_on, "for": "overlamning", "enhet": row.to_unit_id or ""}
    return f"{reverse('meeting_book', args=[row.participation_id])}?{urlencode(told)}"


def _drawn(
    viewer: Viewer, case: Participation, row: Handover, giving: bool, shown: Opened, met: Met
) -> Shown:
    receiving = row.is_open and not row.outside and receives(viewer, row)
    hands_ = {Hand.GIVER: giving, Hand.RECEIVER: receiving}
    buttons = [
        Button(_label(step, row, label), reverse(url, args=[case.pk]), look)
        for step, url, label, look in BUTTONS
        if hands_.get(STEPS[step].hand) and can_take(step, row.stand, row.outside)
        if step != "link" or row.link is None or not row.link.waits
    ]
    words = str(STAND_WORDS[Stand(row.stand)])
    if row.stand == Stand.PROPOSED:
        words = _("väntar på oss") if is_on_us(viewer, row) else waits_for(row)
    if row.stand == Stand.DONE and row.outside:
        words = _("avslutet ångrades") if row.undone_on else _("bekräftad utanför systemet")
    shape = "neutral" if row.undone_on else SHAPES.get(Stand(row.stand), "waiting")
    link, whole = row.link if giving else None, has_a_hand_in(viewer, row)
    back = row.stand == Stand.DONE and holder_of(case, viewer.day) == row.from_unit
    way = list(places(row, viewer.day, whole=whole, holds=back, met=met))
    agreed = shown.opens(row.from_unit.authority_id, RowKind.AGREEMENT)  # the words are the giver's
    return Shown(
        row, way, words, shape, buttons, bool(buttons), whole, whole or agreed, link,
        blocked_by(row) if whole else "",
    )  # fmt: skip


def blocked_by(row: Handover) -> str:
    """Why nobody can take over what is open, and who sees to it; "" when the person has been heard."""
    if not row.is_open or row.heard or row.not_heard:
        return ""
    said = _(
        "Ingen kan ta över än: det står inte vad personen säger om överlämningen. %(giver)s frågar personen "
        "och antecknar svaret."
    ) % {"giver": row.from_unit.name}
    if row.outside:
        return said
    return f"{said} " + _("%(receiver)s kan också göra det.") % {"receiver": row.receiver}


def _label(step: str, row: Handover, usual: Promise) -> str | Promise:
    """What a step's button says: where the receiver has said yes by a link, the giver confirms."""
    return _("Bekräfta och avsluta") if step == "record" and row.manner else usual


def places(
    row: Handover, today: date, *, whole: bool = True, holds: bool = False, met: Met = Met()
) -> Iterator[Place]:
    """The way from one hand to the other: proposed, met, taken, alongside (ux § 3).

    Without names and words of the two it is for others in the case (law 2). A giver that `holds` the case
    again is not alongside.
    """
    yield Place(_("Föreslagen"), _on(row.proposed_on, row.proposed_by, whole), past=True)
    if row.meeting_on and not _never_met(row):
        told = plain_day(row.meeting_on)
        told = _("%(day)s, inte bokat än") % {"day": told} if met.unbooked else told
        yield Place(_("Möte"), told, past=row.meeting_on <= today, way=met.way)
    yield _taken(row, whole)
    if row.undone_on:
        told = _("avslutet ångrades %(day)s, så de tog inte över")
        yield Place(_("Ångrad"), told % {"day": plain_day(row.undone_on)}, stopped=True)
    if row.alongside_until and row.stand in (*STILL_ON_THE_WAY, Stand.DONE) and not holds:
        told = _("%(unit)s till och med %(day)s") % {
            "unit": row.from_unit.name, "day": plain_day(row.alongside_until),
        }  # fmt: skip
        over = row.stand == Stand.DONE and row.alongside_until < today
        yield Place(_("Följer med"), told, past=over, here=row.stays_on(today))


def _never_met(row: Handover) -> bool:
    """True of what came to nothing before the day that the two were to meet."""
    day, closed = row.meeting_on, row.closed_on
    return row.stand in CAME_TO_NOTHING and bool(day and closed and closed < day)


STILL_ON_THE_WAY = (Stand.PROPOSED, Stand.ASKED, Stand.ACCEPTED)


def _on(day: date, told: str, whole: bool) -> str:
    return f"{plain_day(day)}, {told}" if whole else plain_day(day)


def _taken(row: Handover, whole: bool) -> Place:
    if row.stand == Stand.DONE:
        assert row.closed_on is not None
        words = _("Mottagaren sa ja") if row.undone_on else _("Mottagen")
        return Place(words, _on(row.closed_on, _by_whom(row), whole), past=True)
    if row.closed_on:
        told = _on(row.closed_on, f"{row.closed_by}: {row.because}", whole)
        return Place(str(STAND_WORDS[Stand(row.stand)]).capitalize(), told, stopped=True)
    return Place(_("Mottagen"), waits_for(row), here=True)


def _by_whom(row: Handover) -> str:
    how = row.get_manner_display() if row.manner else ""
    if how and row.taken_on and row.taken_on != row.closed_on:
        how = _("%(manner)s den %(day)s") % {"manner": how, "day": plain_day(row.taken_on)}
    return f"{row.taken_by} ({how})" if how else row.taken_by


def whose_move(row: Handover) -> str:
    """Whose move it is, by the name of the unit or the one outside."""
    return row.receiver if _is_receivers(row) else row.from_unit.name


def _is_receivers(row: Handover) -> bool:
    """True while the receiver is asked; somebody outside is when they have a link that waits."""
    asked = not row.outside or (row.link is not None and row.link.waits)
    return row.stand == Stand.PROPOSED and asked


def is_on_us(viewer: Viewer, row: Handover) -> bool:
    """True when the move is a unit's that the viewer works in: the same on Idag and on the handover's page."""
    unit = row.to_unit_id if _is_receivers(row) else row.from_unit_id
    return unit in viewer.units_with(Permission.WORK_WITH_PEOPLE)


def waits_for(row: Handover) -> str:
    """Whose move it is, in words; of a receiver outside without a link, that the giver is to reach them."""
    if row.stand == Stand.PROPOSED and not _is_receivers(row):
        told = {"giver": row.from_unit.name, "who": row.receiver}
        return _("väntar på att %(giver)s når %(who)s") % told
    return _("väntar på %(who)s") % {"who": whose_move(row)}


def staying(case: Participation, rows: list[Handover], day: date) -> Handover | None:
    """The handover whose giver is alongside now; one that holds the case again is not."""
    staying = [row for row in rows if row.stays_on(day)]
    holder = holder_of(case, day) if staying else None
    return next((row for row in staying if row.from_unit != holder), None)


def waiting(viewer: Viewer) -> QuerySet[Handover]:
    """The open handovers that the viewer's units have a hand in, the oldest first."""
    return _waiting(viewer)


def _waiting(viewer: Viewer | StandIn) -> QuerySet[Handover]:
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    mine = Q(to_unit__in=units) | Q(from_unit__in=units)
    rows = Handover.objects.filter(mine, stand__in=STILL_ON_THE_WAY)
    related = ("participation__person", "to_unit", "from_unit", "link")
    return may_see(viewer, rows, PART).select_related(*related).order_by("proposed_on", "pk")


@dataclass(frozen=True)
class Waiting:
    """A handover on Idag, open or answered with a no of late: whether it is the viewer's own unit that is
    waited for."""

    row: Handover
    on_us: bool
    who: str

    @property
    def told(self) -> str:
        """What has happened since it was proposed, besides whose move it is."""
        said = HAPPENED.get(Stand(self.row.stand))
        return str(said) % {"receiver": self.row.receiver} if said else ""

    @property
    def since(self) -> date:
        """Since when it stands there: the day of the no, else of the proposal."""
        return self.row.closed_on or self.row.proposed_on


HAPPENED: Mapping[Stand, Promise] = {
    Stand.ASKED: gettext_lazy("%(receiver)s har frågat"),
    Stand.ACCEPTED: gettext_lazy("%(receiver)s har tagit emot"),
    Stand.DECLINED: gettext_lazy("%(receiver)s kunde inte ta emot"),
}
MOST = 10
LATELY = timedelta(days=14)
"""So long a no stands on Idag, when the giver proposes nothing else."""


WAITING: Seen[Handover] = Seen(lambda viewer: _waiting(viewer)[: MOST * 3])
DECLINED: Seen[Handover] = Seen(lambda viewer, after: _declined(viewer, after)[: MOST * 3])


def _declined(viewer: Viewer | StandIn, after: date) -> QuerySet[Handover]:
    """What the viewer's units gave and somebody could not take after a day: nothing newer, the case goes on."""
    newer = Handover.objects.filter(
        participation=OuterRef("participation_id"), controller_id=OuterRef("controller_id"),
        pk__gt=OuterRef("pk"),
    )  # fmt: skip
    rows = Handover.objects.filter(
        ~Exists(newer), from_unit__in=viewer.units_with(Permission.WORK_WITH_PEOPLE),
        stand=Stand.DECLINED, closed_on__gt=after, participation__ends_on=None,
    )  # fmt: skip
    related = ("participation__person", "to_unit", "from_unit")
    return may_see(viewer, rows, PART).select_related(*related).order_by("closed_on", "pk")


def waiting_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The card on Idag: what waits for us first, then what we wait for; None when there is nothing."""
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    found = [Waiting(row, is_on_us(viewer, row), whose_move(row)) for row in WAITING.by(viewer)]
    noes = DECLINED.by(viewer, after=viewer.day - LATELY)
    found += [Waiting(row, True, row.from_unit.name) for row in noes]
    rows = sorted(found, key=lambda one: not one.on_us)[:MOST]
    full = full_names(request)
    return (
        {"rows": rows, "number": len(found), "full_names": full, "today": viewer.day}
        if rows
        else None
    )


def may_propose(viewer: Viewer, case: Participation) -> bool:
    """True when the viewer can begin a handover of the case now."""
    if case.ends_on is not None or not gives(viewer, case):
        return False
    return not has(case, Handover) or open_of(case) is None

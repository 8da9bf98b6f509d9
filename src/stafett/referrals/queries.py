"""Reads of the way in: the queue, one referral, and what the referrer sees of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.database.any_time import NEVER
from stafett.database.noticed import notice_circles
from stafett.frame.formats import plain_day
from stafett.initiatives.intakes import intake_of
from stafett.initiatives.models import Initiative, PromisedInflow
from stafett.initiatives.queries import promises
from stafett.parties.models import Party
from stafett.referrals.access import seen, sent_by, takes_in
from stafett.referrals.eligibility import Suggestion, suggestion
from stafett.referrals.known_before import KnownBefore, known_before
from stafett.referrals.models import Offer, QueueContact, QueueHolding, Referral, SentReferral
from stafett.referrals.rules import (
    CLOSED,
    NEXT_WORDS,
    SHAPES,
    STATE_WORDS,
    Side,
    State,
    Step,
    Text,
    forms_from,
    steps_from,
    usual_step,
    waited_words,
    waiting_days,
)
from stafett.safeguards.access import may_see
from stafett.safeguards.queries.last_open import last_open
from stafett.safeguards.viewer import Viewer

PAGE = 50
NEXT_TO = ("circle__person", "branch", "initiative", "referring_unit__authority", "intake_unit")


def _badge(one: Referral | SentReferral) -> tuple[Text, str]:
    return STATE_WORDS[State(one.state)], SHAPES[State(one.state)]


@dataclass(frozen=True)
class Waiting:
    """A referral in the queue: how long the person has waited since the first referral, and how long here."""

    one: Referral
    days: int
    here: int

    @property
    def waited(self) -> str:
        """How long, in words."""
        return waited_words(self.days, self.here)

    @property
    def badge(self) -> tuple[Text, str]:
        """Where it stands, in a word and its shape."""
        return _badge(self.one)

    @property
    def holder(self) -> QueueHolding | None:
        """Who holds it, or held it last."""
        held = list(self.one.holdings.all())
        return held[-1] if held else None


def queue(viewer: Viewer, branch: int | None = None) -> QuerySet[Referral]:
    """Those who wait for a decision, the longest first: since their first referral, wherever that was."""
    rows = seen(viewer).filter(decided_on=None)
    if branch is not None:
        rows = rows.filter(branch=branch)
    return longest_first(with_holders(rows))


def longest_first(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Whoever has waited the longest comes first: who was sent on keeps the days that they waited before."""
    return rows.order_by(Coalesce("first_on", "received_on"), "pk")


def with_holders(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """The same with what a page tells beside each."""
    held = QueueHolding.objects.select_related("unit").order_by("from_day", "pk")
    return rows.select_related(*NEXT_TO).prefetch_related(Prefetch("holdings", held))


def waiting(viewer: Viewer, rows: Sequence[Referral]) -> list[Waiting]:
    """The rows with how long each has waited."""
    return [
        Waiting(
            one,
            waiting_days(one.waits_since, one.decided_on, viewer.day),
            waiting_days(one.received_on, one.decided_on, viewer.day),
        )
        for one in rows
    ]


def decided(viewer: Viewer, branch: int | None = None) -> QuerySet[Referral]:
    """Those that are decided on, the latest first."""
    rows = seen(viewer).exclude(decided_on=None)
    if branch is not None:
        rows = rows.filter(branch=branch)
    return with_holders(rows).order_by("-decided_on", "-pk")


def referral(viewer: Viewer, key: UUID) -> Referral:
    """One that the viewer may see as those who take in do; Http404 for every other alike."""
    found = with_holders(seen(viewer)).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan aktualisering bland dem du får se."))
    return found


def contacts(viewer: Viewer, referral: UUID) -> QuerySet[QueueContact]:
    """The times that somebody was sought, the latest first, as far as the viewer may see: each side's own."""
    rows = may_see(viewer, QueueContact.objects.filter(referral=referral))
    return rows.select_related("unit", "referral").order_by("-on_day", "-pk")


@dataclass(frozen=True)
class Sheet:
    """The page of one referral."""

    waiting: Waiting
    offers: list[Offer]
    suggestion: Suggestion
    alike: list[KnownBefore]
    steps: list[Step]
    participation: UUID | None
    takes_in: bool

    @property
    def usual(self) -> str:
        """The form that is most often next, as far as the rules say."""
        return usual_step(State(self.waiting.one.state), self.suggestion.verdict)

    @property
    def forms(self) -> dict[str, Text]:
        """The forms that take the steps, each with what its button says."""
        return forms_from(self.steps, State(self.waiting.one.state))


def sheet(viewer: Viewer, key: UUID) -> Sheet:
    """One referral with what was offered, what the rules say, who is alike, and what can be done."""
    one = referral(viewer, key)
    offers = may_see(viewer, Offer.objects.filter(referral=one)).select_related("referral")
    works = takes_in(viewer).filter(pk=one.pk).exists()
    row = waiting(viewer, [one])[0]
    steps = steps_from(State(one.state), Side.INTAKE) if works else []
    ours = row.holder is not None and row.holder.unit_id == intake_of(one.branch, viewer.day).pk
    case = may_see(viewer, Participation.objects.filter(circle=one.circle_id))
    return Sheet(
        row, list(offers.order_by("offered_on", "pk")), suggestion(one, one.decided_on or viewer.day),
        known_before(viewer, one) if works and one.decided_on is None else [],
        [step for step in steps if not (step.code == "take_over" and ours)],
        case.values_list("pk", flat=True).first(), works,
    )  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """What the referrer sees of one that they sent."""

    one: SentReferral
    days: int
    here: int
    holds: bool
    steps: list[Step]
    day: date
    """The day that it is told on."""

    @property
    def badge(self) -> tuple[Text, str]:
        """Where it stands, in a word and its shape."""
        return _badge(self.one)

    @property
    def next(self) -> str:
        """What comes next, while there is no decision, and who does it."""
        words = NEXT_WORDS.get(State(self.one.state), "")
        return str(words) % {"unit": self.one.branch.holder.name} if words else ""

    @property
    def whose(self) -> str:
        """Who has the contact with the person now: after a no it is the referrer, as it was before (law 1)."""
        if self.holds:
            return _(
                "Din enhet håller ihop personens väntan. Kontakten släpps inte förrän någon annan håller."
            )
        until = self.one.held_until
        assert until, "who does not hold has let go on a day"
        said = _TODAY if until > self.day else _TAKEN
        return str(_WHOSE.get(State(self.one.state), said)) % {"day": plain_day(until)}

    @property
    def initials(self) -> str:
        """The person's initials, for a page that others in the room may see."""
        return "".join(f"{part[0].upper()}." for part in self.one.called.split()) or "–"


_TAKEN = gettext_lazy("Din enhet håller inte ihop längre, sedan %(day)s. De som tar emot gör det.")
_TODAY = gettext_lazy("Din enhet håller ihop dagen ut. Från %(day)s gör de som tar emot det.")
_WHOSE: Mapping[State, Text] = {
    State.ACCEPTED: gettext_lazy("Personen är antagen. Insatsen håller ihop från %(day)s."),
    State.DECLINED: gettext_lazy(
        "Väntan är slut, och ingen annan har tagit över. Kontakten är er, som före aktualiseringen: berätta "
        "svaret för personen, och kom överens om vad som händer nu."
    ),
    State.TAKEN_BACK: gettext_lazy(
        "Ni har tagit tillbaka den, och ingen annan har tagit över. Kontakten är er, som före aktualiseringen: "
        "kom överens med personen om vad som händer nu."
    ),
    State.WITHDRAWN: gettext_lazy(
        "Väntan är slut, och ingen annan har tagit över. Kontakten är er, som före aktualiseringen: kom "
        "överens med personen om vad som händer nu."
    ),
}


def sent(viewer: Viewer) -> QuerySet[SentReferral]:
    """What the viewer's units have sent, the latest first."""
    rows = sent_by(viewer).select_related("branch__initiative", "unit")
    return rows.order_by("-sent_on", "-pk")


def told(viewer: Viewer, rows: Sequence[SentReferral]) -> list[Sent]:
    """The rows with how long each has waited, and what can be done."""
    return [_told(viewer.day, one) for one in rows]


def _told(day: date, one: SentReferral) -> Sent:
    state = State(one.state)
    steps = steps_from(state, Side.REFERRER)
    over = one.offered_over_on or one.held_until
    left = [step for step in steps if not (step.code == "hand_over" and over)]
    done = one.state_on if state in CLOSED else None
    whole, here = (waiting_days(since, done, day) for since in (one.waits_since, one.sent_on))
    return Sent(one, whole, here, one.held_until is None, left, day)


def last_told(viewer: Viewer, keys: Collection[UUID], unit: int) -> dict[UUID, Sent]:
    """What a unit was told last of each of these that it sent, by key; nothing of what has ended.

    As it stands where it is open to the whole unit, else as it stood when it last was: of somebody who has
    become protected neither more nor less is said than before (law 5).
    """
    rows = SentReferral.objects.filter(pk__in=keys, unit=unit, controller__in=viewer.controllers)
    now = list(rows.select_related("branch__initiative", "unit", "circle").order_by("pk"))
    mine = {"unit_id": unit, "position": None, "giver_id": F("unit__authority")}
    at = last_open({one.circle_id for one in now}, viewer.day, **mine)
    open_ = set(may_see(viewer, rows).order_by("pk").values_list("pk", flat=True))
    closed = {one.pk: one for one in now if one.pk not in open_}
    notice_circles(
        [(one.circle_id, one.circle.person_id, one.controller_id) for one in closed.values()]
    )
    for key, was in _stood(closed, at).items():
        for column in SentReferral._meta.concrete_fields:
            if not column.primary_key:
                setattr(closed[key], column.attname, getattr(was, column.attname))
    return {one.pk: _told(viewer.day, one) for one in now}


def _stood(rows: Mapping[UUID, SentReferral], at: Mapping[UUID, datetime]) -> dict[UUID, Any]:
    """The version of each that stood when its circle was last open; none where it still does."""
    table: Any = SentReferral.pgh_event_model  # type: ignore[attr-defined]
    changed = table.objects.filter(pgh_obj_id__in=rows).order_by("-pgh_id")
    return {
        was.pgh_obj_id: was
        for was in changed
        if was.pgh_created_at >= at.get(rows[was.pgh_obj_id].circle_id, NEVER)
    }


def sent_one(viewer: Viewer, key: UUID) -> SentReferral:
    """One that the viewer's units have sent; Http404 for every other alike."""
    rows = sent(viewer).select_related("branch__holder__authority")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan aktualisering bland dem som er enhet har skickat."))
    return found


def answered(viewer: Viewer, since: date) -> QuerySet[SentReferral]:
    """What the viewer's units have sent that has been answered since a day, the latest first."""
    return sent(viewer).filter(state_on__gte=since).exclude(state="received")


@dataclass(frozen=True)
class Inflow:
    """What one party has sent to an initiative, beside what it promised (D20)."""

    party: str
    promised: int | None
    sent: int
    waiting: int
    taken_in: int
    stepped_back: int
    taken_back: int
    reason: str

    @property
    def others(self) -> int:
        """Those that a decision ended in another way than by the person's no or the referrer's."""
        ended = self.taken_in + self.stepped_back + self.taken_back
        return self.sent - self.waiting - ended


COUNTED = ("number", "waiting", "taken_in", "stepped_back", "taken_back")


def inflow(viewer: Viewer, initiative: Initiative) -> list[Inflow]:
    """How many each party has sent, of those the viewer may see, beside what it promised; aggregated."""
    rows = seen(viewer).filter(initiative=initiative).order_by("referring_party")
    counted: dict[int | None, Any] = {
        each["referring_party"]: each
        for each in rows.values("referring_party").annotate(
            number=Count("pk"), waiting=Count("pk", filter=Q(decided_on=None)),
            taken_in=Count("pk", filter=Q(state=State.ACCEPTED.value)),
            stepped_back=Count("pk", filter=Q(state=State.WITHDRAWN.value)),
            taken_back=Count("pk", filter=Q(state=State.TAKEN_BACK.value)),
        )
    }  # fmt: skip
    promised: dict[int, list[PromisedInflow]] = {}
    for one in promises(viewer, initiative):
        promised.setdefault(one.party_id, []).append(one)
    parties = Party.objects.filter(pk__in={*promised, *(key for key in counted if key)})
    known = [
        _inflow(one.name, promised.get(one.pk, []), counted.get(one.pk))
        for one in parties.order_by("name", "pk")
    ]
    alone = counted.get(None)
    return [*known, *([_inflow(_("Utan myndighet"), [], alone)] if alone else [])]


def _inflow(name: str, promised: list[PromisedInflow], counted: Any) -> Inflow:
    said = [one.number for one in promised if one.number is not None]
    why = " ".join(one.reason for one in promised if one.reason)
    found = counted or dict.fromkeys(COUNTED, 0)
    return Inflow(
        name, sum(said) if said else None, found["number"], found["waiting"], found["taken_in"],
        found["stepped_back"], found["taken_back"], why,
    )  # fmt: skip


def exceptions(viewer: Viewer, initiative: Initiative) -> int:
    """How many have been taken in against a rule, with a reason, of those the viewer may see."""
    return (
        seen(viewer).filter(initiative=initiative, state="accepted").exclude(exception="").count()
    )


__all__ = [
    "PAGE", "Inflow", "Sent", "Sheet", "Waiting", "answered", "contacts", "decided", "exceptions", "inflow",
    "queue", "referral", "sent", "sent_one", "sheet", "told", "waiting", "with_holders",
]  # fmt: skip

"""The rules about those who fall between the chairs before they have come in: nothing happens."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import works_in_any
from stafett.casework.between import Gap, Limit, Rule, Scope, called
from stafett.frame.formats import plain_day
from stafett.notes.models import Result
from stafett.parties.closing import CLOSED
from stafett.referrals.access import sent_by, taken_in
from stafett.referrals.models import (
    Answer,
    Offer,
    Origin,
    QueueContact,
    QueueHolding,
    Referral,
    SentReferral,
)
from stafett.referrals.rules import OPEN, STATE_WORDS, UNANSWERED, State, waited_words
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.viewer import Viewer

WAITS, OFFER = "referral_without_answer", "offer_without_answer"
HOLD = "hold_without_answer"
DAYS_WITHOUT_ANSWER = 30
DAYS_AFTER_OFFER = 7
DAYS_AFTER_ASKED = 7
ONE_DAY = timedelta(days=1)
ANSWERED = frozenset({State.YES, State.NO})
"""Where the person has answered, and somebody is to do something of it."""
FACTS = (
    "pk", "circle_id", "circle__person_id", "controller_id", "intake_unit__name",
    "circle__person__given_name", "circle__person__family_name", "circle__person__protection",
    "circle__person__alias",
)  # fmt: skip
SENT_FACTS = (
    "pk", "circle_id", "circle__person_id", "controller_id", "branch__holder__name",
    "whom", "circle__person__alias",
)  # fmt: skip


def _in_scope(viewer: Viewer, scope: Scope) -> dict[str, Any]:
    """Where those are taken in that are asked about: the units, or the initiative."""
    asked: dict[str, Any] = {"branches": works_in_any(viewer)}
    if scope.initiative_id is not None:
        return asked | {"initiative": scope.initiative_id}
    return asked | {"units": scope.units}


def _mine(
    viewer: StandIn, branches: Collection[int], units: Collection[int] = (), initiative: int = 0
) -> QuerySet[Referral]:
    """Those whom the viewer takes in there."""
    rows = taken_in(viewer, branches).filter(decided_on=None)
    return rows.filter(Q(initiative=initiative) if initiative else Q(intake_unit__in=units))


def _without(began: str, last: date) -> Q:
    """Those who had waited since before a day and been offered nothing, or had answered before it.

    It is the person who waits: who has been sent on keeps the days that they waited elsewhere (law 1).
    """
    waited = Q(**{f"{began}__lt": last}) | Q(first_on__lt=last)
    return waited & Q(state__in=sorted(UNANSWERED)) | Q(
        state__in=sorted(ANSWERED), state_on__lt=last
    )


WAITED: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, last, **where: (
        _mine(viewer, **where)
        .filter(_without("received_on", last) | Q(initiative__ends_on__lt=viewer.day))
        .order_by("received_on", "pk")
        .values_list(
            *FACTS,
            "initiative_id",
            "initiative__ends_on",
            "state",
            "received_on",
            "state_on",
            "first_on",
        )
    )
)
OFFERED: Seen[tuple[UUID, date]] = Seen(
    lambda viewer, last: (
        may_see(viewer, Offer.objects.filter(answer=Answer.WAITING, meets_on__lt=last))
        .order_by("pk")
        .values_list("referral_id", "meets_on")
    )
)
INVITED: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, keys, **where: (
        _mine(viewer, **where)
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list(*FACTS, "branch__initiative_id")
    )
)


def _held_by_us(
    viewer: StandIn,
    last: date,
    branches: Collection[int],
    units: Sequence[int],
    initiative: int = 0,
) -> QuerySet[SentReferral, tuple[Any, ...]]:
    """What these units have sent and still hold; not what the viewer takes in, who is told of it as that."""
    rows = sent_by(viewer).filter(unit__in=units, held_until=None, state__in=sorted(OPEN))
    if initiative:
        rows = rows.filter(branch__initiative=initiative)
    late = _without("sent_on", last) | Q(state=State.INVITED.value, state_on__lt=last)
    return (
        rows.filter(late)
        .exclude(referral__in=_mine(viewer, branches, units, initiative).values("pk"))
        .order_by("sent_on", "pk")
        .values_list(
            *SENT_FACTS, "branch__initiative_id", "state", "sent_on", "state_on", "first_on"
        )
    )


HELD_BY_US: Seen[tuple[Any, ...]] = Seen(_held_by_us)


ASKED_TO_HOLD: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, last, **where: (
        _mine(viewer, **where)
        .filter(~Exists(held_by_the_intake()), offered_over_on__lt=last)
        .order_by("offered_over_on", "pk")
        .values_list(*FACTS, "initiative_id", "offered_over_on", "referring_unit__name")
    )
)
"""Those whose wait the intake has been asked to hold, and does not yet."""


def held_by_the_intake() -> QuerySet[QueueHolding]:
    """That whoever takes in holds a referral's wait already."""
    return QueueHolding.objects.filter(
        referral=OuterRef("pk"), until_day=None, unit=OuterRef("intake_unit")
    )


def _we_asked(
    viewer: StandIn,
    last: date,
    branches: Collection[int],
    units: Sequence[int],
    initiative: int = 0,
) -> QuerySet[SentReferral, tuple[Any, ...]]:
    """The same of what these units have sent, from their own record; not what the viewer takes in."""
    rows = sent_by(viewer).filter(unit__in=units, held_until=None, state__in=sorted(OPEN))
    if initiative:
        rows = rows.filter(branch__initiative=initiative)
    return (
        rows.filter(offered_over_on__lt=last)
        .exclude(referral__in=_mine(viewer, branches, units, initiative).values("pk"))
        .order_by("offered_over_on", "pk")
        .values_list(*SENT_FACTS, "branch__initiative_id", "offered_over_on")
    )


WE_ASKED: Seen[tuple[Any, ...]] = Seen(_we_asked)


def _before(viewer: Viewer, scope: Scope, code: str, usual: int) -> date:
    """The day before which something may be found in any initiative: each then goes by its own limit."""
    said = [numbers[code] for numbers in scope.said.values() if code in numbers]
    return viewer.day - min([usual, *said]) * ONE_DAY


def _waited(viewer: Viewer, scope: Scope) -> list[tuple[Any, ...]]:
    """Those who may have waited too long, or wait where it is over; both rules look through the same."""
    known = viewer.looked_up.setdefault(WAITS, {})
    whose = (scope.initiative_id, scope.units)
    if whose not in known:
        last = _before(viewer, scope, WAITS, DAYS_WITHOUT_ANSWER)
        known[whose] = WAITED.by(viewer, last=last, **_in_scope(viewer, scope))
    return known[whose]  # type: ignore[no-any-return]


def without_answer(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who have waited for long without being offered anything, or have answered and nothing followed."""
    for *told, initiative, _ended, state, began, since, first in _waited(viewer, scope):
        from_day = (first or began) if state in UNANSWERED else since
        late = _late(viewer, scope, WAITS, initiative, from_day)
        if late and state != State.INVITED:
            moved = (
                waited_words((viewer.day - first).days, (viewer.day - began).days) if first else ""
            )
            yield _gap(told, late, _stands(state) or moved)


def _late(viewer: Viewer, scope: Scope, code: str, initiative: int, since: date) -> date | None:
    """The day that it became late in the initiative; None when it is not yet."""
    late = since + scope.limit(code, initiative) * ONE_DAY
    return late if late < viewer.day else None


def _stands(state: str) -> str:
    """What is told of where it stands, where something has been said."""
    return "" if state in UNANSWERED else str(STATE_WORDS[State(state)])


def _gap(told: list[Any], since: date, words: str = "") -> Gap:
    key, circle, person, controller, unit, *names = told
    name, initials = called(*names)
    there = reverse("referral", args=[key])
    about = (circle, person, controller)
    return Gap(since, unit, None, words, there, name, there, about, initials=initials)


def offer_without_answer(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who were invited to something whose day was over a week ago, and no answer is noted."""
    last = _before(viewer, scope, OFFER, DAYS_AFTER_OFFER)
    met = dict(OFFERED.by(viewer, last=last))
    for *told, initiative in INVITED.by(viewer, keys=list(met), **_in_scope(viewer, scope)):
        day = met[told[0]]
        late = _late(viewer, scope, OFFER, initiative, day)
        if late:
            yield _gap(told, late, _("inbjuden till den %(day)s") % {"day": plain_day(day)})


def sent_without_answer(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those whose wait the viewer's units hold, as who referred them, and nothing has been heard for long."""
    asked = {"last": _before(viewer, scope, WAITS, DAYS_WITHOUT_ANSWER), **_in_scope(viewer, scope)}
    rows = HELD_BY_US.by(viewer, **asked | {"units": sorted(scope.units)})
    for *told, initiative, state, began, since, first in rows:
        from_day = (first or began) if state in UNANSWERED else since
        late = _late(viewer, scope, WAITS, initiative, from_day)
        if late:
            yield _sent_gap(told, late, str(STATE_WORDS[State(state)]))


def _sent_gap(told: list[Any], since: date, words: str) -> Gap:
    key, circle, person, controller, taker, whom, alias = told
    one = SentReferral.called_of(whom, alias)
    initials = "".join(f"{part[0].upper()}." for part in whom.split())
    there = reverse("sent_referral", args=[key])
    about = (circle, person, controller)
    return Gap(since, taker, None, words, there, one, there, about, initials=initials)


def hold_without_answer(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Waits that the intake has been asked to hold, and has not taken over: told to both hands (law 1)."""
    asked = {"last": _before(viewer, scope, HOLD, DAYS_AFTER_ASKED), **_in_scope(viewer, scope)}
    for *told, initiative, on, unit in ASKED_TO_HOLD.by(viewer, **asked):
        if late := _late(viewer, scope, HOLD, initiative, on):
            words = _("%(unit)s bad om det %(day)s") % {"unit": unit, "day": plain_day(on)}
            gap = _gap(told, late, words)
            yield replace(gap, url=reverse("referral_take_over", args=[told[0]]))
    for *told, initiative, on in WE_ASKED.by(viewer, **asked | {"units": sorted(scope.units)}):
        if late := _late(viewer, scope, HOLD, initiative, on):
            words = _("ni bad om det %(day)s") % {"day": plain_day(on)}
            yield replace(_sent_gap(told, late, words), button=_("Öppna"))


def queue_over(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who wait for a place though the initiative's last day has been."""
    for *told, _initiative, ended, _state, _began, _since, _first in _waited(viewer, scope):
        if ended and ended < viewer.day:
            yield _gap(told, ended)


HELD_BY_CLOSED: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, branches, closed, initiative=0: (
        taken_in(viewer, branches)
        .filter(Q(initiative=initiative) if initiative else Q(), decided_on=None)
        .filter(holdings__until_day=None, holdings__unit__in=closed)
        .order_by("received_on", "pk")
        .values_list(*FACTS, "holdings__unit__name", "holdings__unit__valid_to")
    )
)


def waits_at_closed(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those whose wait is held by a unit that has closed: told to all who take in there."""
    closed = [unit for unit, _last in CLOSED(day=viewer.day)]
    asked = _in_scope(viewer, scope)
    asked.pop("units", None)
    for *told, unit, last in HELD_BY_CLOSED.by(viewer, closed=closed, **asked) if closed else ():
        words = _("%(unit)s till och med %(day)s") % {"unit": unit, "day": plain_day(last)}
        yield _gap(told, last + timedelta(days=1), words)


TOLD = (Result.REACHED, Result.MESSAGE_LEFT)
"""What ends the duty to ring: the person was reached, or a message left; no answer does not."""


def _untold(
    viewer: StandIn,
    branches: Collection[int],
    closed: Collection[int],
    units: Collection[int] = (),
    initiative: int = 0,
) -> QuerySet[Referral, tuple[Any, ...]]:
    """Those who came by themselves and were not taken in, and whom nobody has told of it."""
    rows = taken_in(viewer, branches).filter(origin=Origin.SELF, state=State.DECLINED.value)
    there = Q(intake_unit__in=units) | Q(intake_unit__in=closed)
    rows = rows.filter(Q(initiative=initiative) if initiative else there)
    called = QueueContact.objects.filter(
        referral=OuterRef("pk"),
        retracted_on=None,
        result__in=TOLD,
        after_decision=True,
        on_day__gte=OuterRef("decided_on"),
    )
    return (
        rows.filter(~Exists(called)).order_by("decided_on", "pk").values_list(*FACTS, "decided_on")
    )


UNTOLD: Seen[tuple[Any, ...]] = Seen(_untold)


def declined_untold(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who came by themselves and got a no: no agency tells them, so those who take in ring.

    Of a unit that has closed all who take in there are told, those who lead the initiative among them.
    """
    closed = [unit for unit, _last in CLOSED(day=viewer.day)]
    for *told, decided in UNTOLD.by(viewer, closed=closed, **_in_scope(viewer, scope)):
        gap = _gap(told, decided)
        yield replace(gap, url=reverse("referral_sought", args=[told[0]]))


RULES = (
    Rule(
        "self_referral_declined", gettext_lazy("Sökte själv och fick nej: ring upp"),
        gettext_lazy(
            "Någon som sökte själv antogs inte, och det är inte antecknat att personen har fått veta det: "
            "nådd, eller lämnat ett meddelande."
        ),
        gettext_lazy("Elin sökte själv och antogs inte den 3 maj; den 4 maj har ingen ringt henne."),
        gettext_lazy("Ring upp"), declined_untold, "", 16,
    ),
    Rule(
        "waits_at_closed", gettext_lazy("Den som håller ihop väntan finns inte längre"),
        gettext_lazy("Någon väntar i kön, och enheten som håller ihop väntan är avslutad."),
        gettext_lazy("Försäkringskassans kontor lades ned den 30 juni och Noor väntar fortfarande där."),
        gettext_lazy("Ta över kontakten"), waits_at_closed, "", 14,
        weight=20,
    ),
    Rule(
        WAITS, gettext_lazy("Aktualisering utan svar"),
        gettext_lazy(
            "Någon har väntat mer än 30 dagar utan att ha blivit inbjuden eller fått besked, eller har svarat "
            "för mer än 30 dagar sedan och inget har hänt sedan dess. Den som har skickats vidare har väntat "
            "sedan sin första aktualisering."
        ),
        gettext_lazy("Försäkringskassan aktualiserade Noor den 1 mars; den 2 april är hon inte inbjuden."),
        gettext_lazy("Öppna"), without_answer, "", 15,
        limit=Limit(DAYS_WITHOUT_ANSWER, gettext_lazy("dagar")),
    ),
    Rule(
        OFFER, gettext_lazy("Inbjudan utan svar"),
        gettext_lazy("Någon bjöds in till något för mer än en vecka sedan, och inget svar är antecknat."),
        gettext_lazy("Informationsmötet var den 3 maj; den 11 maj vet ingen om Noor kom."),
        gettext_lazy("Öppna"), offer_without_answer, "", 16,
        limit=Limit(DAYS_AFTER_OFFER, gettext_lazy("dagar")),
    ),
    Rule(
        "sent_without_answer", gettext_lazy("Ni håller ihop väntan, inget svar"),
        gettext_lazy(
            "Din enhet har aktualiserat någon och håller ihop väntan, men har inte fått något nytt svar på "
            "mer än 30 dagar. Ring dem som tar emot, och personen."
        ),
        gettext_lazy("Du aktualiserade Noor den 1 mars; den 2 april står hon fortfarande i kö."),
        gettext_lazy("Öppna"), sent_without_answer, "", 17,
    ),
    Rule(
        HOLD, gettext_lazy("Ombett hålla ihop väntan, inget svar"),
        gettext_lazy(
            "Den som aktualiserade bad för mer än en vecka sedan intaget att hålla ihop väntan, och intaget "
            "har inte tagit över. Den som bad håller ihop till dess."
        ),
        gettext_lazy(
            "Försäkringskassan bad Stigen hålla ihop Noors väntan den 3 maj; den 11 maj har ingen tagit över."
        ),
        gettext_lazy("Ta över kontakten"), hold_without_answer, "", 17,
        limit=Limit(DAYS_AFTER_ASKED, gettext_lazy("dagar")),
    ),
    Rule(
        "queue_over", gettext_lazy("Insatsen slut, någon väntar"),
        gettext_lazy("Insatsens sista dag har varit, och någon väntar ännu på besked."),
        gettext_lazy("Stigen slutade den 31 maj; Noor står i kö dit den 1 juni."),
        gettext_lazy("Öppna"), queue_over, "", 18,
    ),
)  # fmt: skip

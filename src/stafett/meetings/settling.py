"""What becomes of booked meetings and of promises when something else ends: a consent, the case.

Hung in from `AppConfig.ready`; the floors below ask without knowing who answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from stafett.casework import exiting
from stafett.casework.models import Participation
from stafett.database.history import in_history
from stafett.frame.formats import clock, plain_day
from stafett.meetings.access import covering, from_others
from stafett.meetings.actions import OF_A_STEP
from stafett.meetings.models import Called, Cause, Meeting, Promise
from stafett.meetings.promised import REASON_ELSEWHERE, taken_back
from stafett.meetings.queries.case import Card, Told, cards_of
from stafett.meetings.rules import GOING_ON, Stands, State
from stafett.safeguards.access import may_see
from stafett.safeguards.models import ConsentPart, Information
from stafett.safeguards.viewer import Viewer
from stafett.safeguards.withdrawing import Consequence

BY = "Stafett"
"""Notes what was called off in the records of other authorities than that of whoever ended the case."""
ENDED = gettext_noop("Deltagandet avslutades.")
"""Why it was called off or dropped; always kept in Swedish, so that it is known again."""


def after_withdrawal(circles: Collection[UUID], by: Viewer) -> None:
    """A consent is taken back: who may no longer be told of a meeting to come is called to it no more.

    Those whom the person had invited stay, unless the person has taken a consent back between these two.
    """
    rows = from_others(Called.objects.filter(
        participation__circle__in=circles, meeting__state=State.PLANNED, meeting__on_day__gte=by.day
    ))  # fmt: skip
    this_way = Q(giver=OuterRef("owner_authority"), receiver=OuterRef("unit__authority"))
    that_way = Q(giver=OuterRef("unit__authority"), receiver=OuterRef("owner_authority"))
    parted = ConsentPart.objects.filter(
        this_way | that_way, circle=OuterRef("participation__circle"), withdrawn_on=by.day
    )
    gone = rows.filter(~Exists(covering(by.day)), Q(by_person=False) | Exists(parted))
    keys = list(gone.order_by("pk").values_list("pk", flat=True))
    Called.objects.filter(pk__in=keys).delete()


def comes_of_withdrawal(circle: UUID, viewer: Viewer) -> list[Consequence]:
    """Whom a meeting to come is no longer told to when what is agreed may not be, as far as the viewer may
    know of the meeting and of who is called."""
    case = may_see(viewer, Participation.objects.filter(circle=circle, ends_on=None)).first()
    if case is None:
        return []
    cards = {
        card.meeting.pk: card
        for card in cards_of(viewer, case)[0]
        if card.planned and not card.past
    }
    rows = from_others(Called.objects.filter(meeting__in=cards)).select_related("unit", "meeting")
    rows = rows.annotate(covered=Exists(covering(viewer.day))).order_by("meeting__on_day", "pk")
    parts = ConsentPart.objects.filter(circle=circle, withdrawn_on=None).order_by("pk")
    live = set(parts.values_list("giver_id", "receiver_id", "information"))
    return [
        Consequence(*what, _not_called_words(row))
        for row in rows
        if row.pk in cards[row.meeting_id].known
        for what in sorted(_ending(row, live))
    ]


Line = tuple[int, int, str]
"""Who tells whom what."""


def _ending(row: Any, live: Iterable[Line]) -> Iterator[Line]:
    """Without which of these a unit is called no more; one that the person had invited without any that
    covers it goes with the first between the two."""
    ours, theirs = row.owner_authority_id, row.unit.authority_id
    if row.covered or not row.by_person:
        yield ours, theirs, Information.AGREEMENT.value
        return
    yield from (one for one in live if one[:2] in {(ours, theirs), (theirs, ours)})


def _not_called_words(row: Called) -> str:
    assert row.unit is not None
    told = {"what": _meeting_words(row.meeting), "unit": row.unit.name}
    return _("%(what)s %(unit)s kallas inte längre.") % told


def faults_of_leaving(_cases: Sequence[Participation], _by: Viewer) -> dict[str, str]:
    """A meeting or a promise keeps nobody: whoever ends the case may not even know of another authority's."""
    return {}


def after_last_day(cases: Sequence[Participation], by: Viewer) -> None:
    """When a case has ended, its meetings after the last day are called off, and what nobody kept is dropped.

    In the record of the controller and of those who may see the case: to the others it would tell that it has
    ended. Their copy of a promise follows as when it is dropped by hand, without the reason (law 2).
    """
    ended = {case.pk: case for case in cases if case.ends_on is not None}
    if not ended:
        return
    knowing = exiting.knowing(ended.values(), by)
    with override(settings.LANGUAGE_CODE), in_history(why=_(ENDED)):
        for meeting in _booked(ended.keys(), by):
            if _known(meeting, knowing):
                _call_off(meeting, by)
        _drop(list(_to_keep(ended.keys(), by)), knowing, by)


def _booked(ended: Collection[UUID], by: Viewer) -> Iterable[Meeting]:
    rows = Meeting.objects.select_for_update(of=("self",)).filter(
        participation__in=ended, state=State.PLANNED, on_day__gte=by.day,
        on_day__gt=F("participation__ends_on"),
    )  # fmt: skip
    return rows.order_by("pk")


def _call_off(one: Meeting, by: Viewer) -> None:
    one.state, one.cause, one.because = State.CANCELLED, Cause.CALLED_OFF, _(ENDED)
    one.noted_by = by.name if one.owner_authority_id in by.works_for else BY
    one.noted_on = by.day
    one.save(update_fields=["state", "cause", "because", "noted_by", "noted_on"])
    one.called.update(came=False)


def _to_keep(ended: Collection[UUID], by: Viewer) -> Iterable[Promise]:
    over = Q(participation__ends_on__lte=by.day) | Q(due_on__gt=F("participation__ends_on"))
    rows = Promise.objects.select_for_update(of=("self",)).select_related("participation")
    return rows.filter(over, participation__in=ended, state__in=GOING_ON).order_by("pk")


def _drop(rows: Sequence[Promise], knowing: exiting.Knowing, by: Viewer) -> None:
    told = {one.pk: one for one in rows if _known(one, knowing)}
    halves = {one.copy_of or one.pk: one for one in told.values()}
    for one in rows:
        other = halves.get(one.copy_of or one.pk)
        if one.pk in told:
            _end(one, _(ENDED), by)
        elif other and not _taken_back(one, other):
            with in_history(why=""):
                _end(one, str(REASON_ELSEWHERE), by)


def _taken_back(one: Promise, other: Promise) -> bool:
    pair = (one.owner_authority_id, other.owner_authority_id)
    return taken_back(one.participation, pair, one.made_on)


def _end(one: Promise, because: str, by: Viewer) -> None:
    one.state, one.settled_on, one.because = Stands.DROPPED, by.day, because
    one.save(update_fields=OF_A_STEP)


def ends_with_it(case: Participation, viewer: Viewer) -> list[str]:
    """What of this an exit today settles, as far as the viewer may know of it."""
    cards, loose = cards_of(viewer, case)
    knowing = exiting.knowing([case], viewer)
    booked = [
        card.meeting for card in cards if card.planned and not card.past and _known(card.meeting, knowing)
    ]  # fmt: skip
    promises = [
        told for told in _promises(cards, loose) if told.going_on and _known(told.promise, knowing)
    ]
    said = [_called_off_words(one, viewer) for one in booked]
    if said:
        said.append(_("De kallade som har Stafett får veta det. Säg till personen själv."))
    return said + [_("%(what)s Utgår.") % {"what": _promise_words(told)} for told in promises]


def _promises(cards: Iterable[Card], loose: list[Told]) -> list[Told]:
    return [told for card in cards for told in card.promises] + loose


def _known(row: Meeting | Promise, knowing: exiting.Knowing) -> bool:
    return (row.participation_id, row.owner_authority_id) in knowing


def _called_off_words(one: Meeting, viewer: Viewer) -> str:
    if one.on_day == viewer.day:
        return _("%(what)s Ställs in om sista dagen är före i dag.") % {"what": _meeting_words(one)}
    return _("%(what)s Ställs in.") % {"what": _meeting_words(one)}


def _meeting_words(one: Meeting) -> str:
    when = f"{plain_day(one.on_day)} {clock(one.at)}" if one.at else plain_day(one.on_day)
    return f"{one.get_sort_display().capitalize()} {when}."


def _promise_words(told: Told) -> str:
    said = {"who": told.who, "what": told.promise.what, "day": plain_day(told.promise.due_on)}
    return _("%(who)s: %(what)s, senast %(day)s.") % said


def stays_settled(case: Participation, viewer: Viewer) -> list[str]:
    """What of this the exit settled that is still ahead, and that its undoing does not bring back."""
    return list(_stays(case, viewer))


def _stays(case: Participation, viewer: Viewer) -> Iterator[str]:
    cards, loose = cards_of(viewer, case)
    for card in cards:
        one = card.meeting
        if one.state == State.CANCELLED and one.because == ENDED and one.on_day >= viewer.day:
            said = _("%(what)s Inställt. Boka det på nytt om det ska bli av.")
            yield said % {"what": _meeting_words(one)}
    for told in _promises(cards, loose):
        if told.promise.state == Stands.DROPPED and told.promise.because == ENDED:
            said = _("%(what)s Utgick. Välj Ångra under Möten och löften om det ska hållas ändå.")
            yield said % {"what": _promise_words(told)}


__all__ = [
    "ENDED", "after_last_day", "after_withdrawal", "comes_of_withdrawal", "ends_with_it",
    "faults_of_leaving", "stays_settled",
]  # fmt: skip

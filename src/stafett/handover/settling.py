"""What becomes of handovers, and of who holds, when something else ends: a consent, a case, a unit.

Hung in from `AppConfig.ready`; the floors below ask without knowing who answers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from stafett.casework.access import sees
from stafett.casework.actions import Taking, take_over
from stafett.casework.models import PART, Holding, Participation
from stafett.database.days import in_force
from stafett.database.functions import is_so
from stafett.handover.access import holder_of, may_know_of, workers
from stafett.handover.actions.following_up import follow_exits
from stafett.handover.actions.steps import end, let_go, lock
from stafett.handover.models import TAKEN_OUTSIDE, Handover
from stafett.handover.rules import OPEN, Stand
from stafett.initiatives.intakes import intake_of
from stafett.initiatives.queries import team_units
from stafett.parties.closing import lasting, lasts
from stafett.parties.models import Unit
from stafett.safeguards.access import may_see, opened
from stafett.safeguards.actions import let_in
from stafett.safeguards.models import Basis, Information, LinkState, Member
from stafett.safeguards.viewer import Viewer
from stafett.safeguards.withdrawing import Consequence

BY = "Stafett"


def latest_over(viewer: Viewer, case: Participation) -> Handover | None:
    """The handover of a case that ended last, where the viewer may know of it."""
    rows = Handover.objects.filter(participation=case, closed_on__isnull=False)
    seen = may_see(viewer, rows, PART).select_related("to_unit", "from_unit")
    shown = opened(viewer, case.circle_id)
    latest = seen.order_by("-closed_on", "-pk")
    return next((row for row in latest if may_know_of(viewer, row, shown)), None)


def came_to_nothing(viewer: Viewer, case: Participation) -> Handover | None:
    """What the unit that holds the case proposed last and that came to nothing by a no, by being taken back or
    with its exit undone, for those at its authority alone; None when something else has happened since."""
    last, holder = latest_over(viewer, case), holder_of(case, viewer.day)
    if last is None or holder is None or not _may_be_proposed_anew(last):
        return None
    own = last.from_unit_id == holder.pk and holder.authority_id in viewer.works_for
    return last if own else None


def _may_be_proposed_anew(last: Handover) -> bool:
    return last.stand in (Stand.DECLINED, Stand.WITHDRAWN) or last.undone_on is not None


def open_of(case: Participation) -> Handover | None:
    """The handover that a case is in now, if any."""
    rows = Handover.objects.filter(
        participation=case, controller_id=case.controller_id, stand__in=OPEN
    )
    return rows.select_related(
        "to_unit__authority", "from_unit__authority", "participation", "link"
    ).first()


def after_withdrawal(circles: Collection[UUID], by: Viewer) -> None:
    """A consent is taken back, or a provision ends: handovers to those who see nothing any more lapse, and
    if such a one holds,
    the controller's own unit holds from this instant (law 1)."""
    others = Holding.objects.filter(in_force(by.day), participation=OuterRef("pk")).exclude(
        unit__authority=OuterRef("controller")
    )
    offered = Handover.objects.filter(participation=OuterRef("pk"), stand__in=OPEN)
    concerned = Exists(others) | Exists(offered)
    cases = Participation.objects.filter(concerned, circle__in=circles, ends_on=None).order_by("pk")
    for case in [lock(one) for one in cases]:
        _lapse_unseen(case, by)
        _fall_back(case, _("samtycket togs tillbaka, så %(unit)s får inte veta hur det går"), by)


def after_protection(circle: UUID, by: Viewer) -> None:
    """A protection has ended, and other authorities come in anew by the person's yes: what one of them holds
    and does not see is the controller's own unit's from this instant (law 1). Nothing says why (law 5).

    The controller's own unit, or the branch's, that is alongside still is so as was agreed (A12).
    """
    for case in Participation.objects.filter(circle=circle, ends_on=None).order_by("pk"):
        now = lock(case)
        _alongside_as_agreed(now, by)
        _fall_back(now, _("%(unit)s är inte med i ärendet"), by)


def _alongside_as_agreed(case: Participation, by: Viewer) -> None:
    may = Q(from_unit__authority=case.controller_id) | Q(from_unit__in=team_units(case.branch))
    given = Handover.objects.filter(may, participation=case, stand=Stand.DONE)
    rows = given.select_related("from_unit").order_by("closed_on", "pk")
    latest = {one.from_unit_id: one for one in rows}
    for one in latest.values():
        if one.stays_on(by.day) and holder_of(case, by.day) != one.from_unit:
            let_in(case.circle, [one.from_unit_id], from_day=by.day, by=by)
            one.participation = case
            let_go(one, by)


def _fall_back(case: Participation, because: str, by: Viewer) -> None:
    """Let the controller's own unit hold where another authority's does and sees nothing of the case."""
    holder = holder_of(case, by.day)
    if holder and holder.authority_id != case.controller_id and not sees(holder, case, by.day):
        home = Taking(case, home_of(case, by.day))
        take_over([home], by=by, because=because % {"unit": holder.name}, falls_back=True)


def after_shutting_out(circles: Collection[UUID], by: Viewer) -> None:
    """A named team alone sees these cases: a handover to those who are not in it lapses, and they can never
    answer. Nothing is told to them (law 5); the giver can propose it to somebody else, or end the case."""
    offered = Handover.objects.filter(participation=OuterRef("pk"), stand__in=OPEN)
    cases = Participation.objects.filter(Exists(offered), circle__in=circles, ends_on=None)
    for case in [lock(one) for one in cases.order_by("pk")]:
        one = open_of(case)
        if one and one.to_unit and not sees(one.to_unit, case, by.day):
            end(one, "lapse", _("Mottagaren får inte se ärendet längre."), by, BY)


def comes_of_withdrawal(circle: UUID, viewer: Viewer) -> list[Consequence]:
    """That whoever holds loses the case with the course, and that an open handover to them lapses with it.

    Who holds is told to all in the case, where it then falls too; of a handover as `may_know_of` says.
    """
    rows = Participation.objects.select_related("circle", "controller", "branch__holder")
    case = may_see(viewer, rows.filter(circle=circle, ends_on=None)).first()
    if case is None:
        return []
    holder, found = holder_of(case, viewer.day), []
    if holder and _sees_by_consent_alone(holder, case, viewer.day):
        said = _(
            "%(unit)s håller ihop ärendet. Det faller då tillbaka till %(home)s, utan handläggare."
        ) % {"unit": holder.name, "home": home_of(case, viewer.day).name}
        found.append(_with_the_course(case, holder, said, for_all=True))
    one = open_of(case)
    if one and may_know_of(viewer, one, opened(viewer, case.circle_id)):
        said = _("Överlämningen till %(receiver)s förfaller.") % {"receiver": one.receiver}
        for unit in filter(None, [one.from_unit, one.to_unit]):
            if _sees_by_consent_alone(unit, case, viewer.day):
                found.append(_with_the_course(case, unit, said))
        found += [Consequence(*line, said) for line in _asked_under(one)]
    return found


def held_by(circles: Collection[UUID], authority: int) -> int:
    """In how many of the circles an authority's units hold the case now."""
    rows = Holding.objects.filter(
        participation__circle__in=circles, unit__authority=authority, until_day=None
    )
    return rows.count()


def _asked_under(one: Handover) -> list[tuple[int, int, str]]:
    """Under what a link that waits for an answer was given: who told whom what."""
    if one.link is None or one.link.state != LinkState.WAITING:
        return []
    told = one.link.releases.order_by("pk").values_list(
        "part__giver_id", "part__receiver_id", "part__information"
    )
    return sorted(set(told))


def _with_the_course(
    case: Participation, unit: Unit, said: str, *, for_all: bool = False
) -> Consequence:
    return Consequence(
        case.controller_id, unit.authority_id, Information.COURSE.value, said, for_all
    )


def _sees_by_consent_alone(unit: Unit, case: Participation, day: date) -> bool:
    """True of another authority's unit that sees the case by consent, and by nothing else."""
    if unit.authority_id == case.controller_id or not sees(unit, case, day):
        return False
    return not sees(unit, case, day, but=Basis.CONSENT)


def _lapse_unseen(case: Participation, by: Viewer) -> None:
    one = open_of(case)
    units = [one.from_unit, one.to_unit] if one else []
    blind = [unit for unit in units if unit and unit.authority_id != case.controller_id]
    unasked = one and one.link and one.link.state == LinkState.WITHDRAWN
    if one and (unasked or any(not sees(unit, case, by.day) for unit in blind)):
        end(one, "lapse", _("Samtycket togs tillbaka."), by, BY)


def home_of(case: Participation, day: date) -> Unit:
    """The controller's own unit that a case falls back to: where its branch's cases are held from the start,
    else the last of the controller's that held it, else one that is in the circle, else one engaged in the
    branch, else one where somebody works, else any it has. Only those that last, while there are any; where the
    controller has none at all, the unit that new cases begin at (law 1)."""
    own = Unit.objects.filter(authority=case.controller_id)
    if case.circle.named_only:
        team = Member.objects.filter(
            circle=case.circle_id, until_day=None, giver=case.controller_id
        )
        own = own.filter(pk__in=team.values("unit"))
    held = (
        Holding.objects.filter(participation=case)
        .order_by("-from_day")
        .values_list("unit", flat=True)
    )
    by_key = own.filter(lasting(day)).in_bulk() or own.exclude(valid_to__lt=day).in_bulk()
    seats = Member.objects.filter(circle=case.circle_id, until_day=None, unit__in=by_key)
    inside = seats.order_by("pk").values_list("unit", flat=True)
    for key in (case.branch.holder_id, *held, *inside, *team_units(case.branch)):
        if key in by_key:
            return by_key[key]
    at_work = (by_key[key] for key in sorted(by_key) if workers(by_key[key], day).exists())
    others = (by_key[key] for key in sorted(by_key))
    return next(at_work, None) or next(others, None) or intake_of(case.branch, day)


def faults_of_leaving(cases: Sequence[Participation], by: Viewer) -> dict[str, str]:
    """Why cases cannot leave: somebody has been asked to take over and has not answered."""
    rows = Handover.objects.filter(participation__in=cases, stand__in=OPEN).order_by("pk")
    one = rows.select_related("to_unit").first()
    if one is None:
        return {}
    said = _(
        "Överlämningen till %(receiver)s är inte klar. Vänta på svaret, eller återkalla den under "
        "Överlämning, och "
        "avsluta sedan."
    )
    return {"": said % {"receiver": one.receiver}}


def after_last_day(cases: Sequence[Participation], by: Viewer) -> None:
    """A last day is recorded, moved or undone: what was still open lapses, and follow-ups go along.

    Whoever held last and has closed since does not hold again: the case falls back (law 1).
    """
    for case in cases:
        if case.ends_on is None:
            _fall_back_from_closed(case, by)
        one = open_of(case) if case.ends_on else None
        if one:
            end(one, "lapse", _("Deltagandet avslutades."), by, BY)
    _undo_outside([case for case in cases if case.ends_on is None], by)
    _let_home_in_again([case for case in cases if case.ends_on], by)
    follow_exits(cases, by)


def _undo_outside(cases: Sequence[Participation], by: Viewer) -> None:
    """Where the exit is undone that a yes from outside led to, they did not take over after all (law 1)."""
    rows = Handover.objects.filter(
        TAKEN_OUTSIDE, undone_on=None, participation__in=cases,
        controller_id__in={case.controller_id for case in cases},
    )  # fmt: skip
    rows.update(undone_on=by.day)


def stays_settled(case: Participation, viewer: Viewer) -> list[str]:
    """That a yes from outside is taken back with the exit, and that nobody but the viewer tells them so."""
    last = latest_over(viewer, case)
    if last is None or not last.outside or last.stand != Stand.DONE or last.undone_on:
        return []
    said = _(
        "%(receiver)s har sagt ja till att ta över. De får inte veta av Stafett att ni ångrar det: ring dem."
    )
    return [said % {"receiver": last.receiver}]


def _let_home_in_again(cases: Sequence[Participation], by: Viewer) -> None:
    """Where another authority's unit held what has ended, the controller's own is in the case again: it answers
    for the record, and asks how it went when the other may not see the case any more (law 1, A13).

    Not where a named team alone sees the person: it is the team's (law 5).
    """
    latest = Holding.objects.filter(participation__in=cases).select_related("unit")
    last = latest.order_by("participation_id", "-from_day", "-pk").distinct("participation_id")
    ended = {one.participation_id: one.unit for one in last}
    for case in cases:
        if ended[case.pk].authority_id != case.controller_id:
            let_in(case.circle, [home_of(case, by.day).pk], from_day=by.day, by=by)


def _fall_back_from_closed(case: Participation, by: Viewer) -> None:
    holder = holder_of(case, by.day)
    if holder is None or lasts(holder, by.day):
        return
    home = home_of(case, by.day)
    if home != holder:
        because = _("%(unit)s är avslutad") % {"unit": holder.name}
        take_over([Taking(case, home)], by=by, because=because, falls_back=True)


def faults_of_closing(unit: Unit, day: date) -> str:
    """Why a unit cannot close: it holds cases on the day, or somebody waits for its answer.

    Asked of the database, since whoever closes it need not see any of them; it says only that there are some.
    """
    if not is_so("handover_unit_is_needed", unit.pk, day):
        return ""
    return _(
        "%(unit)s håller ihop ärenden, eller är med i en överlämning som inte är klar. Lämna över dem först; "
        "enheten kan avslutas när ingen väntar på den."
    ) % {"unit": unit.name}

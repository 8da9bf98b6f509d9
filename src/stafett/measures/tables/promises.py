"""Did those come who were promised, and as many as were planned (D20 F4 G21 G23)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from django.db.models import Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from stafett.frame import formats
from stafett.initiatives.models import PromisedInflow, VolumeTarget
from stafett.initiatives.queries import decided_by
from stafett.measures.assembly import Assembly, Path, assemble, check_sums, row_of
from stafett.measures.engine import Cube
from stafett.measures.figures import Column, Count, Figure, Row, Text
from stafett.measures.groups import BRANCH, REFERRER, SEX
from stafett.measures.language import ALL, GROUPS, Counted, Group, Member, Table, declare
from stafett.measures.populations import KEPT_PROMISES, PARTICIPATIONS, WITHIN_PLANS
from stafett.measures.question import Built, Question

FAR_BELOW = Fraction(1, 2)
"""Less than this much of what was promised by now is far below."""
FAR_BELOW_WORDS = _("långt under")


@dataclass(frozen=True)
class Elapsed:
    """How much of a period has gone by on a day, both its ends included."""

    days: int
    of: int

    @classmethod
    def by(cls, day: date, start: date, end: date) -> Elapsed:
        """The days of the period up to and including `day`."""
        of = (end - start).days + 1
        return cls(min(max((day - start).days + 1, 0), of), of)

    @property
    def share(self) -> Fraction:
        """0 before the first day, 1 from the last."""
        return Fraction(self.days, self.of)

    @property
    def over(self) -> bool:
        """True from the period's last day."""
        return self.days == self.of


def proportion_words(part: int, whole: int) -> str:
    """As in "41 % (62 av 150)"; no interval, for a plan is no group of people."""
    if not whole:
        return ""
    return now("%(share)s (%(out_of)s)") % {
        "share": formats.percent(part / whole, 0),
        "out_of": out_of_words(part, whole),
    }


def out_of_words(part: int, whole: int) -> str:
    """As in "62 av 150"."""
    return now("%(part)s av %(whole)s") % {
        "part": formats.whole_number(part),
        "whole": formats.whole_number(whole),
    }


def verdict(came: int, expected: Fraction, *, over: bool) -> str:
    """How what came compares with what was promised for the part of the period that has gone by.

    Far below is less than half of it (`FAR_BELOW`). Until the period is `over`, nobody can say more
    than that what came keeps pace with the promise.
    """
    if not expected:
        return ""
    if came < FAR_BELOW * expected:
        return str(FAR_BELOW_WORDS)
    if came < expected:
        return now("under")
    return now("som utlovat eller mer") if over else now("i takt med löftet")


REFERRED = Counted(
    "referred", _("Remitterade"), _("deltaganden som parten remitterat till och som börjat")
)
KEPT = Counted("kept", _("Inom löftet"), _("av dem, de som börjat inom löftets period"))
PROMISE = Group(
    "promise", _("löfte"), _("Löftet."), lambda rows: rows.promise, lambda question, found: []
)
_NOTHING: tuple[Figure, ...] = (None,) * 6


@dataclass(frozen=True)
class Inflow:
    """What is known of promises when the rows of inflow are made."""

    day: date
    by_party: dict[int, list[PromisedInflow]]
    kept: Cube

    def figures(self, promises: list[PromisedInflow]) -> tuple[Figure, ...]:
        """Promised, share of it, due by now, verdict, period, reason; of several promises their sum."""
        if not promises:
            return (Text(now("inget löfte")), *_NOTHING[1:])
        start = min(promise.period_start for promise in promises)
        end = max(promise.period_end for promise in promises)
        reason = " ".join(promise.reason for promise in promises if promise.reason)
        said = (Text(formats.span(start, end)), Text(reason))
        numbers = [promise.number for promise in promises if promise.number is not None]
        if len(numbers) < len(promises):
            return (Text(now("inget antal utlovat")), None, None, None, *said)
        return (*self._judged(promises, sum(numbers)), *said)

    def _judged(self, promises: list[PromisedInflow], promised: int) -> tuple[Figure, ...]:
        """What came of a promised number, and what should have come: each promise at its own pace."""
        came = sum(int(self.kept.at((promise.pk,), "kept")) for promise in promises)
        gone = [Elapsed.by(self.day, one.period_start, one.period_end) for one in promises]
        due = [(one.number or 0) * part.share for one, part in zip(promises, gone, strict=True)]
        expected = sum(due, Fraction(0))
        judged = verdict(came, expected, over=all(part.over for part in gone))
        share = Text(proportion_words(came, promised))
        # Rounded up, so that whoever reaches the number shown is never said to be under it.
        return Count(promised), share, Text(out_of_words(ceil(expected), promised)), Text(judged)


def _inflow(table: Table, question: Question) -> Built:
    """One row per referring party, its promise beside; below it each promise where it made several."""
    asked_for = tuple(GROUPS[name] for name in question.by)
    cube = question.cube(table.population, (REFERRED,), (REFERRER, *asked_for))
    assembly = assemble(cube, question, 1)
    check_sums(assembly, (REFERRED,), table.name)
    notes = () if question.branch is None else (now("Löftena gäller hela insatsen, inte en gren."),)
    rows = tuple(_inflow_rows(assembly, _promises(question)))
    return Built(_inflow_columns(), rows, notes)


def _promises(question: Question) -> Inflow:
    by_party: dict[int, list[PromisedInflow]] = {}
    promises = question.initiative.promises.order_by("period_start", "id")
    for promise in () if question.branch else promises:
        by_party.setdefault(promise.party_id, []).append(promise)
    kept = question.cube(KEPT_PROMISES, (KEPT,), (PROMISE,))
    return Inflow(question.day, by_party, kept)


def _inflow_columns() -> tuple[Column, ...]:
    return (
        Column("referred", now("Remitterade"), "count"),
        Column("promised", now("Utlovat"), "count"),
        Column("share", now("Av löftet"), "text"),
        Column("expected", now("Borde vara nu"), "text"),
        Column("verdict", now("Mot löftet"), "text"),
        Column("period", now("Period"), "text"),
        Column("reason", now("Varför"), "text"),
    )


def _inflow_rows(assembly: Assembly, inflow: Inflow) -> Iterator[Row]:
    for path, of_total in assembly.paths():
        row = row_of(assembly, (REFERRED,), path, of_total)
        promises = _promised_in(path, inflow) if not of_total and len(path) == 1 else None
        beside = _NOTHING if promises is None else inflow.figures(promises)
        yield Row(row.key, row.label, (*row.figures, *beside), row.role, row.parent)
        if promises and len(promises) > 1:
            yield from _each_promise(row, promises, inflow)


def _promised_in(path: Path, inflow: Inflow) -> list[PromisedInflow] | None:
    """The party's promises; None for the unknown, who can't have promised anything."""
    member = path[0]
    return inflow.by_party.get(member.value, []) if member.role == "row" else None


def _each_promise(row: Row, promises: list[PromisedInflow], inflow: Inflow) -> Iterator[Row]:
    for promise in promises:
        came = Count(int(inflow.kept.at((promise.pk,), "kept")))
        key = f"{row.key}/{promise.period_start.isoformat()}"
        label = formats.span(promise.period_start, promise.period_end)
        yield Row(key, label, (came, *inflow.figures([promise])), "row", row.key)


INFLOW = declare(
    Table(
        name="inflow",
        title=_("Inflöde mot löfte"),
        population=PARTICIPATIONS,
        measures=(REFERRED,),
        base="starters",
        own=("referrer",),
        groups=("sex", "branch", "age", "year"),
        notes=(
            _(
                "Andel av löftet visas bara där ett antal utlovats, och räknas på dem som börjat "
                "inom löftets period."
            ),
        ),
        beside=_(
            "Borde vara nu: så mycket av löftet som motsvarar den del av dess period som gått, jämnt "
            "fördelat över dagarna och avrundat uppåt. Mot löftet: ”i takt med löftet” är minst så "
            "många medan perioden pågår, ”som utlovat eller mer” minst hela löftet när den är slut, "
            "”under” är färre, och ”långt under” mindre än hälften av vad som borde vara."
        ),
        build=_inflow,
        picture="referred",
    )
)

REACHED = Counted(
    "reached",
    _("Nått"),
    _("personer som börjat minst ett deltagande inom den planerade perioden"),
    each="person_id",
)
PLAN = Group("plan", _("plan"), _("Planen."), lambda rows: rows.plan, lambda question, found: [])


def _volume(table: Table, question: Question) -> Built:
    """One row per version of the plan, and below it the groups asked for; versions are never summed."""
    place = Q(branch=question.branch) if question.branch else Q(branch__isnull=True)
    decided = question.initiative.volume_targets.filter(place, decided_by(question.viewer.day))
    plans = list(decided.order_by("version"))
    asked_for = tuple(GROUPS[name] for name in question.by)
    cube = question.cube(table.population, (REACHED,), (PLAN, *asked_for))
    reached = Reached(cube, _levels(question, cube), _planned_parts(question))
    rows = [row for plan in plans for row in _plan_rows(plan, reached, question.day)]
    columns = (
        Column("planned", now("Planerat"), "count"),
        Column("reached", now("Nått"), "count"),
        Column("share", now("Av planerat"), "text"),
        Column("period", now("Planerad period"), "text"),
        Column("elapsed", now("Av perioden har gått"), "text"),
        Column("reason", now("Skäl till versionen"), "text"),
    )
    return Built(columns, tuple(rows))


def _levels(question: Question, cube: Cube) -> tuple[tuple[Member, ...], ...]:
    """The members of each group asked for; without those that are only there when somebody is."""
    listed = ((name, GROUPS[name].members(question, cube.found(name))) for name in question.by)
    return tuple(
        tuple(one for one in members if one.always or one.value in cube.found(name))
        for name, members in listed
    )


def _planned_parts(question: Question) -> dict[tuple[date, date, object], int]:
    """What each branch has planned itself, by period and branch; the latest version holds."""
    if question.by[:1] != (BRANCH.name,):
        return {}
    decided = question.initiative.volume_targets.filter(decided_by(question.viewer.day))
    plans = decided.filter(branch__isnull=False).order_by("version")
    return {(one.period_start, one.period_end, one.branch_id): one.total for one in plans}


@dataclass(frozen=True)
class Reached:
    """How many each plan has reached, in every group asked for, and what was planned for some of them."""

    cube: Cube
    levels: tuple[tuple[Member, ...], ...]
    branches: dict[tuple[date, date, object], int]

    def rows(self, plan: VolumeTarget, path: Path = ()) -> Iterator[Row]:
        """The rows below a plan, or below one of its rows; a group inside a group only where somebody is."""
        if len(path) == len(self.levels):
            return
        for member in self.levels[len(path)]:
            further = (*path, member)
            reached = self.at(plan, further)
            if not reached and (path or not member.always):
                continue
            planned = None if path else self._planned(plan, member)
            keys = [f"v{plan.version}", *(one.key for one in further)]
            figures = (*_planned(planned, reached), None, None, None)
            words = (str(member.label), figures, member.role, "/".join(keys[:-1]), planned)
            yield Row("/".join(keys), *words)
            yield from self.rows(plan, further)

    def at(self, plan: VolumeTarget, path: Path = ()) -> int:
        """How many the plan has reached in a group, or in all."""
        values = (plan.pk, *(member.value for member in path))
        left = len(self.levels) - len(path)
        return int(self.cube.at((*values, *(ALL,) * left), "reached"))

    def _planned(self, plan: VolumeTarget, member: Member) -> int | None:
        """What was planned for a sex by the plan, or for a branch by its own plan for the same days."""
        if self.cube.groups[1] == SEX.name:
            return {"woman": plan.women, "man": plan.men}.get(member.key)
        return self.branches.get((plan.period_start, plan.period_end, member.value))


def _plan_rows(plan: VolumeTarget, reached: Reached, day: date) -> Iterator[Row]:
    elapsed = Elapsed.by(day, plan.period_start, plan.period_end)
    words = (
        Text(formats.span(plan.period_start, plan.period_end)),
        Text(formats.percent(float(elapsed.share), 0)),
        Text(plan.reason),
    )
    figures = (*_planned(plan.total, reached.at(plan)), *words)
    yield Row(f"v{plan.version}", plan_words(plan), figures, mark=plan.total)
    yield from reached.rows(plan)


def plan_words(plan: VolumeTarget) -> str:
    """Which version of the plan this is, and from when."""
    when = f", {formats.plain_day(plan.decided_on)}" if plan.decided_on else ""
    return now("Version %(version)s%(when)s") % {"version": plan.version, "when": when}


def _planned(planned: int | None, reached: int) -> tuple[Figure, Figure, Figure]:
    if planned is None:
        return None, Count(reached), None
    return Count(planned), Count(reached), Text(proportion_words(reached, planned))


VOLUME = declare(
    Table(
        name="volume",
        title=_("Planerat antal mot nått"),
        population=WITHIN_PLANS,
        measures=(REACHED,),
        base="starters",
        groups=("sex", "branch", "age", "year"),
        why_not=_(
            "En plan säger ett antal i allt, ibland också kvinnor och män, och en gren kan ha en egen plan "
            "för samma tid. För ålder och startår är inget planerat: där står bara hur många som nåtts."
        ),
        stub=_("Version av planen"),
        notes=(_("Versionerna gäller samma insats och summeras aldrig."),),
        picture="reached",
        picture_title=_("Nått mot planerat"),
        mark=_("planerat"),
        empty=_("Insatsen har ingen plan för hur många som ska nås."),
        own_periods=True,
        build=_volume,
    )
)

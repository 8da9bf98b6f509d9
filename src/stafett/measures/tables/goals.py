"""Is the goal reached, by each way of reading which outcomes count (F4, ux § 4)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from stafett.frame import formats
from stafett.initiatives.models import Base, Goal, GoalReading
from stafett.initiatives.queries import decided_by
from stafett.measures.assembly import Assembly, Path, assemble, check_sums
from stafett.measures.figures import Column, Row, Share, Text
from stafett.measures.groups import OUTCOME
from stafett.measures.language import (
    ALL,
    GROUPS,
    Counted,
    Population,
    Proportion,
    Table,
    declare,
)
from stafett.measures.populations import COUNT, OF_WHOM
from stafett.measures.question import Built, Question

_LEFT = Counted(
    "left", _("Avslutade"), _("deltaganden som avslutats"), where=lambda rows: rows.left
)
_POPULATION = Population(
    "goal",
    {"starters": _("De som målet räknas av: alla som börjat, eller de av dem som avslutat.")},
    lambda source: source.participations(),
)


@dataclass(frozen=True)
class Range:
    """How much of a goal is reached by its narrowest and its widest reading."""

    least: Share
    most: Share

    def __str__(self) -> str:
        """As in: 87–124 av 133, 65–93 %."""
        if not self.most.denominator:
            return now("ingen att räkna på än")
        if self.least == self.most:
            share = formats.percent(self.least.value or 0, 0)
            return f"{_numbers(self.least)}, {share}"
        ends = [formats.percent(share.value or 0, 0) for share in (self.least, self.most)]
        low = ends[0].rstrip("%").strip()
        return f"{self.least.numerator}–{_numbers(self.most)}, {low}–{ends[1]}"


def _numbers(share: Share) -> str:
    return now("%(part)s av %(whole)s") % {"part": share.numerator, "whole": share.denominator}


def met(goal: Goal, share: Share) -> bool:
    """True when the share is at least the goal's; never with nobody to be a share of."""
    return share.denominator > 0 and share.numerator * 100 >= goal.share_percent * share.denominator


def version_words(goal: Goal) -> str:
    """Which version of the goal this is, and from when."""
    when = f", {formats.plain_day(goal.decided_on)}" if goal.decided_on else ""
    return now("version %(version)s%(when)s") % {"version": goal.version, "when": when}


def heading(goal: Goal) -> str:
    """The goal in words with its share, its base and its version."""
    return now("%(goal)s: %(share)s av %(base)s (%(version)s)") % {
        "goal": goal.text,
        "share": percent(goal),
        "base": OF_WHOM[goal.base],
        "version": version_words(goal),
    }


def percent(goal: Goal) -> str:
    """The planned share, with decimals only where it has any: 90 %."""
    whole = goal.share_percent == goal.share_percent.to_integral_value()
    return formats.percent(goal.share_percent / Decimal(100), 0 if whole else 2)


def goals_of(question: Question) -> list[Goal]:
    """The initiative's goals in all versions decided by now, each with its readings."""
    decided = question.initiative.goals.filter(decided_by(question.viewer.day))
    found = decided.prefetch_related("readings__outcomes")
    return list(found.order_by("code", "version"))


def _build(table: Table, question: Question) -> Built:
    """One row per goal, version and reading, and below it the same for each group asked for."""
    numbers = (COUNT, _LEFT)
    asked_for = tuple(GROUPS[name] for name in question.by)
    cube = question.cube(table.population, numbers, (OUTCOME, *asked_for))
    assembly = assemble(cube, question, 1)
    check_sums(assembly, numbers, table.name)
    goals = goals_of(question)
    columns = (
        Column("goal", now("Mål"), "text"),
        Column("share", now("Nått"), "share"),
        Column("met", now("Målet"), "text"),
    )
    rows = tuple(row for goal in goals for row in _rows(goal, assembly))
    return Built(columns, rows, tuple(note for goal in goals for note in _notes(goal, assembly)))


def _rows(goal: Goal, assembly: Assembly) -> Iterator[Row]:
    for place, reading in enumerate(goal.readings.all(), start=1):
        key = f"{goal.code}-v{goal.version}-{place}"
        yield _row(goal, reading, assembly, (), (key, reading.label, heading(goal)))
        for path in assembly.below((), 1):
            keys = [key, *(member.key for member in path)]
            words = ("/".join(keys), str(path[-1].label), "/".join(keys[:-1]))
            yield _row(goal, reading, assembly, path, words)


def _row(
    goal: Goal, reading: GoalReading, assembly: Assembly, path: Path, words: tuple[str, str, str]
) -> Row:
    share = _share(goal, reading, assembly, path)
    verdict = now("nått") if met(goal, share) else now("inte nått")
    key, label, parent = words
    said = (Text(percent(goal)), share, Text(verdict if share.denominator else ""))
    mark = float(goal.share_percent / 100)
    return Row(key, label, said, path[-1].role if path else "row", parent, mark)


def _share(goal: Goal, reading: GoalReading, assembly: Assembly, path: Path = ()) -> Share:
    """Those whose outcome counts by this reading, of those whom the goal is a share of."""
    rest = assembly.values(path, of_total=True)[1:]
    count = assembly.cube.at
    part = sum(count((outcome.pk, *rest), "left") for outcome in reading.outcomes.all())
    whole = count((ALL, *rest), "left" if goal.base == Base.LEAVERS else "participations")
    return Share(int(part), int(whole))


def _notes(goal: Goal, assembly: Assembly) -> Iterator[str]:
    shares = [_share(goal, reading, assembly) for reading in goal.readings.all()]
    if len(shares) > 1:
        reached = Range(min(shares, key=_part), max(shares, key=_part))
        yield now(
            "%(goal)s (%(version)s): %(range)s, beroende på vilka utfall som räknas. Målet säger "
            "inte vilka."
        ) % {"goal": goal.text, "version": version_words(goal), "range": reached}


def _part(share: Share) -> int:
    return share.numerator


GOALS = declare(
    Table(
        name="goals",
        title=_("Mål och resultat"),
        population=_POPULATION,
        measures=(
            Proportion(
                "share",
                _("Nått"),
                _("deltaganden vars utfall räknas, som andel av dem som målets version räknas av"),
                _LEFT,
                COUNT,
            ),
        ),
        base="starters",
        groups=("sex", "branch", "age", "year", "end-year", "referrer"),
        stub=_("Så räknat"),
        build=_build,
        picture="share",
        mark=_("målet"),
        empty=_("Inget mål är satt för insatsen."),
    )
)

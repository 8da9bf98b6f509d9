"""Counts the cells of a claim naively from a cohort's rows and setup: no code shared with the generator."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.text import slugify

from stafett.demo.claims import Claim, Value
from stafett.demo.cohorts.shapes import Cohort, RegisterRow

Rows = list[RegisterRow]
WORK_OR_STUDIES = {"work_unsupported", "work_supported", "own_business", "studies"}


def found(claim: Claim, cohort: Cohort) -> Value | None:
    """What the rows give in the claim's cell."""
    return COUNTERS[claim.table](claim, cohort)


def picked(rows: Rows, by: tuple[str, ...], values: list[str]) -> Rows:
    """The rows in which each ground has its value."""
    wanted = dict(zip(by, values, strict=True))
    return [r for r in rows if all(r[k] == v for k, v in wanted.items())]  # type: ignore[literal-required]


def participants(claim: Claim, cohort: Cohort) -> Value:
    values = claim.row.split("/") if claim.by else []
    rows = picked(list(cohort.rows), claim.by, values)
    if claim.column == "participations":
        return len(rows)
    if claim.column == "mean_age":
        return Fraction(sum(r["age_at_start"] for r in rows), len(rows))
    return Fraction(len(rows), len(picked(list(cohort.rows), claim.by[:-1], values[:-1])))


def cases(claim: Claim, cohort: Cohort) -> Value:
    if claim.column == "participations":
        return sum(bool(r["involved"]) for r in cohort.rows)
    parties = [part["party"] for r in cohort.rows for part in r["involved"]]
    return len(parties) if claim.row == "total" else parties.count(_party(claim.row, cohort))


def _party(row: str, cohort: Cohort) -> str:
    shown = {slugify(party.short_name): party.code for party in cohort.setup.parties}
    return shown[row]


def inflow(claim: Claim, cohort: Cohort) -> Value | None:
    party = _party(claim.row, cohort)
    if claim.column == "referred":
        return sum(r["referring_party"] == party for r in cohort.rows)
    promises = {p.party: p.number for p in cohort.setup.initiative.promised_inflow}
    return promises[party]


def _base(rows: Rows, cohort: Cohort) -> Rows:
    leavers = cohort.setup.initiative.outcome_base == "leavers"
    return [r for r in rows if r["ends_on"]] if leavers else rows


def outcomes(claim: Claim, cohort: Cohort) -> Value:
    key, *values = claim.row.split("/")
    base = _base(picked(list(cohort.rows), claim.by, values), cohort)
    counted = base
    if key.startswith("status:"):
        counted = [r for r in base if r["status"] == key.removeprefix("status:")]
    elif key != "total":
        counted = [r for r in base if r["outcome"] == key]
    if claim.column == "participations":
        return len(counted)
    everybody = _base(list(cohort.rows), cohort)
    return Fraction(len(counted), len(everybody if claim.column == "of_total" else base))


def work_or_studies(claim: Claim, cohort: Cohort) -> Value:
    common = {o.code: o.common for o in cohort.setup.initiative.outcomes}
    rows = _base(picked(list(cohort.rows), claim.by, [claim.row] * len(claim.by)), cohort)
    reached = sum(common.get(r["outcome"]) in WORK_OR_STUDIES for r in rows)
    return reached if claim.unit == "count" else Fraction(reached, len(rows))


def goals(claim: Claim, cohort: Cohort) -> Value:
    code, version, place = claim.row.rsplit("-", 2)
    goal = next(g for g in cohort.setup.initiative.goals if g.code == code)
    assert version == f"v{goal.version}"
    if claim.column == "goal":
        return goal.share
    counts = goal.readings[int(place) - 1].outcomes
    base = [r for r in cohort.rows if r["ends_on"]] if goal.base == "leavers" else cohort.rows
    reached = sum(r["outcome"] in counts for r in base)
    return reached if claim.unit == "count" else Fraction(reached, len(base))


def volume(claim: Claim, cohort: Cohort) -> Value | None:
    targets = {f"v{t.version}": t for t in cohort.setup.initiative.volume_targets}
    version, *sex = claim.row.split("/")
    target = targets[version]
    if claim.column == "planned":
        return {"woman": target.women, "man": target.men}[sex[0]] if sex else target.total
    inside = [r for r in cohort.rows if target.period_start <= r["starts_on"] <= target.period_end]
    return len(inside) if claim.column == "reached" else Fraction(len(inside), target.total)


def costs(claim: Claim, cohort: Cohort) -> Value:
    year, kind = [*claim.row.split("/"), ""][:2]
    return sum(
        (
            line.kronor
            for line in cohort.setup.initiative.cost_lines
            if year in (str(line.year), "total") and kind in (slugify(line.cost_kind), "")
        ),
        Decimal(0),
    )


def cost_per_participant(claim: Claim, cohort: Cohort) -> Value:
    statements = cohort.setup.initiative.cost_statements
    statement = next(s for s in statements if s.label == claim.row)
    lines = cohort.setup.initiative.cost_lines
    total = sum(x.kronor for x in lines if x.booked_through <= statement.costs_through)
    people = sum(r["starts_on"] <= statement.participants_through for r in cohort.rows)
    each = Fraction(total) / people
    values: dict[str, Value] = {"cost": Decimal(total), "participants": people}
    return values.get(claim.column, each)


def steps(claim: Claim, cohort: Cohort) -> Value:
    return sum(any(kind == claim.row for kind, _ in r["events"]) for r in cohort.rows)


def left_benefit(claim: Claim, cohort: Cohort) -> Value:
    source, left = claim.row.split("/")
    counted = 0
    for row in cohort.rows:
        had = sum(extent or 0 for kind, extent in row["livelihood_start"] if kind == source)
        has = sum(extent or 0 for kind, extent in row["livelihood_end"] if kind == source)
        counted += had - has == int(left)
    return counted


def time_to_goal(claim: Claim, cohort: Cohort) -> Value:
    goal = next(g for g in cohort.setup.initiative.goals if g.code == claim.row)
    months = []
    for row in cohort.rows:
        if row["outcome"] in goal.readings[0].outcomes:
            first = min(day for kind, day in row["events"] if kind in WORK_OR_STUDIES)
            start = row["starts_on"]
            months.append((first.year - start.year) * 12 + first.month - start.month)
    return Fraction(sum(months), len(months))


COUNTERS = {
    "participants": participants,
    "cases": cases,
    "inflow": inflow,
    "outcomes": outcomes,
    "work-or-studies": work_or_studies,
    "goals": goals,
    "volume": volume,
    "costs": costs,
    "cost-per-participant": cost_per_participant,
    "steps": steps,
    "left-benefit": left_benefit,
    "time-to-goal": time_to_goal,
}

"""Which rows may a figure be computed from, as they stood on the counting day?

`COLUMNS` is all that the tables ever read of a person: no name, no number, no free text. The
statistics role has been granted these columns and no others (a test compares).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from stafett.measures.asking import age, among, asked, days_between

_SPINE = {"id": "uuid", "controller_id": "int64"}
_PART = {"controller_id": "int64", "participation_id": "uuid"}
COLUMNS: dict[str, dict[str, str]] = {
    "casework_participation": {
        **_SPINE,
        "person_id": "uuid",
        "initiative_id": "int64",
        "branch_id": "int64",
        "starts_on": "date",
        "ends_on": "date",
        "status": "string",
        "outcome_id": "int64",
        "next_step_id": "string",
        "referring_party_id": "int64",
    },
    "people_person": {**_SPINE, "sex": "string", "birth_date": "date", "birth_year": "int16"},
    "casework_involvement": {**_PART, "party_id": "int64", "from_day": "date"},
    "casework_livelihood": {**_PART, "moment": "string", "source_id": "string"},
    "casework_occupation": {**_PART, "moment": "string", "what_id": "string"},
    "initiatives_initiative": {"id": "int64", "counted_on": "date"},
    "initiatives_outcomechoice": {"id": "int64", "common_id": "string"},
    "vocabulary_commonoutcome": {"code": "string", "is_work": "boolean", "is_study": "boolean"},
    "initiatives_promisedinflow": {
        "id": "int64",
        "initiative_id": "int64",
        "party_id": "int64",
        "period_start": "date",
        "period_end": "date",
    },
    "initiatives_volumetarget": {
        "id": "int64",
        "initiative_id": "int64",
        "branch_id": "int64",
        "period_start": "date",
        "period_end": "date",
    },
    "economy_costline": {
        "initiative_id": "int64",
        "branch_id": "int64",
        "year": "int16",
        "cost_kind": "string",
        "payer_id": "int64",
        "kronor": "decimal(14, 2)",
    },
}
"""Each table that figures are computed from, with the columns that are read."""

REMAINING, PAUSED, STATUS_UNKNOWN = "remaining", "paused", "unknown"


@dataclass(frozen=True)
class Source:
    """The rows that one question is about, with blanks for whose, which and when.

    `walled` repeats the viewer's controllers as a condition on every table that has one; without it
    the question is put as the statistics role. `leavers` keeps those who have left. `one_branch`
    keeps one branch. `own_days` counts each initiative to its own day instead of one for all.
    """

    walled: bool = True
    leavers: bool = False
    one_branch: bool = False
    own_days: bool = False

    def table(self, name: str) -> ir.Table:
        """A table's declared columns, of the controllers that the viewer reaches."""
        rows = ibis.table(COLUMNS[name], name=name)
        walled = self.walled and "controller_id" in COLUMNS[name]
        return rows.filter(among(rows.controller_id, "controllers")) if walled else rows

    def participations(self) -> ir.Table:
        """One row per participation begun by its counting day, as it stood then.

        `left` says whether it had ended; `outcome_id`, `next_step_id` and `days` (its length, first
        and last day included) are empty unless it had;
        `state` is where it stood unless it had. With it come the person's `sex` and `age` at start,
        and the outcome's `common_id`, `is_work` and `is_study`.
        """
        return _participations(self)

    def costs(self) -> ir.Table:
        """One row per amount booked; about no person, so behind no wall."""
        rows = self.table("economy_costline")
        return self._of_branch(rows.filter(among(rows.initiative_id, "initiatives")))

    def _of_branch(self, rows: ir.Table) -> ir.Table:
        if not self.one_branch:
            return rows
        return rows.filter(rows.branch_id == asked("branch", "int64"))

    def _with_day(self, rows: ir.Table) -> ir.Table:
        if not self.own_days:
            return rows.mutate(day=asked("day", "date"))
        own = self.table("initiatives_initiative")
        own = own.select(initiative=own.id, day=own.counted_on.coalesce(asked("day", "date")))
        return rows.join(own, rows.initiative_id == own.initiative).drop("initiative")


@lru_cache(maxsize=64)
def _participations(source: Source) -> ir.Table:
    rows = source.table("casework_participation")
    rows = source._with_day(rows.filter(among(rows.initiative_id, "initiatives")))
    rows = source._of_branch(rows.filter(rows.starts_on <= rows.day))
    rows = _as_they_stood(rows)
    rows = _with_person(rows, source.table("people_person"))
    rows = _with_common_outcome(rows, source)
    return rows.filter(rows.left) if source.leavers else rows


def _as_they_stood(rows: ir.Table) -> ir.Table:
    """What was recorded after the counting day had not happened on it."""
    rows = rows.mutate(left=(rows.ends_on <= rows.day).fill_null(False))
    stood = rows.status.isin([PAUSED, STATUS_UNKNOWN]).ifelse(rows.status, REMAINING)
    days = days_between(rows.starts_on, rows.ends_on) + 1
    return rows.mutate(
        days=rows.left.ifelse(days, ibis.null("int32")),
        state=rows.left.ifelse(ibis.null("string"), stood),
        outcome_id=rows.left.ifelse(rows.outcome_id, ibis.null("int64")),
        next_step_id=rows.left.ifelse(rows.next_step_id, ibis.null("string")),
    ).drop("status")


def _with_person(rows: ir.Table, people: ir.Table) -> ir.Table:
    """The person's sex and age beside; PostgreSQL leaves the join out where neither is asked for."""
    people = people.select("sex", "birth_date", "birth_year", its_person=people.id)
    joined = rows.left_join(people, rows.person_id == people.its_person).drop("its_person")
    by_year = joined.starts_on.year().cast("int32") - joined.birth_year
    by_day = age(joined.birth_date, joined.starts_on)
    exact = joined.birth_date.notnull().ifelse(by_day, by_year)
    return joined.mutate(age=exact).drop("birth_date", "birth_year")


def _with_common_outcome(rows: ir.Table, source: Source) -> ir.Table:
    """What the initiative's own outcome is in the common list."""
    own = source.table("initiatives_outcomechoice").rename(its_outcome="id")
    common = source.table("vocabulary_commonoutcome").rename(its_common="code")
    # One join after the other: PostgreSQL leaves out a join that is not asked for only if it is
    # to one table by its key.
    rows = rows.left_join(own, rows.outcome_id == own.its_outcome).drop("its_outcome")
    return rows.left_join(common, rows.common_id == common.its_common).drop("its_common")

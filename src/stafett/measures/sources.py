"""Which rows may a figure be computed from, as they stood on the counting day?

`COLUMNS` is all that the tables ever read of a person: no name, no number, no free text. The
statistics role has been granted these columns and no others (a test compares).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from stafett.measures.blanks import age, among, asked, days_between

_SPINE = {"id": "uuid", "controller_id": "int64"}
_PART = {"controller_id": "int64", "owner_authority_id": "int64", "participation_id": "uuid"}
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
        "hidden": "boolean",
    },
    "people_person": {**_SPINE, "sex": "string", "birth_date": "date", "birth_year": "int16"},
    "casework_involvement": {**_PART, "party_id": "int64", "from_day": "date"},
    "casework_livelihood": {**_PART, "moment": "string", "source_id": "string"},
    "casework_occupation": {**_PART, "moment": "string", "what_id": "string"},
    "circumstances_formperiod": {
        **_PART,
        "form": "string",
        "from_day": "date",
        "until_day": "date",
    },
    "casework_lookedthrough": {**_PART, "on_day": "date", "rule": "string"},
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
        """A table's declared columns, of the controllers that the viewer reaches: the register's own rows."""
        rows = ibis.table(COLUMNS[name], name=name)
        if "owner_authority_id" in COLUMNS[name]:
            # what an authority has recorded for itself is no figure of the register's (law 2)
            rows = rows.filter(rows.owner_authority_id == rows.controller_id)
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


_KEPT = ("id", "person_id", "initiative_id", "branch_id", "starts_on", "ends_on",
         "referring_party_id", "day")  # fmt: skip


@lru_cache(maxsize=64)
def _participations(source: Source) -> ir.Table:
    rows = source.table("casework_participation")
    # whom a named team alone may see: figure less list would tell of them, and so would a frozen set (law 5)
    rows = rows.filter(~rows.hidden)
    rows = source._with_day(rows.filter(among(rows.initiative_id, "initiatives")))
    rows = source._of_branch(rows.filter(rows.starts_on <= rows.day))
    left = (rows.ends_on <= rows.day).fill_null(False)
    if source.leavers:
        rows = rows.filter(left)
    people = source.table("people_person")
    own = source.table("initiatives_outcomechoice")
    common = source.table("vocabulary_commonoutcome")
    # One table by its key after the other: a join that is not asked for is then left out by the
    # planner.
    joined = (
        rows.left_join(people, rows.person_id == people.id)
        .left_join(own, rows.outcome_id == own.id)
        .left_join(common, own.common_id == common.code)
    )
    return joined.select(
        *(rows[name] for name in _KEPT),
        sex=people.sex,
        age=_age(rows, people),
        **_as_they_stood(rows, left, own, common),
    )


def _as_they_stood(
    rows: ir.Table, left: ir.BooleanValue, own: ir.Table, common: ir.Table
) -> dict[str, ir.Value]:
    """What was recorded after the counting day had not happened on it."""
    stood = rows.status.isin([PAUSED, STATUS_UNKNOWN]).ifelse(rows.status, REMAINING)
    return {
        "left": left,
        "state": left.ifelse(ibis.null("string"), stood),
        "days": left.ifelse(days_between(rows.starts_on, rows.ends_on) + 1, ibis.null("int32")),
        "outcome_id": left.ifelse(rows.outcome_id, ibis.null("int64")),
        "next_step_id": left.ifelse(rows.next_step_id, ibis.null("string")),
        "common_id": left.ifelse(own.common_id, ibis.null("string")),
        "is_work": left & common.is_work,
        "is_study": left & common.is_study,
    }


def _age(rows: ir.Table, people: ir.Table) -> ir.Value:
    """Age at start by the day of birth, or by its year where the day is not known."""
    by_year = rows.starts_on.year().cast("int32") - people.birth_year
    by_day = age(people.birth_date, rows.starts_on)
    return people.birth_date.notnull().ifelse(by_day, by_year)

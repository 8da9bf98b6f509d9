"""Whom and what do the tables count: one row per what, in words and as an expression?"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from stafett.measures.blanks import asked
from stafett.measures.language import UNKNOWN, Counted, Population
from stafett.measures.sources import Source

STARTERS = _("Alla deltaganden som börjat senast räknedagen.")
LEAVERS = _("De deltaganden som avslutats senast räknedagen.")
OF_WHOM = {"starters": _("alla som börjat"), "leavers": _("dem som avslutat")}
"""Whom a share is a share of, after "av"."""
WORDS = {"starters": STARTERS, "leavers": LEAVERS}


def _cases(source: Source) -> ir.Table:
    """One row per party and participation, however often its case was opened anew."""
    rows = source.participations()
    opened = source.table("casework_involvement")
    opened = opened.filter(opened.from_day <= asked("day", "date"))
    its = rows.join(opened, rows.id == opened.participation_id)
    pairs = its.select(opened.party_id, of=rows.id).distinct()
    return rows.left_join(pairs, rows.id == pairs.of).drop("of")


def _at_moments(source: Source, table: str) -> ir.Table:
    """One row per participation, moment and source: before for all, after for those who left."""
    rows = source.participations()
    before = rows.mutate(moment=ibis.literal("start"))
    after = rows.filter(rows.left).mutate(moment=ibis.literal("end"))
    both = before.union(after)
    recorded = source.table(table).drop("controller_id", "owner_authority_id").rename(at="moment")
    its = (both.id == recorded.participation_id, both.moment == recorded["at"])
    return both.left_join(recorded, its).drop("participation_id", "at")


def _kept_promises(source: Source) -> ir.Table:
    """One row per promise and participation that the party referred within the promise's period."""
    rows = source.participations()
    promise = source.table("initiatives_promisedinflow")
    promise = promise.select(
        "party_id", "period_start", "period_end", promise="id", of="initiative_id"
    )
    within = rows.starts_on.between(promise.period_start, promise.period_end)
    same = (rows.initiative_id == promise.of, rows.referring_party_id == promise.party_id)
    return rows.join(promise, (*same, within)).drop("of", "period_start", "period_end")


def _within_plans(source: Source) -> ir.Table:
    """One row per plan and participation that began within the planned period, in the plan's branch."""
    rows = source.participations()
    plan = source.table("initiatives_volumetarget")
    plan = plan.select(
        "period_start", "period_end", plan="id", of="initiative_id", where="branch_id"
    )
    within = rows.starts_on.between(plan.period_start, plan.period_end)
    place = plan["where"].isnull() | (plan["where"] == rows.branch_id)
    its = (rows.initiative_id == plan.of, within, place)
    return rows.join(plan, its).drop("of", "where", "period_start", "period_end")


def _first_days(source: Source) -> ir.Table:
    """One row per person, with the first day of their first participation."""
    rows = source.participations()
    return rows.group_by("person_id").aggregate(first_day=rows.starts_on.min())


def _month_ends(source: Source) -> ir.Table:
    """One row per participation and month's end at which it was open, and one for each rule that found it."""
    rows = source.participations()
    found = source.table("casework_lookedthrough")
    found = found.select("rule", of="participation_id", month="on_day")
    return rows.join(found, rows.id == found.of).drop("of")


BOTH = "both"
"""Has taken part in one form and then in another, without leaving (G13)."""


def _in_forms(source: Source) -> ir.Table:
    """One row per participation that goes on, with its form on the day; one for each, with its forms so far.

    A form counts where it and the participation have a day in common, through the counting day.
    """
    rows = source.participations()
    noted = source.table("circumstances_formperiod")
    noted = noted.select("form", "from_day", "until_day", of="participation_id")
    its = rows.join(noted, rows.id == noted.of)
    its = its.filter(
        its.from_day <= ibis.least(its.ends_on, its.day),
        its.until_day.isnull() | (its.until_day > its.starts_on),
    )
    goes_on = its.until_day.isnull() | (its.until_day > its.day)
    forms = its.group_by("of").aggregate(
        one=its.form.min(), other=its.form.max(), today=its.form.max(where=goes_on)
    )
    told = rows.left_join(forms, rows.id == forms.of).drop("of")
    so_far = ibis.cases(
        (told.one == told.other, told.one), (told.one.notnull(), BOTH), else_=UNKNOWN
    )
    now = told.filter(~told.left).mutate(
        moment=ibis.literal("now"), form=told.today.fill_null(UNKNOWN)
    )
    return now.union(told.mutate(moment=ibis.literal("so_far"), form=so_far))


PARTICIPATIONS = Population("participations", WORDS, lambda source: source.participations())
CASES = Population(
    "cases",
    {
        "starters": _(
            "Myndigheternas egna ärenden i alla deltaganden som börjat senast räknedagen."
        ),
        "leavers": _("Myndigheternas egna ärenden i de deltaganden som avslutats."),
    },
    _cases,
)
LIVELIHOODS = Population(
    "livelihoods",
    {"starters": _("Före: alla som börjat. Efter: de av dem som avslutat.")},
    lambda source: _at_moments(source, "casework_livelihood"),
    ends="livelihood",
)
OCCUPATIONS = Population(
    "occupations",
    {"starters": _("Före: alla som börjat. Efter: de av dem som avslutat.")},
    lambda source: _at_moments(source, "casework_occupation"),
    ends="occupation",
)
KEPT_PROMISES = Population("kept-promises", WORDS, _kept_promises)
WITHIN_PLANS = Population(
    "within-plans",
    {"starters": _("De som börjat inom planens period, senast räknedagen.")},
    _within_plans,
)
FIRST_DAYS = Population(
    "first-days",
    {"starters": _("Alla personer som börjat senast den dag som raden anger.")},
    _first_days,
)
IN_FORMS = Population(
    "in-forms",
    {
        "starters": _(
            "Nu: de deltaganden som pågår räknedagen. Hittills: alla som börjat till dess."
        )
    },
    _in_forms,
)
MONTH_ENDS = Population(
    "month-ends",
    {"starters": _("De deltaganden som var öppna vid månadens slut och då gicks igenom.")},
    _month_ends,
)
COSTS = Population(
    "costs",
    {"none": _("Alla kostnader som bokförts på insatsen.")},
    lambda source: source.costs(),
    persons=False,
)

COUNT = Counted(
    "participations",
    _("Deltaganden"),
    _("antal deltaganden; den som kommer tillbaka har ett nytt"),
)
"""Participations: persons, participations and agency cases are three counts, never added."""
PEOPLE = Counted(
    "people",
    _("Personer"),
    _("antal personer; den som kommit tillbaka räknas en gång"),
    each="person_id",
)

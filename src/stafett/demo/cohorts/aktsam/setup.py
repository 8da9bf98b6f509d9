"""Who worked together in AktSam (A1 A2 A7 F4)?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from stafett.demo.cohorts import common
from stafett.demo.cohorts.common import (
    AF,
    AF_AUTHORITY,
    FK,
    FK_AUTHORITY,
    Posts,
    engagements,
    period,
)
from stafett.demo.cohorts.shapes import (
    AssociationSetup,
    AuthoritySetup,
    BranchSetup,
    GoalSetup,
    GroupSetup,
    InitiativeSetup,
    MemberSetup,
    OutcomeSetup,
    PartySetup,
    ReadingSetup,
    SeatSetup,
    Setup,
    TargetGroupSetup,
    UnitSetup,
)

PARTY_OF = {"Försäkringskassan": "fk", "Landstinget": "region-skane", "Kommunen": "malmo"}
"""The report's word in the funding split and the party it means."""

PARTIES = (
    AF,
    FK,
    PartySetup("malmo", "municipality", "Malmö stad", "Malmö", "1280"),
    PartySetup("region-skane", "region", "Region Skåne", "Regionen"),
    PartySetup("finsam-malmo", "association", "Finsam i Malmö", "Finsam"),
)
AUTHORITIES = (
    AF_AUTHORITY,
    FK_AUTHORITY,
    AuthoritySetup(
        "malmo-funktionsstod",
        "malmo",
        "Malmö stad, nämnden för daglig verksamhet",
        common.SOCIAL_SERVICES,
    ),
    AuthoritySetup("region-skane", "region-skane", "Region Skåne, sjukvården i Malmö", common.CARE),
    AuthoritySetup("finsam-malmo", "finsam-malmo", "Finsam i Malmö"),
)
UNITS = (
    UnitSetup("aktsam", "fk", "AktSam"),
    UnitSetup("fk-malmo", "fk", "Försäkringskassan Malmö"),
    UnitSetup("af-malmo", "af", "Arbetsförmedlingen Malmö"),
    UnitSetup("af-aktsam", "af", "Arbetsförmedlingen, AktSam"),
    UnitSetup("malmo-daglig", "malmo-funktionsstod", "Arbetskonsulenterna i daglig verksamhet"),
    UnitSetup("malmo-vard", "region-skane", "Sjukvården i Malmö"),
    UnitSetup("finsam-kansli", "finsam-malmo", "Finsamkontoret"),
)
UNIT_OF = {"Försäkringskassan": "aktsam", "Arbetsförmedlingen": "af-aktsam"}
"""Where the posts that the report lists stand: FK keeps the register, Af's two work beside it."""

STAFF = {
    "projektledare": ("project_leader", "Projektledare", ("Ulla Vasslid",)),
    "coach": ("coach", "Coach", ("Malin Björkmyr", "Mikael Lillåker")),
}
"""Role, title and the invented holders of the posts that the report lists, in its order."""

OTHER_POSTS = (
    ("fk-malmo-1", "fk-malmo", "caseworker", "Personlig handläggare", "Nadja Stenbrink"),
    ("fk-malmo-chef", "fk-malmo", "unit_manager", "Enhetschef", "Stefan Ekhult"),
    ("af-malmo-1", "af-malmo", "caseworker", "Arbetsförmedlare", "Rana Sundlid"),
    ("af-malmo-chef", "af-malmo", "steering_member", "Sektionschef", "Rikard Norrstrand"),
    ("malmo-daglig-1", "malmo-daglig", "caseworker", "Arbetskonsulent", "Petra Alåker"),
    ("malmo-daglig-chef", "malmo-daglig", "steering_member", "Sektionschef", "Omar Hedfors"),
    ("malmo-vard-1", "malmo-vard", "caseworker", "Kurator", "Cecilia Granlid"),
    ("malmo-vard-chef", "malmo-vard", "steering_member", "Verksamhetschef", "Ture Ekrot"),
    ("finsam-chef", "finsam-kansli", "association_office", "Förbundschef", "Ylva Sundvik"),
    ("finsam-utvarderare", "finsam-kansli", "evaluator", "Utvärderare", "Pontus Västgren"),
)
"""Code, unit, role, title and invented holder of posts that the report does not list."""

OUTCOMES = (
    OutcomeSetup("arbete", "Arbete", "work_unsupported", "med eller utan stöd står inte"),
    OutcomeSetup("studier", "Studier", "studies"),
    OutcomeSetup("praktik", "Praktik", "practice_or_measure"),
    OutcomeSetup("daglig-verksamhet", "Daglig verksamhet", "practice_or_measure"),
    OutcomeSetup("behandling", "Sjukdom eller behandling", "rehabilitation_or_care"),
    OutcomeSetup("flytt", "Flytt till annan ort", "moved"),
)
"""The report counts steps, not outcomes: this list is chosen, from its steps and its end reasons."""


def setup(figures: dict[str, Any]) -> Setup:
    """Everything around the 39; posts, shares and goal are read from `figures`."""
    start, end = period(figures)
    posts = _posts(figures, start)
    return Setup(
        kinds=common.KINDS,
        parties=PARTIES,
        authorities=AUTHORITIES,
        units=UNITS,
        staff=tuple(posts.staff),
        positions=tuple(posts.positions),
        tenures=tuple(posts.tenures),
        association=_association(figures, start),
        groups=_groups(),
        seats=_seats(start),
        agreements=(),
        initiative=_initiative(figures, (start, end), posts),
    )


def _association(figures: dict[str, Any], start: date) -> AssociationSetup:
    """The shares as printed; Af is a member under FK's half (2003:1210 5 §)."""
    members = [
        MemberSetup(PARTY_OF[name], Fraction(share))
        for name, share in figures["funding_split"].items()
    ]
    return AssociationSetup(
        "finsam-malmo",
        "finsam-malmo",
        "Finsam i Malmö",
        (*members, MemberSetup("af", Fraction(0))),
        start,
    )


def _posts(figures: dict[str, Any], start: date) -> Posts:
    posts = Posts(UNITS, start, None)
    names = {role: iter(people) for role, (_, _, people) in STAFF.items()}
    for listed in figures["staffing"]:
        role, title, _ = STAFF[listed["role"]]
        unit = UNIT_OF[listed["employer"]]
        name = next(names[listed["role"]])
        posts.filled(f"{unit}-{role}", unit, role, title, name, Decimal(listed["fte"]))
    for post in OTHER_POSTS:
        posts.filled(*post)
    return posts


def _groups() -> tuple[GroupSetup, ...]:
    return (
        GroupSetup(
            "aktsam-styrgrupp",
            "Styrgruppen för AktSam",
            "Representanter från de fyra myndigheterna; träffas tre gånger per år.",
            association="finsam-malmo",
        ),
        GroupSetup(
            "aktsam-referensgrupp",
            "Referensgruppen för AktSam",
            "Metoder och deltagarnas väg vidare.",
            association="finsam-malmo",
            hands_up_to="aktsam-styrgrupp",
        ),
    )


def _seats(start: date) -> tuple[SeatSetup, ...]:
    steering = ("fk-malmo-chef", "af-malmo-chef", "malmo-daglig-chef", "malmo-vard-chef")
    reference = ("aktsam-coach", "af-aktsam-coach", "malmo-daglig-1", "malmo-vard-1")
    return (
        *(SeatSetup("aktsam-styrgrupp", post, start) for post in steering),
        *(SeatSetup("aktsam-referensgrupp", post, start) for post in reference),
    )


def _initiative(figures: dict[str, Any], days: tuple[date, date], posts: Posts) -> InitiativeSetup:
    start, end = days
    return InitiativeSetup(
        code="aktsam",
        name="AktSam",
        summary="Coachning för unga med funktionsnedsättning på väg mot arbete eller studier.",
        association="finsam-malmo",
        controller="fk",
        starts_on=start,
        ends_on=end,
        counted_on=end,
        outcome_base="starters",
        branches=(BranchSetup("malmo", "Malmö", "1280", "fk", "aktsam"),),
        engagements=engagements(posts.positions, start, {}),
        target_groups=(_target_group(figures, start),),
        outcomes=OUTCOMES,
        goals=(_goal(figures, start),),
        max_months=figures["enrolment_limit_months"],
    )


def _target_group(figures: dict[str, Any], start: date) -> TargetGroupSetup:
    group = figures["target_group"]
    return TargetGroupSetup(
        version=1,
        decided_on=start,
        reason="Projektansökan",
        age_min=group["age_min"],
        age_max=group["age_max"],
        criteria="Unga med funktionsnedsättning och aktivitetsersättning; eller, oavsett "
        "försörjning, bedöms behöva coachning för att närma sig arbetsmarknaden.",
    )


def _goal(figures: dict[str, Any], start: date) -> GoalSetup:
    return GoalSetup(
        code="arbete-eller-studier",
        version=1,
        decided_on=start,
        reason="Projektansökan",
        text="Går vidare till någon form av arbete eller studier",
        share=figures["goals"][0]["share"],
        base="starters",
        readings=(ReadingSetup("arbete-studier", "Arbete och studier", ("arbete", "studier")),),
    )

"""Who worked together in Duellen, on what, and what did it cost (D1 D2 F4 D17 D20)?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from stafett.demo.cohorts import common
from stafett.demo.cohorts.common import AF, AF_AUTHORITY, FK, FK_AUTHORITY, Posts, day, engagements
from stafett.demo.cohorts.shapes import (
    AssociationSetup,
    AuthoritySetup,
    BranchSetup,
    CostLineSetup,
    CostStatementSetup,
    GoalSetup,
    GroupSetup,
    InitiativeSetup,
    MemberSetup,
    OutcomeSetup,
    PartySetup,
    PromisedInflowSetup,
    ReadingSetup,
    SeatSetup,
    Setup,
    TargetGroupSetup,
    UnitSetup,
)

PARTY_OF = {
    "Försäkringskassan": "fk",
    "Landstinget": "landstinget-sormland",
    "Arbetsförmedlingen": "af",
    "Kommunen": "flen",
}
"""The report's word for an agency and the party it means."""

PARTIES = (
    AF,
    FK,
    PartySetup("flen", "municipality", "Flens kommun", "Flen", "0482"),
    PartySetup("landstinget-sormland", "region", "Landstinget Sörmland", "Landstinget"),
    PartySetup("rar", "association", "Samordningsförbundet RAR i Sörmland", "RAR"),
)
AUTHORITIES = (
    AF_AUTHORITY,
    FK_AUTHORITY,
    AuthoritySetup(
        "flen-auc",
        "flen",
        "Flens kommun, nämnden för Arbetsmarknads- och utbildningscentrum",
        common.SOCIAL_SERVICES,
    ),
    AuthoritySetup("flen-barn", "flen", "Flens kommun, Barn- och utbildningsnämnden"),
    AuthoritySetup("flen-social", "flen", "Flens kommun, Socialnämnden", common.SOCIAL_SERVICES),
    AuthoritySetup("flen-kultur", "flen", "Flens kommun, Kultur- och fritidsnämnden"),
    AuthoritySetup(
        "landstinget-sormland",
        "landstinget-sormland",
        "Landstinget Sörmland, hälso- och sjukvården",
        common.CARE,
    ),
    AuthoritySetup("rar", "rar", "Samordningsförbundet RAR i Sörmland"),
)
UNITS = (
    UnitSetup("duellen", "flen-auc", "Duellen"),
    UnitSetup("auc", "flen-auc", "Arbetsmarknads- och utbildningscentrum (AUC)"),
    UnitSetup("flen-stod", "flen-social", "Försörjningsstödsenheten"),
    UnitSetup("flen-uppfoljning", "flen-barn", "Uppföljningsansvaret"),
    UnitSetup("flen-fritid", "flen-kultur", "Kultur- och fritidsförvaltningen"),
    UnitSetup("af-flen", "af", "Arbetsförmedlingen Flen"),
    UnitSetup("fk-eskilstuna", "fk", "Försäkringskassan Eskilstuna"),
    UnitSetup("flen-psykiatri", "landstinget-sormland", "Öppenvårdspsykiatrin"),
    UnitSetup("flen-vardcentral", "landstinget-sormland", "Vårdcentralen Flen"),
    UnitSetup("rar-kansli", "rar", "RAR:s kansli"),
)

POSTS = (
    ("duellen-ledare", "duellen", "project_leader", "Projektledare", "Karin Ekstrand"),
    ("auc-coach", "duellen", "coach", "Arbetsmarknadscoach", "Jonas Kvarnlid"),
    ("auc-chef", "auc", "unit_manager", "Enhetschef AUC", "Ulla Sundmark"),
    ("forsorjning-1", "flen-stod", "caseworker", "Socialsekreterare", "Leila Hedvik"),
    ("forsorjning-2", "flen-stod", "caseworker", "Socialsekreterare", "Per Almdal"),
    ("forsorjning-chef", "flen-stod", "unit_manager", "Enhetschef", "Mona Stenfors"),
    ("uppfoljning", "flen-uppfoljning", "caseworker", "Handläggare", "Ida Björkbacke"),
    ("fritid", "flen-fritid", "steering_member", "Förvaltningschef", "Bengt Grangren"),
    ("af-flen-1", "af-flen", "caseworker", "Arbetsförmedlare", "Erik Vassbrink"),
    ("af-flen-2", "af-flen", "caseworker", "Arbetspsykolog", "Sara Lillskär"),
    ("af-flen-chef", "af-flen", "steering_member", "Chef för Af", "Lars Öståker"),
    ("fk-1", "fk-eskilstuna", "caseworker", "Personlig handläggare", "Hanna Norrlid"),
    ("fk-chef", "fk-eskilstuna", "steering_member", "Samverkansansvarig", "Anders Fjällrot"),
    ("psykiatri", "flen-psykiatri", "caseworker", "Kurator", "Astrid Havskär"),
    ("vardcentral", "flen-vardcentral", "caseworker", "Kurator", "Olle Söderkvist"),
    ("vard-chef", "flen-vardcentral", "steering_member", "Vårdcentralschef", "Gun Västermyr"),
    ("rar-chef", "rar-kansli", "association_office", "Förbundschef", "Birgit Sundåker"),
    ("rar-utvarderare", "rar-kansli", "evaluator", "Utvärderare", "Viktor Almstrand"),
)
"""Code, unit, role, title and invented holder of every post; whole time, as nothing else is printed."""

OUTCOMES = (
    OutcomeSetup("arbete", "Arbete", "work_unsupported", "med eller utan stöd står inte"),
    OutcomeSetup("allmanna-studier", "Allmänna studier", "studies"),
    OutcomeSetup("yrkesutbildning", "Yrkesinriktad utbildning", "studies"),
    OutcomeSetup("aktuell-af", "Aktuell Af", "job_seeking"),
    OutcomeSetup(
        "arbetsforberedande", "Arbetsförberedande rehabilitering", "rehabilitation_or_care"
    ),
    OutcomeSetup("rehab-behandling", "Rehab/behandling medicinsk/social", "rehabilitation_or_care"),
    OutcomeSetup(
        "ej-rehab",
        "Ej rehab i dagsläget",
        "back_to_referrer",
        "rapporten säger inte vad som kom i stället",
    ),
    OutcomeSetup(
        "annat",
        "Annat",
        "unknown",
        "flytt, föräldraledighet, militärtjänst och okänt avbrott i ett",
    ),
)
CHANGED = (
    "arbete",
    "allmanna-studier",
    "yrkesutbildning",
    "arbetsforberedande",
    "rehab-behandling",
)
"""Outcomes that are a changed situation by any reading of the goal."""

READINGS = (
    ReadingSetup("utan-aktuell-af", "Arbete, studier och rehabilitering", CHANGED),
    ReadingSetup("med-aktuell-af", "Också Aktuell Af", (*CHANGED, "aktuell-af")),
    ReadingSetup("med-annat", "Också Aktuell Af och Annat", (*CHANGED, "aktuell-af", "annat")),
)
IN_TABLE, WHOLE = "Enligt kostnadstabellen", "Hela projekttiden"
"""What the report's two costs per participant are called."""
PROJECT_END = date(2009, 12, 31)
"""The report prints no end of the project; its title ends with 2009. Chosen."""


def setup(figures: dict[str, Any]) -> Setup:
    """Everything around the 133, with the figures that the report prints read from `figures`."""
    start = day(figures["period"]["start"])
    posts = _posts(start)
    return Setup(
        kinds=common.KINDS,
        parties=PARTIES,
        authorities=AUTHORITIES,
        units=UNITS,
        staff=tuple(posts.staff),
        positions=tuple(posts.positions),
        tenures=tuple(posts.tenures),
        association=_association(start),
        groups=_groups(),
        seats=_seats(start),
        agreements=(),
        initiative=_initiative(figures, start, posts),
    )


def _association(start: date) -> AssociationSetup:
    """The report lists no members; the shares are the law's, Af standing under FK's half (5 §)."""
    shares = {
        "fk": Fraction(1, 2),
        "af": Fraction(0),
        "landstinget-sormland": Fraction(1, 4),
        "flen": Fraction(1, 4),
    }
    members = tuple(MemberSetup(party, share) for party, share in shares.items())
    return AssociationSetup("rar", "rar", "Samordningsförbundet RAR i Sörmland", members, start)


def _posts(start: date) -> Posts:
    posts = Posts(UNITS, start, None)
    for post in POSTS:
        posts.filled(*post)
    return posts


def _groups() -> tuple[GroupSetup, ...]:
    return (
        GroupSetup(
            "lsg",
            "Lokala samverkansgruppen i Flen (LSG)",
            "Styr Duellen: chefer och samordnare från kommun, landsting, Af och FK.",
            association="rar",
        ),
        GroupSetup(
            "lilla-lsg",
            "Lilla LSG i Flen",
            "Handläggare talar om ärenden; det som befogenheterna inte räcker till går till LSG.",
            association="rar",
            hands_up_to="lsg",
        ),
    )


def _seats(start: date) -> tuple[SeatSetup, ...]:
    members = {
        "lsg": ("auc-chef", "forsorjning-chef", "fritid", "af-flen-chef", "fk-chef", "vard-chef"),
        "lilla-lsg": (
            "duellen-ledare",
            "forsorjning-1",
            "uppfoljning",
            "af-flen-1",
            "fk-1",
            "vardcentral",
        ),
    }
    return tuple(
        SeatSetup(group, post, start) for group, posts in members.items() for post in posts
    )


def _initiative(figures: dict[str, Any], start: date, posts: Posts) -> InitiativeSetup:
    counted = day(figures["period"]["counting_date"])
    return InitiativeSetup(
        code="duellen",
        name="Duellen",
        summary="Samverkan i Flen kring unga som står utanför arbete och studier.",
        association="rar",
        controller="flen-auc",
        starts_on=start,
        ends_on=PROJECT_END,
        counted_on=counted,
        outcome_base="leavers",
        branches=(BranchSetup("flen", "Flen", "0482", "flen-auc", "duellen"),),
        engagements=engagements(posts.positions, start, {}),
        target_groups=(_target_group(figures, start),),
        outcomes=OUTCOMES,
        goals=(_goal(figures, start),),
        promised_inflow=_promises(figures, start, counted),
        cost_lines=_cost_lines(figures["tables"]["costs_sek"]),
        cost_statements=_cost_statements(figures["tables"]["costs_sek"], counted),
    )


def _target_group(figures: dict[str, Any], start: date) -> TargetGroupSetup:
    group = figures["target_group"]
    return TargetGroupSetup(
        version=1,
        decided_on=start,
        reason="Ansökan",
        age_min=group["age_min"],
        age_max=group["age_max"],
        criteria="Står utanför arbete och studier utan egen försörjning: har varit i "
        "rehabilitering utan att nå arbete eller studier, eller omfattas av kommunens "
        "uppföljningsansvar.",
    )


def _goal(figures: dict[str, Any], start: date) -> GoalSetup:
    """The goal with its three readings: the report never says which outcomes count (F4)."""
    return GoalSetup(
        code="forandrad-situation",
        version=1,
        decided_on=start,
        reason="Ansökan",
        text="Förändrad situation när tiden i projektet är slut",
        share=figures["goals"][0]["share"],
        base="leavers",
        readings=READINGS,
    )


def _promises(figures: dict[str, Any], start: date, end: date) -> tuple[PromisedInflowSetup, ...]:
    need = figures["application_baseline"]
    agreed = "Rapporten trycker inget utlovat antal men säger att utfallet stämmer väl. "
    reasons = {
        "fk": "Färre än beräknat; hur många som beräknades trycks inte. Handläggarna menar att "
        "Försäkringskassans personer inte passar in, och FK finns i Eskilstuna, inte i Flen. Ansökan "
        f"anger behovet: {need['FK_25_30_on_aktivitetsersättning']} med aktivitetsersättning.",
        "af": f"{agreed}Ansökan anger behovet: {need['unemployed_16_24_at_Af']} arbetslösa 16–24 år.",
        "flen": f"{agreed}Ansökan anger behovet: {need['social_services_16_30']} hos socialtjänsten.",
        "landstinget-sormland": f"{agreed}Ansökan säger ”några” i öppenvårdspsykiatrin.",
    }
    return tuple(PromisedInflowSetup(p, None, start, end, why) for p, why in reasons.items())


def _cost_lines(costs: dict[str, Any]) -> tuple[CostLineSetup, ...]:
    """The table year by year, and what the whole project cost beyond it as a line of its own."""
    through = day(costs["through"])
    lines = [
        CostLineSetup(year, kind, "rar", Decimal(kronor), min(date(year, 12, 31), through))
        for kind in costs["kinds"]
        for year, kronor in zip(costs["years"], costs[kind], strict=False)
    ]
    rest = Decimal(costs["whole_project"] - costs["Totalt"][-1])
    kind = f"Efter {through.isoformat()} (ej uppdelat i rapporten)"
    return (*lines, CostLineSetup(PROJECT_END.year, kind, "rar", rest, PROJECT_END))


def _cost_statements(costs: dict[str, Any], counted: date) -> tuple[CostStatementSetup, ...]:
    through = day(costs["through"])
    return (
        CostStatementSetup("tabellen", IN_TABLE, through, counted),
        CostStatementSetup("hela-projektet", WHOLE, PROJECT_END, counted),
    )

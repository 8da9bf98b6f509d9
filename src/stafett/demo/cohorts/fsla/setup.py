"""Who worked together in FSLA: the county's federation leads, nine municipalities answer (F1 F3 F4)?"""

from __future__ import annotations

from datetime import date
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
from stafett.demo.cohorts.fsla.branches import MUNICIPALITY_CODES, NINTH, branches
from stafett.demo.cohorts.fsla.outcomes import OUTCOMES
from stafett.demo.cohorts.fsla.staff import groups, posts, seats
from stafett.demo.cohorts.shapes import (
    AuthoritySetup,
    BranchSetup,
    GoalSetup,
    InitiativeSetup,
    PartySetup,
    PromisedInflowSetup,
    ReadingSetup,
    Setup,
    TargetGroupSetup,
    UnitSetup,
    VolumeTargetSetup,
)

SHARED_PARTIES = (
    AF,
    FK,
    PartySetup("region-kalmar", "region", "Region Kalmar län", "Regionen"),
    PartySetup("kfkl", "federation", "Kommunförbundet Kalmar län", "Kommunförbundet"),
    PartySetup(
        "samordning-kalmar", "association", "Samordningsförbundet i Kalmar län", "Förbundet"
    ),
    PartySetup("foretagarna", "other", "Företagarna", "Företagarna"),
    PartySetup("esf", "other", "Europeiska socialfonden", "ESF"),
)
SHARED_AUTHORITIES = (
    AF_AUTHORITY,
    FK_AUTHORITY,
    AuthoritySetup(
        "region-kalmar", "region-kalmar", "Region Kalmar län, hälso- och sjukvården", common.CARE
    ),
    AuthoritySetup("kfkl", "kfkl", "Kommunförbundet Kalmar län"),
    AuthoritySetup("samordning-kalmar", "samordning-kalmar", "Samordningsförbundet i Kalmar län"),
)
SHARED_UNITS = (
    UnitSetup("kfkl-projekt", "kfkl", "Projektledningen för FSLA"),
    UnitSetup("af-kalmar", "af", "Arbetsförmedlingen i Kalmar län"),
    UnitSetup("fk-kalmar", "fk", "Försäkringskassan i Kalmar län"),
    UnitSetup("region-kalmar-vard", "region-kalmar", "Hälsocentraler och psykiatri"),
    UnitSetup("kalmar-kansli", "samordning-kalmar", "Samordningsförbundets kansli"),
)

TRACKS = {
    "Hälsospår": ("borgholm", "vimmerby", "torsas"),
    "Studiespår": ("emmaboda", "hultsfred", "nybro"),
    "Yrkesspår": ("vastervik", "monsteras", NINTH),
}
"""The track that each local plan leans on: chosen; the report says only that each chose its own."""

COUNTED = date(2022, 10, 31)
"""The leavers are counted "i oktober"; the last day of the month is chosen."""
GENITIVE = {"vastervik": "Västerviks", "hultsfred": "Hultsfreds", "borgholm": "Borgholms"}
"""Municipalities whose full name takes an s; the others' does not."""


def ame(branch: str) -> str:
    """The code of a municipality's labour-market unit (AME)."""
    return f"{branch}-ame"


def setup(figures: dict[str, Any]) -> Setup:
    """Everything around the 437; targets, goal and group are read from `figures`."""
    start, _ = period(figures)
    names = branches(figures)
    units = (
        *SHARED_UNITS,
        *(UnitSetup(ame(b), b, f"AME {_short(b, n)}") for b, n in names.items()),
    )
    people = posts(units, names, start)
    return Setup(
        kinds=common.KINDS,
        parties=(*SHARED_PARTIES, *_municipalities(names)),
        authorities=(*SHARED_AUTHORITIES, *_boards(names)),
        units=units,
        staff=tuple(people.staff),
        positions=tuple(people.positions),
        tenures=tuple(people.tenures),
        association=None,
        groups=groups(),
        seats=seats(names, start),
        agreements=(),
        initiative=_initiative(figures, people),
    )


def _initiative(figures: dict[str, Any], people: Posts) -> InitiativeSetup:
    start, end = period(figures)
    names = branches(figures)
    return InitiativeSetup(
        code="fsla",
        name="Fortsatt Samverkan Leder till Arbete (FSLA)",
        summary="Nio kommuners arbetsmarknadsenheter i Kalmar län, samordnade av "
        "Kommunförbundet och finansierade av Europeiska socialfonden.",
        association="",
        controller="monsteras",
        starts_on=start,
        ends_on=end,
        counted_on=COUNTED,
        outcome_base="leavers",
        branches=tuple(_branch(code, name) for code, name in names.items()),
        engagements=engagements(people.positions, start, {ame(b): b for b in names}),
        target_groups=(_target_group(figures, start),),
        outcomes=OUTCOMES,
        goals=(_goal(figures, start),),
        volume_targets=_volumes(figures, (start, end)),
        promised_inflow=_promises(start, end),
    )


def _long(code: str, name: str) -> str:
    return name if code == NINTH else GENITIVE.get(code, name) + " kommun"


def _short(code: str, name: str) -> str:
    return "i kommunen som inte namnges" if code == NINTH else name


def _municipalities(names: dict[str, str]) -> tuple[PartySetup, ...]:
    return tuple(
        PartySetup(
            code,
            "municipality",
            _long(code, name),
            "Nionde kommunen" if code == NINTH else name,
            MUNICIPALITY_CODES.get(name, ""),
        )
        for code, name in names.items()
    )


def _boards(names: dict[str, str]) -> tuple[AuthoritySetup, ...]:
    """One board per municipality: its name is not printed, so it is called after what it answers for."""
    return tuple(
        AuthoritySetup(
            code,
            code,
            f"{_long(code, name)}, nämnden för arbetsmarknadsenheten",
            common.SOCIAL_SERVICES,
        )
        for code, name in names.items()
    )


def _branch(code: str, name: str) -> BranchSetup:
    track = next(track for track, members in TRACKS.items() if code in members)
    return BranchSetup(
        code,
        name,
        MUNICIPALITY_CODES.get(name, ""),
        code,
        ame(code),
        f"Lokal plan: {track.lower()}.",
    )


def _target_group(figures: dict[str, Any], start: date) -> TargetGroupSetup:
    group = figures["target_group"]
    return TargetGroupSetup(
        version=1,
        decided_on=start,
        reason="Projektansökan",
        age_min=group["age_min"],
        age_max=group["age_max"],
        criteria="Långt från arbetsmarknaden: " + "; ".join(group["groups"]) + ".",
    )


def _goal(figures: dict[str, Any], start: date) -> GoalSetup:
    """The goal is vague ("och/eller förberedda"): two readings, as its evaluator's criticism goes."""
    return GoalSetup(
        code="arbete-studier-nasta-steg",
        version=1,
        decided_on=start,
        reason="Projektansökan",
        text="Går till arbete eller studier, och/eller är förberedda för nästa steg",
        share=figures["goals"][0]["share"],
        base="leavers",
        readings=(
            ReadingSetup("arbete-studier", "Arbete och studier", ("arbete", "studier")),
            ReadingSetup(
                "med-praktik", "Också praktik, som nästa steg", ("arbete", "studier", "praktik")
            ),
        ),
    )


def _volumes(figures: dict[str, Any], days: tuple[date, date]) -> tuple[VolumeTargetSetup, ...]:
    reasons = ("Ursprunglig ansökan", "Avstämningsrapporten till ESF efter analysfasen")
    return tuple(
        VolumeTargetSetup(
            number, None, reason, target["total"], target["women"], target["men"], *days
        )
        for number, (target, reason) in enumerate(
            zip(figures["volume_targets"], reasons, strict=True), start=1
        )
    )


def _promises(start: date, end: date) -> tuple[PromisedInflowSetup, ...]:
    reasons = {
        "af": "Inget tal trycks. Af beskrivs som en frånvarande part; det var svårt att få de "
        "deltagare som var avsikten. Lokala personkontakter motverkade det.",
        "fk": "Inget tal trycks.",
    }
    return tuple(PromisedInflowSetup(p, None, start, end, why) for p, why in reasons.items())

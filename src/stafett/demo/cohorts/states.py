"""What did somebody live on and do, before and after? Chosen by us: the reports print almost none of it."""

from __future__ import annotations

from stafett.demo.cohorts.draw import Draw

Livelihood = tuple[tuple[str, int | None], ...]
Occupation = tuple[tuple[str, int | None], ...]

ALONE: dict[str, Livelihood] = {
    "social_assistance": (("social_assistance", None),),
    "activity_support": (("activity_support", 100),),
    "unemployment_insurance": (("unemployment_insurance", 100),),
    "establishment_benefit": (("establishment_benefit", 100),),
    "activity_compensation": (("activity_compensation", 100),),
    "sickness_benefit": (("sickness_benefit", 100),),
    "sickness_compensation": (("sickness_compensation", 50), ("activity_support", 50)),
    "supported_by_relatives": (("supported_by_relatives", None),),
    "unknown": (("unknown", None),),
}
"""Livelihoods at the start, named by their main source; extent in per cent where the source has one."""

YOUNG_ONLY = "activity_compensation"
"""Aktivitetsersättning is for ages 19 to 29."""

AFTER: dict[str, tuple[Livelihood, Occupation]] = {
    "work_unsupported": ((("wages", 100),), (("work_unsupported", 40),)),
    "work_supported": ((("wages", 100),), (("work_supported", 40),)),
    "own_business": ((("own_business", 100),), (("own_business", 40),)),
    "studies": ((("student_aid", 100),), (("studies", 40),)),
    "practice_or_measure": ((("activity_support", 100),), (("practice", 30),)),
    "unknown": ((("unknown", None),), (("unknown", None),)),
}
"""What an outcome says about livelihood and occupation right after; other outcomes keep the livelihood."""

KEEPS = {
    "job_seeking": "job_seeking",
    "rehabilitation_or_care": "rehabilitation",
    "back_to_referrer": "none",
    "moved": "unknown",
}
"""Outcomes that leave the livelihood as it was, with what the person then does."""


def livelihood_start(draw: Draw, age: int, weights: dict[str, int]) -> Livelihood:
    """A livelihood drawn by weight among those that the age allows."""
    allowed = {
        source: weight
        for source, weight in weights.items()
        if source != YOUNG_ONLY or 19 <= age <= 29
    }
    return ALONE[draw.weighted(allowed)]


def occupation_start(draw: Draw, weights: dict[str, int]) -> Occupation:
    """What somebody did right before: mostly nothing, some seek work (40 hours a week is 100 %)."""
    kind = draw.weighted(weights)
    return ((kind, 40 if kind == "job_seeking" else None),)


def after(draw: Draw, common: str, before: Livelihood) -> tuple[Livelihood, Occupation]:
    """Livelihood and occupation right after an exit with this common outcome.

    One in five works or studies half time and keeps half of what it was before, where that has an
    extent.
    """
    if common in KEEPS:
        return before, ((KEEPS[common], None),)
    livelihood, occupation = AFTER[common]
    (source, extent), (kind, hours) = livelihood[0], occupation[0]
    half = tuple((old, 50) for old, share in before if share == 100 and old != source)
    if hours and extent and half and draw.below(5) == 0:
        return ((source, 50), *half), ((kind, hours // 2),)
    return livelihood, occupation

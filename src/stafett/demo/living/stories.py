"""Which people does the demo need that no lot would give: those who make the pages show what they can?

All are invented. Days are counted back from the demo date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stafett.demo.cohorts.shapes import NOTHING_BESIDE, Beside

Livelihood = tuple[tuple[str, int | None], ...]
ASSISTANCE: Livelihood = (("social_assistance", None),)


@dataclass(frozen=True)
class Story:
    """Somebody in particular; `age` is on the demo date, `born_as` gives two records one birth date."""

    name: str
    given: str
    family: str
    sex: Literal["woman", "man"]
    age: int
    began: int
    left: int | None = None
    outcome: str = ""
    next_step: tuple[str, str] = ("none_needed", "")
    status: Literal["", "paused"] = ""
    branch: str = "centrum"
    holder: str = ""
    referrer: str = "pahittby"
    parties: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    livelihood: Livelihood = ASSISTANCE
    education: str = "upper_secondary_no_exam"
    born_as: str = ""
    beside: Beside = NOTHING_BESIDE


STORIES = (
    Story("before", "Leila", "Gransjö", "woman", 27, 500, 310, "soker", ("holder", "af-pahittby"),
          referrer="af", parties=("af",)),
    Story("again", "Leila", "Gransjö", "woman", 27, 33, referrer="af", parties=("af", "pahittby"),
          born_as="before", beside=Beside(same_as="before")),
    Story("interpreter", "Hodan", "Vasskär", "woman", 34, 96, parties=("af", "pahittby"),
          referrer="pahittby", education="compulsory_unfinished",
          beside=Beside(language="Somaliska", needs_interpreter=True,
                        reached="070-174 06 71, helst sms (påhittat)")),
    Story("guardian", "Ture", "Kvarnlind", "man", 22, 61, referrer="region-pahitt",
          parties=("fk", "region-pahitt"), units={"region-pahitt": "psykiatri"},
          livelihood=(("activity_compensation", 100),), education="compulsory",
          beside=Beside(guardian="Gunnel Kvarnlind (påhittad), god man",
                        support_person="Arvid Sundmo (påhittad), boendestödjare",
                        reached="via boendestödjaren, 070-174 06 72 (påhittat)")),
    Story("protected", "Disa", "Ekenmark", "woman", 31, 47,
          beside=Beside(protection="marked", named_team=("ledare", "coach-1"))),
    Story("twice", "Bilal", "Björkdal", "man", 29, 75, referrer="af", parties=("af",)),
    Story("twice-too", "Bilal", "Björkdahl", "man", 29, 12, branch="landsbygd", referrer="pahittby",
          born_as="twice"),
    Story("long-name", "Ann-Charlotte", "Södergren-Fjällbrink", "woman", 58, 210, branch="landsbygd",
          referrer="fk", parties=("fk", "region-pahitt"),
          livelihood=(("sickness_compensation", 50), ("activity_support", 50))),
    Story("paused", "Jens", "Alvik", "man", 25, 120, status="paused", parties=("region-pahitt",),
          livelihood=(("sickness_benefit", 100),)),
    Story("nobody-next", "Mona", "Hedåker", "woman", 44, 180, 3, "ater", ("nobody", ""),
          referrer="fk", parties=("fk",), livelihood=(("sickness_benefit", 100),)),
    Story("handed-on", "Kalle", "Norrbrink", "man", 24, 230, 5, "soker", ("holder", "af-pahittby"),
          referrer="af", parties=("af",), livelihood=(("activity_support", 100),)),
    Story("yesterday", "Nadja", "Lillfors", "woman", 20, 1, livelihood=()),
    Story("this-week", "Oskar", "Havsrot", "man", 19, 3, branch="landsbygd", referrer="af",
          livelihood=()),
    Story("at-af", "Maryam", "Stenfjord", "woman", 38, 140, holder="af-pahittby", referrer="af",
          parties=("af", "fk")),
    Story("from-the-start", "Viktor", "Söderdal", "man", 28, 529, parties=("pahittby",)),
)  # fmt: skip
"""Comes back; needs an interpreter; has a guardian; is protected; was perhaps written down twice; has
a name that needs room; is paused; left with nobody next, or with somebody; began this week; is held
by Af; has been there from the start."""

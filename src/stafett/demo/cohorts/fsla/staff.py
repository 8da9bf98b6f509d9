"""Who held which post in FSLA, and when did a post stand empty (D1 F2)?

The report: the project leader on parental leave the first year, a stand-in who left early, the post
vacant for half a year with the nearest manager acting; the coordinator's post vacant from February
to August 2021; a local leader in every municipality, on 25 to 100 per cent. Days are chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from stafett.demo.cohorts.common import Posts
from stafett.demo.cohorts.fsla.branches import NINTH
from stafett.demo.cohorts.shapes import GroupSetup, SeatSetup, UnitSetup

STAND_IN_LEFT = date(2021, 2, 15)
LEADER_BACK = date(2021, 8, 15)
COORDINATOR_LEFT = date(2021, 3, 1)
COORDINATOR_CAME = date(2021, 8, 1)

SHARED_POSTS = (
    ("forbundschef", "kfkl-projekt", "unit_manager", "Närmaste chef", "Karin Sundfjord"),
    ("foljeutvarderare", "kfkl-projekt", "evaluator", "Lokal följeutvärderare", "Vera Almlid"),
    ("ekonom", "kfkl-projekt", "association_office", "Ekonom", "Rikard Stenmark"),
    ("af-kalmar-1", "af-kalmar", "caseworker", "Arbetsförmedlare", "Samir Hedvik"),
    ("af-kalmar-chef", "af-kalmar", "steering_member", "Sektionschef", "Gun Ekbacke"),
    ("fk-kalmar-1", "fk-kalmar", "caseworker", "Personlig handläggare", "Tove Sundrot"),
    ("fk-kalmar-chef", "fk-kalmar", "steering_member", "Samverkansansvarig", "Ivar Norrdal"),
    ("region-1", "region-kalmar-vard", "caseworker", "Rehabkoordinator", "Disa Granhult"),
    ("region-chef", "region-kalmar-vard", "steering_member", "Utvecklingschef", "Omar Västfors"),
    ("samordning-chef", "kalmar-kansli", "association_office", "Förbundschef", "Elin Björkmyr"),
)
"""Code, unit, role, title and invented holder of posts that one person held throughout."""

LOCAL_SHARE = {
    "monsteras": "1",
    "vastervik": "1",
    "hultsfred": "0.75",
    "borgholm": "0.25",
    "vimmerby": "0.25",
    "emmaboda": "0.5",
    "nybro": "0.5",
    "torsas": "0.5",
    NINTH: "0.5",
}
"""Local leaders' share of full time: between the printed 25 and 100 per cent, by size (chosen)."""

LEADERS = {
    "monsteras": ("Sara Ekmyr", "Lars Sundgren"),
    "vastervik": ("Emil Havbrink", "Astrid Alhult"),
    "hultsfred": ("Leila Vassmark", "Nils Hedåker"),
    "borgholm": ("Jens Öststrand", "Cecilia Björkvik"),
    "vimmerby": ("Nora Fjällid", "Anders Granskär"),
    "emmaboda": ("Viktor Norrfors", "Siv Stendal"),
    "nybro": ("Amina Söderhult", "Bengt Kvarnvik"),
    "torsas": ("Ylva Lillgren", "Jamal Ekrot"),
    NINTH: ("Pontus Almåker", "Hanna Västlid"),
}
"""Invented: the local leader and the manager of each labour-market unit."""


def posts(units: tuple[UnitSetup, ...], names: Iterable[str], start: date) -> Posts:
    """All posts, the leading ones with their gaps and stand-ins."""
    written = Posts(units, start, None)
    _leading_posts(written, start)
    for post in SHARED_POSTS:
        written.filled(*post)
    for branch in names:
        _local_posts(written, branch)
    return written


def _leading_posts(written: Posts, start: date) -> None:
    unit = "kfkl-projekt"
    written.post("fsla-ledare", unit, "project_leader", "Projektledare")
    written.held(
        "fsla-ledare", "Frida Kvarnstrand", start, STAND_IN_LEFT,
        stands_in=True, note="Vikarie under föräldraledighet; slutade i förtid",
    )  # fmt: skip
    written.held(
        "fsla-ledare", "Karin Sundfjord", STAND_IN_LEFT, LEADER_BACK,
        stands_in=True, note="Tjänsten vakant; närmaste chef tillförordnad",
    )  # fmt: skip
    written.held("fsla-ledare", "Malin Ekvik", LEADER_BACK, note="Åter från föräldraledighet")
    written.post("fsla-koordinator", unit, "project_leader", "Koordinator")
    written.held("fsla-koordinator", "Olle Lillhult", start, COORDINATOR_LEFT)
    written.held("fsla-koordinator", "Petra Hedgren", COORDINATOR_CAME)


def _local_posts(written: Posts, branch: str) -> None:
    leader, manager = LEADERS[branch]
    unit, share = f"{branch}-ame", Decimal(LOCAL_SHARE[branch])
    written.filled(f"{branch}-ledare", unit, "local_leader", "Lokal projektledare", leader, share)
    written.filled(f"{branch}-chef", unit, "unit_manager", "AME-chef", manager)


def groups() -> tuple[GroupSetup, ...]:
    """The strategic group and the working groups that it set up (F2)."""
    steering = GroupSetup(
        "fsla-strategisk",
        "Strategisk ledningsgrupp för FSLA",
        "Genomförande enligt plan, förankring, justering och att resultaten tas vidare.",
    )
    working = {
        "fsla-af": "Samverkan Arbetsförmedlingen",
        "fsla-naringsliv": "Samverkan näringsliv",
        "fsla-stolarna": "Personer som faller mellan stolarna",
        "fsla-sokandelots": "Metodutveckling: Sökandelots",
        "fsla-sprak": "Metodutveckling: bristfälligt språk",
        "fsla-analys": "Metodutveckling: socioekonomisk analys",
    }
    return (
        steering,
        *(
            GroupSetup(code, f"FSLA: {name}", "Återrapporterar till strategisk ledningsgrupp.",
                       hands_up_to=steering.code)
            for code, name in working.items()
        ),
    )  # fmt: skip


def seats(names: Iterable[str], start: date) -> tuple[SeatSetup, ...]:
    """The strategic group: one seat for each actor; the working groups' members are not printed."""
    chairs = ("forbundschef", "af-kalmar-chef", "fk-kalmar-chef", "region-chef", "samordning-chef")
    managers = (f"{branch}-chef" for branch in names)
    return tuple(SeatSetup("fsla-strategisk", post, start) for post in (*chairs, *managers))

"""Who worked together in Gemensamma Taget and its programme Access (G1 G2 G11 G14 G26)?"""

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
    day,
    engagements,
    period,
)
from stafett.demo.cohorts.shapes import (
    AgreementSetup,
    AssociationSetup,
    AuthoritySetup,
    BranchSetup,
    GroupSetup,
    InitiativeSetup,
    MemberSetup,
    OutcomeSetup,
    PartySetup,
    PromisedInflowSetup,
    SeatSetup,
    Setup,
    TargetGroupSetup,
    UnitSetup,
    VolumeTargetSetup,
)

PARTIES = (
    AF,
    FK,
    PartySetup("umea", "municipality", "Umeå kommun", "Umeå", "2480"),
    PartySetup("vasterbotten", "region", "Västerbottens läns landsting", "Landstinget"),
    PartySetup("samordning-umea", "association", "Samordningsförbundet Umeå", "Förbundet"),
)
AUTHORITIES = (
    AF_AUTHORITY,
    FK_AUTHORITY,
    AuthoritySetup("umea-viva", "umea", "Umeå kommun, nämnden för VIVA", common.SOCIAL_SERVICES),
    AuthoritySetup("umea-social", "umea", "Umeå kommun, Socialnämnden", common.SOCIAL_SERVICES),
    AuthoritySetup("samordning-umea", "samordning-umea", "Samordningsförbundet Umeå"),
)
UNITS = (
    UnitSetup("access", "umea-viva", "Access"),
    UnitSetup("viva", "umea-viva", "VIVA Arbete Unga"),
    UnitSetup("ungdomsslussen", "umea-social", "Ungdomsslussen"),
    UnitSetup("ungdomscentrum", "umea-social", "Ungdomscentrum"),
    UnitSetup("af-umea", "af", "Arbetsförmedlingen Umeå, ungdomar"),
    UnitSetup("fk-umea", "fk", "Försäkringskassan Umeå, ungdomsgruppen"),
    UnitSetup("umea-kansli", "samordning-umea", "Samordningsförbundets kansli"),
)

POSTS = (
    ("access-coach-1", "access", "coach", "Accesscoach", "Frida Alskär"),
    ("access-coach-2", "access", "coach", "Accesscoach", "Hodan Ekfjord"),
    ("access-coach-3", "access", "coach", "Accesscoach", "Ludvig Stenbacke"),
    ("viva-1", "viva", "caseworker", "Arbetsmarknadskonsulent", "Samir Granvik"),
    ("viva-chef", "viva", "unit_manager", "Enhetschef VIVA", "Kristina Sundhult"),
    ("slussen-1", "ungdomsslussen", "caseworker", "Socialsekreterare", "Jasmin Väståker"),
    ("slussen-chef", "ungdomsslussen", "unit_manager", "Enhetschef", "Tove Norrgren"),
    ("centrum-1", "ungdomscentrum", "caseworker", "Ungdomskonsulent", "Isak Björkferm"),
    ("centrum-chef", "ungdomscentrum", "steering_member", "Föreståndare", "Selma Lillrot"),
    ("af-umea-1", "af-umea", "caseworker", "Arbetsförmedlare", "Fredrik Havdal"),
    ("fk-umea-1", "fk-umea", "caseworker", "Ungdomshandläggare", "Disa Öststrand"),
    ("samordnare", "umea-kansli", "association_office", "Samordnare", "Magnus Söderlid"),
    ("medbedomare", "umea-kansli", "evaluator", "Medbedömare", "Vera Fjällmark"),
)
"""Code, unit, role, title and invented holder of every post that one person held throughout."""

OUTCOMES = (
    OutcomeSetup("arbete", "Arbete", "work_unsupported", "med eller utan stöd står inte"),
    OutcomeSetup("studier", "Studier", "studies"),
    OutcomeSetup("avbrutit", "Avbrutit", "unknown", "varför står inte"),
    OutcomeSetup(
        "avslutats",
        "Avslutats",
        "back_to_referrer",
        "efter fullgjort uppdrag går många tillbaka till inskrivande myndighet",
    ),
)
REMAINING = "Kvar i åtgärd"
"""The report's column for those still there: a status, not an outcome."""

HALF = Decimal("0.5")
AMBASSADOR_START = date(2008, 2, 1)
COORDINATOR_HALF = date(2008, 6, 1)
STEERING_CHANGE = date(2008, 3, 15)
"""Days inside the months that the report names; the day itself is chosen."""
AGREEMENT_ENDS = date(2008, 3, 31)
"""The agreement between municipality and FK ran out during the period; which day is chosen."""


def setup(figures: dict[str, Any]) -> Setup:
    """Everything around the 62; the plan is read from `figures`."""
    start, _ = period(figures)
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
        agreements=_agreements(start),
        initiative=_initiative(figures, posts),
    )


def _association(start: date) -> AssociationSetup:
    """The report lists no members; all four kinds must take part, with the law's shares (3, 5 §§)."""
    shares = {
        "fk": Fraction(1, 2),
        "af": Fraction(0),
        "vasterbotten": Fraction(1, 4),
        "umea": Fraction(1, 4),
    }
    members = tuple(MemberSetup(party, share) for party, share in shares.items())
    return AssociationSetup(
        "samordning-umea", "samordning-umea", "Samordningsförbundet Umeå", members, start
    )


def _posts(start: date) -> Posts:
    posts = Posts(UNITS, start, None)
    for post in POSTS:
        posts.filled(*post)
    _changing_posts(posts, start)
    return posts


def _changing_posts(posts: Posts, start: date) -> None:
    """Posts that somebody left, took over or that stood empty during the half-year (D1, G 3.1)."""
    for code, full_time, days in (
        ("koordinator", common.FULL, (start, COORDINATOR_HALF)),
        ("koordinator-halvtid", HALF, (COORDINATOR_HALF, None)),
    ):
        posts.post(
            code, "access", "project_leader", "Koordinator", full_time,
            from_day=days[0], until_day=days[1],
        )  # fmt: skip
        posts.held(code, "Malin Kvarnbrink")
    posts.post("ambassador", "access", "coach", "Samordnare för Ambassadörsprogrammet")
    posts.held("ambassador", "Sofia Hedkvist", AMBASSADOR_START)
    posts.post("foretagskoordinator", "access", "coach", "Företagskoordinator")
    for code, unit, title, before, after in (
        ("af-umea-chef", "af-umea", "Chef, Af Umeå", "Stefan Almrot", "Elin Grangren"),
        ("fk-umea-chef", "fk-umea", "Chef, FK Umeå", "Örjan Ekdal", "Mona Vasskvist"),
    ):
        posts.post(code, unit, "steering_member", title)
        posts.held(code, before, start, STEERING_CHANGE, note="Tjänstledig eller omplacerad")
        posts.held(code, after, STEERING_CHANGE)


def _groups() -> tuple[GroupSetup, ...]:
    return (
        GroupSetup(
            "gt-styrgrupp",
            "Styrgruppen för Gemensamma Taget",
            "Fem chefer; alla beslut fattas gemensamt mellan myndigheterna.",
            association="samordning-umea",
        ),
        GroupSetup(
            "gtg",
            "Gemensamma Taget-gruppen (GTG)",
            "En från varje myndighet; kvalitetssäkrar flöde, kriterier, väntetider och köer.",
            association="samordning-umea",
            hands_up_to="gt-styrgrupp",
        ),
        GroupSetup(
            "ambassadorsgruppen",
            "Ambassadörsgruppen",
            "Bollplank för samordnaren; för rutiner vidare till arbetskamraterna.",
            association="samordning-umea",
            hands_up_to="gt-styrgrupp",
        ),
    )


def _seats(start: date) -> tuple[SeatSetup, ...]:
    members = {
        "gt-styrgrupp": (
            "viva-chef",
            "slussen-chef",
            "centrum-chef",
            "af-umea-chef",
            "fk-umea-chef",
        ),
        "gtg": ("viva-1", "slussen-1", "centrum-1", "af-umea-1", "fk-umea-1"),
        "ambassadorsgruppen": ("ambassador", "viva-1", "fk-umea-1"),
    }
    return tuple(
        SeatSetup(group, post, start) for group, posts in members.items() for post in posts
    )


def _agreements(start: date) -> tuple[AgreementSetup, ...]:
    return (
        AgreementSetup(
            "Avtal mellan Umeå kommun och Försäkringskassan",
            ("umea", "fk"),
            start,
            AGREEMENT_ENDS,
            "Löpte ut under perioden och har inte ersatts.",
        ),
    )


def _initiative(figures: dict[str, Any], posts: Posts) -> InitiativeSetup:
    planned = period(figures, "planned_period")
    start, end = period(figures)
    return InitiativeSetup(
        code="access",
        name="Gemensamma Taget: Access",
        summary="Motivationsprogram i Umeå för unga som behöver stöd från minst två myndigheter.",
        association="samordning-umea",
        controller="umea-viva",
        starts_on=planned[0],
        ends_on=planned[1],
        counted_on=day(figures["results_as_of"]),
        outcome_base="starters",
        branches=(BranchSetup("umea", "Umeå", "2480", "umea-viva", "access"),),
        engagements=engagements(posts.positions, start, {}),
        target_groups=(_target_group(figures, start),),
        outcomes=OUTCOMES,
        goals=(),
        volume_targets=(_volume(figures, planned),),
        promised_inflow=_promises(start, end),
    )


def _target_group(figures: dict[str, Any], start: date) -> TargetGroupSetup:
    group = figures["target_group"]
    return TargetGroupSetup(
        version=1,
        decided_on=start,
        reason="Projektplan för 2008",
        age_min=group["age_min"],
        age_max=group["age_max"],
        criteria="Arbetssökande unga utan egen försörjning som behöver stöd från minst två av de "
        "deltagande myndigheterna.",
    )


def _volume(figures: dict[str, Any], planned: tuple[date, date]) -> VolumeTargetSetup:
    """Planned for the whole year, reached half-way: the period stands beside the number (G21)."""
    return VolumeTargetSetup(
        version=1,
        decided_on=None,
        reason="Beräknat antal för hela 2008",
        total=figures["planned_participants"],
        women=None,
        men=None,
        period_start=planned[0],
        period_end=planned[1],
    )


def _promises(start: date, end: date) -> tuple[PromisedInflowSetup, ...]:
    reasons = {
        "af": "Inget tal trycks. Af fick genom regeln om 90 dagar bara i undantagsfall anvisa till "
        "Access; flödet väntas öka när Access blir en aktivitet i jobbgarantin.",
        "fk": "Inget tal trycks. Svårt att hitta deltagare till halvtidsgruppen; lättare till "
        "Individuell Access.",
        "umea": "Inget tal trycks. De flesta är anvisade från socialtjänsten och Ungdomscentrum.",
    }
    return tuple(PromisedInflowSetup(p, None, start, end, why) for p, why in reasons.items())

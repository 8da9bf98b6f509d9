"""Who works together in the invented initiative Stigen, in which posts, and what was promised?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from stafett.demo.cohorts import common
from stafett.demo.cohorts.common import AF, AF_AUTHORITY, FK, FK_AUTHORITY, Posts
from stafett.demo.cohorts.shapes import (
    AgreementSetup,
    AssociationSetup,
    AuthoritySetup,
    BranchSetup,
    CostLineSetup,
    CostStatementSetup,
    EngagementSetup,
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
    VolumeTargetSetup,
)

CODE = "stigen"
MONTH = timedelta(days=30)
LIFETIME = 18 * MONTH
"""How long Stigen has been going on when the demo begins."""
YOUNG_ONLY = 8 * MONTH
"""For so long it was for the young alone; then the steering group let others in."""
AGES, FIRST_AGES = (18, 64), (18, 29)

PARTIES = (
    AF,
    FK,
    PartySetup("pahittby", "municipality", "Påhittby kommun (påhittad)", "Påhittby"),
    PartySetup("region-pahitt", "region", "Region Påhitt (påhittad)", "Regionen"),
    PartySetup(
        "finsam-pahitt", "association", "Samordningsförbundet Påhitt (påhittat)", "Förbundet"
    ),
)
AUTHORITIES = (
    AF_AUTHORITY,
    FK_AUTHORITY,
    AuthoritySetup(
        "arbete", "pahittby", "Påhittby kommun, Arbetsmarknads- och vuxenutbildningsnämnden",
        common.SOCIAL_SERVICES,
    ),
    AuthoritySetup("social", "pahittby", "Påhittby kommun, Socialnämnden", common.SOCIAL_SERVICES),
    AuthoritySetup(
        "vard", "region-pahitt", "Region Påhitt, Hälso- och sjukvårdsnämnden", common.CARE
    ),
    AuthoritySetup("finsam", "finsam-pahitt", "Samordningsförbundet Påhitt (påhittat)"),
)  # fmt: skip
EVALUATORS = "Följeutvärderarna i Påhitt"
"""The unit that follows this initiative, and reads the four others to compare with."""
UNITS = (
    UnitSetup("stigen", "arbete", "Stigen"),
    UnitSetup("ame", "arbete", "Arbetsmarknads- och vuxenutbildningsenheten i Påhittby"),
    UnitSetup("bistand", "social", "Försörjningsstödsenheten i Påhittby"),
    UnitSetup("af-pahittby", "af", "Arbetsförmedlingen Påhittby"),
    UnitSetup("fk-pahittby", "fk", "Försäkringskassan Påhittby, aktivitetsersättning"),
    UnitSetup("rehab", "vard", "Rehabiliteringskoordinatorerna på Påhittby vårdcentral"),
    UnitSetup("psykiatri", "vard", "Allmänpsykiatriska öppenvårdsmottagningen i Påhittby"),
    UnitSetup("kansli", "finsam", "Förbundets kansli i Påhittby"),
    UnitSetup("foljer", "finsam", EVALUATORS),
)
POSTS = (
    ("ledare", "stigen", "project_leader", "Projektledare", "Ebba Vassmark"),
    ("lokal", "stigen", "local_leader", "Lokal projektledare", "Samir Ekgren"),
    ("coach-1", "stigen", "coach", "Coach", "Malin Norrvik"),
    ("coach-2", "stigen", "coach", "Coach", "Dawit Havslid"),
    ("vagledare", "ame", "coach", "Studie- och yrkesvägledare", "Ylva Grandal"),
    ("coach-3", "ame", "coach", "Coach", "Britta Myrhagen"),
    ("chef", "ame", "unit_manager", "Enhetschef", "Siv Stenbacke"),
    ("af", "af-pahittby", "caseworker", "Arbetsförmedlare", "Mikael Östgren"),
    ("fk", "fk-pahittby", "caseworker", "Försäkringsutredare", "Yasmin Björkrot"),
    ("rehab", "rehab", "caseworker", "Rehabiliteringskoordinator", "Tove Sundlid"),
    ("psykiatri", "psykiatri", "caseworker", "Arbetsterapeut", "Per Lillhult"),
    ("vardchef", "psykiatri", "unit_manager", "Enhetschef psykiatrin", "Gunvor Sjöstrand"),
    ("styr-af", "af-pahittby", "steering_member", "Enhetschef Af", "Rikard Fjällåker"),
    ("kansli", "kansli", "association_office", "Förbundschef", "Cecilia Granstrand"),
    ("foljer", "foljer", "evaluator", "Följeutvärderare", "Ivar Hedskär"),
)
"""Code, unit, role, title and invented holder of every post that one person held throughout."""

OUTCOMES = (
    OutcomeSetup("arbete", "Arbete utan stöd", "work_unsupported"),
    OutcomeSetup("arbete-stod", "Arbete med stöd", "work_supported"),
    OutcomeSetup("foretag", "Eget företag", "own_business"),
    OutcomeSetup("studier", "Studier", "studies"),
    OutcomeSetup("praktik", "Praktik eller annan åtgärd", "practice_or_measure"),
    OutcomeSetup("soker", "Söker arbete", "job_seeking"),
    OutcomeSetup("vard", "Rehabilitering eller vård", "rehabilitation_or_care"),
    OutcomeSetup("ater", "Åter till remittenten", "back_to_referrer"),
    OutcomeSetup("flytt", "Flyttat", "moved"),
    OutcomeSetup("avbrott", "Avbrutit på egen begäran", "own_request"),
    OutcomeSetup("ej-nadd", "Gått inte att nå", "not_reachable"),
    OutcomeSetup("avliden", "Avliden", "deceased"),
    OutcomeSetup("okant", "Okänt", "unknown"),
)
TO_WORK_OR_STUDIES = ("arbete", "arbete-stod", "foretag", "studier")


def setup(today: date) -> Setup:
    """Everything around the people, as it stands on the demo date."""
    start = today - LIFETIME
    posts = _posts(start, today)
    return Setup(
        common.KINDS, PARTIES, AUTHORITIES, UNITS, tuple(posts.staff), tuple(posts.positions),
        tuple(posts.tenures), _association(start),
        (GroupSetup("styr", "Styrgruppen för Stigen", "Beslutar om mål, medel och fortsättning.", "finsam"),),
        (SeatSetup("styr", "styr-af", start), SeatSetup("styr", "chef", start)),
        (AgreementSetup(
            "Överenskommelse om Stigen", ("af", "fk", "pahittby", "region-pahitt"),
            start, today + timedelta(days=40), "Förlängning tas upp på nästa styrgrupp.",
        ),),
        _initiative(start, today, posts),
    )  # fmt: skip


def _posts(start: date, today: date) -> Posts:
    """Most posts are held throughout; one is vacant, at one somebody stands in for a few weeks more alone,
    and at one beside its holder, who is on holiday.
    """
    posts = Posts(UNITS, start, None)
    for post in POSTS:
        posts.filled(*post)
    posts.post("vakant", "stigen", "coach", "Coach, halvtid (vakant)", Decimal("0.5"))
    posts.post("bistand", "bistand", "caseworker", "Socialsekreterare")
    left, back = today - 2 * MONTH, today + MONTH
    posts.held("bistand", "Petra Lilldal", start, left)
    posts.held("bistand", "Örjan Havsvik", left, back, stands_in=True, note="Föräldraledighet")
    posts.held("bistand", "Petra Lilldal", back)
    away, here_again = today - timedelta(days=5), today + timedelta(days=23)
    posts.held("vagledare", "Malin Norrvik", away, here_again, stands_in=True, note="Semester")
    return posts


def _association(start: date) -> AssociationSetup:
    shares = {"fk": (1, 2), "af": (0, 1), "region-pahitt": (1, 4), "pahittby": (1, 4)}
    members = tuple(MemberSetup(party, Fraction(*share)) for party, share in shares.items())
    return AssociationSetup(
        "finsam", "finsam", "Samordningsförbundet Påhitt (påhittat)", members, start
    )


def _initiative(start: date, today: date, posts: Posts) -> InitiativeSetup:
    return InitiativeSetup(
        code=CODE, name="Stigen (påhittad)", association="finsam", controller="arbete",
        summary="En påhittad insats som pågår, för att visa hur det är att arbeta i Stafett.",
        starts_on=start, ends_on=None, counted_on=today, outcome_base="leavers",
        branches=(
            BranchSetup("centrum", "Centrum", "", "arbete", "stigen", "Grupp fem veckor, sedan praktik."),
            BranchSetup("landsbygd", "Landsbygden", "", "arbete", "ame", "Enskilt stöd, digitala träffar."),
            BranchSetup(
                "mottagningen", "Mottagningen", "", "vard", "psykiatri",
                "Stöd på mottagningen, för dem som inte orkar till kommunen.", asked_by="ledare",
            ),
        ),
        engagements=_engagements(posts, start),
        target_groups=_target_groups(start),
        outcomes=OUTCOMES,
        goals=(GoalSetup(
            "arbete-studier", 1, start, "Ansökan", "Hälften går vidare till arbete eller studier",
            Decimal("0.5"), "leavers",
            (ReadingSetup("as", "Arbete och studier", TO_WORK_OR_STUDIES),),
        ),),
        volume_targets=_volume_targets(start),
        promised_inflow=_promises(start),
        cost_lines=_cost_lines(start, today),
        cost_statements=(CostStatementSetup("hittills", "Hittills", today, today),),
    )  # fmt: skip


def _engagements(posts: Posts, start: date) -> tuple[EngagementSetup, ...]:
    """Af, FK and the region see only the cases that they are in: their caseworkers are not in the team."""
    team = {"stigen", "ame"}
    whole = ("steering_member", "evaluator", "association_office")
    engaged = [post for post in posts.positions if post.unit in team or post.role in whole]
    return common.engagements(engaged, start, {})


def _target_groups(start: date) -> tuple[TargetGroupSetup, ...]:
    criteria = "Behöver stöd från minst två av parterna."
    older = "Styrgruppen: fler äldre står i kö"
    return (
        TargetGroupSetup(1, start, "Ansökan", *FIRST_AGES, criteria),
        TargetGroupSetup(2, start + YOUNG_ONLY, older, *AGES, criteria),
    )


def _volume_targets(start: date) -> tuple[VolumeTargetSetup, ...]:
    end, decided = start + 24 * MONTH, start + 6 * MONTH
    return (
        VolumeTargetSetup(1, start, "Ansökan", 90, 45, 45, start, end),
        VolumeTargetSetup(2, decided, "Analysfasen", 80, 40, 40, start, end),
    )


def _promises(start: date) -> tuple[PromisedInflowSetup, ...]:
    turnover = "Handläggarna har bytts ut två gånger; ny kontaktperson sedan i våras."
    promised = (
        ("af", 30, ""),
        ("pahittby", 25, ""),
        ("region-pahitt", 10, ""),
        ("fk", 20, turnover),
    )
    end = start + 24 * MONTH
    return tuple(PromisedInflowSetup(party, n, start, end, why) for party, n, why in promised)


def _cost_lines(start: date, today: date) -> tuple[CostLineSetup, ...]:
    """Each year's staff and rooms by how many of its days have been, a day at a time through the years."""
    lines = []
    for year in range(start.year, today.year + 1):
        first, last = max(start, date(year, 1, 1)), min(today, date(year, 12, 31))
        days = (last - first).days + 1
        for kind, payer, a_day in (
            ("Personal", "finsam-pahitt", 2800),
            ("Lokaler", "pahittby", 360),
        ):
            lines.append(CostLineSetup(year, kind, payer, Decimal(days * a_day), last))
    return tuple(lines)

"""The fifth initiative, plainly invented, whose days follow a settable demo date: it has open cases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from stafett.demo.cohorts import common, rows
from stafett.demo.cohorts.common import AF, AF_AUTHORITY, FK, FK_AUTHORITY, Posts
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.people import names
from stafett.demo.cohorts.shapes import (
    AgreementSetup,
    AssociationSetup,
    AuthoritySetup,
    BranchSetup,
    Cohort,
    CostLineSetup,
    CostStatementSetup,
    EngagementSetup,
    GoalSetup,
    GroupSetup,
    InitiativeSetup,
    InvolvedParty,
    MemberSetup,
    OutcomeSetup,
    PartySetup,
    PromisedInflowSetup,
    ReadingSetup,
    RegisterRow,
    SeatSetup,
    Setup,
    TargetGroupSetup,
    UnitSetup,
    VolumeTargetSetup,
)

CODE = "stigen"
PEOPLE = 64
MONTH = timedelta(days=30)
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
        "arbete", "pahittby", "Påhittby kommun, Arbetsmarknadsnämnden", common.SOCIAL_SERVICES
    ),
    AuthoritySetup("social", "pahittby", "Påhittby kommun, Socialnämnden", common.SOCIAL_SERVICES),
    AuthoritySetup(
        "vard", "region-pahitt", "Region Påhitt, Hälso- och sjukvårdsnämnden", common.CARE
    ),
    AuthoritySetup("finsam", "finsam-pahitt", "Samordningsförbundet Påhitt (påhittat)"),
)
UNITS = (
    UnitSetup("stigen", "arbete", "Stigen"),
    UnitSetup("ame", "arbete", "Arbetsmarknadsenheten i Påhittby"),
    UnitSetup("bistand", "social", "Försörjningsstöd i Påhittby"),
    UnitSetup("af-pahittby", "af", "Arbetsförmedlingen Påhittby"),
    UnitSetup("fk-pahittby", "fk", "Försäkringskassan Påhittby"),
    UnitSetup("rehab", "vard", "Rehabkoordinatorerna på Påhittby vårdcentral"),
    UnitSetup("kansli", "finsam", "Förbundets kansli i Påhittby"),
    UnitSetup("foljer", "finsam", "Följeutvärderingen av Stigen"),
)
POSTS = (
    ("ledare", "stigen", "project_leader", "Projektledare", "Ebba Vassmark"),
    ("lokal", "stigen", "local_leader", "Lokal projektledare", "Samir Ekgren"),
    ("coach-1", "stigen", "coach", "Coach", "Malin Norrvik"),
    ("coach-2", "stigen", "coach", "Coach", "Dawit Havslid"),
    ("chef", "ame", "unit_manager", "Enhetschef", "Siv Stenbacke"),
    ("bistand", "bistand", "caseworker", "Socialsekreterare", "Petra Lilldal"),
    ("af", "af-pahittby", "caseworker", "Arbetsförmedlare", "Mikael Östgren"),
    ("fk", "fk-pahittby", "caseworker", "Försäkringsutredare", "Yasmin Björkrot"),
    ("rehab", "rehab", "caseworker", "Rehabkoordinator", "Tove Sundlid"),
    ("styr-af", "af-pahittby", "steering_member", "Enhetschef Af", "Rikard Fjällåker"),
    ("kansli", "kansli", "association_office", "Förbundschef", "Cecilia Granstrand"),
    ("foljer", "foljer", "evaluator", "Följeutvärderare", "Ivar Hedskär"),
)
OUTCOMES = (
    OutcomeSetup("arbete", "Arbete utan stöd", "work_unsupported"),
    OutcomeSetup("arbete-stod", "Arbete med stöd", "work_supported"),
    OutcomeSetup("studier", "Studier", "studies"),
    OutcomeSetup("praktik", "Praktik eller annan åtgärd", "practice_or_measure"),
    OutcomeSetup("soker", "Söker arbete", "job_seeking"),
    OutcomeSetup("vard", "Rehabilitering eller vård", "rehabilitation_or_care"),
    OutcomeSetup("ater", "Åter till remittenten", "back_to_referrer"),
    OutcomeSetup("flytt", "Flyttat", "moved"),
)
WEIGHTS = dict(zip((o.code for o in OUTCOMES), (6, 3, 4, 3, 3, 2, 2, 1), strict=True))
NEXT = {"ater": ("nobody", ""), "flytt": ("moved", ""), "soker": ("holder", "af-pahittby")}
AGENCIES = (
    ("af", "af-pahittby"),
    ("fk", "fk-pahittby"),
    ("pahittby", "bistand"),
    ("region-pahitt", "rehab"),
)


def living(today: date) -> Cohort:
    """The living initiative as it stands on a day; the same for the same day."""
    start = today - 18 * MONTH
    return Cohort(CODE, _setup(start, today), tuple(_rows(start, today)))


def _setup(start: date, today: date) -> Setup:
    posts = Posts(UNITS, start, None)
    for post in POSTS:
        posts.filled(*post)
    posts.post("vakant", "stigen", "coach", "Coach, halvtid (vakant)", Decimal("0.5"))
    shares = {"fk": (1, 2), "af": (0, 1), "region-pahitt": (1, 4), "pahittby": (1, 4)}
    return Setup(
        common.KINDS, PARTIES, AUTHORITIES, UNITS, tuple(posts.staff), tuple(posts.positions),
        tuple(posts.tenures),
        AssociationSetup(
            "finsam", "finsam", "Samordningsförbundet Påhitt (påhittat)",
            tuple(MemberSetup(p, Fraction(*share)) for p, share in shares.items()), start,
        ),
        (GroupSetup("styr", "Styrgruppen för Stigen", "Beslutar om mål, medel och fortsättning.", "finsam"),),
        (SeatSetup("styr", "styr-af", start), SeatSetup("styr", "chef", start)),
        (AgreementSetup(
            "Överenskommelse om Stigen", ("af", "fk", "pahittby", "region-pahitt"),
            start, today + timedelta(days=40),
        ),),
        _initiative(start, today, posts),
    )  # fmt: skip


def _initiative(start: date, today: date, posts: Posts) -> InitiativeSetup:
    year_end = date(start.year, 12, 31)
    return InitiativeSetup(
        code=CODE, name="Stigen (påhittad)", association="finsam", controller="arbete",
        summary="En påhittad insats som pågår, så att Idag och öppna ärenden har något i sig.",
        starts_on=start, ends_on=None, counted_on=today, outcome_base="leavers",
        branches=(
            BranchSetup("centrum", "Centrum", "", "arbete", "stigen", "Grupp fem veckor, sedan praktik."),
            BranchSetup("landsbygd", "Landsbygden", "", "arbete", "ame", "Enskilt stöd, digitala träffar."),
        ),
        engagements=_engagements(posts, start),
        target_groups=(
            TargetGroupSetup(1, start, "Ansökan", 18, 29, "Behöver stöd från minst två av parterna."),
            TargetGroupSetup(2, start + 8 * MONTH, "Styrgruppen: fler äldre står i kö", 18, 64,
                             "Behöver stöd från minst två av parterna."),
        ),
        outcomes=OUTCOMES,
        goals=(GoalSetup(
            "arbete-studier", 1, start, "Ansökan", "Hälften går vidare till arbete eller studier",
            Decimal("0.5"), "leavers",
            (ReadingSetup("as", "Arbete och studier", ("arbete", "arbete-stod", "studier")),),
        ),),
        volume_targets=(
            VolumeTargetSetup(1, start, "Ansökan", 90, 45, 45, start, start + 24 * MONTH),
            VolumeTargetSetup(2, start + 6 * MONTH, "Analysfasen", 80, 40, 40, start, start + 24 * MONTH),
        ),
        promised_inflow=tuple(
            PromisedInflowSetup(party, number, start, start + 24 * MONTH, why)
            for party, number, why in (
                ("af", 30, ""), ("pahittby", 25, ""), ("region-pahitt", 10, ""),
                ("fk", 20, "Handläggarna har bytts ut två gånger; ny kontaktperson sedan i våras."),
            )
        ),
        cost_lines=(
            CostLineSetup(start.year, "Personal", "finsam-pahitt", Decimal(640000), year_end),
            CostLineSetup(today.year, "Personal", "finsam-pahitt", Decimal(910000), today),
            CostLineSetup(today.year, "Lokaler", "pahittby", Decimal(120000), today),
        ),
        cost_statements=(CostStatementSetup("hittills", "Hittills", today, today),),
    )  # fmt: skip


def _engagements(posts: Posts, start: date) -> tuple[EngagementSetup, ...]:
    """Af, FK and the region see only the cases that they are in: their caseworkers are not in the team."""
    team = {"stigen", "ame"}
    whole = common.engagements(
        [p for p in posts.positions if p.unit in team or p.role in ("steering_member", "evaluator")],
        start, {},
    )  # fmt: skip
    return whole


def _rows(start: date, today: date) -> list[RegisterRow]:
    draw = Draw(f"{CODE} {start}")
    sexes = ["woman" if draw.below(2) else "man" for _ in range(PEOPLE)]
    return [
        _row(draw, number, name, sex, start, today)
        for number, (name, sex) in enumerate(zip(names(draw, sexes), sexes, strict=True), 1)
    ]


def _row(
    draw: Draw, number: int, name: tuple[str, str], sex: str, start: date, today: date
) -> RegisterRow:
    starts_on = draw.day(start, today - timedelta(days=5))
    person = rows.person(draw, name, sex, draw.between(18, 45), starts_on)
    before = rows.before(
        draw, int(person["age_at_start"]),
        {"social_assistance": 5, "activity_support": 3, "activity_compensation": 2, "sickness_benefit": 1},
        {"compulsory": 2, "upper_secondary_no_exam": 3, "upper_secondary": 3},
    )  # fmt: skip
    if draw.below(9) == 0:
        before["livelihood_start"] = ()
    around = _around(draw, number, starts_on)
    if (today - starts_on).days > 150 and draw.below(4):
        last = draw.day(starts_on + 3 * MONTH, today - timedelta(days=2))
        way_on = _way_on(draw, last, before["livelihood_start"])
        return rows.register_row(person, before, around, way_on)
    return rows.register_row(person, before, around, rows.remaining())


def _way_on(draw: Draw, last: date, livelihood: tuple[tuple[str, int | None], ...]) -> rows.Part:
    code = draw.weighted(WEIGHTS)
    outcome = next(o for o in OUTCOMES if o.code == code)
    before = livelihood or (("unknown", None),)
    return rows.ended(draw, last, outcome, NEXT.get(code, ("none_needed", "")), before)


def _around(draw: Draw, number: int, starts_on: date) -> rows.Part:
    """Who sent the person, who else is in the case, and where; one in eight has no agency noted yet."""
    involved = [pair for pair in AGENCIES if draw.below(5) < 2] if draw.below(8) else []
    cases = tuple(
        InvolvedParty(party=party, unit=unit, from_day=starts_on, until_day=None)
        for party, unit in involved
    )
    return {
        "case_number": f"S{number:03}", "municipality": "", "holder": "",
        "branch": draw.weighted({"centrum": 3, "landsbygd": 1}),
        "referring_party": draw.weighted({"af": 8, "pahittby": 7, "region-pahitt": 2, "fk": 1}),
        "referring_caseworker": "", "involved": cases,
    }  # fmt: skip

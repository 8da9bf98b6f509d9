"""An invented final report, as long and as mixed as a real one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from stafett.measures.charts import bars, stacked
from stafett.measures.figures import (
    Column,
    Count,
    Hidden,
    Money,
    Row,
    Share,
    TableResult,
)
from stafett.reports.rendering.blocks import (
    ChartBlock,
    Definition,
    Document,
    Section,
    TableBlock,
)
from stafett.reports.rendering.markdown import parse
from tests.reports.rendering import prose

AS_OF = date(2024, 6, 30)
WHO = "Alla som har börjat i Bryggan, en gång per person."
OUTCOMES = [
    ("work", "Arbete", 12, 21),
    ("studies", "Allmänna studier", 9, 5),
    ("training", "Yrkesinriktad utbildning", 4, 8),
    ("seeking", "Arbetssökande hos Arbetsförmedlingen", 7, 10),
    ("prework", "Arbetsförberedande rehabilitering", 3, 6),
    ("care", "Rehabilitering eller behandling, medicinsk eller social", 6, 4),
    ("other", "Annat", 5, 9),
]


def participants() -> TableResult:
    """One column of counts by sex, with an unknown and a hidden figure."""
    return TableResult(
        name="participants",
        title="Deltagare efter ålder och kön",
        initiative="bryggan",
        by=("age", "sex"),
        stub="Ålder vid start",
        columns=(
            Column("women", "Kvinnor", "count"),
            Column("men", "Män", "count"),
            Column("all", "Alla", "count"),
        ),
        rows=(
            Row("16-19", "16–19 år", (Count(11), Count(19), Count(30))),
            Row("20-24", "20–24 år", (Count(24), Count(31), Count(55))),
            Row("25-30", "25–30 år", (HIDDEN, HIDDEN, HIDDEN)),
            Row("unknown", "Okänd ålder", (HIDDEN, HIDDEN, HIDDEN), "unknown"),
            Row("all", "Totalt", (Count(46), Count(63), Count(109)), "total"),
        ),
        as_of=AS_OF,
        population=WHO,
        definition="Ålder räknas i hela år den dag deltagandet började.",
    )


HIDDEN = Hidden("färre än fem personer, och de skulle kunna kännas igen.")


def outcomes() -> TableResult:
    """Counts and a share in each row, and a total."""
    rows = [
        Row(key, label, (Count(women), Count(men), Share(women + men, 109)))
        for key, label, women, men in OUTCOMES
    ]
    return TableResult(
        name="outcomes",
        title="Vad deltagarna gick vidare till",
        initiative="bryggan",
        by=("sex",),
        stub="Utfall",
        columns=(
            Column("women", "Kvinnor", "count"),
            Column("men", "Män", "count"),
            Column("share", "Av alla", "share"),
        ),
        rows=(*rows, Row("all", "Totalt", (Count(46), Count(63), Share(109, 109)), "total")),
        as_of=AS_OF,
        population=WHO,
        definition="Det som gällde dagen efter att deltagandet tog slut.",
        notes=("”Annat” är flytt, föräldraledighet eller avbrott utan känd orsak.",),
    )


def branches() -> TableResult:
    """Two shares side by side, rows in groups, small groups: headings in two lines."""
    small, large = Share(7, 15), Share(26, 94)
    return TableResult(
        name="branches",
        title="Till arbete och till studier, efter ort",
        initiative="bryggan",
        by=("branch", "sex"),
        stub="Ort",
        columns=(
            Column("n", "Avslutade", "count"),
            Column("work", "Till arbete", "share"),
            Column("studies", "Till studier", "share"),
        ),
        rows=(
            Row("nyby", "Nyby", (Count(94), large, Share(19, 94))),
            Row("nyby-w", "Kvinnor", (Count(39), Share(9, 39), Share(10, 39)), parent="nyby"),
            Row("nyby-m", "Män", (Count(55), Share(17, 55), Share(9, 55)), parent="nyby"),
            Row("strand", "Strandköping", (Count(15), small, Share(7, 15))),
            Row("strand-w", "Kvinnor", (Count(7), Share(3, 7), Share(3, 7)), parent="strand"),
            Row("strand-m", "Män", (Count(8), Share(4, 8), HIDDEN), parent="strand"),
            Row("all", "Totalt", (Count(109), Share(33, 109), Share(26, 109)), "total"),
        ),
        as_of=AS_OF,
        population=WHO,
        definition="Studier är allmänna studier och yrkesinriktad utbildning tillsammans.",
    )


def costs() -> TableResult:
    """Amounts per year."""
    years = ("2022", "2023", "2024")
    lines = {
        "Personal": (305_289, 691_423, 317_808),
        "Lokaler och kringkostnader": (20_840, 141_000, 86_999),
        "Köpt utbildning": (135_227, 239_105, 117_760),
    }
    rows = [Row(name, name, _amounts(amounts)) for name, amounts in lines.items()]
    sums = tuple(sum(year) for year in zip(*lines.values(), strict=True))
    return TableResult(
        name="costs",
        title="Kostnader per år och slag",
        initiative="bryggan",
        by=("year",),
        stub="Slag",
        columns=tuple(Column(year, year, "money") for year in (*years, "Totalt")),
        rows=(*rows, Row("all", "Totalt", _amounts(sums), "total")),
        as_of=AS_OF,
        population="Alla bokförda kostnader.",
        definition="Kostnader enligt huvudboken, utan moms.",
    )


def _amounts(amounts: tuple[int, ...]) -> tuple[Money, ...]:
    return tuple(Money(Decimal(amount)) for amount in (*amounts, sum(amounts)))


def report() -> Document:
    """The whole report."""
    return Document(
        title="Bryggan 2022–2024",
        subtitle="Slutrapport",
        initiative="Bryggan, Samordningsförbundet Nybybygden",
        period="1 september 2022 – 30 juni 2024",
        authors=("Kim Sandberg", "Robin Ek"),
        made_on=date(2024, 9, 2),
        chapters=(
            Section("Sammanfattning", parse(prose.SUMMARY)),
            Section("Projektets förutsättningar", parse(prose.GROUND)),
            Section("Genomförande och process", parse(prose.PROCESS)),
            Section("Resultat och effekter", (*parse(prose.RESULTS), *_figures())),
            Section("Projektledarens reflektioner", parse(prose.REFLECTIONS)),
            Section("Styrgruppens analys och förslag", parse(prose.PROPOSAL)),
            Section("Förbundschefens kommentar"),
        ),
        definitions=tuple(
            Definition(table.title, f"{table.population} {table.definition}") for table in _tables()
        ),
    )


def _tables() -> tuple[TableResult, ...]:
    return participants(), outcomes(), branches(), costs()


def _figures() -> tuple[TableBlock | ChartBlock, ...]:
    return (
        TableBlock(participants()),
        ChartBlock(stacked(participants(), ["women", "men"])),
        TableBlock(outcomes()),
        ChartBlock(bars(outcomes(), "share")),
        TableBlock(branches()),
        TableBlock(costs()),
    )

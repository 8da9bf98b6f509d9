"""Which chapters a report has, and which tables stand in each (G20 D18).

The half-year report's chapters are those of Gemensamma Taget (2008), the final report's those of
Duellen (2009). A new chapter is an entry here: see docs/how-to/new-chapter.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.reports.models import ReportKind

Words = str | Promise


@dataclass(frozen=True)
class Filling:
    """A table that the system fills in a chapter; with `picture`, a picture of it as well."""

    table: str
    by: tuple[str, ...] = ()
    picture: bool = False

    @property
    def key(self) -> str:
        """What the filled table is kept under: "outcomes" or "outcomes/sex"."""
        return "/".join((self.table, *self.by))


@dataclass(frozen=True)
class ChapterPlan:
    """A fixed chapter: its key, its title, what to write about, and the tables in it."""

    key: str
    title: Words
    hint: Words = ""
    fillings: tuple[Filling, ...] = ()


HALF_YEAR = (
    ChapterPlan("sammanfattning", _("Sammanfattning"),
                _("Det viktigaste på en sida: vad som har hänt, för vem, och vad det ledde till.")),
    ChapterPlan("deltagare-forutsattningar", _("Deltagarnas förutsättningar"),
                _("Målgruppen, och om den har ändrats. Hur kom deltagarna till insatsen?"),
                (Filling("participants", ("sex",)), Filling("inflow"))),
    ChapterPlan("deltagare-genomforande", _("Deltagare: genomförande"),
                _("Aktiviteter och åtgärder som har genomförts.")),
    ChapterPlan("deltagare-resultat", _("Deltagare: resultat och effekter"),
                _("Har målen nåtts? Vad hindrade, vad hjälpte?"),
                (Filling("outcomes", picture=True), Filling("goals"))),
    ChapterPlan("personal-forutsattningar", _("Personalens förutsättningar"),
                _("Vilka som arbetar i insatsen, och i vilken omfattning.")),
    ChapterPlan("personal-genomforande", _("Personal: genomförande och process"),
                _("Arbetssätt och metoder.")),
    ChapterPlan("personal-resultat", _("Personal: resultat och effekter"),
                _("Vad det blev för personalen; utbildningar under perioden.")),
    ChapterPlan("organisationer-forutsattningar", _("Deltagande organisationers förutsättningar"),
                _("Vilka parter som är med, och vad som har ändrats hos dem.")),
    ChapterPlan("organisationer-genomforande", _("Organisationer: genomförande och process"),
                _("Hur styrgrupp och arbetsgrupper har arbetat.")),
    ChapterPlan("organisationer-resultat", _("Organisationer: resultat och effekter"),
                _("Vad samverkan har lett till."), (Filling("cases"),)),
    ChapterPlan("aktiviteter", _("Aktiviteter"), _("Möten, utbildningar och besök, med datum.")),
    ChapterPlan("indikatorer", _("Indikatorer"), _("Kommentera tabellerna: vad betyder de?"),
                (Filling("volume"), Filling("outcomes", ("sex",)))),
    ChapterPlan("slutsatser", _("Slutsatser och avvikelser"),
                _("Vad ni drar för slutsatser, och vad som avvek från planen.")),
)  # fmt: skip
FINAL = (
    ChapterPlan("sammanfattning", _("Sammanfattning"),
                _("Uppdrag, mål och det viktigaste resultatet.")),
    ChapterPlan("forutsattningar-deltagare", _("Förutsättningar: deltagarna"),
                _("Vilka insatsen var till för, och hur de hittades."),
                (Filling("participants", ("sex",)), Filling("participants", ("age",)))),
    ChapterPlan("forutsattningar-personal", _("Förutsättningar: personalen"),
                _("Vilka som arbetade i insatsen.")),
    ChapterPlan("forutsattningar-organisation", _("Förutsättningar: organisationen"),
                _("Styrgrupp, arbetsgrupper och vem som beslutade vad.")),
    ChapterPlan("genomforande-deltagare", _("Genomförande: deltagarna"),
                _("Vad deltagarna fick göra och hur de påverkade innehållet.")),
    ChapterPlan("genomforande-personal", _("Genomförande: personalen"),
                _("Arbetssätt, flerpartssamtal, vad som fungerade."),
                (Filling("cases", picture=True), Filling("inflow"))),
    ChapterPlan("genomforande-organisation", _("Genomförande: organisationen"),
                _("Samverkan utåt, och vad som ändrades runt omkring.")),
    ChapterPlan("resultat-deltagare", _("Resultat: deltagarna"),
                _("Vart deltagarna gick, och vad som påverkade det."),
                (Filling("outcomes", picture=True), Filling("outcomes", ("sex",)), Filling("goals"))),
    ChapterPlan("resultat-ekonomi", _("Resultat: kostnader"),
                _("Vad insatsen kostade, och vad som ingår."),
                (Filling("costs"), Filling("cost-per-participant"))),
    ChapterPlan("resultat-personal", _("Resultat: personalen"), _("Vad det blev för personalen.")),
    ChapterPlan("resultat-organisation", _("Resultat: organisationen"),
                _("Vad som tas vidare, av vem, och vad som inte gör det.")),
    ChapterPlan("reflektioner", _("Projektledarens reflektioner"),
                _("Med egna ord: vad har du lärt dig?")),
    ChapterPlan("styrgruppen", _("Styrgruppens analys och förslag"),
                _("Styrgruppens bedömning, och vad den föreslår.")),
    ChapterPlan("forbundet", _("Förbundschefens kommentar"),
                _("Förbundets syn på resultatet och dess förklaringar.")),
)  # fmt: skip
PLANS: dict[str, tuple[ChapterPlan, ...]] = {
    ReportKind.HALF_YEAR.value: HALF_YEAR,
    ReportKind.FINAL.value: FINAL,
}
"""The chapters of each kind of report, in order."""

"""What does Duellen's report contradict or leave open, and what does the demo follow?"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from stafett.demo.contradictions import Choice
from stafett.demo.published import Path

COSTS: Path = ("tables", "costs_sek")
PEOPLE: Path = ("tables", "participants_by_sex", "total")
EFFECT: Path = ("tables", "staff_survey", "effect_on_own_work_by_contact")

CHOICES = (
    Choice(
        "duellen-cost",
        "duellen",
        "contradiction",
        _(
            "Hela projektet kostade %(whole)s kr för %(people)s deltagare, tryckt som %(printed)s "
            "kr per deltagare."
        ),
        _("Summan och antalet; kvoten räknas fram och blir %(each)s kr."),
        _(
            "Båda talen i kvoten trycks på flera ställen och stämmer med tabellen; den tryckta "
            "kvoten gör det inte."
        ),
        source=("inconsistencies", 0),
        numbers={
            "whole": (*COSTS, "whole_project"),
            "people": PEOPLE,
            "printed": (*COSTS, "whole_project_cost_per_participant_as_printed"),
            "each": lambda figures: round(
                figures["tables"]["costs_sek"]["whole_project"]
                / figures["tables"]["participants_by_sex"]["total"]
            ),
        },
    ),
    Choice(
        "duellen-survey-effect",
        "duellen",
        "contradiction",
        _(
            "Texten säger att %(neither)s av %(answered)s inte såg någon effekt alls; tabellen "
            "har dem under ”varken hög eller låg grad”."
        ),
        _("Tabellen. Enkäten läses inte in i det här steget."),
        _("Tabellen har en rad per svar; texten sammanfattar den."),
        source=("inconsistencies", 1),
        numbers={"neither": (*EFFECT, "Total", 1), "answered": (*EFFECT, "Total", 4)},
    ),
    Choice(
        "duellen-survey-groups",
        "duellen",
        "contradiction",
        _(
            "Texten säger att sex av dem som svarade sitter i LSG eller lilla LSG; tabellen har "
            "%(lsg)s och %(small)s."
        ),
        _("Tabellen. Enkäten läses inte in i det här steget."),
        _("Tabellen har en rad per svar; texten sammanfattar den."),
        source=("inconsistencies", 2),
        numbers={
            "lsg": (*EFFECT, "Genom deltagande i styrgrupp", 4),
            "small": (*EFFECT, "Genom deltagande i lilla LSG", 4),
        },
    ),
    Choice(
        "duellen-goal",
        "duellen",
        "open",
        _(
            "Målet är att %(goal)s procent ska ha en förändrad situation. Vilka av de åtta "
            "utfallen som räknas sägs inte."
        ),
        _(
            "Tre läsningar visas sida vid sida: utan Aktuell Af och Annat, med Aktuell Af, och "
            "med båda."
        ),
        _("Målet nås eller missas beroende på läsning; det ska synas."),
        source=("goals", 0, "note"),
        numbers={"goal": ("goals", 0, "share")},
    ),
    Choice(
        "duellen-period",
        "duellen",
        "open",
        _(
            "Rapporten trycker inget slutdatum för projektet: deltagare räknas till och med juni "
            "2009, kostnader till och med juli."
        ),
        _("Projektet slutar 2009-12-31. Alla deltagare har avslutat på räkningens dag."),
        _("Rapportens titel slutar med 2009, och varje deltagare har ett utfall."),
        source=("period", "note"),
    ),
    Choice(
        "duellen-rest",
        "duellen",
        "open",
        _("Hela projektet kostade %(rest)s kr mer än tabellen visar. När och till vad står inte."),
        _(
            "En egen kostnadsrad efter tabellens sista dag, bokförd 2009. Året blir därför större "
            "än tabellens %(printed)s kr, som slutar i juli."
        ),
        numbers={
            "printed": (*COSTS, "Totalt", 2),
            "rest": lambda figures: (
                figures["tables"]["costs_sek"]["whole_project"]
                - figures["tables"]["costs_sek"]["Totalt"][-1]
            ),
        },
    ),
    Choice(
        "duellen-inflow",
        "duellen",
        "open",
        _(
            "Försäkringskassan fick färre ärenden än beräknat, %(fk)s. Hur många som beräknades "
            "trycks inte, inte heller vem som remitterade vem."
        ),
        _(
            "Utlovat antal är tomt, med rapportens skäl bredvid. Den som remitterade är en av de "
            "myndigheter som har ett ärende med personen."
        ),
        _("Ansökans behovstal är inte löften."),
        numbers={"fk": ("tables", "cases_by_agency", "Försäkringskassan")},
    ),
    Choice(
        "duellen-cases",
        "duellen",
        "open",
        _(
            "%(cases)s ärenden hos fyra myndigheter fördelar sig på %(people)s deltagare. Vem som "
            "hade ärende hos vilka trycks inte."
        ),
        _(
            "Ärendena är utdelade ett i taget runt alla deltagare: var och en har minst ett, och "
            "högst ett hos varje part."
        ),
        source=("tables", "cases_by_agency", "note"),
        numbers={"cases": ("tables", "cases_by_agency", "total"), "people": PEOPLE},
    ),
    Choice(
        "duellen-boards",
        "duellen",
        "open",
        _(
            "Arbetsmarknads- och utbildningscentrum är huvudman. Under vilken nämnd det låg står "
            "inte, inte heller hur kommunens ärenden delades mellan nämnderna."
        ),
        _(
            "En egen nämnd för centrumet är personuppgiftsansvarig. Ett kommunalt ärende ligger "
            "hos en av tre nämnder."
        ),
        _("Två nämnder i en kommun är två myndigheter."),
    ),
    Choice(
        "duellen-association",
        "duellen",
        "open",
        _("Förbundets medlemmar och andelar räknas inte upp."),
        _("Lagens andelar (2003:1210 5 §), kommunernas fjärdedel på Flen."),
    ),
    Choice(
        "duellen-people",
        "duellen",
        "open",
        _(
            "Kön, medelålder och utfall trycks var för sig. Åldrar, datum, försörjning, "
            "sysselsättning, utbildning, vad som kom härnäst och vilket kön som fick vilket "
            "utfall trycks inte."
        ),
        _("Lottade inom målgruppens gränser, lika varje gång. Namnen är påhittade."),
    ),
    Choice(
        "duellen-common",
        "duellen",
        "open",
        _(
            "Flera av de egna utfallen rymmer mer än ett gemensamt: Arbete säger inget om stöd, "
            "Annat blandar flytt, föräldraledighet, militärtjänst och okänt."
        ),
        _(
            "Arbete räknas som arbete utan stöd, Ej rehab i dagsläget som åter till den som "
            "remitterade, Annat som okänt."
        ),
    ),
)

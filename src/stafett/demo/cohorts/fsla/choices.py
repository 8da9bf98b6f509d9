"""What does FSLA's report contradict or leave open, and what does the demo follow?"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from stafett.demo.contradictions import Choice
from stafett.demo.published import Path

PEOPLE: Path = ("tables", "participants_by_sex")
LEFT: Path = ("tables", "exited_by_october_2022")

CHOICES = (
    Choice(
        "fsla-summary",
        "fsla",
        "contradiction",
        _("Sammanfattningen räknar %(summary)s deltagare, resultatkapitlet %(total)s."),
        _("%(total)s, %(women)s kvinnor och %(men)s män."),
        _("Talet kommer ur deltagarstatistiken och är summan av könen."),
        source=("inconsistencies", 0),
        numbers={
            "summary": (*PEOPLE, "total_in_the_summary"),
            "total": (*PEOPLE, "total"),
            "women": (*PEOPLE, "women"),
            "men": (*PEOPLE, "men"),
        },
    ),
    Choice(
        "fsla-left",
        "fsla",
        "contradiction",
        _("%(printed)s avslutade, varav %(women)s kvinnor och %(men)s män."),
        _("Kvinnor och män; summan räknas fram och blir %(sum)s."),
        _(
            "De tryckta andelarna %(share_women)s och %(share_men)s procent stämmer bara med "
            "summan."
        ),
        source=("inconsistencies", 1),
        numbers={
            "printed": (*LEFT, "total_as_printed"),
            "women": (*LEFT, "women"),
            "men": (*LEFT, "men"),
            "share_women": (*LEFT, "share_as_printed", "women"),
            "share_men": (*LEFT, "share_as_printed", "men"),
            "sum": lambda figures: (
                figures["tables"]["exited_by_october_2022"]["women"]
                + figures["tables"]["exited_by_october_2022"]["men"]
            ),
        },
    ),
    Choice(
        "fsla-nine",
        "fsla",
        "contradiction",
        _("%(nine)s kommuner deltog, men bara åtta namnges."),
        _(
            "Nio grenar med var sin personuppgiftsansvarig nämnd; den nionde heter ”Kommun som "
            "rapporten inte namnger”."
        ),
        source=("inconsistencies", 2),
        numbers={"nine": ("municipalities_taking_part",)},
    ),
    Choice(
        "fsla-men",
        "fsla",
        "contradiction",
        _("%(men)s män av %(total)s är 48 procent, tryckt som %(share)s."),
        _("Antalen; andelen räknas fram."),
        source=("inconsistencies", 3),
        numbers={
            "men": (*PEOPLE, "men"),
            "total": (*PEOPLE, "total"),
            "share": (*PEOPLE, "share_as_printed", "men"),
        },
    ),
    Choice(
        "fsla-totals",
        "fsla",
        "open",
        _("Totalerna för Söker arbete och Annat trycks inte."),
        _("Det som könens andelar ger; Annat är resten."),
        source=("not_printed", 0),
    ),
    Choice(
        "fsla-branches",
        "fsla",
        "open",
        _("Antalet deltagare trycks för fem av nio kommuner."),
        _(
            "De andra fyra delar resten så jämnt som de tryckta könsandelarna tillåter, mellan "
            "den näst minsta och den tredje största."
        ),
        _("Rapporten räknar upp vilka som hade flest och minst."),
        source=("not_printed", 1),
    ),
    Choice(
        "fsla-counts",
        "fsla",
        "open",
        _("Antalen bakom utfallens andelar trycks inte."),
        _(
            "Hela människor som avrundade ger varje tryckt andel, per kön, per kommun och totalt; "
            "fördelningen i övrigt är jämn."
        ),
        _("Rapporten kallar resultaten tämligen likvärdiga mellan kommunerna."),
        source=("not_printed", 2),
    ),
    Choice(
        "fsla-goal",
        "fsla",
        "open",
        _(
            "%(goal)s procent ska gå till arbete eller studier ”och/eller vara förberedda för "
            "nästa steg”. Vad som är förberedd sägs inte."
        ),
        _("Två läsningar visas: arbete och studier, och därtill praktik."),
        _("Utvärderaren kritiserar målet som vagt; det ska synas."),
        numbers={"goal": ("goals", 0, "share")},
    ),
    Choice(
        "fsla-remaining",
        "fsla",
        "open",
        _("Vad som hände dem som var kvar i oktober 2022 trycks inte."),
        _("De är kvar: ett läge, inget utfall."),
    ),
    Choice(
        "fsla-inflow",
        "fsla",
        "open",
        _(
            "Hur många varje part skulle anvisa, och vilka parter som hade ärenden, trycks inte; "
            "Arbetsförmedlingen beskrivs som frånvarande."
        ),
        _(
            "Utlovat antal är tomt, med rapportens skäl bredvid. Kommunen har ett ärende med var "
            "och en; de andra parterna är lottade."
        ),
    ),
    Choice(
        "fsla-boards",
        "fsla",
        "open",
        _(
            "Vilken nämnd som ansvarar för arbetsmarknadsenheten trycks inte för någon kommun. "
            "Kommunförbundet äger projektet men för inget register över personer."
        ),
        _("En nämnd per kommun, uppkallad efter enheten."),
    ),
    Choice(
        "fsla-posts",
        "fsla",
        "open",
        _(
            "Projektledarens och koordinatorns vakanser anges i månader och halvår, de lokala "
            "ledarnas tjänstgöring som 25 till 100 procent."
        ),
        _("Dagar inom de perioderna; högre andel i större kommuner."),
    ),
    Choice(
        "fsla-people",
        "fsla",
        "open",
        _("Åldrar, datum, försörjning, utbildning och vad som kom härnäst trycks inte."),
        _("Lottade inom målgruppens gränser, lika varje gång. Namnen är påhittade."),
    ),
    Choice(
        "fsla-common",
        "fsla",
        "open",
        _("Om arbetet var med stöd, och vad som ryms i Annat, trycks inte."),
        _("Arbete räknas som arbete utan stöd, Annat som okänt."),
    ),
    Choice(
        "fsla-methods",
        "fsla",
        "open",
        _(
            "Sökandelots (%(guided)s personer) och OCN-validering (%(validated)s personer) har "
            "egna antal."
        ),
        _("Läses inte in i det här steget."),
        numbers={
            "guided": ("tables", "sökandelots", "participants"),
            "validated": ("tables", "ocn_validation", "registered_total"),
        },
    ),
)

"""What does Gemensamma Taget's report contradict or leave open, and what does the demo follow?"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from stafett.demo.contradictions import Choice
from stafett.demo.published import Path

TABLE: Path = ("tables", "access_2008_h1")

CHOICES = (
    Choice(
        "access-unknown",
        "access",
        "contradiction",
        _(
            "%(women)s kvinnor började, men kolumnerna räcker bara till %(counted)s; samma lucka "
            "finns i totalen."
        ),
        _("Alla %(women)s finns med; de som blir över har läge okänt på en egen rad."),
        _("Antalet som började stämmer med männen och totalen. Ingen får försvinna ur en tabell."),
        source=("inconsistencies", 0),
        numbers={
            "women": (*TABLE, "Kvinnor", 0),
            "counted": lambda figures: sum(figures["tables"]["access_2008_h1"]["Kvinnor"][1:]),
        },
    ),
    Choice(
        "access-remaining",
        "access",
        "contradiction",
        _(
            "Andelarna ”kvar i åtgärd” per kön, %(women)s och %(men)s procent, är av dem som är "
            "kvar; alla andra andelar är av dem som började."
        ),
        _("Alla andelar är av dem som började."),
        _("Två baser i samma tabell går inte att jämföra."),
        source=("inconsistencies", 1),
        numbers={
            "women": (*TABLE, "share_as_printed", "Kvinnor", 4),
            "men": (*TABLE, "share_as_printed", "Män", 4),
        },
    ),
    Choice(
        "access-weeks",
        "access",
        "contradiction",
        _("Entrén är fyra veckor i sammanfattningen, %(weeks)s i kapitel 2."),
        _("Kapitel 2. Programmets innehåll läses inte in i det här steget."),
        _("Kapitlet berättar att entrén förlängdes på deltagarnas önskan."),
        source=("inconsistencies", 2),
        numbers={"weeks": ("programme", "entry_weeks")},
    ),
    Choice(
        "access-follow-up",
        "access",
        "contradiction",
        _("Den femte dagen är varje vecka i sammanfattningen, varannan torsdag i kapitel 2."),
        _("Kapitel 2. Programmets innehåll läses inte in i det här steget."),
        source=("inconsistencies", 3),
    ),
    Choice(
        "access-year",
        "access",
        "open",
        _("%(planned)s är planerade för hela 2008; rapporten gäller ett halvår."),
        _("Planens period är hela året och visas bredvid antalet."),
        source=("planned_period", "note"),
        numbers={"planned": ("planned_participants",)},
    ),
    Choice(
        "access-base",
        "access",
        "open",
        _("Andelarna är av alla som började, också de %(remain)s som är kvar."),
        _("Som i rapporten. Jämförelse med insatser som räknar av dem som avslutat nekas."),
        source=("denominators",),
        numbers={"remain": (*TABLE, "Totalt", 5)},
    ),
    Choice(
        "access-inflow",
        "access",
        "open",
        _(
            "Hur många varje myndighet skulle anvisa trycks inte; nästan alla kom från "
            "Ungdomsslussen, Ungdomscentrum och Försäkringskassan."
        ),
        _(
            "Utlovat antal är tomt, med rapportens skäl bredvid. Vägen in är lottad så att orden "
            "stämmer, och var och en har ärende hos två parter."
        ),
    ),
    Choice(
        "access-boards",
        "access",
        "open",
        _("Under vilka nämnder VIVA och Ungdomscentrum låg står inte."),
        _(
            "VIVA har en egen nämnd, som är personuppgiftsansvarig; Ungdomscentrum ligger under "
            "Socialnämnden."
        ),
        _("Två nämnder i en kommun är två myndigheter."),
    ),
    Choice(
        "access-association",
        "access",
        "open",
        _(
            "Förbundets medlemmar och andelar räknas inte upp. Dagarna då tjänster bytte "
            "innehavare och avtalet löpte ut trycks inte."
        ),
        _("Lagens andelar (2003:1210 5 §); en dag i den månad som namnges."),
    ),
    Choice(
        "access-people",
        "access",
        "open",
        _("Åldrar, datum, försörjning, utbildning och vad som kom härnäst trycks inte."),
        _("Lottade inom målgruppens gränser, lika varje gång. Namnen är påhittade."),
    ),
    Choice(
        "access-common",
        "access",
        "open",
        _("Varför någon avbröt står inte, inte heller vart de som avslutats gick."),
        _("Avbrutit räknas som okänt, Avslutats som åter till den som remitterade."),
        _("Rapporten skriver att många går tillbaka till inskrivande myndighet utan något nästa."),
    ),
)

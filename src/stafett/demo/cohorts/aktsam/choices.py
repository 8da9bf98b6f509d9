"""What does AktSam's report contradict or leave open, and what does the demo follow?"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from stafett.demo.contradictions import Choice
from stafett.demo.published import Path

PEOPLE: Path = ("tables", "participants")
STEPS: Path = ("tables", "outcomes_not_exclusive")
LEFT: Path = ("tables", "left_aktivitetsersättning")

CHOICES = (
    Choice(
        "aktsam-total",
        "aktsam",
        "contradiction",
        _("%(women)s kvinnor och %(men)s män, men %(printed)s deltagare."),
        _("Kvinnor och män; summan räknas fram och blir %(sum)s."),
        _("Delarna är utskrivna var för sig; en summa kan bara vara summan av dem."),
        source=("inconsistencies", 0),
        numbers={
            "women": (*PEOPLE, "women"),
            "men": (*PEOPLE, "men"),
            "printed": (*PEOPLE, "total_as_printed"),
            "sum": lambda figures: (
                figures["tables"]["participants"]["women"]
                + figures["tables"]["participants"]["men"]
            ),
        },
    ),
    Choice(
        "aktsam-end",
        "aktsam",
        "contradiction",
        _("Sammanfattningen slutar projektet 2011-12-21, kapitlet om organisationen 2011-12-31."),
        _("2011-12-31."),
        _("Det är perioden som medlen beviljades för."),
        source=("inconsistencies", 1),
    ),
    Choice(
        "aktsam-overlap",
        "aktsam",
        "contradiction",
        _(
            "%(practice)s i praktik, %(work)s i anställning och %(studies)s i studier är fler än "
            "deltagarna."
        ),
        _(
            "Stegen är händelser som överlappar och räknas var för sig. Två personer har både "
            "anställning och studier, fem inget av de tre."
        ),
        _("Hur stegen överlappar trycks inte."),
        source=("inconsistencies", 2),
        numbers={
            "practice": (*STEPS, "praktik"),
            "work": (*STEPS, "anställning"),
            "studies": (*STEPS, "påbörjade studier"),
        },
    ),
    Choice(
        "aktsam-outcomes",
        "aktsam",
        "open",
        _(
            "Rapporten räknar steg, inte utfall: var och en har inte ett enda slut. Tre skäl att "
            "sluta namnges utan antal."
        ),
        _(
            "Ett utfall per person: arbete före studier före praktik, annars ett av de namngivna "
            "skälen. Målet räknas på arbete och studier."
        ),
        source=("end_reasons_named",),
    ),
    Choice(
        "aktsam-benefit",
        "aktsam",
        "open",
        _(
            "%(all)s lämnade hela aktivitetsersättningen, andra en del. Vilka de är, vad övriga "
            "levde på och vad de fick i stället trycks inte."
        ),
        _(
            "De är bland dem som nådde arbete eller studier och fick lön eller studiestöd i "
            "stället. Fyra kom med annan försörjning."
        ),
        numbers={"all": (*LEFT, "100%")},
    ),
    Choice(
        "aktsam-expected",
        "aktsam",
        "open",
        _("%(expected)s till väntas lämna ersättningen under 2012."),
        _("Läses inte in: det är en förväntan, inget som har hänt."),
        numbers={"expected": (*LEFT, "expected_during_2012")},
    ),
    Choice(
        "aktsam-months",
        "aktsam",
        "open",
        _(
            "I snitt %(months)s månader till målet. Vilka som räknas, och från vilken dag, sägs "
            "inte."
        ),
        _("Hela månader från start till första arbete eller studier, för dem som nådde dit."),
        numbers={"months": ("tables", "mean_months_to_goal")},
    ),
    Choice(
        "aktsam-controller",
        "aktsam",
        "open",
        _("Vilken myndighet som ansvarar för projektets register står inte."),
        _(
            "Försäkringskassan, vars coach ansvarade för urvalet och vars handläggare de flesta "
            "kom från."
        ),
    ),
    Choice(
        "aktsam-people",
        "aktsam",
        "open",
        _(
            "Åldrar, datum, utbildning, vem som remitterade och vilka parter som hade ärenden "
            "trycks inte."
        ),
        _(
            "Lottade inom målgruppens gränser och gränsen på %(limit)s månader, lika varje gång. "
            "Namnen är påhittade."
        ),
        numbers={"limit": ("enrolment_limit_months",)},
    ),
)

"""How many take part, and how many cases do the agencies have with them (D8)?"""

from __future__ import annotations

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from stafett.measures.assembly import TOTAL, grouped
from stafett.measures.language import Average, Counted, Proportion, Summed, Table, declare
from stafett.measures.populations import CASES, COUNT, PARTICIPATIONS, PEOPLE
from stafett.measures.question import Built, Question


def _participants(table: Table, question: Question) -> Built:
    """The rows, and a warning where the same human may stand in two controllers' records (law 3)."""
    built = grouped(table, question)
    answering = question.initiative.branches.filter(agreed=True)
    controllers = answering.values("controller").distinct().count()
    if controllers < 2 or question.branch:
        return built
    said = now(
        "Insatsen har %(count)s personuppgiftsansvariga. Samma människa kan finnas hos flera av dem "
        "och räknas då flera gånger."
    )
    return Built(built.columns, built.rows, (said % {"count": controllers},))


PARTICIPANTS = declare(
    Table(
        name="participants",
        title=_("Deltagare"),
        population=PARTICIPATIONS,
        measures=(
            COUNT,
            PEOPLE,
            Proportion(
                "share",
                _("Andel"),
                _(
                    "radens deltaganden, som andel av deltagandena i raden ovanför den eller av alla"
                ),
                COUNT,
                COUNT,
                among="above",
            ),
            Average(
                "mean_age",
                _("Medelålder"),
                _("medelvärdet av hela år vid start, för dem vars ålder är känd"),
                Summed("ages", _("Åldrar"), _("summan av åldrarna"), of="age"),
                Counted(
                    "with_age",
                    _("Med känd ålder"),
                    _("deltaganden där åldern är känd"),
                    where=lambda rows: rows.age.notnull(),
                ),
            ),
        ),
        base="starters",
        groups=("sex", "branch", "age", "year", "referrer"),
        build=_participants,
        picture="participations",
    )
)


def _cases(table: Table, question: Question) -> Built:
    """The rows, and the sentence that holds the two counts apart: 196 over 133 (D8)."""
    built = grouped(table, question)
    total = next(row for row in built.rows if row.key == TOTAL)
    cases, whole = (getattr(number, "value", 0) for number in total.figures)
    said = now("%(cases)s myndighetsärenden fördelar sig på %(whole)s deltaganden.")
    return Built(built.columns, built.rows, (said % {"cases": cases, "whole": whole},))


WITH_A_CASE = Counted(
    "with_case", _("Deltaganden"), _("deltaganden där parten har ett ärende"), each="id"
)

AGENCY_CASES = declare(
    Table(
        name="cases",
        title=_("Myndighetsärenden"),
        population=CASES,
        measures=(
            Counted(
                "cases",
                _("Ärenden"),
                _("ett ärende per part och deltagande, hur många gånger det än öppnats"),
                where=lambda rows: rows.party_id.notnull(),
            ),
            Proportion(
                "participations",
                _("Deltaganden"),
                _(
                    "deltaganden där parten har ett ärende, och på raden ”Inget myndighetsärende” de "
                    "där ingen part har det, som andel av alla deltaganden i gruppen"
                ),
                WITH_A_CASE,
                WITH_A_CASE,
            ),
        ),
        base="starters",
        own=("party",),
        groups=("sex", "branch", "age", "year"),
        notes=(
            _(
                "Personer, deltaganden och myndighetsärenden är tre olika antal som aldrig läggs "
                "ihop. Ett deltagande kan ha ärenden hos flera parter; andelarna summerar därför "
                "till mer än hela."
            ),
        ),
        build=_cases,
        picture="cases",
    )
)

"""What did it lead to: own outcomes, the common list, work or studies, and what was next (D11 G21)?"""

from __future__ import annotations

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from stafett.measures.assembly import grouped
from stafett.measures.language import Counted, Proportion, Table, declare
from stafett.measures.populations import COUNT, PARTICIPATIONS
from stafett.measures.question import Built, Question

_SHARE = Proportion(
    "share",
    _("Andel"),
    _("radens deltaganden, som andel av gruppens alla deltaganden i populationen"),
    COUNT,
    COUNT,
)


def _outcomes(table: Table, question: Question) -> Built:
    """The rows, and what became of those without an outcome: they have a status, or are not counted."""
    built = grouped(table, question)
    said = (
        now("Läge, som att någon är kvar, är inte ett utfall och har en egen rad.")
        if question.base == "starters"
        else now("De som är kvar räknas inte här: ett läge är inte ett utfall.")
    )
    return Built(built.columns, built.rows, (said,))


_GROUPS = ("sex", "branch", "age", "year", "end-year", "referrer")

OUTCOMES = declare(
    Table(
        name="outcomes",
        title=_("Utfall"),
        population=PARTICIPATIONS,
        measures=(COUNT, _SHARE),
        base="own",
        own=("outcome",),
        groups=_GROUPS,
        build=_outcomes,
        picture="share",
    )
)
COMMON_OUTCOMES = declare(
    Table(
        name="outcomes-common",
        title=_("Utfall enligt den gemensamma listan"),
        population=PARTICIPATIONS,
        measures=(COUNT, _SHARE),
        base="own",
        own=("common-outcome",),
        groups=_GROUPS,
        notes=(_("Varje eget utfall svarar mot ett i den gemensamma listan."),),
        build=_outcomes,
        picture="share",
    )
)
WORK_OR_STUDIES = declare(
    Table(
        name="work-or-studies",
        title=_("Till arbete eller studier"),
        population=PARTICIPATIONS,
        measures=(
            Proportion(
                "share",
                _("Till arbete eller studier"),
                _(
                    "deltaganden vars utfall är arbete eller studier, som andel av populationens alla"
                ),
                Counted(
                    "reached",
                    _("Till arbete eller studier"),
                    _(
                        "deltaganden vars utfall är arbete eller studier enligt den gemensamma listan"
                    ),
                    where=lambda rows: (rows.is_work | rows.is_study).fill_null(False),
                ),
                COUNT,
            ),
        ),
        base="own",
        groups=_GROUPS,
        picture="share",
        did=_("gick till arbete eller studier"),
    )
)
NEXT_STEPS = declare(
    Table(
        name="next-steps",
        title=_("Vad som händer härnäst vid avslut"),
        population=PARTICIPATIONS,
        measures=(COUNT, _SHARE),
        base="leavers",
        own=("next-step",),
        groups=_GROUPS,
        notes=(_("Att ingen tar över är tillåtet men räknas alltid, och visas för styrgruppen."),),
        picture="share",
    )
)

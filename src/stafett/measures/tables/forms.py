"""How many take part in a group, how many individually, and how many have done both (G13)?"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from stafett.measures.assembly import grouped
from stafett.measures.figures import Row
from stafett.measures.language import Counted, Proportion, Table, declare
from stafett.measures.populations import BOTH, IN_FORMS
from stafett.measures.question import Built, Question
from stafett.safeguards.roles import Permission

NOW = Counted(
    "now_count",
    _("Nu"),
    _("deltaganden som pågår räknedagen"),
    where=lambda rows: rows.moment == "now",
)
SO_FAR = Counted(
    "so_far_count",
    _("Hittills"),
    _("alla deltaganden som börjat"),
    where=lambda rows: rows.moment == "so_far",
)


def _build(table: Table, question: Question) -> Built:
    """The rows; nobody has two forms on one day, so of those who have had both there is no number now."""
    built = grouped(table, question)
    return replace(built, rows=tuple(_row(one) for one in built.rows))


def _row(row: Row) -> Row:
    if row.key.partition("/")[0] != BOTH:
        return row
    return replace(row, figures=(None, *row.figures[1:]))


FORMS = declare(
    Table(
        name="forms",
        title=_("I grupp eller individuellt"),
        population=IN_FORMS,
        measures=(
            Proportion(
                "now",
                _("Nu"),
                _(
                    "raden den räknedag som tabellen anger, som andel av de deltaganden som pågår då, "
                    "också de pausade"
                ),
                NOW,
                NOW,
            ),
            Proportion(
                "so_far",
                _("Hittills"),
                _("raden från start till slut eller räknedagen, som andel av alla som börjat"),
                SO_FAR,
                SO_FAR,
            ),
        ),
        base="starters",
        own=("form",),
        groups=("sex", "branch", "age", "year", "referrer"),
        notes=(
            _(
                "Den som har bytt form utan att sluta står hittills på raden Båda, efter varandra, och bara "
                "där, och nu på raden för sin form i dag. Raderna summerar till alla."
            ),
            _(
                "”Inte antecknat” är de vars form ingen har skrivit. I vilken form de deltog vet ingen, "
                "och det är inte noll."
            ),
        ),
        needs=Permission.SEE_FIGURES,
        build=_build,
        picture="so_far",
        picture_title=_("I grupp eller individuellt hittills, av alla som börjat"),
    )
)
"""For those who work in the initiative alone: it is in no frozen set, where it would make others be hidden."""

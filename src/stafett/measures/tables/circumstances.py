"""What did people live on and do before and after (A11, SUS)?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.measures.language import Counted, Population, Proportion, Table, Words, declare
from stafett.measures.populations import LIVELIHOODS, OCCUPATIONS

BEFORE = Counted(
    "before_count",
    _("Före"),
    _("deltaganden där källan fanns direkt före start"),
    where=lambda rows: rows.moment == "start",
    each="id",
)
AFTER = Counted(
    "after_count",
    _("Efter"),
    _("deltaganden där källan fanns direkt efter avslut"),
    where=lambda rows: rows.moment == "end",
    each="id",
)


def _before_and_after(
    name: str, title: Words, population: Population, own: str, note: Words, pictured: Words
) -> Table:
    """A table with one column before for all who began, and one after for those who left."""
    return Table(
        name=name,
        title=title,
        population=population,
        measures=(
            Proportion("before", _("Före"), _("raden direkt före start, som andel av alla som börjat"),
                       BEFORE, BEFORE),
            Proportion("after", _("Efter"), _("raden direkt efter, som andel av dem som avslutat"),
                       AFTER, AFTER),
        ),
        base="starters",
        own=(own,),
        groups=("sex", "branch", "age", "year"),
        notes=(note,),
        picture="before",
        picture_title=pictured,
    )  # fmt: skip


LIVELIHOOD = declare(
    _before_and_after(
        "livelihood",
        _("Försörjning vid start och avslut"),
        LIVELIHOODS,
        "livelihood",
        _(
            "Den som har flera källor står på flera rader; andelarna kan därför summera till mer än "
            "hela. Försörjningsstöd är hushållets och har ingen omfattning."
        ),
        _("Försörjning direkt före start, av alla som börjat"),
    )
)
OCCUPATION = declare(
    _before_and_after(
        "occupation",
        _("Sysselsättning vid start och avslut"),
        OCCUPATIONS,
        "occupation",
        _("Den som gör flera saker står på flera rader; andelarna kan summera till mer än hela."),
        _("Sysselsättning direkt före start, av alla som börjat"),
    )
)

"""What may an evaluator have of each participation? Declared here and nowhere else.

No name, no number, no free text, and no day: months at the finest. How delicate a column is follows from
what it is made of (`safeguards.sorting`); the sensitive are chosen one by one by whoever decides.
`evaluation_rows` gives these columns and no others (a test compares).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from stafett.casework.models import Participation, Status
from stafett.database.sorting import Sort
from stafett.frame.formats import capital
from stafett.people.models import Sex
from stafett.safeguards import sorting


@dataclass(frozen=True)
class Column:
    """One kind of fact about a participation: its name in data, its heading, what it says, and is made of."""

    name: str
    label: str | Promise
    means: str | Promise
    made_of: str
    word: Callable[[Any], Any] = lambda value: value

    @property
    def heading(self) -> str:
        """What a file's column is called."""
        return capital(str(self.label))

    @property
    def sensitive(self) -> bool:
        """True for what says something of health, livelihood or the like."""
        return sorting.of(Participation, self.made_of).sort == Sort.SENSITIVE

    def shown(self, value: Any) -> Any:
        """The value as people read it; what is not known is nothing."""
        return None if value is None else self.word(value)


def _choice(choices: Any) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label)


AGES = {"–19": _("under 20 år"), "60–": _("60 år eller äldre")}


def _age(band: str) -> str:
    return str(AGES.get(band) or _("%(band)s år") % {"band": band})


COLUMNS: dict[str, Column] = {
    one.name: one
    for one in (
        Column("start_month", _("startmånad"),
               _("år och månad då deltagandet började"), "starts_on"),
        Column("end_month", _("slutmånad"),
               _("år och månad då det slutade; tomt om det pågick när månaden före hämtningen var slut"),
               "ends_on"),
        Column("branch", _("gren"),
               _("insatsens gren"), "branch"),
        Column("status", _("läge"),
               _("hur deltagandet stod när månaden före hämtningen var slut"), "status", _choice(Status)),
        Column("sex", _("kön"),
               _("som det står hos myndigheten"), "person__sex", _choice(Sex)),
        Column("age_band", _("åldersgrupp vid start"),
               _("ålder den dag deltagandet började"), "person__birth_date", _age),
        Column("education", _("utbildningsnivå"),
               _("högsta utbildning vid start"), "education"),
        Column("outcome", _("utfall"),
               _("utfallet, ur insatsens egen lista"), "outcome"),
        Column("next_step", _("vad som tar vid"),
               _("vem eller vad som tar vid efter avslutet"), "next_step"),
        Column("livelihood_before", _("försörjning före"),
               _("försörjning vid start; flera med komma emellan"), "livelihoods__source"),
        Column("livelihood_after", _("försörjning efter"),
               _("försörjning vid avslutet; flera med komma emellan"), "livelihoods__source"),
        Column("occupation_before", _("sysselsättning före"),
               _("arbete, studier och annat vid start; flera med komma emellan"), "occupations__what"),
        Column("occupation_after", _("sysselsättning efter"),
               _("arbete, studier och annat vid avslutet; flera med komma emellan"), "occupations__what"),
        Column("hours_before", _("timmar i veckan före"),
               _("timmar i veckan vid start, alla sysselsättningar ihop"), "occupations__hours_a_week"),
        Column("hours_after", _("timmar i veckan efter"),
               _("timmar i veckan vid avslutet, alla sysselsättningar ihop"), "occupations__hours_a_week"),
    )
}  # fmt: skip
"""Every column, in the order in which it stands in a row."""


def chosen(names: Iterable[str]) -> list[Column]:
    """The columns of these names, in the declared order."""
    wanted = set(names)
    return [one for one in COLUMNS.values() if one.name in wanted]


def yes_means(names: Iterable[str]) -> str:
    """What a yes to an interview makes known, said to the person in whose invitation it stands.

    The row without a name is the evaluator's already; a yes is noted beside it, with name and telephone.
    """
    return _now(
        "Den som vill intervjua dig har redan uppgifter om dig ur insatsens register, utan ditt namn: "
        "%(what)s. Säger du ja, och lämnar ditt namn eller hur du nås, får den veta att de uppgifterna är "
        "dina. Säger du nej, eller inte svarar, får den inte veta vem du är."
    ) % {"what": ", ".join(str(one.label) for one in chosen(names))}


__all__ = ["COLUMNS", "Column", "chosen", "yes_means"]

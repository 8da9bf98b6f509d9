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
from django.utils.translation import gettext_lazy as _

from stafett.casework.models import Participation, Status
from stafett.database.sorting import Sort
from stafett.people.models import Sex
from stafett.safeguards import sorting


@dataclass(frozen=True)
class Column:
    """One kind of fact about a participation: its name in files, what it is called, what it is made of."""

    name: str
    label: str | Promise
    made_of: str
    word: Callable[[Any], Any] = lambda value: value

    @property
    def sensitive(self) -> bool:
        """True for what says something of health, livelihood or the like."""
        return sorting.of(Participation, self.made_of).sort == Sort.SENSITIVE

    def shown(self, value: Any) -> Any:
        """The value as people read it; what is not known is nothing."""
        return None if value is None else self.word(value)


def _choice(choices: Any) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label)


COLUMNS: dict[str, Column] = {
    one.name: one
    for one in (
        Column("start_month", _("startmånad"), "starts_on"),
        Column("end_month", _("slutmånad"), "ends_on"),
        Column("branch", _("gren"), "branch"),
        Column("status", _("läge"), "status", _choice(Status)),
        Column("sex", _("kön"), "person__sex", _choice(Sex)),
        Column("age_band", _("åldersgrupp vid start"), "person__birth_date"),
        Column("education", _("utbildningsnivå"), "education"),
        Column("outcome", _("utfall"), "outcome"),
        Column("next_step", _("vad som tar vid"), "next_step"),
        Column("livelihood_before", _("försörjning före"), "livelihoods__source"),
        Column("livelihood_after", _("försörjning efter"), "livelihoods__source"),
        Column("occupation_before", _("sysselsättning före"), "occupations__what"),
        Column("occupation_after", _("sysselsättning efter"), "occupations__what"),
        Column("hours_before", _("timmar i veckan före"), "occupations__hours_a_week"),
        Column("hours_after", _("timmar i veckan efter"), "occupations__hours_a_week"),
    )
}  # fmt: skip
"""Every column, in the order in which it stands in a row."""


def chosen(names: Iterable[str]) -> list[Column]:
    """The columns of these names, in the declared order."""
    wanted = set(names)
    return [one for one in COLUMNS.values() if one.name in wanted]


__all__ = ["COLUMNS", "Column", "chosen"]

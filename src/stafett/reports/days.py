"""Which days do a report's tables count, where they are not the report's own?"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from stafett.measures.figures import TableResult
from stafett.measures.presentation import words
from stafett.measures.tables import TABLES
from stafett.reports.models import Report


def with_its_days(result: TableResult, report: Report) -> TableResult:
    """The table, saying first of all that it counts more days than the report's, where it does."""
    earlier = report.initiative.starts_on < report.period_start
    if TABLES[result.name].own_periods:
        said = _("Varje rad gäller de dagar som står i den, inte rapportens period.")
    elif earlier or result.as_of > report.period_end:
        said = _("Räknat från insatsens början till och med %(day)s, inte bara perioden.") % {
            "day": words.day(result.as_of)
        }
    else:
        return result
    return replace(result, notes=(said, *result.notes))

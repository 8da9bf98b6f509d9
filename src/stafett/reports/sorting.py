"""How delicate is a report? It is made to be read outside; its figures are sums, its text is people's own."""

from __future__ import annotations

from stafett.database.sorting import Sortings, sorting
from stafett.reports.models import Chapter, Report

SORTED: Sortings = {
    Report: sorting(
        harmless=(
            "id initiative report_kind title period_start period_end created_by created_at figures "
            "figures_at"
        ),
        why={"figures": "sums, frozen; never a person"},
    ),
    Chapter: sorting(
        harmless="id report key text version written_by written_at",
        why={"text": "written for outsiders to read, about the work"},
    ),
}

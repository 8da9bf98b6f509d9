"""How delicate is a register on its way in? All of it is somebody's."""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.exchange.models import Mapping, RegisterImport

WHOLE = "the register itself, health and livelihood included"

SORTED: Sortings = {
    Mapping: sorting(harmless="id initiative name columns unread"),
    RegisterImport: sorting(
        harmless="id controller initiative branch uploaded_at digest columns unread job status rows_total "
        "rows_done",
        personal="uploaded_by file_name",
        content=(Matter.FREE_TEXT, WHOLE),
        outline=(Matter.FREE_TEXT, "headers and the first rows of the register"),
        result=(Matter.FREE_TEXT, "faults and differences name rows and what stood in them"),
    ),
}

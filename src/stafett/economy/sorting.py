"""How delicate are costs? They are an initiative's; nobody's benefit is among them."""

from __future__ import annotations

from stafett.database.sorting import Sortings, sorting
from stafett.economy.models import CostLine, CostStatement

SORTED: Sortings = {
    CostLine: sorting(harmless="id initiative branch year cost_kind payer kronor booked_through"),
    CostStatement: sorting(harmless="id initiative label costs_through participants_through"),
}

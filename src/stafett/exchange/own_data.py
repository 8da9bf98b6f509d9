"""What is a person told of a register that was read in? The rows that came of it, which are their own."""

from __future__ import annotations

from stafett.database.own_data import OwnData
from stafett.exchange.models import RegisterImport

OWN_DATA = OwnData(
    left_out={
        RegisterImport: "a whole file about many people; what was read in of it stands in the person's own rows"
    }
)

"""What is a person told of notices? Nothing: they tell staff of a row, and that row is told itself."""

from __future__ import annotations

from stafett.database.own_data import OwnData
from stafett.notices.models import Notice

OWN_DATA = OwnData(
    left_out={
        Notice: "a pointer for staff to a row that is told itself; it says nothing more of the person",
    },
)

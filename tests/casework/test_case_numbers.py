"""Does a case number that Stafett gives tell of nothing but itself?"""

from __future__ import annotations

import re

from stafett.casework.case_numbers import LENGTH, LETTERS, new_case_number

GIVEN = re.compile(rf"S-[{LETTERS}]{{{LENGTH}}}")


def test_numbers_say_neither_day_nor_order_and_are_not_the_same() -> None:
    """A hundred in a row that came sorted would be a series."""
    drawn = [new_case_number() for _number in range(100)]
    assert all(GIVEN.fullmatch(one) for one in drawn)
    assert len(set(drawn)) == 100
    assert drawn != sorted(drawn)
    assert {one[2] for one in drawn} - {drawn[0][2]}, "and begin alike only by chance"

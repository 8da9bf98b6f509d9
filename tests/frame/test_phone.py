"""Which of what is written can be rung?"""

from __future__ import annotations

import pytest

from stafett.frame.phone import can_be_rung
from tests.frame.drawing import draw


def rung(text: str) -> list[str]:
    return [
        part.partition('"')[0] for part in draw("{{ text|ring }}", text=text).split('"tel:')[1:]
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("070-174 06 71, bara sms", ["0701740671"]),
        ("+46 70 174 06 71", ["+46701740671"]),
        ("+46 (0)70 174 06 05, helst sms", ["+46701740605"]),
        ("mamma 08/123 45 67", ["081234567"]),
        ("08 - 465 00 417", ["0846500417"]),
        ("08–465 004 17", ["0846500417"]),
        ("rum 012", []),
        ("kl 08–16, rum 0123", []),
        ("0 - - - - 1", []),
        ("(08) 465 004 00", ["0846500400"]),
        ("08-465 004 00 eller 0701740671", ["0846500400", "0701740671"]),
        ("070/174\u00a006\u00a071", ["0701740671"]),
        ("via boendestödjaren, rum 0123", []),
        ("a0701740671@exempel.se", []),
        ("20250701-2398", []),
        ("", []),
    ],
)
def test_what_looks_like_a_number_to_ring_is_a_link(text: str, numbers: list[str]) -> None:
    assert rung(text) == numbers
    assert can_be_rung(text) == bool(numbers)


def test_what_stands_around_it_stays_and_is_never_markup() -> None:
    drawn = draw("{{ text|ring }}", text="<b>070-174 06 71</b>")
    link = '<a class="nowrap" href="tel:0701740671">070-174 06 71</a>'
    assert drawn == f"&lt;b&gt;{link}&lt;/b&gt;"

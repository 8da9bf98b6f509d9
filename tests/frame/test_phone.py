"""Is a number to call a link, and nothing else of what people write?"""

from __future__ import annotations

import pytest

from stafett.frame.phone import to_call


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("070-174 06 05", "0701740605"),
        ("+46 (0)70 174 06 05, helst sms", "+46701740605"),
        ("mamma 08/123 45 67", "081234567"),
    ],
)
def test_a_number_is_a_link_as_it_was_written(text: str, dialled: str) -> None:
    said = to_call(text)
    assert said.count("<a ") == 1
    assert f'href="tel:{dialled}"' in said


@pytest.mark.parametrize(
    "text", ["amina@example.org", "rum 012", "a070-174 06 05b", "<b>", "0 - - - - 1"]
)
def test_what_is_no_number_is_text(text: str) -> None:
    assert to_call(text) == text.replace("<b>", "&lt;b&gt;")


def test_several_numbers_are_links_each_and_what_is_round_them_is_text() -> None:
    said = to_call("<i>070-174 06 05</i> eller 0733-123456")
    assert said.replace("\N{NO-BREAK SPACE}", "_") == (
        '&lt;i&gt;<a href="tel:0701740605">070-174_06_05</a>&lt;/i&gt; eller '
        '<a href="tel:0733123456">0733-123456</a>'
    )

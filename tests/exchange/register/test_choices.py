"""Words to choose from, however they are written, and what a misspelt one meant."""

from __future__ import annotations

import pytest

from stafett.exchange.register import Choice, Choices, Severity
from stafett.exchange.register.choices import fold
from stafett.exchange.register.values import choice_reader, municipality_reader, several_reader
from stafett.exchange.register.values import read_percent as percent
from tests.exchange.register.registers import LISTS, codes, words

MUNICIPALITY = municipality_reader(LISTS.municipalities)


@pytest.mark.parametrize(
    "text",
    ["Mönsterås", "MÖNSTERÅS", " mönsterås ", "Mo\u0308nstera\u030as", "0861", "Mönsterås kommun",
     "Mönsteråss kommun"],
)  # fmt: skip
def test_a_municipality_is_found_by_name_or_code(text: str) -> None:
    reading = MUNICIPALITY(text)

    assert (reading.value.value, reading.troubles) == ("0861", ())


def test_kommuns_genitive_is_understood() -> None:
    assert MUNICIPALITY("Flens kommun").value.value == "0482"
    assert MUNICIPALITY("Malmö stad").value.value == "1280"


def test_a_lost_nought_is_put_back_and_said() -> None:
    reading = MUNICIPALITY("861")

    assert reading.value.value == "0861"
    assert (codes(reading.troubles), reading.troubles[0].severity) == (["lost-zero"], Severity.NOTE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Mönsters", "Mönsterås"), ("Monsteras", "Mönsterås"), ("Kalmmar", "Kalmar"), ("Paris", "")],
)
def test_a_misspelt_municipality_gets_its_suggestion(text: str, suggestion: str) -> None:
    reading = MUNICIPALITY(text)

    assert reading.value is None
    assert [(t.code, t.suggestion) for t in reading.troubles] == [
        ("not-a-municipality", suggestion)
    ]


@pytest.mark.parametrize("text", ["999", "08610", "86"])
def test_a_code_that_does_not_exist_is_refused(text: str) -> None:
    assert MUNICIPALITY(text).value is None


def test_habo_and_håbo_are_two_places() -> None:
    assert MUNICIPALITY("Habo").value.value == "0643"
    assert MUNICIPALITY("håbo").value.value == "0305"


def test_a_word_is_found_by_label_code_and_alias_and_code_goes_first() -> None:
    choices = Choices([Choice(1, "Af Kalmar", "A1", ("Förmedlingen",)), Choice(2, "A1", "B2")])

    found = [choices.find(text) for text in ("af kalmar", "A1", "förmedlingen", "B2", "b2", "x")]

    assert [one and one.value for one in found] == [1, 1, 1, 2, 2, None]
    assert len(choices) == 2
    assert [choice.value for choice in choices] == [1, 2]


def test_dashes_dots_and_spaces_do_not_matter() -> None:
    assert fold("  A-kassa. ") == fold("a – KASSA") == "a kassa"


def test_two_that_are_called_the_same_need_their_code() -> None:
    choices = Choices([Choice(1, "Kansliet", "k1"), Choice(2, "Kansliet", "k2")])
    read = choice_reader(choices, "Håller ihop")

    assert codes(read("Kansliet").troubles) == ["ambiguous-choice"]  # type: ignore[arg-type]
    assert read("k2").value.value == 2
    assert not choices.ambiguous("annat")


def test_an_unknown_word_is_told_what_there_is_to_choose() -> None:
    trouble = choice_reader(LISTS.outcomes, "Utfall")("Arbete utan stö").troubles[0]

    assert trouble.code == "not-a-choice"
    assert trouble.suggestion == "Arbete utan stöd"
    assert "Studier" in trouble.params["choices"]


def test_an_empty_list_says_that_there_is_nothing_to_choose() -> None:
    assert codes(choice_reader(Choices(), "Gren")("X").troubles) == ["nothing-to-choose"]  # type: ignore[arg-type]


def test_a_long_list_is_cut_short() -> None:
    assert words(*"abc").listed(2) == "a, b …"
    assert words(*"abc").listed() == "a, b, c"


def _several(text: str) -> tuple[list[tuple[object, object]], list[str]]:
    reading = several_reader(LISTS.livelihoods, "Försörjning", percent)(text)
    return [(choice.value, amount) for choice, amount in reading.value], codes(reading.troubles)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Lön", [("wage", None)]),
        ("Lön; Sjukpenning", [("wage", None), ("sickness", None)]),
        ("Lön, Sjukpenning", [("wage", None), ("sickness", None)]),
        ("Lön och sjukpenning", [("wage", None), ("sickness", None)]),
        ("Lön + sjukpenning", [("wage", None), ("sickness", None)]),
        ("Lön\nSjukpenning;", [("wage", None), ("sickness", None)]),
        ("Lön 50 %; Sjukpenning (37,5 %)", [("wage", 50), ("sickness", 38)]),
        ("Lön 50 %, Sjukpenning 50 procent", [("wage", 50), ("sickness", 50)]),
    ],
)
def test_several_words_in_a_cell_are_read_with_their_own_amounts(
    text: str, pairs: list[tuple[str, object]]
) -> None:
    assert _several(text)[0] == pairs


def test_a_comma_inside_a_word_does_not_part_it() -> None:
    kinds = words("Praktik, arbetsträning", "Sjukpenning, även rehab", "Lön")
    read = several_reader(kinds, "X")

    assert [c.label for c, _a in read("Praktik, arbetsträning; Lön").value] == [
        "Praktik, arbetsträning", "Lön",
    ]  # fmt: skip
    assert read("Sjukpenning").value[0][0].label == "Sjukpenning, även rehab"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lön; lön", ["said-twice"]),
        ("Ingen offentlig försörjning; Lön", ["excludes-others"]),
        ("Lonn; Sjukpenning", ["not-a-choice"]),
        ("Lonn 50 %; Sjukpenning", ["not-a-choice"]),
        ("Lön 150 %", ["percent-range"]),
        ("Ingen offentlig försörjning", []),
    ],
)
def test_what_cannot_stand_in_one_cell_is_told(text: str, found: list[str]) -> None:
    assert _several(text)[1] == found

"""Can every colour be read on its ground (WCAG 2.1, 1.4.3 and 1.4.11)? Computed from tokens.css itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import stafett.frame

TOKENS = (Path(stafett.frame.__file__).parent / "static" / "frame" / "tokens.css").read_text()
COLOURS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", TOKENS))

TEXT = [
    ("ink", "paper"), ("ink", "paper-soft"), ("ink", "synthetic"), ("ink", "accent-soft"),
    ("ink-soft", "paper"), ("ink-soft", "paper-soft"), ("on-accent", "accent"),
    ("on-accent", "accent-strong"), ("accent", "paper"), ("accent", "paper-soft"),
    ("accent", "accent-soft"), ("accent-strong", "accent-soft"), ("good", "good-soft"),
    ("warn", "warn-soft"), ("bad", "bad-soft"), ("bad", "paper"), ("note", "note-soft"),
    ("quiet", "quiet-soft"), ("ink", "good-soft"), ("ink", "warn-soft"), ("ink", "bad-soft"),
    ("ink", "note-soft"),
]  # fmt: skip
MARKS = [
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("focus", "synthetic"),
    ("focus", "bad-soft"),
    *[(f"party-{number}", "paper") for number in range(1, 9)],
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_lines_and_marks_can_be_seen_on_their_ground(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_the_measure_itself_is_right() -> None:
    COLOURS.update({"black": "#000000", "white": "#ffffff", "grey": "#767676"})
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("grey", "white") == pytest.approx(4.54, abs=0.01)


def test_every_party_has_a_colour_and_a_pattern_of_its_own() -> None:
    colours = {COLOURS[f"party-{number}"] for number in range(1, 9)}
    patterns = set(re.findall(r"--party-\d-pattern:\s*([^;]+);", TOKENS))
    assert len(colours) == len(patterns) == 8

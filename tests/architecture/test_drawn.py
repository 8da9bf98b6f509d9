"""Is a draw of planted faults a fair share of each file, known before it is tried, and told as it is?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn import Draw, row, wilson

pytestmark = pytest.mark.wide

FILES: dict[str, dict[str, int | None]] = {
    "large.py": {f"large{n}": None for n in range(200)},
    "small.py": {f"small{n}": 1 for n in range(5)},
    "none.py": {},
}


def _drawn(folder: Path, seed: int) -> Draw:
    draw = Draw(folder / f"draw-{seed}.json")
    draw.make(FILES, 5, seed)
    return draw


def test_as_large_a_share_of_each_file_is_drawn_and_at_least_one(tmp_path: Path) -> None:
    draw = _drawn(tmp_path, 2)
    assert sorted(name[:5] for name in draw.first) == ["large"] * 10 + ["small"]
    assert {name[:5]: code for name, code in draw.first.items()} == {"large": None, "small": 1}
    assert Draw(draw.path).first == draw.first


def test_the_same_seed_draws_the_same_and_another_what_no_other_has(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    first, again, other = _drawn(tmp_path, 2), _drawn(tmp_path / "a", 2), _drawn(tmp_path, 3)
    assert first.first == again.first
    assert not set(first.first) & set(other.first)
    assert len(other.first) == 11


def test_what_waits_is_what_has_no_answer_in_an_order_of_its_own(tmp_path: Path) -> None:
    draw = _drawn(tmp_path, 2)
    names = draw.waiting()
    assert len(names) == 10
    assert names != sorted(names)
    draw.first[names[0]] = 0
    assert set(draw.waiting()) == set(names[1:])


def test_a_first_answer_is_told_apart_from_a_later_one() -> None:
    assert row([(1, 1), (36, 36), (0, 1), (0, 0), (33, 33), (None, None), (1, None)]) == (
        6,
        3,
        1,
        2,
    )


@pytest.mark.parametrize(("noticed", "of", "low", "high"), [
    (90, 100, 0.826, 0.945), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (263, 300, 0.835, 0.909),
])  # fmt: skip
def test_the_interval_is_wilsons(noticed: int, of: int, low: float, high: float) -> None:
    assert [round(one, 3) for one in wilson(noticed, of)] == [low, high]

"""Are the cells chosen and the attack right, on examples small enough to work out by hand?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.measures.disclosure import attack
from stafett.measures.disclosure.attack import Attack, Told, Worlds, solved, told
from stafett.measures.disclosure.linked import (
    Cell,
    Known,
    Linked,
    Secret,
    between,
    earlier,
    joined,
    less,
)
from stafett.measures.disclosure.protect import CannotProtect, small, to_hide
from stafett.measures.outsiders.declared import SHOWN
from stafett.measures.outsiders.placing import PLACES
from stafett.measures.tables import TABLES
from stafett.safeguards.roles import Permission


def two_by_two(a: int, b: int, c: int, d: int, /, **owners: str) -> Linked:
    """A table of two rows and two columns with all its sums shown."""
    linked = Linked(
        atoms={"a": a, "b": b, "c": c, "d": d}, owners={**dict.fromkeys("abcd", ""), **owners}
    )
    for key in ("a", "b", "c", "d", "ab", "cd", "ac", "bd", "abcd"):
        linked.add(Cell(key, dict.fromkeys(key, 1), cost=float(len(key) ** 3)), 5)
    return linked


def test_one_small_cell_takes_three_others_with_it() -> None:
    linked = two_by_two(2, 20, 30, 40)

    assert small(linked) == {"a"}
    assert to_hide(linked) == {"a", "b", "c", "d"}


def test_the_audit_names_what_is_told_and_to_whom() -> None:
    assert told(two_by_two(2, 20, 30, 40), {"a", "b"}) == [Told("", "a", 2, 1), Told("", "a", 2, 4)]
    assert told(two_by_two(2, 20, 30, 40), {"a", "b", "c", "d"}) == []


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    assert to_hide(two_by_two(5, 20, 30, 40)) == set()
    assert to_hide(two_by_two(0, 20, 30, 40)) == set(), "nought is not small"


def test_a_nought_may_be_hidden_to_protect_another_and_its_row_with_it() -> None:
    """Two and nought make two: with the row's sum shown the two can't be four."""
    assert {"a", "b", "ab"} <= to_hide(two_by_two(2, 0, 30, 40))


def test_who_knows_one_branch_must_not_learn_the_other() -> None:
    linked = Linked(atoms={"here": 20, "there": 2}, owners={"here": "1", "there": "2"})
    linked.add(Cell("whole", {"here": 1, "there": 1}), 5)

    assert to_hide(linked) == {"whole"}
    assert told(linked, set()) == [Told("1", "whole", 2, 1), Told("1", "whole", 2, 4)]


def test_what_is_known_beforehand_narrows_and_so_hides_more() -> None:
    linked = Linked(atoms={"some": 3, "all": 30}, owners={"some": "", "all": ""})
    linked.add(Cell("some", {"some": 1}), 5)
    linked.add(Cell("all", {"all": 1}, cost=9), 5)
    linked.keep(Secret("rest", less({"all": 1}, {"some": 1}), 5))
    linked.known.append(Known({"all": 1, "some": -1}))
    assert to_hide(linked) == {"some"}
    linked.known.append(Known({"all": 1, "some": -1}, 27, 27))
    assert to_hide(linked) == {"some", "all"}


def test_what_an_earlier_set_leaves_no_room_for_is_refused() -> None:
    linked = Linked(atoms={"a": 2}, owners={"a": ""})
    linked.cells["a"] = Cell("a", {"a": 1}, fixed=True)
    linked.keep(Secret("a", {"a": 1}, 5))

    with pytest.raises(CannotProtect) as refusal:
        to_hide(linked)
    assert refusal.value.secret == "a"


def test_a_small_change_between_two_sets_is_a_secret_and_what_grew_is_known_to_have() -> None:
    def one(count: int) -> Linked:
        linked = Linked(atoms={"n": count}, owners={"n": ""}, growing={"n": {"n": 1}})
        linked.add(Cell("n", {"n": 1}), 5)
        return linked

    first = earlier(one(30).as_dict(), "1:")
    whole = joined([first, one(32), between(first, one(32), 5, same_day=False)])
    assert to_hide(whole) == {"n"}
    fewer = joined([first, one(28), between(first, one(28), 5, same_day=False)])
    assert to_hide(fewer) == {"n"}, "also where somebody was taken away"
    assert between(first, one(28), 5, same_day=False).known == []
    same = between(first, one(30), 5, same_day=True)
    assert [(k.least, k.most) for k in same.known] == [(0, 0)]


def test_a_month_that_has_been_is_known_to_be_the_same_unless_it_was_corrected() -> None:
    def month(count: int) -> Linked:
        return Linked(atoms={"m": count}, owners={"m": ""}, settled={"m": {"m": 1}})

    first = earlier(month(30).as_dict(), "1:")
    same = between(first, month(30), 5, same_day=False)
    assert [(k.least, k.most) for k in same.known] == [(0, 0)]
    assert between(first, month(27), 5, same_day=False).known == []


def test_what_was_kept_is_the_same_when_it_is_read_again() -> None:
    linked = two_by_two(2, 20, 30, 40, a="1")
    linked.known.append(Known({"a": 1}, 0, 9))
    again = earlier(linked.as_dict(), "")

    assert again.atoms == linked.atoms
    assert again.owners == linked.owners
    assert again.known == linked.known
    assert again.secrets == linked.secrets
    assert all(cell.fixed for cell in again.cells.values())


def test_a_secret_of_nothing_is_none_and_the_stricter_of_two_stays() -> None:
    linked = Linked(atoms={"a": 7})
    linked.keep(Secret("x", {}, 5))
    linked.keep(Secret("y", {"a": 1}, 5))
    linked.keep(Secret("y", {"a": 1}, 9))
    linked.keep(Secret("y", {"a": 1}, 5))
    assert {key: one.threshold for key, one in linked.secrets.items()} == {"y": 9}
    assert Secret("z", {}, 5).range_of(-3) == (-4, -1)


def test_a_solver_whose_shortcut_fails_is_asked_again_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Answer:
        def __init__(self, status: int, x: object) -> None:
            self.status, self.x = status, x

    asked = []

    def milp(*, options: dict[str, object], **question: object) -> Answer:
        asked.append(options["presolve"])
        return Answer(4, None) if options["presolve"] else Answer(0, np.ones(1))

    monkeypatch.setattr(attack, "milp", milp)
    assert solved(c=np.zeros(1)) is not None
    assert asked == [True, False]
    monkeypatch.setattr(attack, "milp", lambda **question: Answer(4, None))
    assert solved(c=np.zeros(1)) is None, "no answer at all counts as none"


def test_a_world_that_does_not_hold_when_counted_again_is_no_world(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A solver's word is not enough: a wrong world would let a secret out."""
    monkeypatch.setattr(attack, "solved", lambda **question: np.array([9.0, 9, 9, 9]))
    worlds = Worlds(Attack(two_by_two(2, 20, 30, 40), {"a", "b", "c", "d"}))

    assert worlds.where(0, 4) is None


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 12)] * 4))
def test_whatever_the_table_nothing_is_told_of_it(counts: tuple[int, int, int, int]) -> None:
    linked = two_by_two(*counts, a="1", c="1", b="2", d="2")
    assert told(linked, to_hide(linked)) == []


def test_every_table_of_a_set_is_declared_and_says_which_counts_it_shows() -> None:
    live_alone = {name for name, one in TABLES.items() if one.needs == Permission.SEE_FIGURES}
    assert live_alone == {"forms"}, "a table that outsiders never see is in no set"
    assert {one.name for one in SHOWN} == set(PLACES) == set(TABLES) - live_alone
    for one in SHOWN:
        assert set(one.by) <= set(one.table.groups)

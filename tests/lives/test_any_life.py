"""Several actors, any order, time moving: laws 1, 2, 6 and 7 hold after every step; a refusal changes nothing.

The same short run each time, so that what turns it red is what changed; `make soak` looks for what
nobody has met yet, and prints its seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from stafett.parties.refusals import Refused as RefusedElsewhere
from stafett.safeguards.rules import Refused
from tests.cast import Cast
from tests.lives import acts_around, acts_handing, acts_over_time, acts_working, laws
from tests.lives.world import LIKELY, OFTEN, WHO, Nothing, World, begin

pytestmark = pytest.mark.wide

LONG = int(os.environ.get("STAFETT_SOAK", "0"))
"""How many lives a long run plays; none is the short run."""
NUMBERS = st.integers(0, 10_000)
CHANGES_HOLDER_BY_HAND = {"answers_a_proposal"}
MAY_CHANGE_HOLDER = CHANGES_HOLDER_BY_HAND | {
    "takes_back_a_yes", "opens_up", "decides_a_referral",
    "selects_or_sends_on", "leaves", "comes_back", "takes_it_outside",
    "is_protected",
}  # fmt: skip
"""Beside a handover: the person's no, or an authority's, lets the holder fall back to the controller's."""
REFUSALS = (PermissionDenied, Refused, RefusedElsewhere, ObjectDoesNotExist)
"""What is beyond the wall is not there at all."""
Act = Callable[[World, str, int, int], Any]


class Life(RuleBasedStateMachine):
    """A world that acts are done in, one at a time, each checked against the laws."""

    cast: Cast

    def __init__(self) -> None:
        """Begin anew in a transaction that nothing comes out of."""
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.world = begin(self.cast)
        self.looked = 0

    def act(self, one: Act, who: str, a: int, b: int) -> None:
        """Somebody tries to do one thing; now and then somebody else then does it whose it is to do."""
        others = LIKELY if a % 3 else []
        for each in dict.fromkeys([who, *others]):
            if self.tried(one, each, a, b):
                return

    def tried(self, one: Act, who: str, a: int, b: int) -> bool:
        """Done or not: what is refused has changed nothing, and what is done breaks no law."""
        world, before = self.world, laws.everything()
        held, told = laws.holders(world), laws.events()
        try:
            one(world, who, a, b)
        except Nothing:
            return True
        except REFUSALS:
            world.cast.as_everyone()
            assert laws.everything() == before, f"{one.__name__} was refused and changed something"
            return False
        world.cast.as_everyone()
        world.done.append(f"{world.day} {who} {one.__name__} {a} {b}")
        laws.history_stands(told)
        now = laws.holders(world)
        if one.__name__ in CHANGES_HOLDER_BY_HAND:
            laws.by_two_hands(world, held, now)
        elif one.__name__ not in MAY_CHANGE_HOLDER | {"time_passes"}:
            assert {key: now[key] for key in held} == held, one.__name__
        return True

    @invariant()
    def somebody_holds(self) -> None:
        """Law 1."""
        laws.never_nobody(self.world)

    @invariant()
    def records_agree(self) -> None:
        """Law 2, of what two authorities each have a record of."""
        laws.two_records_agree()

    @invariant()
    def nothing_crosses(self) -> None:
        """Law 2, for one of the cast after another."""
        self.looked += 1
        laws.seen_by(self.world, WHO[self.looked % len(WHO)])

    def teardown(self) -> None:
        """Law 7 at the end, and nothing of it is kept."""
        try:
            laws.figures_reconcile(self.world)
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)


def _as_rule(one: Act) -> Any:
    def does(self: Life, who: str, a: int, b: int) -> None:
        self.act(one, who, a, b)

    does.__name__ = does.__qualname__ = one.__name__
    return rule(who=st.sampled_from(OFTEN), a=NUMBERS, b=NUMBERS)(does)


ACTS = (*acts_working.ACTS, *acts_handing.ACTS, *acts_around.ACTS, *acts_over_time.ACTS)
for _number, _one in enumerate(ACTS):
    setattr(Life, f"{_one.__name__}_{_number}", _as_rule(_one))


def test_whatever_anybody_does_in_any_order_the_laws_hold_after_every_step(cast: Cast) -> None:
    Life.cast = cast
    how = settings(
        max_examples=LONG or 4, stateful_step_count=100 if LONG else 20, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True,
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=how)

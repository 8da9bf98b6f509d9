"""Each law, as the lives are judged by it, notices when it is broken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stafett.commissions.models import Commission
from stafett.handover.models import Handover
from stafett.notes.models import Note
from stafett.parties.actions import stand_in
from stafett.parties.models import Staff, Unit
from stafett.safeguards.actions import name_team
from stafett.safeguards.models import Basis, Member
from tests.cast import TODAY, Cast
from tests.lives import laws
from tests.lives.world import World, begin

DAY = timedelta(days=1)
LEFT = TODAY + 9 * DAY


@pytest.fixture
def world(cast: Cast) -> World:
    """Cases under way."""
    return begin(cast)


@pytest.mark.parametrize(
    "periods",
    [
        [],
        [(TODAY, TODAY + 3 * DAY, 1)],
        [(TODAY, TODAY + 3 * DAY, 1), (TODAY + 4 * DAY, None, 2)],
        [(TODAY, TODAY + 3 * DAY, 1), (TODAY + 2 * DAY, None, 2)],
        [(TODAY + DAY, None, 1)],
    ],
)  # fmt: skip
def test_a_day_with_nobody_or_with_two_is_noticed(periods: laws.Periods) -> None:
    with pytest.raises(AssertionError):
        laws.one_each_day(periods, TODAY, None, LEFT, "ett")


def test_somebody_who_holds_the_day_after_the_last_is_noticed() -> None:
    laws.one_each_day([(TODAY, LEFT + DAY, 1)], TODAY, LEFT, LEFT, "ett")
    with pytest.raises(AssertionError):
        laws.one_each_day([(TODAY, None, 1)], TODAY, LEFT, LEFT + DAY, "ett")


@pytest.mark.parametrize(
    "told", [{"valid_to": TODAY - DAY}, {"valid_from": TODAY + DAY}], ids=["closed", "not begun"]
)
@pytest.mark.parametrize("unit", ["AUC", "FK Eskilstuna"], ids=["a case", "a wait"])
def test_a_holder_that_is_not_there_is_noticed(world: World, unit: str, told: Any) -> None:
    laws.never_nobody(world)
    Unit.objects.filter(name=unit).update(**told)
    with pytest.raises(AssertionError, match=unit):
        laws.never_nobody(world)


def test_a_door_that_nothing_opens_is_noticed(world: World) -> None:
    laws.seen_by(world, "fatima")
    circle, unit = Note.objects.get().participation.circle, world.cast.unit("FK Eskilstuna")
    Member.objects.create(circle=circle, controller_id=circle.controller_id, unit=unit, kinds=["note"],
                          giver_id=circle.controller_id, basis=Basis.CONSENT, from_day=TODAY)  # fmt: skip
    with pytest.raises(AssertionError, match="Note"):
        laws.seen_by(world, "fatima")


def test_a_door_that_is_shut_without_reason_is_noticed(world: World) -> None:
    laws.seen_by(world, "per")
    Member.objects.filter(unit=world.cast.unit("Af Flen"), basis=Basis.CONSENT).delete()
    with pytest.raises(AssertionError):
        laws.seen_by(world, "per")


def test_two_records_of_one_assignment_that_differ_are_noticed(world: World) -> None:
    laws.two_records_agree()
    Commission.objects.exclude(copy_of=None).update(due_on=LEFT)
    with pytest.raises(AssertionError):
        laws.two_records_agree()


def test_a_holder_who_changed_by_one_hand_is_noticed(world: World) -> None:
    one = Handover.objects.get(stand="proposed")
    before = laws.holders(world)
    after = before | {one.participation_id: [one.to_unit_id]}
    laws.by_two_hands(world, before, before)
    with pytest.raises(AssertionError):
        laws.by_two_hands(world, before, after)


def test_all_that_is_kept_is_told_apart_from_what_was(world: World) -> None:
    before = laws.everything()
    assert laws.everything() == before
    Handover.objects.filter(stand="proposed").update(what="Något annat")
    assert laws.everything() != before


def test_a_stand_in_is_judged_by_both_posts_and_by_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach = world.post_of("karin")
    lena = Staff.objects.get(name="Lena Chef")
    stand_in(
        lena, coach, from_day=TODAY, until_day=TODAY + 7 * DAY, because="sjuk", by=world.server
    )
    name_team(
        [Note.objects.get().participation.circle], [(coach.unit_id, coach.pk)], by=world.server
    )
    laws.seen_by(world, "lena")
    own = laws._posts(world, "lena")[:1]
    monkeypatch.setattr(laws, "_posts", lambda _world, _who: own)
    with pytest.raises(AssertionError):
        laws.seen_by(world, "lena")

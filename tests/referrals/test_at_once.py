"""Two undo at the same moment, each on its own connection: it is done once, and the wait has one holder."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, transaction

from stafett.parties.refusals import Refused
from stafett.referrals import actions
from stafett.referrals.actions import Decision
from stafett.referrals.models import Referral
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from tests.cast import Cast
from tests.handover.test_at_once import apart as apart
from tests.referrals.world import NUMBER, facts, referred

NO = Decision("Fullt", "no_room")


def at_once(cast: Cast, *acts: tuple[str, Callable[[], Any]]) -> list[str]:
    """Let each act begin when all are ready; says for each what it came to."""
    ready = Barrier(len(acts))

    def one(who: str, act: Callable[[], Any]) -> str:
        try:
            with transaction.atomic():
                set_reach(cast.viewer(who).controllers)
                ready.wait(timeout=30)
                act()
            return "done"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(one, *act) for act in acts]]


def declined(cast: Cast, by: str = "fatima") -> Referral:
    """Somebody with a number who got a no, committed."""
    with transaction.atomic():
        set_reach(all_controllers())
        known = facts(cast.branch(), identity_kind="personal", identity_number=NUMBER)
        one = referred(cast, by, days_ago=9, facts=known)
        return actions.close(one, "decline", NO, by=cast.as_("karin"))


def now(one: Referral) -> tuple[str, list[bool]]:
    """Where it stands, and of each who held it whether they still do."""
    with transaction.atomic():
        set_reach(all_controllers())
        row = Referral.objects.get(pk=one.pk)
        return row.state, [held.until_day is None for held in row.holdings.order_by("from_day")]


def test_two_who_undo_a_decision_at_once_undo_it_once(apart: Cast) -> None:
    one, karin = declined(apart), apart.viewer("karin")

    came = at_once(apart, *[("karin", lambda: actions.take_up(one, "fel rad", by=karin))] * 2)

    assert sorted(came) == ["done", "refused"]
    assert now(one) == ("queued", [True])


def test_of_two_decisions_about_the_same_human_one_is_undone(apart: Cast) -> None:
    ones, karin = [declined(apart), declined(apart, "per")], apart.viewer("karin")

    came = at_once(
        apart,
        *[("karin", lambda one=one: actions.take_up(one, "fel rad", by=karin)) for one in ones],
    )

    assert sorted(came) == ["done", "refused"]
    assert sorted(now(one)[0] for one in ones) == ["declined", "queued"]


def test_undone_while_another_takes_them_in_the_wait_still_has_one_holder(apart: Cast) -> None:
    one, karin = declined(apart), apart.viewer("karin")

    came = at_once(
        apart,
        ("karin", lambda: actions.take_up(one, "fel rad", by=karin)),
        ("karin", lambda: actions.accept(one, Decision(), by=karin)),
    )

    assert came[0] == "done"
    assert now(one) == (("accepted", [False]) if came[1] == "done" else ("queued", [True]))

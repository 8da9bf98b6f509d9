"""Whatever the hands do, in whatever order: every day has one holder, and a refusal changes nothing (law 1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.database.batch import settle
from stafett.handover.actions import (
    Hearing,
    Proposal,
    accept,
    answer,
    ask,
    confirm,
    decline,
    hear,
    propose,
    withdraw,
)
from stafett.handover.models import Handover
from stafett.handover.rules import OPEN, Asked, Stand
from stafett.safeguards.actions import withdraw as take_back_consent
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af

WHO = ("karin", "eva", "per", "sven")
ACTS = ("propose", "propose_unsure", "ask", "answer", "accept", "confirm", "decline", "withdraw",
        "hear", "consent",
        "leave", "wait")  # fmt: skip
UNITS = ("AUC", "Af Flen", "Projektkontoret", "Försörjningsstöd")
HEARD = Hearing("ja")


def act(cast: Cast, case: Participation, what: str, to: str, by: Viewer) -> None:
    """One act by somebody, on whatever handover is open."""
    one = Handover.objects.filter(participation=case, stand__in=OPEN).first()
    if what.startswith("propose"):
        sure = what == "propose"
        hearing = HEARD if sure else Hearing()
        told = Proposal(Asked("x", by.day), cast.unit(to), hearing=hearing, confirmed=sure)
        propose(case, told, by=by)
    elif what == "consent":
        parts = list(ConsentPart.objects.filter(circle=case.circle_id).select_related("circle"))
        take_back_consent(parts, how="ringde", by=by)
    elif what == "leave":
        close([(case, Exit(by.day, cast.outcome("arbete").pk, "none_needed"))], by=by)
    elif one is not None:
        _step(one, what, by)


def _step(one: Handover, what: str, by: Viewer) -> None:
    steps: dict[str, Any] = {
        "ask": lambda: ask(one, "?", by=by), "answer": lambda: answer(one, "!", by=by),
        "accept": lambda: accept(one, by=by), "confirm": lambda: confirm(one, by=by),
        "decline": lambda: decline(one, "nej", by=by), "withdraw": lambda: withdraw(one, "nej", by=by),
        "hear": lambda: hear(one, HEARD, by=by), "wait": lambda: None,
    }  # fmt: skip
    steps[what]()


def state(case: Participation) -> list[Any]:
    """Everything that an act could change, to see that a refusal did not."""
    holdings = list(case.holdings.order_by("from_day").values_list("unit", "from_day", "until_day"))
    handovers = list(Handover.objects.filter(participation=case).order_by("pk").values())
    members = list(
        case.circle.members.order_by("pk").values_list("unit", "basis", "from_day", "until_day")
    )
    return [holdings, handovers, members]


def check(case: Participation, today: date) -> None:
    """Law 1, and that what is done was confirmed by both, and that at most one is open."""
    settle()
    case.refresh_from_db()
    last = case.ends_on or today
    held = list(case.holdings.order_by("from_day"))
    day = case.starts_on
    while day <= last:
        now = [h for h in held if h.from_day <= day and (h.until_day is None or day < h.until_day)]
        assert len(now) == 1, (day, held)
        day += timedelta(days=7)
    for one in Handover.objects.filter(participation=case):
        assert one.stand != Stand.DONE or (
            one.given_on and one.taken_on and (one.heard or one.not_heard)
        )
        assert one.controller_id == one.owner_authority_id == case.controller_id


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(ACTS), st.sampled_from(UNITS), st.sampled_from(WHO), st.integers(0, 40)),
        min_size=3, max_size=12,
    )
)  # fmt: skip
def test_whatever_is_done_by_whom_every_day_has_one_holder(
    cast: Cast, moves: list[tuple[str, str, str, int]]
) -> None:
    with transaction.atomic():
        case = at_af(cast)
        day = TODAY
        for what, to, who, days in moves:
            day += timedelta(days=days)
            viewer = replace(cast.viewer(who), day=day)
            set_reach(all_controllers())
            before = state(case)
            set_reach(viewer.controllers)
            try:
                with transaction.atomic():
                    act(cast, Participation.objects.get(pk=case.pk), what, to, viewer)
            except (Refused, PermissionDenied):
                set_reach(all_controllers())
                assert state(case) == before
            except Participation.DoesNotExist:
                pass  # beyond the wall
            set_reach(all_controllers())
            check(case, day)
        transaction.set_rollback(True)

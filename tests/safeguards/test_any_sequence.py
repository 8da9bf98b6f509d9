"""Whatever happens in whatever order, does each door show what the plain model says? (guard G4)"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from stafett.casework.models import PART, Involvement, Participation
from stafett.casework.queries.consents import received, releases
from stafett.casework.queries.own_record import closed_cases, own_record_of
from stafett.safeguards.access import may_see
from stafett.safeguards.middleware import set_reach
from tests.cast import Cast
from tests.safeguards import steps
from tests.safeguards.steps import AGENCIES, KINDS, SEERS, Both

pytestmark = pytest.mark.wide

LONG = int(os.environ.get("STAFETT_SOAK", "0"))
"""How many orders a long run tries; none is the short run."""
CASES = st.sampled_from(["ett", "två", "tre"])
WHO = st.sampled_from(SEERS)
UNITS = st.sampled_from([*AGENCIES, "AUC", "Försörjningsstöd"])
SOME_KINDS = st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True)
DAYS = st.integers(1, 90)
TEAM = st.lists(st.sampled_from(SEERS), min_size=1, max_size=3, unique=True)
STEPS = st.one_of(
    st.builds(partial, st.just(steps.let_in_unit), case=CASES, unit=UNITS),
    st.builds(partial, st.just(steps.own_case), case=CASES, who=WHO),
    st.builds(partial, st.just(steps.say_yes), case=CASES, who=WHO, kinds=SOME_KINDS, days=DAYS),
    st.builds(partial, st.just(steps.accept_all), case=CASES, who=WHO),
    st.builds(
        partial, st.just(steps.take_back), case=CASES, who=WHO, receivers=st.lists(UNITS, max_size=2)
    ),
    st.builds(
        partial, st.just(steps.open_up), giver=UNITS, receiver=UNITS, kinds=SOME_KINDS, days=DAYS
    ),
    st.builds(partial, st.just(steps.close_down), number=st.integers(0, 9)),
    st.builds(partial, st.just(steps.protect), case=CASES, team=TEAM),
    st.builds(
        partial, st.just(steps.protect_no_more), case=CASES, units=st.lists(UNITS, min_size=1, max_size=3)
    ),
    st.builds(partial, st.just(steps.come_or_go), who=WHO),
    st.builds(partial, st.just(steps.time_passes), days=DAYS),
    st.builds(partial, st.just(steps.hand_over), case=CASES, who=WHO, number=st.integers(0, 20)),
)  # fmt: skip


def expected(both: Both, who: str, kind: str) -> set[str]:
    """The rows of a kind that the model shows somebody, by their keys in the model."""
    return {
        row.key for row in both.world.rows
        if row.kind == kind and not row.giver and both.world.sees(who, row)
    }  # fmt: skip


def shown(both: Both, who: str) -> dict[str, set[str]]:
    """What the predicate shows somebody of each kind, by the same keys."""
    viewer = both.viewer(who)
    set_reach(viewer.controllers)
    of = {one.pk: case for case, one in both.cases.items()}
    cases = may_see(viewer, Participation.objects.filter(pk__in=of)).order_by("pk")
    rows = Involvement.objects.select_related("owner_authority")
    involved = may_see(viewer, rows.filter(participation__in=of), PART).order_by("pk")
    return {
        "participation": {f"{of[one.pk]} participation" for one in cases},
        "involvement": {f"{of[o.participation_id]} {o.owner_authority.name}" for o in involved},
    }


def agree(both: Both) -> None:
    """For everybody: the predicate and the model give the same rows."""
    for who in steps.PEOPLE:
        found = shown(both, who)
        for kind, keys in found.items():
            assert keys == expected(both, who, kind), (who, kind, both.world.day)
        mine = both.world.authority_of[both.world.unit_of[who]]
        copies = [row for row in both.world.rows if row.giver and both.world.sees(who, row)]
        own = {row.key for row in copies if row.owner == mine}
        assert {copy.title for copy in received(both.viewer(who))} == own, who
        told = {copy.title for copy in releases(both.viewer(who))}
        assert told == {row.key for row in copies}, (who, both.world.day)
        _own_record_agrees(both, who)
    both.cast.as_everyone()


def _own_record_agrees(both: Both, who: str) -> None:
    """What somebody's authority has of its own in closed cases: which cases, and how much in each."""
    viewer = both.viewer(who)
    set_reach(viewer.controllers)
    of = {one.circle_id: case for case, one in both.cases.items()}
    found = {of[one.key] for one in closed_cases(viewer).rows}
    assert found == both.world.closed_with_own(who), (who, both.world.day)
    for key, case in of.items():
        if case in found:
            rows = [r for r in both.world.rows_of(case) if both.world.keeps_own(who, r)]
            told = own_record_of(viewer, key).sections
            assert sum(len(one.things) for one in told) == len(rows), (who, case)


def doors_agree(both: Both, some: list[str]) -> None:
    """For some: list, page, search and API show the cases that the model shows, and no others."""
    for who in some:
        client = Client(SERVER_NAME="localhost")
        client.force_login(both.cast.user(who))
        seen = {
            case
            for case in both.cases
            if f"{case} participation" in expected(both, who, "participation")
        }
        for address in ("/deltagare/", "/deltagare/?q=amina", "/api/v1/participations"):
            text = client.get(address).content.decode()
            found = {case for case, one in both.cases.items() if str(one.pk) in text}
            assert found == seen, (who, address)
        for case, one in both.cases.items():
            _page_agrees(both, client, who, case, one, case in seen)


def _page_agrees(
    both: Both, client: Client, who: str, case: str, one: Participation, sees: bool
) -> None:
    page, told = client.get(f"/deltagare/{one.pk}/"), client.get(f"/api/v1/participations/{one.pk}")
    assert (page.status_code == 200, told.status_code == 200) == (sees, sees), (who, case)
    if sees:
        rows = [r for r in both.world.rows_of(case) if r.kind == "involvement" and not r.giver]
        seen = sum(both.world.sees(who, row) for row in rows)
        assert len(told.json()["cases"]) == seen, (who, case)


@settings(max_examples=LONG or 10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    sequence=st.lists(STEPS, min_size=1, max_size=12),
    some=st.lists(st.sampled_from(steps.PEOPLE), min_size=3, max_size=3, unique=True),
)
def test_after_any_sequence_everybody_sees_what_the_plain_model_says(
    cast: Cast, sequence: list[Any], some: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        both = steps.begin(cast)
        agree(both)
        for step in sequence:
            note(f"{step.func.__name__} {step.keywords} on {both.world.day}")
            step(both)
            agree(both)
        with monkeypatch.context() as today:
            today.setattr(
                "stafett.safeguards.middleware.timezone.localdate", steps.on(both.world.day)
            )
            doors_agree(both, some)
        transaction.set_rollback(True)

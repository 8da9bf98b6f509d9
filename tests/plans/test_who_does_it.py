"""Does the plan say who does a step to those alone who may know that they are in the case? (law 2)"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.urls import reverse

from stafett.casework.models import Holding, Participation
from stafett.casework.queries.between import MINE, between
from stafett.plans.actions import NewStep, add_step, set_goal
from stafett.safeguards.models import Information
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import get
from tests.cast import TODAY, Cast

FK = "FK Eskilstuna"
TOMORROW = TODAY + timedelta(days=1)


def with_step(cast: Cast, *kinds: str) -> Participation:
    """Af is told some kinds, and FK's unit, of which it knows nothing, does a step of the controller's."""
    one = cast.enrolled()
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, set(kinds), {}))
    goal = set_goal(one, "Bli kock", by=cast.as_("karin"))
    told = NewStep("Läkarintyg", cast.unit(FK).pk, TODAY)
    add_step(goal, told, by=cast.as_("karin"))
    cast.as_everyone()
    return one


def said(cast: Cast, page: Any, one: Participation, who: str) -> list[str]:
    """What the plan, the person's page and the API say of who does it."""
    client = page(who)
    pages = [get(client, reverse(name, args=[one.pk])) for name in ("plan", "plan_person")]
    api = json.loads(client.get(f"/api/v1/participations/{one.pk}/plan").content)
    return [*pages, api["goals"][0]["steps"][0]["owner"]]


def test_another_authoritys_unit_is_someone_else_to_those_who_may_not_know_of_it(
    cast: Cast, page: Any
) -> None:
    one = with_step(cast, Information.COURSE, Information.AGREEMENT)
    for text in said(cast, page, one, "per"):
        assert "någon annan" in text
        assert FK not in text
    for text in said(cast, page, one, "karin"):
        assert FK in text


def test_it_is_named_to_those_who_are_told_which_authorities_are_involved(
    cast: Cast, page: Any
) -> None:
    one = with_step(cast, Information.COURSE, Information.AGREEMENT, Information.AGENCIES)
    assert all(FK in text for text in said(cast, page, one, "per"))


def test_a_late_step_names_no_third_authority_to_a_holder_elsewhere(cast: Cast) -> None:
    one = with_step(cast, Information.COURSE, Information.AGREEMENT)
    page = between(replace(cast.as_("karin"), day=TOMORROW), MINE)
    assert [row.gap.who for row in page.rows if row.rule.code == "step_overdue"] == [FK]
    cast.as_everyone()
    Holding.objects.filter(participation=one).update(unit=cast.unit("Af Flen"))
    page = between(replace(cast.as_("per"), day=TOMORROW), MINE)
    assert [row.gap.who for row in page.rows if row.rule.code == "step_overdue"] == ["någon annan"]

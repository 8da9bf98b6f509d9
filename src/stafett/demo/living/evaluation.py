"""An evaluator's assignment in the living initiative, a round of invitations, and one called back."""

from __future__ import annotations

from datetime import date, timedelta

from stafett.accounts.models import User
from stafett.evaluation.access import posts_to_give_to
from stafett.evaluation.actions import NewAssignment, answer, call_back, decide, invite
from stafett.evaluation.draws import Wanted
from stafett.evaluation.models import EvaluationAssignment, State
from stafett.evaluation.queries import waiting
from stafett.initiatives.models import Initiative
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer

BECAUSE = "demo"
COLUMNS = (
    "start_month", "end_month", "branch", "sex", "age_band", "outcome", "livelihood_before",
    "livelihood_after", "hours_before", "hours_after",
)  # fmt: skip
TEXT = (
    "Hej! Jag följer Stigen och vill gärna höra vad stödet har betytt för dig. Vi pratar en halvtimme, när och "
    "var du vill. Det är frivilligt, och stödet blir detsamma om du tackar nej. Du når mig på 070-174 06 05 "
    "(påhittat nummer)."
)
SAID = ((State.YES, "070-174 06 35, helst efter lunch (påhittat)", ""), (State.YES, "", ""),
        (State.NO, "", ""), (State.NOT_ASKED, "", "Mitt i en flytt, frågar senare."))  # fmt: skip
"""What some of those who were picked answered, with contact and reason."""


def let_evaluate(initiative: Initiative, *, today: date) -> EvaluationAssignment:
    """The controller gives the evaluator's post an assignment; some are invited and answer, two too soon."""
    readers = _readers(initiative, today)
    leader = next(one for one in readers if initiative.controller_id in one.speaks_for)
    with acting(leader, BECAUSE):
        (post,) = posts_to_give_to(initiative, leader)
        told = NewAssignment(
            initiative, initiative.controller, post, "Vad stödet i Stigen leder till, och för vem",
            COLUMNS, "Överenskommelse om Stigen, bilaga om utvärdering (påhittad)",
            "Dnr 2025-01234-01 (påhittat)", today, today + timedelta(days=365),
        )  # fmt: skip
        one = decide(told, by=leader)
    evaluator = next(one for one in readers if post.pk in {p.position_id for p in one.posts})
    with acting(evaluator, BECAUSE, door="interviews_new"):
        invite(
            one, TEXT, today + timedelta(days=21), Wanted(number=3, strata=("sex",)), by=evaluator
        )
    coach = next(one for one in readers if one.may("work_with_people") and not one.speaks_for)
    with acting(coach, BECAUSE, door="invitation"):
        for each, (state, contact, reason) in zip(list(waiting(coach)), SAID, strict=False):
            answer(each, state, contact=contact, reason=reason, by=coach)
    with acting(evaluator, BECAUSE, door="interviews_new"):
        more = invite(one, TEXT, today + timedelta(days=7), Wanted(number=2), by=evaluator)
    with acting(evaluator, BECAUSE, door="interviews_back"):
        call_back(more, "Fel sista dag, en ny inbjudan kommer till andra.", by=evaluator)
    return one


def _readers(initiative: Initiative, today: date) -> list[Viewer]:
    engaged = User.objects.filter(
        staff__tenures__position__unit__engagements__initiative=initiative
    )
    return [viewer_of(user, today) for user in engaged.order_by("pk").distinct()]

"""Lists that another program reads, and addresses at which there is nothing of one's own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import reverse

from stafett.evaluation.models import EvaluationAssignment, InterviewRound
from stafett.meetings.releasing import hand_over
from tests.cast import Cast
from tests.evaluation.giving import all_invited
from tests.meetings.world import booked, held, of_person


def test_what_was_handed_over_to_ones_own_authority_is_listed(cast: Cast, page: Any) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_person())
    hand_over(one, by=cast.as_("karin"))
    cast.as_everyone()
    (told, *_more) = page("per").get("/api/v1/releases").json()
    assert (told["about"], told["from"]) == ("Amina Öberg", cast.unit("AUC").authority.name)


def test_what_costs_an_initiative_has_stated_is_listed(cast: Cast, page: Any) -> None:
    stated = page("eva").get("/api/v1/initiatives/prov/cost-statements").json()
    assert [one["label"] for one in stated] == ["Första året"]


def test_a_signed_paper_that_is_not_there_is_not_found(cast: Cast, page: Any) -> None:
    case = cast.enrolled()
    answer = page("karin").get(reverse("consent_scan", args=[case.pk, uuid4()]))
    assert answer.status_code == 404


def test_no_rules_are_there_of_an_initiative_that_is_not_ones_own(cast: Cast, page: Any) -> None:
    assert page("eva").get(reverse("referral_rules", args=["ingen"])).status_code == 404


def test_nobody_answers_for_a_branch_that_they_were_not_asked_about(cast: Cast, page: Any) -> None:
    assert page("lena").get(reverse("branch_answer", args=["prov", "ingen"])).status_code == 404


def test_an_assignment_and_its_interviews_are_called_by_purpose_and_day(cast: Cast) -> None:
    cast.enrolled()
    all_invited(cast)
    cast.as_everyone()
    assert " – " in str(EvaluationAssignment.objects.order_by("pk")[0])
    assert str(InterviewRound.objects.order_by("pk")[0]).endswith(")")

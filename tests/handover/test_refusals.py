"""What each hand is told when something is missing or came too late; nothing is changed then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.casework.forms.choices import units_to_choose
from stafett.casework.models import Holding
from stafett.casework.queries.timeline import story
from stafett.handover.access import workers
from stafett.handover.actions import Hearing, accept, answer, ask, confirm, hear
from stafett.handover.actions.following_up import plan_follow_ups
from stafett.handover.in_the_log import parts
from stafett.handover.models import Handover
from stafett.handover.rules import why_not
from stafett.parties.actions import leave
from stafett.safeguards.actions import name_team
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.casework.conftest import get
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, held, proposed


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def faults(act: Any, *arguments: Any, **named: Any) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        act(*arguments, **named)
    return refused.value.faults


def test_a_case_on_its_way_is_not_proposed_to_another(cast: Cast) -> None:
    case = at_af(cast)
    proposed(cast, case)
    assert "redan på väg" in faults(proposed, cast, case, "Försörjningsstöd")[""]
    assert Handover.objects.count() == 1


def test_nobody_is_alongside_of_somebody_outside(cast: Cast) -> None:
    case = at_af(cast)
    found = faults(
        proposed, cast, case, outside="Folkhögskolan", alongside_until=TODAY + timedelta(days=30)
    )
    assert "alongside_until" in found


@pytest.mark.parametrize("words", ["", "  "])
def test_a_question_an_answer_and_what_the_person_says_are_said(cast: Cast, words: str) -> None:
    made = proposed(cast, at_af(cast))
    assert "question" in faults(ask, made, words, by=cast.as_("per"))
    ask(made, "Har hon barnomsorg?", by=cast.as_("per"))
    assert "answer" in faults(answer, made, words, by=cast.as_("karin"))
    assert faults(hear, made, Hearing(words), by=cast.as_("per"))
    hear(made, Hearing("Det blir bra."), by=cast.as_("per"))
    made.refresh_from_db()
    assert made.heard == "Det blir bra."


def test_it_is_not_taken_from_a_unit_that_holds_no_more(cast: Cast) -> None:
    case = at_af(cast)
    made = proposed(cast, case)
    cast.as_everyone()
    Holding.objects.filter(participation=case).update(unit=cast.unit("Försörjningsstöd"))
    assert "håller inte längre ihop" in faults(accept, made, by=cast.as_("per"))[""]


def test_it_is_not_confirmed_when_what_let_the_unit_in_is_gone(cast: Cast) -> None:
    case = at_af(cast)
    made = proposed(cast, case, confirmed=False)
    assert not accept(made, by=cast.as_("per"))
    cast.as_everyone()
    gone = {"from_day": TODAY - 5 * DAY, "until_day": TODAY}
    case.circle.consents.get().parts.update(**gone)
    case.circle.members.filter(basis="consent").update(**gone)
    assert faults(confirm, made, by=cast.as_("karin"))[""]
    assert held(cast, case)[-1][0] == "AUC"


def test_months_that_cannot_be_are_refused(cast: Cast) -> None:
    for months in ([0], [500]):
        assert faults(plan_follow_ups, cast.initiative, months, by=cast.as_("eva"))


def test_nobody_works_in_a_unit_that_has_closed(cast: Cast) -> None:
    unit = cast.unit("Af Flen")
    assert workers(unit, TODAY).exists()
    unit.valid_to = TODAY - DAY
    assert not workers(unit, TODAY).exists()


def test_somebody_protected_is_handed_to_a_unit_in_the_named_team_alone(cast: Cast) -> None:
    case = at_af(cast)
    cast.as_everyone()
    posts = [cast.viewer(who).posts[0] for who in ("karin", "per")]
    name_team([case.circle], [(p.unit_id, p.position_id) for p in posts], by=operator(TODAY))
    case.refresh_from_db()
    case.circle.refresh_from_db()
    told = str(units_to_choose(cast.as_("karin"), case))
    assert "Af Flen" in told
    assert "Försörjningsstöd" not in told


def test_a_step_that_cannot_be_taken_now_says_why(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    proposed(cast, case)
    address = reverse("answer_handover", args=[case.pk])
    answered = page("karin").get(address)
    assert answered.status_code == 403
    text = answered.content.decode()
    assert why_not("answer", "proposed") in text
    assert "Till ärendet" in text
    assert "Fråga din chef" not in text, "nobody lacks a right"


def test_who_takes_it_before_the_proposed_day_is_told_of_that_day(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    made = proposed(cast, case, from_day=TODAY + 10 * DAY, meeting_on=TODAY)
    text = get(page("per"), reverse("accept_handover", args=[case.pk]))
    assert "Föreslagen dag är 12 juni 2025" in text
    assert "Möte" in get(page("per"), reverse("handover", args=[case.pk]))
    assert made.meeting_on == TODAY


def test_a_handover_that_one_may_not_know_of_is_not_told_in_the_story(cast: Cast) -> None:
    case = at_af(cast)
    proposed(cast, case)
    cast.as_everyone()
    for member in case.circle.members.filter(basis="consent"):
        member.kinds = ["participation"]
        member.save()
    told = [one.event.mark for one in story(cast.as_("per"), case.pk).told]
    assert "handover" not in told


def test_only_those_who_work_in_the_case_propose(cast: Cast) -> None:
    case = at_af(cast)
    with pytest.raises(PermissionDenied):
        proposed(cast, case, by="lena")


def test_the_log_knows_which_unit_was_asked_to_take_over(cast: Cast) -> None:
    case = at_af(cast)
    proposed(cast, case)
    cast.as_everyone()
    assert parts([case.circle_id]) == {(case.circle_id, cast.unit("Af Flen").pk)}


def test_somebody_outside_has_a_name(cast: Cast) -> None:
    case = at_af(cast)
    assert "outside_name" in faults(proposed, cast, case, outside=" ")


def test_nobody_hands_over_in_another_authoritys_name(cast: Cast) -> None:
    case = at_af(cast)
    accept(proposed(cast, case, alongside_until=TODAY + 30 * DAY), by=cast.as_("per"))
    cast.as_everyone()
    assert held(cast, case)[-1][0] == "Af Flen"
    with pytest.raises(PermissionDenied, match="Af Flen håller ihop ärendet"):
        proposed(cast, case, "AUC")
    with pytest.raises(PermissionDenied, match="Af Flen håller ihop ärendet"):
        proposed(cast, case, "AUC", by="eva")
    assert proposed(cast, case, "AUC", by="per").stand == "proposed"


def test_where_nobody_is_left_at_the_holder_those_who_keep_the_register_hand_over(
    cast: Cast,
) -> None:
    case = at_af(cast)
    accept(proposed(cast, case, alongside_until=TODAY + 30 * DAY), by=cast.as_("per"))
    cast.as_everyone()
    for tenure in workers(cast.unit("Af Flen"), TODAY):
        leave(tenure, on=TODAY, by=operator(TODAY))
    assert proposed(cast, case, "AUC", by="eva").stand == "proposed"


def test_a_handover_meeting_lies_within_the_participation(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        proposed(cast, at_af(cast), meeting_on=date(2020, 1, 1))
    assert set(refused.value.faults) == {"meeting_on"}

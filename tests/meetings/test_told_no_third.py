"""Is a promise that the controller was handed by another authority opened to no third (law 2)?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.between import HeldCase, Scope
from stafett.casework.models import Participation
from stafett.meetings.actions import step
from stafett.meetings.between_rules import no_next_step, promise_late
from stafett.meetings.models import Promise
from stafett.meetings.queries.case import meetings_page
from stafett.meetings.releasing import hand_over
from stafett.meetings.rules import Step
from stafett.safeguards.actions import accept, withdraw
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.rules import parts_between
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, held, of_unit

AGO = TODAY - timedelta(days=3)


def handed_to_karin(cast: Cast, due: Any = SOON) -> tuple[Participation, Promise]:
    """FK notes at a meeting of its own what AUC promised, and hands it over; Af is told what AUC agrees on
    and knows nothing of FK."""
    case = cast.enrolled()
    cast.consented(case, "FK Eskilstuna")
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course", "agreement"}, {}))
    fk = cast.unit("FK Eskilstuna").authority_id
    cast.as_everyone()
    accept(list(ConsentPart.objects.filter(giver=fk).order_by("pk")), by=cast.viewer("fatima"))
    meeting = booked(cast, case, "AUC", by="fatima", on=AGO)
    held(cast, meeting, of_unit(cast, "AUC", "Zqlofte", due), by="fatima")
    hand_over(meeting, by=cast.as_("fatima"))
    cast.as_everyone()
    return case, Promise.objects.get(copy_of__isnull=False)


def places(case: Participation) -> list[str]:
    """Where promises are read."""
    names = ("participation", "meetings", "timeline", "plan_person")
    return [
        *(reverse(name, args=[case.pk]) for name in names),
        *(f"/api/v1/participations/{case.pk}/{name}" for name in ("meetings", "timeline")),
    ]


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_copy_is_read_by_its_own_and_told_nowhere_to_a_third(
    cast: Cast, page: Any, taken_back: bool
) -> None:
    """FK lämnade ut löftet till Karin. Af får veta vad Karins enhet kommer överens om, men inte det FK skrev.

    Så är det också när personen tagit tillbaka det FK får berätta.
    """
    case, copy = handed_to_karin(cast)
    if taken_back:
        parts = ConsentPart.objects.filter(giver=cast.unit("FK Eskilstuna").authority_id)
        withdraw(list(parts.order_by("pk")), how="Ringde", by=cast.viewer("karin"))
    for place in places(case):
        assert "Zqlofte" in page("karin").get(place).content.decode(), place
    step(copy, Step.MOVE, by=cast.as_("karin"), to=SOON + timedelta(days=1), because="Zqskal")
    for place in places(case):
        text = page("per").get(place).content.decode()
        assert "Zqlofte" not in text, place
        assert "/AUC:/" not in text, place


def test_what_a_third_is_told_is_the_same_whether_there_is_such_a_copy_or_not(cast: Cast) -> None:
    """Af håller ihop: vad FK lämnat ut till Karin är inget nästa steg, och inget som är sent."""
    case, copy = handed_to_karin(cast)
    scope = Scope(
        {case.pk: HeldCase(case.pk, case.circle_id, 1, "AUC", AGO, AGO, case.initiative_id)}
    )
    assert [gap.participation_id for gap in no_next_step(cast.as_("per"), scope)] == [case.pk]
    assert list(no_next_step(cast.as_("karin"), scope)) == []
    cast.as_everyone()
    Promise.objects.filter(pk__in=[copy.pk, copy.copy_of]).update(
        due_on=AGO, first_due_on=AGO, made_on=AGO
    )
    assert list(promise_late(cast.as_("per"), scope)) == []
    assert [gap.told for gap in promise_late(cast.as_("karin"), scope)] == ["Zqlofte"]


def test_the_record_that_it_was_handed_over_from_is_read_by_whom_its_own_authority_tells(
    cast: Cast,
) -> None:
    """Karin antecknar vad FK lovat och lämnar ut det. Af läser Karins rad, en gång, och inte FK:s."""
    case = cast.enrolled()
    cast.consented(case, "FK Eskilstuna")
    cast.consented(case, "Af Flen")
    meeting = booked(cast, case, "FK Eskilstuna", on=AGO)
    held(cast, meeting, of_unit(cast, "FK Eskilstuna", "Zqlofte"))
    hand_over(meeting, by=cast.as_("karin"))
    for who in ("karin", "fatima", "per"):
        seen = meetings_page(cast.as_(who), case.pk)
        found = [one for card in seen.past for one in card.promises] + seen.loose
        assert len(found) == 1, who
        assert (found[0].promise.copy_of is None) is (who != "fatima"), who

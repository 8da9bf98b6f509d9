"""Does the living initiative show a party that was a mistake, and a day alongside that was moved?"""

from __future__ import annotations

from datetime import timedelta

from stafett.casework.models import Involvement
from stafett.demo.living.happening import let_happen
from stafett.demo.living.mistaken import WHY, let_add_by_mistake
from stafett.handover.models import Handover
from stafett.initiatives.models import Initiative
from tests.demo.conftest import DAY


def test_one_party_was_added_by_mistake_and_one_day_alongside_moved(stigen: Initiative) -> None:
    let_happen(stigen, today=DAY)
    kept = Involvement.pgh_event_model.objects.filter(pgh_label="delete")  # type: ignore[attr-defined]
    said = [row.pgh_context.metadata["why"] for row in kept.order_by("pgh_id")]
    assert said.count(WHY) == 1
    days = Handover.objects.exclude(alongside_until=None).values_list("alongside_until", flat=True)
    assert DAY + timedelta(days=10) in days.order_by("pk")


def test_where_no_case_is_open_nothing_is_added(stigen: Initiative) -> None:
    ended = Initiative.objects.get(code="duellen")
    assert ended != stigen
    assert let_add_by_mistake(ended, today=DAY) == 0

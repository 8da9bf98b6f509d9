"""Who shares cases in the living initiative?"""

from __future__ import annotations

from collections import Counter

from stafett.casework.models import Teammate
from stafett.initiatives.models import Initiative


def test_some_cases_have_contact_persons_and_some_a_pair(stigen: Initiative) -> None:
    parts = Teammate.objects.filter(participation__initiative=stigen).order_by("pk")
    found = Counter(parts.values_list("part", flat=True))
    assert found["contact"] > 10
    assert found["pair"] > 0

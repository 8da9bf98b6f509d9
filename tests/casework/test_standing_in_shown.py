"""Who stands in for the caseworker, on the case's own page."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from stafett.parties import actions as parties
from tests.casework.conftest import get
from tests.casework.unit_world import BY, give, karins
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_who_stands_in_is_marked_beside_the_one_who_is_away_and_alone(
    cast: Cast, page: Any
) -> None:
    one, eva = cast.enrolled(), cast.user("eva").staff
    assert eva
    give(cast, [one], karins(cast))
    parties.stand_in(eva, karins(cast), from_day=TODAY, until_day=TODAY + 9 * DAY, because="Kurs",
                     by=cast.viewer("lena"))  # fmt: skip
    assert "borta (Eva Led står in till 10 juni 2025)" in words(
        get(page("karin"), reverse("participation", args=[one.pk]))
    )
    parties.leave(karins(cast).tenures.get(stands_in=False), on=TODAY, by=BY)
    assert "Eva Led vikarie" in words(get(page("eva"), reverse("participation", args=[one.pk])))

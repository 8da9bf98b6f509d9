"""Who is told that a case fell back to their unit?"""

from __future__ import annotations

from stafett.casework.actions import reassign
from tests.casework.unit_world import karins
from tests.cast import Cast
from tests.handover.test_fallen import fallen
from tests.notices.telling import news


def test_everybody_in_the_unit_is_told_once_and_no_more_when_somebody_has_it(cast: Cast) -> None:
    case = fallen(cast)
    assert news(cast, "lena", besides="") == ["fell_back"]
    assert news(cast, "lena", besides="") == ["fell_back"], "looked for twice, told once"
    assert "fell_back" in news(cast, "karin", besides="")
    assert "fell_back" not in news(cast, "per", besides="")
    reassign([case], karins(cast), by=cast.as_("lena"), because="Karin hade den förut")
    assert "fell_back" not in news(cast, "lena", besides="")

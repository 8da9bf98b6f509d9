"""A case that fell back to a unit that was not asked: is it seen first, said why, and soon somebody's?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.models import Holding, Participation
from stafett.casework.queries.between import MINE, UNIT, BetweenPage, between
from stafett.casework.queries.participation import sheet
from stafett.handover.actions import accept
from stafett.safeguards.actions import withdraw
from tests.casework.conftest import _on_the_casts_day, get
from tests.casework.unit_world import give, karins
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed

__all__ = ["_on_the_casts_day"]
SAYS = "den som höll ihop det får inte längre se ärendet. Ingen där har det än."


def fallen(cast: Cast, **facts: Any) -> Participation:
    """A case that AUC had, that Af took over, and whose consent is taken back today."""
    case = at_af(cast, **facts)
    give(cast, [case], karins(cast))
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    parts = list(case.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, how="ringde", by=cast.as_("eva"))
    return case


def found(page: BetweenPage) -> list[tuple[str, Any]]:
    return [(row.rule.code, row.gap.participation_id) for row in page.rows]


@pytest.mark.parametrize("who", ["lena", "karin"])
def test_it_stands_first_though_others_have_waited_for_a_year(cast: Cast, who: str) -> None:
    old = cast.enrolled(starts_on=date(2024, 2, 1))
    case = fallen(cast)
    page = between(cast.as_(who), UNIT if who == "lena" else MINE)
    assert found(page)[0] == ("fell_back", case.pk)
    assert page.rows[0].gap.since == TODAY
    assert page.rows[0].url == reverse("assign", args=[case.pk])
    assert page.rows[0].may
    assert ("nobody_has", old.pk) in found(page)
    assert ("nobody_has", case.pk) not in found(page), "one row says it"


def test_the_list_says_that_it_is_urgent_and_why(cast: Cast, page: Any) -> None:
    fallen(cast)
    text = get(page("lena"), "/deltagare/mellan-stolarna/?vems=enhet")
    assert "Föll tillbaka till enheten: ingen handläggare" in text
    assert "Nu: det brådskande står först, sedan de som väntat längst" in text
    told = text.split("Så här letar sidan")[1].split("<dt>")
    urgent = [one.split("</dt>")[0] for one in told if "Brådskar: står först" in one]
    assert urgent == [
        "Den som håller ihop finns inte längre",
        "Föll tillbaka till enheten",
        "Ingen kvar som kan besluta om skyddet",
        "Den som håller ihop väntan finns inte längre",
        "Den som håller ihop ser inte ärendet",
    ]


def test_the_case_says_why_it_came_and_lets_one_choose(cast: Cast, page: Any) -> None:
    case = fallen(cast)
    lenas = get(page("lena"), f"/deltagare/{case.pk}/")
    assert "Föll tillbaka till AUC" in lenas
    assert SAYS in lenas
    choose = reverse("assign", args=[case.pk])
    head = lenas.split("Föll tillbaka till AUC")[1].split("</p>")[0]
    assert choose in head
    assert "Välj handläggare" in head
    give(cast, [case], karins(cast))
    assert SAYS not in get(page("lena"), f"/deltagare/{case.pk}/")


def test_who_may_not_see_it_any_more_is_told_nothing(cast: Cast, page: Any) -> None:
    case = fallen(cast)
    get(page("per"), f"/deltagare/{case.pk}/", 404)
    assert "fell_back" not in dict(found(between(cast.as_("per"), UNIT)))


def test_one_that_was_handed_over_and_that_nobody_has_did_not_fall(cast: Cast) -> None:
    case = at_af(cast)
    accept(proposed(cast, case, to="Projektkontoret"), by=cast.as_("eva"))
    cast.as_everyone()
    assert Holding.objects.filter(participation=case, unit=cast.unit("Projektkontoret")).exists()
    codes = [code for code, key in found(between(cast.as_("eva"), UNIT)) if key == case.pk]
    assert "fell_back" not in codes
    assert sheet(cast.as_("eva"), case.pk).fell_to is None


def test_one_that_was_handed_over_again_after_it_fell_did_not_fall(cast: Cast) -> None:
    case = fallen(cast)
    give(cast, [case], karins(cast))
    accept(proposed(cast, case, to="Projektkontoret"), by=cast.as_("eva"))
    cast.as_everyone()
    codes = [code for code, key in found(between(cast.as_("eva"), UNIT)) if key == case.pk]
    assert "fell_back" not in codes
    assert sheet(cast.as_("eva"), case.pk).fell_to is None


def test_who_does_not_hold_is_told_who_ends_it_and_is_not_offered_to(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    ours = get(page("karin"), f"/deltagare/{case.pk}/")
    assert f"/deltagare/{case.pk}/avsluta/" in ours
    accept(proposed(cast, case, alongside_until=TODAY + timedelta(9)), by=cast.as_("per"))
    theirs = get(page("karin"), f"/deltagare/{case.pk}/")
    assert f"/deltagare/{case.pk}/avsluta/" not in theirs
    assert "Avslutas av den som håller ihop: Af Flen." in theirs
    assert "<strong>AUC</strong> följer med till och med 11 juni 2025." in theirs
    assert "följer med till och med" not in ours

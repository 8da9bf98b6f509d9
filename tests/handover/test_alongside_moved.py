"""How long the giver is alongside can be moved: shorter by either hand, longer by the one that holds (A12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.actions import Exit, close
from stafett.casework.actions.involving import NewCase, involve
from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.handover.actions import accept
from stafett.handover.actions.alongside import move_alongside
from stafett.handover.models import Handover
from stafett.handover.queries.alongside import alongside_of
from stafett.safeguards.models import Member
from stafett.safeguards.rules import Refused
from tests.casework.conftest import _on_the_casts_day, faults, get, send
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed

__all__ = ["_on_the_casts_day"]
AGREED = TODAY + 60 * DAY


def along(cast: Cast) -> tuple[Participation, Handover]:
    """AUC has handed over to Af Flen and is alongside for sixty days."""
    case = at_af(cast)
    accept(proposed(cast, case, alongside_until=AGREED), by=cast.as_("per"))
    cast.as_everyone()
    return case, Handover.objects.select_related("participation", "from_unit").get()


def ends(cast: Cast, case: Participation) -> Any:
    """From which day AUC is in the case no longer."""
    cast.as_everyone()
    rows = Member.objects.filter(circle=case.circle_id, unit=cast.unit("AUC"), basis="role")
    return rows.get().until_day


def test_karin_som_följer_med_slutar_tidigare(cast: Cast, page: Any) -> None:
    """Per har tagit över och Karin följer med. Det går bra, så hon slutar följa med redan nästa vecka."""
    case, one = along(cast)
    where, karin = f"/deltagare/{case.pk}/overlamning/foljer-med/", page("karin")
    assert where in get(karin, f"/deltagare/{case.pk}/")
    sooner = TODAY + 7 * DAY
    send(karin, where, alongside_until=sooner, because="det går bra")
    assert ends(cast, case) == sooner + DAY
    one.refresh_from_db()
    assert one.alongside_until == sooner
    before = one.events.latest("pgh_id")  # type: ignore[attr-defined]
    assert (before.alongside_until, before.pgh_context.metadata["why"]) == (AGREED, "det går bra")
    assert "AUC</strong> följer med till och med 9 juni 2025" in get(
        karin, f"/deltagare/{case.pk}/"
    )
    (row,) = [r for r in between(cast.as_("karin"), MINE).rows if r.rule.code == "alongside_ends"]
    assert row.gap.comes == sooner
    assert where in get(karin, row.url)


def test_per_som_håller_ihop_låter_karin_följa_med_längre(cast: Cast) -> None:
    """Per vill ha Karin med ett tag till. Hon läser i ärendet till och med den nya dagen."""
    case, one = along(cast)
    later = AGREED + 30 * DAY
    move_alongside(one, later, by=cast.as_("per"), because="behövs ett tag till")
    assert ends(cast, case) == later + DAY
    viewer = replace(cast.as_("karin"), day=later)
    found = alongside_of(case, viewer.day)
    assert found is not None
    assert found.alongside_until == later


def test_the_giver_alone_does_not_make_it_longer(cast: Cast, page: Any) -> None:
    case, one = along(cast)
    with pytest.raises(Refused, match="Längre bestämmer den som håller ihop"):
        move_alongside(one, AGREED + DAY, by=cast.as_("karin"), because="vill vara kvar")
    assert ends(cast, case) == AGREED + DAY
    where = f"/deltagare/{case.pk}/overlamning/foljer-med/"
    answer = page("karin").post(
        where, {"alongside_until": AGREED + DAY, "because": "mitt skäl", "seen": "x"}
    )
    assert answer.status_code == 422
    assert "har ändrats sedan du öppnade sidan" in faults(answer)
    assert "mitt skäl" in answer.content.decode()


@pytest.mark.parametrize(
    ("until", "because", "field"),
    [
        (TODAY - DAY, "x", "alongside_until"),
        (AGREED, "x", "alongside_until"),
        (TODAY + 800 * DAY, "x", "alongside_until"),
        (TODAY, " ", "because"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, until: Any, because: str, field: str) -> None:
    _case, one = along(cast)
    with pytest.raises(Refused) as refused:
        move_alongside(one, until, by=cast.as_("per"), because=because)
    assert set(refused.value.faults) == {field}


def test_nobody_but_the_two_hands_moves_it(cast: Cast, page: Any) -> None:
    case, one = along(cast)
    for who in ("lena", "eva", "sven"):
        with pytest.raises(PermissionDenied, match="dem som följer med, AUC"):
            move_alongside(one, TODAY, by=cast.as_(who), because="x")
    for tab in ("", "overlamning/"):
        assert "foljer-med" not in get(page("lena"), f"/deltagare/{case.pk}/{tab}")


def test_it_is_not_moved_when_it_is_over(cast: Cast, page: Any) -> None:
    case, one = along(cast)
    after = replace(cast.as_("per"), day=AGREED + DAY)
    with pytest.raises(Refused, match="AUC följer inte med längre"):
        move_alongside(one, AGREED + 9 * DAY, by=after, because="x")
    leaving = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(case, leaving)], by=cast.as_("per"))
    cast.as_everyone()
    case.refresh_from_db()
    assert alongside_of(case, TODAY) is None
    answer = page("per").get(f"/deltagare/{case.pk}/overlamning/foljer-med/")
    assert answer.status_code == 403
    assert "Ingen följer med i ärendet nu" in answer.content.decode()


def test_one_that_has_a_case_of_its_own_stays_in_the_case(cast: Cast) -> None:
    case, one = along(cast)
    place = cast.unit("AUC")
    mine = NewCase(place.authority.party_id, place.authority_id, TODAY, place.pk)
    involve([(case, mine)], by=cast.as_("karin"))
    move_alongside(one, TODAY, by=cast.as_("per"), because="behövs inte")
    cast.as_everyone()
    stays = Member.objects.filter(circle=case.circle_id, unit=place, basis="role", until_day=None)
    assert stays.exists()

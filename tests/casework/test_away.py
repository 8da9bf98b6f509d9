"""Is it told that whoever has a case has not been there for long, and nobody in their place (F10 A20)?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stafett.accounts.models import User
from stafett.casework import between as registry
from stafett.casework.between_rules import DAYS_AWAY, RULES
from stafett.casework.queries.between import UNIT, BetweenPage, between
from stafett.frame.formats import plain_day
from stafett.parties import actions as parties
from stafett.parties.models import Position, Tenure
from tests.casework.test_between import enrolled, found, seen
from tests.casework.unit_world import BY, give, nils
from tests.cast import START, TODAY, Cast


@pytest.fixture(autouse=True)
def _caseworks_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rules of casework itself: each other app tries its own."""
    monkeypatch.setattr(registry, "_rules", {rule.code: rule for rule in RULES})


def _logged_in(cast: Cast, who: str, on: date) -> None:
    """Somebody was last there on a day."""
    cast.as_everyone()
    at = datetime(on.year, on.month, on.day, 23, 30, tzinfo=timezone.get_default_timezone())
    User.objects.filter(pk=cast.user(who).pk).update(last_login=at)


def _away_since(cast: Cast, days: int) -> BetweenPage:
    """Nils has a case in Karin's unit, and was last there so many days ago."""
    give(cast, [enrolled(cast, "Ek")], nils(cast))
    _logged_in(cast, "nils", TODAY - timedelta(days=days))
    return seen(cast, asked=UNIT)


def test_a_case_whose_worker_has_not_been_in_for_more_than_a_fortnight_is_found(cast: Cast) -> None:
    """Nils blev sjuk och ingen utsågs i hans ställe: hans ärenden står i enhetens lista."""
    assert found(_away_since(cast, DAYS_AWAY)) == []
    _logged_in(cast, "nils", TODAY - timedelta(days=DAYS_AWAY + 1))
    page = seen(cast, asked=UNIT)
    assert found(page) == [("holder_away", "Ek")]
    (row,) = page.rows
    assert row.gap.since == TODAY - timedelta(days=1)
    assert row.gap.told == f"inte inloggad sedan {plain_day(TODAY - timedelta(days=15))}"
    assert row.url == reverse("assign", args=[row.gap.participation_id])
    assert found(seen(cast)) == [], "it is no case of hers"


def test_a_case_is_not_told_of_when_somebody_who_stands_in_has_been_there(cast: Cast) -> None:
    assert found(_away_since(cast, 40)) == [("holder_away", "Ek")]
    his, karin = Position.objects.get(title="Handläggare"), cast.user("karin").staff
    span = {"from_day": TODAY - timedelta(days=30), "until_day": TODAY + timedelta(days=9)}
    parties.stand_in(karin, his, because="Sjuk", by=BY, **span)
    assert found(seen(cast, asked=UNIT)) == [("holder_away", "Ek")], "she has not been there yet"
    _logged_in(cast, "karin", TODAY - timedelta(days=2))
    assert found(seen(cast, asked=UNIT)) == []


def test_whoever_took_the_post_lately_or_got_the_case_is_not_away_from_before(cast: Cast) -> None:
    his = nils(cast)
    _logged_in(cast, "nils", START)
    give(cast, [enrolled(cast, "Ek", starts_on=TODAY - timedelta(days=3))], his)
    assert found(seen(cast, asked=UNIT)) == []
    Tenure.objects.filter(position=his).update(from_day=TODAY - timedelta(days=5))
    give(cast, [enrolled(cast, "Al", starts_on=TODAY - timedelta(days=90))], his)
    assert found(seen(cast, asked=UNIT)) == []


def test_of_one_who_has_never_logged_in_nothing_is_known(cast: Cast) -> None:
    give(cast, [enrolled(cast, "Ek")], nils(cast))
    assert found(seen(cast, asked=UNIT)) == []


def test_one_who_was_appointed_today_is_not_away_before_they_have_logged_in(cast: Cast) -> None:
    assert found(_away_since(cast, 40)) == [("holder_away", "Ek")]
    his = Position.objects.get(title="Handläggare")
    new = parties.add_staff(cast.unit("AUC").authority, "Vera Vikarie", by=BY)
    span = {"from_day": TODAY - timedelta(days=1), "until_day": TODAY + timedelta(days=9)}
    parties.stand_in(new, his, because="Sjuk", by=BY, **span)
    assert found(seen(cast, asked=UNIT)) == []


def test_another_unit_is_not_told_when_somebody_was_last_there(cast: Cast) -> None:
    assert found(_away_since(cast, 40)) == [("holder_away", "Ek")]
    mine = enrolled(cast, "Kholm", branch="katrineholm")
    assert found(seen(cast, "karin", "prov")) == [("holder_away", "Ek")]
    others = seen(cast, "lotta", "prov")
    assert {row.gap.participation_id for row in others.rows} <= {mine.pk}


def test_who_fills_the_posts_is_asked_once_a_list_and_anew_for_the_next(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert found(_away_since(cast, 40)) == [("holder_away", "Ek")]
    assert sum("last_login" in one["sql"] and "tenure" in one["sql"] for one in asked) == 1
    viewer = cast.as_("karin")
    assert found(between(viewer, UNIT)) == [("holder_away", "Ek")]
    his = Position.objects.get(title="Handläggare")
    give(cast, [enrolled(cast, "Al")], his)
    Tenure.objects.filter(position=his).delete()
    assert {rule for rule, _name in found(between(cast.as_("karin"), UNIT))} == {"nobody_has"}


def test_when_somebody_of_another_unit_was_there_is_their_own_units_to_know(cast: Cast) -> None:
    """Eva leder insatsen och ser Nils ärende i sin lista, men inte när han loggade in."""
    assert found(_away_since(cast, 40)) == [("holder_away", "Ek")]
    page = seen(cast, "eva", asked=cast.initiative.code)
    assert page.looked_through == 1
    assert found(page) == []

"""Who waits is held by a unit that is there: one that closes leaves nobody in a queue, and takes nobody in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.casework.models import Holding
from stafett.casework.queries.between import UNIT, between
from stafett.initiatives import actions as initiatives
from stafett.parties import actions as parties
from stafett.parties.models import Unit
from stafett.parties.refusals import Refused
from stafett.referrals import actions, queries
from stafett.referrals.actions import Decision
from stafett.referrals.models import Referral
from stafett.safeguards.models import Member
from stafett.safeguards.reach import reaching, set_reach
from tests.casework.unit_world import BY
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY
from tests.referrals.test_self import WRITTEN
from tests.referrals.world import PHONE, referred, sent_of

Page = Callable[[str], Client]


def gone(cast: Cast, *names: str, last: Any = TODAY - DAY) -> None:
    """Units that closed before anybody asked who waited there."""
    cast.as_everyone()
    Unit.objects.filter(name__in=names).update(valid_to=last)


def waits(cast: Cast, one: Referral) -> list[tuple[str, Any, Any]]:
    """Who has held the wait, from when until when."""
    cast.as_everyone()
    rows = one.holdings.select_related("unit").order_by("from_day")
    return [(row.unit.name, row.from_day, row.until_day) for row in rows]


def test_the_referrers_unit_wants_to_close(cast: Cast) -> None:
    """Försäkringskassans kontor ska läggas ned, men Noor väntar hos dem. Det går först när AUC håller ihop
    väntan; sedan kan kontoret stängas, och Noor har hela tiden någon."""
    one = referred(cast, days_ago=5)
    with pytest.raises(Refused, match="väntar hos FK Eskilstuna. Har enheten aktualiserat"):
        parties.change(cast.unit("FK Eskilstuna"), valid_to=TODAY + 30 * DAY, by=BY)
    actions.ask_to_hold(sent_of(one), by=cast.as_("fatima"))
    actions.take_over(one, by=cast.as_("karin"))
    cast.as_everyone()
    parties.change(cast.unit("FK Eskilstuna"), valid_to=TODAY, by=BY)
    assert waits(cast, one)[-1] == ("AUC", TODAY, None)


def test_the_intake_wants_to_close(cast: Cast) -> None:
    """AUC tar emot i Flen och ska läggas ned. Eva låter nya ärenden börja hos Projektkontoret: de som väntar
    följer med dit, också den som Försäkringskassan håller, och så kan AUC stängas."""
    theirs, asked = referred(cast, days_ago=5), referred(cast, "per", days_ago=3)
    actions.take_over(asked, by=cast.as_("karin"))
    fresh = referred(cast, "sven")
    actions.take_over(fresh, by=cast.as_("karin"))
    office = cast.unit("Projektkontoret")
    viewer = cast.as_("eva")
    initiatives.change(cast.branch(), holder=office, by=viewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.controllers')")
        assert {int(one) for one in cursor.fetchone()[0].split(",")} == set(viewer.controllers)
    assert waits(cast, theirs)[-1][0] == "FK Eskilstuna"
    assert waits(cast, asked)[-2:] == [
        ("Af Flen", TODAY - 3 * DAY, TODAY),
        ("Projektkontoret", TODAY, None),
    ]
    assert waits(cast, fresh) == [("Projektkontoret", TODAY, None)]
    assert set(Referral.objects.values_list("intake_unit", flat=True)) == {office.pk}
    parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)


def test_a_wait_since_before_follows_from_the_day_that_it_is_said(cast: Cast) -> None:
    one = referred(cast, days_ago=5)
    actions.take_over(one, by=cast.as_("karin"))
    cast.as_everyone()
    one.holdings.filter(unit=cast.unit("FK Eskilstuna")).update(until_day=TODAY - DAY)
    one.holdings.filter(unit=cast.unit("AUC")).update(from_day=TODAY - DAY)
    initiatives.change(cast.branch(), holder=cast.unit("Projektkontoret"), by=BY)
    assert waits(cast, one)[-2:] == [("AUC", TODAY - DAY, TODAY), ("Projektkontoret", TODAY, None)]


def test_those_in_another_branch_and_the_decided_stay(cast: Cast) -> None:
    other, over = referred(cast, branch="katrineholm"), referred(cast, "per")
    actions.close(over, "step_back", Decision("flyttar"), by=cast.as_("karin"))
    cast.as_everyone()
    initiatives.change(cast.branch(), holder=cast.unit("Projektkontoret"), by=BY)
    for one, unit in ((other, "Viadidakt"), (over, "AUC")):
        assert Referral.objects.get(pk=one.pk).intake_unit == cast.unit(unit)


def test_whoever_takes_in_anew_is_let_in(cast: Cast) -> None:
    one = referred(cast)
    new = parties.add_unit(cast.unit("AUC").authority, "Nya intaget", by=BY)
    cast.as_everyone()
    initiatives.change(cast.branch(), holder=new, by=BY)
    assert Member.objects.filter(circle=one.circle_id, unit=new, until_day=None).exists()


def test_a_unit_that_is_to_close_refers_and_the_intake_holds(cast: Cast) -> None:
    gone(cast, "FK Eskilstuna", last=TODAY + 30 * DAY)
    one = referred(cast)
    assert waits(cast, one) == [("AUC", TODAY, None)]
    assert sent_of(one).held_until == TODAY
    parties.change(cast.unit("FK Eskilstuna"), valid_to=TODAY, by=BY)


def test_nobody_is_referred_or_taken_in_to_a_unit_that_has_closed(cast: Cast) -> None:
    gone(cast, "AUC")
    one = referred(cast)
    assert one.intake_unit == cast.unit("Projektkontoret")
    actions.accept(one, Decision("Välkommen"), by=cast.as_("eva"))
    cast.as_everyone()
    assert Holding.objects.get().unit == cast.unit("Projektkontoret")


def test_who_comes_alone_begins_at_a_unit_that_is_there(cast: Cast) -> None:
    cast.as_everyone()
    actions.open_door(cast.branch(), True, "Kom hit!", PHONE, by=cast.viewer("eva"))
    gone(cast, "AUC", last=timezone.localdate() + DAY)
    address = reverse("apply", args=["prov", "flen"])
    assert "Tack!" in Client().post(address, WRITTEN, follow=True).content.decode()
    cast.as_everyone()
    one = Referral.objects.get()
    assert one.intake_unit == one.holdings.get().unit == cast.unit("Projektkontoret")


def test_who_comes_alone_where_no_unit_is_left_still_has_somebody(cast: Cast) -> None:
    cast.as_everyone()
    actions.open_door(cast.branch(), True, "Kom hit!", PHONE, by=cast.viewer("eva"))
    gone(cast, "AUC", "Projektkontoret")
    address = reverse("apply", args=["prov", "flen"])
    assert "Tack!" in Client().post(address, WRITTEN, follow=True).content.decode()
    cast.as_everyone()
    assert Referral.objects.get().holdings.get().unit == cast.unit("AUC")


def test_a_wait_with_a_closed_unit_is_found_and_taken_over(cast: Cast) -> None:
    one = referred(cast, days_ago=5)
    gone(cast, "FK Eskilstuna")
    assert found(cast, "karin", UNIT) == found(cast, "eva", "prov")
    assert found(cast, "karin", UNIT) == [
        ("Noor Haddad", "FK Eskilstuna till och med 1 juni 2025", TODAY)
    ]
    assert found(cast, "per", UNIT) == []
    actions.take_over(one, by=cast.as_("karin"))
    assert found(cast, "karin", UNIT) == []


def test_a_wait_with_a_closed_intake_is_held_by_the_one_there_is(cast: Cast) -> None:
    one = referred(cast)
    actions.take_over(one, by=cast.as_("karin"))
    eva = cast.as_("eva")
    assert "take_over" not in [step.code for step in queries.sheet(eva, one.pk).steps]
    gone(cast, "AUC")
    eva = cast.as_("eva")
    assert found(cast, "eva", UNIT) != []
    assert "take_over" in [step.code for step in queries.sheet(eva, one.pk).steps]
    actions.take_over(one, by=eva)
    assert waits(cast, one) == [("Projektkontoret", TODAY, None)]
    with pytest.raises(Refused, match="redan"):
        actions.take_over(one, by=cast.as_("eva"))


def found(cast: Cast, who: str, asked: str) -> list[tuple[str, str, Any]]:
    """What Mellan stolarna says of waits at closed units."""
    rows = between(cast.as_(who), asked).rows
    return [(r.name, r.gap.told, r.gap.since) for r in rows if r.rule.code == "waits_at_closed"]


def test_the_form_offers_those_of_the_unit_that_is_there(cast: Cast, page: Page) -> None:
    one = referred(cast)
    gone(cast, "AUC", last=timezone.localdate() + DAY)
    address = reverse("referral_accept", args=[one.pk])
    assert "Vem får ärendet?" not in page("karin").get(address).content.decode()


def test_what_is_reached_for_a_while_is_reached_no_more(cast: Cast) -> None:
    set_reach(())
    with reaching(cast.unit("AUC").authority_id):
        assert Referral.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.controllers')")
        assert cursor.fetchone()[0] == ""

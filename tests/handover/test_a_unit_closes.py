"""Never nobody when a unit closes: nobody is left there, nobody new comes there, and what is there is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from stafett.casework.actions import Taking, close, correct, reopen, take_over
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.casework.queries.between import UNIT, between
from stafett.database.batch import settle
from stafett.handover.access import gives, missing
from stafett.handover.actions import accept
from stafett.handover.rules import Missing
from stafett.handover.settling import home_of
from stafett.initiatives import actions as initiatives
from stafett.initiatives.intakes import intake_of
from stafett.initiatives.models import Branch
from stafett.parties import actions as parties
from stafett.parties.models import Unit
from stafett.parties.refusals import Refused as UnitRefused
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.reach import set_reach
from stafett.safeguards.rules import Refused
from tests.casework.test_enrol_page import enrolled_by
from tests.casework.unit_world import BY, karins, post
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, held, proposed
from tests.handover.test_settling import leaving

YESTERDAY = TODAY - DAY
Page = Callable[[str], Client]


def gone(cast: Cast, *names: str, last: Any = YESTERDAY) -> None:
    """Units that closed before anybody asked what they held."""
    cast.as_everyone()
    Unit.objects.filter(name__in=names).update(valid_to=last)


def begins(cast: Cast, unit: str) -> Branch:
    """Flen, whose new cases begin at a unit."""
    return initiatives.change(cast.branch(), holder=cast.unit(unit), by=BY)


def at_office(cast: Cast, **asked: Any) -> Participation:
    """A case that Af holds, after AUC; new ones begin at AUC still."""
    case = at_af(cast)
    accept(proposed(cast, case, **asked), by=cast.as_("per"))
    cast.as_everyone()
    return Participation.objects.select_related("branch__holder", "circle").get(pk=case.pk)


def test_a_case_falls_back_to_a_unit_that_is_there(cast: Cast) -> None:
    case = at_office(cast)
    gone(cast, "AUC")
    assert home_of(case, TODAY) == cast.unit("Projektkontoret")


def test_a_unit_that_is_to_close_or_has_not_begun_is_no_home(cast: Cast) -> None:
    case = at_office(cast)
    gone(cast, "AUC", last=TODAY + 30 * DAY)
    assert home_of(case, TODAY) == cast.unit("Projektkontoret")
    Unit.objects.filter(name="AUC").update(valid_to=None, valid_from=TODAY + DAY)
    assert home_of(case, TODAY) == cast.unit("Projektkontoret")
    assert home_of(case, TODAY + DAY) == cast.unit("AUC")


def test_the_home_is_one_where_somebody_works_before_an_empty_one(cast: Cast) -> None:
    case = at_office(cast)
    home = cast.unit("AUC").authority
    empty = parties.add_unit(home, "Tom enhet", by=BY)
    filled = parties.add_unit(home, "Bemannad enhet", by=BY)
    cast.initiative.engagements.filter(unit=cast.unit("Projektkontoret")).delete()
    case.circle.members.exclude(unit=cast.unit("Af Flen")).delete()
    gone(cast, "AUC", "Projektkontoret")
    assert home_of(case, TODAY) == empty
    staff = parties.add_staff(home, "Nils Ny", by=BY)
    parties.appoint(staff, post(cast, unit="Bemannad enhet"), from_day=TODAY, by=BY)
    assert home_of(case, TODAY) == filled


def test_the_home_is_one_engaged_in_the_branch_before_others(cast: Cast) -> None:
    case = at_office(cast)
    home = cast.unit("AUC").authority
    parties.add_unit(home, "Tom enhet", by=BY)
    team = parties.add_unit(home, "Flens team", by=BY)
    initiatives.engage(cast.initiative, team, "coach", branch=cast.branch(), from_day=TODAY, by=BY)
    case.circle.members.exclude(unit=cast.unit("Af Flen")).delete()
    gone(cast, "AUC", "Projektkontoret")
    assert home_of(case, TODAY) == team


def test_an_authority_whose_units_all_are_to_close_is_home_while_one_is_there(cast: Cast) -> None:
    case = at_office(cast)
    gone(cast, "AUC")
    gone(cast, "Projektkontoret", last=TODAY)
    assert home_of(case, TODAY) == cast.unit("Projektkontoret")


def test_somebody_is_home_though_the_authority_has_no_unit_left(cast: Cast) -> None:
    case = at_office(cast)
    case.branch = begins(cast, "Försörjningsstöd")
    gone(cast, "AUC", "Projektkontoret")
    assert home_of(case, TODAY) == cast.unit("Försörjningsstöd")
    gone(cast, "Försörjningsstöd")
    case.branch.holder.refresh_from_db()
    assert home_of(case, TODAY) == cast.unit("Försörjningsstöd")


def test_somebody_protected_whose_team_is_closed_still_has_somebody(cast: Cast) -> None:
    hidden = cast.person(given_name="", family_name="Dold", protection="marked", alias="X")
    case = cast.enrolled(person=hidden, named_team=((cast.unit("AUC").pk, karins(cast).pk),))
    gone(cast, "AUC")
    now = Participation.objects.select_related("branch__holder", "circle").get(pk=case.pk)
    assert home_of(now, TODAY) == cast.unit("Projektkontoret")


def test_new_cases_begin_at_a_unit_that_is_there(cast: Cast) -> None:
    assert intake_of(cast.branch(), TODAY) == cast.unit("AUC")
    gone(cast, "AUC")
    assert intake_of(cast.branch(), TODAY) == cast.unit("Projektkontoret")
    cast.initiative.engagements.filter(unit=cast.unit("Projektkontoret")).delete()
    first = parties.add_unit(cast.unit("AUC").authority, "Tom enhet", by=BY)
    assert intake_of(cast.branch(), TODAY) == min(
        first, cast.unit("Projektkontoret"), key=lambda u: u.pk
    )
    team = parties.add_unit(first.authority, "Flens team", by=BY)
    initiatives.engage(cast.initiative, team, "coach", branch=cast.branch(), from_day=TODAY, by=BY)
    assert intake_of(cast.branch(), TODAY) == team


def test_nobody_is_enrolled_at_a_unit_that_is_to_close(cast: Cast) -> None:
    gone(cast, "AUC", last=TODAY + 30 * DAY)
    with pytest.raises(Refused, match="AUC har fått en sista dag"):
        cast.enrolled()


def test_whoever_has_left_already_is_recorded_as_held_by_a_unit_that_was(cast: Cast) -> None:
    gone(cast, "AUC")
    case = cast.enrolled(
        ends_on=YESTERDAY, status="ended", outcome_id=cast.outcome("arbete").pk, next_step_id="none_needed",
    )  # fmt: skip
    assert held(cast, case)[-1][0] == "AUC"


def test_a_correction_gives_nobody_to_a_unit_that_is_to_close(cast: Cast) -> None:
    case = cast.enrolled()
    gone(cast, "Projektkontoret", last=TODAY + 30 * DAY)
    told = as_told(case, holder_unit_id=cast.unit("Projektkontoret").pk)
    with pytest.raises(Refused, match="Projektkontoret har fått en sista dag"):
        correct([(case, told)], by=cast.as_("karin"), because="registret", only={"holder_unit_id"})


def test_a_unit_that_is_to_close_takes_no_case_over(cast: Cast) -> None:
    case = at_af(cast)
    gone(cast, "Af Flen", last=TODAY + 30 * DAY)
    assert missing(cast.unit("Af Flen"), case, TODAY) == Missing.CLOSES
    with pytest.raises(Refused, match="Af Flen har fått en sista dag"):
        proposed(cast, case)


def test_an_exit_that_is_undone_leads_to_a_unit_that_is_there(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    begins(cast, "Projektkontoret")
    parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)
    case.refresh_from_db()
    reopen([case], by=BY, because="skrevs av misstag")
    settle()
    assert held(cast, case)[-1] == ("Projektkontoret", TODAY, None)


def test_an_exit_is_undone_where_there_is_no_other_unit(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    gone(cast, "AUC", last=TODAY)
    gone(cast, "Projektkontoret")
    case.refresh_from_db()
    reopen([case], by=BY, because="skrevs av misstag")
    assert [unit for unit, *_days in held(cast, case)] == ["AUC"]


def test_a_unit_where_new_cases_begin_does_not_close_before_the_initiative(cast: Cast) -> None:
    with pytest.raises(UnitRefused, match="Nya ärenden börjar hos AUC i Provinsatsen, Flen"):
        parties.change(cast.unit("AUC"), valid_to=TODAY + 30 * DAY, by=BY)
    initiatives.change(cast.initiative, ends_on=TODAY + 30 * DAY, by=BY)
    with pytest.raises(UnitRefused, match="Nya ärenden börjar"):
        parties.change(cast.unit("AUC"), valid_to=TODAY + 29 * DAY, by=BY)
    parties.change(cast.unit("AUC"), valid_to=TODAY + 30 * DAY, by=BY)


def test_a_unit_with_a_last_day_is_not_chosen_for_new_cases(cast: Cast) -> None:
    parties.change(cast.unit("Psykiatrin"), valid_to=TODAY + 30 * DAY, by=BY)
    with pytest.raises(UnitRefused, match="Psykiatrin har fått en sista dag") as refused:
        begins(cast, "Psykiatrin")
    assert refused.value.field == "holder"
    with pytest.raises(UnitRefused, match="Psykiatrin har fått en sista dag"):
        initiatives.open_branch(cast.initiative, "ny", "Ny", cast.unit("Psykiatrin"), by=BY)


def test_a_branch_is_changed_though_its_unit_has_a_last_day(cast: Cast) -> None:
    gone(cast, "AUC")
    assert initiatives.change(cast.branch(), holder=cast.unit("AUC"), plan="Ny", by=BY).plan == "Ny"


def test_the_last_unit_of_an_authority_that_answers_does_not_close(cast: Cast) -> None:
    begins(cast, "Försörjningsstöd")
    parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)
    with pytest.raises(UnitRefused, match="Flens arbetsmarknadsnämnd svarar för ärenden"):
        parties.change(cast.unit("Projektkontoret"), valid_to=TODAY, by=BY)


def test_nor_while_there_is_a_case_in_what_is_over(cast: Cast) -> None:
    at_office(cast)
    begins(cast, "Försörjningsstöd")
    initiatives.change(cast.initiative, ends_on=TODAY, by=BY)
    cast.as_everyone()
    parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)
    with pytest.raises(UnitRefused, match="Flens arbetsmarknadsnämnd svarar för ärenden"):
        parties.change(cast.unit("Projektkontoret"), valid_to=TODAY, by=BY)


def test_an_authority_that_answers_for_nobody_closes_its_last(cast: Cast) -> None:
    parties.change(cast.unit("Psykiatrin"), valid_to=TODAY, by=BY)
    assert cast.unit("Psykiatrin").valid_to == TODAY


def test_a_last_day_is_moved_later_or_kept_and_nothing_is_asked(cast: Cast) -> None:
    at_af(cast)
    gone(cast, "AUC", last=TODAY + DAY)
    for last in (TODAY + DAY, TODAY + 2 * DAY, None):
        parties.change(cast.unit("AUC"), valid_to=last, name="AUC", by=BY)
    with pytest.raises(UnitRefused):
        parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)


def test_a_unit_that_holds_is_not_said_to_begin_later(cast: Cast) -> None:
    at_af(cast)
    with pytest.raises(UnitRefused, match="AUC håller ihop ärenden") as refused:
        parties.change(cast.unit("AUC"), valid_from=TODAY + DAY, by=BY)
    assert refused.value.field == "valid_from"
    parties.change(cast.unit("AUC"), valid_from=TODAY, by=BY)


def found(cast: Cast, who: str, asked: str = UNIT) -> list[tuple[str, str, str, Any]]:
    """What Mellan stolarna says of holders that have closed."""
    viewer = viewer_of(cast.user(who), TODAY)
    set_reach(viewer.controllers)
    rows = between(viewer, asked).rows
    return [
        (one.gap.who, one.gap.told, one.url.split("/")[-3], one.gap.since)
        for one in rows if one.rule.code == "holder_closed"
    ]  # fmt: skip


def test_a_case_whose_holder_has_closed_is_found_by_those_who_answer_and_lead(cast: Cast) -> None:
    case = at_office(cast, alongside_until=TODAY + 20 * DAY)
    assert found(cast, "karin") == []
    gone(cast, "Af Flen")
    row = ("Flens arbetsmarknadsnämnd", "Af Flen till och med 1 juni 2025", "overlamning", TODAY)
    assert found(cast, "karin") == [row]
    assert found(cast, "eva") == found(cast, "eva", "prov") == [row]
    assert found(cast, "fatima") == []
    assert found(cast, "sven") == [], "in the case, and does not answer for the record"
    assert found(cast, "per") == []
    assert gives(cast.as_("karin"), case)


def test_a_case_that_is_over_is_not_found(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    gone(cast, "AUC", last=TODAY - timedelta(days=3))
    assert found(cast, "eva", "prov") == []


def test_somebody_is_enrolled_by_the_page_where_a_unit_is_there(cast: Cast, page: Page) -> None:
    gone(cast, "AUC", last=localdate() + DAY)
    case = enrolled_by(page("eva"), cast)
    assert held(cast, case)[-1][0] == "Projektkontoret"
    text = page("eva").get(f"/deltagare/{case.pk}/", follow=True).content.decode()
    assert "Projektkontoret" in text


def test_the_page_says_what_is_left_at_a_unit_and_where_it_is_moved(cast: Cast, page: Page) -> None:
    """Eva vill stänga AUC på sidan: hon får veta att nya ärenden i Flen börjar där, och var det ändras."""
    address = reverse("unit_edit", args=[cast.unit("AUC").pk])
    answer = page("eva").post(address, {"name": "AUC", "valid_to": localdate().isoformat()})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Nya ärenden börjar hos AUC i Provinsatsen, Flen." in text
    assert "på insatsens sida" in text


def test_nor_when_it_holds_through_today_alone(cast: Cast) -> None:
    close([(cast.enrolled(), leaving(cast))], by=cast.as_("karin"))
    cast.as_everyone()
    with pytest.raises(UnitRefused, match="AUC håller ihop ärenden"):
        parties.change(cast.unit("AUC"), valid_from=TODAY + DAY, by=BY)


def test_nobody_takes_over_in_a_unit_that_got_a_last_day_meanwhile(cast: Cast) -> None:
    case = cast.enrolled()
    gone(cast, "Projektkontoret", last=TODAY + 30 * DAY)
    there = Taking(case, cast.unit("Projektkontoret"))
    with pytest.raises(Refused, match="Projektkontoret har fått en sista dag"):
        take_over([there], by=BY, because="byte")

"""An answer at a link is about the handover that it asks about, and nothing of an earlier question is left."""

from __future__ import annotations

import pytest
from django.test import Client

from stafett.casework.actions import reopen
from stafett.casework.between import Scope
from stafett.casework.models import Participation
from stafett.handover.actions import answer, question_by_link
from stafett.handover.actions.by_link import of_link
from stafett.handover.between_rules import link_unanswered
from stafett.handover.models import Handover
from stafett.parties import actions as parties
from stafett.parties.models import Tenure
from tests.accounts.openid.running import Running
from tests.casework.conftest import Page, faults, send
from tests.casework.test_consent_pages import at as consents_at
from tests.casework.unit_world import BY, karins
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, proposed
from tests.handover.test_pages import at
from tests.links.test_handover_by_link import CLINIC, answers, made, told
from tests.links.test_release_by_link import NINA
from tests.links.walking import opened, says, with_number

pytestmark = pytest.mark.loopback


def to_the_clinic(cast: Cast, provider: Running) -> tuple[Participation, Handover]:
    """Somebody whose handover to the clinic is proposed, under a consent; Nina there can say who she is."""
    says(provider, NINA)
    one = with_number(cast)
    cast.consented(one, "Af Flen", "Psykiatrin")
    return one, proposed(cast, one, outside=CLINIC)


def test_a_yes_at_a_link_takes_over_no_other_case(
    cast: Cast, page: Page, provider: Running
) -> None:
    other = proposed(cast, cast.enrolled(), outside="Komvux Flen")
    one, _first = to_the_clinic(cast, provider)
    code, desk = made(cast, page, one), Client()
    opened(desk, code)
    assert "Tack, svaret är antecknat" in answers(desk, "yes")
    cast.as_everyone()
    assert Handover.objects.get(pk=other.pk).stand == "proposed"
    assert Handover.objects.get(participation=one).stand == "done"


def test_a_new_link_asks_anew_without_what_the_last_one_was_asked(
    cast: Cast, page: Page, provider: Running
) -> None:
    one, first = to_the_clinic(cast, provider)
    made(cast, page, one)
    cast.as_everyone()
    link = Handover.objects.select_related("link").get(pk=first.pk).link
    assert link is not None
    found = of_link(link)
    assert found is not None
    assert found.pk == first.pk
    question_by_link(link, "Finns det ett schema?", day=TODAY)
    answer(first, "Ja, dagtid.", by=cast.as_("karin"))
    cast.as_everyone()
    page("karin").post(f"{consents_at(one, 'samtycke')}lank/{link.pk}/aterkalla/")
    made(cast, page, one)
    cast.as_everyone()
    now = Handover.objects.get(pk=first.pk)
    assert (now.question, now.answer) == ("", "")


def test_a_link_without_answer_is_told_in_its_own_case_alone(
    cast: Cast, page: Page, provider: Running
) -> None:
    one, _first = to_the_clinic(cast, provider)
    made(cast, page, one)
    assert list(link_unanswered(cast.as_("karin"), Scope(cases={}))) == []


def test_a_yes_whose_exit_was_undone_is_no_news_any_more(
    cast: Cast, page: Page, provider: Running
) -> None:
    one, _first = to_the_clinic(cast, provider)
    desk = Client()
    opened(desk, made(cast, page, one))
    answers(desk, "yes")
    assert told(cast) == ["done"]
    cast.as_everyone()
    one.refresh_from_db()
    reopen([one], by=cast.as_("karin"), because="de kunde inte ändå")
    assert told(cast) == []
    cast.as_everyone()
    assert Handover.objects.get(participation=one).undone_on == TODAY


def test_a_yes_at_a_link_from_before_the_first_day_is_refused_in_words(
    cast: Cast, page: Page, provider: Running
) -> None:
    one, _first = to_the_clinic(cast, provider)
    code, desk = made(cast, page, one), Client()
    opened(desk, code)
    cast.as_everyone()
    parties.leave(Tenure.objects.get(position=karins(cast)), on=TODAY, by=BY)
    assert "Tack, svaret är antecknat" in answers(desk, "yes")
    cast.as_everyone()
    Handover.objects.update(taken_on=one.starts_on - DAY)
    outcome = cast.outcome("arbete").pk
    answer = send(page("eva"), at(one, "utanfor"), 422, ends_on=TODAY.isoformat(), outcome=outcome)
    assert "Deltagandet började" in faults(answer)
    assert Handover.objects.get().stand == "accepted"

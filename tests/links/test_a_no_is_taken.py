"""Is a no always taken, and is whoever cannot answer any more told why and whom to turn to?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.safeguards.actions import withdraw
from stafett.safeguards.actions.links import recall
from stafett.safeguards.link_words import EXPIRED
from stafett.safeguards.models import Consent, Identification, Link, LinkState, Outcome, Reading
from stafett.safeguards.queries.links import stands
from tests.accounts.openid.running import Running
from tests.casework.conftest import Page, get
from tests.casework.test_consent_pages import at
from tests.cast import Cast
from tests.handover.giving import proposed
from tests.links import test_guardians_by_link as guardians
from tests.links import test_handover_by_link as handing
from tests.links.test_release_by_link import NINA
from tests.links.walking import (
    ANSWER,
    RESULT,
    SOMEBODY,
    back,
    opened,
    says,
    signing,
    with_number,
)

pytestmark = pytest.mark.loopback


def asker(cast: Cast) -> str:
    """Whom to turn to: the unit that asked."""
    unit = cast.unit("AUC")
    return f"{unit.name}, {unit.authority.name}"


def run_out() -> None:
    Link.objects.update(expires_at=timezone.now() - timedelta(minutes=1))


def no(client: Client) -> Any:
    return client.post(ANSWER, {"answer": "no"})


def result(client: Client) -> str:
    return client.get(RESULT).content.decode()


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_an_answer_to_a_question_that_has_run_out_says_so_and_whom_to_turn_to(
    cast: Cast, one: Participation, code: str, answer: str
) -> None:
    """Amina läser länge. När hon trycker har frågan gått ut: hon får veta det, och vart hon kan vända sig."""
    phone = Client()
    opened(phone, code)
    run_out()
    before = Reading.objects.count()
    late = phone.post(ANSWER, {"answer": answer})
    said = late.content.decode()
    assert late.status_code == 409
    assert "Frågan har gått ut" in said
    assert f"Vänd dig till {asker(cast)}" in said
    assert "Frågan har gått ut" in result(phone)
    assert Reading.objects.count() == before
    assert stands(Link.objects.get()) == EXPIRED


def test_a_no_after_going_back_from_the_e_id_is_taken(
    page: Page, one: Participation, code: str
) -> None:
    """Amina trycker Ja, ångrar sig hos e-legitimationen, går tillbaka och trycker Nej."""
    phone = Client()
    opened(phone, code)
    path = signing(phone)
    assert no(phone)["Location"] == RESULT
    assert "Du har sagt nej" in result(phone)
    assert Link.objects.get().state == LinkState.DECLINED
    assert Identification.objects.get(step="sign").outcome == Outcome.CANCELLED
    assert "Du har sagt nej" in back(phone, path)
    assert not Consent.objects.exists()
    assert "personen sa nej" in get(page("karin"), at(one, "samtycke"))


@pytest.mark.parametrize("how", ["cancelled", "late", "failed"])
def test_a_no_after_a_signing_that_came_to_nothing_is_taken(
    one: Participation, code: str, provider: Running, how: str
) -> None:
    """En ny underskrift efter ett svar som inte går att lita på kräver koden. Ett nej gör det inte."""
    phone = Client()
    opened(phone, code)
    path = signing(phone)
    if how == "failed":
        says(provider, wrong="nonce")
    if how == "late":
        Identification.objects.filter(step="sign").update(expires_at=timezone.now())
    phone.get(path + "&error=access_denied" if how == "cancelled" else path)
    assert no(phone)["Location"] == RESULT
    assert "Du har sagt nej" in result(phone)


def test_a_yes_after_going_back_from_the_e_id_leads_there_again(
    one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    signing(phone)
    assert "Tack, ditt samtycke är antecknat" in back(phone, signing(phone))


def test_when_somebody_else_has_shown_who_they_are_in_between_the_code_is_asked_for(
    one: Participation, code: str, provider: Running
) -> None:
    phone = Client()
    opened(phone, code)
    says(provider, SOMEBODY)
    back(phone, signing(phone))
    assert no(phone).status_code == 403
    assert Link.objects.get().state == LinkState.WAITING


def test_a_way_back_is_as_long_as_the_page_stands_open_and_no_longer(
    one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    signing(phone)
    Identification.objects.filter(step="open").update(
        used_at=timezone.now() - timedelta(minutes=31)
    )
    assert no(phone).status_code == 403


def test_a_signing_that_no_opening_came_before_answers_nothing(
    one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    signing(phone)
    Identification.objects.filter(step="open").update(used_at=timezone.now())
    Identification.objects.filter(step="sign").update(asked_at=timezone.now() - timedelta(hours=1))
    assert no(phone).status_code == 403


def test_after_a_yes_a_no_says_that_it_is_answered(one: Participation, code: str) -> None:
    phone = Client()
    opened(phone, code)
    back(phone, signing(phone))
    late = no(phone)
    assert late.status_code == 409
    assert "redan besvarad eller avslutad" in late.content.decode()
    assert Consent.objects.get().link.state == LinkState.GIVEN


def test_a_question_that_was_recalled_is_said_to_be_taken_back(
    cast: Cast, one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    recall(Link.objects.get(), by=cast.as_("karin"))
    assert "Frågan är tagen tillbaka" in no(phone).content.decode()
    assert f"Vänd dig till {asker(cast)}" in result(phone)


def test_a_link_that_others_have_locked_says_so(one: Participation, code: str) -> None:
    phone = Client()
    opened(phone, code)
    Link.objects.update(state=LinkState.LOCKED, state_at=timezone.now())
    assert "Länken är låst" in no(phone).content.decode()


def test_whoever_says_yes_to_a_handover_whose_consent_was_taken_back_is_told_so(
    cast: Cast, page: Page, provider: Running
) -> None:
    """Nina har frågan öppen när Amina tar tillbaka sitt samtycke. Hon trycker Ja."""
    says(provider, NINA)
    case = with_number(cast)
    cast.consented(case, "Psykiatrin")
    proposed(cast, case, outside=handing.CLINIC)
    code = handing.made(cast, page, case)
    desk = Client()
    opened(desk, code)
    parts = Consent.objects.get().parts.select_related("circle")
    withdraw(list(parts), how="ringde", by=cast.as_("karin"))
    answer = desk.post(ANSWER, {"answer": "yes", "said": "Vi börjar måndag"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Frågan är tagen tillbaka" in said
    assert "Vi börjar måndag" in said
    assert "Tiden gick ut" not in said


def _two(
    cast: Cast, page: Page, provider: Running, **told: Any
) -> tuple[Participation, Client, str]:
    """Gun has said yes, and Olle has a link of his own: the case, her telephone and his code."""
    says(provider, SOMEBODY)
    case = with_number(cast)
    guns, olles = guardians.asked(page, cast, case, **{**guardians.BOTH, **told})
    gun = Client()
    opened(gun, guns)
    back(gun, signing(gun))
    says(provider, guardians.ANOTHER)
    return case, gun, olles


def test_of_two_guardians_the_first_is_told_of_the_seconds_no(
    cast: Cast, page: Page, provider: Running
) -> None:
    """Gun har sagt ja. Olle säger nej. Guns sida säger hur det står, och handläggarens också."""
    case, gun, olles = _two(cast, page, provider)
    assert "gäller när också den andra" in result(gun)
    olle = Client()
    opened(olle, olles)
    no(olle)
    assert "Det blev inget samtycke" in result(gun)
    assert "gäller när också den andra" not in result(gun)
    listed = get(page("karin"), at(case, "samtycke"))
    assert "sa ja, men den andra sa nej" in listed
    assert "/aterkalla/" not in listed
    link = Link.objects.get(guardian="Gun God")
    assert not recall(link, by=cast.as_("karin"))


def test_of_two_guardians_the_first_is_told_of_the_seconds_yes(
    cast: Cast, page: Page, provider: Running
) -> None:
    _case, gun, olles = _two(cast, page, provider)
    olle = Client()
    opened(olle, olles)
    back(olle, signing(olle))
    assert "Tack, samtycket är antecknat" in result(gun)


def test_of_two_guardians_the_first_is_told_when_the_second_can_answer_no_more(
    cast: Cast, page: Page, provider: Running
) -> None:
    _case, gun, _olles = _two(cast, page, provider)
    Link.objects.filter(guardian="Olle God").update(expires_at=timezone.now())
    assert "Ditt ja är antecknat, men samtycket gäller inte" in result(gun)


def test_a_guardian_whose_answer_is_not_needed_any_more_is_told_so(
    cast: Cast, page: Page, provider: Running
) -> None:
    says(provider, SOMEBODY)
    case = with_number(cast)
    codes = guardians.asked(page, cast, case, **guardians.BOTH)
    Link.objects.update(needed=1)
    gun, olle = Client(), Client()
    opened(gun, codes[0])
    says(provider, guardians.ANOTHER)
    opened(olle, codes[1])
    back(olle, signing(olle))
    assert "Frågan är redan besvarad" in no(gun).content.decode()
    assert Link.objects.get(guardian="Gun God").state == LinkState.RECALLED
    Link.objects.exclude(guardian="Gun God").update(
        state=LinkState.LOCKED, state_at=timezone.now(), consent=None
    )
    assert "Frågan är tagen tillbaka" in result(gun)

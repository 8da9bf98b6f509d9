"""Does a case's page lead back to the referral that it came from, for those alone who may see it (law 2)?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.referrals import actions
from stafett.referrals.actions import Decision
from stafett.referrals.models import Referral
from tests.casework.conftest import get
from tests.cast import TODAY, Cast
from tests.referrals.test_waits_on import sent_on
from tests.referrals.world import on, referred, rule

DAY = timedelta(days=1)
WORDS = ("Försäkringskassan", "Arbetsträning", "Jag vill ut.", "Läs hela aktualiseringen")


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def _accepted(cast: Cast) -> tuple[Referral, UUID]:
    one = referred(cast)
    key = actions.accept(one, Decision(), by=cast.as_("karin"))
    cast.as_everyone()
    return one, key


def _panel(page: Any, who: str, key: UUID) -> str:
    """What stands of the way in on the case's page."""
    shown = get(page(who), reverse("participation", args=[key]))
    _before, found, after = shown.partition('id="vagen-in"')
    return found and after.split("</section>")[0]


def test_whoever_takes_in_reads_what_was_asked_for_and_the_persons_words(
    cast: Cast, page: Any
) -> None:
    one, key = _accepted(cast)
    shown = _panel(page, "karin", key)
    for words in (*WORDS, "2 juni 2025", reverse("referral", args=[one.pk])):
        assert words in shown, shown


def test_who_sees_the_case_by_standing_access_alone_is_told_nothing_of_it(
    cast: Cast, page: Any
) -> None:
    _one, key = _accepted(cast)
    cast.consented(Participation.objects.get(pk=key), "Af Flen")
    assert get(page("per"), reverse("participation", args=[key]))
    assert _panel(page, "per", key) == ""


def test_a_case_that_came_another_way_has_no_such_panel(cast: Cast, page: Any) -> None:
    assert _panel(page, "karin", cast.enrolled().pk) == ""


def _lines(page: Any, who: str, key: UUID) -> list[tuple[str, str]]:
    """What the time line tells of the way in, the latest first, each with whose record it stands in."""
    told = page(who).get(f"/api/v1/participations/{key}/timeline").json()
    return [(one["authority"], one["told"]) for one in told if one["kind"] == "way_in"]


def test_the_time_line_tells_the_whole_way_in_to_those_who_took_in(cast: Cast, page: Any) -> None:
    one = referred(cast, days_ago=9)
    by = cast.as_("karin")
    actions.invite(one, "Informationsmöte", TODAY, by=on(by, TODAY - 5 * DAY))
    actions.note_answer(one, False, "", by=on(by, TODAY - 4 * DAY))
    actions.invite(one, "Ett eget möte", TODAY, by=on(by, TODAY - 3 * DAY))
    actions.note_answer(one, True, "", by=on(by, TODAY - 2 * DAY))
    key = actions.accept(one, Decision(), by=by)
    cast.as_everyone()
    lines = _lines(page, "karin", key)
    assert [told for _authority, told in lines] == [
        "Antagen efter 9 dagars väntan", "Svarade ja", "Inbjuden: Ett eget möte", "Svarade nej",
        "Inbjuden: Informationsmöte", "Aktualiserad av FK Eskilstuna",
    ]  # fmt: skip
    assert {authority for authority, _told in lines} == {"Flens arbetsmarknadsnämnd"}


def test_an_exception_is_told_with_the_decision_and_an_invitation_that_was_changed_as_no_answer(
    cast: Cast, page: Any
) -> None:
    rule(cast, least=40, most=60)
    one, by = referred(cast), cast.as_("karin")
    actions.invite(one, "Informationsmöte", TODAY, by=by)
    actions.invite(one, "Ett eget möte", TODAY, by=by)
    key = actions.accept(one, Decision(exception="Passar ändå"), by=by)
    cast.as_everyone()
    told = {words for _authority, words in _lines(page, "karin", key)}
    assert "Antagen efter 0 dagars väntan, med undantag från en regel" in told
    assert not {"Svarade ja", "Svarade nej"} & told


def test_who_referred_reads_on_the_time_line_that_they_did_and_nothing_of_the_others_record(
    cast: Cast, page: Any
) -> None:
    _one, key = _accepted(cast)
    case = Participation.objects.get(pk=key)
    cast.consented(case, "FK Eskilstuna", "Af Flen")
    (line,) = _lines(page, "fatima", key)
    assert line[1] == "Aktualiserade till Flen"
    assert "Flens" not in line[0]
    assert _lines(page, "per", key) == []


def test_of_who_came_alone_the_time_line_says_so_and_of_who_came_otherwise_nothing(
    cast: Cast, page: Any
) -> None:
    one, key = _accepted(cast)
    Referral.objects.filter(pk=one.pk).update(origin="self", referring_unit=None)
    assert _lines(page, "karin", key)[-1][1] == "Aktualiserad av personen själv"
    assert _lines(page, "karin", cast.enrolled().pk) == []


def test_the_time_line_tells_the_whole_wait_of_one_who_was_sent_on(cast: Cast, page: Any) -> None:
    one = sent_on(cast)
    key = actions.accept(one, Decision(), by=cast.as_("lotta"))
    text = get(page("lotta"), reverse("timeline", args=[key]))
    assert "efter 34 dagars väntan, varav 3 här" in text

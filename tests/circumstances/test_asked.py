"""What is odd in a period is asked about once: what comes in place of what was told, more than the whole."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stafett.casework.actions import Doing, Exit, Living, close
from stafett.casework.models import Livelihood, Participation
from stafett.circumstances.models import LivelihoodPeriod, OccupationPeriod
from tests.casework.conftest import faults, get, send
from tests.cast import START, Cast
from tests.circumstances.conftest import DAY, did, lived

TOLD = (Living("start", "sickness_compensation", 50), Living("start", "activity_support", 50))


def begun(cast: Cast, *livings: Living, **more: Any) -> Participation:
    return cast.enrolled(starts_on=START + 63 * DAY, livelihoods=livings, **more)


def new(
    page: Any, one: Participation, expected: int = 302, name: str = "livelihood_new", **told: Any
) -> Any:
    return send(page, reverse(name, args=[one.pk]), expected, from_day=str(START), **told)


def at_start(one: Participation) -> set[str]:
    return set(
        one.livelihoods.filter(moment="start").order_by("pk").values_list("source_id", flat=True)
    )


def test_what_was_told_of_before_is_not_replaced_by_a_period_until_somebody_says_so(
    cast: Cast, page: Any
) -> None:
    one, karin = begun(cast, *TOLD), page("karin")
    told: dict[str, Any] = {"word": "wages", "amount": "10"}
    asked = faults(new(karin, one, 422, **told))
    assert "Direkt före står i dag: Sjukersättning, 50 %, Aktivitetsstöd" in asked
    assert "Sparas perioden står det i stället: Lön, 10 %." in asked
    assert at_start(one) == {"sickness_compensation", "activity_support"}
    new(karin, one, **told, as_written="on")
    assert at_start(one) == {"wages"}


def test_what_says_the_same_or_reaches_no_moment_is_not_asked_about(cast: Cast, page: Any) -> None:
    one, karin = begun(cast, Living("start", "wages", 10)), page("karin")
    send(karin, reverse("livelihood_new", args=[one.pk]), word="pension", amount="10",
         from_day=str(one.starts_on))  # fmt: skip
    assert at_start(one) == {"wages"}
    new(karin, one, word="wages", amount="10")
    assert at_start(one) == {"wages"}


def test_what_the_periods_said_themselves_is_corrected_without_a_question(
    cast: Cast, page: Any
) -> None:
    one, karin = begun(cast), page("karin")
    row = lived(cast, one, from_day=START)
    address = reverse("livelihood_correct", args=[one.pk, row.pk])
    send(karin, address, word="wages", because="Fel")
    assert at_start(one) == {"wages"}


def test_what_one_does_is_asked_about_too_and_what_comes_directly_after(
    cast: Cast, page: Any
) -> None:
    one, karin = begun(cast, occupations=(Doing("start", "studies", None),)), page("karin")
    asked = faults(new(karin, one, 422, "occupation_new", word="practice", amount="12,5"))
    assert "Direkt före står i dag: Studier" in asked
    assert "i stället: Praktik" in asked
    assert "12,5 timmar i veckan." in asked
    leaving = Exit(START + 100 * DAY, cast.outcome("arbete").pk, "none_needed",
                   livelihoods=(Living("end", "wages", 50),))  # fmt: skip
    close([(one, leaving)], by=cast.as_("karin"))
    after = new(karin, one, 422, word="pension", amount="50")
    assert "Direkt efter står i dag: Lön, 50 %. Sparas perioden" in faults(after)
    assert not OccupationPeriod.objects.exists()
    assert not LivelihoodPeriod.objects.exists()


def test_more_than_the_whole_is_asked_about_once_and_not_again_when_it_is_corrected(
    cast: Cast, page: Any
) -> None:
    one, karin = begun(cast), page("karin")
    lived(cast, one, word="sickness_benefit", amount=50, from_day=START + 70 * DAY)
    told: dict[str, Any] = {"word": "activity_compensation", "amount": "75"}
    asked = faults(new(karin, one, 422, **told))
    assert "blir det 125 procent från" in asked
    new(karin, one, **told, as_written="on")
    row = LivelihoodPeriod.objects.get(extent_percent=75)
    address = reverse("livelihood_correct", args=[one.pk, row.pk])
    send(karin, address, amount="70", because="Fel")
    send(karin, address, 422, amount="80", because="Fel")
    row.refresh_from_db()
    assert row.extent_percent == 70


def test_another_authoritys_period_replaces_nothing_and_asks_nothing_of_it(
    cast: Cast, page: Any
) -> None:
    one = begun(cast, *TOLD)
    cast.consented(one, "Af Flen")
    new(page("per"), one, word="wages", amount="10")
    cast.as_everyone()
    assert at_start(one) == {"sickness_compensation", "activity_support"}


def test_the_tab_says_what_is_told_of_before_where_no_period_reaches(cast: Cast, page: Any) -> None:
    one, karin = begun(cast, *TOLD, occupations=(Doing("start", "studies", None),)), page("karin")
    text = get(karin, reverse("circumstances", args=[one.pk]))
    for said in (
        "Sjukersättning, 50 %",
        "Aktivitetsstöd, även utvecklingsersättning, 50 %",
        "Studier",
    ):
        assert f"{said} <span" in text
    assert "ifyllt, inte av någon period" in text
    assert "når dit" not in text.split("Hur räknas det?")[1].split("</details>")[1]
    did(cast, one, from_day=START)
    lived(cast, one, from_day=START)
    text = get(karin, reverse("circumstances", args=[one.pk]))
    assert "ifyllt, inte av någon period" not in text
    assert Livelihood.objects.filter(participation=one).count() == 1

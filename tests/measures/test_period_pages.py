"""Do the pages of closed periods show what is frozen, why not, and let the right ones sign and withdraw?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stafett.measures.models import FrozenSet, Period
from tests.cast import Cast
from tests.measures.freezing import closed, frozen
from tests.measures.reading import ordinary

Page = Callable[[str], Client]
PERIODS = "/siffror/insats/prov/perioder/"
MAY = f"{PERIODS}2025-05-31/"
FOUR = {"public": 5, "association": 5, "steering": 5, "evaluator": 5}


def get(client: Client, address: str, status: int = 200) -> str:
    """What a page says, with ordinary spaces."""
    answer = client.get(address)
    assert answer.status_code == status
    return ordinary(answer.content.decode())


def send(client: Client, address: str, status: int, **facts: object) -> str:
    """What a page answers to a form."""
    answer = client.post(address, facts)
    assert answer.status_code == status
    return ordinary(answer.content.decode())


def test_from_a_closed_period_to_figures_that_the_steering_group_reads(
    some: Cast, page: Page
) -> None:
    eva, stig = page("eva"), page("stig")
    assert "Ingen period är lämnad än" in get(stig, PERIODS)

    send(eva, f"{PERIODS}ny/", 302, starts_on="2024-01-01", ends_on="2025-05-31")
    waiting = get(stig, PERIODS)
    assert "väntar på underskrift" in waiting
    assert "Flens arbetsmarknadsnämnd, Katrineholms arbetsnämnd" in waiting
    assert "inte fastställda än" in get(stig, MAY)

    for who, branch in (("lena", "flen"), ("lotta", "katrineholm")):
        authority = some.branch(branch).controller
        assert "Siffror att skriva under" in get(page(who), "/")
        shown = get(page(who), f"{MAY}underskrift/")
        assert "Så skulle det visas" in shown
        assert "dolt" in shown
        send(page(who), f"{MAY}underskrift/", 302, authority=authority.pk, **FOUR)
        assert "Siffror att skriva under" not in get(page(who), "/")

    shown = get(stig, MAY)
    assert "Version 1, fastställd 2 juni" in shown or "Version 1, fastställd" in shown
    assert FrozenSet.objects.get().digest in shown
    assert "outcomes/?period=2025-05-31&amp;by=sex" in shown
    assert "fastställda" in get(stig, PERIODS)
    assert "dolt" in get(stig, "/siffror/insats/prov/outcomes/?period=2025-05-31&by=sex")
    assert "dolt" in get(eva, "/siffror/insats/prov/outcomes/?period=2025-05-31")


def test_a_preview_signs_nothing_and_shows_the_limits_typed(some: Cast, page: Page) -> None:
    closed(some)
    flen = some.branch("flen").controller.pk

    shown = send(page("lena"), f"{MAY}underskrift/", 200, authority=flen, preview=1,
                 **{**FOUR, "evaluator": 9})  # fmt: skip

    assert "Med gränsen 9 döljs" in shown
    assert 'value="9"' in shown
    assert not Period.objects.get().signatures.exists()


def test_the_tables_are_folded_and_the_signature_stands_before_them(some: Cast, page: Page) -> None:
    closed(some)
    shown = get(page("lena"), f"{MAY}underskrift/")
    folded = shown.count('<details class="fold-table">')
    assert f"Det gäller {folded} tabeller." in shown
    assert shown.index('id="skriv-under"') < shown.index('id="tabeller"')
    assert shown.index('class="fold-table"') < shown.index('href="#skriv-under"')
    assert "dolda</span></summary>" in shown
    assert "inget dolt</span></summary>" in shown
    all_open = get(page("lena"), f"{MAY}underskrift/?alla=1")
    assert all_open.count('<details class="fold-table" open>') == folded


def test_a_limit_that_is_too_low_is_refused_and_nothing_typed_is_lost(
    some: Cast, page: Page
) -> None:
    closed(some)
    flen = some.branch("flen").controller.pk

    shown = send(page("lena"), f"{MAY}underskrift/", 422, authority=flen, **{**FOUR, "public": 4})

    assert 'value="4"' in shown
    assert not Period.objects.get().signatures.exists()


@pytest.mark.parametrize("facts", [{"ends_on": "2026-12-31"}, {"ends_on": "2023-01-01"}, {}])
def test_a_period_that_can_not_be_closed_is_refused_with_a_sentence(
    some: Cast, page: Page, facts: dict[str, str]
) -> None:
    said = send(page("eva"), f"{PERIODS}ny/", 422, starts_on="2024-01-01", **facts)

    assert not Period.objects.exists()
    assert "error" in said or "fel" in said


def test_the_same_last_day_twice_is_refused(some: Cast, page: Page) -> None:
    closed(some)
    said = send(page("eva"), f"{PERIODS}ny/", 422, starts_on="2024-02-01", ends_on="2025-05-31")

    assert "Det finns redan en period som slutar den dagen" in said


def test_a_withdrawn_set_is_not_shown_and_its_reason_is(some: Cast, page: Page) -> None:
    frozen(some)
    stig = page("stig")
    assert "Återkalla" not in get(stig, MAY)
    assert "Återkalla" in get(page("lena"), MAY)

    send(page("lena"), f"{MAY}aterkalla/", 422, because="")
    send(page("lena"), f"{MAY}aterkalla/", 302, because="En gren var fel inläst.")

    shown = get(stig, MAY)
    assert "Återkallade versioner" in shown
    assert "En gren var fel inläst." in shown
    assert "outcomes/?period" not in shown
    assert "har inte skrivit under" in get(stig, "/siffror/insats/prov/outcomes/")
    get(page("lena"), f"{MAY}aterkalla/", 404)


def test_what_can_not_be_made_safe_is_said_instead_of_a_preview(
    some: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stafett.measures.disclosure import protect
    from stafett.measures.outsiders import sets

    monkeypatch.setattr(sets, "to_hide", protect.small)
    closed(some)

    shown = get(page("lena"), f"{MAY}underskrift/")

    assert "Siffrorna kan inte visas utan att små grupper röjs" in shown


def test_an_address_without_a_day_or_with_another_is_not_there(some: Cast, page: Page) -> None:
    closed(some)
    for last in ("2025-01-01", "igar"):
        get(page("stig"), f"{PERIODS}{last}/", 404)
    get(page("per"), PERIODS, 404)
    get(page("stig"), f"{MAY}underskrift/", 404)


def test_the_api_lists_periods_and_gives_a_table_of_one(some: Cast, page: Page) -> None:
    frozen(some)
    api = "/api/v1/initiatives/prov"

    listed = page("stig").get(f"{api}/periods").json()
    assert listed[0]["ends_on"] == "2025-05-31"
    assert listed[0]["missing"] == []
    assert "outcomes/sex" in listed[0]["tables"]
    assert "costs" not in page("karin").get(f"{api}/periods").json()[0]["tables"]
    table = page("stig").get(f"{api}/tables/participants?period=2025-05-31").json()
    assert table["rows"][0]["figures"]["participations"]["kind"] == "hidden"
    assert page("stig").get(f"{api}/tables/participants?period=2024-05-31").status_code == 422


def test_a_file_says_hidden_in_words_in_every_form(some: Cast, page: Page) -> None:
    frozen(some)
    stig, table = page("stig"), "/siffror/insats/prov/participants/"

    written = stig.get(f"{table}?format=csv").content.decode("utf-8-sig").splitlines()
    assert written[1].split(";")[4:6] == ["dolt", "dolt"]
    assert '"kind": "hidden"' in stig.get(f"{table}?format=json").content.decode()
    assert stig.get(f"{table}?format=xlsx").status_code == 200

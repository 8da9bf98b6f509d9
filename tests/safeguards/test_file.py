"""What Stafett is to an authority, its file or a working tool, is that authority's own word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.test import Client

from stafett.safeguards.actions import state_file
from stafett.safeguards.models import FileStatement, Use
from stafett.safeguards.queries.file import file_statements, said_by, said_in
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast


def said(cast: Cast, who: str, unit: str = "AUC") -> str:
    return said_by(cast.viewer(who), [cast.unit(unit).authority_id])[0].words


def test_an_authority_that_has_said_nothing_is_said_to_have_said_nothing(cast: Cast) -> None:
    assert said(cast, "karin") == (
        "Flens arbetsmarknadsnämnd har inte sagt om Stafett är akten eller ett arbetsverktyg."
    )


def test_the_latest_day_that_has_come_holds_and_of_one_day_the_last_word(cast: Cast) -> None:
    auc, eva = cast.unit("AUC").authority, cast.as_("eva")
    state_file(auc, Use.TOOL, TODAY - timedelta(days=9), "Plan 1", by=eva)
    state_file(auc, Use.FILE, TODAY + timedelta(days=9), "Plan 2", by=eva)
    assert "är Stafett ett arbetsverktyg sedan 24 maj 2025, enligt Eva Led" in said(cast, "karin")
    state_file(auc, Use.FILE, TODAY - timedelta(days=9), "Plan 1 rättad", by=eva)
    assert said(cast, "karin") == (
        "För Flens arbetsmarknadsnämnd är Stafett akten sedan 24 maj 2025, enligt Eva Led."
    )
    state_file(auc, Use.TOOL, TODAY - timedelta(days=20), "Glömdes då", by=eva)
    assert "är Stafett akten sedan 24 maj 2025" in said(cast, "karin")
    assert [one.because for one in file_statements(cast.viewer("eva"))] == [
        "Plan 2", "Plan 1 rättad", "Plan 1", "Glömdes då",
    ]  # fmt: skip


def test_what_several_authorities_say_is_told_by_the_alphabet(cast: Cast) -> None:
    asked = [cast.unit(name).authority_id for name in ("Viadidakt", "FK Eskilstuna", "AUC")]
    assert [one.authority.name for one in said_by(cast.viewer("karin"), asked)] == [
        "Flens arbetsmarknadsnämnd", "Försäkringskassan", "Katrineholms arbetsnämnd",
    ]  # fmt: skip


def test_what_another_authority_says_is_its_own(cast: Cast) -> None:
    state_file(cast.unit("AUC").authority, Use.FILE, TODAY, "Plan", by=cast.as_("eva"))
    assert "har inte sagt" in said(cast, "karin", "Af Flen")
    assert [one.authority.name for one in file_statements(cast.viewer("eva"))] == [
        "Flens arbetsmarknadsnämnd"
    ]
    assert not file_statements(cast.viewer("lotta"))
    assert file_statements(operator(TODAY)).count() == 1


@pytest.mark.parametrize("who", ["karin", "sven", "lotta"])
def test_nobody_else_says_it_for_the_authority(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied, match="svarar själv"):
        state_file(cast.unit("AUC").authority, Use.FILE, TODAY, "Plan", by=cast.as_(who))


def test_it_needs_a_reason_and_a_day_that_is_no_slip(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        state_file(
            cast.unit("AUC").authority, Use.FILE, TODAY + timedelta(days=367), "  ", by=cast.as_("eva")
        )  # fmt: skip
    assert refused.value.faults == {
        "because": "Skriv varför: ett beslut, en rutin eller en plan.",
        "from_day": "Skriv en dag till och med 3 juni 2026. Kontrollera året.",
    }
    assert not FileStatement.objects.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1989, 12, 31), date(9999, 12, 31)])
def test_a_year_that_cannot_be_is_refused_with_a_sentence(cast: Cast, day: date) -> None:
    with pytest.raises(Refused, match="Kontrollera året"):
        state_file(cast.unit("AUC").authority, Use.FILE, day, "Plan", by=cast.as_("eva"))


def test_what_was_said_is_never_changed_or_taken_away(cast: Cast) -> None:
    one = state_file(cast.unit("AUC").authority, Use.FILE, TODAY, "Plan", by=cast.as_("eva"))
    for change in (FileStatement.objects.filter(pk=one.pk).delete, one.save):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_the_page_shows_what_holds_and_what_was_said_and_takes_what_is_said_anew(
    cast: Cast,
) -> None:
    client, auc = Client(), cast.unit("AUC").authority
    client.force_login(cast.user("eva"))
    sent = {"authority": auc.pk, "use": "tool", "from_day": "2025-01-01", "because": "Plan 2025:3"}
    assert client.post("/akten/", sent).status_code == 302
    text = client.get("/akten/").content.decode()
    assert "är Stafett ett arbetsverktyg sedan 1 januari 2025, enligt Eva Led" in text
    assert "Plan 2025:3" in text
    assert 'href="/akten/"' in client.get("/bestammelser/").content.decode()


def test_a_refusal_stands_on_the_page_with_what_was_typed(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("eva"))
    far = {"authority": cast.unit("AUC").authority_id, "use": "file", "from_day": "2999-01-01"}
    answer = client.post("/akten/", {**far, "because": "Plan 2025:3"})
    assert answer.status_code == 422
    assert "Skriv en dag till och med" in answer.content.decode()
    assert "Plan 2025:3" in answer.content.decode()
    other = client.post("/akten/", {**far, "authority": cast.unit("Af Flen").authority_id})
    assert other.status_code == 422
    assert not FileStatement.objects.exists()


def test_the_operator_may_choose_any_authority(cast: Cast) -> None:
    from stafett.safeguards.forms.file import FileForm

    field = FileForm(viewer=operator(TODAY)).fields["authority"]
    assert cast.unit("Af Flen").authority in field.queryset  # type: ignore[attr-defined]


def test_whose_file_a_cases_papers_go_to_is_said_of_those_through_which_one_sees_it(
    cast: Cast,
) -> None:
    one, other = cast.enrolled(), cast.enrolled("katrineholm")
    cast.as_everyone()
    karin = cast.viewer("karin")
    assert [said.authority for said in said_in(karin, one.circle_id)] == [
        cast.unit("AUC").authority
    ]
    assert [said.words for said in said_in(karin, one.circle_id)] == [
        "Flens arbetsmarknadsnämnd har inte sagt om Stafett är akten eller ett arbetsverktyg."
    ]
    assert said_in(cast.viewer("olle"), one.circle_id) == []
    assert said_in(karin, other.circle_id) == []

"""A try that was noted wrongly is corrected or taken back: what stood is kept, and the figures follow."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from uuid_utils.compat import uuid7

from stafett.casework.queries.between import MINE, between
from stafett.outreach.actions import Try, leave
from stafett.outreach.correcting import correct_try, retract_try
from stafett.outreach.models import Attempt, Entry
from stafett.outreach.queries import counted, entry, sheet
from stafett.parties.refusals import Refused
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.outreach.world import ALVA, listed, tried, word

DAY = timedelta(days=1)
LONG_AGO = TODAY - 100 * DAY


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def told(**other: Any) -> Try:
    known = {"made_on": TODAY, "way": word("telefonsamtal"), "result": word("inget svar"), **other}
    return Try(uuid7(), **known)


def unreached(cast: Cast) -> list[str]:
    rows = between(cast.as_("karin"), MINE).rows
    return [row.rule.code for row in rows if row.rule.code.startswith("outreach")]


def figures(cast: Cast, one: Entry) -> tuple[int, int, int]:
    found = counted(cast.as_("karin"), one.outreach, TODAY - 200 * DAY, TODAY)
    return found.reached, found.tried, found.untried


def test_karin_rättar_ett_kontaktförsök_med_fel_resultat(cast: Cast, page: Any) -> None:
    """Liam svarade inte, men Karin valde "nådd". Hon rättar; siffrorna följer och sidan säger hur det stod."""
    one, karin = listed(cast, LONG_AGO), page("karin")
    made = tried(cast, one, "nådd", words="ringde mamma")
    assert figures(cast, one) == (1, 0, 0)
    here = reverse("entry", args=[one.pk])
    where = reverse("entry_try_correct", args=[one.pk, made.pk])
    assert where in get(karin, here)
    before = unreached(cast)
    send(karin, where, result=word("inget svar").pk, because="valde fel")
    text = get(karin, here)
    assert "av AUC: valde fel" in text
    assert "telefonsamtal, nådd: ringde mamma" in text
    assert figures(cast, one) == (0, 1, 0)
    assert entry(cast.as_("karin"), one.pk).reached_on is None  # type: ignore[attr-defined]
    assert len(unreached(cast)) == len(before) + 1


def test_karin_drar_tillbaka_ett_försök_som_antecknats_på_fel_person(cast: Cast, page: Any) -> None:
    """Samtalet var med någon annan. Karin drar tillbaka det: det räknas inte, och inget av det står kvar."""
    one, karin = listed(cast, LONG_AGO), page("karin")
    made = tried(cast, one, "nådd", words="Alva vill plugga")
    where = reverse("entry_try_retract", args=[one.pk, made.pk])
    assert "telefonsamtal, nådd: Alva vill plugga" in get(karin, where)
    before = unreached(cast)
    send(karin, where, because="fel rad i listan")
    assert len(unreached(cast)) == len(before) + 1
    text = get(karin, reverse("entry", args=[one.pk]))
    assert "Alva" not in text
    assert "tillbakadraget 2 juni 2025, antecknat av misstag (Karin Ek)" in text
    assert where not in text
    for door in ("entry_try_correct", "entry_try_retract"):
        led = karin.get(reverse(door, args=[one.pk, made.pk]))
        assert led.headers["Location"] == reverse("entry", args=[one.pk])
    assert figures(cast, one) == (0, 0, 1)
    found = entry(cast.as_("karin"), one.pk)
    assert (found.reached_on, found.tried_on, found.tries) == (None, None, 0)  # type: ignore[attr-defined]
    cast.as_everyone()
    kept = made.events.get()
    assert (kept.words, kept.pgh_context.metadata["why"]) == (
        "Alva vill plugga", "fel rad i listan",
    )  # fmt: skip


def test_only_those_who_work_with_the_list_put_a_try_right(cast: Cast) -> None:
    made = tried(cast, listed(cast))
    for who in ("lena", "per"):
        with pytest.raises(PermissionDenied, match="Listan arbetas av AUC"):
            correct_try(made, told(result=word("nådd")), by=cast.as_(who), because="x")
        with pytest.raises(PermissionDenied, match="Listan arbetas av AUC"):
            retract_try(made, by=cast.as_(who), because="x")


def test_what_cannot_be_or_says_nothing_new_is_refused(cast: Cast) -> None:
    made, karin = tried(cast, listed(cast)), cast.as_("karin")
    for wrong, because, field in (
        (told(made_on=TODAY + DAY), "x", "made_on"),
        (told(made_on=TODAY - DAY), "x", "made_on"),
        (told(result=word("sms")), "x", ""),
        (told(), "x", ""),
        (told(words="mer"), " ", "because"),
    ):
        with pytest.raises(Refused) as refused:
            correct_try(made, wrong, by=karin, because=because)
        assert (refused.value.field or "") == field
    with pytest.raises(Refused, match="varför"):
        retract_try(made, by=karin, because=" ")


def test_a_try_is_put_right_also_when_the_person_has_left_the_list(cast: Cast) -> None:
    one = listed(cast)
    made = tried(cast, one)
    leave(one, word("fyllt 20"), TODAY, by=cast.as_("karin"))
    now = correct_try(made, told(result=word("nådd")), by=cast.as_("karin"), because="fel")
    assert now.result.label == "nådd"


def test_one_taken_back_meanwhile_says_so_and_nothing_typed_is_lost(cast: Cast, page: Any) -> None:
    one, karin = listed(cast), page("karin")
    made = tried(cast, one)
    where = reverse("entry_try_correct", args=[one.pk, made.pk])
    form = karin.get(where).context["form"]
    sent = {"made_on": TODAY, "way": word("sms").pk, "result": word("nådd").pk,
            "because": "mitt skäl", "seen": form.initial["seen"]}  # fmt: skip
    cast.as_everyone()
    retract_try(made, by=cast.as_("karin"), because="fel")
    answer = karin.post(where, sent)
    assert answer.status_code == 422
    assert "har ändrats sedan du öppnade sidan" in faults(answer)
    assert "mitt skäl" in answer.content.decode()
    for door in ("entry_try_correct", "entry_try_retract"):
        again = karin.post(reverse(door, args=[one.pk, made.pk]), {**sent, "seen": ""})
        assert "drogs tillbaka 2 juni 2025 av Karin Ek" in faults(again)


def test_a_try_with_somebody_else_is_found_with_nobody(cast: Cast, page: Any) -> None:
    one, other, karin = listed(cast), listed(cast, line=ALVA), page("karin")
    made = tried(cast, one)
    assert karin.get(reverse("entry_try_correct", args=[other.pk, made.pk])).status_code == 404


def test_another_program_reads_the_tries_and_puts_them_right(cast: Cast, page: Any) -> None:
    one, karin = listed(cast), page("karin")
    made, other = tried(cast, one, words="ringde"), tried(cast, one, words="igen")
    rows = f"/api/v1/outreach/{one.pk}/tries"

    def step(which: Attempt, name: str, **fields: Any) -> Any:
        read = karin.get(f"{rows}/{which.pk}/{name}").json().get("fields", {})
        body = json.dumps({"fields": {"seen": read.get("seen"), **fields}}, default=str)
        return karin.post(f"{rows}/{which.pk}/{name}", body, content_type="application/json")

    fields = {"made_on": TODAY, "way": word("sms").pk, "result": word("nådd").pk, "because": "fel"}
    assert step(made, "correct", **fields).json() == {"key": str(made.pk)}
    assert step(other, "retract", because="dubbelt").status_code == 200
    assert step(other, "retract", because="dubbelt").status_code == 422
    assert step(made, "dans").status_code == 404
    assert karin.get(f"{rows}/{other.pk}/correct").status_code == 410
    found = {row["key"]: row for row in karin.get(rows).json()}
    right, gone = found[str(made.pk)], found[str(other.pk)]
    assert (right["way"], right["result"]) == ("sms", "nådd")
    assert right["words"] == "ringde", "what is not sent stands"
    assert right["corrected_on"]
    assert (gone["result"], gone["words"], gone["retracted_on"]) == ("", "", TODAY.isoformat())


def test_another_program_that_has_not_read_a_try_or_read_it_before_another_changed_it_changes_nothing(
    cast: Cast, page: Any
) -> None:
    one, karin = listed(cast), page("karin")
    made = tried(cast, one, words="ringde")
    where = f"/api/v1/outreach/{one.pk}/tries/{made.pk}/correct"
    seen = karin.get(where).json()["fields"]["seen"]
    fields = {
        "made_on": str(TODAY),
        "way": word("sms").pk,
        "result": word("nådd").pk,
        "because": "mitt",
    }

    unread = karin.post(where, {"fields": fields}, "application/json")
    cast.as_everyone()
    correct_try(made, told(words="någon annans"), by=cast.as_("karin"), because="hens")
    stale = karin.post(where, {"fields": {**fields, "seen": seen}}, "application/json")

    assert (unread.status_code, stale.status_code) == (422, 422)
    assert unread.json()["faults"][0]["field"] == "seen"
    assert "har ändrats sedan du öppnade" in stale.json()["detail"]
    cast.as_everyone()
    made.refresh_from_db()
    assert made.words == "någon annans"


def test_the_database_lets_no_try_that_was_taken_back_say_anything(cast: Cast) -> None:
    made = tried(cast, listed(cast), words="ord")
    for wrong in (
        {"retracted_on": TODAY, "retracted_by": "K"},
        {"retracted_on": TODAY, "words": ""},
        {"retracted_by": "K"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attempt.objects.filter(pk=made.pk).update(**wrong)


def test_whoever_only_reads_the_list_sees_the_correction_and_no_button(
    cast: Cast, page: Any
) -> None:
    one = listed(cast)
    made = tried(cast, one)
    correct_try(made, told(words="svarade sent"), by=cast.as_("karin"), because="mer att säga")
    assert [line.earlier[0].why for line in sheet(cast.as_("lena"), one.pk).tries] == [
        "mer att säga"
    ]
    text = get(page("lena"), reverse("entry", args=[one.pk]))
    assert "mer att säga" in text
    assert reverse("entry_try_correct", args=[one.pk, made.pk]) not in text

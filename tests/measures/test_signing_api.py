"""Is a set of figures signed over the API as on the page: same viewers, same refusals, same set?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stafett.accounts.actions import make_token
from stafett.accounts.rules import Level
from stafett.measures.models import FrozenSet, Period
from tests.cast import Cast
from tests.measures.freezing import closed

Page = Callable[[str], Client]
MAY = "/api/v1/initiatives/prov/periods/2025-05-31/"
FOUR = {"public": 5, "association": 5, "steering": 5, "evaluator": 5}


def _send(client: Client, what: str, status: int = 200, **sent: Any) -> Any:
    answer = client.post(f"{MAY}{what}", sent, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_the_last_signature_freezes_as_on_the_page(some: Cast, page: Page) -> None:
    closed(some)
    lena, lotta = page("lena"), page("lotta")
    flen, other = (some.branch(name).controller for name in ("flen", "katrineholm"))
    drawn = _send(lena, "draft", **{**FOUR, "evaluator": 9})
    assert (drawn["authorities"], drawn["threshold"]) == ({str(flen.pk): flen.name}, 9)
    assert 0 < drawn["hidden"] < drawn["cells"]
    assert not Period.objects.get().signatures.exists()

    first = _send(lena, "sign", authority=flen.pk, **{**FOUR, "evaluator": 7})
    assert first == {"frozen": False, "version": None, "digest": "", "missing": [other.name]}
    assert _send(lotta, "draft", **FOUR)["threshold"] == 7
    drawn = _send(lotta, "draft", **FOUR)
    last = _send(lotta, "sign", **FOUR)
    made = FrozenSet.objects.get()
    assert last == {"frozen": True, "version": 1, "digest": made.digest, "missing": []}
    assert made.threshold == 7
    shown = {one["title"] for one in drawn["tables"]}
    assert shown == {one["title"] for one in made.tables.values()}
    assert _send(lena, "sign", 404, **FOUR)["detail"]


def test_whoever_does_not_sign_on_the_page_does_not_sign_here(some: Cast, page: Page) -> None:
    closed(some)
    for who in ("karin", "stig", "ulf"):
        _send(page(who), "sign", 404, **FOUR)
        _send(page(who), "draft", 404, **FOUR)
    other = some.branch("katrineholm").controller.pk
    said = _send(page("lena"), "sign", 422, authority=other, **FOUR)
    assert said["faults"][0]["field"] == "authority"
    assert not Period.objects.get().signatures.exists()


@pytest.mark.parametrize("what", ["draft", "sign"])
def test_a_limit_that_is_too_low_is_refused_by_field(some: Cast, page: Page, what: str) -> None:
    closed(some)
    said = _send(page("lena"), what, 422, **{**FOUR, "public": 4})
    assert [one["field"] for one in said["faults"]] == ["public"]


def test_what_cannot_be_made_safe_says_so_in_the_same_sentence(
    some: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stafett.measures.disclosure.protect import CannotProtect
    from stafett.measures.outsiders import drafts

    def never(*_all: Any) -> None:
        raise CannotProtect("prov")

    closed(some)
    monkeypatch.setattr(drafts, "safe", never)
    assert "utan att små grupper röjs" in _send(page("lena"), "draft", 422, **FOUR)["detail"]


def test_who_speaks_for_several_says_for_which(some: Cast, page: Page, monkeypatch: Any) -> None:
    closed(some)
    authorities = [some.branch(name).controller for name in ("flen", "katrineholm")]
    monkeypatch.setattr(
        "stafett.measures.outsiders.periods.may_speak_for", lambda _viewer, one: one in authorities
    )
    said = _send(page("lena"), "sign", 422, **FOUR)
    assert [one["field"] for one in said["faults"]] == ["authority"]


def test_a_key_looks_at_figures_and_signs_none_since_signing_is_done_in_person(some: Cast) -> None:
    closed(some)
    today = timezone.localdate()
    secret = make_token(
        some.user("lena"), "Nyckel", expires_on=today, may_write=True, level=Level.STRONG,
        today=today, by=None,
    )  # fmt: skip
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert _send(client, "draft", **FOUR)["threshold"] == 5
    assert "visat vem den är" in _send(client, "sign", 403, **FOUR)["detail"]
    assert not Period.objects.get().signatures.exists()

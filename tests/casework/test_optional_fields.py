"""Is nothing called optional that is then demanded?"""

from __future__ import annotations

import re

import pytest
from django import forms

from stafett.casework.forms.acting import FieldGroup
from stafett.frame.form_fields import needed_when, needs
from stafett.safeguards.actions.protecting import decide_routine
from tests.casework.conftest import Page, get
from tests.casework.test_consent_pages import filled as consent
from tests.casework.test_consent_pages import shared
from tests.cast import TODAY, Cast

LABEL = re.compile(
    r'<(?:label|legend) class="label"(?: for="id_(\w+?)(?:_0)?")?>(.*?)</(?:label|legend)>', re.S
)
FAULT = re.compile(r'<a href="#id_(\w+?)(?:_0)?"')


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: TODAY)


def _routine(cast: Cast) -> None:
    decide_routine(
        cast.unit("AUC").authority, contact="absent", kept_where="X", by=cast.as_("lena")
    )


def _marked(text: str) -> set[str]:
    """The fields with a label of their own that says (frivilligt)."""
    return {name for name, label in LABEL.findall(text) if name and "(frivilligt)" in label}


def _demanded(cast: Cast, page: Page, address: str, **sent: object) -> tuple[set[str], set[str]]:
    client = page("karin")
    marked = _marked(get(client, address))
    answer = client.post(address, sent)
    assert answer.status_code == 422, address
    return marked, set(FAULT.findall(answer.content.decode()))


def test_nothing_that_an_empty_form_is_refused_for_is_called_optional(
    cast: Cast, page: Page
) -> None:
    _routine(cast)
    for address in ("/deltagare/ny/", "/deltagare/ny/utan-identitet/"):
        marked, demanded = _demanded(cast, page, address, x="")
        assert demanded
        assert marked & demanded == set(), address


def test_what_is_demanded_of_some_says_when(cast: Cast, page: Page) -> None:
    one = shared(cast)
    address = f"/deltagare/{one.pk}/samtycke/nytt/"
    seen = page("karin").get(address).context["form"].initial["seen"]
    told = consent(cast, one, manner="paper", given_by="guardian", seen=seen)
    marked, demanded = _demanded(cast, page, address, **told)
    assert {"scan", "guardian"} <= demanded
    assert marked & demanded == set()
    text = get(page("karin"), address)
    assert "(behövs när det gavs på papper)" in text
    assert "(behövs när någon annan gav det)" in text
    assert "(behövs när numret saknas)" in get(page("karin"), "/deltagare/ny/")


def test_what_is_handed_over_and_taken_back_says_so_too(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    at = f"/deltagare/{one.pk}/samtycke"
    assert "(behövs när inte allt tas tillbaka)" in get(page("karin"), f"{at}/ta-tillbaka/")
    assert "(behövs när inget annat lämnas)" in get(page("karin"), f"/deltagare/{one.pk}/lamna-ut/")
    assert "(behövs vid direktåtkomst)" in get(page("lena"), "/bestammelser/")


def test_a_field_that_is_always_demanded_says_nothing_of_when() -> None:
    field = needs(forms.CharField(required=False), "behövs ibland")
    assert needed_when(field) == "behövs ibland"

    class One(forms.Form):
        """A form with it alone."""

        it = field

    bound = One()["it"]
    assert not FieldGroup("Rubrik", [bound]).optional
    bound.field.required = True
    assert needed_when(bound.field) == ""

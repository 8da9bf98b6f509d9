"""The register to fill in is fetched as a file, with a page that says what each column means."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast


@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_register_to_fill_in_is_fetched(
    cast: Cast, page: Any, form: str, begins: bytes
) -> None:
    answer = page("eva").get(reverse("register-template", args=["prov", form]))
    assert answer.status_code == 200
    assert f"register-prov.{form}" in answer["Content-Disposition"]
    assert answer.content.startswith(begins)


def test_there_is_no_other_form_of_it(cast: Cast, page: Any) -> None:
    assert page("eva").get(reverse("register-template", args=["prov", "ods"])).status_code == 404


def test_each_column_is_explained(cast: Cast, page: Any) -> None:
    answer = page("eva").get(reverse("register-guide", args=["prov"]))
    assert len(answer.context["rows"]) > 20
    assert "personnummer" in answer.content.decode()

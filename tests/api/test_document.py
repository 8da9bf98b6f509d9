"""Does the API's committed description say what the API does?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stafett.api.urls import api

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"
RENEW = (
    "stafett manage export_openapi_schema --api stafett.api.urls.api --indent 2 --sorted --output"
)
STALE = (
    f"The API has changed. Look at the difference, and renew: {RENEW} docs/reference/openapi.json"
)


def described() -> dict[str, Any]:
    """The description as another system is given it."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return found


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation with its method and address."""
    for address, methods in described()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {address}", operation


def test_the_committed_description_is_the_apis_own() -> None:
    committed = json.loads(DOCUMENT.read_text("utf-8"))
    now = described()
    assert committed["paths"].keys() == now["paths"].keys(), STALE
    assert committed == now, STALE


def test_every_operation_says_in_words_what_it_does() -> None:
    silent = [name for name, operation in operations() if not operation.get("description")]
    assert silent == []


def test_every_operation_needs_somebody_who_is_logged_in() -> None:
    open_ones = [name for name, operation in operations() if not operation.get("security")]
    assert open_ones == []


def test_no_two_operations_have_one_name() -> None:
    names = [operation["operationId"] for _name, operation in operations()]
    assert len(set(names)) == len(names)

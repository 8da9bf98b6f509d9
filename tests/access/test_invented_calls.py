"""Calls of the API that nobody thought of, made from its own description: no crash, no leak (guard G5)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core import NotSet

from tests.access.canaries import leaked, told
from tests.access.conftest import Ask
from tests.access.world import World
from tests.api.test_document import described

pytestmark = pytest.mark.wide

OPERATIONS = {
    one.label: one
    for one in (
        found.ok() for found in schemathesis.openapi.from_dict(described()).get_all_operations()
    )
}
CALLERS = ("karin", "fatima", "stig", "lotta")
"""One who works in the case, one by consent, one who never sees a person, one in another branch."""
EXAMPLES = 8


@pytest.fixture(scope="module")
def keys(world: World) -> dict[type, list[Any]]:
    """What there is in the world, by the type of its key: so that calls find somebody, too. Cases oftenest."""
    cases = [one.pk for one in world.people.values()] * 4
    every = [v for place in world.places.values() for v in place.arguments.values()]
    return {
        kind: [v for v in [*cases, *dict.fromkeys(every)] if type(v) is kind]
        for kind in (int, str, UUID)
    }


def parameters(operation: Any, keys: dict[type, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Keys of things that are there, for the parameters in an operation's address."""
    kinds = {
        one.name: UUID if one.definition["schema"].get("format") == "uuid"
        else int if one.definition["schema"].get("type") == "integer" else str
        for one in operation.path_parameters
    }  # fmt: skip
    return st.fixed_dictionaries(
        {name: st.sampled_from(keys[kind]) for name, kind in kinds.items()}
    )


def call(client: Any, case: Case) -> Any:
    """The invented call as another program sends it."""
    body = {} if isinstance(case.body, NotSet) else {"data": _written(case.body)}
    query = urlencode(case.query or {}, doseq=True, errors="replace")
    return client.generic(
        case.method, case.formatted_path, content_type=case.media_type or "application/json",
        QUERY_STRING=query, **body,
    )  # fmt: skip


def _written(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, default=str).encode()


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_invented_call_neither_breaks_anything_nor_tells_of_anybody_hidden(
    label: str, world: World, ask: Ask, keys: dict[type, list[Any]]
) -> None:
    operation = OPERATIONS[label]
    modes = st.sampled_from(list(GenerationMode))
    there = parameters(operation, keys)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data(), who=st.sampled_from(CALLERS), found=st.booleans(), mode=modes)
    def tried(data: st.DataObject, who: str, found: bool, mode: GenerationMode) -> None:
        chosen = {"path_parameters": data.draw(there)} if found else {}
        case = data.draw(operation.as_strategy(mode, **chosen))
        answer = ask(who, lambda client: call(client, case))
        assert answer.status_code < 500, answer.content[:300]
        asked = (case.formatted_path, str(case.query), str(case.body))
        assert leaked(world.known, who, told(answer), asked) == []

    tried()

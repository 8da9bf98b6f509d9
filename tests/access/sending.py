"""What is sent to a door of the access table: something that would be done if it were allowed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.world import REGISTER, World

Body = Mapping[str, Any]
ROW = "P-1;Ny;Kvinna;2001-02-03;Katrineholm;Katrineholm;2024-02-01;Pågår"
YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


EMPTY: Body = {"csrfmiddlewaretoken": "-"}
"""A form sent with nothing filled in: as a browser sends it, its token is there."""


def body(world: World, door: str, thing: str) -> Body:
    """What a row sends; nothing at all where no more is needed to tell who is let in."""
    given = {**_forms(world), **_calls(world)}.get((door, thing))
    return given() if given else EMPTY


def _forms(world: World) -> dict[tuple[str, str], Callable[[], Body]]:
    return {
        ("enrol", "i Flen"): lambda: _newcomer(world, "flen"),
        ("enrol", "i Katrineholm"): lambda: _newcomer(world, "katrineholm"),
        ("enrol", "den skyddades nummer"): lambda: {
            **_newcomer(world, "flen"), "number": world.numbers["skyddad"], "sure": "on",
        },
        ("link_people", "par"): lambda: {**world.pairs["par"], "because": "Legitimation."},
        ("link_people", "par med skyddad"): lambda: {
            **world.pairs["par med skyddad"], "because": "Legitimation.",
        },
        ("unlink_people", "länk"): lambda: {"because": "Fel."},
        ("unlink_people", "länk till skyddad"): lambda: {"because": "Fel."},
        ("engage", "prov"): lambda: {
            "unit": world.cast.unit("Psykiatrin").pk, "role": "caseworker", "from_day": "2025-06-02",
        },
        ("disengage", "prov: enhet"): lambda: {"last_day": "2025-06-30"},
        ("start-report", "om prov"): lambda: _report("prov"),
        ("start-report", "om annan"): lambda: _report("annan"),
        ("chapter", "kapitel prov"): lambda: {"text": "Nytt.", "version": 1},
        ("chapter", "kapitel annan"): lambda: {"text": "Nytt.", "version": 1},
        ("imports", "hela prov"): lambda: _register("prov"),
        ("imports", "prov i Katrineholm"): lambda: _register("prov/katrineholm"),
        ("imports", "i annan"): lambda: _register("annan"),
        ("post_new", "enhet AUC"): _post,
        ("post_new", "enhet Af Flen"): _post,
    }  # fmt: skip


def _newcomer(world: World, branch: str) -> Body:
    where = world.cast.branch(branch).pk
    return {"branch": where, "starts_on": "2024-03-01", "family_name": "Nykomling", "sex": "woman"}


def _report(code: str) -> Body:
    return {"initiative": code, "report_kind": "final", "title": "Slutet", **YEAR}


def _register(where: str) -> Body:
    return {"where": where, "file": SimpleUploadedFile("r.csv", f"{REGISTER}\n{ROW}".encode())}


def _post() -> Body:
    return {"title": "Coach", "role": "coach", "full_time": "100", "from_day": "2025-06-02"}


def _calls(world: World) -> dict[tuple[str, str], Callable[[], Body]]:
    cast = world.cast
    by_code: dict[str, Body] = {
        "api:add_target_group": {"criteria": "Alla", "reason": "Beslut."},
        "api:add_volume": {"total": 5, "reason": "Beslut.", **YEAR},
        "api:add_promise": {"party": cast.party("Regionen").pk, "number": 3, **YEAR},
        "api:add_cost": {"year": 2024, "cost_kind": "Lokal", "kronor": "10",
                         "booked_through": "2024-12-31"},
    }  # fmt: skip
    parties = [cast.party("Flen").pk, cast.party("Af").pk]
    whole: dict[tuple[str, str], Body] = {
        ("api:add_kind", "-"): {"code": "stiftelse", "name": "Stiftelse", "colour": 8},
        ("api:add_party", "-"): {"kind": "af", "name": "Ny part", "short_name": "Ny"},
        ("api:add_authority", "part"): {"name": "Ny nämnd"},
        ("api:add_unit", "myndighet"): {"name": "Ny enhet"},
        ("api:add_agreement", "-"): {"title": "Nytt", "parties": parties, "valid_from": "2024-01-01"},
        **{("api:write_chapter", f"kapitel {code}"): {"text": "Nytt.", "version": 1}
           for code in ("prov", "annan")},
        **{(door, code): sent for door, sent in by_code.items() for code in ("prov", "annan")},
    }  # fmt: skip
    files = {
        ("api:read_register", code): lambda code=code: _register(code) for code in ("prov", "annan")
    }
    return {**files, **{row: lambda sent=sent: sent for row, sent in whole.items()}}


def send(client: Any, method: str, address: str, sent: Body, api: bool) -> Any:
    """One request of a row: a form as a browser sends it, JSON to the API."""
    if method == "GET":
        return client.get(address)
    if api and "file" not in sent:
        return client.generic(method, address, json.dumps(sent), content_type="application/json")
    return getattr(client, method.lower())(address, sent)

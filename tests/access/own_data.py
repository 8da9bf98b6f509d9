"""What the access table has of own data: one request that waits for a decision, and one that is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stafett.safeguards.actions.own_data import compile_request, decide_own_data, note_request
from stafett.safeguards.models import OwnDataRequest
from tests.access.canaries import secrets
from tests.access.world import World
from tests.cast import TODAY

ASKED: dict[str, Any] = {"asked_how": "desk", "asked_on": TODAY, "identity_checked": "Legitimation"}
Row = tuple[str, str]


def own_data(world: World) -> None:
    """Flen has been asked by two people; the second of them has got its decision."""
    cast = world.cast
    cast.as_everyone()
    for name, thing in (("flen", "begäran i Flen"), ("delad", "beslutad begäran")):
        one = world.people[name]
        asked = note_request(
            one.circle, cast.unit("AUC").authority, asked_by=f"Zqfrågare{name}", **ASKED,
            by=cast.viewer("karin"),
        )  # fmt: skip
        compile_request(asked, by=cast.viewer("lena"))
        world.at(thing, key=one.pk, asked=asked.pk)
        world.known += secrets("karin lena eva", f"Zqfrågare{name}")
    made = OwnDataRequest.objects.get(pk=asked.pk)
    decide_own_data(made, [], digest=made.compiled_digest, appeal="", by=cast.viewer("lena"))
    for form in ("pdf", "json", "txt"):
        world.at(f"svaret.{form}", key=one.pk, asked=asked.pk, form=form)


def sent_about_own_data(world: World) -> dict[Row, Mapping[str, Any]]:
    """What is sent to its doors."""
    note = {**ASKED, "asked_by": "Personen", "asked_on": "2025-06-02",
            "authority": world.cast.unit("AUC").authority_id}  # fmt: skip
    waiting = OwnDataRequest.objects.get(pk=world.places["begäran i Flen"].arguments["asked"])
    return {
        **{("own_data_note", f"person {name}"): note for name in ("flen", "delad", "skyddad")},
        ("own_data_decide", "begäran i Flen"): {"digest": waiting.compiled_digest},
        ("own_data_longer", "begäran i Flen"): {"because": "Mycket att göra"},
        ("own_data_hand", "beslutad begäran"): {"on": "2025-06-02", "how": "Brev"},
    }

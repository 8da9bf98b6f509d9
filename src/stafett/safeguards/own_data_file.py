"""What is handed out of what was compiled, and the file of it (docs/reference/own-data.schema.json)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from django.utils.timezone import localtime
from django.utils.translation import override

from stafett.safeguards.models import OwnDataDecision, OwnDataRequest
from stafett.safeguards.queries.own_data import Section, Thing, Version

FORMAT, VERSION = "stafett-own-data", 1


class LeftOut(Protocol):
    """A heading, a thing under it, or a text of that; as it is about to be decided, or was."""

    @property
    def about(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def column(self) -> str: ...


def without(sections: Sequence[Section], left_out: Collection[LeftOut]) -> list[Section]:
    """What is left when a decision's exclusions are taken away, earlier versions of the same too."""
    whole = {str(one.about) for one in left_out if not one.item}
    things = {one.item for one in left_out if not one.column}
    texts = {(one.item, one.column) for one in left_out}
    kept = [
        Section(s.about, [_without(t, texts) for t in s.things if t.key not in things])
        for s in sections
        if str(s.about) not in whole
    ]
    return [one for one in kept if one.things]


def _without(thing: Thing, texts: Collection[tuple[str, str]]) -> Thing:
    versions = [
        Version(one.until, {n: v for n, v in one.words.items() if (thing.key, n) not in texts})
        for one in thing.versions
    ]
    return Thing(thing.key, thing.model, versions)


def file_of(
    asked: OwnDataRequest, decision: OwnDataDecision, sections: Sequence[Section],
    excluded: Sequence[Any],
) -> bytes:  # fmt: skip
    """The file, byte for byte the same for the same rows and the same decision."""
    with override("sv"):
        told = {
            "format": FORMAT, "version": VERSION,
            "authority": asked.authority.name,
            "asked": {"by": asked.asked_by, "how": str(asked.get_asked_how_display()),
                      "on": asked.asked_on.isoformat()},
            "compiled_at": localtime(asked.compiled_at).isoformat(timespec="seconds"),
            "decided": {"by": decision.decided_by, "on": decision.decided_on.isoformat()},
            "appeal": decision.appeal,
            "excluded": [_excluded(one) for one in excluded if one.said],
            "sections": [_section(one) for one in without(sections, excluded)],
        }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _excluded(one: Any) -> dict[str, str]:
    return {
        "section": str(one.about), "what": one.what, "why": one.get_why_display(),
        "ground": one.ground, "because": one.because,
    }  # fmt: skip


def _section(one: Section) -> dict[str, Any]:
    return {
        "key": str(one.about),
        "heading": str(one.about.label),
        "items": [_item(thing) for thing in one.things],
    }


def _item(thing: Thing) -> dict[str, Any]:
    names = dict.fromkeys(name for one in thing.versions for name in one.words)
    return {
        "table": thing.model._meta.label_lower if thing.model else "log",
        "called": thing.word,
        "labels": {name: thing.label(name) for name in names},
        "values": next((one.words for one in thing.versions if not one.until), None),
        "earlier": [
            {"until": one.until, "values": one.words} for one in thing.versions if one.until
        ],
    }


def sha256(content: bytes) -> str:
    """The digest by which what was handed out can be recognised."""
    return hashlib.sha256(content).hexdigest()


__all__ = ["FORMAT", "VERSION", "file_of", "sha256", "without"]

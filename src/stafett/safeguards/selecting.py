"""By what may people be filtered, sorted and searched? Never by what is sensitive (law 9).

Which sensitive columns is said by the act that the authority works under (law.md § 3). A page shows
rows of several controllers at once, so what any one of their acts bans is banned there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from stafett.database.sorting import Matter, Sort
from stafett.parties.models import Authority
from stafett.safeguards import sorting
from stafett.safeguards.viewer import Viewer

SPECIAL = frozenset({
    Matter.HEALTH, Matter.ORIGIN, Matter.REPRESENTATION, Matter.INVOLVEMENT, Matter.PROTECTION,
    Matter.FREE_TEXT,
})  # fmt: skip
"""The special categories of the GDPR, what points at them, and what no act would let anybody search by."""
EVERYTHING = frozenset(Matter)


@dataclass(frozen=True)
class Act:
    """A data-protection act: its paragraph about search, and what that bans."""

    number: str
    paragraph: str
    banned: frozenset[Matter]
    says: str


STRICTEST = Act("", "", EVERYTHING, "nothing sensitive, where no act is known")
ACTS = {
    act.number: act
    for act in (
        Act("2001:454", "7 a §", EVERYTHING,
            "compilations hold neither sensitive nor delicate personal data"),
        Act("2002:546", "14 §", SPECIAL,
            "no search by sensitive data; the exception for coded health is not used here"),
        Act("2010:110", "114 kap. 12 §", SPECIAL, "no selection by sensitive data"),
    )
}  # fmt: skip
"""The acts whose paragraphs were read. Others, the patient data act among them, count as the strictest."""
ALSO_CALLED = re.compile(r"\bSFB\b|socialförsäkringsbalken", re.IGNORECASE)


def act_named(text: str) -> Act:
    """The act that an authority says that it works under (`Authority.data_act`); else the strictest.

    One that names several works under the strictest.
    """
    named = ["2010:110"] if ALSO_CALLED.search(text) else []
    named += re.findall(r"\d{4}:\d+", text)
    found = {ACTS.get(number, STRICTEST) for number in named}
    return found.pop() if len(found) == 1 else STRICTEST


def banned_for(controllers: Iterable[int]) -> frozenset[Matter]:
    """What people of these controllers may not be selected by: all that any of their acts bans."""
    rows = Authority.objects.filter(pk__in=controllers).order_by("pk")
    acts = [act_named(text) for text in rows.values_list("data_act", flat=True)] or [STRICTEST]
    return frozenset().union(*(act.banned for act in acts))


class Banned(ValueError):
    """A door that would select people by something sensitive; a fault in the door, never in the person."""


def selecting(viewer: Viewer, model: type[Model], wanted: Mapping[str, Any]) -> Q:
    """The condition that rows have these values, for the paths that are asked for with one.

    Raises Banned for a path that leads to something sensitive under the acts of the viewer's controllers.
    """
    asked = {path: value for path, value in wanted.items() if value}
    check_selecting(viewer, model, asked)
    return Q(**asked)


def check_selecting(viewer: Viewer, model: type[Model], paths: Iterable[str]) -> None:
    """Raise Banned unless people may be filtered, sorted and searched by all of the paths."""
    for path in paths:
        sorted_ = sorting.of(model, path.removeprefix("-"))
        sensitive = sorted_.sort == Sort.SENSITIVE
        if sensitive and sorted_.matter in banned_for(viewer.controllers):
            raise Banned(f"{model.__name__} is not selected by {path}: {sorted_.matter}")

"""Which cases is an ending about? Those that the decider may see one by one, the others by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from stafett.casework.models import Participation
from stafett.frame.formats import capital
from stafett.safeguards.access import may_see
from stafett.safeguards.models import Ending, RetentionHold
from stafett.safeguards.queries.retention import cases_of, holds_of, kind_of_ending
from stafett.safeguards.request import Request

PAGE = 50


@dataclass(frozen=True)
class Case:
    """A case that an ending is about: what of it, and what holds it."""

    one: Participation
    what: str
    hold: RetentionHold | None


def cases_of_ending(request: Request | HttpRequest, ending: Ending) -> dict[str, Any] | None:
    """A page of the cases, how many of each kind, and how many are not to be seen; None when all is done."""
    viewer = request.viewer  # type: ignore[union-attr]
    about = {} if ending.done_at else cases_of(viewer, ending)
    if not about:
        return None
    seen = may_see(viewer, Participation.objects.filter(circle__in=list(about)))
    number = seen.count()
    page = min(_page(request), max(0, number - 1) // PAGE)
    rows = seen.select_related("person", "initiative", "branch", "controller").order_by(
        "ends_on", "case_number", "pk"
    )[page * PAGE : (page + 1) * PAGE]
    holds = holds_of([row.circle_id for row in rows])
    return {
        "cases": [Case(row, _words(about[row.circle_id]), holds.get(row.circle_id)) for row in rows],
        "kinds": _counted(about.values()), "number": number, "unseen": len(about) - number,
        "decided": ending.decided_on is not None,
        "first": page * PAGE + 1, "last": min(number, (page + 1) * PAGE),
        "earlier": f"?sida={page}" if page else None,
        "later": f"?sida={page + 2}" if (page + 1) * PAGE < number else None,
    }  # fmt: skip


def _page(request: HttpRequest | Request) -> int:
    """Which page is asked for, from 0; what is no number is the first."""
    asked = request.GET.get("sida", "")
    return max(0, int(asked) - 1) if asked.isdecimal() and len(asked) < 6 else 0


def _words(kinds: Collection[str]) -> str:
    return capital(", ".join(dict.fromkeys(kind_of_ending(one) for one in kinds)))


def _counted(about: Collection[list[str]]) -> list[tuple[str, int]]:
    """Each kind with in how many cases it ends."""
    found = Counter(kind for kinds in about for kind in set(kinds))
    return [(capital(kind_of_ending(kind)), n) for kind, n in sorted(found.items())]

"""What stands of figures on other apps' pages: goal, inflow and cost on the initiative's own (ux § 4)?

The figures' own modules are imported at the first use: they take a second, and the command line
starts faster without them.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.casework.queries.between import MINE, UNIT
from stafett.frame.panels import Panel, register
from stafett.initiatives.models import Initiative


def goal_and_result(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """The initiative in four figures, or why there are none yet; None for who may see no totals."""
    from stafett.measures.overview import overview
    from stafett.measures.queries import CannotAnswer

    try:
        found = overview(request.viewer, initiative)  # type: ignore[attr-defined]
    except CannotAnswer as nothing:
        return {"nothing": str(nothing), "initiative": initiative}
    return {"overview": found, "initiative": initiative} if found else None


def link_to_figures(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """A door to all its tables, for those who see any."""
    from stafett.measures.queries import tables_for

    tables = tables_for(request.viewer, initiative)  # type: ignore[attr-defined]
    return {"initiative": initiative} if tables else None


def cost_per_participant(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """Each stated cost per participant, worked out; None without one or without the right."""
    from stafett.measures.overview import stated_costs

    costs = stated_costs(request.viewer, initiative)  # type: ignore[attr-defined]
    return {"costs": costs, "initiative": initiative} if costs else None


def waiting_to_be_signed(request: HttpRequest, day: Any) -> dict[str, Any] | None:
    """The periods that wait for the viewer's signature; None when none does."""
    from stafett.measures.outsiders.periods import waiting_for

    found = waiting_for(request.viewer)  # type: ignore[attr-defined]
    return {"waiting": found} if found else None


def figures_that_lack(request: HttpRequest, ending: Any) -> dict[str, Any] | None:
    """The closed periods without figures yet that will lack what an ending takes; None where it is done."""
    from stafett.measures.outsiders.ended import will_lack

    viewer = request.viewer  # type: ignore[attr-defined]
    if ending.done_at is not None or ending.controller_id not in viewer.speaks_for:
        return None
    found = will_lack(viewer, ending)
    return {"lacking": found} if found else None


def month_ends(request: HttpRequest, asked: str) -> dict[str, Any] | None:
    """On Mellan stolarna about an initiative: the way to how it stood at each month's end."""
    from stafett.measures.access import standing
    from stafett.measures.tables.between import BETWEEN

    initiative = None if asked in (MINE, UNIT) else Initiative.objects.get(code=asked)
    viewer = request.viewer  # type: ignore[attr-defined]
    sees = initiative and standing(viewer, initiative).may(BETWEEN)
    return {"initiative": initiative} if sees else None


def register_all() -> None:
    """Hang the panels in their places."""
    register(Panel("between", 10, "measures/month_ends.html", month_ends))
    register(Panel("initiative", 10, "measures/panel.html", goal_and_result))
    register(Panel("initiative_links", 10, "measures/links.html", link_to_figures))
    register(Panel("today", 50, "measures/today.html", waiting_to_be_signed))
    register(Panel("ending", 6, "measures/ending_panel.html", figures_that_lack))
    register(Panel("costs", 10, "measures/costs_panel.html", cost_per_participant))

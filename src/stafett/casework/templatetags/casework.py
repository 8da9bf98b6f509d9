"""The words that pages about a case are written with: `{% load casework %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from stafett.casework import doors
from stafett.casework.models import Participation

register = template.Library()


@register.inclusion_tag("casework/tabs.html", takes_context=True)
def case_tabs(context: Context, case: Participation) -> dict[str, Any]:
    """`{% case_tabs case %}`: the pages about one case, with the one that is open marked."""
    match = context["request"].resolver_match
    return {"tabs": doors.tabs(case, match.url_name if match else "")}


@register.inclusion_tag("casework/case_acts.html", takes_context=True)
def case_acts(context: Context, case: Participation) -> dict[str, Any]:
    """`{% case_acts case %}`: the buttons that this viewer has in the case."""
    return {"acts": doors.acts(context["request"].viewer, case)}

"""The words that pages about a case are written with: `{% load casework %}`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stafett.casework import doors
from stafett.casework.models import Participation, Status
from stafett.frame.templatetags.frame import badge
from stafett.people.models import Person, Protection

register = template.Library()

STATUS_SHAPES: Mapping[str, str] = {
    Status.REMAINING: "done", Status.PAUSED: "paused", Status.ENDED: "neutral",
}  # fmt: skip
"""The shape of a status beside its word; of any other that of a note."""


@register.simple_tag
def status(code: str) -> SafeString:
    """`{% status case.status %}`: where a participation stands, by word and shape."""
    return _drawn(code, get_language() or "")


@lru_cache
def _drawn(code: str, _language: str) -> SafeString:
    """Kept for each language: a page of a list says it a hundred times."""
    return badge(str(Status(code).label), STATUS_SHAPES.get(code, "note"))


@register.inclusion_tag("casework/tabs.html", takes_context=True)
def case_tabs(context: Context, case: Participation) -> dict[str, Any]:
    """`{% case_tabs case %}`: the pages about one case, with the one that is open marked."""
    match = context["request"].resolver_match
    return {"tabs": doors.tabs(case, match.url_name if match else "")}


@register.inclusion_tag("casework/case_acts.html", takes_context=True)
def case_acts(context: Context, case: Participation) -> dict[str, Any]:
    """`{% case_acts case %}`: the buttons that this viewer has in the case."""
    return {"acts": doors.acts(context["request"].viewer, case)}


@register.simple_tag
def unfilled_facts(case: Participation, untold: Collection[str]) -> str:
    """`{% unfilled_facts case untold as words %}`: what is not filled in of a participation, as far as told."""
    known = {
        "referring_party": (
            _("vem som aktualiserade"),
            case.referring_party or case.referring_caseworker,
        ),
        "municipality": (_("kommun"), case.municipality),
        "education": (_("högsta utbildning"), case.education),
    }
    return ", ".join(
        word for name, (word, value) in known.items() if not value and name not in untold
    )


@register.simple_tag
def unfilled_of(person: Person) -> str:
    """`{% unfilled_of person as words %}`: what is not filled in of a person; nothing of what is sealed."""
    number = person.protection or person.shown_number
    language = (
        person.language or person.needs_interpreter or person.protection == Protection.WITHHELD
    )
    known = ((_("nummer"), number), (_("språk"), language))
    return ", ".join(word for word, value in known if not value)

"""The way down to each page about an initiative, as links."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.initiatives.models import Initiative


def to_initiatives() -> list[tuple[str, str]]:
    """The list of initiatives."""
    return [(_("Insatser"), reverse("initiatives"))]


def to_initiative(initiative: Initiative) -> list[tuple[str, str]]:
    """One initiative."""
    return [*to_initiatives(), (initiative.name, reverse("initiative", args=[initiative.code]))]

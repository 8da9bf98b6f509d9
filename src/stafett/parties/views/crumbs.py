"""The way down to each page about parties, as links."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.parties.models import Association, Authority, Group, Party, Position


def to_parties() -> list[tuple[str, str]]:
    """The list of parties."""
    return [(_("Parter"), reverse("parties"))]


def to_party(party: Party) -> list[tuple[str, str]]:
    """One party."""
    return [*to_parties(), (party.name, reverse("party", args=[party.pk]))]


def to_authority(authority: Authority) -> list[tuple[str, str]]:
    """An authority's place on its party's page."""
    return to_party(authority.party)


def to_post(post: Position) -> list[tuple[str, str]]:
    """One post, with its unit's authority above it."""
    return [*to_authority(post.unit.authority), (post.title, reverse("post", args=[post.pk]))]


def to_association(association: Association) -> list[tuple[str, str]]:
    """One association."""
    return [*to_parties(), (association.name, reverse("association", args=[association.pk]))]


def to_group(group: Group) -> list[tuple[str, str]]:
    """One group."""
    return [*to_parties(), (group.name, reverse("group", args=[group.pk]))]


def to_agreements() -> list[tuple[str, str]]:
    """The list of agreements."""
    return [*to_parties(), (_("Avtal"), reverse("agreements"))]

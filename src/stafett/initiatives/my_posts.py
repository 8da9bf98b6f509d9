"""Which posts do I hold, what may I do in them, and in which initiatives? For the page Mitt konto."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from stafett.initiatives import queries
from stafett.initiatives.models import Engagement
from stafett.initiatives.rights import in_words
from stafett.parties.models import Unit
from stafett.safeguards.roles import ROLES, permissions_of
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class MyPost:
    """One post of the viewer's: where, as what, what it lets them do, and in what."""

    key: str
    unit: Unit
    role: str
    sentence: str
    rights: list[str]
    engaged: list[Engagement]


def my_posts(request: HttpRequest, account: Any) -> dict[str, Any]:
    """What the panel shows."""
    return {"posts": posts_of(request.viewer)}  # type: ignore[attr-defined]


def posts_of(viewer: Viewer) -> list[MyPost]:
    """The viewer's posts today, each with its rights and the initiatives that it takes part in."""
    mine = Unit.objects.filter(pk__in=[p.unit_id for p in viewer.posts]).order_by("pk")
    units = {unit.pk: unit for unit in mine.select_related("authority")}
    engaged = queries.taking_part(viewer)
    return [
        MyPost(
            f"befattning-{post.position_id}",
            units[post.unit_id],
            str(ROLES[post.role].name) if post.role in ROLES else post.role,
            str(ROLES[post.role].sentence) if post.role in ROLES else "",
            in_words(permissions_of(post.role)),
            [e for e in engaged if (e.unit_id, e.role) == (post.unit_id, post.role)],
        )
        for post in viewer.posts
    ]

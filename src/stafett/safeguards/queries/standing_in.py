"""Does somebody see a case only by standing in for another? Said beside the reason, and to the log."""

from __future__ import annotations

from typing import Any

from stafett.parties.queries import StandIn, my_stand_ins
from stafett.safeguards.access import why
from stafett.safeguards.viewer import Viewer


def seen_by_standing_in(viewer: Viewer, circle_id: Any) -> StandIn | None:
    """The post by which the viewer sees a case when their own posts do not let them; else None."""
    own = [post for post in viewer.posts if not post.stands_in]
    if len(own) == len(viewer.posts) or why(viewer.holding(own), circle_id).allowed:
        return None
    by_post = {one.post.pk: one for one in my_stand_ins(viewer)}
    for post in viewer.posts:
        if post.stands_in and why(viewer.holding([post]), circle_id).allowed:
            return by_post[post.position_id]
    return None

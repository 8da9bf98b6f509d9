"""Reads about who may look: the viewer of a user, and the units of a circle."""

from __future__ import annotations

from datetime import date

from stafett.accounts.models import User
from stafett.database.days import in_force, still_on
from stafett.parties.models import Authority, Tenure
from stafett.safeguards.models import Reach
from stafett.safeguards.viewer import Post, Viewer


def viewer_of(user: User, day: date) -> Viewer:
    """The user as a viewer on a day: the posts held then, and the controllers they reach."""
    posts = _posts(user, day)
    units = {post.unit_id for post in posts}
    reach = Reach.objects.filter(unit_id__in=units).order_by("controller_id")
    reached = set(reach.values_list("controller_id", flat=True).distinct())
    answers = Viewer(user.pk, user.name, day, posts).speaks_for
    return Viewer(user.pk, user.name, day, posts, tuple(sorted(reached | answers)))


def _posts(user: User, day: date) -> tuple[Post, ...]:
    tenures = (
        Tenure.objects.filter(in_force(day), still_on(day, prefix="position__"))
        .filter(staff__account=user)
        .order_by("position_id")
        .values_list(
            "position_id",
            "position__unit_id",
            "position__unit__authority_id",
            "position__role",
            "stands_in",
            "position__unit__name",
            "position__unit__authority__name",
        )
    )  # fmt: skip
    return tuple(Post(*values) for values in tenures)


def all_controllers() -> tuple[int, ...]:
    """Every authority; for the operator at the command line, who stands outside the wall anyway."""
    return tuple(Authority.objects.order_by("pk").values_list("pk", flat=True))

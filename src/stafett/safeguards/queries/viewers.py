"""Reads about who may look: the viewer of a user, and the units of a circle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from stafett.accounts.models import User
from stafett.database.days import in_force, still_on
from stafett.database.kept import Kept
from stafett.parties.models import Authority, Tenure
from stafett.safeguards.models import Reach
from stafett.safeguards.queries.start import STARTS, with_start
from stafett.safeguards.viewer import Post, Viewer


def viewer_of(user: User, day: date) -> Viewer:
    """The user as a viewer on a day: the posts held then, and the controllers they reach.

    With the controllers comes whether each has started: the banner of every page asks it.
    """
    posts = _posts(user, day)
    units = {post.unit_id for post in posts}
    answers = Viewer(user.pk, user.name, day, posts).speaks_for
    reached = REACHED(units=sorted(units), answers=sorted(answers), day=day)
    found = {key: (name, begun) for key, name, begun in reached}
    viewer = Viewer(user.pk, user.name, day, posts, tuple(sorted(found)))
    viewer.looked_up[STARTS] = found
    return viewer


def _posts(user: User, day: date) -> tuple[Post, ...]:
    return tuple(Post(*values) for values in POSTS(user=user.pk, day=day))


def _posts_of(user: int, day: date) -> QuerySet[Tenure, Any]:
    return (
        Tenure.objects.filter(in_force(day), still_on(day, prefix="position__"))
        .filter(_unit_is_there(day), staff__account=user)
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


def _reached_by(
    units: Sequence[int], answers: Sequence[int], day: date
) -> QuerySet[Authority, tuple[int, str, bool]]:
    closed = Q(unit__authority__in=answers, unit__valid_to__lt=day)  # their record is still kept
    reached = Reach.objects.filter(Q(unit_id__in=units) | closed).values("controller_id")
    mine = Authority.objects.filter(Q(pk__in=answers) | Q(pk__in=reached)).order_by("name", "pk")
    return with_start(mine)


POSTS: Kept[tuple[Any, ...]] = Kept(_posts_of)
REACHED: Kept[tuple[int, str, bool]] = Kept(_reached_by)


def _unit_is_there(day: date) -> Q:
    """Nobody acts for a unit that has closed, though their post there was not ended."""
    last = "position__unit__valid_to"
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day})


def all_controllers() -> tuple[int, ...]:
    """Every authority; for the operator at the command line, who stands outside the wall anyway."""
    return tuple(Authority.objects.order_by("pk").values_list("pk", flat=True))

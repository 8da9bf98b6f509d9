"""What has happened in a case since somebody opened a form about it? Each app that knows says so here.

A window can stand open while the case goes on. What it was about is then said, with day and unit as far as
the viewer may know, instead of that they lack a right which they had when they opened it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.frame.formats import plain_day
from stafett.safeguards.access import opened
from stafett.safeguards.viewer import Viewer

Source = Callable[[Viewer, Participation], str]

_sources: list[Source] = []


class MovedOn(PermissionDenied):
    """It could be done when the form was opened; the sentence says what has happened since.

    `there` is the address of the case, for whoever still sees it.
    """

    moved = True
    there = ""


def register(source: Source) -> None:
    """Let an app tell what has happened, or nothing; called from `AppConfig.ready`."""
    if source in _sources:
        raise ValueError(f"{source!r} tells already")
    _sources.append(source)


def what_happened(viewer: Viewer, case: Participation) -> str:
    """The sentences about a case that went on; empty when nothing did that the viewer may know of."""
    return " ".join(filter(None, (source(viewer, case) for source in _sources)))


def course(viewer: Viewer, case: Participation) -> str:
    """That it has ended, or that another unit holds it together now."""
    shown = opened(viewer, case.circle_id)
    rows = case.holdings.select_related("unit").order_by("from_day", "pk")
    held = [row for row in rows if shown.shows(row)]
    if not held:
        return ""
    last, mine = held[-1], {post.unit_id for post in viewer.posts}
    if case.ends_on:
        told = {"unit": last.unit.name, "day": plain_day(case.ends_on)}
        return (
            _(
                "Deltagandet är avslutat, med %(day)s som sista dag. %(unit)s höll ihop det då: vänd dig "
                "dit om något ska ändras."
            )
            % told
        )
    if last.unit_id not in mine and any(row.unit_id in mine for row in held):
        told = {"unit": last.unit.name, "day": plain_day(last.from_day)}
        return (
            _(
                "Ärendet är överlämnat: %(unit)s håller ihop det sedan %(day)s. Lämna det du skrev till dem, "
                "om det fortfarande gäller."
            )
            % told
        )
    return ""

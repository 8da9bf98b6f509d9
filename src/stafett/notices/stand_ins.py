"""The kind of notice that is about no case: somebody has been named a stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from stafett.notices.kinds import Found, Kind
from stafett.parties.models import Tenure
from stafett.safeguards.viewer import Viewer

AHEAD = timedelta(days=30)


def named(viewer: Viewer) -> Iterator[Found]:
    """The posts that the viewer stands in for, or will within a month."""
    rows = Tenure.objects.filter(
        staff__account=viewer.user_id, stands_in=True, from_day__lte=viewer.day + AHEAD
    ).exclude(until_day__lte=viewer.day)
    for key, day in rows.order_by("from_day", "pk").values_list("pk", "from_day"):
        yield Found(f"{key}:{day}", "/", day=day)


STAND_IN = Kind(
    "stand_in", _("Du är ställföreträdare"),
    _("Någon har gjort dig till ställföreträdare, från i dag eller inom en månad."),
    _("Lena ger dig Karins befattning den 5–12 juni."), named, 80,
)  # fmt: skip

"""A form about one row of a case: a meeting or a promise, bound before the form is made."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.casework.access import check_own
from stafett.casework.forms.acting import Acting, Instead
from stafett.casework.models import Participation
from stafett.meetings.rules import State
from stafett.safeguards.viewer import Viewer


class AboutRow(Acting):
    """A form about `row`; `about(row)` gives the class of it."""

    row: ClassVar[Any] = None

    @classmethod
    def about(cls, row: Any) -> type[Self]:
        """The same form, about this row."""
        return type(cls.__name__, (cls,), {"row": row})

    @classmethod
    def check(cls, viewer: Viewer, case: Participation) -> None:  # type: ignore[override]
        """Raise PermissionDenied unless the viewer may change the row."""
        check_own(viewer, cls.row)


def tell_what_is_noted(form: AboutRow) -> None:
    """Of a meeting that is booked no more: the way to what is noted, beside what was typed meanwhile.

    Whoever opens the form then is stopped before they type.
    """
    one = form.row
    if one.state == State.PLANNED:
        return
    there = reverse("meeting", args=[one.participation_id, one.pk])
    form.instead = Instead(
        _("Det du skrev står kvar här nedanför: för över det som saknas."),
        _("Läs det som är antecknat, och rätta där"), there,
    )  # fmt: skip
    if not form.is_bound:
        form.stop = _("Mötet är redan antecknat: %(state)s.") % {"state": one.get_state_display()}

"""The form by which the giver's last day alongside is moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import WHY, Acting
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.frame.formats import plain_day
from stafett.handover.access import check_moves_alongside
from stafett.handover.actions.alongside import move_alongside
from stafett.handover.models import Handover
from stafett.handover.queries.alongside import alongside_of
from stafett.safeguards.viewer import Viewer


class MoveAlongsideForm(Acting):
    """Another last day for the one that is alongside."""

    heading = gettext_lazy("Ändra hur länge någon följer med")
    alongside_until = day(gettext_lazy("Följer med till och med"), ahead=True)
    because = WHY

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For either hand, while somebody is alongside."""
        found = alongside_of(case, viewer.day)
        if found is None:
            raise PermissionDenied(_("Ingen följer med i ärendet nu."))
        check_moves_alongside(viewer, found)

    @property
    def one(self) -> Handover:
        """The handover after which they are alongside; `check` has seen that there is one."""
        found = alongside_of(self.case, self.viewer.day)
        assert found is not None
        return found

    def now(self) -> Mapping[str, Any]:
        """The day as it is."""
        return {"alongside_until": self.one.alongside_until}

    def prepare(self) -> None:
        """Who it is, and who may make it longer."""
        self.lead = _(
            "%(unit)s följer med. Båda kan korta tiden. Bara den som håller ihop ärendet kan förlänga den."
        ) % {"unit": self.one.from_unit}

    def save(self) -> str:
        """Move it."""
        told = self.cleaned_data
        done = move_alongside(
            self.one, told["alongside_until"], by=self.viewer, because=told["because"]
        )
        return _("%(unit)s följer med till och med %(day)s.") % {
            "unit": done.from_unit, "day": plain_day(told["alongside_until"]),
        }  # fmt: skip

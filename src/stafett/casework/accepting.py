"""To accept a consent on a case, with what was written before and is not sent by it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from stafett.casework.forms.consent_parts import AcceptForm
from stafett.casework.unsent import unsent_in


class AcceptAndTell(AcceptForm):
    """Accept, and be told what waits to be sent by hand."""

    also_heading = gettext_lazy("Skickas inte av sig självt")

    def prepare(self) -> None:
        """With what waits in the case."""
        super().prepare()
        circle = self.case.circle_id
        self.also = unsent_in(self.viewer, [circle]).get(circle, [])

    def save(self) -> str:
        """Accept it, and say again what waits."""
        return " ".join([super().save(), *self.also])


__all__ = ["AcceptAndTell"]

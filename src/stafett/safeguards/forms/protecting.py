"""The form with which a controller decides its routine for the protected."""

from __future__ import annotations

from typing import Any

from django import forms

from stafett.parties.models import Authority
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.models import ProtectedRoutine
from stafett.safeguards.queries.protecting import routine_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


class RoutineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A controller's routine as it stands, to be decided anew."""

    class Meta:
        model = ProtectedRoutine
        fields = ["contact", "kept_where"]
        widgets = {"contact": forms.RadioSelect}

    def __init__(self, data: Any = None, *, controller: Authority, viewer: Viewer) -> None:
        """For somebody who answers for the controller."""
        super().__init__(data, instance=routine_of(controller.pk))
        self.controller, self.viewer = controller, viewer

    def attempt(self) -> ProtectedRoutine | None:
        """Decide it; a refusal is written on the form and gives None."""
        try:
            return decide_routine(self.controller, by=self.viewer, **self.cleaned_data)
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(name, sentence)
            return None

    def _post_clean(self) -> None:
        """The action says what is wrong, in its own words; the model's constraints hold the rest."""

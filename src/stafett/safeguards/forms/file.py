"""The form with which an authority says what Stafett is to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stafett.frame.inputs import DayInput
from stafett.parties.models import Authority
from stafett.safeguards.actions import state_file
from stafett.safeguards.models import FileStatement, Use
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


class FileForm(forms.Form):
    """Whose file, what Stafett is to it, from when and why."""

    authority = forms.ModelChoiceField(
        label=gettext_lazy("Vilken myndighet?"), queryset=Authority.objects.none(), empty_label=None
    )
    use = forms.ChoiceField(
        label=gettext_lazy("Vad är Stafett för den?"), choices=Use, widget=forms.RadioSelect
    )
    from_day = forms.DateField(label=gettext_lazy("Från och med"), widget=DayInput)
    because = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=300,
        help_text=gettext_lazy("Till exempel dokumenthanteringsplanen, eller beslutet och dess dag."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        """For somebody who answers for an authority's information."""
        super().__init__(data, initial={"from_day": viewer.day})
        self.viewer = viewer
        mine = Authority.objects.order_by("name")
        told: Any = self.fields["authority"]
        told.queryset = mine if viewer.operator else mine.filter(pk__in=viewer.speaks_for)

    def attempt(self) -> FileStatement | None:
        """Say it; a refusal is written on the form and gives None."""
        told = self.cleaned_data
        try:
            return state_file(
                told["authority"], told["use"], told["from_day"], told["because"], by=self.viewer
            )
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(name, sentence)
            return None

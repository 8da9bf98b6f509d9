"""The form with which an authority records what it opens to another, and by what right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stafett.frame.form_fields import needs
from stafett.frame.inputs import DayInput, DayToCome
from stafett.parties.models import Authority
from stafett.safeguards.actions import NewProvision, record_provision
from stafett.safeguards.models import Information, Opening, Provision
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


class ProvisionForm(forms.Form):
    """What one authority opens to another; in the name of an authority that the viewer speaks for."""

    giver = forms.ModelChoiceField(
        label=gettext_lazy("Vems uppgifter?"), queryset=Authority.objects.none(), empty_label=None
    )
    receiver = forms.ModelChoiceField(
        label=gettext_lazy("För vem?"), queryset=Authority.objects.none(),
        empty_label=gettext_lazy("Välj myndighet"),
    )  # fmt: skip
    opens = forms.ChoiceField(
        label=gettext_lazy("Vad ger den?"), choices=Opening, widget=forms.RadioSelect
    )
    information = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka uppgifter?"), required=False,
        choices=Information, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    paragraph = forms.CharField(
        label=gettext_lazy("Lagrum eller avtal"), max_length=200,
        help_text=gettext_lazy("Till exempel: Förordning (2024:14) 5 §, eller avtalets namn och dag."),
    )  # fmt: skip
    from_day = forms.DateField(label=gettext_lazy("Från och med"), widget=DayInput)
    last_day = forms.DateField(
        label=gettext_lazy("Till och med"), widget=DayToCome, required=False,
        help_text=gettext_lazy("Tomt betyder tills vidare."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        """For somebody who answers for an authority's information."""
        super().__init__(data, initial={"from_day": viewer.day, "opens": Opening.STANDING.value})
        self.viewer = viewer
        needs(self.fields["information"], gettext_lazy("behövs vid direktåtkomst"))
        told: Any = self.fields
        mine = Authority.objects.order_by("name")
        told["receiver"].queryset = mine
        told["giver"].queryset = mine if viewer.operator else mine.filter(pk__in=viewer.speaks_for)

    def attempt(self) -> Provision | None:
        """Record it; a refusal is written on the form and gives None."""
        told = self.cleaned_data
        try:
            return record_provision(
                NewProvision(
                    told["giver"], told["receiver"], told["opens"], tuple(told["information"]),
                    told["paragraph"], told["from_day"], _after(told["last_day"]),
                ),
                by=self.viewer,
            )  # fmt: skip
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error("last_day" if name == "until_day" else name, sentence)
            return None


def _after(last_day: date | None) -> date | None:
    return last_day + timedelta(days=1) if last_day else None

"""The forms with which a controller lets real people be entered, and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stafett.frame.formats import capital
from stafett.frame.inputs import DayInput
from stafett.parties.models import Authority
from stafett.safeguards.actions.start import (
    Decided,
    confirm_start,
    decide_start,
    take_start_back,
)
from stafett.safeguards.models import StartDecision, StartPaper
from stafett.safeguards.queries.start import two_decide
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


class _Deciding(forms.Form):
    """What both share: whose it is, and a refusal that is written where it belongs."""

    def __init__(self, data: Any = None, *, authority: Authority, viewer: Viewer) -> None:
        """For somebody who answers for the authority."""
        super().__init__(data)
        self.authority, self.viewer = authority, viewer

    def _attempt(self, act: Callable[[], StartDecision]) -> StartDecision | None:
        try:
            return act()
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(name or None, sentence)
            return None


class StartForm(_Deciding):
    """Each paper's own decision: where it is, and of which day."""

    def __init__(self, data: Any = None, **whose: Any) -> None:
        """Two fields for each paper."""
        super().__init__(data, **whose)
        for name, label in StartPaper.choices:
            self.fields[name] = forms.CharField(
                label=capital(label), required=False, max_length=120
            )
            self.fields[f"{name}_on"] = forms.DateField(
                label=gettext_lazy("Beslutad"), required=False, widget=DayInput
            )

        self.fields["two"] = forms.BooleanField(
            label=gettext_lazy("Två personer beslutar hos oss"), required=False,
            initial=two_decide(self.authority.pk), disabled=two_decide(self.authority.pk),
            help_text=gettext_lazy(
                "Du föreslår, och någon annan som svarar för uppgifterna beslutar. Det gäller sedan varje "
                "gång, och går inte att ta bort."
            ),
        )  # fmt: skip

    def papers(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Reference and day, paper by paper."""
        for name in StartPaper.values:
            yield self[name], self[f"{name}_on"]

    def attempt(self) -> StartDecision | None:
        """Decide it; a refusal is written on the form and gives None."""
        told = self.cleaned_data
        papers = {n: Decided(told[n], told[f"{n}_on"]) for n in StartPaper.values}
        two = told["two"]
        return self._attempt(lambda: decide_start(self.authority, papers, by=self.viewer, two=two))


class ConfirmForm(_Deciding):
    """Decide what somebody else has proposed; there is nothing to fill in but which one was read."""

    proposal = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def attempt(self) -> StartDecision | None:
        """Decide it; a refusal is written on the form and gives None."""
        return self._attempt(
            lambda: confirm_start(self.authority, self.cleaned_data["proposal"], by=self.viewer)
        )


class TakeBackForm(_Deciding):
    """Why only invented people may be entered from now."""

    because = forms.CharField(
        label=gettext_lazy("Varför tas det tillbaka?"), max_length=300, required=False
    )

    def attempt(self) -> StartDecision | None:
        """Take it back; a refusal is written on the form and gives None."""
        because = self.cleaned_data["because"]
        return self._attempt(lambda: take_start_back(self.authority, because, by=self.viewer))

"""Forms that put a pause or a form right afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import WHY, Acting
from stafett.casework.forms.periods import day
from stafett.circumstances import actions
from stafett.circumstances.actions import PastForm, PastPause
from stafett.circumstances.forms.courses import REASON
from stafett.circumstances.models import Form, FormPeriod, Pause

KEPT = gettext_lazy("Det som stod förut finns kvar i historiken, med vem som ändrade och varför.")


class CorrectPauseForm(Acting):
    """A pause that has ended, corrected or taken away."""

    heading = gettext_lazy("Rätta pausen")
    lead = KEPT
    reason = forms.CharField(label=gettext_lazy("Varför?"), max_length=300, help_text=REASON)
    from_day = day(gettext_lazy("Från och med"))
    back_on = day(gettext_lazy("Tillbaka från och med"))
    wrong = forms.BooleanField(
        label=gettext_lazy("Pausen är helt fel och ska tas bort"), required=False
    )
    because = WHY

    def __init__(self, *args: Any, period: Pause, **rest: Any) -> None:
        """The pause."""
        self.period = period
        super().__init__(*args, **rest)

    def now(self) -> Mapping[str, Any]:
        """How it stands."""
        one = self.period
        return {"reason": one.reason, "from_day": one.from_day, "back_on": one.until_day}

    def prepare(self) -> None:
        """One that goes on has a form of its own."""
        self.stop = "" if self.period.until_day else _("Pausen pågår. Ändra den under Paus.")

    def save(self) -> str:
        """Correct it, or take it away."""
        told = self.cleaned_data
        if told["wrong"]:
            actions.take_away_pause(self.period, by=self.viewer, because=told["because"])
            return _("Pausen är borttagen. Att den stod där finns kvar i historiken.")
        was = PastPause(told["reason"], told["from_day"], told["back_on"])
        actions.correct_past_pause(self.period, was, by=self.viewer, because=told["because"])
        return _("Pausen är rättad.")


class CorrectFormForm(Acting):
    """In which form somebody took part, corrected."""

    heading = gettext_lazy("Rätta formen")
    lead = gettext_lazy(
        "Formen före slutar då den här börjar, och formen efter börjar då den slutar. Det som stod förut "
        "finns kvar i historiken."
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Deltog"), choices=Form.choices, widget=forms.RadioSelect
    )
    from_day = day(gettext_lazy("Från och med"))
    last_day = day(gettext_lazy("Till och med"))
    because = WHY

    def __init__(self, *args: Any, period: FormPeriod, **rest: Any) -> None:
        """The period of that form."""
        self.period = period
        super().__init__(*args, **rest)

    def now(self) -> Mapping[str, Any]:
        """How it stands."""
        one = self.period
        stands = {"form": one.form, "from_day": one.from_day}
        return {**stands, "last_day": one.last_day} if one.until_day else stands

    def prepare(self) -> None:
        """What goes on has no last day."""
        if self.period.until_day is None:
            del self.fields["last_day"]

    def save(self) -> str:
        """Correct it."""
        told = self.cleaned_data
        was = PastForm(told["form"], told["from_day"], told.get("last_day"))
        actions.correct_form(self.period, was, by=self.viewer, because=told["because"])
        return _("Formen är rättad.")

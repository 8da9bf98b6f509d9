"""What becomes of a promise: kept, moved, dropped, or undone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stafett.casework.forms.acting import Group
from stafett.casework.forms.periods import day
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.meetings.actions import step
from stafett.meetings.forms.about import AboutRow
from stafett.meetings.rules import STEPS, Stands, Step


class StepForm(AboutRow):
    """Take a step with a promise."""

    heading = gettext_lazy("Löfte")
    button = gettext_lazy("Spara")

    how = forms.ChoiceField(label=gettext_lazy("Vad hände?"), widget=forms.RadioSelect)
    on = needs(
        day(gettext_lazy("Dag då det blev klart"), required=False), gettext_lazy("när det är klart")
    )
    to = needs(
        day(gettext_lazy("Ny dag"), required=False, ahead=True),
        gettext_lazy("krävs när löftet flyttas"),
    )
    because = needs(
        forms.CharField(
            label=gettext_lazy("Varför?"), max_length=300, required=False,
            help_text=gettext_lazy("Det sparas med hur det stod förut."),
        ),
        gettext_lazy("krävs när löftet flyttas eller utgår"),
    )  # fmt: skip

    def now(self) -> dict[str, Any]:
        """To which day it stands, and why: two who move it see each other's."""
        return {"to": self.row.due_on, "because": self.row.because}

    def prepare(self) -> None:
        """The steps that can be taken from where it stands."""
        one = self.row
        field = self.fields["how"]
        found = [
            (how.value, allowed.words)
            for how, allowed in STEPS.items()
            if one.state in allowed.begins
        ]
        field.choices = found  # type: ignore[attr-defined]
        usual = (
            Step.MOVE.value
        )  # what the link to this page says; a promise kept has a button of its own
        how = usual if usual in dict(found) else found[0][0]
        self.initial.update(how=how, on=self.viewer.day, to=None, because="")
        self.lead = _("%(what)s. Till %(day)s.") % {"what": one.what, "day": plain_day(one.due_on)}
        if one.moves:
            self.lead += " " + ngettext(
                "Flyttat %(number)s gång, först till %(first)s. %(because)s",
                "Flyttat %(number)s gånger, först till %(first)s. %(because)s", one.moves,
            ) % {
                "number": one.moves, "first": plain_day(one.first_due_on), "because": one.because,
            }  # fmt: skip

    def layout(self) -> list[Group]:
        """A promise that is settled can only be undone."""
        settled = self.row.state in (Stands.KEPT, Stands.DROPPED)
        return [("", ["how"] if settled else ["how", "on", "to", "because"])]

    def clean(self) -> dict[str, Any]:
        """A new day is for a promise that is moved: nothing that was typed is left out without a word."""
        told: dict[str, Any] = super().clean()
        moved = told.get("to") not in (None, self.row.due_on)
        if moved and told.get("how") not in (None, Step.MOVE):
            self.add_error(
                "to",
                _(
                    "En ny dag hör till ett löfte som flyttas. Välj att det flyttas, eller ta bort dagen."
                ),
            )
        return told

    def save(self) -> str:
        """Take it."""
        told = self.cleaned_data
        how = Step(told["how"])
        step(self.row, how, by=self.viewer, on=told["on"], because=told["because"], to=told["to"])
        return done(how)


def done(how: Step) -> str:
    """What was done, in a sentence."""
    return {
        Step.KEEP: _("Löftet är klart."),
        Step.MOVE: _("Löftet är flyttat."),
        Step.DROP: _("Löftet utgår."),
        Step.REOPEN: _("Ångrat: löftet ska hållas."),
    }[how]

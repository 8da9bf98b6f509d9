"""The form with which an authority says whether it answers for the records in a branch (law 3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stafett.initiatives import actions
from stafett.initiatives.models import Branch
from stafett.initiatives.refusals import SENTENCES
from stafett.parties.careful_forms import CarefulForm

YES, NO = "ja", "nej"


class AnswerForm(CarefulForm):
    """Yes or no to answering for the records of those enrolled in a branch."""

    sentences = SENTENCES
    watched = ["controller", "agreed", "name", "municipality", "holder", "plan"]
    agrees = forms.ChoiceField(
        label=gettext_lazy("Svar"),
        choices=[
            (YES, gettext_lazy("Ja, vi svarar för uppgifterna")),
            (NO, gettext_lazy("Nej")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Med egna ord"), required=False, max_length=300,
        help_text=gettext_lazy("Till exempel vem som beslutat, eller varför svaret är nej."),
    )  # fmt: skip

    class Meta:
        model = Branch
        fields: list[str] = []

    def act(self, by: Any) -> Branch:
        """Answer."""
        told = self.cleaned_data
        return actions.answer_for_records(
            self.instance, told["agrees"] == YES, by=by, note=told["note"]
        )

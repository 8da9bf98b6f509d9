"""The forms for a report: starting one, and writing a chapter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.frame.inputs import DayInput
from stafett.initiatives.models import Initiative
from stafett.reports.models import ReportKind
from stafett.reports.queries import startable
from stafett.safeguards.viewer import Viewer

LONGEST = 200_000
"""Characters in a chapter; a whole printed report has fewer."""


class StartForm(forms.Form):
    """Which report, on what, for which period."""

    initiative = forms.ChoiceField(label=_("Insats"))
    report_kind = forms.ChoiceField(label=_("Slag"), choices=ReportKind.choices)
    title = forms.CharField(label=_("Rubrik"), max_length=200)
    period_start = forms.DateField(
        label=_("Första dag"), widget=DayInput, help_text=_("Till exempel 2008-01-01.")
    )
    period_end = forms.DateField(
        label=_("Sista dag"), widget=DayInput, help_text=_("Till exempel 2008-06-30.")
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = {initiative.code: initiative for initiative in startable(viewer)}
        field = self.fields["initiative"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, initiative.name) for code, initiative in self.mine.items()]

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        data = super().clean() or {}
        first, last = data.get("period_start"), data.get("period_end")
        if first and last and last < first:
            self.add_error(
                "period_end",
                _("Sista dagen ligger före den första. Byt plats på dem, eller rätta året."),
            )
        return data

    @property
    def chosen(self) -> Initiative:
        """The initiative that was chosen."""
        return self.mine[self.cleaned_data["initiative"]]


class ChapterForm(forms.Form):
    """A chapter's text, and which version it was written on."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_("Rubrik: ## framför. Lista: - framför. Fetstil: **så här**. Tom rad ger nytt stycke."),
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Line ends as the database keeps them."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

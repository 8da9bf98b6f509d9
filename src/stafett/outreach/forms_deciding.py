"""The forms of those who decide about the list, the file that comes in, and the period that is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.inputs import DayInput, EveryFile, OneFile
from stafett.outreach import actions
from stafett.outreach.access import units_of
from stafett.outreach.models import OutreachList, OutreachWord
from stafett.outreach.refusals import SENTENCES
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Authority, Unit
from stafett.safeguards.viewer import Viewer


class SetUpForm(CarefulForm):
    """Which unit holds the list, and for how long somebody may go unreached."""

    sentences = SENTENCES
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Vilken enhet har uppgiften?"),
        empty_label=gettext_lazy("Välj enhet"),
        help_text=gettext_lazy("Bara den enheten ser vilka som står på listan."),
    )  # fmt: skip

    class Meta:
        model = OutreachList
        fields = ["unit", "weeks"]
        labels = {"weeks": gettext_lazy("Hur många veckor får gå utan att någon nås?")}
        help_texts = {
            "weeks": gettext_lazy(
                "Lagen säger löpande under året, men inget antal. Därefter står personen i Mellan stolarna."
            )
        }

    def __init__(self, *args: Any, authority: Authority, viewer: Viewer, **named: Any) -> None:
        """For one authority."""
        self.authority, self.viewer = authority, viewer
        super().__init__(*args, **named)
        field: Any = self.fields["unit"]
        field.queryset = units_of(authority, viewer)
        self.fields["weeks"] = forms.IntegerField(
            label=self.fields["weeks"].label, help_text=self.fields["weeks"].help_text,
            min_value=1, max_value=52,
        )  # fmt: skip

    def own_arguments(self) -> dict[str, Any]:
        """The authority and the viewer."""
        return {"authority": self.authority, "viewer": self.viewer}

    def act(self, by: Any) -> OutreachList:
        """Set it up."""
        told = self.cleaned_data
        return actions.set_up(self.authority, told["unit"], told["weeks"], by=by)


class WordForm(CarefulForm):
    """Another word to choose."""

    sentences = SENTENCES

    class Meta:
        model = OutreachWord
        fields = ["about", "label", "reaches"]
        labels = {
            "about": gettext_lazy("Vad gäller ordet?"), "label": gettext_lazy("Ordet"),
            "reaches": gettext_lazy("Räknas som att personen har nåtts"),
        }  # fmt: skip
        help_texts = {"reaches": gettext_lazy("Bara för resultat av ett försök.")}

    def __init__(self, *args: Any, outreach: OutreachList, **named: Any) -> None:
        """For one list."""
        self.outreach = outreach
        super().__init__(*args, **named)

    def act(self, by: Any) -> OutreachWord:
        """Add it."""
        told = self.cleaned_data
        new = actions.NewWord(told["about"], told["label"], told["reaches"])
        return actions.add_word(self.outreach, new, by=by)


class EndWordForm(CarefulForm):
    """A word that is chosen no more."""

    sentences = SENTENCES

    class Meta:
        model = OutreachWord
        fields: list[str] = []

    def act(self, by: Any) -> OutreachWord:
        """Take it away from what can be chosen."""
        actions.end_word(self.instance, by=by)
        return self.instance  # type: ignore[no-any-return]


class FileForm(forms.Form):
    """The file, and the list that it goes into."""

    outreach = forms.ModelChoiceField(
        OutreachList.objects.none(), label=gettext_lazy("Lista"), empty_label=None
    )
    file = OneFile(
        label=gettext_lazy("Fil"), allow_empty_file=True, max_length=255,
        help_text=gettext_lazy("CSV eller Excel (.xlsx), högst 2 MB."),
        widget=EveryFile(attrs={"accept": ".csv,.txt,.xlsx"}),
    )  # fmt: skip

    def __init__(self, lists: Any, *args: Any, **named: Any) -> None:
        """Into one of these lists."""
        super().__init__(*args, **named)
        field: Any = self.fields["outreach"]
        field.queryset = lists
        field.error_messages["required"] = _("Välj en lista.")
        self.fields["file"].error_messages["required"] = _("Välj en fil.")
        self.initial.setdefault("outreach", lists.first())


class PeriodForm(forms.Form):
    """From which day to which day is it counted?"""

    fran = forms.DateField(label=gettext_lazy("Från"), widget=DayInput)
    till = forms.DateField(label=gettext_lazy("Till och med"), widget=DayInput)

    def __init__(self, *args: Any, period: tuple[date, date], **named: Any) -> None:
        """With the usual period where none is asked for."""
        super().__init__(*args, **named)
        self.initial = {"fran": period[0], "till": period[1]}
        for field in self.fields.values():
            field.error_messages |= {
                "required": _("Skriv en dag."), "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD."),
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        told = super().clean() or self.cleaned_data
        if told.get("fran") and told.get("till") and told["till"] < told["fran"]:
            self.add_error("till", _("Sista dagen ligger före den första. Rätta den ena."))
        return told


__all__ = ["EndWordForm", "FileForm", "PeriodForm", "SetUpForm", "WordForm"]

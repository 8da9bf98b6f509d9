"""Forms with one field of every kind, for the trial page and the tests of fields."""

from __future__ import annotations

from django import forms

from stafett.frame.inputs import DayInput

PARTIES = [("kommun", "Flens kommun"), ("af", "Arbetsförmedlingen"), ("region", "Region Sörmland")]


class EveryKind(forms.Form):
    """One field of every kind that a page may have."""

    name = forms.CharField(label="Namn", help_text="Som personen själv skriver det.")
    started = forms.DateField(
        label="Första dagen", widget=DayInput, help_text="Till exempel 2026-05-03."
    )
    hours = forms.IntegerField(label="Timmar i veckan", required=False, min_value=0, max_value=40)
    party = forms.ChoiceField(label="Part", choices=[("", "Välj part"), *PARTIES])
    several = forms.MultipleChoiceField(label="Vilka är med?", choices=PARTIES, required=False)
    holder = forms.ChoiceField(
        label="Vem håller ihop nu?",
        choices=PARTIES,
        widget=forms.RadioSelect,
        help_text="Den som håller ihop svarar tills nästa har tagit emot.",
    )
    invited = forms.MultipleChoiceField(
        label="Vilka bjuds in?",
        choices=PARTIES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    when = forms.SplitDateTimeField(
        label="Mötet börjar",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"aria-label": "Dag"}, time_attrs={"aria-label": "Klockslag"}
        ),
    )
    note = forms.CharField(label="Anteckning", widget=forms.Textarea(attrs={"rows": 3}))
    register = forms.FileField(label="Register", required=False, help_text="CSV eller XLSX.")
    told = forms.BooleanField(
        label="Personen har fått veta att arbetsmarknadsutbildningsanordnaren får läsa",
        help_text="Utan det får ingen läsa.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.errors:
            raise forms.ValidationError("Sista dagen ligger före den första. Byt plats på dem?")


def faulty() -> EveryKind:
    """The form as it comes back when nearly everything is wrong."""
    data = {"name": "", "started": "2026-02-30", "hours": "41", "note": "Ringde. Ingen svarade."}
    return EveryKind(data)

"""The forms that put a contact during the wait right: correct it, or take back one noted by mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import WHY
from stafett.casework.forms.retracting import HOW_WRONG, STANDS
from stafett.frame.inputs import DayInput
from stafett.notes.models import By, Result
from stafett.parties.careful_forms import CarefulForm
from stafett.referrals import actions
from stafett.referrals.models import QueueContact
from stafett.referrals.refusals import SENTENCES
from stafett.referrals.sought import in_words


class ContactForm(CarefulForm):
    """A form about one contact."""

    sentences = SENTENCES
    watched = ("retracted_on", "on_day", "way", "result", "words")

    class Meta:
        model = QueueContact
        fields: list[str] = []


class CorrectSoughtForm(ContactForm):
    """A contact, corrected."""

    heading = gettext_lazy("Rätta kontakten")
    lead = gettext_lazy("Hur det stod förut finns kvar, med vem som ändrade och varför.")
    saved = gettext_lazy("Kontakten med %(who)s är rättad.")
    result = forms.ChoiceField(
        label=gettext_lazy("Vad gav det?"), choices=Result, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=gettext_lazy("Hur?"), choices=By, widget=forms.RadioSelect)
    on_day = forms.DateField(label=gettext_lazy("Dag"), widget=DayInput)
    words = forms.CharField(label=gettext_lazy("Kort om det"), max_length=300, required=False)
    because = WHY

    class Meta(ContactForm.Meta):
        fields = ["result", "way", "on_day", "words"]

    def act(self, by: Any) -> QueueContact:
        """Correct it."""
        told = self.cleaned_data
        new = actions.Sought(told["on_day"], told["way"], told["result"], told["words"])
        return actions.correct_sought(self.instance, new, by=by, because=told["because"])


class RetractSoughtForm(ContactForm):
    """A contact that was noted by mistake, taken back."""

    heading = gettext_lazy("Antecknad av misstag")
    lead = gettext_lazy(
        "Kontakten räknas inte mer, och orden försvinner från sidan. Kvar står att något har dragits tillbaka, "
        "när och av vem. Är det bara dagen eller resultatet som är fel: rätta i stället."
    )
    saved = gettext_lazy(
        "Kontakten med %(who)s är tillbakadragen. Gällde den någon annan: anteckna den hos den personen."
    )
    stands = STANDS
    because = HOW_WRONG

    def __init__(self, *args: Any, **named: Any) -> None:
        """With how it stands."""
        super().__init__(*args, **named)
        self.initial["stands"] = in_words(self.instance)

    def act(self, by: Any) -> QueueContact:
        """Take it back."""
        return actions.retract_sought(self.instance, by=by, because=self.cleaned_data["because"])


SOUGHT_FORMS: dict[str, type[ContactForm]] = {
    "correct": CorrectSoughtForm, "retract": RetractSoughtForm,
}  # fmt: skip
"""Each step with a contact that was noted, by the name that page and API have for it."""

__all__ = ["SOUGHT_FORMS", "CorrectSoughtForm", "RetractSoughtForm"]

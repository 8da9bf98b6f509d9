"""The forms that put a try right: correct it, or take back one that was noted by mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import WHY
from stafett.casework.forms.retracting import HOW_WRONG, STANDS
from stafett.frame.inputs import DayInput
from stafett.outreach.actions import Try
from stafett.outreach.correcting import correct_try, retract_try
from stafett.outreach.forms import EntryForm, choose
from stafett.outreach.models import About, Attempt, OutreachList
from stafett.outreach.queries import in_words


class AttemptForm(EntryForm):
    """A form about one try."""

    watched = ("retracted_on", "words")

    class Meta:
        model = Attempt
        fields: list[str] = []

    @property
    def outreach(self) -> OutreachList:
        """The list that the try's person is on."""
        found: OutreachList = self.instance.entry.outreach
        return found


class CorrectTryForm(AttemptForm):
    """A try, corrected."""

    heading = gettext_lazy("Rätta kontakten")
    lead = gettext_lazy(
        "Hur det stod förut finns kvar, och siffrorna följer med. Vad personen gör nu och nästa kontakt rättas "
        "under Rätta uppgifter."
    )
    saved = gettext_lazy("Rättat.")
    chosen = {"way": About.WAY, "result": About.RESULT}
    result = choose(gettext_lazy("Vad gav det?"))
    way = choose(gettext_lazy("Hur?"))
    made_on = forms.DateField(label=gettext_lazy("Dag"), widget=DayInput)
    words = forms.CharField(label=gettext_lazy("Kort om det"), max_length=400, required=False)
    because = WHY

    class Meta(AttemptForm.Meta):
        fields = ["result", "way", "made_on", "words"]

    def act(self, by: Any) -> Attempt:
        """Correct it."""
        told = self.cleaned_data
        new = Try(self.instance.pk, told["made_on"], told["way"], told["result"], told["words"])
        return correct_try(self.instance, new, by=by, because=told["because"])


class RetractTryForm(AttemptForm):
    """A try that was noted by mistake, taken back."""

    heading = gettext_lazy("Antecknat av misstag")
    lead = gettext_lazy(
        "Försöket räknas inte mer, och orden försvinner från sidan. Kvar står att något har dragits tillbaka, "
        "när och av vem. Är det bara dagen eller resultatet som är fel: rätta i stället."
    )
    saved = gettext_lazy(
        "Tillbakadraget. Se efter att nästa kontakt och vad personen gör nu stämmer. Gällde det någon annan: "
        "anteckna det hos den personen."
    )
    stands = STANDS
    because = HOW_WRONG

    def __init__(self, *args: Any, **named: Any) -> None:
        """With how it stands."""
        super().__init__(*args, **named)
        self.initial["stands"] = in_words(self.instance)

    def act(self, by: Any) -> Attempt:
        """Take it back."""
        return retract_try(self.instance, by=by, because=self.cleaned_data["because"])


TRY_FORMS: dict[str, type[AttemptForm]] = {"correct": CorrectTryForm, "retract": RetractTryForm}
"""Each step with a try that was noted, by the name that page and API have for it."""

__all__ = ["TRY_FORMS", "CorrectTryForm", "RetractTryForm"]

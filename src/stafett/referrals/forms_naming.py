"""The form by which the name or number of somebody who waits is corrected."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import WHY
from stafett.frame.inputs import DayInput
from stafett.parties.careful_forms import CarefulForm
from stafett.people.models import Person
from stafett.people.rules import Identity, NotANumber, read_number
from stafett.referrals import actions
from stafett.referrals.models import Referral
from stafett.referrals.refusals import SENTENCES
from stafett.safeguards.viewer import Viewer

WHO = ("given_name", "family_name", "number", "birth_date")


class NameForm(CarefulForm):
    """Who somebody is."""

    sentences = SENTENCES
    heading = gettext_lazy("Rätta namn och nummer")
    lead = gettext_lazy(
        "Det är er uppgift om personen som rättas. Den som aktualiserade ser det inte: vad de skrev är deras. "
        "Hur det stod förut finns kvar, med vem som ändrade och varför."
    )
    saved = gettext_lazy("Namn och nummer är rättade. Det stod förut: %(who)s.")
    given_name = forms.CharField(label=gettext_lazy("Förnamn"), max_length=80, required=False)
    family_name = forms.CharField(label=gettext_lazy("Efternamn"), max_length=80, required=False)
    number = forms.CharField(
        label=gettext_lazy("Personnummer eller samordningsnummer"), max_length=40, required=False,
        help_text=gettext_lazy("Till exempel 19900101-NNNN. Lämna tomt om det saknas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    birth_date = forms.DateField(
        label=gettext_lazy("Födelsedag"), required=False, widget=DayInput,
        help_text=gettext_lazy("Lämna tomt när den står i numret."),
    )  # fmt: skip
    because = WHY

    class Meta:
        model = Referral
        fields: list[str] = []

    def __init__(self, *args: Any, viewer: Viewer, **named: Any) -> None:
        """On the viewer's day, by which a number is read."""
        self.viewer = viewer
        super().__init__(*args, **named)
        self.initial |= _who(self.instance.circle.person)

    def own_arguments(self) -> dict[str, Any]:
        """The viewer."""
        return {"viewer": self.viewer}

    def state_of(self, row: Model) -> str:
        """A mark that differs when anybody has corrected the person since."""
        assert isinstance(row, Referral), "the form is about one"
        return sha256(repr(_who(row.circle.person)).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """A number that is one, and a day that has been."""
        cleaned = super().clean()
        born = cleaned.get("birth_date")
        if born and born > self.viewer.day:
            self.add_error("birth_date", _("Dagen har inte varit än. Kontrollera året."))
        self.identity = self._identity(cleaned.get("number"), born)
        return cleaned

    def _identity(self, number: str | None, told: date | None) -> Identity | None:
        """What was typed as a number, or the one that stands where it was left as it is."""
        person: Person = self.instance.circle.person
        if not number:
            return None
        if number == person.shown_number:
            known = (person.identity_kind, person.identity_number, person.identity_issuer)
            born = None if told else person.birth_date
            return Identity(*known, born, person.birth_year)  # type: ignore[arg-type]
        try:
            return read_number(number, today=self.viewer.day)
        except NotANumber as fault:
            self.add_error("number", fault.official)
            return None

    def act(self, by: Any) -> Referral:
        """Correct it."""
        told = self.cleaned_data
        who = actions.Called(
            told["given_name"], told["family_name"], self.identity, told["birth_date"]
        )
        return actions.correct_name(self.instance, who, by=by, because=told["because"])


def _who(person: Person) -> dict[str, Any]:
    """Who it is as it stands, to be corrected in some part; nothing of somebody protected (law 5)."""
    if person.protection:
        return dict.fromkeys(WHO, "") | {"birth_date": None}
    return {
        "given_name": person.given_name, "family_name": person.family_name,
        "number": person.shown_number, "birth_date": person.birth_date,
    }  # fmt: skip


__all__ = ["NameForm"]

"""Forms for kinds, parties, authorities and units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.templatetags.frame import party as swatch
from stafett.parties import actions
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Authority, Party, PartyKind, Unit
from stafett.parties.refusals import SENTENCES
from stafett.parties.rules import organisation_number

PATTERNS = {
    1: gettext_lazy("blå, hel"),
    2: gettext_lazy("orange, snedrandig"),
    3: gettext_lazy("grön, randig på bredden"),
    4: gettext_lazy("lila, prickig"),
    5: gettext_lazy("turkos, randig på höjden"),
    6: gettext_lazy("vinröd, snedrandig åt andra hållet"),
    7: gettext_lazy("oliv, snedrutig"),
    8: gettext_lazy("grå, schackrutig"),
}
"""The colours and patterns of the frame, in words for those who do not see them."""


def _swatches() -> list[tuple[int, str]]:
    return [(number, swatch(number, str(words))) for number, words in PATTERNS.items()]


class KindForm(CarefulForm):
    """A kind of party: adding one takes no code."""

    sentences = SENTENCES
    colour = forms.TypedChoiceField(
        label=gettext_lazy("Färg och mönster"), choices=_swatches, coerce=int, initial=8,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Samma på alla sidor. Två slag får ha samma, men skiljs då sämre åt."),
    )  # fmt: skip

    class Meta:
        model = PartyKind
        fields = ["code", "name", "funding_group", "colour", "handles_people"]
        help_texts = {
            "code": gettext_lazy(
                "Kort, utan å, ä och ö, till exempel kriminalvard. Ändras aldrig."
            ),
            "funding_group": gettext_lazy(
                "Bara de som finansierar enligt lag (2003:1210) 5 §. Lämna tomt för andra."
            ),
            "handles_people": gettext_lazy(
                "Inte samordningsförbund: inget ärende öppnas för dem, och ingen lämnar ut något till dem."
            ),
        }

    def clean_code(self) -> str:
        """A code that is not the address of the page for new kinds."""
        if self.cleaned_data["code"] == "nytt":
            raise ValidationError(_("Koden nytt används av sidans adress. Välj en annan."))
        return str(self.cleaned_data["code"])

    def act(self, by: Any) -> PartyKind:
        """Add the kind."""
        return actions.add_kind(**self._told(), by=by, new=True)

    def _told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class KindChange(KindForm):
    """A kind whose name, group or colour is corrected."""

    class Meta(KindForm.Meta):
        fields = ["name", "funding_group", "colour", "handles_people"]

    def act(self, by: Any) -> PartyKind:
        """Change the kind."""
        return actions.change(self.instance, by=by, **self._told())


class PartyForm(CarefulForm):
    """A new party."""

    sentences = SENTENCES

    class Meta:
        model = Party
        fields = ["kind", "name", "short_name", "municipality"]
        help_texts = {"municipality": gettext_lazy("Bara för den som är en kommun.")}

    def act(self, by: Any) -> Party:
        """Add the party."""
        told = self.cleaned_data
        return actions.add_party(
            told["kind"], told["name"], told["short_name"], by=by, new=True,
            municipality_id=told["municipality"] and told["municipality"].pk,
        )  # fmt: skip


class PartyChange(CarefulForm):
    """A party whose name or municipality is corrected; its kind stays."""

    sentences = SENTENCES

    class Meta:
        model = Party
        fields = ["name", "short_name", "municipality"]

    def act(self, by: Any) -> Party:
        """Change the party."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.change(self.instance, by=by, **told)


class AuthorityChange(CarefulForm):
    """An authority whose facts are corrected; whose it is stays."""

    sentences = SENTENCES

    class Meta:
        model = Authority
        fields = ["name", "organisation_number", "data_act"]
        help_texts = {
            "name": gettext_lazy("Med kommunens namn, till exempel Flens kommun, Socialnämnden.")
        }

    def clean_organisation_number(self) -> str:
        """The number as 212000-0000; raises ValidationError when it can't be one."""
        typed = self.cleaned_data["organisation_number"]
        number = organisation_number(typed)
        if typed and not number:
            raise ValidationError(
                _(
                    "Det är inget organisationsnummer: tio siffror, där den sista stämmer med de "
                    "andra. Kontrollera siffrorna."
                )
            )
        return number

    def told(self) -> dict[str, Any]:
        """The columns with what was typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def act(self, by: Any) -> Authority:
        """Change the authority."""
        return actions.change(self.instance, by=by, **self.told())


class AuthorityForm(AuthorityChange):
    """A new authority of the party given as `party`."""

    def __init__(self, *args: Any, party: Party, **named: Any) -> None:
        """For a new authority of a party."""
        super().__init__(*args, **named)
        self.party = party

    def act(self, by: Any) -> Authority:
        """Add the authority."""
        return actions.add_authority(self.party, by=by, new=True, **self.told())


class UnitForm(CarefulForm):
    """A new unit of the authority given as `authority`."""

    sentences = SENTENCES

    class Meta:
        model = Unit
        fields = ["name", "valid_from"]

    def __init__(self, *args: Any, authority: Authority, **named: Any) -> None:
        """For a new unit of an authority."""
        super().__init__(*args, **named)
        self.authority = authority

    def act(self, by: Any) -> Unit:
        """Add the unit."""
        told = self.cleaned_data
        return actions.add_unit(
            self.authority, told["name"], by=by, valid_from=told["valid_from"], new=True
        )


class UnitChange(CarefulForm):
    """A unit that is renamed or has closed."""

    sentences = SENTENCES

    class Meta:
        model = Unit
        fields = ["name", "valid_from", "valid_to"]
        help_texts = {"valid_to": gettext_lazy("Sista dagen, när enheten har lagts ner.")}

    def clean(self) -> dict[str, Any]:
        """The unit can't close before it was there."""
        told = super().clean()
        first, last = told.get("valid_from"), told.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Sista dagen ligger före den första. Rätta den ena."))
        return told

    def act(self, by: Any) -> Unit:
        """Change the unit."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.change(self.instance, by=by, **told)

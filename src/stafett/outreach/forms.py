"""The forms about somebody on the list: a try, a correction, a referral, and leaving it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from stafett.casework.forms.acting import WHY
from stafett.frame.inputs import DayInput, DayToCome
from stafett.frame.phone import to_call
from stafett.outreach import actions
from stafett.outreach.models import About, Attempt, Entry, OutreachList, OutreachWord
from stafett.outreach.queries import words_of
from stafett.outreach.refusals import SENTENCES
from stafett.outreach.rules import BY_PHONE
from stafett.parties.careful_forms import CarefulForm
from stafett.people.models import Person
from stafett.referrals.forms_referring import ReferForm
from stafett.referrals.models import SentReferral
from stafett.safeguards.viewer import Viewer


def choose(label: Any, *, required: bool = True, **more: Any) -> Any:
    """A field that chooses among the authority's own words; which is said when the form is made."""
    return forms.ModelChoiceField(
        OutreachWord.objects.none(), label=label, required=required,
        empty_label=gettext_lazy("Välj") if required else gettext_lazy("Inte antecknat"), **more,
    )  # fmt: skip


class EntryForm(CarefulForm):
    """A form about one who is on the list."""

    sentences = SENTENCES
    chosen: dict[str, str] = {}
    """Which fields choose among which words."""

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, *args: Any, viewer: Viewer, **named: Any) -> None:
        """For the viewer, whose day it is."""
        self.viewer = viewer
        super().__init__(*args, **named)

    @property
    def outreach(self) -> OutreachList:
        """Whose words are chosen among."""
        found: OutreachList = self.instance.outreach
        return found

    def own_arguments(self) -> dict[str, Any]:
        """The viewer."""
        return {"viewer": self.viewer}

    def more_fields(self) -> dict[str, forms.Field]:
        """The words that can be chosen, and the one that stands there though it is taken away."""
        for name, about in self.chosen.items():
            field: Any = self.fields[name]
            kept = OutreachWord.objects.filter(pk=getattr(self.instance, f"{name}_id", None) or 0)
            field.queryset = words_of(self.outreach, about, self.viewer.day) | kept
        return {}


class TryForm(EntryForm):
    """A try to reach somebody."""

    heading = gettext_lazy("Anteckna kontakt")
    lead: Any = gettext_lazy(
        "Ett försök som inte lyckades räknas också. Skriv bara det som behövs."
    )
    saved = gettext_lazy("Försöket är antecknat.")
    chosen = {"way": About.WAY, "result": About.RESULT, "doing": About.DOING}
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    result = choose(gettext_lazy("Vad gav det?"), widget=forms.RadioSelect)
    way = choose(gettext_lazy("Hur?"), widget=forms.RadioSelect)
    made_on = forms.DateField(label=gettext_lazy("Dag"), widget=DayInput)
    words = forms.CharField(label=gettext_lazy("Kort om det"), max_length=400, required=False)
    next_contact = forms.DateField(
        label=gettext_lazy("Nästa kontakt"), required=False, widget=DayToCome,
        help_text=gettext_lazy("Den dagen påminner Idag er enhet."),
    )  # fmt: skip
    doing = choose(
        gettext_lazy("Vad gör personen nu?"), required=False,
        help_text=gettext_lazy("Lämna om ni inte fick veta något nytt."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        """Today and by phone, unless something else is said; and the number, to ring from here."""
        super().__init__(*args, **named)
        ways = words_of(self.instance.outreach, About.WAY, self.viewer.day)
        phone = ways.filter(label=BY_PHONE).first()
        self.initial |= {"key": uuid7(), "made_on": self.viewer.day, "way": phone}
        if self.instance.contact:
            reached = to_call(self.instance.contact)
            self.lead = format_html("{} {} {}", self.lead, _("Personen nås på:"), reached)

    def act(self, by: Any) -> Attempt:
        """Note it."""
        told = self.cleaned_data
        names = ("made_on", "way", "result", "words", "doing", "next_contact")
        new = actions.Try(told.get("key") or uuid7(), **{name: told[name] for name in names})
        return actions.note_try(self.instance, new, by=by)


class CorrectForm(EntryForm):
    """What stands on the list, corrected."""

    heading = gettext_lazy("Rätta uppgifter")
    lead = gettext_lazy(
        "Hur det stod förut finns kvar i historiken, med vem som ändrade och varför."
    )
    saved = gettext_lazy("Rättat.")
    chosen = {"doing": About.DOING}
    doing = choose(gettext_lazy("Gör nu"), required=False)
    because = WHY

    class Meta(EntryForm.Meta):
        fields = ["school", "programme", "contact", "doing", "next_contact"]
        labels = {
            "school": gettext_lazy("Skola"), "programme": gettext_lazy("Program"),
            "contact": gettext_lazy("Hur personen nås"), "next_contact": gettext_lazy("Nästa kontakt"),
        }  # fmt: skip
        widgets = {"next_contact": DayToCome}

    def act(self, by: Any) -> Entry:
        """Correct it."""
        told = self.cleaned_data
        facts = actions.Facts(**{name: told[name] for name in self._meta.fields or ()})
        return actions.correct(self.instance, facts, by=by, because=told["because"])


class LeaveForm(EntryForm):
    """Somebody leaves the list."""

    heading = gettext_lazy("Lämnar listan")
    lead = gettext_lazy(
        "Personen söks inte mer. Det som är antecknat finns kvar så länge myndighetens regler för "
        "bevarande säger."
    )
    saved = gettext_lazy("Personen har lämnat listan.")
    chosen = {"left_reason": About.REASON}
    watched = ("left_on",)
    left_reason = choose(gettext_lazy("Varför?"))
    left_on = forms.DateField(label=gettext_lazy("Från vilken dag?"), widget=DayInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        """From today, unless another day is said."""
        super().__init__(*args, **named)
        self.initial |= {"left_on": self.viewer.day}

    def act(self, by: Any) -> Entry:
        """Let them leave."""
        told = self.cleaned_data
        return actions.leave(self.instance, told["left_reason"], told["left_on"], by=by)


class TakeBackForm(EntryForm):
    """Somebody who left the list by a mistake."""

    heading = gettext_lazy("Tillbaka på listan")
    lead = gettext_lazy("För den som lämnade listan av misstag. Det syns i historiken.")
    saved = gettext_lazy("Personen står på listan igen.")
    watched = ("left_on",)
    because = forms.CharField(label=gettext_lazy("Varför?"), max_length=200)

    def act(self, by: Any) -> Entry:
        """Take them back."""
        return actions.take_back(self.instance, by=by, because=self.cleaned_data["because"])


class LeadOnForm(ReferForm):
    """A referral of somebody on the list: the way in's own form, filled in with what the list says."""

    def __init__(self, *args: Any, entry: Entry, **named: Any) -> None:
        """For one on the list, in its unit's name."""
        self.entry = entry
        super().__init__(*args, **named)
        self.initial |= self._known(entry.person) | {"unit": entry.outreach.unit_id}

    def _known(self, person: Person) -> dict[str, Any]:
        """What is filled in: of somebody protected nothing."""
        if person.protection:
            return {}
        return {
            "given_name": person.given_name, "family_name": person.family_name,
            "number": person.shown_number, "sex": "" if person.sex == "unknown" else person.sex,
            "language": person.language, "needs_interpreter": person.needs_interpreter,
            "contact": self.entry.contact,
        }  # fmt: skip

    def more_fields(self) -> dict[str, forms.Field]:
        """Only the list's own unit refers from it."""
        found = super().more_fields()
        unit: Any = self.fields["unit"]
        unit.queryset = unit.queryset.filter(pk=self.entry.outreach.unit_id)
        return found

    def act(self, by: Any) -> SentReferral:
        """Refer."""
        return actions.lead_on(self.entry, self.new_referral(), by=by)


FORMS: dict[str, type[EntryForm]] = {
    "try": TryForm, "correct": CorrectForm, "leave": LeaveForm, "take_back": TakeBackForm,
}  # fmt: skip
"""Each step with somebody on the list, by the name that page and API have for it."""

__all__ = [
    "FORMS",
    "CorrectForm",
    "EntryForm",
    "LeadOnForm",
    "LeaveForm",
    "TakeBackForm",
    "TryForm",
]

"""The form by which somebody is referred: who it is, why, and what the person says to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from stafett.casework.forms.choices import branch_groups
from stafett.frame.asking import AsksOnce
from stafett.frame.form_fields import a_question, needs
from stafett.frame.inputs import DayInput
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Unit
from stafett.people.actions import PersonFacts
from stafett.people.models import IdentityKind, Sex
from stafett.people.rules import Identity, NotANumber, read_number
from stafett.referrals import actions
from stafett.referrals.access import branches_to_refer_to, referring_units
from stafett.referrals.actions.referring import NO_YES, NOT_YET
from stafett.referrals.models import Came, Referral, SentReferral
from stafett.referrals.refusals import SENTENCES
from stafett.referrals.sent_already import sent_already
from stafett.safeguards.models import Manner
from stafett.safeguards.viewer import Viewer

WORDS = forms.Textarea(attrs={"rows": 4})


class WhomFields(forms.Form):
    """Who it is, as far as the one who refers knows and needs to tell."""

    given_name = forms.CharField(label=gettext_lazy("Förnamn"), max_length=80, required=False)
    family_name = needs(
        forms.CharField(label=gettext_lazy("Efternamn"), max_length=80, required=False),
        gettext_lazy("behövs när numret saknas"),
    )
    number = needs(
        forms.CharField(
            label=gettext_lazy("Personnummer eller samordningsnummer"), max_length=40, required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            help_text=gettext_lazy("Till exempel 19900101-NNNN. Lämna tomt om det saknas."),
        ),
        gettext_lazy("behövs när namnet saknas"),
    )  # fmt: skip
    birth_date = forms.DateField(
        label=gettext_lazy("Födelsedag"), required=False, widget=DayInput,
        help_text=gettext_lazy("Lämna tomt när den står i numret."),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=gettext_lazy("Kön"), choices=[("", gettext_lazy("Välj kön")), *Sex.choices]
    )
    language = forms.CharField(label=gettext_lazy("Språk"), max_length=40, required=False)
    needs_interpreter = forms.BooleanField(label=gettext_lazy("Behöver tolk"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("Hur personen nås"), max_length=200, required=False,
        help_text=gettext_lazy("Det som personen vill lämna, till exempel ett telefonnummer."),
    )  # fmt: skip


WHOM = tuple(WhomFields.base_fields)
WHY = ("reason", "asked_for", "parties_needed", "own_days")
PERSONS = ("came", "own_words", "consent_manner", "consent_on")


class ReferForm(WhomFields, AsksOnce, CarefulForm):
    """Refer somebody, with their yes to it; who goes back and sends it anew is asked if it is meant."""

    sentences = SENTENCES
    asks = gettext_lazy(
        "%(odd)s Står något fel där: rätta det på den sidan. Är det någon annan, eller ska personen skickas "
        "en gång till, kryssa i det."
    )
    asks_under = gettext_lazy("Ska det skickas en till?")
    as_written = a_question(
        forms.BooleanField(label=gettext_lazy("Ja, skicka en till"), required=False)
    )
    sends = gettext_lazy("Skicka")
    tells_optional = True
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Vilken enhet aktualiserar?"), empty_label=None,
    )  # fmt: skip
    branch = forms.ChoiceField(label=gettext_lazy("Till vilken insats och gren?"))
    came = forms.ChoiceField(
        label=gettext_lazy("Vad säger personen själv om att bli aktualiserad?"), choices=Came.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    consent_manner = forms.ChoiceField(
        label=gettext_lazy("Hur sa personen ja till att ni lämnar det här?"),
        choices=[("", gettext_lazy("Välj")), *Manner.choices],
        help_text=gettext_lazy(
            "Ja till just den här aktualiseringen: till vem, vad som står här, och att ni får veta svaret. "
            "Utan det kan den inte skickas."
        ),
    )  # fmt: skip
    consent_on = forms.DateField(label=gettext_lazy("Vilken dag sa personen ja?"), widget=DayInput)

    class Meta:
        model = Referral
        fields = ["reason", "asked_for", "own_words", "parties_needed", "own_days"]
        labels = {
            "reason": gettext_lazy("Varför aktualiseras personen?"),
            "asked_for": gettext_lazy("Vad efterfrågas?"),
            "own_words": gettext_lazy("Med personens egna ord"),
            "parties_needed": gettext_lazy("Hur många av parterna behöver personen stöd av?"),
            "own_days": gettext_lazy("Hur många dagar har personen varit hos er?"),
        }
        widgets = {"reason": WORDS, "asked_for": WORDS, "own_words": WORDS}
        help_texts = {
            "reason": gettext_lazy("Bara det som mottagaren behöver veta och personen vet att du skriver."),
            "parties_needed": gettext_lazy("Ett antal. Skriv inte vilka."),
            "own_days": gettext_lazy("Räknat till i dag. Lämna tomt om du inte vet."),
        }  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **named: Any) -> None:
        """For one of the viewer's units, to the branches that it may refer to."""
        self.viewer = viewer
        super().__init__(*args, **named)
        self.initial |= {"key": uuid7(), "consent_on": viewer.day}
        self.fields["consent_manner"].error_messages["required"] = NO_YES

    def more_fields(self) -> dict[str, forms.Field]:
        """The units and the branches that can be chosen; faults are told in the page's order."""
        self.order_fields(["unit", "branch", *WHOM, *WHY, *PERSONS])
        unit: Any = self.fields["unit"]
        unit.queryset = referring_units(self.viewer)
        self.branches = {str(one.pk): one for one in branches_to_refer_to(self.viewer)}
        branch: Any = self.fields["branch"]
        branch.choices = branch_groups(self.branches.values())
        return {}

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """From whom and to whom; who; why; what the person says."""
        yield "", [self[name] for name in ("unit", "branch")]
        yield _("Vem"), [self[name] for name in WHOM]
        yield _("Varför"), [self[name] for name in WHY]
        yield _("Personen själv"), [self[name] for name in PERSONS]
        for legend, names in self.question():
            yield str(legend), [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """A name or a number, a number that is one, and days that have been: every fault at once."""
        told = super().clean()
        self.identity = self._identity(told)
        if not any(told.get(name) for name in ("given_name", "family_name", "number")):
            self.add_error("family_name", _("Skriv ett namn eller ett nummer."))
        if told.get("birth_date") and told["birth_date"] > self.viewer.day:
            self.add_error("birth_date", _("Dagen har inte varit än. Kontrollera året."))
        if told.get("consent_on") and told["consent_on"] > self.viewer.day:
            self.add_error("consent_on", NOT_YET)
        if not self.errors:
            self.asks_about = list(sent_already(self.viewer, self.new_referral()))
            self.ask_once(told, [one.words for one in self.asks_about])
            self.refused_as = "sent_already" if self.errors else ""
        return told

    def _identity(self, told: Mapping[str, Any]) -> Identity | None:
        if not told.get("number"):
            return None
        try:
            return read_number(told["number"], today=self.viewer.day)
        except NotANumber as fault:
            self.add_error("number", fault.official)
            return None

    def new_referral(self) -> actions.NewReferral:
        """What was written, as the action takes it."""
        told = self.cleaned_data
        branch = self.branches[told["branch"]]
        plain = ("reason", "asked_for", "came", "own_words", "contact", "parties_needed", "own_days",
                 "consent_manner", "consent_on")  # fmt: skip
        return actions.NewReferral(
            branch, facts_of(told, self.identity, branch.controller_id), unit_id=told["unit"].pk,
            key=told.get("key") or uuid7(), **{name: told[name] for name in plain},
        )  # fmt: skip

    def act(self, by: Any) -> SentReferral:
        """Refer."""
        return actions.refer(self.new_referral(), by=by)


def facts_of(told: Mapping[str, Any], identity: Identity | None, controller: int) -> PersonFacts:
    """What was written of the person, as the action takes it."""
    born = told.get("birth_date") or (identity.birth_date if identity else None)
    return PersonFacts(
        controller, identity.kind if identity else IdentityKind.NONE.value,
        identity_number=identity.number if identity else "",
        identity_issuer=identity.issuer if identity else "",
        given_name=told["given_name"], family_name=told["family_name"], sex=told["sex"],
        birth_date=born,
        birth_year=born.year if born else (identity.birth_year if identity else None),
        language=told.get("language", ""), needs_interpreter=bool(told.get("needs_interpreter")),
    )  # fmt: skip

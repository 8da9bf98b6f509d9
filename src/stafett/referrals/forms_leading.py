"""The forms of those who lead: a selection meeting, a rule, the open door; and the public's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from stafett.casework.forms.filters import key_typed
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.frame.inputs import DayInput
from stafett.frame.phone import can_be_rung
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.queries import parties_of
from stafett.parties.careful_forms import CarefulForm
from stafett.people.rules import Identity, NotANumber, read_number
from stafett.referrals import actions
from stafett.referrals.access import takes_in
from stafett.referrals.asking import AsksOfKnown
from stafett.referrals.models import Because, Came, EligibilityRule, OpenDoor, SelectionMeeting
from stafett.referrals.queries import longest_first, waiting, with_holders
from stafett.referrals.refusals import NO_NUMBER, SENTENCES
from stafett.referrals.rules import STATE_WORDS, State
from stafett.safeguards.viewer import Viewer

MOST = 60
NOT_TAKEN = gettext_lazy("behövs när de inte antas")


class SelectForm(AsksOfKnown, CarefulForm):
    """The same decision for several in the queue, as a meeting made it."""

    sentences = SENTENCES
    held_on = forms.DateField(label=gettext_lazy("Mötets dag"), widget=DayInput)
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka?"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("De som väntat längst står först."),
    )  # fmt: skip
    code = forms.ChoiceField(
        label=gettext_lazy("Vad beslutades om dem?"), widget=forms.RadioSelect,
        choices=[
            ("accept", gettext_lazy("Antas, från i dag")), ("queue", gettext_lazy("Står kvar i kö")),
            ("decline", gettext_lazy("Antas inte")),
        ],
    )  # fmt: skip
    because = needs(
        forms.ChoiceField(
            label=gettext_lazy("Varför antas de inte?"), required=False,
            choices=[("", gettext_lazy("Bara när de inte antas")), *Because.choices],
        ),
        NOT_TAKEN,
    )  # fmt: skip
    words = needs(
        forms.CharField(
            label=gettext_lazy("Skälet, i ord"), max_length=400, required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("Den som aktualiserade läser det. Skriv inget som bara ni ska veta."),
        ),
        NOT_TAKEN,
    )  # fmt: skip
    exception = needs(
        forms.CharField(
            label=gettext_lazy("Varför görs ett undantag från reglerna?"), max_length=400, required=False
        ),
        gettext_lazy("behövs när en regel säger nej till någon som antas"),
    )  # fmt: skip

    class Meta:
        model = SelectionMeeting
        fields = ["present"]
        labels = {"present": gettext_lazy("Vilka var med?")}
        help_texts = {
            "present": gettext_lazy("Samma dag och samma personer räknas som samma möte.")
        }

    def __init__(self, *args: Any, branch: Branch, viewer: Viewer, **named: Any) -> None:
        """Over the queue of a branch."""
        self.branch, self.viewer = branch, viewer
        super().__init__(*args, **named)
        today = SelectionMeeting.objects.filter(branch=branch, held_on=viewer.day)
        present = today.order_by("-pk").values_list("present", flat=True).first()
        self.initial |= {"held_on": viewer.day, "present": present or ""}

    def more_fields(self) -> dict[str, forms.Field]:
        """Those who wait, the longest first."""
        rows = takes_in(self.viewer).filter(branch=self.branch, decided_on=None)
        found = list(longest_first(with_holders(rows))[:MOST])
        self.waiting = {str(one.pk): one for one in found}
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(key, self._label(one)) for key, one in self.waiting.items()]
        self.order_fields(["held_on", "present", "chosen", "code", "because", "words", "exception"])
        return {}

    def _label(self, one: Any) -> str:
        (row,) = waiting(self.viewer, [one])
        known = {"name": one.circle.person.name, "state": row.badge[0], "waited": row.waited,
                 "sender": one.referring_unit or one.get_origin_display()}  # fmt: skip
        if born := one.circle.person.shown_birth_year:
            return _("%(name)s (född %(born)s), %(state)s, från %(sender)s, %(waited)s") % {
                **known, "born": born,
            }  # fmt: skip
        return _("%(name)s, %(state)s, från %(sender)s, %(waited)s") % known

    @property
    def saved(self) -> str:
        """What was decided, and of whom."""
        chosen = self.data.getlist("chosen") if self.is_bound else []
        names = [one.circle.person.name for key, one in self.waiting.items() if key in chosen]
        what = dict(self.fields["code"].choices).get(self.data.get("code"), "")  # type: ignore[attr-defined]
        return _("Antecknat från mötet: %(what)s. Gäller %(who)s.") % {
            "what": what, "who": ", ".join(names),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Say of whom another has decided meanwhile; ask of those who are to be taken in and may be known."""
        cleaned = super().clean()
        if "chosen" in self.errors and (gone := self._decided_meanwhile()):
            self.errors["chosen"] = self.error_class(gone)
        if cleaned.get("code") == "accept":
            chosen = [self.waiting[key] for key in cleaned.get("chosen", ())]
            self.ask_of_known(self.viewer, chosen, cleaned)
        return cleaned

    def _decided_meanwhile(self) -> list[str]:
        """Who of those that were ticked does not wait any more, what was decided, by whom and when."""
        keys = [key for key in self.data.getlist("chosen") if key not in self.waiting]
        rows = takes_in(self.viewer).filter(branch=self.branch, decided_on__isnull=False)
        found = rows.filter(pk__in=filter(None, map(key_typed, keys))).select_related(
            "circle__person"
        )
        said = _("%(name)s: %(state)s %(day)s, av %(who)s, medan du skrev.")
        told = [
            said % {"name": one.circle.person.name, "state": STATE_WORDS[State(one.state)],
                    "day": plain_day(one.state_on), "who": one.decided_by}
            for one in found.order_by("pk")
        ]  # fmt: skip
        if told and not self.waiting.keys().isdisjoint(self.data.getlist("chosen")):
            told.append(_("De andra är fortfarande ikryssade: spara igen för dem."))
        return told

    def act(self, by: Any) -> SelectionMeeting:
        """Decide."""
        told = self.cleaned_data
        meeting = actions.Meeting(self.branch, told["held_on"], told["present"])
        decision = actions.Decision(told["words"], told["because"], told["exception"])
        chosen = [self.waiting[key] for key in told["chosen"]]
        return actions.select(meeting, chosen, told["code"], decision, by=by)


class RuleForm(CarefulForm):
    """Who the initiative is for, as a rule that can be asked."""

    sentences = SENTENCES

    class Meta:
        model = EligibilityRule
        fields = ["party", "asks", "least", "most", "meaning", "example"]
        labels = {
            "party": gettext_lazy("För dem som kommer från"), "asks": gettext_lazy("Vad frågar regeln efter?"),
            "least": gettext_lazy("Minst"), "most": gettext_lazy("Högst"),
            "meaning": gettext_lazy("Regeln i ord"), "example": gettext_lazy("Ett exempel"),
        }  # fmt: skip
        help_texts = {
            "meaning": gettext_lazy("Så att den som aktualiserar förstår den."),
            "example": gettext_lazy("Någon som den släpper in, eller inte. Påhittat: ingen verklig person."),
        }  # fmt: skip

    def __init__(self, *args: Any, initiative: Initiative, **named: Any) -> None:
        """For an initiative."""
        self.initiative = initiative
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The parties of the initiative."""
        party: Any = self.fields["party"]
        party.queryset, party.empty_label = parties_of(self.initiative), _("Alla")
        return {}

    def act(self, by: Any) -> EligibilityRule:
        """Add it."""
        return actions.add_rule(self.initiative, actions.NewRule(**self._told()), by=by)

    def _told(self) -> dict[str, Any]:
        names = ("asks", "meaning", "example", "least", "most", "party")
        return {name: self.cleaned_data[name] for name in names}


class EndRuleForm(CarefulForm):
    """A rule is asked no more."""

    sentences = SENTENCES

    class Meta:
        model = EligibilityRule
        fields: list[str] = []

    def act(self, by: Any) -> EligibilityRule:
        """End it."""
        actions.end_rule(self.instance, by=by)
        return self.instance


class DoorForm(CarefulForm):
    """Whether people may come by themselves."""

    sentences = SENTENCES

    class Meta:
        model = OpenDoor
        fields = ["is_open", "text", "phone"]
        labels = {
            "is_open": gettext_lazy("Den som vill får söka själv, utan att gå genom en myndighet"),
            "text": gettext_lazy("Vad sidan säger"),
            "phone": gettext_lazy("Telefon för den som hellre ringer"),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "text": gettext_lazy("På lätt svenska: vad det är, för vem, och vad som händer sedan."),
            "phone": gettext_lazy(
                "Till er som tar emot. Alla ser det: skriv inget privat nummer. Tiden får stå efter, till "
                "exempel vardagar 9–12."
            ),
        }

    def more_fields(self) -> dict[str, forms.Field]:
        """Say when a number is needed."""
        needs(self.fields["phone"], _("behövs när sidan är öppen"))
        return {}

    def clean(self) -> dict[str, Any]:
        """Where people may come by themselves there is somebody to ring."""
        told = super().clean()
        if told.get("is_open") and "phone" in told and not can_be_rung(told["phone"]):
            self.add_error("phone", NO_NUMBER)
        return told

    def act(self, by: Any) -> OpenDoor:
        """Open or close it."""
        told = self.cleaned_data
        where = self.instance.branch
        return actions.open_door(where, told["is_open"], told["text"], told["phone"], by=by)


class ApplyForm(forms.Form):
    """Few questions to somebody who comes by themselves, on a page that anybody can open."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid7)
    given_name = forms.CharField(
        label=gettext_lazy("Förnamn"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )  # fmt: skip
    family_name = forms.CharField(
        label=gettext_lazy("Efternamn"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Hur når vi dig?"), max_length=200,
        help_text=gettext_lazy("Telefonnummer eller e-post."),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("Personnummer"), max_length=40, required=False,
        help_text=gettext_lazy("Du behöver inte skriva det nu."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    language = forms.CharField(
        label=gettext_lazy("Vilket språk vill du prata?"), max_length=40, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Vad vill du ha hjälp med?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Skriv kort. Du behöver inte skriva om sjukdomar: det tar vi när vi ses."),
    )  # fmt: skip
    came = forms.ChoiceField(
        label=gettext_lazy("Är det du själv som vill, eller har någon sagt att du måste?"),
        choices=[
            (Came.FREELY.value, gettext_lazy("Jag vill själv")),
            (Came.PUSHED.value, gettext_lazy("Någon har sagt att jag måste")),
            (Came.UNSURE.value, gettext_lazy("Jag vet inte, eller både och")),
        ],
        widget=forms.RadioSelect, help_text=gettext_lazy("Svara som det är. Alla tre svaren går bra."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        """With the visitor, on whose day a number is read."""
        self.viewer = viewer
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        """A number is one, where there is any."""
        told = super().clean() or {}
        self.identity: Identity | None = None
        if told.get("number"):
            try:
                self.identity = read_number(told["number"], today=self.viewer.day)
            except NotANumber as fault:
                self.add_error("number", fault.official)
        return told

    def application(self) -> actions.Application:
        """What was written, as the action takes it."""
        told = self.cleaned_data
        return actions.Application(
            told["key"] or uuid7(), told["given_name"], told["family_name"], told["contact"],
            told["reason"], told["came"], told["language"], self.identity,
        )  # fmt: skip

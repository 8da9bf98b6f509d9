"""The forms of evaluation: an assignment decided and revoked, people invited, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.evaluation import actions
from stafett.evaluation.access import deciders, posts_to_give_to
from stafett.evaluation.columns import COLUMNS, chosen
from stafett.evaluation.draws import Draw, Wanted, planned
from stafett.evaluation.models import EvaluationAssignment, InterviewRound, Invitation, State
from stafett.evaluation.refusals import SENTENCES
from stafett.frame.formats import capital
from stafett.frame.inputs import DayInput, DayToCome
from stafett.initiatives.models import Initiative
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Position
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer

A_YEAR = timedelta(days=364)


class PostChoice(forms.ModelChoiceField):
    """A post, with its unit and authority."""

    def label_from_instance(self, post: Position) -> str:  # type: ignore[override]
        """As in "Följeutvärderare, Utvärderingen, Provuniversitetet"."""
        return f"{post.title}, {post.unit.name}, {post.unit.authority}"


class Ticks(forms.MultipleChoiceField):
    """Some of the declared columns, ticked one by one."""

    def __init__(self, *, sensitive: bool, **named: Any) -> None:
        """Those that are sensitive, or the others."""
        found = [one for one in COLUMNS.values() if one.sensitive == sensitive]
        # the labels are lazy: each is put in the reader's language when it is drawn
        super().__init__(
            choices=lambda: [(one.name, capital(str(one.label))) for one in found],
            widget=forms.CheckboxSelectMultiple, required=False, **named,
        )  # fmt: skip


class AssignmentForm(CarefulForm):
    """What an authority decides about an evaluator's rows."""

    sentences = SENTENCES
    position = PostChoice(
        Position.objects.none(), label=gettext_lazy("Vem får uppdraget?"), empty_label=None,
        help_text=gettext_lazy("Den som har befattningen. Byts personen ut följer uppdraget befattningen."),
    )  # fmt: skip
    plain = Ticks(sensitive=False, label=gettext_lazy("Uppgifter"))
    sensitive = Ticks(
        sensitive=True, label=gettext_lazy("Känsliga uppgifter"),
        help_text=gettext_lazy(
            "De säger något om hälsa, försörjning eller stöd. Ta bara med dem som utvärderingen inte klarar "
            "sig utan."
        ),
    )  # fmt: skip
    from_day = forms.DateField(label=gettext_lazy("Från och med"), widget=DayInput)
    last_day = forms.DateField(
        label=gettext_lazy("Till och med"), widget=DayToCome,
        help_text=gettext_lazy("Högst två år. Uppdraget kan återkallas när som helst."),
    )  # fmt: skip

    class Meta:
        model = EvaluationAssignment
        fields = ["authority", "purpose", "ground", "ethics"]
        labels = {"authority": gettext_lazy("Vem ger uppdraget?")}
        help_texts = {
            "purpose": gettext_lazy("Vad utvärderingen ska svara på."),
            "ground": gettext_lazy("Lagrum eller avtal som låter er lämna ut uppgifterna, med dag."),
            "ethics": gettext_lazy(
                "Diarienummer för godkännandet enligt lag (2003:460), eller varför inget behövs. Stafett "
                "bedömer inte om det behövs eller räcker."
            ),
        }  # fmt: skip

    def __init__(self, *args: Any, initiative: Initiative, viewer: Viewer, **named: Any) -> None:
        """For an initiative, in the name of an authority that the viewer speaks for."""
        self.initiative, self.viewer = initiative, viewer
        super().__init__(*args, **named)
        self.initial |= {"from_day": viewer.day, "last_day": viewer.day + A_YEAR}

    def more_fields(self) -> dict[str, forms.Field]:
        """The authorities and the posts that can be chosen."""
        authority: Any = self.fields["authority"]
        authority.queryset = deciders(self.viewer, self.initiative)
        authority.empty_label = None
        position: Any = self.fields["position"]
        position.queryset = posts_to_give_to(self.initiative, self.viewer)
        return {}

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """In the order in which one decides: who, what for, which columns, on what ground, when."""
        yield "", [self[name] for name in ("authority", "position", "purpose")]
        # a group of its own is not marked as optional: one of the two is needed
        yield _("Vad raderna innehåller"), [self["plain"], self["sensitive"]]
        yield "", [self[name] for name in ("ground", "ethics", "from_day", "last_day")]

    def clean(self) -> dict[str, Any]:
        """At least one column."""
        told = super().clean()
        if not (told.get("plain") or told.get("sensitive")):
            self.add_error("plain", gettext_lazy("Välj minst en uppgift ur listan."))
        return told

    def act(self, by: Any) -> EvaluationAssignment:
        """Decide."""
        told = self.cleaned_data
        new = actions.NewAssignment(
            self.initiative, told["authority"], told["position"], told["purpose"],
            (*told["plain"], *told["sensitive"]), told["ground"], told["ethics"], told["from_day"],
            told["last_day"] + timedelta(days=1),
        )  # fmt: skip
        return actions.decide(new, by=by)


class RevokeForm(CarefulForm):
    """Why an assignment is revoked."""

    sentences = SENTENCES
    because = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=300, help_text=gettext_lazy("Utvärderaren läser det.")
    )  # fmt: skip

    class Meta:
        model = EvaluationAssignment
        fields: list[str] = []

    def act(self, by: Any) -> EvaluationAssignment:
        """Revoke it."""
        return actions.revoke(self.instance, self.cleaned_data["because"], by=by)


class InviteForm(CarefulForm):
    """Whom an evaluator wants to interview, and in which words they are asked."""

    sentences = SENTENCES
    answer_by = forms.DateField(label=gettext_lazy("Svar senast"), widget=DayToCome)
    pseudonyms = forms.CharField(
        label=gettext_lazy("Pseudonymer"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("En på varje rad, kopierade från raderna. Tomt när slumpen väljer."),
    )  # fmt: skip
    number = forms.IntegerField(
        label=gettext_lazy("Antal som slumpen väljer"), required=False, min_value=1, max_value=500
    )
    strata = forms.MultipleChoiceField(
        label=gettext_lazy("Så många ur varje"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Inget val ger antalet ur alla. Känsliga uppgifter kan inte styra urvalet."),
    )  # fmt: skip

    class Meta:
        model = InterviewRound
        fields = ["text"]
        labels = {"text": gettext_lazy("Inbjudan")}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "text": gettext_lazy(
                "Den lämnas till personen som den är: vad intervjun handlar om, hur lång den är, att den är "
                "frivillig och inte påverkar stödet, och hur man når dig. Skriv inget om någon enskild."
            ),
        }  # fmt: skip

    def __init__(self, *args: Any, assignment: EvaluationAssignment, **named: Any) -> None:
        """For an assignment that is on."""
        self.assignment = assignment
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The items by which chance may be divided: the assignment's own that are not sensitive."""
        strata: Any = self.fields["strata"]
        plain = [one for one in chosen(self.assignment.columns) if not one.sensitive]
        strata.choices = [(one.name, capital(str(one.label))) for one in plain]
        return {}

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The words and the day; then whom."""
        yield "", [self["text"], self["answer_by"]]
        yield _("Vem ska bjudas in?"), [self[name] for name in ("pseudonyms", "number", "strata")]

    def clean(self) -> dict[str, Any]:
        """By pseudonym or by chance: one of them."""
        told = super().clean()
        told["names"] = tuple(dict.fromkeys((told.get("pseudonyms") or "").lower().split()))
        if bool(told["names"]) == bool(told.get("number")) and "number" not in self.errors:
            said = gettext_lazy(
                "Skriv pseudonymer, eller ett antal som slumpen väljer: ett av dem."
            )
            self.add_error("pseudonyms", said)
        return told

    @property
    def wanted(self) -> Wanted:
        """Whom it is about, as typed."""
        told = self.cleaned_data
        return Wanted(told["names"], told["number"] or 0, tuple(told["strata"]))

    def planned(self, by: Any) -> Draw | None:
        """Whom the round would go to, in counts; None where it is refused, and the form says why."""
        try:
            actions.check_last_day(self.assignment, self.cleaned_data["answer_by"], by)
            return planned(self.assignment, self.wanted, by=by)
        except Refused as refusal:
            self.add_error(refusal.field, str(refusal))
            return None

    def act(self, by: Any) -> InterviewRound:
        """Invite them."""
        told = self.cleaned_data
        return actions.invite(self.assignment, told["text"], told["answer_by"], self.wanted, by=by)


class CallBackForm(CarefulForm):
    """Why a round of invitations is called back."""

    sentences = SENTENCES
    because = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=300,
        help_text=gettext_lazy(
            "De som skulle lämna inbjudan läser det. Skriv inget om någon enskild."
        ),
    )  # fmt: skip

    class Meta:
        model = InterviewRound
        fields: list[str] = []

    def act(self, by: Any) -> InterviewRound:
        """Call it back."""
        return actions.call_back(self.instance, self.cleaned_data["because"], by=by)


class ErasedForm(CarefulForm):
    """When what was fetched was erased."""

    sentences = SENTENCES
    erased_on = forms.DateField(
        label=gettext_lazy("Raderat"), widget=DayInput,
        help_text=gettext_lazy("Dagen då allt var borta. Den som gav uppdraget ser dagen och ditt namn."),
    )  # fmt: skip

    class Meta:
        model = EvaluationAssignment
        fields: list[str] = []

    def act(self, by: Any) -> EvaluationAssignment:
        """Note it."""
        return actions.record_erasure(self.instance, self.cleaned_data["erased_on"], by=by)


class AnswerForm(CarefulForm):
    """What became of an invitation, noted by whoever holds the case."""

    sentences = SENTENCES
    watched = ("state", "contact", "reason")
    state = forms.ChoiceField(
        label=gettext_lazy("Hur gick det?"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in State if one != State.WAITING],
        help_text=gettext_lazy(
            "Utvärderaren får bara veta ett ja. Nej, inget svar och att personen inte frågades ser likadana ut."
        ),
    )  # fmt: skip

    class Meta:
        model = Invitation
        fields = ["state", "contact", "reason"]
        labels = {"contact": gettext_lazy("Vid ja: hur utvärderaren når personen")}
        help_texts = {
            "contact": gettext_lazy(
                "Det som personen själv vill lämna, till exempel ett telefonnummer. Tomt när personen hör av "
                "sig själv. Utvärderaren ser det."
            ),
            "reason": gettext_lazy("Bara när personen inte frågades. Utvärderaren ser det inte."),
        }  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        """Nothing is chosen beforehand until something is noted."""
        super().__init__(*args, **named)
        if self.instance.state == State.WAITING:
            self.initial["state"] = ""

    def act(self, by: Any) -> Invitation:
        """Note it."""
        told = self.cleaned_data
        return actions.answer(
            self.instance, told["state"], contact=told["contact"], reason=told["reason"], by=by
        )

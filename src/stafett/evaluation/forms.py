"""The forms of assignments: deciding on one, and revoking it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy

from stafett.evaluation import actions
from stafett.evaluation.access import deciders, posts_to_give_to
from stafett.evaluation.columns import COLUMNS
from stafett.evaluation.models import EvaluationAssignment
from stafett.evaluation.refusals import SENTENCES
from stafett.frame.formats import capital
from stafett.frame.inputs import DayInput
from stafett.initiatives.models import Initiative
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Position
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
        label=gettext_lazy("Till och med"), widget=DayInput,
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
        order = "authority position purpose plain sensitive ground ethics from_day last_day"
        yield "", [self[name] for name in order.split()]

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

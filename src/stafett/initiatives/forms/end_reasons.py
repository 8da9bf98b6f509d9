"""Forms for the initiative's own reasons why somebody leaves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy

from stafett.initiatives import actions
from stafett.initiatives.models import EndReasonChoice, Initiative
from stafett.initiatives.refusals import SENTENCES
from stafett.parties.careful_forms import CarefulForm
from stafett.vocabulary.models import EndReason


class EndReasonForm(CarefulForm):
    """A new reason in the initiative's own list."""

    sentences = SENTENCES

    class Meta:
        model = EndReasonChoice
        fields = ["code", "label", "order"]
        labels = {"label": gettext_lazy("Som ni säger")}
        help_texts = {
            "code": gettext_lazy("Kort, som i registret, till exempel flytt. Ändras aldrig."),
            "order": gettext_lazy("Lägst står först."),
        }

    def __init__(self, *args: Any, initiative: Initiative, **named: Any) -> None:
        """For an initiative."""
        self.initiative = initiative
        super().__init__(*args, **named)

    def own_arguments(self) -> dict[str, Any]:
        """The initiative."""
        return {"initiative": self.initiative}

    def act(self, by: Any) -> EndReasonChoice:
        """Add the reason."""
        told = self.cleaned_data
        pair = (told["code"], told["label"])
        return actions.add_end_reasons(self.initiative, [pair], by=by, order=told["order"])[0]


class EndReasonChange(EndReasonForm):
    """A reason whose words or place are changed; its code stays."""

    class Meta(EndReasonForm.Meta):
        fields = ["label", "order"]

    def act(self, by: Any) -> EndReasonChoice:
        """Change the reason."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.change(self.instance, by=by, **told)


class ProposedEndReasons(CarefulForm):
    """Which of the proposed reasons the initiative takes into its own list."""

    sentences = SENTENCES
    proposed = forms.ModelMultipleChoiceField(
        EndReason.objects.none(), label=gettext_lazy("Orsaker att ta med"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = EndReasonChoice
        fields: list[str] = []

    def __init__(self, *args: Any, initiative: Initiative, **named: Any) -> None:
        """For an initiative, those that it does not have yet."""
        self.initiative = initiative
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The proposals that are left, all of them chosen."""
        known = self.initiative.end_reasons.values_list("code", flat=True)
        codes = [code.replace("-", "_") for code in known]
        left = EndReason.objects.exclude(code__in=codes).order_by("order")
        self.fields["proposed"].queryset = left  # type: ignore[attr-defined]
        self.initial.setdefault("proposed", [one.pk for one in left])
        return {}

    def act(self, by: Any) -> None:
        """Take them in, after those that are there."""
        last = self.initiative.end_reasons.aggregate(last=Max("order"))["last"]
        order = 0 if last is None else last + 1
        pairs = [
            (one.code.replace("_", "-"), one.label_sv) for one in self.cleaned_data["proposed"]
        ]
        actions.add_end_reasons(self.initiative, pairs, by=by, order=order)

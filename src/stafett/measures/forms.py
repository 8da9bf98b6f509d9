"""What may be chosen on a table's page, and what is typed to close, sign and withdraw a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.formats import capital
from stafett.frame.inputs import DayInput
from stafett.initiatives.models import Initiative
from stafett.measures import actions
from stafett.measures.access import Standing
from stafett.measures.language import GROUPS, Table
from stafett.measures.models import PUBLIC, FrozenSet, Period, Signature
from stafett.measures.refusals import SENTENCES
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Authority


@dataclass(frozen=True)
class Asked:
    """What an address asks of a table: by which grounds, in which branch, in which form."""

    by: tuple[str, ...] = ()
    branch: str = ""
    form: str = ""


def asked_in(address: QueryDict) -> Asked:
    """What an address asks for, on the page and in the API alike.

    `by` may stand several times; `then` is what the page calls its second choice. A choice left
    empty is none. Whether the table has it is for `queries.table` to say.
    """
    names = (*address.getlist("by"), *address.getlist("then"))
    by = dict.fromkeys(name for name in names if name)
    return Asked(tuple(by), address.get("branch", ""), address.get("format", ""))


class TableForm(forms.Form):
    """The choices of one table's page, as its address holds them."""

    by = forms.ChoiceField(label=gettext_lazy("Dela upp på"), required=False)
    then = forms.ChoiceField(label=gettext_lazy("och sedan på"), required=False)
    branch = forms.ChoiceField(label=gettext_lazy("Gren"), required=False)

    def __init__(self, asked: Asked, *, table: Table, at: Standing) -> None:
        """Offer what the table has and the viewer may see; a choice that is one is no choice."""
        chosen = dict(zip(("by", "then"), asked.by, strict=False))
        super().__init__(initial={**chosen, "branch": asked.branch}, auto_id="choose_%s")
        groups = [(name, capital(GROUPS[name].label)) for name in table.groups]
        self.fields["by"].choices = self.fields["then"].choices = [("", _("Inget")), *groups]  # type: ignore[attr-defined]
        branches = [(branch.code, branch.name) for branch in at.divisible]
        whole = ("", _("Hela insatsen"))
        self.fields["branch"].choices = [whole, *branches]  # type: ignore[attr-defined]
        if not groups or not (branches or at.covers(None)):
            del self.fields["by"], self.fields["then"]
        elif len(groups) == 1:
            del self.fields["then"]
        if not branches or not table.one_branch or len(at.branches) < 2:
            del self.fields["branch"]


class CompareForm(forms.Form):
    """Which initiatives to put side by side."""

    initiative = forms.MultipleChoiceField(
        label=gettext_lazy("Insatser att jämföra"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, initiatives: Iterable[Initiative]) -> None:
        """Offer the initiatives whose totals the viewer may see."""
        super().__init__(data, auto_id="compare_%s")
        named = [(initiative.code, initiative.name) for initiative in initiatives]
        self.fields["initiative"].choices = named  # type: ignore[attr-defined]


class PeriodForm(CarefulForm):
    """A period that is over."""

    sentences = SENTENCES

    class Meta:
        model = Period
        fields = ["starts_on", "ends_on"]
        widgets = {"starts_on": DayInput, "ends_on": DayInput}

    def act(self, by: Any) -> Period:
        """Close it."""
        told = self.cleaned_data
        return actions.close_period(
            self.instance.initiative, told["starts_on"], told["ends_on"], by=by
        )


class SignForm(CarefulForm):
    """The smallest group for each audience, signed for an authority."""

    sentences = SENTENCES
    usual = PUBLIC
    audiences = ("public", "association", "steering", "evaluator")
    authority = forms.ModelChoiceField(
        Authority.objects.none(), label=gettext_lazy("Underskrift för"), empty_label=None
    )

    class Meta:
        model = Signature
        fields = ["authority", "public", "association", "steering", "evaluator"]

    def __init__(self, data: Any, *, period: Period, authorities: Sequence[Authority]) -> None:
        """Offer the authorities that the viewer signs for and that have not signed."""
        super().__init__(data, instance=Signature(period=period))
        choices = Authority.objects.filter(pk__in=[one.pk for one in authorities]).order_by("name")
        self.fields["authority"].queryset = choices  # type: ignore[attr-defined]
        self.initial["authority"] = authorities[0].pk

    @property
    def strictest(self) -> int:
        """The highest of the thresholds typed."""
        return max(self.cleaned_data[name] for name in self.audiences)

    def act(self, by: Any) -> FrozenSet | None:
        """Sign."""
        thresholds = {name: self.cleaned_data[name] for name in self.audiences}
        period, authority = self.instance.period, self.cleaned_data["authority"]
        return actions.sign(period, authority, thresholds, by=by)


class WithdrawForm(CarefulForm):
    """Why a set is wrong."""

    because = forms.CharField(
        label=gettext_lazy("Varför"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = FrozenSet
        fields: list[str] = []

    def act(self, by: Any) -> FrozenSet:
        """Withdraw it."""
        return actions.withdraw(self.instance, self.cleaned_data["because"], by=by)

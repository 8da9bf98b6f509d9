"""What may be chosen on a table's page: what to divide by, which branch, which initiatives to compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.initiatives.models import Initiative
from stafett.measures.access import Standing
from stafett.measures.language import GROUPS, Table


class TableForm(forms.Form):
    """The choices of one table's page, as its address holds them."""

    by = forms.ChoiceField(label=gettext_lazy("Dela upp på"), required=False)
    then = forms.ChoiceField(label=gettext_lazy("och sedan på"), required=False)
    branch = forms.ChoiceField(label=gettext_lazy("Gren"), required=False)

    def __init__(self, data: Any, *, table: Table, at: Standing) -> None:
        """Offer what the table has and the viewer may see; a choice that is one is no choice."""
        super().__init__(data, auto_id="choose_%s")
        groups = [(name, _capital(GROUPS[name].label)) for name in table.groups]
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

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups chosen that are there, in order, each once."""
        chosen = (self.cleaned_data.get(name, "") for name in ("by", "then"))
        return tuple(dict.fromkeys(name for name in chosen if name))

    @property
    def branch_code(self) -> str | None:
        """The branch chosen, or None for the whole."""
        return self.cleaned_data.get("branch") or None


def _capital(label: Any) -> str:
    words = str(label)
    return words[:1].upper() + words[1:]


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

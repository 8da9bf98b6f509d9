"""Link two records that people say are the same human, and undo it: never without a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiatives
from stafett.safeguards.viewer import Viewer


class ChooseInitiative(forms.Form):
    """Look within one initiative; the list is then compared whole."""

    insats = forms.ChoiceField(label=gettext_lazy("Insats"), required=False)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        """The viewer's own initiatives."""
        super().__init__(data)
        self._mine = {one.code: one for one in initiatives(viewer)}
        options = [(code, one.name) for code, one in self._mine.items()]
        self.fields["insats"].choices = [("", _("Alla")), *options]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def initiative(self) -> Initiative | None:
        """The one chosen, if any."""
        return self._mine.get(self.cleaned_data.get("insats", ""))


class LinkForm(forms.Form):
    """Say that two records are the same human."""

    first = forms.UUIDField(widget=forms.HiddenInput)
    second = forms.UUIDField(widget=forms.HiddenInput)
    because = forms.CharField(
        label=gettext_lazy("Hur vet du att det är samma människa?"), max_length=200,
        help_text=gettext_lazy("Till exempel: personen har visat legitimation."),
    )  # fmt: skip

    @staticmethod
    def asked(sent: Any) -> tuple[UUID, UUID] | None:
        """Which two records are asked about; None when it cannot be read."""
        try:
            return UUID(sent.get("first", "")), UUID(sent.get("second", ""))
        except ValueError:
            return None


class UnlinkForm(forms.Form):
    """Undo a link."""

    because = forms.CharField(label=gettext_lazy("Varför ska länken bort?"), max_length=200)

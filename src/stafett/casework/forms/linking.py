"""Link two records that people say are the same human, and undo it: never without a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.casework.queries.running_twice import what_to_do
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
    """Say that two records are the same human; where both go on that must have been seen."""

    first = forms.UUIDField(widget=forms.HiddenInput)
    second = forms.UUIDField(widget=forms.HiddenInput)
    because = forms.CharField(
        label=gettext_lazy("Hur vet du att det är samma människa?"), max_length=200,
        help_text=gettext_lazy("Till exempel: personen har visat legitimation."),
    )  # fmt: skip
    as_written = forms.BooleanField(
        label=gettext_lazy("Ja, länka: jag har sett att båda pågår"),
        error_messages={
            "required": gettext_lazy("Båda pågår. Läs vilka de är, och kryssa i om de ska länkas ändå.")
        },
    )  # fmt: skip

    def __init__(self, *args: Any, running: Sequence[Participation] = (), **named: Any) -> None:
        """With what goes on of both."""
        super().__init__(*args, **named)
        self.running = running
        self.to_do = what_to_do(running) if running else ""
        if not running:
            del self.fields["as_written"]

    def done(self) -> str:
        """What was done, with both that go on and what to do about it."""
        done = _("Posterna är länkade. Ingen av dem är ändrad.")
        if not self.running:
            return done
        links = format_html_join(
            ", ", '<a href="{}">{}, {}, {}</a>',
            ((reverse("participation", args=[one.pk]), one.initiative, one.branch, one.case_number)
             for one in self.running),
        )  # fmt: skip
        return format_html("{} {} {}. {}", done, _("Båda pågår:"), links, self.to_do)

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

"""The form for how somebody wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stafett.notices.kinds import kinds
from stafett.notices.models import Choice
from stafett.notices.rules import How
from stafett.parties.plain_fields import speak_plainly

HOURS = [(hour, f"{hour:02}.00") for hour in range(24)]


def _hour(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=HOURS, coerce=int, label=label, help_text=help_text)


class ChoiceForm(forms.Form):
    """When to be mailed, when to be left alone, and of what."""

    how = forms.ChoiceField(
        label=gettext_lazy("När vill du få mejl?"), choices=How.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Mejlet säger bara hur många nya saker det är och av vilket slag, aldrig vem det gäller."
        ),
    )  # fmt: skip
    hour = _hour(
        gettext_lazy("Klockan"),
        gettext_lazy("När du får ett mejl om dagen. Har inget hänt kommer inget mejl."),
    )
    quiet_from = _hour(gettext_lazy("Inga mejl från klockan"))
    quiet_until = _hour(
        gettext_lazy("Till klockan"),
        gettext_lazy(
            "Det som händer då väntar till efteråt. Samma klockslag två gånger: aldrig tyst."
        ),
    )
    free_days = forms.BooleanField(
        label=gettext_lazy("Skicka också på lediga dagar"), required=False,
        help_text=gettext_lazy(
            "Annars kommer inga mejl på lördagar, söndagar och helgdagar, midsommarafton, julafton och "
            "nyårsafton."
        ),
    )  # fmt: skip
    on = forms.MultipleChoiceField(
        label=gettext_lazy("Vad vill du veta?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Det du tar bort visas varken bland notiserna eller i mejl."),
    )  # fmt: skip

    def __init__(self, data: Any, *, choice: Choice) -> None:
        """As it stands, until something else is said."""
        off = set(choice.off)
        codes = [kind.code for kind in kinds()]
        known = {name: getattr(choice, name) for name in self.base_fields if name != "on"}
        super().__init__(data, initial={**known, "on": [one for one in codes if one not in off]})
        self.fields["on"].choices = [(kind.code, kind.name) for kind in kinds()]  # type: ignore[attr-defined]
        for field in self.fields.values():
            speak_plainly(field, None)

    @property
    def told(self) -> dict[str, Any]:
        """What was chosen, as it is kept: by what is switched off, so that a new kind is on."""
        said = dict(self.cleaned_data)
        on = set(said.pop("on"))
        return {**said, "off": [kind.code for kind in kinds() if kind.code not in on]}


__all__ = ["ChoiceForm"]

"""The form with which what a consent covers is handed over: what, to whom, in one click."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import Acting, Group
from stafett.casework.forms.consents import TICKS, check_note
from stafett.casework.queries.consents import shared
from stafett.casework.releasing import ITEMS, TEXTS, content
from stafett.frame.formats import capital
from stafett.safeguards.actions import Item, release
from stafett.safeguards.models import COVERS, ConsentPart, Information


class ReleaseForm(Acting):
    """Hand over to other authorities what the person has consented to."""

    heading = gettext_lazy("Lämna ut")
    lead = gettext_lazy(
        "Den som får det får en egen kopia. Bara det som samtycket täcker går att lämna; det prövas när "
        "du lämnar ut."
    )
    button = gettext_lazy("Lämna ut")
    check = staticmethod(check_note)

    receivers = forms.MultipleChoiceField(label=gettext_lazy("Till vilka?"), widget=TICKS)
    agreement = forms.CharField(
        label=gettext_lazy("Det vi kom överens om"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Med vanliga ord: vem gör vad, och till vilken dag."),
    )  # fmt: skip
    recorded = forms.MultipleChoiceField(
        label=gettext_lazy("Ur ärendet"), widget=TICKS, required=False, choices=ITEMS
    )
    health = forms.CharField(
        label=gettext_lazy("Om hälsa och vård"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Bara när samtycket säger det."),
    )  # fmt: skip
    how = forms.CharField(
        label=gettext_lazy("Lämnas utanför Stafett, genom"), required=False, max_length=160,
        help_text=gettext_lazy(
            "Till exempel brev, eller muntligt på mötet, när mottagaren inte är med i Stafett."
        ),
    )  # fmt: skip

    def prepare(self) -> None:
        """Those to whom the viewer's authority may give something today, all of them ticked."""
        giving = shared(self.viewer, self.case).giving
        self.parts: dict[tuple[str, str], list[ConsentPart]] = defaultdict(list)
        for part in giving:
            self.parts[str(part.receiver_id), part.information].append(part)
        names = {str(p.receiver_id): p.receiver.name for p in giving}
        told: Any = self.fields["receivers"]
        told.choices = sorted(names.items(), key=lambda pair: pair[1])
        self.initial["receivers"] = list(names)

    def layout(self) -> list[Group]:
        """To whom and what was agreed first; the rest can be left out."""
        return [
            ("", ["receivers", "agreement"]),
            (_("Mer ur ärendet"), ["recorded", "health", "how"]),
        ]

    def clean(self) -> dict[str, Any]:
        """Something is handed over, and every consent needed is there: else nothing is."""
        cleaned = super().clean()
        kinds = self.kinds(cleaned)
        if not kinds:
            self.add_error(
                "agreement", _("Skriv vad ni kom överens om, eller välj något ur ärendet.")
            )
        names = dict(self.fields["receivers"].choices)  # type: ignore[attr-defined]
        for receiver in cleaned.get("receivers", ()):
            lacking = [kind for kind in kinds if (receiver, kind) not in self.parts]
            if lacking:
                self.add_error("receivers", _not_covered(names[receiver], lacking))
        return cleaned

    def kinds(self, told: Mapping[str, Any]) -> list[str]:
        """The kinds of information that something is given of."""
        written = [kind for kind in TEXTS if (told.get(kind) or "").strip()]
        return [*written, *told.get("recorded", ())]

    def save(self) -> str:
        """Hand it over: a copy for each receiver and kind."""
        told = self.cleaned_data
        kinds = self.kinds(told)
        items = [
            Item(
                part, COVERS[kind][0], self.case.person.name, capital(Information(kind).label),
                self._text(kind, part), told["how"].strip(),
            )
            for receiver in told["receivers"]
            for kind in kinds
            for part in self._under(receiver, kind)
        ]  # fmt: skip
        release(items, by=self.viewer)
        return _("Utlämnat. Mottagarna ser det under Utlämnat, och det står i ärendet.")

    def _under(self, receiver: str, kind: str) -> list[ConsentPart]:
        """The parts to give a kind under: what is written goes once, of the record each giver its own."""
        parts = self.parts[receiver, kind]
        return parts[:1] if kind in TEXTS else parts

    def _text(self, kind: str, part: ConsentPart) -> str:
        if kind in TEXTS:
            return str(self.cleaned_data[kind]).strip()
        return content(kind, self.viewer, self.case, part.giver)


def _not_covered(receiver: str, kinds: list[str]) -> str:
    words = ", ".join(str(Information(kind).label) for kind in kinds)
    return _("Personen har inte sagt ja till att %(receiver)s får veta: %(kinds)s. Inget är utlämnat.") % {
        "receiver": receiver, "kinds": words,
    }  # fmt: skip

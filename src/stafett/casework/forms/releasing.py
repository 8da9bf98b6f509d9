"""The form with which what a consent covers is handed over: what, to whom, in one click."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.accounts.openid.settings import identifying
from stafett.casework.forms.acting import Acting, Group
from stafett.casework.forms.consents import TICKS, check_note
from stafett.casework.forms.numbers import shown_by_e_id
from stafett.casework.queries.consents import shared
from stafett.casework.releasing import ITEMS, RECEIVED, TEXTS, content
from stafett.frame.form_fields import needs
from stafett.safeguards.access import reaches
from stafett.safeguards.actions import Item, release
from stafett.safeguards.actions.links import Receiver, release_by_link
from stafett.safeguards.arriving import at_authorities, told_to
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
        """Those to whom the viewer's authority may give something today, ticked where it reaches them."""
        needs(self.fields["agreement"], _("behövs när inget annat lämnas"))
        giving = shared(self.viewer, self.case).giving
        self.parts: dict[tuple[str, str], list[ConsentPart]] = defaultdict(list)
        for part in giving:
            self.parts[str(part.receiver_id), part.information].append(part)
        names = {str(p.receiver_id): p.receiver.name for p in giving}
        told: Any = self.fields["receivers"]
        told.choices = sorted(names.items(), key=lambda pair: pair[1])
        if not names:
            told.help_text = _(
                "Inget samtycke gäller nu som låter din myndighet lämna något. Anteckna ett först, under "
                "Samtycke och utlämnande."
            )
        circle, day = self.case.circle, self.viewer.day
        self.initial["receivers"] = [key for key in names if reaches(circle, int(key), day)]

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

    def items(self) -> list[Item]:
        """A copy for each receiver and kind."""
        told = self.cleaned_data
        kinds = self.kinds(told)
        return [
            Item(
                part, COVERS[kind][0], self.case.person.name, str(RECEIVED[Information(kind)]),
                self._text(kind, part), told.get("how", "").strip(),
            )
            for receiver in told["receivers"]
            for kind in kinds
            for part in self._under(receiver, kind)
        ]  # fmt: skip

    def save(self) -> str:
        """Hand it over, and tell of each receiver whether it can be read there."""
        items = self.items()
        release(items, by=self.viewer)
        names = {item.part.receiver_id: item.part.receiver.name for item in items}
        if how := self.cleaned_data.get("how", "").strip():
            told = {"names": ", ".join(names.values()), "how": how}
            return _("Antecknat att det lämnas till %(names)s utanför Stafett: %(how)s.") % told
        stands = at_authorities(self.case.circle, names, self.viewer.day)
        return " ".join(told_to({name: stands[key] for key, name in names.items()}))

    def _under(self, receiver: str, kind: str) -> list[ConsentPart]:
        """The parts to give a kind under: what is written goes once, of the record each giver its own, once.

        Where two consents cover the same it is given under the one that lasts longest.
        """
        lasting = sorted(self.parts[receiver, kind], key=lambda part: (part.until_day, part.pk))
        each = list({part.giver_id: part for part in lasting}.values())
        return each[-1:] if kind in TEXTS else each

    def _text(self, kind: str, part: ConsentPart) -> str:
        if kind in TEXTS:
            return str(self.cleaned_data[kind]).strip()
        return content(kind, self.viewer, self.case, part.giver)


def _not_covered(receiver: str, kinds: list[str]) -> str:
    words = ", ".join(str(Information(kind).label) for kind in kinds)
    return _("Personen har inte sagt ja till att %(receiver)s får veta: %(kinds)s. Inget är utlämnat.") % {
        "receiver": receiver, "kinds": words,
    }  # fmt: skip


def no_e_id() -> str:
    """Why nothing is handed over by a link where nobody could open it."""
    return _(
        "Ingen e-legitimation är kopplad hit, så ingen skulle kunna öppna länken. Lämna på papper, eller be "
        "den som sköter servern att koppla en."
    )


class ReleaseLinkForm(ReleaseForm):
    """Hand over to somebody outside who does not log in, by a link that they open once with an e-ID."""

    heading = gettext_lazy("Lämna ut med engångslänk")
    lead = gettext_lazy(
        "För en mottagare som inte loggar in i Stafett. Länken öppnas en gång, av den som har personnumret du "
        "skriver. Personnumret sparas inte. Du skickar länken själv."
    )
    button = gettext_lazy("Gör länken")
    how = None  # type: ignore[assignment]

    receiver = forms.CharField(label=gettext_lazy("Vem ska öppna den?"), max_length=60)
    organisation = forms.CharField(
        label=gettext_lazy("Enhet hos mottagaren"), max_length=60, required=False,
        help_text=gettext_lazy("En enhet hos myndigheten du valt, eller tomt. Länken går bara till den som "
            "samtycket nämner."),
    )  # fmt: skip
    number = forms.CharField(label=gettext_lazy("Mottagarens personnummer"), max_length=20)
    days = forms.IntegerField(
        label=gettext_lazy("Hur många dagar ska den gå att öppna?"), min_value=1, max_value=30,
        initial=7, help_text=gettext_lazy("Högst 30."),
    )  # fmt: skip

    def prepare(self) -> None:
        """None ticked: a link is for one receiver. Where no e-ID is connected that is said first."""
        super().prepare()
        self.stop = "" if identifying() else no_e_id()
        self.initial["receivers"] = []

    def layout(self) -> list[Group]:
        """To whom, and what."""
        return [
            (_("Till vem?"), ["receivers", "receiver", "organisation", "number", "days"]),
            (_("Vad?"), ["agreement", "recorded", "health"]),
        ]

    def clean(self) -> dict[str, Any]:
        """One receiver with a number, and an e-ID to open it with: else nothing is released."""
        cleaned = super().clean()
        if len(cleaned.get("receivers", ())) > 1:
            self.add_error("receivers", _("En länk är till en mottagare. Gör en för var och en."))
        if self.stop:
            self.add_error(None, str(self.stop))
        return cleaned

    def clean_number(self) -> str:
        """Twelve digits."""
        return shown_by_e_id(self.cleaned_data["number"], self.viewer.day)

    def save(self) -> str:
        """Make the link, and show it once."""
        told = self.cleaned_data
        to = Receiver(told["receiver"], told["organisation"], told["number"], told["days"])
        self.made = [release_by_link(self.items(), to, by=self.viewer)]
        return _(
            "Utlämnat med en länk som öppnas en gång, och inte om samtycket tas tillbaka före det."
        )

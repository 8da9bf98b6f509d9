"""The form by which a person takes back what they said yes to: all, by kind and receiver, or parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import may_move
from stafett.casework.forms.acting import Group, Instead
from stafett.casework.forms.consent_parts import PartsForm, in_words
from stafett.casework.forms.consents import TICKS, check_answers
from stafett.casework.forms.stale import digest
from stafett.casework.models import Holding, Participation
from stafett.casework.queries.consent_words import kind_in_words, who_stops_telling
from stafett.casework.queries.consents import authorities_of
from stafett.database.days import in_force
from stafett.frame.form_fields import a_question, needs
from stafett.frame.formats import capital
from stafett.parties.models import Authority, Unit
from stafett.safeguards.access import may_see
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import ConsentPart, Information
from stafett.safeguards.withdrawing import Consequence, comes_of_withdrawal

ALL_TO = "to:"
"""Before a receiver's key: everything that it is told."""
ANY, OURS = "all", "ours"
CHOSEN = ("kinds", "receivers", "givers", "which")


def _line(part: ConsentPart) -> tuple[int, int, str]:
    """What one line says: who tells whom what."""
    return part.giver_id, part.receiver_id, part.information


def _and_then(words: str, of_it: Iterable[Consequence]) -> str:
    """What is taken back, and on lines after it what comes of that."""
    said = dict.fromkeys(one.said for one in of_it)
    return "\n".join([f"{words}.", *said]) if said else words


class WithdrawForm(PartsForm):
    """Take back parts of what was consented to."""

    heading = gettext_lazy("Ta tillbaka samtycke")
    lead = gettext_lazy(
        "Det slutar gälla genast. Det som redan har lämnats finns kvar hos den som fick det, och märks."
    )
    button = gettext_lazy("Ta tillbaka")
    also_heading = gettext_lazy("Det här slutar gälla genast")
    check = staticmethod(check_answers)
    seldom = frozenset({"which"})
    everything = forms.BooleanField(
        label=gettext_lazy("Allt"), required=False,
        help_text=gettext_lazy(
            "Också sådant som inte står här. Eller kryssa i delar nedan. Något av dem behövs."
        ),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Vad?"), widget=TICKS, required=False)
    receivers = forms.MultipleChoiceField(
        label=gettext_lazy("Till vem?"), widget=TICKS, required=False
    )
    givers = forms.ChoiceField(
        label=gettext_lazy("Från vem?"), widget=forms.RadioSelect, initial=ANY, required=False
    )
    how = forms.CharField(
        label=gettext_lazy("Hur sa personen det?"), max_length=200,
        help_text=gettext_lazy("Till exempel: ringde, sa det på mötet, skrev ett mejl."),
    )  # fmt: skip
    told = a_question(forms.CharField(widget=forms.HiddenInput, required=False))
    """A mark of what was said to stop as the button was pressed: it is said before anything is saved."""

    def prepare(self) -> None:
        """The same between the same two is one line, whatever consents it stands in: a no is to all of them."""
        super().prepare()
        found = comes_of_withdrawal(self.case.circle_id, self.viewer)
        self.comes_of_it = sorted(found, key=lambda one: not one.for_all)
        for_all = dict.fromkeys(one.said for one in self.comes_of_it if one.for_all)
        everything = self.fields["everything"]
        everything.help_text = " ".join([str(everything.help_text), *for_all])
        self.alike: dict[str, list[ConsentPart]] = {}
        first: dict[tuple[int, int, str], str] = {}
        for key, part in self.parts.items():
            line = first.setdefault(_line(part), key)
            self.alike.setdefault(line, []).append(part)
        told: Any = self.fields["which"]
        told.choices = list(self.by_receiver())
        needs(told, _("behövs när inget är valt ovan")).required = False
        self._offer_kinds()

    def _offer_kinds(self) -> None:
        """The two short lists: what, and to whom; and from whom, where that makes a difference."""
        told: Any = self.fields
        parts = self.parts.values()
        some = {part.information for part in parts}
        told["kinds"].choices = [
            (ANY, _("Alla slag av uppgifter")),
            *((one.value, capital(kind_in_words(one.value))) for one in Information if one in some),
        ]
        receivers = sorted({part.receiver for part in parts}, key=lambda one: (one.name, one.pk))
        told["receivers"].choices = [
            (ANY, _("Alla")), *((str(one.pk), one.name) for one in receivers)
        ]  # fmt: skip
        for name in ("kinds", "receivers", "givers"):
            needs(told[name], _("behövs när inte allt tas tillbaka"))
        givers, ours = {part.giver_id for part in parts}, authorities_of(self.viewer)
        told["givers"].choices = [(ANY, _("Från alla")), (OURS, _("Bara från oss"))]
        if not givers & ours or givers <= ours:
            del told["givers"]

    def layout(self) -> list[Group]:
        """All; or what and to whom; or, folded, the parts one by one."""
        return [
            ("", ["everything"]),
            (_("Eller en del av det"), ["kinds", "receivers", "givers"]),
            (_("Eller peka ut delarna en och en"), ["which"]),
            ("", ["how", "told"]),
        ]

    def by_receiver(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The lines under whom they are told to, each with one for all of it before them."""
        groups: dict[Authority, list[str]] = {}
        order = list(Information.values)
        for key, (part, *_alike) in sorted(
            self.alike.items(), key=lambda one: order.index(one[1][0].information)
        ):
            groups.setdefault(part.receiver, []).append(key)
        for receiver in sorted(groups, key=lambda one: one.name):
            words = _("Allt till %(receiver)s") % {"receiver": receiver}
            of_all = [one for one in self.comes_of_it if one.receiver == receiver.pk]
            whole = (f"{ALL_TO}{receiver.pk}", _and_then(words, of_all))
            lines = [(key, self._in_words(self.alike[key][0])) for key in groups[receiver]]
            yield str(receiver), [whole, *lines]

    def _in_words(self, part: ConsentPart) -> str:
        """A line, and what comes of taking back that alone."""
        of_it = [
            one for one in self.comes_of_it
            if (one.giver, one.receiver, one.information) == _line(part)
        ]  # fmt: skip
        return _and_then(in_words(part), of_it)

    def ticked(self) -> list[ConsentPart]:
        """All of each line that was ticked, of each receiver to whom all is taken back, and of what was chosen
        by kind and receiver, also where the viewer does not know of the consent: a no is to all of them."""
        chosen = self.cleaned_data["which"]
        whole = {key.removeprefix(ALL_TO) for key in chosen if key.startswith(ALL_TO)}
        lines = {_line(self.parts[key]) for key in chosen if key in self.parts}
        return [
            part for part in self._all()
            if _line(part) in lines or str(part.receiver_id) in whole or self._by_kind(part)
        ]  # fmt: skip

    def _by_kind(self, part: ConsentPart) -> bool:
        """True of what is of a chosen kind and goes to a chosen receiver."""
        told = self.cleaned_data
        from_there = told.get("givers") != OURS or part.giver_id in authorities_of(self.viewer)
        return (
            from_there
            and not {ANY, part.information}.isdisjoint(told["kinds"])
            and not {ANY, str(part.receiver_id)}.isdisjoint(told["receivers"])
        )

    def clean(self) -> dict[str, Any]:
        """Something must be chosen; what was chosen by kind is said in words before it is saved."""
        cleaned = super().clean()
        if cleaned.get("everything"):
            self._refuse_all_and_a_part(cleaned)
            return cleaned
        kinds, receivers = cleaned.get("kinds"), cleaned.get("receivers")
        if not cleaned.get("which") and not kinds and not receivers:
            self.add_error("kinds", _("Kryssa i vad som tas tillbaka, eller Allt."))
        elif kinds and not receivers:
            self.add_error(
                "receivers", _("Kryssa i till vem det inte längre får lämnas, eller Alla.")
            )
        elif receivers and not kinds:
            self.add_error("kinds", _("Kryssa i vad, eller Alla slag av uppgifter."))
        if not self.errors and kinds:
            self._say_what_stops()
        return cleaned

    def _refuse_all_and_a_part(self, cleaned: dict[str, Any]) -> None:
        """Both were ticked: which of them the person meant is asked, never guessed."""
        part = any(cleaned.get(name) for name in ("kinds", "receivers", "which"))
        if part or cleaned.get("givers") == OURS:
            self.add_error(
                "everything",
                _(
                    "Du har kryssat i både Allt och en del av det. Ta bort krysset vid Allt om bara delen ska "
                    "tas tillbaka, eller kryssen i delen om allt ska det."
                ),
            )

    def _say_what_stops(self) -> None:
        """Say it, unless what was said when the button was pressed is what would be said now."""
        ended = {_line(part) for part in self.ticked()}
        known = [part for part in self.parts.values() if _line(part) in ended]
        of_it = [
            one for one in self.comes_of_it if (one.giver, one.receiver, one.information) in ended
        ]
        said = [*who_stops_telling(known), *dict.fromkeys(one.said for one in of_it)]
        if not known:
            said = [
                _(
                    "Inget som ni känner till stämmer med det du valt. Finns det hos andra slutar det gälla."
                )
            ]
        mark = digest({"said": said, **{name: self.cleaned_data.get(name) for name in CHOSEN}})
        if self.cleaned_data["told"] == mark:
            return
        self.also = said
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("told")] = mark  # type: ignore[index]
        asked = _(
            "Läs vad som slutar gälla, ovanför knappen. Stämmer det? Tryck då på Ta tillbaka igen."
        )
        self.add_error("told", asked)

    def save(self) -> str:
        """Withdraw it."""
        told = self.cleaned_data
        parts = self._all() if told["everything"] else self.ticked()
        before = self._holder()
        withdraw(parts, how=told["how"], by=self.viewer)
        said = (
            _(
                "Samtycket är taget tillbaka. Ingen kan längre läsa eller lämna något med stöd av det."
            )
            if told["everything"]
            else _(
                "Det du kryssade i är taget tillbaka, i alla samtycken där det stod. Resten gäller som förut."
            )
        )
        return f"{said} {self._fell(before)}".strip()

    def _holder(self) -> Unit | None:
        rows = Holding.objects.filter(in_force(self.viewer.day), participation=self.case.pk)
        found = rows.select_related("unit__authority").order_by("pk").first()
        return found.unit if found else None

    def _fell(self, before: Unit | None) -> str:
        """That another unit holds the case now, and a way on for those who say who has it there.

        Whoever sees it no more is told so, and not how it goes on (law 2).
        """
        now = self._holder()
        if before == now or now is None or before is None:
            return ""
        if not may_see(self.viewer, Participation.objects.filter(pk=self.case.pk)).exists():
            own = before.authority_id in self.viewer.works_for
            return _("Ni håller inte längre ihop ärendet.") if own else ""
        if may_move(self.viewer, now.pk):
            url = reverse("assign", args=[self.case.pk])
            self.onward = Instead("", _("Välj handläggare"), url)
        return _("Ärendet föll tillbaka till %(unit)s. Ingen där har det än.") % {"unit": now.name}

    def _all(self) -> list[ConsentPart]:
        """All that goes on in the case, also between others: whoever takes the call closes the whole of it."""
        live = ConsentPart.objects.filter(circle=self.case.circle_id, withdrawn_on=None)
        return list(live.select_related("circle").order_by("pk"))


__all__ = ["WithdrawForm"]

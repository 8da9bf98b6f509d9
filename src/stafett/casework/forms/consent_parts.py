"""Forms about parts of a case's consents: take them back, or accept them for one's own authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import may_move
from stafett.casework.forms.acting import Acting, Instead
from stafett.casework.forms.consents import TICKS, check_answers, check_note
from stafett.casework.models import Holding, Participation
from stafett.casework.queries.consents import shared
from stafett.casework.unsent import unsent_in
from stafett.database.days import in_force
from stafett.frame.form_fields import needs
from stafett.parties.models import Authority, Unit
from stafett.safeguards.access import may_see
from stafett.safeguards.actions import accept, withdraw
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.withdrawing import Consequence, comes_of_withdrawal


class PartsForm(Acting):
    """Some parts of the case's consents, ticked."""

    which = forms.MultipleChoiceField(label=gettext_lazy("Vilka delar?"), widget=TICKS)

    def candidates(self) -> Sequence[ConsentPart]:
        """The parts that can be chosen."""
        return shared(self.viewer, self.case).live

    def prepare(self) -> None:
        """Each part in words."""
        self.parts = {str(part.pk): part for part in self.candidates()}
        told: Any = self.fields["which"]
        told.choices = [(key, in_words(part)) for key, part in self.parts.items()]

    def ticked(self) -> list[ConsentPart]:
        """The parts that were ticked."""
        return [self.parts[key] for key in self.cleaned_data["which"]]


def in_words(part: ConsentPart) -> str:
    """One part as people say it."""
    return _("%(giver)s till %(receiver)s: %(kind)s") % {
        "giver": part.giver, "receiver": part.receiver,
        "kind": part.get_information_display(),  # type: ignore[attr-defined]
    }  # fmt: skip


ALL_TO = "to:"
"""Before a receiver's key: everything that it is told."""


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
    check = staticmethod(check_answers)
    everything = forms.BooleanField(
        label=gettext_lazy("Allt"), required=False,
        help_text=gettext_lazy(
            "Också sådant som inte står här. Eller kryssa i delar nedan. Något av dem behövs."
        ),
    )  # fmt: skip
    how = forms.CharField(
        label=gettext_lazy("Hur sa personen det?"), max_length=200,
        help_text=gettext_lazy("Till exempel: ringde, sa det på mötet, skrev ett mejl."),
    )  # fmt: skip
    field_order = ["everything", "which", "how"]

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
        needs(told, _("behövs när inte allt tas tillbaka")).required = False

    def by_receiver(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The lines under whom they are told to, each with one for all of it before them."""
        groups: dict[Authority, list[str]] = {}
        for key, (part, *_alike) in self.alike.items():
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
        """All of each line that was ticked, and of each receiver to whom all is taken back, also where the
        viewer does not know of the consent: a no is to all of them."""
        chosen = self.cleaned_data["which"]
        whole = {key.removeprefix(ALL_TO) for key in chosen if key.startswith(ALL_TO)}
        lines = {_line(self.parts[key]) for key in chosen if key in self.parts}
        return [
            part for part in self._all() if _line(part) in lines or str(part.receiver_id) in whole
        ]

    def clean(self) -> dict[str, Any]:
        """Something must be chosen."""
        cleaned = super().clean()
        if not cleaned.get("which") and not cleaned.get("everything"):
            self.add_error("which", _("Kryssa i vad som tas tillbaka, eller Allt."))
        return cleaned

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


class AcceptForm(PartsForm):
    """Accept, for one's own authority, that it gives under a consent; and be told what is not sent by that."""

    heading = gettext_lazy("Godta samtycke")
    lead = gettext_lazy(
        "Din myndighet svarar för det den lämnar. Godta det som du har sett eller hört personen säga ja till."
    )
    button = gettext_lazy("Godta")
    asks_again = True
    check = staticmethod(check_note)
    also_heading = gettext_lazy("Skickas inte av sig självt")

    def prepare(self) -> None:
        """With what was written before and waits in the case."""
        super().prepare()
        circle = self.case.circle_id
        self.also = unsent_in(self.viewer, [circle]).get(circle, [])

    def candidates(self) -> Sequence[ConsentPart]:
        """What waits for the viewer's own authority."""
        return shared(self.viewer, self.case).waiting

    def now(self) -> Mapping[str, Any]:
        """All of it, ticked."""
        return {"which": [str(part.pk) for part in self.candidates()]}

    def save(self) -> str:
        """Accept it, and say again what waits."""
        accept(self.ticked(), by=self.viewer)
        return " ".join([_("Samtycket är godtaget för din myndighets del."), *self.also])


__all__ = ["AcceptForm", "WithdrawForm"]

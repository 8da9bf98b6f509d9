"""Forms about parts of a case's consents: what they share, and to accept them for one's own authority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import Acting
from stafett.casework.forms.consents import TICKS, check_note
from stafett.casework.queries.consent_words import kind_in_words
from stafett.casework.queries.consents import shared
from stafett.casework.unsent import unsent_in
from stafett.safeguards.actions import accept
from stafett.safeguards.models import ConsentPart


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
        "kind": kind_in_words(part.information),
    }  # fmt: skip


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


__all__ = ["AcceptForm", "PartsForm", "in_words"]

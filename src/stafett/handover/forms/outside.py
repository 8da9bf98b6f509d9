"""A receiver outside Stafett has said yes: that, and the exit which it leads to, in one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.actions import Exit
from stafett.casework.forms.acting import Group
from stafett.casework.forms.periods import ExitForm, day
from stafett.casework.rules import TAKES_OVER, reason_words
from stafett.handover import actions
from stafett.handover.actions import Confirmed
from stafett.handover.actions.outside import faults_of_a_death, faults_of_confirming
from stafett.handover.forms.hands import HearsAgain, OfHandover
from stafett.handover.models import Manner

ANSWERED = ("confirmed_by", "confirmed_on", "manner")
"""What is known already where the receiver has said yes by a link."""
CONFIRMING = [*ANSWERED, "heard", "not_heard"]


class RecordForm(HearsAgain, ExitForm, OfHandover):
    """Who confirmed, when and how; and how the participation ends."""

    heading = gettext_lazy("Bekräftad utanför Stafett")
    button = gettext_lazy("Bekräfta och avsluta deltagandet")
    note = gettext_lazy("Det är inte klart än. Inget är sparat, och det du skrev finns kvar.")
    confirmed_by = forms.CharField(
        label=gettext_lazy("Vem hos mottagaren bekräftade?"), max_length=160
    )
    confirmed_on = day(gettext_lazy("Vilken dag?"))
    manner = forms.ChoiceField(
        label=gettext_lazy("Hur?"), choices=[one for one in Manner.choices if one[0] != Manner.LINK]
    )
    steps = ("record",)
    one_column = True

    def prepare(self) -> None:
        """The exit's own fields; who is next is the receiver, already named."""
        super().prepare()
        one = self.one
        for name in ("next_step", "next_unit", "next_outside"):
            del self.fields[name]
        if one.manner:
            for name in ANSWERED:
                del self.fields[name]
        self.lead = _(
            "Ett ärende i Stafett behöver någon i Stafett som håller ihop det. När %(receiver)s tar "
            "över avslutas "
            "deltagandet, och %(receiver)s står som den som tar över."
        ) % {"receiver": one.receiver}
        self.initial.update({
            "which": str(one.pk), "confirmed_by": one.outside_name.partition(",")[2].strip(),
            "confirmed_on": self.viewer.day.isoformat(), "ends_on": self.viewer.day.isoformat(),
        })  # fmt: skip

    def layout(self) -> list[Group]:
        """The confirmation first, then the exit."""
        exiting, *life = super().layout()
        return [
            (_("Bekräftelsen"), [*(n for n in CONFIRMING if n in self.fields), "which"]),
            (_("Avslutet"), exiting[1]),
            *life,
        ]

    def clean(self) -> dict[str, Any]:
        """As an exit to somebody named; what cannot be confirmed is said before anything odd is asked about."""
        self.cleaned_data |= {"next_step": TAKES_OVER, "next_outside": self.one.receiver}
        if not self.errors:
            last = self.cleaned_data["ends_on"]
            faults = faults_of_confirming(self.one, self._confirmed(), last, self.viewer.day)
            faults |= faults_of_a_death(int(self.cleaned_data["outcome"]))
            for name, sentence in faults.items():
                self.add_error(self.fault_field(name), sentence)
        return super().clean()

    def save(self) -> str:
        """Note it and end it."""
        told = self.cleaned_data
        confirmed = self._confirmed()
        exit_ = Exit(
            told["ends_on"], int(told["outcome"]), TAKES_OVER,
            reason_words(told.get("listed_reason", ""), told["end_reason"]),
            self.livings("end"), self.doings("end"),
        )  # fmt: skip
        one = self.one
        actions.record(one, confirmed, exit_, by=self.viewer)
        return _("Deltagandet är avslutat, och %(receiver)s tar över.") % {"receiver": one.receiver}

    def _confirmed(self) -> Confirmed:
        """Who said yes, when and how: what is written, or what the link has brought."""
        told, one = self.cleaned_data, self.one
        hearing = told["heard"], told["not_heard"]
        if one.manner:
            assert one.taken_on is not None
            return Confirmed(one.taken_by, one.taken_on, Manner(one.manner), *hearing)
        manner = Manner(told["manner"])
        return Confirmed(told["confirmed_by"], told["confirmed_on"], manner, *hearing)

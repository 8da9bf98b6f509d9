"""The forms of assignments: give one, and each step with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_own, writes_for
from stafett.casework.forms.acting import Acting, Group, Instead, Text
from stafett.casework.forms.choices import first
from stafett.casework.forms.moving import takers
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.commissions.access import check_step, receivers
from stafett.commissions.actions import NewCommission, Told, give, send_words, take_step
from stafett.commissions.crossing import (
    AFTER,
    BEFORE,
    Way,
    crossing,
    other_unit,
    waiting_words,
    way_out,
)
from stafett.commissions.models import Commission
from stafett.commissions.rules import CLOSING, STEPS, Result, Step
from stafett.frame.formats import plain_day
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer


class GiveForm(Acting):
    """Give another unit in the case an assignment."""

    heading = gettext_lazy("Ge uppdrag")
    lead = gettext_lazy(
        "Till en annan enhet i ärendet. Den tar emot, frågar eller tackar nej, och skriver vad det ledde till."
    )
    button = gettext_lazy("Ge uppdraget")

    to_unit = forms.ChoiceField(label=gettext_lazy("Till vilken enhet?"))
    what = forms.CharField(
        label=gettext_lazy("Vad ska göras?"), max_length=300,
        help_text=gettext_lazy("Till exempel: avsluta ansökan, börja söka, intervjuträning, bryta isolering."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Vad det ska leda till. Skriv inget om hälsa: det kräver ett eget samtycke."),
    )  # fmt: skip
    due_on = day(gettext_lazy("Klart senast"), ahead=True)

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For those who work in the case."""
        writes_for(viewer, case)

    def prepare(self) -> None:
        """The units that can get it; or why there is none."""
        units = [(str(unit.pk), unit.name) for unit in receivers(self.viewer, self.case)]
        self.fields["to_unit"].choices = first(_("Välj"), units)  # type: ignore[attr-defined]
        if self.case.ends_on is not None:
            self.stop = _("Deltagandet är avslutat. Ett uppdrag ges medan det pågår.")
        elif not units:
            self.stop = _(
                "Ingen annan enhet i ärendet kan få ett uppdrag. En annan myndighet kan det när ett samtycke "
                "låter din myndighet berätta vad ni kommit överens om: anteckna det under Samtycke först."
            )

    def save(self) -> str:
        """Give it."""
        told = self.cleaned_data
        new = NewCommission(told["what"], told["purpose"], int(told["to_unit"]), told["due_on"])
        row = give(self.case, new, by=self.viewer)
        return _("%(unit)s har fått uppdraget.") % {"unit": row.to_unit.name}


def _words(label: Any, length: int = 1000, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=required, widget=forms.Textarea(attrs={"rows": 4})
    )


class OfCommission(Acting):
    """A form about the assignment `row`; `about(row)` gives the class of it."""

    row: ClassVar[Commission]
    after_exit = True
    stays: bool = False
    """True when what was written does not reach the other."""

    @classmethod
    def about(cls, row: Commission) -> type[Self]:
        """The same form, about this one."""
        return type(cls.__name__, (cls,), {"row": row})


class StepForm(OfCommission):
    """A step with it."""

    step: ClassVar[Step]
    said: ClassVar[Text]
    way: Way = Way.OPEN

    @classmethod
    def check(cls, viewer: Viewer, case: Participation) -> None:  # type: ignore[override]
        """Raise PermissionDenied unless it is the viewer's move."""
        check_step(viewer, cls.row, cls.step)

    def prepare(self) -> None:
        """Say which it is; or, when it cannot be done where it stands, that."""
        told = {"what": self.row.what, "day": plain_day(self.row.due_on)}
        self.lead = _("%(what)s, senast %(day)s.") % told
        if self.row.state not in STEPS[self.step].begins and not self.is_bound:
            self.stop = _("Uppdraget: %(stands)s. Det går inte att göra nu.") % {
                "stands": self.row.get_state_display()
            }

        self.way = way_out(self.viewer, self.row) if STEPS[self.step].noted else Way.OPEN
        self.stays = self.way != Way.OPEN
        if self.way == Way.NOT_ACCEPTED:
            self.instead = Instead(self._of_words(BEFORE), _("Godta samtycket"), self.accepting())
        elif self.way == Way.CLOSED:
            self.lead = f"{self.lead} {self._of_words(BEFORE)}"

    def _of_words(self, sentences: Mapping[Way, Text], **told: str) -> str:
        return str(sentences[self.way]) % {"unit": other_unit(self.row).name, **told}

    def accepting(self) -> str:
        """Where the viewer accepts for their authority: on the case, or beside one that is closed to them."""
        key = self.case.pk
        seen = may_see(self.viewer, Participation.objects.filter(pk=key)).exists()
        return reverse("accept_consent", args=[key]) if seen else reverse("received")

    def told(self) -> Told:
        """What was filled in."""
        return Told(self.cleaned_data.get("words", ""))

    def save(self) -> str:
        """Take the step, and say when its words stay."""
        take_step(self.row, self.step, self.told(), by=self.viewer)
        return self._of_words(AFTER, said=str(self.said)) if self.stays else str(self.said)


class AcceptForm(StepForm):
    """Accept, and say who does it."""

    step = Step.ACCEPT
    heading, button = gettext_lazy("Ta emot uppdraget"), gettext_lazy("Ta emot")
    said = gettext_lazy("Ni har tagit emot uppdraget.")
    position = forms.ChoiceField(label=gettext_lazy("Vem gör det?"), required=False)

    def prepare(self) -> None:
        """Those who work in the unit, oneself first."""
        super().prepare()
        posts = takers(self.row.to_unit, self.viewer)
        self.fields["position"].choices = [*posts, ("", _("Hela enheten"))]  # type: ignore[attr-defined]
        own = {str(key) for key in self.viewer.positions}
        self.initial["position"] = next((key for key, _words in posts if key in own), "")

    def told(self) -> Told:
        """Who does it."""
        chosen = self.cleaned_data["position"]
        return Told(position_id=int(chosen) if chosen else None)


class AskForm(StepForm):
    """Ask the giver."""

    step = Step.ASK
    heading, button = gettext_lazy("Fråga om uppdraget"), gettext_lazy("Skicka frågan")
    said = gettext_lazy("Frågan står hos den som gav uppdraget.")
    words = _words(gettext_lazy("Vad behöver ni veta?"))


class DeclineForm(StepForm):
    """Decline, and say why."""

    step = Step.DECLINE
    heading, button = gettext_lazy("Tacka nej till uppdraget"), gettext_lazy("Tacka nej")
    said = gettext_lazy("Ni har tackat nej till uppdraget.")
    a_no = True
    words = _words(gettext_lazy("Varför?"))


class CloseForm(StepForm):
    """Close with a result."""

    step = Step.CLOSE
    heading, button = gettext_lazy("Avsluta uppdraget"), gettext_lazy("Avsluta")
    said = gettext_lazy("Uppdraget är avslutat, och resultatet sparat.")
    result = forms.ChoiceField(
        label=gettext_lazy("Resultat"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in CLOSING],
    )  # fmt: skip
    words = _words(gettext_lazy("Vad ledde det till?"), 2000)

    def told(self) -> Told:
        """The result and its words."""
        return Told(self.cleaned_data["words"], result=Result(self.cleaned_data["result"]))


class ReplyForm(StepForm):
    """Answer the receiver's question."""

    step = Step.REPLY
    heading, button = gettext_lazy("Svara på frågan"), gettext_lazy("Skicka svaret")
    said = gettext_lazy("Svaret står i uppdraget.")
    words = _words(gettext_lazy("Svar"))

    def prepare(self) -> None:
        """With the question; where it cannot be read, why, and what to do about it."""
        super().prepare()
        unread = crossing(self.viewer, self.row)
        if unread.question:
            self.lead = f"{self.lead} {unread.theirs}"
            return
        self.lead = _("%(lead)s Frågan: %(question)s") % {
            "lead": self.lead, "question": self.row.question,
        }  # fmt: skip


class MoveForm(StepForm):
    """Another day."""

    step = Step.MOVE
    heading, button = gettext_lazy("Flytta dagen"), gettext_lazy("Flytta")
    said = gettext_lazy("Dagen är flyttad.")
    due_on = day(gettext_lazy("Klart senast"), ahead=True)
    words = _words(gettext_lazy("Varför?"))

    def now(self) -> dict[str, Any]:
        """The day as it stands: two who move it see each other's."""
        return {"due_on": self.row.due_on}

    def told(self) -> Told:
        """The day and why."""
        return Told(self.cleaned_data["words"], due_on=self.cleaned_data["due_on"])


class TakeBackForm(StepForm):
    """It is not wanted any more."""

    step = Step.TAKE_BACK
    heading, button = gettext_lazy("Uppdraget önskas inte längre"), gettext_lazy("Ta tillbaka")
    said = gettext_lazy("Uppdraget är avslutat: inte längre önskat.")
    a_no = True
    words = _words(gettext_lazy("Varför?"))


class SendForm(OfCommission):
    """Send the words that could not cross when they were written."""

    heading, button = gettext_lazy("Skicka orden"), gettext_lazy("Skicka orden")
    also_heading = gettext_lazy("Det här skickas")

    def layout(self) -> list[Group]:
        """There is nothing to fill in."""
        return []

    @classmethod
    def check(cls, viewer: Viewer, case: Participation) -> None:  # type: ignore[override]
        """For whoever may change the record; the action asks whose words they are."""
        check_own(viewer, cls.row)

    def prepare(self) -> None:
        """What goes, and to whom; or why it cannot."""
        found = crossing(self.viewer, self.row)
        self.lead = _("%(what)s. Till %(unit)s.") % {
            "what": self.row.what, "unit": other_unit(self.row).name,
        }  # fmt: skip
        self.also = waiting_words(self.viewer, self.row) if found.ours else []
        if self.is_bound:
            return
        if not found.ours:
            self.stop = _("Det finns inga ord som väntar på att skickas.")
        elif found.way != Way.OPEN:
            self.stop = found.ours

    def save(self) -> str:
        """Send them."""
        send_words(self.row, by=self.viewer)
        return _("Orden är skickade till %(unit)s.") % {"unit": other_unit(self.row).name}


SEND = "send"
FORMS: dict[str, type[OfCommission]] = {
    one.step.value: one
    for one in (AcceptForm, AskForm, DeclineForm, CloseForm, ReplyForm, MoveForm, TakeBackForm)
} | {SEND: SendForm}
"""The form of each step that somebody takes, and of sending words that waited."""

__all__ = ["FORMS", "SEND", "GiveForm", "OfCommission", "StepForm"]

"""The two ends of a one-time link about taking over: the giver makes it, and the receiver outside answers."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.accounts.openid.settings import identifying
from stafett.casework.forms import choices
from stafett.casework.forms.acting import Group, Instead, Text
from stafett.casework.forms.numbers import shown_by_e_id
from stafett.casework.forms.periods import MOST_REASON, asks
from stafett.casework.forms.releasing import no_e_id
from stafett.casework.queries.consents import shared
from stafett.casework.rules import reason_words
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.handover import actions
from stafett.handover.actions.by_link import Leaving, of_link, place_asked
from stafett.handover.forms.hands import HearsAgain, text
from stafett.handover.models import Handover
from stafett.handover.queries.hands import TAB
from stafett.handover.rules import faults_of_hearing
from stafett.safeguards.actions import Item
from stafett.safeguards.actions.links import Receiver
from stafett.safeguards.actions.receivers import other_than_consented
from stafett.safeguards.answering import Answering
from stafett.safeguards.models import COVERS, ConsentPart, Information
from stafett.safeguards.rules import Refused

TOLD = (Information.COURSE, Information.AGREEMENT)
"""What a receiver is told so as to answer: that somebody is in it and who holds, and what is handed over."""
MOST_NAME = 60
"""So many characters of a name go into what the release says of whom it went to."""


class LinkForm(HearsAgain):
    """Let somebody outside read what they need and answer, by a link that only they can open."""

    heading: ClassVar[Text] = gettext_lazy("Fråga med engångslänk")
    button: ClassVar[Text] = gettext_lazy("Gör länken")
    steps = ("link",)
    shown_at = TAB
    field_order = [
        "about", "receiver", "number", "days", "which", "what", "heard", "not_heard",
        "outcome", "listed_reason", "end_reason", "seen",
    ]  # fmt: skip
    about = forms.ChoiceField(
        label=gettext_lazy("Vilken mottagare i samtycket är det?"),
        help_text=gettext_lazy("Den som personen har sagt ja till att ni berättar för, och som överlämningen "
            "är till."),
    )  # fmt: skip
    receiver = forms.CharField(
        label=gettext_lazy("Vem ska svara?"), max_length=MOST_NAME,
        help_text=gettext_lazy("Den som får svara ja för mottagaren, och arbetar där."),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("Mottagarens personnummer"), max_length=20,
        help_text=gettext_lazy("Länken öppnas bara av den som har det. Numret sparas inte."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Hur många dagar ska den gå att besvara?"), min_value=1, max_value=30,
        initial=7, help_text=gettext_lazy("Högst 30."),
    )  # fmt: skip
    what = text(
        gettext_lazy("Vad ska mottagaren läsa?"), 2000, rows=5,
        help_text=gettext_lazy("Bara det som behövs för att kunna svara. De ser också personens namn, "
            "insatsen, vem som håller ihop och dagen."),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=gettext_lazy("Vad ledde det till?"), error_messages=asks("outcome"),
        help_text=gettext_lazy("Mottagaren ser det inte."),
    )  # fmt: skip
    listed_reason = forms.ChoiceField(
        label=gettext_lazy("Avslutsorsak ur insatsens lista"), required=False
    )
    end_reason = forms.CharField(
        label=gettext_lazy("Avslutsorsak"), max_length=MOST_REASON, required=False,
        help_text=gettext_lazy("Kort, utan personnamn och utan hälsouppgifter."),
    )  # fmt: skip

    def ready(self) -> None:
        """Whom the consent lets one tell, what is proposed already, and why it cannot be done if it cannot."""
        one = self.one
        self.lead = _(
            "Den som svarar legitimerar sig och läser bara det du skriver här. Svarar de ja avslutas "
            "deltagandet samma dag, och %(receiver)s står som den som tar över. Till dess håller ni ihop. "
            "Du skickar länken själv."
        ) % {"receiver": one.receiver}
        self.parts = self._parts()
        self.fields["heard"].help_text = _("Med personens egna ord. Mottagaren läser det inte.")
        needs(self.fields["heard"], _("behövs, eller varför personen inte är tillfrågad"))
        self.fields["about"].choices = choices.first(_("Välj mottagare"), self._receivers())  # type: ignore[attr-defined]
        self.fields["outcome"].choices = choices.outcomes(self.case.initiative)  # type: ignore[attr-defined]
        reasons = choices.end_reasons(self.case.initiative)
        self.fields["listed_reason"].choices = choices.first(_("Ingen av dem"), reasons)  # type: ignore[attr-defined]
        if not reasons:
            del self.fields["listed_reason"]
        self.initial["what"] = one.what
        self.stop = self._why_not()

    def _parts(self) -> dict[str, dict[str, ConsentPart]]:
        """By receiver: the parts of consents under which the viewer's authority may tell them enough.

        Only of whom the handover is to; the others' names are kept for saying so.
        """
        found: dict[str, dict[str, ConsentPart]] = defaultdict(dict)
        for part in shared(self.viewer, self.case).giving:
            found[str(part.receiver_id)].setdefault(part.information, part)
        enough = {key: parts for key, parts in found.items() if parts.keys() >= set(TOLD)}
        told = {key: parts[TOLD[0]].receiver for key, parts in enough.items()}
        self.consented = sorted(authority.name for authority in told.values())
        return {key: enough[key] for key, whom in told.items() if place_asked(self.one, whom)}

    def _receivers(self) -> list[choices.Choice]:
        named = {key: parts[TOLD[0]].receiver.name for key, parts in self.parts.items()}
        return sorted(named.items(), key=lambda pair: pair[1])

    def _why_not(self) -> str:
        """Why no link can be made at all just now; empty when one can."""
        if not identifying():
            return no_e_id()
        if self.case.person.protection:
            return _(
                "Om den som har skyddade personuppgifter lämnas inget med länk. Ring eller träffa mottagaren, "
                "och anteckna svaret under Överlämning."
            )
        if self.consented and not self.parts:
            return _(
                "%(why)s Ni kan också ringa eller träffa dem, och anteckna svaret under Överlämning."
            ) % {"why": other_than_consented(self.consented, self.one.receiver)}
        if not self.parts:
            there = reverse("consents", args=[self.case.pk])
            self.instead = Instead("", _("Till Samtycke och utlämnande"), there)
            return _(
                "Inget samtycke gäller nu som låter er berätta för någon hur det går och vad ni har kommit "
                "överens om. Be personen om det först, under Samtycke och utlämnande."
            )
        return ""

    def layout(self) -> list[Group]:
        """To whom, what they read, what the person says, and the exit."""
        named: tuple[str, ...] = ("outcome", "listed_reason", "end_reason")
        exiting = [name for name in named if name in self.fields]
        return [
            (_("Till vem?"), ["about", "receiver", "number", "days", "which"]),
            (_("Vad de läser"), ["what"]),
            (_("Personen är hörd"), ["heard", "not_heard"]),
            (_("Avslutet, om de svarar ja"), exiting),
        ]

    def clean(self) -> dict[str, Any]:
        """Nothing is made where it cannot be; the reason has room for so much."""
        cleaned = super().clean()
        if self.stop:
            self.add_error(None, str(self.stop))
        for name, said in faults_of_hearing(self.hearing.heard, self.hearing.not_heard).items():
            self.add_error(name, said)
        if len(self._reason(cleaned)) > MOST_REASON:
            self.add_error("end_reason", _("Skriv kortare: orsaken får inte plats i sin helhet."))
        return cleaned

    def clean_number(self) -> str:
        """Twelve digits."""
        return shown_by_e_id(self.cleaned_data["number"], self.viewer.day)

    @staticmethod
    def _reason(told: dict[str, Any]) -> str:
        return reason_words(told.get("listed_reason", ""), told.get("end_reason", ""))

    def items(self) -> list[Item]:
        """What the receiver reads, each under the part of the consent that covers it."""
        told, one = self.cleaned_data, self.one
        course = _(
            "%(person)s deltar i %(initiative)s. %(unit)s, %(authority)s, håller ihop ärendet och vill lämna "
            "över till er från %(day)s."
        ) % {
            "person": self.case.person.name, "initiative": self.case.initiative.name,
            "unit": one.from_unit.name, "authority": one.from_unit.authority.name,
            "day": plain_day(one.from_day),
        }  # fmt: skip
        texts = {
            Information.COURSE: (_("Vem det gäller"), course),
            Information.AGREEMENT: (_("Vad ni tillfrågas om att ta över"), told["what"].strip()),
        }
        under, to = self.parts[told["about"]], self.to
        return [
            Item(under[kind], COVERS[kind][0], self.case.person.name, title, said, to.how)
            for kind, (title, said) in texts.items()
        ]

    @property
    def to(self) -> Receiver:
        """Who is asked."""
        told = self.cleaned_data
        return Receiver(told["receiver"], "", told["number"], told["days"])

    def save(self) -> str:
        """Make the link, and show it once."""
        told = self.cleaned_data
        leaving = Leaving(int(told["outcome"]), self._reason(told))
        made = actions.ask_by_link(
            self.one, self.items(), self.to, leaving, self.hearing, by=self.viewer
        )
        self.made = [made]
        return _("%(receiver)s tillfrågas med en länk. Till dess de har svarat ja håller ni ihop.") % {
            "receiver": self.one.receiver
        }  # fmt: skip


YES, ASK, NO = "yes", "ask", "no"


class AnswerByLinkForm(Answering):
    """The receiver outside, who has identified: yes, a question, or no with a reason."""

    template = "handover/by_link.html"
    answer = forms.ChoiceField(
        label=gettext_lazy("Ert svar"), widget=forms.RadioSelect,
        choices=[
            (YES, gettext_lazy("Ja, vi tar över")),
            (ASK, gettext_lazy("Vi behöver veta mer först")),
            (NO, gettext_lazy("Nej, vi kan inte ta över")),
        ],
        error_messages={"required": gettext_lazy("Välj vad ni svarar.")},
    )  # fmt: skip
    said = text(
        gettext_lazy("Er fråga, eller varför ni inte kan"), 300, required=False,
        help_text=gettext_lazy("Behövs inte när ni svarar ja. Skriv inget om hälsa."),
    )  # fmt: skip

    @cached_property
    def handover(self) -> Handover | None:
        """What it is about."""
        return of_link(self.link)

    def save(self) -> bool:
        """Take the answer; what is refused stands in the form."""
        told = self.cleaned_data
        try:
            if told["answer"] == YES:
                actions.take_by_link(self.link, day=self.day)
            elif told["answer"] == ASK:
                actions.question_by_link(self.link, told["said"], day=self.day)
            else:
                actions.decline_by_link(self.link, told["said"], day=self.day)
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(name or None, sentence)
            return False
        return True


__all__ = ["AnswerByLinkForm", "LinkForm"]

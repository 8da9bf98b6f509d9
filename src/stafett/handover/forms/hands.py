"""What each hand fills in: propose, ask, answer, take over, confirm, decline, take back, hear the person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import Acting, Group, Instead, Text
from stafett.casework.forms.choices import first
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.casework.moved_on import MovedOn
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.handover import actions
from stafett.handover.access import (
    check_gives,
    check_receives,
    holder_of,
    may_know_of,
    workers,
)
from stafett.handover.actions import Hearing, Proposal
from stafett.handover.forms.receivers import receivers
from stafett.handover.models import Handover
from stafett.handover.queries.hands import booking_of
from stafett.handover.rules import STEPS, Asked, Hand, can_take, what_came_of, why_not
from stafett.handover.settling import came_to_nothing, latest_over, open_of
from stafett.meetings.access import may_call
from stafett.parties.models import Position, Unit
from stafett.safeguards.access import opened
from stafett.safeguards.viewer import Viewer

OUTSIDE = "outside"
HEARD = gettext_lazy("Vad säger personen?")
HEARD_HELP = gettext_lazy("Med personens egna ord. Den som tar över läser det.")
NEEDED = gettext_lazy("krävs innan någon kan ta över")


def text(
    label: Any, most: int, *, required: bool = True, help_text: Any = "", rows: int = 3
) -> forms.CharField:
    """Some lines of plain text."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class Hearings(forms.Form):
    """What the person says of it, or why they were not asked."""

    heard = needs(text(HEARD, 1000, required=False, help_text=HEARD_HELP), NEEDED)
    not_heard = needs(
        forms.CharField(
            label=gettext_lazy("Varför är personen inte tillfrågad?"), max_length=300, required=False,
            help_text=gettext_lazy("Bara när du inte kan fråga."),
        ),
        gettext_lazy("annars krävs det här"),
    )  # fmt: skip

    @property
    def hearing(self) -> Hearing:
        """What was filled in."""
        told = self.cleaned_data
        return Hearing(told.get("heard", ""), told.get("not_heard", ""))


class ProposeForm(Hearings, Acting):
    """Offer somebody the baton."""

    heading: ClassVar[Text] = gettext_lazy("Lämna över")
    button: ClassVar[Text] = gettext_lazy("Föreslå överlämningen")
    lead: Text = gettext_lazy(
        "Ni håller ihop ärendet till dess båda har bekräftat. Det du skriver läses av mottagaren, av den "
        "som är personuppgiftsansvarig och av dem som får läsa era överenskommelser. Beslut om ersättning, "
        "bistånd och vård ligger kvar hos varje myndighet."
    )
    seldom = frozenset({"outside_name", "outside_contact"})
    opened_by = {"outside_name": f"to={OUTSIDE}"}
    chosen: ClassVar[str] = ""
    """The unit that the way here named."""
    to = forms.ChoiceField(label=gettext_lazy("Vem ska ta emot?"))
    outside_name = forms.CharField(
        label=gettext_lazy("Mottagare utanför Stafett"), max_length=160, required=False,
        help_text=gettext_lazy("Verksamheten, ett komma och gärna en person där. Till exempel: Komvux "
            "Flen, Siv Rask. Ska de svara med engångslänk måste verksamheten ha samma namn som i samtycket."),
    )  # fmt: skip
    outside_contact = forms.CharField(
        label=gettext_lazy("Hur når man mottagaren?"), max_length=200, required=False
    )
    what = text(
        gettext_lazy("Vad lämnas över?"), 2000, rows=5,
        help_text=gettext_lazy("Vad mottagaren behöver veta och göra. Skriv inget om hälsa: det "
            "lämnas ut för sig."),
    )  # fmt: skip
    from_day = day(gettext_lazy("Från vilken dag ska mottagaren hålla ihop?"), ahead=True)
    meeting_on = day(
        gettext_lazy("Överlämningsmöte"), required=False, ahead=True,
        help_text=gettext_lazy("Kallar ingen: mötet bokar ni sedan, när ni har föreslagit."),
    )  # fmt: skip
    alongside_until = day(
        gettext_lazy("Ni följer med till och med"), required=False, ahead=True,
        help_text=gettext_lazy("Så länge är er enhet kvar i ärendet efter överlämningen. Tomt: ni "
            "lämnar samma dag."),
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label=gettext_lazy("Vi bekräftar redan nu"), required=False,
        help_text=gettext_lazy("Då är överlämningen klar när mottagaren tar emot. Annars bekräftar "
            "ni efteråt."),
    )  # fmt: skip
    field_order = [
        "to", "outside_name", "outside_contact", "what", "from_day", "meeting_on", "alongside_until", "heard",
        "not_heard", "confirmed", "seen",
    ]  # fmt: skip

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless the viewer may hand the case over."""
        check_gives(viewer, case)

    def prepare(self) -> None:
        """Who can take over; today, and confirmed, unless something else is said."""
        beyond = [(OUTSIDE, _("Någon utanför Stafett, och då avslutas ärendet här: fyll i nedan"))]
        needs(self.fields["outside_name"], _("behövs när mottagaren inte finns i Stafett"))
        needs(self.fields["not_heard"], _("när personen inte kan tillfrågas"))
        choices = [
            *receivers(self.viewer, self.case),
            *beyond,
        ]
        self.fields["to"].choices = first(_("Välj vem"), choices)  # type: ignore[attr-defined]
        self.initial.update({"from_day": self.viewer.day.isoformat(), "confirmed": True})
        if last := came_to_nothing(self.viewer, self.case):
            self._fill_in(last)
        self.initial.update({"to": self.chosen} if self.chosen else {})
        self.instead = Instead(
            _("Gäller inget samtycke för den som ska ta emot? Be personen om det först, under"),
            _("Samtycke"), reverse("consents", args=[self.case.pk]),
        )  # fmt: skip

    def _fill_in(self, last: Handover) -> None:
        """What was written last time, and of the days those that are still to come."""
        today = self.viewer.day
        days = {name: getattr(last, name) for name in ("from_day", "meeting_on", "alongside_until")}
        ahead = {name: on.isoformat() for name, on in days.items() if on and on >= today}
        words = {name: getattr(last, name) for name in ("what", "heard", "not_heard")}
        self.initial.update(words | ahead)
        said = _(
            "Ifyllt från förslaget till %(receiver)s, som inte blev av. Läs igenom det: personens ord kan ha "
            "gällt just dem."
        ) % {"receiver": last.receiver}
        self.lead = f"{self.lead} {said}"

    @classmethod
    def to_unit(cls, unit: str) -> type[ProposeForm]:
        """The same form, with a unit chosen beforehand."""
        return type(cls.__name__, (cls,), {"chosen": unit})

    def layout(self) -> list[Group]:
        """Who, what and when, and what the person says."""
        return [
            (
                "",
                ["to"],
            ),
            (_("Någon utanför Stafett"), ["outside_name", "outside_contact"]),
            ("", ["what", "from_day", "meeting_on", "alongside_until"]),
            (_("Personen är hörd"), ["heard", "not_heard"]),
            (_("Er bekräftelse"), ["confirmed"]),
        ]

    def save(self) -> str:
        """Propose it."""
        told = self.cleaned_data
        inside = told["to"] != OUTSIDE
        unit = Unit.objects.select_related("authority").get(pk=told["to"]) if inside else None
        asked = Asked(told["what"], told["from_day"], told["meeting_on"], told["alongside_until"])
        proposal = Proposal(
            asked, unit, "" if inside else told["outside_name"], "" if inside else told["outside_contact"],
            self.hearing, told["confirmed"],
        )  # fmt: skip
        made = actions.propose(self.case, proposal, by=self.viewer)
        soon = made.meeting_on and made.meeting_on >= self.viewer.day
        if soon and may_call(self.viewer, self.case):
            self.onward = Instead("", _("Boka mötet"), booking_of(made))
        if inside:
            said = _("%(receiver)s är tillfrågad. Till dess båda bekräftat håller %(unit)s ihop.")
        else:
            said = _(
                "%(receiver)s står som mottagare. Ingen är tillfrågad än: ring eller skriv dit. Till dess de "
                "har bekräftat håller %(unit)s ihop."
            )
        said = said % {"receiver": made.receiver, "unit": made.from_unit}
        return said if made.heard or made.not_heard else f"{said} {self._lacks_words(made)}"

    def _lacks_words(self, made: Handover) -> str:
        """That nobody can take over yet: the way to the person's words comes before booking a meeting."""
        there = reverse("hear_handover", args=[self.case.pk])
        self.onward = Instead("", _("Anteckna vad personen säger"), there)
        return _("Ingen kan ta över förrän det står vad personen säger.")


def check_steps(viewer: Viewer, case: Participation, *steps: str) -> None:
    """Raise PermissionDenied, saying why, unless the viewer can take any of the steps now.

    To whoever may not know who is asked it is as if nobody were (law 2).
    """
    one = open_of(case)
    if one is None or not may_know_of(viewer, one, opened(viewer, case.circle_id)):
        if over := latest_over(viewer, case):
            raise MovedOn(what_came_of(over.came_of, over.receiver, over.over_on or viewer.day))
        raise PermissionDenied(
            _("Ärendet är inte på väg till någon. Se under Överlämning hur det står.")
        )
    if any(STEPS[step].hand == Hand.RECEIVER for step in steps):
        check_receives(viewer, one)
    else:
        check_gives(viewer, case)
    if not any(can_take(step, one.stand, one.outside) for step in steps):
        raise MovedOn(why_not(steps[0], one.stand))


class OfHandover(Acting):
    """A form about the handover that the case is in; one that is over meanwhile is not mistaken for another."""

    steps: ClassVar[tuple[str, ...]] = ()
    """What the form is for: any of these."""
    which = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def check(cls, viewer: Viewer, case: Participation) -> None:  # type: ignore[override]
        """Raise PermissionDenied, saying why, unless the viewer can take the step now."""
        check_steps(viewer, case, *cls.steps)

    def prepare(self) -> None:
        """Which handover it is about."""
        self.initial["which"] = str(self.one.pk)
        self.ready()

    def ready(self) -> None:
        """What more the form needs."""

    @cached_property
    def one(self) -> Handover:
        """The handover; `check` has seen that there is one."""
        found = open_of(self.case)
        assert found is not None
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse when it was opened on another handover than the one that is open now."""
        cleaned = super().clean()
        if cleaned.get("which") not in ("", None, str(self.one.pk)):
            said = _(
                "Det är en annan överlämning än den du öppnade. Gå tillbaka och se hur det står nu."
            )
            raise forms.ValidationError(said)
        return cleaned


class HearsAgain(Hearings, OfHandover):
    """Also says what the person says of it; of two who note it at once the later sees both (law 6)."""

    def now(self) -> Mapping[str, Any]:
        """What the person is noted to say, where anything is: whoever notes it first is asked nothing."""
        stands = {"heard": self.one.heard, "not_heard": self.one.not_heard}
        return {**super().now(), **(stands if any(stands.values()) else {})}

    def ask_unless_heard(self) -> None:
        """Ask only where nothing is noted; what was typed before another noted it is kept all the same."""
        if not (self.one.heard or self.one.not_heard):
            return
        if not any(self.data.get(name, "").strip() for name in ("heard", "not_heard")):
            del self.fields["heard"], self.fields["not_heard"]
            self.current = {}


class AskForm(OfHandover):
    """The receiver asks."""

    heading: ClassVar[Text] = gettext_lazy("Fråga den som lämnar över")
    button: ClassVar[Text] = gettext_lazy("Skicka frågan")
    question = text(gettext_lazy("Vad behöver ni veta?"), 1000)
    steps = ("ask",)

    def save(self) -> str:
        """Ask it."""
        actions.ask(self.one, self.cleaned_data["question"], by=self.viewer)
        return _("Frågan är ställd. %(unit)s håller ihop så länge.") % {"unit": self.case_holder}

    @property
    def case_holder(self) -> str:
        """Who holds meanwhile."""
        return str(holder_of(self.case, self.viewer.day))


class AnswerForm(OfHandover):
    """The giver answers."""

    heading: ClassVar[Text] = gettext_lazy("Svara på frågan")
    button: ClassVar[Text] = gettext_lazy("Svara")
    answer = text(gettext_lazy("Svar"), 1000)
    steps = ("answer",)

    def ready(self) -> None:
        """What was asked."""
        self.lead = self.one.question

    def save(self) -> str:
        """Answer it."""
        actions.answer(self.one, self.cleaned_data["answer"], by=self.viewer)
        return _("Svaret är skickat. Nu är det mottagarens tur.")


class AcceptForm(HearsAgain):
    """The receiver takes over."""

    heading: ClassVar[Text] = gettext_lazy("Ta emot")
    button: ClassVar[Text] = gettext_lazy("Jag tar emot")
    to = forms.ChoiceField(
        label=gettext_lazy("Vem hos er har ärendet?"), required=False,
        help_text=gettext_lazy("Kan väljas senare, men då pekas det ut att ingen har det."),
    )  # fmt: skip
    field_order = ["to", "heard", "not_heard", "which", "seen"]
    steps = ("accept",)

    def ready(self) -> None:
        """Who works there, the viewer first; the person is heard once."""
        one = self.one
        assert one.to_unit is not None
        found = workers(one.to_unit, self.viewer.day).select_related("staff", "position")
        rows = [(str(row.position_id), f"{row.staff.name}, {row.position.title}") for row in found]
        self.fields["to"].choices = [("", _("Ingen än")), *rows]  # type: ignore[attr-defined]
        mine = [key for key, _words in rows if int(key) in self.viewer.positions]
        self.initial["to"] = mine[0] if mine else ""
        self.ask_unless_heard()
        self.lead = self._lead(one)

    def _lead(self, one: Handover) -> str:
        unit, today = one.to_unit, self.viewer.day
        if one.given_on is None:
            return _("Ni håller ihop först när även %(giver)s har bekräftat.") % {
                "giver": one.from_unit
            }
        said = _("%(unit)s håller ihop från i dag, %(day)s.") % {
            "unit": unit,
            "day": plain_day(today),
        }
        if one.from_day > today:
            said += " " + _("Föreslagen dag är %(day)s: vill ni vänta, ta emot då.") % {
                "day": plain_day(one.from_day)
            }
        return said

    def save(self) -> str:
        """Take it."""
        key = self.cleaned_data["to"]
        post = Position.objects.get(pk=key) if key else None
        one = self.one
        if actions.accept(one, by=self.viewer, position=post, hearing=self.hearing):
            return _("%(unit)s håller ihop ärendet nu.") % {"unit": one.receiver}
        return _("Ni har tagit emot. Det är klart när %(unit)s har bekräftat.") % {
            "unit": one.from_unit
        }


class ConfirmForm(HearsAgain):
    """The giver confirms what the receiver has taken."""

    heading: ClassVar[Text] = gettext_lazy("Bekräfta överlämningen")
    button: ClassVar[Text] = gettext_lazy("Bekräfta")
    steps = ("confirm",)

    def ready(self) -> None:
        """What happens then."""
        one = self.one
        self.ask_unless_heard()
        self.lead = _("%(unit)s håller ihop från i dag, när du bekräftar.") % {"unit": one.receiver}

    def save(self) -> str:
        """Confirm it."""
        one = self.one
        actions.confirm(one, by=self.viewer, hearing=self.hearing)
        return _("%(unit)s håller ihop ärendet nu.") % {"unit": one.receiver}


class HearForm(HearsAgain):
    """Note what the person says, or why they were not asked."""

    heading: ClassVar[Text] = gettext_lazy("Vad säger personen om överlämningen?")

    @classmethod
    def check(cls, viewer: Viewer, case: Participation) -> None:  # type: ignore[override]
        """Either hand may note it."""
        try:
            check_steps(viewer, case, "decline")
        except PermissionDenied:
            check_steps(viewer, case, "withdraw")

    def save(self) -> str:
        """Note it."""
        actions.hear(self.one, self.hearing, by=self.viewer)
        return _("Antecknat.")


class EndForm(OfHandover):
    """A handover that comes to nothing says why."""

    a_no: ClassVar[bool] = True
    because = forms.CharField(label=gettext_lazy("Varför?"), max_length=300)

    def ready(self) -> None:
        """Who holds after it."""
        self.lead = _("%(unit)s håller ihop ärendet som förut.") % {"unit": self.one.from_unit}


class DeclineForm(EndForm):
    """The receiver cannot."""

    heading: ClassVar[Text] = gettext_lazy("Jag kan inte ta emot")
    button: ClassVar[Text] = gettext_lazy("Tacka nej")
    steps = ("decline",)

    def save(self) -> str:
        """Say no."""
        one = self.one
        actions.decline(one, self.cleaned_data["because"], by=self.viewer)
        return _("Ni har tackat nej. %(unit)s håller ihop som förut.") % {"unit": one.from_unit}


class WithdrawForm(EndForm):
    """The giver takes it back."""

    heading: ClassVar[Text] = gettext_lazy("Återkalla överlämningen")
    button: ClassVar[Text] = gettext_lazy("Återkalla")
    steps = ("withdraw",)

    def save(self) -> str:
        """Take it back."""
        actions.withdraw(self.one, self.cleaned_data["because"], by=self.viewer)
        return _("Överlämningen är återkallad.")

"""Forms about periods of livelihood and occupation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import writes_for
from stafett.casework.forms.acting import WHY, Acting, Group
from stafett.casework.forms.asking import AsksOnce
from stafett.casework.forms.choices import words
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.circumstances import actions
from stafett.circumstances.actions import NewPeriod
from stafett.circumstances.models import LivelihoodPeriod, OccupationPeriod
from stafett.circumstances.queries.odd import questions_of_period
from stafett.circumstances.queries.page import extent
from stafett.circumstances.rules import faults_of_period
from stafett.circumstances.stating import DID, LIVED, Sort, sort_of
from stafett.frame.formats import span
from stafett.safeguards.viewer import Viewer

LEAD = gettext_lazy(
    "Skriv vad personen faktiskt levde på och gjorde, inte vad som stod i ett avtal. 100 procent är 40 "
    "timmar i veckan."
)


class Working(Acting):
    """For those who work in the case, in the name of their own authority."""

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For those who work in the case."""
        writes_for(viewer, case)


class PeriodForm(AsksOnce, Working):
    """A word of the list, how much of it, and from when until when."""

    sort: ClassVar[Sort]
    lead = LEAD
    field_order: Sequence[str] = ("word", "amount", "from_day", "last_day", "wrong", "because")
    word = forms.ChoiceField()
    amount: forms.Field
    period: Any = None
    """The one that is corrected; None of a new one."""
    from_day = day(gettext_lazy("Från och med"))
    last_day = day(
        gettext_lazy("Till och med"), required=False,
        help_text=gettext_lazy("Tomt så länge det fortsätter."),
    )  # fmt: skip

    def prepare(self) -> None:
        """The words of the list, and at the amount those that have none."""
        field: Any = self.fields["word"]
        field.choices = words(self.sort.list)
        without = self.sort.list.objects.filter(has_extent=False).order_by("order", "code")
        told = {"words": ", ".join(str(one) for one in without)}
        self.fields["amount"].help_text = _("Lämna tomt vid: %(words)s.") % told

    def clean(self) -> dict[str, Any]:
        """All that is wrong is said at once, as far as it can be judged of what is filled in."""
        cleaned = super().clean()
        if not cleaned.get("wrong"):
            for name, sentence in self._faults(cleaned).items():
                self.add_error(name, sentence)
            if not self.errors:
                self.ask_once(cleaned, self._questions())
        return cleaned

    def _questions(self) -> Iterator[str]:
        """What is odd with it beside what stands already."""
        return questions_of_period(
            self.case, self.sort, self.told(), by=self.viewer, instead_of=self.period
        )

    def layout(self) -> list[Group]:
        """The fields, and last what is asked about them."""
        fields = [name for name in self.fields if name not in ("seen", "as_written")]
        return [("", fields), *self.question()]

    def _faults(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        first, last, word = (cleaned.get(name) for name in ("from_day", "last_day", "word"))
        days = {} if "last_day" in self.errors else faults_of_period(first, last, self.viewer.day)
        if not word:
            return days
        much = actions.faults_of_amount(self.sort, word, cleaned.get("amount"))
        if first is None or days or "last_day" in self.errors:
            return days | much
        told = NewPeriod(word, first, last, None if much else cleaned.get("amount"))
        return much | actions.faults_of_company(
            self.case, self.sort, told, by=self.viewer, instead_of=self.period
        )

    def told(self) -> NewPeriod:
        """What was filled in."""
        told = self.cleaned_data
        return NewPeriod(told["word"], told["from_day"], told["last_day"], told["amount"])

    def save(self) -> str:
        """Add it."""
        actions.add(self.case, self.sort, self.told(), by=self.viewer)
        return _("Perioden är sparad.")


class LivedForm(PeriodForm):
    """A period of livelihood."""

    sort = LIVED
    heading = gettext_lazy("Ny försörjning")
    word = forms.ChoiceField(label=gettext_lazy("Försörjning"))
    amount = forms.IntegerField(
        label=gettext_lazy("Procent"), min_value=1, max_value=100, required=False
    )


class DidForm(PeriodForm):
    """A period of occupation."""

    sort = DID
    heading = gettext_lazy("Ny sysselsättning")
    word = forms.ChoiceField(label=gettext_lazy("Sysselsättning"))
    amount = forms.DecimalField(
        label=gettext_lazy("Timmar i veckan"), min_value=Decimal("0.1"), max_value=80,
        decimal_places=1, required=False, localize=True,
    )  # fmt: skip


class OfPeriod(Working):
    """A form about one period."""

    def __init__(
        self, *args: Any, period: LivelihoodPeriod | OccupationPeriod, **rest: Any
    ) -> None:
        """The period."""
        self.period: Any = period
        super().__init__(*args, **rest)

    def say_which(self) -> str:
        """The period in words."""
        word = str(getattr(self.period, sort_of(self.period).word))
        what = ", ".join(filter(None, [word, extent(self.period)]))
        return f"{what}, {span(self.period.from_day, self.period.last_day)}"


WRONG = "wrong"


class CorrectMixin(OfPeriod):
    """Correct a period, or take it away."""

    heading = gettext_lazy("Rätta perioden")
    lead = gettext_lazy(
        "Det som stod förut finns kvar i historiken, med vem som ändrade och varför."
    )

    def now(self) -> dict[str, Any]:
        """How it stands."""
        sort = sort_of(self.period)
        return {
            "word": getattr(self.period, f"{sort.word}_id"), "amount": getattr(self.period, sort.amount),
            "from_day": self.period.from_day, "last_day": self.period.last_day,
        }  # fmt: skip

    def save(self) -> str:
        """Correct it, or take it away."""
        because = self.cleaned_data["because"]
        if self.cleaned_data["wrong"]:
            actions.take_away(self.period, by=self.viewer, because=because)
            return _("Perioden är borttagen. Att den stod där finns kvar i historiken.")
        actions.correct(self.period, self.told(), by=self.viewer, because=because)  # type: ignore[attr-defined]
        return _("Perioden är rättad.")


def _wrong() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("Perioden är helt fel och ska tas bort"), required=False
    )


class CorrectLivedForm(CorrectMixin, LivedForm):
    """Correct a period of livelihood."""

    heading = gettext_lazy("Rätta försörjningen")
    lead = CorrectMixin.lead
    wrong = _wrong()
    because = WHY


class CorrectDidForm(CorrectMixin, DidForm):
    """Correct a period of occupation."""

    heading = gettext_lazy("Rätta sysselsättningen")
    lead = CorrectMixin.lead
    wrong = _wrong()
    because = WHY


class EndForm(OfPeriod):
    """The last day of a period."""

    heading = gettext_lazy("Avsluta perioden")
    button = gettext_lazy("Avsluta")
    last_day = day(gettext_lazy("Sista dag"))

    def now(self) -> dict[str, Any]:
        """Whether it has a last day already."""
        return {"last_day": self.period.last_day}

    def prepare(self) -> None:
        """Say which it is."""
        self.lead = self.say_which()

    def save(self) -> str:
        """End it."""
        actions.end(self.period, self.cleaned_data["last_day"], by=self.viewer)
        return _("Perioden är avslutad. Skriv vad som kommer efter, om något gör det.")


class NothingNextForm(OfPeriod):
    """That nothing needs to come after a livelihood or an occupation that ends."""

    heading = gettext_lazy("Inget behöver komma efter")
    because = forms.CharField(label=gettext_lazy("Varför?"), max_length=300)

    def prepare(self) -> None:
        """Say which it is."""
        self.lead = self.say_which()

    def save(self) -> str:
        """Say so."""
        actions.nothing_next(self.period, self.cleaned_data["because"], by=self.viewer)
        return _("Antecknat. Det pekas inte ut mer.")

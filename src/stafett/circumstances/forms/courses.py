"""Forms about pauses and return, about the form, and about thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework import actions as casework
from stafett.casework.between import Rule, rules
from stafett.casework.forms.acting import Acting, Instead
from stafett.casework.forms.periods import day
from stafett.casework.forms.stale import Clash
from stafett.casework.queries.between import limits_said
from stafett.circumstances import actions
from stafett.circumstances.forms.periods import Working
from stafett.circumstances.models import Form, FormPeriod, Pause, Thresholds
from stafett.circumstances.queries.page import seen
from stafett.circumstances.queries.thresholds import Flag, flags, plans_of
from stafett.circumstances.rules import faults_of_thresholds
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.initiatives.models import Initiative
from stafett.parties.careful_forms import CarefulForm
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import OccupationKind

REASON = gettext_lazy("Kort, utan personnamn och utan hälsouppgifter.")
ENDED = gettext_lazy("Deltagandet är avslutat.")


class PauseForm(Acting):
    """That somebody pauses; while they do, what is expected of the pause."""

    heading = gettext_lazy("Paus")
    lead = gettext_lazy(
        "Den som håller ihop fortsätter att göra det under pausen. Ingen skrivs ut för att hen pausar. "
        "Varför läses av dem som får läsa överenskommelser hos den som är personuppgiftsansvarig."
    )
    reason = forms.CharField(label=gettext_lazy("Varför?"), max_length=300, help_text=REASON)
    from_day = day(gettext_lazy("Från och med"))
    expected_on = day(gettext_lazy("Väntas tillbaka"), required=False, ahead=True)
    wrong = forms.BooleanField(
        label=gettext_lazy("Pausen antecknades av misstag och ska tas bort"), required=False
    )
    because = needs(
        forms.CharField(label=gettext_lazy("Hur blev det fel?"), max_length=200, required=False),
        gettext_lazy("behövs när pausen tas bort"),
    )

    def now(self) -> Mapping[str, Any]:
        """The pause that goes on."""
        self.paused = seen(self.viewer, Pause, self.case).filter(until_day=None).first()
        if self.paused is None:
            return {"reason": "", "from_day": None, "expected_on": None}
        one = self.paused
        return {"reason": one.reason, "from_day": one.from_day, "expected_on": one.expected_on}

    def prepare(self) -> None:
        """From today, unless it goes on already."""
        if self.paused is None:
            self.initial["from_day"] = self.viewer.day
            del self.fields["wrong"], self.fields["because"]
        self.stop = ENDED if self.case.ends_on else ""

    def save(self) -> str:
        """Note it, or correct it."""
        told = self.cleaned_data
        days = (told["reason"], told["from_day"], told["expected_on"])
        if self.paused is None:
            actions.pause(self.case, *days, by=self.viewer)
            return _("Pausen är antecknad. Den pekas ut om personen inte är tillbaka i tid.")
        if told["wrong"]:
            actions.take_away_pause(self.paused, by=self.viewer, because=told["because"])
            return _("Pausen är borttagen. Att den stod där finns kvar i historiken.")
        actions.correct_pause(self.paused, *days, by=self.viewer)
        return _("Pausen är rättad.")


class ReturnForm(Acting):
    """That somebody is back from a pause."""

    heading = gettext_lazy("Tillbaka efter paus")
    on_day = day(gettext_lazy("Tillbaka från och med"))

    def prepare(self) -> None:
        """Which pause; today as a rule."""
        found = self.case.pauses.filter(until_day=None).first()
        self.paused: Any = found
        if found is None:
            self.stop = _("Det är ingen paus som pågår.")
            return
        # whoever holds the case ends the pause, also when what was agreed of it is not theirs to read
        told = {"day": plain_day(found.from_day), "why": found.reason}
        readable = seen(self.viewer, Pause, self.case).filter(pk=found.pk).exists()
        words = _("Pausat sedan %(day)s: %(why)s") if readable else _("Pausat sedan %(day)s.")
        self.lead = words % told
        if found.from_day < self.viewer.day:
            self.initial["on_day"] = self.viewer.day
        self.instead = Instead(
            _("Antecknades pausen av misstag?"), _("Ta bort den"),
            reverse("pause", args=[self.case.pk]),
        )  # fmt: skip

    def save(self) -> str:
        """Note it."""
        actions.come_back(self.paused, self.cleaned_data["on_day"], by=self.viewer)
        return _("Antecknat. Deltagandet pågår igen.")

    def clean(self) -> dict[str, Any]:
        """Nobody comes back from no pause."""
        if self.stop:
            raise forms.ValidationError(str(self.stop))
        return super().clean()


class FormForm(Acting):
    """In which form somebody takes part from a day on."""

    heading = gettext_lazy("I grupp eller individuellt")
    lead = gettext_lazy("Byt form utan att avsluta. Formen till dess slutar när den nya börjar.")
    form = forms.ChoiceField(
        label=gettext_lazy("Deltar"), choices=Form.choices, widget=forms.RadioSelect
    )
    from_day = day(gettext_lazy("Från och med"))

    def now(self) -> Mapping[str, Any]:
        """The form that it is now."""
        found = seen(self.viewer, FormPeriod, self.case).filter(until_day=None).first()
        return {"form": found.form if found else ""}

    def prepare(self) -> None:
        """From today as a rule."""
        self.initial["from_day"] = self.viewer.day
        self.stop = ENDED if self.case.ends_on else ""

    def save(self) -> str:
        """Change it."""
        told = self.cleaned_data
        actions.set_form(self.case, told["form"], told["from_day"], by=self.viewer)
        return _("Formen är antecknad.")


class ThresholdForm(Working):
    """What is done now that somebody has reached so many hours a week."""

    heading = gettext_lazy("Vad görs nu?")
    hours = forms.ChoiceField(label=gettext_lazy("Gränsen som är nådd"))
    text = forms.CharField(
        label=gettext_lazy("Vad görs härnäst?"), max_length=300,
        help_text=gettext_lazy("Till exempel: möte med Arbetsförmedlingen om nästa stödform den 3 maj."),
    )  # fmt: skip

    @cached_property
    def held(self) -> dict[str, Flag]:
        """The thresholds that are reached and still hold, by their hours."""
        found = flags(self.viewer, {self.case.pk: self.case.initiative_id})
        return {f"{one.reached.hours}": one for one in found if one.goes_on}

    def now(self) -> Mapping[str, Any]:
        """What is noted of each of them; nothing where nothing is, so that the first is asked nothing."""
        return {key: one.next for key, one in self.held.items() if one.next}

    def prepare(self) -> None:
        """The thresholds that are reached, and still hold."""
        held = self.held
        field: Any = self.fields["hours"]
        field.choices = [
            (key, _("%(hours)s timmar i veckan sedan %(day)s") % {
                "hours": f"{one.reached.hours.normalize():f}", "day": plain_day(one.reached.since)})
            for key, one in held.items()
        ]  # fmt: skip
        waits = next((key for key, one in held.items() if one.waits), next(iter(held), ""))
        self.initial = {"seen": self.version, "hours": waits}
        if len(held) == 1:
            self.initial["text"] = held[waits].next
        if not held:
            self.stop = _("Ingen gräns är nådd, så vitt du får veta.")

    def _clashes(self) -> Iterator[Clash]:
        """What is noted of each threshold now; what was typed stands beside the one that it is of."""
        chosen, typed = self["hours"].value(), self["text"].value()
        for key, noted in self.current.items():
            label = f"{self.fields['text'].label} ({dict(self.fields['hours'].choices)[key]})"  # type: ignore[attr-defined]
            yield Clash(label, noted, typed if key == chosen else "–")

    def save(self) -> str:
        """Note it."""
        told = self.cleaned_data
        actions.note_next(self.case, Decimal(told["hours"]), told["text"], by=self.viewer)
        return _("Antecknat. Det står inte i Mellan stolarna så länge det gäller.")


class FlaggingForm(CarefulForm):
    """When an initiative flags: hours a week, and after how long the rules of Mellan stolarna find somebody."""

    hours = forms.CharField(
        label=gettext_lazy("Flagga när personen når så många timmar i veckan"), max_length=60, required=False,
        help_text=gettext_lazy("Med komma emellan, till exempel 10, 20. Tomt: inget flaggas."),
    )  # fmt: skip
    weeks = forms.IntegerField(label=gettext_lazy("I så många veckor i rad"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Sysselsättning som räknas"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Inget kryss: all sysselsättning räknas."),
    )  # fmt: skip

    class Meta:
        model = Thresholds
        fields = ()

    def __init__(self, data: Any, *, initiative: Initiative) -> None:
        """As it stands now."""
        self.initiative = initiative
        plan = plans_of([initiative.pk])[initiative.pk]
        self.limited = [rule for rule in rules() if rule.limit]
        said = limits_said().get(initiative.pk, {})
        told: dict[str, Any] = {
            "hours": ", ".join(f"{one.normalize():f}" for one in plan.hours),
            "weeks": plan.weeks, "kinds": sorted(plan.kinds),
        }  # fmt: skip
        for rule in self.limited:
            assert rule.limit
            told[f"limit_{rule.code}"] = said.get(rule.code, rule.limit.number)
        found = Thresholds.objects.filter(initiative=initiative).first()
        super().__init__(data, instance=found or Thresholds(initiative=initiative), initial=told)
        field: Any = self.fields["kinds"]
        field.choices = [
            (one.pk, str(one)) for one in OccupationKind.objects.filter(has_extent=True)
        ]

    def more_fields(self) -> dict[str, forms.Field]:
        """A number for each rule that goes by one."""
        return {f"limit_{rule.code}": _number(rule) for rule in self.limited}

    def clean_hours(self) -> list[Decimal]:
        """Numbers of hours."""
        told = [each.strip() for each in self.cleaned_data["hours"].split(",") if each.strip()]
        if not all(each.isdecimal() for each in told):
            raise forms.ValidationError(
                _("Skriv hela timmar med komma emellan, till exempel 10, 20.")
            )
        hours = [Decimal(each) for each in told]
        for sentence in faults_of_thresholds(hours, 1).values():
            raise forms.ValidationError(sentence)
        return hours

    def clean_weeks(self) -> int:
        """A number of weeks."""
        weeks: int = self.cleaned_data["weeks"]
        for sentence in faults_of_thresholds((), weeks).values():
            raise forms.ValidationError(sentence)
        return weeks

    def act(self, by: Viewer) -> Thresholds:
        """Say it, both in one."""
        told = self.cleaned_data
        numbers = {rule.code: told[f"limit_{rule.code}"] for rule in self.limited}
        casework.set_limits(self.initiative, numbers, by=by)
        return actions.set_thresholds(
            self.initiative, told["hours"], told["weeks"], told["kinds"], by=by
        )


def _number(rule: Rule) -> forms.IntegerField:
    assert rule.limit
    return forms.IntegerField(
        label=_("%(rule)s: %(unit)s") % {"rule": rule.name, "unit": rule.limit.unit},
        min_value=1, max_value=rule.limit.most, help_text=str(rule.meaning),
    )  # fmt: skip

"""Forms for what was decided: target group, goals, planned numbers, promised inflow.

A decided version is never edited: the form starts from the latest and saves the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.initiatives import actions
from stafett.initiatives.models import (
    Branch,
    Goal,
    Initiative,
    OutcomeChoice,
    PromisedInflow,
    TargetGroup,
    VolumeTarget,
)
from stafett.initiatives.overview import latest_of
from stafett.initiatives.refusals import SENTENCES
from stafett.initiatives.rules import same_reading
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.plain_fields import TypedNumber

FEWEST_READINGS, MOST_READINGS = 3, 12


class VersionForm(CarefulForm):
    """The next version of something decided, starting from the latest."""

    sentences = SENTENCES
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, initiative: Initiative, branch: Branch | None = None,
                 **named: Any) -> None:  # fmt: skip
        """For an initiative, or one branch of it."""
        self.initiative, self.branch = initiative, branch
        self.latest: Any = latest_of(self.versions())
        known = self.known(self.latest) if self.latest else {}
        number = self.latest.version if self.latest else 0
        initial = {**known, "after": number, **named.pop("initial", {})}
        super().__init__(*args, initial=initial, **named)

    def versions(self) -> QuerySet[Any]:
        """The versions decided so far."""
        raise NotImplementedError

    def known(self, latest: Any) -> dict[str, Any]:
        """What the latest version says; its day and reason are its own."""
        told = model_to_dict(latest, self._meta.fields)
        return {k: v for k, v in told.items() if k not in ("decided_on", "reason")}

    def clean(self) -> dict[str, Any]:
        """A reason from the second version on, and nobody quicker since the page was opened."""
        told = super().clean()
        number = self.latest.version if self.latest else 0
        if number and not told.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Skriv varför det ändras. Det är det som läses efteråt."))
        if told.get("after") is not None and told["after"] < number:
            theirs = type(self)(initiative=self.initiative, **self.own_arguments())
            self.tell_both(theirs, after=number)
        return told

    def own_arguments(self) -> dict[str, Any]:
        """The branch that the version is for."""
        return {"branch": self.branch}


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Skäl"), max_length=300, required=False,
        help_text=gettext_lazy("Varför det ändras. Behövs från den andra versionen."),
    )  # fmt: skip


class TargetGroupForm(VersionForm):
    """For whom the initiative is, from now on (G27)."""

    reason = _reason()

    class Meta:
        model = TargetGroup
        fields = ["age_min", "age_max", "criteria", "decided_on", "reason"]

    def versions(self) -> QuerySet[Any]:
        """The target group's versions, for the whole or the branch."""
        return self.initiative.target_groups.filter(branch=self.branch)

    def act(self, by: Any) -> TargetGroup:
        """Add the version."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.describe_target_group(
            self.initiative, told.pop("criteria"), by=by, branch=self.branch, **told
        )


class VolumeForm(VersionForm):
    """How many people are planned for a period, from now on (F4)."""

    reason = _reason()

    class Meta:
        model = VolumeTarget
        fields = [
            "total", "women", "men", "period_start", "period_end", "decided_on", "reason",
        ]  # fmt: skip
        help_texts = {"women": gettext_lazy("Lämna båda könen tomma om planen inte delar upp dem.")}

    def versions(self) -> QuerySet[Any]:
        """The plan's versions, for the whole or the branch."""
        return self.initiative.volume_targets.filter(branch=self.branch)

    def act(self, by: Any) -> VolumeTarget:
        """Add the version."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        period = (told.pop("period_start"), told.pop("period_end"))
        return actions.plan_volume(
            self.initiative, told.pop("total"), period=period, by=by, branch=self.branch, **told
        )


class GoalForm(VersionForm):
    """A goal, with each way to read which outcomes count towards it (F4)."""

    reason = _reason()
    share_percent = TypedNumber(
        label=gettext_lazy("Procent att nå"), max_digits=5, decimal_places=2
    )
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)
    has_rows = True

    class Meta:
        model = Goal
        fields = ["code", "text", "share_percent", "base", "decided_on", "reason"]
        help_texts = {"code": gettext_lazy("Kort, till exempel vidare. Ändras aldrig.")}

    def __init__(self, *args: Any, code: str = "", **named: Any) -> None:
        """For a new goal, or the next version of the one with the code."""
        self.goal_code = code
        super().__init__(*args, **named)

    def versions(self) -> QuerySet[Any]:
        """The goal's versions; none for a new goal."""
        return self.initiative.goals.filter(code=self.goal_code)

    def own_arguments(self) -> dict[str, Any]:
        """The goal's code."""
        return {"code": self.goal_code}

    def more_fields(self) -> dict[str, forms.Field]:
        """A row for each reading, and a few more; the code only for a new goal."""
        if self.goal_code:
            del self.fields["code"]
        known = list(self.latest.readings.order_by("order", "id")) if self.latest else []
        self.outcomes = {o.pk: o for o in self.initiative.outcomes.order_by("order", "id")}
        for number, reading in enumerate(known, start=1):
            counted = [o.pk for o in reading.outcomes.order_by("order", "id")]
            self.initial |= {f"reading_{number}": reading.label, f"counted_{number}": counted}
        self.count = self._row_count(len(known))
        made: dict[str, forms.Field] = {}
        for number in range(1, self.count + 1):
            made |= self._row(number)
        return made

    def _row_count(self, known: int) -> int:
        sent = str(self.data.get("rows", "")) if self.is_bound else ""
        count = int(sent) if sent.isdecimal() and len(sent) < 3 else max(FEWEST_READINGS, known + 1)
        count = min(count + ("more" in self.data), MOST_READINGS)
        self.initial["rows"] = count
        if self.is_bound:
            self.data = self.data.copy()
            self.data["rows"] = count
        return count

    def _row(self, number: int) -> dict[str, forms.Field]:
        choices = [(pk, outcome.label) for pk, outcome in self.outcomes.items()]
        return {
            f"reading_{number}": forms.CharField(
                label=_("Så räknat %(number)s") % {"number": number}, max_length=160, required=False
            ),
            f"counted_{number}": forms.TypedMultipleChoiceField(
                label=_("Utfall som räknas %(number)s") % {"number": number}, choices=choices,
                coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
            ),
        }  # fmt: skip

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The goal, then each reading."""
        yield "", [self[name] for name in self.Meta.fields if name in self.fields]
        for number in range(1, self.count + 1):
            heading = _("Läsning %(number)s") % {"number": number}
            yield heading, [self[f"reading_{number}"], self[f"counted_{number}"]]

    def clean(self) -> dict[str, Any]:
        """Whole readings, at least one, no two alike; a new goal has a code of its own."""
        told = super().clean()
        for number in range(1, self.count + 1):
            self._check_row(number, told)
        readings = self.readings()
        if not self.errors and not readings:
            self.add_error(
                "reading_1", _("Säg minst ett sätt att räkna: vad det heter och vilka utfall.")
            )
        alike = same_reading(
            [(label, frozenset(o.pk for o in counted)) for label, counted in readings]
        )
        if alike:
            self.add_error(None, _("Läsningarna %(one)s och %(other)s räknar samma utfall.") % {
                "one": f"”{alike[0]}”", "other": f"”{alike[1]}”",
            })  # fmt: skip
        if not self.goal_code and self.initiative.goals.filter(code=told.get("code")).exists():
            self.add_error("code", _("Målet finns redan. Öppna det och gör en ny version."))
        return told

    def _check_row(self, number: int, told: dict[str, Any]) -> None:
        label, counted = told.get(f"reading_{number}"), told.get(f"counted_{number}")
        if counted and not label:
            self.add_error(f"reading_{number}", _("Skriv vad sättet att räkna heter."))
        if label and not counted:
            self.add_error(f"counted_{number}", _("Välj vilka utfall som räknas."))

    def readings(self) -> list[tuple[str, list[OutcomeChoice]]]:
        """The rows that are filled in."""
        told = self.cleaned_data
        rows = [
            (told.get(f"reading_{n}"), told.get(f"counted_{n}")) for n in range(1, self.count + 1)
        ]
        return [(label, [self.outcomes[pk] for pk in pks]) for label, pks in rows if label and pks]

    def act(self, by: Any) -> Goal:
        """Add the version."""
        told = self.cleaned_data
        return actions.set_goal(
            self.initiative, self.goal_code or told["code"], told["text"], by=by,
            share_percent=told["share_percent"], base=told["base"], readings=self.readings(),
            decided_on=told["decided_on"], reason=told["reason"],
        )  # fmt: skip


class PromiseForm(CarefulForm):
    """What a party promises to send (D20)."""

    sentences = SENTENCES

    class Meta:
        model = PromisedInflow
        fields = ["party", "number", "period_start", "period_end", "reason"]
        labels = {"party": gettext_lazy("Part")}
        help_texts = {
            "reason": gettext_lazy(
                "Skrivs när det verkliga inflödet syns: varför blev det fler eller färre än löftet?"
            )
        }

    def __init__(self, *args: Any, initiative: Initiative, **named: Any) -> None:
        """For an initiative."""
        self.initiative = initiative
        super().__init__(*args, **named)

    def own_arguments(self) -> dict[str, Any]:
        """The initiative."""
        return {"initiative": self.initiative}

    def act(self, by: Any) -> PromisedInflow:
        """Record the promise."""
        told = self.cleaned_data
        return actions.promise_inflow(
            self.initiative, told["party"], told["number"], by=by, reason=told["reason"],
            period=(told["period_start"], told["period_end"]),
        )  # fmt: skip


class PromiseChange(PromiseForm):
    """A promise whose number is corrected, or whose reason is written; whose it is stays."""

    class Meta(PromiseForm.Meta):
        fields = ["number", "period_end", "reason"]

    def act(self, by: Any) -> PromisedInflow:
        """Change the promise."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.change(self.instance, by=by, **told)

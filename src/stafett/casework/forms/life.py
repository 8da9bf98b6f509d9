"""Livelihood and occupation at a moment: some lines each, and how they become what the action takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_life_in
from stafett.casework.actions import Doing, Life, Living, record_livelihood
from stafett.casework.following import course, stated
from stafett.casework.forms.acting import Acting, Group, Text
from stafett.casework.forms.asking import AsksOnce, holds, outcome_of, told_of
from stafett.casework.forms.choices import words
from stafett.casework.models import Moment, Participation
from stafett.casework.odd_exits import questions_of_life
from stafett.vocabulary.models import LivelihoodSource, OccupationKind

FEWEST = {"source": 3, "what": 2}
"""So many empty lines at least; one more than is recorded."""


class Lines:
    """The lines of a form for one moment; mixed into forms that have livelihood and occupation."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def add_lines(self, now: Mapping[str, Any]) -> None:
        """Add the fields, as many lines as are recorded and one more."""
        for kind, model in (("source", LivelihoodSource), ("what", OccupationKind)):
            choices = words(model)
            for number in range(1, _lines(kind, now) + 1):
                self._add_line(kind, number, choices)

    def _add_line(self, kind: str, number: int, choices: list[Any]) -> None:
        label = _("Försörjning %(n)s") if kind == "source" else _("Sysselsättning %(n)s")
        self.fields[f"{kind}_{number}"] = forms.ChoiceField(
            label=label % {"n": number}, choices=choices, required=False
        )
        if kind == "source":
            self.fields[f"percent_{number}"] = forms.IntegerField(
                label=_("Procent"), min_value=1, max_value=100, required=False
            )
        else:
            self.fields[f"hours_{number}"] = forms.DecimalField(
                label=_("Timmar i veckan"), min_value=Decimal("0.1"), max_value=80,
                decimal_places=1, required=False, localize=True,
            )  # fmt: skip

    def check_lines(self, cleaned: Mapping[str, Any]) -> None:
        """How much without of what would be lost in silence: say so instead."""
        for name in [name for name in self.fields if name.startswith(("percent_", "hours_"))]:
            word = name.replace("percent", "source").replace("hours", "what")
            if cleaned.get(name) and not cleaned.get(word):
                self.add_error(word, _("Välj vad omfattningen gäller, eller ta bort den."))  # type: ignore[attr-defined]

    def livings(self, moment: str) -> tuple[Living, ...]:
        """The livelihood sources that were filled in."""
        return tuple(
            Living(moment, self.cleaned_data[name], self.cleaned_data[f"percent_{name[7:]}"])
            for name in self.fields
            if name.startswith("source_") and self.cleaned_data.get(name)
        )

    def doings(self, moment: str) -> tuple[Doing, ...]:
        """The occupations that were filled in."""
        return tuple(
            Doing(moment, self.cleaned_data[name], self.cleaned_data[f"hours_{name[5:]}"])
            for name in self.fields
            if name.startswith("what_") and self.cleaned_data.get(name)
        )

    def line_groups(self) -> list[Group]:
        """The lines under two headings; none where there are no lines."""
        sources = [n for n in self.fields if n.startswith(("source_", "percent_"))]
        whats = [n for n in self.fields if n.startswith(("what_", "hours_"))]
        found = [(gettext_lazy("Försörjning"), sources), (gettext_lazy("Sysselsättning"), whats)]
        return [(heading, names) for heading, names in found if names]


def _lines(kind: str, now: Mapping[str, Any]) -> int:
    recorded = sum(name.startswith(f"{kind}_") for name in now)
    return max(FEWEST[kind], recorded + 1)


def recorded(case: Participation, moment: str) -> dict[str, Any]:
    """What is recorded at a moment, by field."""
    now: dict[str, Any] = {}
    for number, row in enumerate(case.livelihoods.filter(moment=moment), start=1):
        now |= {f"source_{number}": row.source_id, f"percent_{number}": row.extent_percent}
    for number, done in enumerate(case.occupations.filter(moment=moment), start=1):
        now |= {f"what_{number}": done.what_id, f"hours_{number}": done.hours_a_week}
    return now


def stated_after(case: Participation, last_day: date) -> dict[str, Any]:
    """What the periods that go on say that somebody lives on and does directly after a day, by field."""
    found = stated([replace(course(case), ends_on=last_day)]).get(case.pk, {})
    told: dict[str, Any] = {}
    for topic, word, amount in (
        ("livelihoods", "source", "percent"),
        ("occupations", "what", "hours"),
    ):
        some = sorted(found.get(f"{topic}.{Moment.END}", ()), key=str)
        for number, (key, much) in enumerate(some, start=1):
            told |= {f"{word}_{number}": key, f"{amount}_{number}": much}
    return told


class LifeForm(Lines, Acting):
    """Livelihood and occupation directly before or directly after."""

    moment: Moment = Moment.START
    check = staticmethod(check_life_in)
    lead: Text = gettext_lazy(
        "Skriv vad personen faktiskt levde på och gjorde, inte vad som stod i ett avtal. Direkt före och "
        "efter betyder inom en vecka. 100 procent är 40 timmar i veckan."
    )

    @property
    def heading(self) -> str:  # type: ignore[override]
        """Which moment the form is about."""
        return _("Försörjning och sysselsättning %(moment)s") % {"moment": self.moment.label}

    def now(self) -> Mapping[str, Any]:
        """What is recorded at the moment."""
        return recorded(self.case, self.moment)

    def prepare(self) -> None:
        """Add the lines; say where what is worked out from periods is corrected."""
        self.add_lines(self.current)
        topics = stated([course(self.case)]).get(self.case.pk, {})
        if any(topic.endswith(f".{self.moment}") for topic in topics):
            self.lead = _(
                "Det som perioderna under fliken Försörjning säger rättas där. Resten fyller du i här."
            )

    def layout(self) -> list[Group]:
        """Livelihood, then occupation."""
        return self.line_groups()

    def clean(self) -> dict[str, Any]:
        """Every amount belongs to something."""
        cleaned = super().clean()
        self.check_lines(cleaned)
        return cleaned

    def life(self) -> Life:
        """What was filled in."""
        moment = self.moment.value
        return Life(moment, self.livings(moment), self.doings(moment))

    def fault_field(self, name: str) -> str | None:
        """Faults of a kind stand at its first line."""
        return {"livelihoods": "source_1", "occupations": "what_1"}.get(name)

    def save(self) -> str:
        """Record all of it for the moment."""
        if not record_livelihood([(self.case, self.life())], by=self.viewer):
            return _("Inget var ändrat, så inget sparades.")
        return _("Försörjning och sysselsättning %(moment)s är sparat.") % {
            "moment": self.moment.label
        }


class AtStart(LifeForm):
    """Directly before the participation began."""

    moment = Moment.START


class AtEnd(AsksOnce, LifeForm):
    """Directly after it ended."""

    after_exit = True
    moment = Moment.END

    def layout(self) -> list[Group]:
        """The lines, and last what is asked about them."""
        return [*super().layout(), *self.question()]

    def clean(self) -> dict[str, Any]:
        """What does not go with what it led to is asked about."""
        cleaned = super().clean()
        outcome = outcome_of(self.case.outcome_id)
        if outcome and not self.errors and holds(life := self.life()):
            self.ask_once(cleaned, questions_of_life(outcome, told_of(life)))
        return cleaned

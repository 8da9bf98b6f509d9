"""The form that corrects what is recorded of a participation, its exit too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import keeps_register
from stafett.casework.actions import correct_told
from stafett.casework.actions.correcting import as_told
from stafett.casework.forms import choices
from stafett.casework.forms.acting import WHY, Acting, Group
from stafett.casework.forms.asking import AsksOnce, questions_of_corrected_exit
from stafett.casework.forms.periods import (
    EXIT,
    KEPT,
    ExitFields,
    day,
    faults_of_a_death,
    faults_of_ending,
    takers,
)
from stafett.casework.models import Participation, Status
from stafett.casework.queries.told_of import untold_of_start
from stafett.casework.rules import born_of, faults_of_place, faults_of_start
from stafett.casework.taking_over import knows_taker
from stafett.safeguards.access import opened
from stafett.vocabulary.models import EducationLevel

BESIDE = frozenset({"seen", "because", "as_written"})
"""What a correction holds besides the facts."""


class CorrectForm(AsksOnce, ExitFields, Acting):
    """Correct what is recorded of a participation; what becomes odd by it is asked about, as at an exit."""

    heading = gettext_lazy("Rätta uppgifter om deltagandet")
    lead = gettext_lazy(
        "Det som stod förut finns kvar i historiken, med vem som ändrade och varför."
    )

    starts_on = day(gettext_lazy("Start"))
    status = forms.ChoiceField(label=gettext_lazy("Läge"), required=False)
    referring_party = forms.ChoiceField(
        label=gettext_lazy("Part som aktualiserade"), required=False
    )
    referring_caseworker = forms.CharField(
        label=gettext_lazy("Handläggare som aktualiserade"), max_length=120, required=False
    )
    municipality = forms.ChoiceField(label=gettext_lazy("Kommun"), required=False)
    education = forms.ChoiceField(label=gettext_lazy("Högsta utbildning"), required=False)
    because = WHY
    field_order = ["starts_on", "status", *EXIT]
    FACTS = ("starts_on", "referring_party", "referring_caseworker", "municipality", "education")

    @property
    def ended(self) -> bool:
        """True when there is an exit to correct too."""
        return self.case.status == Status.ENDED

    @cached_property
    def untold(self) -> tuple[str, ...]:
        """What stands as it is: what the viewer may not know; the first day, at another authority than the one
        that answers for the record."""
        shown = opened(self.viewer, self.case.circle_id)
        kept = () if keeps_register(self.viewer, self.case) else ("starts_on",)
        return (*kept, *untold_of_start(self.viewer, shown, self.case))

    def now(self) -> Mapping[str, Any]:
        """What is recorded."""
        exit_ = [name for name in EXIT if name != "listed_reason"]
        facts = [name for name in self.FACTS if name not in self.untold]
        names = (*facts, *(exit_ if self.ended else ["status"]))
        found = {name: getattr(self.case, _column(self.case, name)) for name in names}
        return {**found, **KEPT} if self.keeps_taker else found

    @cached_property
    def keeps_taker(self) -> bool:
        """True where somebody takes over whom the viewer may not know: it can be kept without being told."""
        shown = opened(self.viewer, self.case.circle_id)
        named = knows_taker(self.viewer.works_for, shown, self.case)
        return self.ended and bool(self.case.taker) and not named

    def prepare(self) -> None:
        """What can be chosen; the exit's fields only when there is one."""
        for name in (*(["status", "listed_reason"] if self.ended else EXIT), *self.untold):
            del self.fields[name]
        lists = {
            "referring_party": choices.parties([self.case.branch], self.case.referring_party_id),
            "municipality": choices.municipalities([self.case.branch]),
            "education": choices.words(EducationLevel),
        }
        if self.ended:
            lists["outcome"] = choices.outcomes(self.case.initiative)
            lists["next_unit"] = takers(self.viewer, self.case, kept=self.keeps_taker)
            lists["next_step"] = _with_recorded(choices.next_steps(), self.case.next_step)
        else:
            lists["status"] = [(s.value, s.label) for s in Status if s != Status.ENDED]
        for name, found in lists.items():
            if name not in self.untold:
                self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An exit that is corrected is still an exit."""
        cleaned = super().clean()
        starts_on = cleaned.get("starts_on") or self.case.starts_on
        born = born_of(self.case.person)
        faults = faults_of_start(cleaned.get("starts_on"), born, self.viewer.day)
        if starts_on != self.case.starts_on:
            place = self.case.initiative
            faults = faults_of_place(starts_on, place.name, place.starts_on, place.ends_on) | faults
        if self.ended:
            faults = self._faults_of_ending(cleaned) | faults
            faults |= faults_of_ending(starts_on, cleaned, self.viewer.day)
        for name, sentence in faults.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        if self.ended and not self.errors:
            asked = questions_of_corrected_exit(self.viewer, self.case, cleaned)
            self.ask_once(cleaned, asked)
        return cleaned

    def _faults_of_ending(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """What somebody who has died cannot go on to, unless a register has told of it so."""
        stood = (self.case.outcome_id, self.case.next_step_id)
        told = tuple(_value(name, cleaned.get(name)) for name in ("outcome", "next_step"))
        return {} if told == stood else faults_of_a_death(cleaned)

    def layout(self) -> list[Group]:
        """The facts, and last what is asked about them."""
        unasked = [name for name in self.fields if name not in ("seen", "as_written")]
        return [("", unasked), *self.question()]

    def save(self) -> str:
        """Correct what differs."""
        kept = KEPT if self.cleaned_data.get("next_unit") == KEPT["next_unit"] else {}
        names = [name for name in self.fields if name not in (*BESIDE, *kept)]
        told = {_column(self.case, name): _value(name, self.cleaned_data[name]) for name in names}
        facts = replace(as_told(self.case), **told)
        because = self.cleaned_data["because"]
        changed = correct_told(self.case, facts, by=self.viewer, because=because, only=set(told))
        return (
            _("Uppgifterna är rättade.") if changed else _("Inget var ändrat, så inget sparades.")
        )


def _column(case: Participation, name: str) -> str:
    return str(case._meta.get_field(name).attname)  # type: ignore[union-attr]


def _value(name: str, value: Any) -> Any:
    """An empty choice is nothing; a party's or an outcome's key is a number."""
    if name in ("referring_party", "outcome", "next_unit"):
        return int(value) if value else None
    if name in ("municipality", "education", "next_step"):
        return value or None
    return value


def _with_recorded(found: list[Any], step: Any) -> list[Any]:
    """What only registers may say can stay where a register has said it."""
    if step is None or any(step.pk == key for key, _word in found):
        return found
    return [*found, (step.pk, str(step))]

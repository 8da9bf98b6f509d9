"""The forms that put right what is written in a plan: a goal, an assessment, a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_own
from stafett.casework.forms.acting import WHY, Acting
from stafett.casework.forms.retracting import Retracting
from stafett.plans.access import check_put_right
from stafett.plans.actions import NewDecision, gone
from stafett.plans.correcting import (
    correct_assessment,
    correct_decision,
    correct_goal,
    retract_decision,
)
from stafett.plans.forms import AssessForm, DecisionForm, GoalForm
from stafett.plans.models import Assessment, Decision, Goal
from stafett.plans.queries import in_words
from stafett.safeguards.models import RowKind

KEPT = gettext_lazy("Hur det stod förut finns kvar i historiken, med vem som ändrade och varför.")


def _righted() -> str:
    return _("Rättat. Hur det stod förut finns kvar i historiken.")


class CorrectGoalForm(GoalForm):
    """The wording of a goal, corrected."""

    heading = gettext_lazy("Rätta målet")
    lead = gettext_lazy(
        "Skriv som personen sa det. Vill personen något annat nu: skriv ett nytt mål i stället. Hur det stod "
        "förut finns kvar."
    )
    text = forms.CharField(label=gettext_lazy("Så ska det stå"), max_length=1000)
    because = WHY

    def __init__(self, *args: Any, written: Goal, **rest: Any) -> None:
        """The goal as it stands."""
        self.written = written
        super().__init__(*args, **rest)

    def now(self) -> Mapping[str, Any]:
        """How it stands."""
        return {"text": self.written.text, "by_person": self.written.by_person}

    def prepare(self) -> None:
        """Only those whose it is come here."""
        check_own(self.viewer, self.written)

    def save(self) -> str:
        """Correct it."""
        told = self.cleaned_data
        correct_goal(self.written, told["text"], by_person=told["by_person"], by=self.viewer,
                     because=told["because"])  # fmt: skip
        return _righted()


class CorrectAssessmentForm(AssessForm):
    """An assessment, corrected."""

    heading = gettext_lazy("Rätta kartläggningen")
    lead = gettext_lazy(
        "För det som blev fel när det skrevs. Vet ni mer nu: skriv en ny kartläggning i stället. Hur det stod "
        "förut finns kvar."
    )
    because = WHY

    def __init__(self, *args: Any, written: Assessment, **rest: Any) -> None:
        """The assessment as it stands."""
        self.written = written
        super().__init__(*args, **rest)

    def now(self) -> Mapping[str, Any]:
        """How it stands."""
        return {"text": self.written.text, "health": self.written.kind == RowKind.HEALTH}

    def prepare(self) -> None:
        """Only those whose it is come here."""
        check_own(self.viewer, self.written)

    def save(self) -> str:
        """Correct it."""
        told = self.cleaned_data
        correct_assessment(self.written, told["text"], health=told["health"], by=self.viewer,
                           because=told["because"])  # fmt: skip
        return _righted()


def _stop_if_gone(form: Acting, written: Decision) -> None:
    """Nothing to fill in of what has been taken back; whoever was filling it in is told by the action."""
    if written.retracted_on:
        form.current = {}
        form.stop = "" if form.is_bound else gone(written)


class CorrectDecisionForm(DecisionForm):
    """A decision or judgement, corrected."""

    heading = gettext_lazy("Rätta beslutet, bedömningen, intyget eller överenskommelsen")
    lead = KEPT
    follows = None  # type: ignore[assignment]
    because = WHY

    def __init__(self, *args: Any, written: Decision, **rest: Any) -> None:
        """The decision as it stands."""
        self.written = written
        super().__init__(*args, **rest)

    def now(self) -> Mapping[str, Any]:
        """How it stands."""
        one = self.written
        return {
            "about": one.about, "text": one.text, "from_day": one.from_day,
            "last_day": one.last_day, "health": one.kind == RowKind.HEALTH,
        }  # fmt: skip

    def prepare(self) -> None:
        """Only the unit that noted it comes here."""
        check_own(self.viewer, self.written)
        check_put_right(self.viewer, self.written)
        _stop_if_gone(self, self.written)

    def save(self) -> str:
        """Correct it."""
        told = self.cleaned_data
        correct_decision(self.written, NewDecision(
            told["about"], told["text"], told["from_day"], told["last_day"], told["health"],
        ), by=self.viewer, because=told["because"])  # fmt: skip
        return _righted()


class RetractDecisionForm(Retracting):
    """A decision that was noted by mistake, taken back with the reason."""

    heading = gettext_lazy("Antecknat av misstag")
    lead = gettext_lazy(
        "Det försvinner från planen, tidslinjen och det som lämnas ut härifrån. Kvar står att något har "
        "dragits tillbaka, när och av vilken enhet. I historiken finns orden kvar tills ärendet gallras. "
        "Är det bara dagen eller orden som är fel: rätta i stället."
    )

    def now(self) -> Mapping[str, Any]:
        """What would be taken back."""
        return {"stands": in_words(self.written)}

    def prepare(self) -> None:
        """For the unit that noted it; what has been taken back already says so."""
        check_put_right(self.viewer, self.written)
        _stop_if_gone(self, self.written)

    def save(self) -> str:
        """Take it back."""
        retract_decision(self.written, by=self.viewer, because=self.cleaned_data["because"])
        return _("Tillbakadraget. Gäller det någon annan: anteckna det i rätt ärende.")


OF_ROWS: dict[str, tuple[type[Acting], type[Any]]] = {
    "goal_correct": (CorrectGoalForm, Goal),
    "assessment_correct": (CorrectAssessmentForm, Assessment),
    "decision_correct": (CorrectDecisionForm, Decision),
    "decision_retract": (RetractDecisionForm, Decision),
}
"""Each form about something written, by the name of its page, and the table that it is in."""

"""The forms of plan and decisions, each with one action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import writes_for
from stafett.casework.forms.acting import Acting
from stafett.casework.forms.periods import day
from stafett.casework.models import PART, Participation
from stafett.frame.form_fields import needs
from stafett.frame.inputs import DayInput
from stafett.plans.actions import (
    NewDecision,
    NewStep,
    add_step,
    assess,
    move_step,
    note_decision,
    nothing_follows,
    set_goal,
    settle_goal,
    settle_step,
)
from stafett.plans.correcting import correct_step
from stafett.plans.models import About, Decision, Goal, State, Step
from stafett.plans.queries import owners
from stafett.plans.rules import not_yet
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer

CORRECT, MOVE, BOTH, DROP = "correct", "move", "both", "drop"
HEALTH = gettext_lazy("Då omfattas det bara av det samtycke som gäller hälsa.")


class Planning(Acting):
    """What all have: they are for those who work in the case."""

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For those who work in the case."""
        writes_for(viewer, case)


class AssessForm(Planning):
    """An assessment, as a version of its own."""

    heading = gettext_lazy("Kartläggning")
    lead = gettext_lazy(
        "Det ni kommit fram till tillsammans: vad personen vill och kan, vad som hindrar, vad som hjälpt. "
        "Varje kartläggning står kvar; en ny läggs överst."
    )
    text = forms.CharField(
        label=gettext_lazy("Kartläggning"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    health = forms.BooleanField(
        label=gettext_lazy("Rör hälsa eller vård"), required=False, help_text=HEALTH
    )

    def save(self) -> str:
        """Write it."""
        assess(self.case, self.cleaned_data["text"], by=self.viewer,
               health=self.cleaned_data["health"])  # fmt: skip
        return _("Kartläggningen är sparad.")


class GoalForm(Planning):
    """A goal of the plan."""

    heading = gettext_lazy("Nytt mål")
    lead = gettext_lazy("Planen är personens. Skriv helst det som personen själv säger.")
    text = forms.CharField(label=gettext_lazy("Mål"), max_length=300)
    by_person = forms.BooleanField(label=gettext_lazy("Personens egna ord"), required=False)

    def save(self) -> str:
        """Set it."""
        told = self.cleaned_data
        set_goal(self.case, told["text"], by=self.viewer, by_person=told["by_person"])
        return _("Målet står i planen.")


class StepForm(Planning):
    """A step towards one of the goals."""

    heading = gettext_lazy("Nytt steg")
    goal = forms.ChoiceField(label=gettext_lazy("Till vilket mål?"))
    text = forms.CharField(label=gettext_lazy("Vad ska göras?"), max_length=300)
    owner = forms.ChoiceField(
        label=gettext_lazy("Vem gör det?"), required=False,
        help_text=gettext_lazy(
            "En annan enhet får ingen notis om steget, och läser planen bara om ett samtycke låter den. "
            "Ska den svara: ge den ett uppdrag i stället."
        ),
    )  # fmt: skip
    due_on = day(gettext_lazy("Senast"), required=False, ahead=True)

    def prepare(self) -> None:
        """The goals that are open, and who can do it: the person first."""
        rows = Goal.objects.filter(participation=self.case, state=State.OPEN)
        mine = may_see(self.viewer, rows, PART).select_related("participation__circle")
        self.goals = {str(one.pk): one for one in mine.order_by("pk")}
        fields: Any = self.fields
        fields["goal"].choices = [(key, one.text) for key, one in self.goals.items()]
        if len(self.goals) == 1:
            self.initial["goal"] = next(iter(self.goals))
        units = [(str(unit.pk), unit.name) for unit in owners(self.viewer, self.case)]
        fields["owner"].choices = [("", _("Personen själv")), *units]
        if not self.goals:
            self.lead = _("Skriv först ett mål, så kan det få steg.")

    def save(self) -> str:
        """Add it."""
        told = self.cleaned_data
        unit = int(told["owner"]) if told["owner"] else None
        step = NewStep(told["text"], unit, told["due_on"])
        add_step(self.goals[told["goal"]], step, by=self.viewer)
        return _("Steget står i planen.")


class SettleStepForm(Planning):
    """Correct what a step says, move its day, or drop it, with the reason."""

    heading = gettext_lazy("Rätta, flytta eller stryk steget")
    what = forms.ChoiceField(
        label=gettext_lazy("Vad vill du göra?"), widget=forms.RadioSelect,
        choices=[
            (CORRECT, gettext_lazy("Rätta texten")),
            (MOVE, gettext_lazy("Flytta det till en annan dag")),
            (BOTH, gettext_lazy("Rätta texten och flytta det")),
            (DROP, gettext_lazy("Stryka steget: det är inte längre aktuellt")),
        ],
    )  # fmt: skip
    text = needs(
        forms.CharField(label=gettext_lazy("Så ska det stå"), max_length=300, required=False),
        gettext_lazy("behövs när texten rättas"),
    )
    due_on = needs(
        day(gettext_lazy("Ny dag"), required=False, ahead=True),
        gettext_lazy("behövs när steget flyttas"),
    )
    because = forms.CharField(label=gettext_lazy("Varför?"), max_length=300)
    stood_text = forms.CharField(required=False, widget=forms.HiddenInput)
    stood_due_on = forms.CharField(required=False, widget=forms.HiddenInput)
    """What the form was opened on: what nobody has touched is not what they wrote."""

    def __init__(self, *args: Any, step: Step, **rest: Any) -> None:
        """The step."""
        self.step = step
        super().__init__(*args, **rest)

    def now(self) -> dict[str, Any]:
        """What it says, and by when."""
        return {"text": self.step.text, "due_on": self.step.due_on}

    def prepare(self) -> None:
        """Say which it is."""
        self.lead = self.step.text
        self.stands = {"text": self.step.text, "due_on": str(self.step.due_on or "")}
        self.initial.update({f"stood_{name}": told for name, told in self.stands.items()})

    def clean(self) -> dict[str, Any]:
        """What another has changed meanwhile stands where one has written nothing else; and what one has
        written beside what was chosen is asked about: nothing typed is lost."""
        if self.is_stale:
            self._let_stand()
        told = super().clean()
        changed = {"text": told.get("text"), "due_on": str(told.get("due_on") or "")}
        beside = [
            name for name in BESIDE.get(told.get("what", ""), ()) if self._is_typed(name, changed)
        ]
        if beside and not self.errors:
            self.add_error("what", self._asked(beside))
        return told

    def _let_stand(self) -> None:
        untouched = [n for n in self.stands if self.data.get(n) == self.data.get(f"stood_{n}")]
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for name, stands in self.stands.items():
            self.data[f"stood_{name}"] = stands  # type: ignore[index]
            if name in untouched:
                self.data[name] = stands  # type: ignore[index]

    def _is_typed(self, name: str, changed: dict[str, Any]) -> bool:
        return name in self.data and changed[name] != self.stands[name]

    def _asked(self, beside: list[str]) -> str:
        """What stands, of what one has written otherwise without having chosen to change it."""
        told = {
            "what": ", ".join(
                f"{self.fields[n].label}: {self.stands[n] or _('tomt')}" for n in beside
            )
        }
        return _(
            "Du har skrivit något annat också. Välj att göra båda, eller skriv tillbaka det som står: %(what)s."
        ) % told  # fmt: skip

    @transaction.atomic
    def save(self) -> str:
        """Correct it, move it, both, or drop it."""
        told, what = self.cleaned_data, self.cleaned_data["what"]
        if what in (CORRECT, BOTH):
            correct_step(self.step, told["text"], by=self.viewer, because=told["because"])
        if what in (MOVE, BOTH):
            move_step(self.step, told["due_on"], by=self.viewer, because=told["because"])
        if what == DROP:
            settle_step(self.step, State.DROPPED, by=self.viewer, because=told["because"])
        return str(SAID[what])


BESIDE = {CORRECT: ("due_on",), MOVE: ("text",), DROP: ("text", "due_on")}
"""What is not done by each choice."""
SAID = {
    CORRECT: gettext_lazy("Rättat. Hur det stod förut finns kvar i planen."),
    MOVE: gettext_lazy("Flyttat. Vilken dag det var förut står i planen."),
    BOTH: gettext_lazy("Rättat och flyttat. Hur det stod förut står i planen."),
    DROP: gettext_lazy("Steget är struket ur planen. Det syns vad det var och varför."),
}


class SettleGoalForm(Planning):
    """How it went with a goal."""

    heading = gettext_lazy("Hur gick det med målet?")
    state = forms.ChoiceField(label=gettext_lazy("Läge"), choices=State, widget=forms.RadioSelect)
    because = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=300, required=False,
        help_text=gettext_lazy("Behövs när målet inte längre är aktuellt."),
    )  # fmt: skip

    def __init__(self, *args: Any, goal: Goal, **rest: Any) -> None:
        """The goal."""
        self.goal = goal
        super().__init__(*args, **rest)

    def now(self) -> dict[str, Any]:
        """How it stands."""
        return {"state": self.goal.state, "because": self.goal.because}

    def prepare(self) -> None:
        """Say which it is."""
        self.lead = self.goal.text

    def save(self) -> str:
        """Settle it."""
        told = self.cleaned_data
        settle_goal(self.goal, told["state"], by=self.viewer, because=told["because"])
        return _("Antecknat.")


class DecisionForm(Planning):
    """A decision, judgement or certificate of one's own authority, or what it has agreed with the person."""

    heading = gettext_lazy("Beslut, bedömning, intyg eller överenskommelse")
    lead = gettext_lazy(
        "Anteckna att det finns och hur länge det gäller. Själva beslutet står i er egen akt. Andras "
        "bedömningar står bredvid, också när de är olika. En överenskommelse är till exempel den om praktik "
        "eller stöd på en arbetsplats, mellan personen, arbetsgivaren och er."
    )
    about = forms.ChoiceField(label=gettext_lazy("Slag"), choices=About, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Vad?"), max_length=300,
        help_text=gettext_lazy("Till exempel: aktivitetsersättning, hel. Eller: praktik på lagret."),
    )  # fmt: skip
    from_day = day(gettext_lazy("Från och med"))
    last_day = day(gettext_lazy("Till och med"), required=False, ahead=True)
    health = forms.BooleanField(
        label=gettext_lazy("Rör hälsa eller vård"), required=False, help_text=HEALTH
    )
    follows = forms.ChoiceField(label=gettext_lazy("Kommer efter"), required=False)

    def prepare(self) -> None:
        """Their own that end and have nothing after them."""
        rows = Decision.objects.filter(
            participation=self.case, owner_authority_id__in=self.viewer.works_for,
            followed_by=None, until_day__isnull=False, ended_because="",
        ).order_by("pk")  # fmt: skip
        self.before = {str(one.pk): one for one in may_see(self.viewer, rows, PART)}
        told = [(key, f"{one.get_about_display()}: {one.text}") for key, one in self.before.items()]
        field: Any = self.fields["follows"]
        field.choices = [("", _("Inget, det är nytt")), *told]
        self.initial["from_day"] = self.viewer.day

    def save(self) -> str:
        """Note it."""
        told = self.cleaned_data
        note_decision(self.case, NewDecision(
            told["about"], told["text"], told["from_day"], told["last_day"], told["health"],
            self.before.get(told["follows"]),
        ), by=self.viewer)  # fmt: skip
        if not told["last_day"]:
            return _("Antecknat. Det har ingen sista dag, så det pekas inte ut av sig självt.")
        return _("Antecknat. Det pekas ut innan det går ut, om inget är antecknat efter.")


class NothingFollowsForm(Planning):
    """That nothing needs to come after."""

    heading = gettext_lazy("Inget behöver komma efter")
    because = forms.CharField(label=gettext_lazy("Varför?"), max_length=300)

    def __init__(self, *args: Any, decision: Decision, **rest: Any) -> None:
        """What ends."""
        self.decision = decision
        super().__init__(*args, **rest)

    def prepare(self) -> None:
        """Say which it is."""
        self.lead = self.decision.text

    def save(self) -> str:
        """Say so."""
        nothing_follows(self.decision, self.cleaned_data["because"], by=self.viewer)
        return _("Antecknat. Det pekas inte ut mer.")


class PersonForm(forms.Form):
    """What the person writes on the page that is turned to them: a step to a goal, else a goal of its own."""

    text = forms.CharField(label=gettext_lazy("Vad vill du lägga till?"), max_length=300)
    goal = forms.ChoiceField(label=gettext_lazy("Till vilket mål?"), required=False)

    def __init__(
        self, data: Any, *, viewer: Viewer, case: Participation, goals: list[Goal]
    ) -> None:
        """With the goals that the worker's authority has set."""
        super().__init__(data)
        self.viewer, self.case = viewer, case
        self.goals = {str(one.pk): one for one in goals}
        field: Any = self.fields["goal"]
        told = [(key, one.text) for key, one in self.goals.items()]
        field.choices = [("", _("Ett nytt mål")), *told]

    def save(self) -> None:
        """Add it, as the person's own."""
        text, goal = self.cleaned_data["text"], self.cleaned_data["goal"]
        if goal:
            add_step(self.goals[goal], NewStep(text, by_person=True), by=self.viewer)
        else:
            set_goal(self.case, text, by=self.viewer, by_person=True)


class DayForm(forms.Form):
    """Which day the plan is to be shown as it stood on."""

    dag = forms.DateField(
        label=gettext_lazy("Så såg planen ut den"), widget=DayInput,
        error_messages={"required": gettext_lazy("Skriv vilken dag du vill se.")},
    )  # fmt: skip

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        """A day until the viewer's."""
        self.viewer = viewer
        super().__init__(data)

    def clean_dag(self) -> Any:
        """A day that has been."""
        if self.cleaned_data["dag"] > self.viewer.day:
            raise forms.ValidationError(not_yet())
        return self.cleaned_data["dag"]

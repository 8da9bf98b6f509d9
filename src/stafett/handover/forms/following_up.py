"""What came of asking somebody who has left how it went; and when an initiative asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_change
from stafett.casework.forms.acting import WHY, Acting, Group, Text
from stafett.casework.forms.asking import AsksOnce, outcome_of
from stafett.casework.forms.choices import words
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.casework.moved_on import MovedOn
from stafett.casework.odd_exits import Outcome, questions_of_answer
from stafett.casework.odd_exits import Told as Life
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.handover import actions
from stafett.handover.actions import Told
from stafett.handover.actions.following_up import corrected, day_of, months_of
from stafett.handover.models import Answer, FollowUp, FollowUpPlan, Kept
from stafett.handover.rules import EARLY, faults_of_months
from stafett.initiatives.models import Initiative
from stafett.parties.careful_forms import CarefulForm
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import LivelihoodSource, OccupationKind

UNASKED = "unasked"
"""That nobody has been asked yet: what was noted was a mistake."""
CAME_OF = (
    (Answer.ANSWERED.value, gettext_lazy("Personen svarade")),
    (Answer.DUE.value, gettext_lazy("Nåddes inte, vi försöker igen")),
    (Answer.NOT_REACHED.value, gettext_lazy("Nåddes inte, och vi försöker inte mer")),
    (Answer.DECLINED.value, gettext_lazy("Ville inte svara")),
    (Answer.LOST.value, gettext_lazy("Kan inte följas upp")),
)


def due(viewer: Viewer, case: Participation) -> FollowUp | None:
    """The first follow-up of a case that can be noted on the viewer's day."""
    rows = FollowUp.objects.filter(
        participation=case, controller_id=case.controller_id, answer=Answer.DUE,
        due_on__lte=viewer.day + EARLY,
    )  # fmt: skip
    return rows.select_related("participation").order_by("due_on", "pk").first()


def _none_now(viewer: Viewer, case: Participation) -> PermissionDenied:
    """That nothing can be noted of asking: that it was noted today, and from which day the next can be."""
    rows = FollowUp.objects.filter(participation=case, controller_id=case.controller_id)
    today = rows.filter(settled_on=viewer.day).order_by("due_on", "pk").last()
    said = [_coming(rows.filter(answer=Answer.DUE).order_by("due_on", "pk").first())]
    if today is None:
        return PermissionDenied(said[0])
    noted = _("Uppföljningen %(months)s månader efter avslutet antecknades i dag, av %(who)s.")
    said.insert(0, noted % {"months": today.months, "who": today.settled_by})
    return MovedOn(" ".join(said))


def _coming(one: FollowUp | None) -> str:
    if one is None:
        return _("Det finns ingen uppföljning att anteckna nu.")
    return _(
        "Det är för tidigt att fråga. Uppföljningen %(months)s månader efter avslutet kan antecknas från "
        "%(day)s."
    ) % {"months": one.months, "day": plain_day(one.due_on - EARLY)}


class FollowUpForm(AsksOnce, Acting):
    """How it went."""

    heading: ClassVar[Text] = gettext_lazy("Uppföljning efter avslut")
    after_exit = True
    another: ClassVar[Text] = gettext_lazy(
        "Den uppföljningen är redan antecknad. Gå tillbaka och se hur det står."
    )
    months = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(
        label=gettext_lazy("Fick ni svar?"),
        choices=[("", gettext_lazy("Välj")), *CAME_OF],
    )
    on_day = day(
        gettext_lazy("Vilken dag?"), required=False,
        help_text=gettext_lazy("Då ni frågade eller försökte."),
    )  # fmt: skip
    kept = needs(
        forms.ChoiceField(required=False, choices=[("", gettext_lazy("Välj")), *Kept.choices]),
        gettext_lazy("krävs när personen svarade"),
    )
    source = forms.ChoiceField(label=gettext_lazy("Försörjning nu"), required=False)
    what = forms.ChoiceField(label=gettext_lazy("Sysselsättning nu"), required=False)
    told = forms.CharField(
        label=gettext_lazy("Med egna ord"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless the viewer answered for the case, and it is time to ask."""
        check_change(viewer, [case])
        if due(viewer, case) is None:
            raise _none_now(viewer, case)

    @cached_property
    def one(self) -> FollowUp:
        """The follow-up that it is about."""
        found = due(self.viewer, self.case)
        assert found is not None
        return found

    def prepare(self) -> None:
        """The words to choose among, and which time it is about."""
        one = self.one
        self.initial.update(months=one.months, on_day=self.viewer.day)
        self.fields["kept"].label = _("Gäller det fortfarande: %(outcome)s?") % {
            "outcome": self.case.outcome
        }
        self.fields["source"].choices = words(LivelihoodSource)  # type: ignore[attr-defined]
        self.fields["what"].choices = words(OccupationKind)  # type: ignore[attr-defined]
        self.lead = _("%(months)s månader efter avslutet. Frågan ställs %(day)s.") % {
            "months": one.months, "day": plain_day(one.due_on),
        }  # fmt: skip
        if reached := self.case.person.shown_reached:
            self.lead += " " + _("Personen nås på: %(reached)s.") % {"reached": reached.rstrip(".")}

    def layout(self) -> list[Group]:
        """What came of it, and what an answer tells."""
        return [
            ("", ["months", "answer", "on_day"]),
            (_("Svaret"), ["kept", "source", "what", "told"]),
            *self.question(),
        ]

    def clean(self) -> dict[str, Any]:
        """An answer tells something; what is no answer tells nothing."""
        cleaned = super().clean()
        if cleaned.get("on_day") == self.viewer.day:
            cleaned["on_day"] = None  # as it stood when the form was opened: nothing was said of it
        if cleaned.get("months") not in (None, self.one.months):
            raise forms.ValidationError(str(self.another))
        filled = [name for name in ("kept", "source", "what", "told") if cleaned.get(name)]
        if cleaned.get("answer") not in (None, "", Answer.ANSWERED) and filled:
            self.add_error(
                filled[0],
                _("Bara ett svar berättar det. Välj att personen svarade, eller lämna tomt."),
            )
        if cleaned.get("answer") in (Answer.LOST, UNASKED) and cleaned.get("on_day"):
            self.add_error("on_day", _("Ingen har frågats. Lämna dagen tom."))
        outcome = outcome_of(self.case.outcome_id)
        if outcome and not self.errors:
            self.ask_once(cleaned, self.questions(outcome, cleaned))
        return cleaned

    def questions(self, outcome: Outcome, cleaned: Mapping[str, Any]) -> Iterable[str]:
        """What is odd in the answer."""
        return _questions(outcome, cleaned)

    def said(self) -> Told:
        """What was filled in."""
        told = self.cleaned_data
        return Told(
            Answer(told["answer"]),
            told["kept"],
            told["source"] or None,
            told["what"] or None,
            told["told"],
            told["on_day"],
        )

    def save(self) -> str:
        """Note it."""
        actions.note_follow_up(self.one, self.said(), by=self.viewer)
        return _("Antecknat.")


def _questions(outcome: Outcome, told: Mapping[str, Any]) -> Iterator[str]:
    source, what = ([told[name]] if told[name] else [] for name in ("source", "what"))
    yield from questions_of_answer(
        outcome, told["kept"] == Kept.KEPT, Life(source, what), told["told"]
    )


class CorrectFollowUpForm(FollowUpForm):
    """Correct what was noted of one that is noted, the latest unless another is named."""

    heading: ClassVar[Text] = gettext_lazy("Rätta en uppföljning")
    another = gettext_lazy(
        "Den uppföljningen är inte antecknad längre. Gå tillbaka och se hur det står."
    )
    chosen: ClassVar[str] = ""
    because = WHY

    @classmethod
    def of(cls, months: str) -> type[CorrectFollowUpForm]:
        """The same form, about the one so many months after the exit."""
        return type(cls.__name__, (cls,), {"chosen": months})

    def __init__(self, data: Any = None, files: Any = None, **about: Any) -> None:
        """About the one that was sent, or was chosen in the address."""
        self.wanted = (data or {}).get("months") or self.chosen
        super().__init__(data, files, **about)

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless there is one that the viewer can correct."""
        check_change(viewer, [case])
        if not corrected(viewer, case):
            raise PermissionDenied(_("Det finns ingen antecknad uppföljning att rätta."))

    @cached_property
    def one(self) -> FollowUp:
        """The one that is wanted, else the latest."""
        rows = corrected(self.viewer, self.case)
        return next((row for row in rows if str(row.months) == self.wanted), rows[-1])

    def now(self) -> Mapping[str, Any]:
        """What is noted."""
        one = self.one
        return {
            "answer": one.answer, "on_day": day_of(one), "kept": one.kept, "source": one.source_id,
            "what": one.what_id, "told": one.told,
        }  # fmt: skip

    def prepare(self) -> None:
        """That nobody has asked can be said too, and a day left out stays as it is."""
        super().prepare()
        unasked = (UNASKED, _("Ingen har frågat än, det antecknades av misstag"))
        self.fields["answer"].choices = [("", _("Välj")), *CAME_OF, unasked]  # type: ignore[attr-defined]
        self.fields["on_day"].help_text = _("Då ni frågade eller försökte.")

    def layout(self) -> list[Group]:
        """As when it is noted, and why it is corrected."""
        first, answer, *asked = super().layout()
        return [first, answer, ("", ["because"]), *asked]

    def questions(self, outcome: Outcome, cleaned: Mapping[str, Any]) -> Iterable[str]:
        """What becomes odd by the correction; what was so already is not asked about again."""
        stood = set(_questions(outcome, {name: value or "" for name, value in self.now().items()}))
        return [one for one in _questions(outcome, cleaned) if one not in stood]

    def save(self) -> str:
        """Correct it."""
        told, because = self.cleaned_data, self.cleaned_data["because"]
        said = None if told["answer"] == UNASKED else self.said()
        if not actions.correct_follow_up(self.one, said, by=self.viewer, because=because):
            return _("Inget var ändrat, så inget sparades.")
        return _("Uppföljningen är rättad.")


class PlanForm(CarefulForm):
    """How many months after an exit the initiative asks."""

    months = forms.CharField(
        label=gettext_lazy("Månader efter avslut"), max_length=60, required=False,
        help_text=gettext_lazy("Hela månader med komma emellan, till exempel 3, 6, 12. Tomt: ingen "
            "uppföljning."),
    )  # fmt: skip

    class Meta:
        model = FollowUpPlan
        fields = ()

    def __init__(self, data: Any, *, initiative: Initiative) -> None:
        """As it stands now."""
        self.initiative = initiative
        now = months_of([initiative.pk])[initiative.pk]
        told = {"months": ", ".join(map(str, now))}
        found = FollowUpPlan.objects.filter(initiative=initiative).first()
        super().__init__(data, instance=found or FollowUpPlan(initiative=initiative), initial=told)

    def clean_months(self) -> list[int]:
        """Whole numbers."""
        told = [each.strip() for each in self.cleaned_data["months"].split(",") if each.strip()]
        if not all(each.isdecimal() for each in told):
            raise forms.ValidationError(
                _("Skriv hela månader med komma emellan, till exempel 3, 6, 12.")
            )
        months = [int(each) for each in told]
        for sentence in faults_of_months(months).values():
            raise forms.ValidationError(sentence)
        return months

    def act(self, by: Viewer) -> FollowUpPlan:
        """Say it."""
        return actions.plan_follow_ups(self.initiative, self.cleaned_data["months"], by=by)

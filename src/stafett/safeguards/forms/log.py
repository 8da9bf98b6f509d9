"""Forms of the log: draw a sample, judge it, sign it, set thresholds, decide about names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.inputs import DayInput
from stafett.parties.models import Authority
from stafett.safeguards.models import LogRules, Verdict
from stafett.safeguards.queries.follow_up import Item, sorted_out


class DrawForm(forms.Form):
    """A controller of one's own and a period that has been."""

    controller = forms.ModelChoiceField(
        Authority.objects.none(), label=gettext_lazy("Personuppgiftsansvarig"), empty_label=None
    )
    first = forms.DateField(label=gettext_lazy("Från och med"), widget=DayInput)
    last = forms.DateField(label=gettext_lazy("Till och med"), widget=DayInput)

    def __init__(self, data: Any, *, controllers: list[Authority], today: date) -> None:
        """The month that has gone, until something else is said."""
        super().__init__(data, initial={"first": today - timedelta(days=30), "last": today})
        self._today = today
        mine = Authority.objects.filter(pk__in=[one.pk for one in controllers])
        self.fields["controller"].queryset = mine.order_by("name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period goes forward, and has been."""
        told = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", _("Perioden slutar före den börjar."))
        if last and last > self._today:
            self.add_error("last", _("Den dagen har inte varit än."))
        return told


class JudgeForm(forms.Form):
    """A verdict and a note for each reading of a sample that has none yet; some may be left for later.

    What was asked of the reader stands beside, and its field is for the answer alone, which is added to it.
    """

    def __init__(self, data: Any, *, items: list[Item]) -> None:
        """A pair of fields for each reading that is this viewer's to judge."""
        super().__init__(data)
        self.items = items
        for item in items:
            if item.reviewed.verdict not in ("", Verdict.ASKED) or item.own:
                continue
            key, was = item.reviewed.key, item.reviewed
            self.fields[f"verdict_{key}"] = forms.ChoiceField(
                label=_("Bedömning"), choices=[("", "–"), *Verdict.choices], required=False,
                initial=was.verdict,
            )  # fmt: skip
            self.fields[f"note_{key}"] = forms.CharField(
                label=_("Svar") if was.verdict else _("Anteckning"), max_length=300, required=False
            )

    @property
    def sorts(self) -> Iterator[tuple[str, list[tuple[Item, Any, Any]]]]:
        """The readings by what is asked of them."""
        for one in sorted_out(self.items):
            yield one.words, list(self._rows(one.items))

    def _rows(self, items: Sequence[Item]) -> Iterator[tuple[Item, Any, Any]]:
        """Each reading with its two fields, or with None where there is nothing to fill in."""
        for item in items:
            name = f"verdict_{item.reviewed.key}"
            there = name in self.fields
            yield (
                item,
                self[name] if there else None,
                self[f"note_{item.reviewed.key}"] if there else None,
            )

    def clean(self) -> dict[str, Any]:
        """A doubt is said in words; a note alone is no verdict."""
        told = super().clean() or {}
        asked = {one.reviewed.key for one in self.items if one.reviewed.verdict}
        for key, (verdict, note) in self._told(told):
            if key in asked and verdict not in ("", Verdict.ASKED) and not note:
                self.add_error(f"note_{key}", _("Skriv vad den som läste svarade."))
            elif key not in asked and verdict not in ("", Verdict.FITTING) and not note:
                self.add_error(f"note_{key}", _("Skriv varför: det ska gå att läsa efteråt."))
            if note and not verdict:
                self.add_error(f"verdict_{key}", _("Välj en bedömning till din anteckning."))
        return told

    def _told(self, told: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
        for name, verdict in list(told.items()):
            if name.startswith("verdict_"):
                key = name.removeprefix("verdict_")
                yield key, (verdict, told.get(f"note_{key}", ""))

    @property
    def verdicts(self) -> dict[str, tuple[str, str]]:
        """What was judged anew, by the readings' keys in the sample."""
        was = {
            one.reviewed.key: [
                (one.reviewed.verdict, ""),
                (one.reviewed.verdict, one.reviewed.note),
            ]
            for one in self.items
        }
        told = self._told(self.cleaned_data)
        return {key: said for key, said in told if said[0] and said not in was[key]}


class SignForm(forms.Form):
    """What the follow-up came to."""

    conclusion = forms.CharField(
        label=gettext_lazy("Slutsats"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Vad ni såg, vad som ska göras, och av vem. Sedan ändras inget mer."),
    )  # fmt: skip


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """A controller's thresholds."""

    class Meta:
        model = LogRules
        fields = [
            "sample",
            "many_people",
            "many_minutes",
            "day_begins",
            "day_ends",
            "weekends",
            "keep_years",
        ]

    def clean(self) -> dict[str, Any]:
        """A working day begins before it ends."""
        told = super().clean() or {}
        if told.get("day_begins", 0) >= told.get("day_ends", 24):
            self.add_error("day_ends", _("Arbetsdagen slutar före den börjar."))
        return told


class NamesForm(forms.Form):
    """Somebody has asked who the readers are by name; what the controller decides, and why."""

    asked_by = forms.CharField(
        label=gettext_lazy("Vem frågade?"), max_length=160,
        help_text=gettext_lazy("Till exempel: personen själv, eller hens gode man."),
    )  # fmt: skip
    asked_on = forms.DateField(label=gettext_lazy("Vilken dag?"), widget=DayInput)
    given = forms.ChoiceField(
        label=gettext_lazy("Beslut"), widget=forms.RadioSelect,
        choices=[("ja", gettext_lazy("Ja, namnen lämnas ut")), ("nej", gettext_lazy("Nej"))],
    )  # fmt: skip
    because = forms.CharField(
        label=gettext_lazy("Skäl"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Väg personens intresse av att få veta mot den anställdas av att inte nämnas vid namn."
        ),
    )  # fmt: skip

    def __init__(self, data: Any, *, today: date) -> None:
        """Asked today, until something else is said."""
        super().__init__(data, initial={"asked_on": today})
        self._today = today

    def clean_asked_on(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["asked_on"]
        if day > self._today:
            raise ValidationError(_("Den dagen har inte varit än."))
        return day

    @property
    def decision(self) -> dict[str, Any]:
        """What was decided, for the action."""
        return {**self.cleaned_data, "given": self.cleaned_data["given"] == "ja"}

"""Change a meeting that is booked, and correct what was noted of one that was held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import Group, Text
from stafett.meetings.actions import NewMeeting
from stafett.meetings.changing import Correction, as_guest, change, correct
from stafett.meetings.forms.about import AboutRow, tell_what_is_noted
from stafett.meetings.forms.booking import BookForm
from stafett.meetings.forms.holding import MinutesFields, which_of
from stafett.meetings.models import BESIDE, Called, Role
from stafett.meetings.queries.case import name
from stafett.meetings.queries.clashing import said_of_clash
from stafett.meetings.rules import questions_of_time


class ChangeForm(AboutRow, BookForm):
    """Change a meeting that is booked: when, where, what for, and who is called."""

    heading = gettext_lazy("Ändra mötet")
    lead = gettext_lazy(
        "De som är kallade och har Stafett får en notis när tid eller plats ändras, och kalendern följer med. "
        "Ring eller skriv till personen och till de andra."
    )
    button = gettext_lazy("Spara")

    def now(self) -> dict[str, Any]:
        """How it is booked: two who change it see each other's."""
        one = self.row
        called = list(one.called.exclude(unit=one.unit_id, role=Role.UNIT).order_by("pk"))
        by_role = {role: [row for row in called if row.role == role] for role in Role}
        outside = [", ".join(filter(None, (r.name, r.organisation))) for r in by_role[Role.OUTSIDE]]
        return {
            "sort": one.sort, "on_day": one.on_day, "at": one.at.strftime("%H:%M") if one.at else "",
            "place": one.place, "purpose": one.purpose, "outside": "\n".join(outside),
            "units": [str(row.unit_id) for row in by_role[Role.UNIT]],
            **{role.value: self._beside(by_role[role]) for role in BESIDE},
        }  # fmt: skip

    def _beside(self, rows: list[Called]) -> str:
        """Who is with the person; of somebody protected it is sealed."""
        return "" if self.case.person.protection else ", ".join(row.name for row in rows)

    def prepare(self) -> None:
        """All who are called stand among those who can be ticked."""
        super().prepare()
        tell_what_is_noted(self)
        near: Any = self.fields["units"]
        more: Any = self.fields["unit"]
        called = set(self.current["units"])
        near.choices = [*near.choices, *(one for one in self.found.others if one[0] in called)]
        more.choices = self.found.to_choose(but=called)
        for role in BESIDE if self.case.person.protection else ():
            self.fields[role.value].help_text = _("Förseglat. Lämna tomt om det inte ska ändras.")

    def new(self) -> NewMeeting:
        """As it was filled in; of somebody protected those whose field is left empty stay called."""
        told = super().new()
        if not self.case.person.protection:
            return told
        empty = [role for role in BESIDE if not self.cleaned_data[role.value].strip()]
        rows = self.row.called.filter(role__in=empty).order_by("pk")
        return replace(told, guests=(*told.guests, *(as_guest(row) for row in rows)))

    def odd(self, on_day: date, at: time | None) -> list[str]:
        """What is odd in when it is, where that is changed."""
        if (on_day, at) == (self.row.on_day, self.row.at):
            return []
        return list(questions_of_time(on_day, at, self.viewer.day))

    def save(self) -> str:
        """Change it."""
        change(self.row, self.new(), by=self.viewer)
        self.row.refresh_from_db(fields=["on_day", "at"])
        return f"{_('Mötet är ändrat.')} {said_of_clash(self.viewer, self.row)}".strip()


class CorrectMeetingForm(MinutesFields, AboutRow):
    """Correct what was noted of a meeting that was held."""

    heading = gettext_lazy("Rätta anteckningen om mötet")
    lead: Text = gettext_lazy(
        "Hur det stod förut står kvar i historiken, med skälet. Löften rättas var för sig. Den som har fått "
        "det utlämnat kan få den rättade texten."
    )

    because = forms.CharField(
        label=gettext_lazy("Varför rättas det?"), max_length=200,
        help_text=gettext_lazy("Skälet sparas tillsammans med hur det stod förut."),
        error_messages={"required": gettext_lazy("Skriv varför. Det sparas med hur det stod förut.")},
    )  # fmt: skip

    def now(self) -> dict[str, Any]:
        """How it was noted: two who correct it see each other's."""
        came = self.row.called.filter(came=True).order_by("pk").values_list("pk", flat=True)
        return {
            "came": [str(key) for key in came], "goal": self.row.goal, "agreed": self.row.agreed,
        }  # fmt: skip

    def prepare(self) -> None:
        """Which meeting it is, and those who were called."""
        self.lead = f"{which_of(self.row)} {self.lead}"
        rows = self.row.called.select_related("unit").order_by("pk")
        field: Any = self.fields["came"]
        field.choices = [(str(row.pk), name(row, self.case)) for row in rows]

    def layout(self) -> list[Group]:
        """Who, goal and agreement, and why."""
        return [("", ["came", "goal", "agreed", "because"])]

    def save(self) -> str:
        """Correct it."""
        told = self.cleaned_data
        correction = Correction({int(key) for key in told["came"]}, told["goal"], told["agreed"])
        correct(self.row, correction, told["because"], by=self.viewer)
        return _("Anteckningen är rättad. Den som har fått den förut kan få den rättade.")

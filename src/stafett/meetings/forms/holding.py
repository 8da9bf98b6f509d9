"""Note what came of a meeting: who came, the goal, what was agreed, promises, and the next meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stafett.casework.forms.acting import FieldGroup, Group, Text
from stafett.casework.forms.asking import AsksOnce
from stafett.casework.forms.consents import TICKS
from stafett.casework.forms.periods import day
from stafett.casework.twice import check_not_just_made
from stafett.frame.formats import clock, plain_day
from stafett.frame.inputs import clock_field
from stafett.meetings.actions import (
    Guest,
    Minutes,
    NewMeeting,
    NewPromise,
    add_promise,
    cancel,
    due_too_early,
    hold,
)
from stafett.meetings.forms.about import AboutRow, tell_what_is_noted
from stafett.meetings.forms.owners import owner_choices, owner_of
from stafett.meetings.models import Cause, Meeting, Role, Sort
from stafett.meetings.queries.case import name
from stafett.meetings.queries.clashing import said_of_clash
from stafett.meetings.rules import fault_of_next_day, questions_of_time
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

ROWS = 8
"""So many promises can be noted at once; more are added on the page of the meeting."""
AT_SIGHT = 3
"""So many rows stand there from the beginning; the others are folded together until they are needed."""
OF_A_ROW = ("what", "owner", "outside", "due")
FIRST_WORDS = 4


def row_of(field: str) -> int:
    """The number of the row that a field stands in; 0 for every other field."""
    name, _line, place = field.rpartition("_")
    return int(place) if name in OF_A_ROW and place.isdigit() else 0


def promise_fields(number: int, owners: list[Any]) -> dict[str, forms.Field]:
    """The fields of one row: what, whose, and before which day."""
    return {
        f"what_{number}": forms.CharField(label=_("Vad?"), max_length=300, required=False),
        f"owner_{number}": forms.ChoiceField(label=_("Vem?"), choices=owners, required=False),
        f"outside_{number}": forms.CharField(
            label=_("Namn, om det är någon annan"), max_length=160, required=False
        ),
        f"due_{number}": day(_("Senast"), required=False, ahead=True),
    }


@dataclass(frozen=True)
class PromiseRow(FieldGroup):
    """One promise in the table: what, who and when; the name only where it is somebody else."""

    @property
    def named(self) -> bool:
        """True where a name is filled in, which must then be seen whoever is chosen."""
        return any(one.value() for one in self.fields if one.name.startswith("outside_"))


@dataclass(frozen=True)
class PromiseTable(FieldGroup):
    """The promises as a table, a row each."""

    template = "meetings/promise_fields.html"

    @property
    def rows(self) -> list[PromiseRow]:
        """The rows, by number."""
        size = len(OF_A_ROW)
        return [
            PromiseRow(
                _("Löfte %(number)s") % {"number": start // size + 1},
                self.fields[start : start + size],
                seldom=True,
            )
            for start in range(0, len(self.fields), size)
        ]

    @property
    def first(self) -> list[PromiseRow]:
        """Those that are seen at once."""
        return self.rows[:AT_SIGHT]

    @property
    def more(self) -> list[PromiseRow]:
        """Those that are folded together."""
        return self.rows[AT_SIGHT:]

    @property
    def folded(self) -> bool:
        """True while nothing is filled in, and nothing wrong, in any of those."""
        return all(row.folded for row in self.more)


class WithPromises(AboutRow):
    """A form with rows of promises."""

    rows = ROWS

    def prepare(self) -> None:
        """As many rows as can be filled in at once."""
        self.owners = owner_choices(self.viewer, self.case, self.row)
        for number in range(1, self.rows + 1):
            self.fields |= promise_fields(number, self.owners)

    def promise_names(self) -> list[str]:
        """The fields of all rows, one row after the other."""
        return [f"{one}_{number}" for number in range(1, self.rows + 1) for one in OF_A_ROW]

    def clean(self) -> dict[str, Any]:
        """A row with anything in it has all that it needs."""
        cleaned = super().clean()
        for number in range(1, self.rows + 1):
            if any(cleaned.get(f"{one}_{number}") for one in OF_A_ROW):
                self._check_row(cleaned, number)
        return cleaned

    def _check_row(self, cleaned: dict[str, Any], number: int) -> None:
        lacking = {
            "what": _("Skriv vad som ska göras."),
            "owner": _("Välj vem som har lovat det: en enda."),
            "due": _("Skriv till vilken dag, så här: 2026-05-03."),
        }
        for field, sentence in lacking.items():
            key = f"{field}_{number}"
            if not cleaned.get(key) and key not in self.errors:
                self.add_error(key, sentence)
        due = cleaned.get(f"due_{number}")
        if due and due < self.row.on_day:
            self.add_error(f"due_{number}", due_too_early())

    def add_error(self, field: str | None, error: Any) -> None:
        """A fault in one of several rows says which: its number and the first words of what was typed."""
        number = row_of(field or "")
        if number and self.rows > 1:
            told = (
                error if isinstance(error, forms.ValidationError) else forms.ValidationError(error)
            )
            which = self._called(number)
            error = [forms.ValidationError(f"{which}: {said}") for said in told.messages]
        super().add_error(field, error)

    def _called(self, number: int) -> str:
        words = str(self.data.get(self.add_prefix(f"what_{number}"), "")).split()
        first = " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")
        told = {"number": number, "words": first}
        return _("Löfte %(number)s, ”%(words)s”") % told if first else _("Löfte %(number)s") % told

    def promises(self) -> list[tuple[int, NewPromise]]:
        """The rows that are filled in, by number."""
        told = self.cleaned_data
        return [
            (number, NewPromise(
                told[f"what_{number}"], told[f"due_{number}"],
                *owner_of(told[f"owner_{number}"]), told[f"outside_{number}"],
            ))
            for number in range(1, self.rows + 1) if told[f"what_{number}"]
        ]  # fmt: skip


class MinutesFields(forms.Form):
    """What is noted of a meeting, when it has been and when that is corrected."""

    came = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka var med?"), widget=TICKS, required=False
    )
    goal = forms.CharField(
        label=gettext_lazy("Personens eget mål, med egna ord"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    agreed = forms.CharField(
        label=gettext_lazy("Vad kom ni överens om?"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AgreesOnNext(AsksOnce):
    """Mixed into a form that can book the next meeting."""

    viewer: Viewer

    def clean(self) -> dict[str, Any]:
        """A day that has been is refused with the other faults; an odd time is asked about after them."""
        cleaned: dict[str, Any] = super().clean() or {}
        on_day = cleaned.get("next_day")
        for field, sentence in fault_of_next_day(on_day, self.viewer.day).items():
            self.add_error(field, sentence)
        if on_day and not self.errors:
            odd = questions_of_time(on_day, cleaned.get("next_at"), self.viewer.day)
            self.ask_once(cleaned, odd)
        return cleaned


class HoldForm(MinutesFields, AgreesOnNext, WithPromises):
    """Note a meeting that was held."""

    heading: ClassVar[Text] = gettext_lazy("Anteckna mötet")
    lead: Text = gettext_lazy(
        "Skriv så att personen själv kan läsa det. Den egna kopian skrivs ut när du har sparat."
    )
    button = gettext_lazy("Spara")

    next_day = day(gettext_lazy("Nästa möte"), required=False, ahead=True)
    next_at = clock_field(help_text=gettext_lazy("Till exempel 9.15."))
    next_purpose = forms.CharField(
        label=gettext_lazy("Vad är nästa möte till för?"), max_length=300, required=False,
        help_text=gettext_lazy("Tomt: att följa upp det här mötet."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Which meeting it is; those called, and ticked only who must have been there; the rows of promises."""
        super().prepare()
        tell_what_is_noted(self)
        said = _("Anteckna mötet %(when)s") % {"when": when_of(self.row)}
        self.heading = said  # type: ignore[misc]
        self.lead = f"{which_of(self.row)} {self.lead}"
        rows = list(self.row.called.select_related("unit").order_by("pk"))
        field: Any = self.fields["came"]
        field.choices = [(str(row.pk), name(row, self.case)) for row in rows]
        self.initial["came"] = [
            str(row.pk)
            for row in rows
            if row.role == Role.PERSON or row.unit_id == self.row.unit_id
        ]

    def layout(self) -> list[Group]:
        """Who, goal and agreement; the promises; the next meeting."""
        return [
            ("", ["came", "goal", "agreed"]), (_("Löften"), self.promise_names()),
            (_("Nästa möte"), ["next_day", "next_at", "next_purpose"]), *self.question(),
        ]  # fmt: skip

    def groups(self) -> list[FieldGroup]:
        """The same, with the promises as a table."""
        return [
            PromiseTable(one.legend, one.fields) if row_of(one.fields[0].name) else one
            for one in super().groups()
        ]

    def clean(self) -> dict[str, Any]:
        """A time needs a day."""
        cleaned = super().clean()
        if cleaned.get("next_at") and not cleaned.get("next_day") and "next_day" not in self.errors:
            self.add_error("next_day", _("Skriv också vilken dag nästa möte är."))
        return cleaned

    def save(self) -> str:
        """Note it."""
        told, numbered = self.cleaned_data, self.promises()
        minutes = Minutes(
            {int(key) for key in told["came"]}, told["goal"], told["agreed"],
            [new for _number, new in numbered],
            next_after(self.row, told, told["next_purpose"].strip() or self._followed_up()),
        )  # fmt: skip
        try:
            made, after = hold(self.row, minutes, by=self.viewer)
        except Refused as refused:
            raise Refused(as_typed(refused.faults, [number for number, _new in numbered])) from None
        said = (
            ngettext(
                "Antecknat, med %(number)s löfte.", "Antecknat, med %(number)s löften.", len(made)
            )
            % {"number": len(made)}
            if made
            else _("Antecknat.")
        )
        return f"{said} {_next_words(after, self.viewer)}".strip()

    def _followed_up(self) -> str:
        return _("Följa upp mötet %(day)s") % {"day": plain_day(self.row.on_day)}


def when_of(one: Meeting) -> str:
    """The day of a meeting, and the time where there is one."""
    return f"{plain_day(one.on_day)} {clock(one.at)}" if one.at else plain_day(one.on_day)


def which_of(one: Meeting) -> str:
    """What kind of meeting it is, when, and what for: so that it is not another that one writes about."""
    sort = one.get_sort_display().capitalize()
    return f"{sort} {when_of(one)}: {one.purpose.rstrip('.')}."


def as_typed(faults: dict[str, str], numbers: list[int]) -> dict[str, str]:
    """The faults of the action's first, second … promise as those of the rows that they were typed in."""
    found = {}
    for key, sentence in faults.items():
        place = row_of(key)
        field = key.rpartition("_")[0]
        found[f"{field}_{numbers[place - 1]}" if place else key] = sentence
    return found


def _next_words(after: Meeting | None, by: Viewer) -> str:
    if after is None:
        return ""
    said = _("Ett nytt möte är bokat %(day)s.") % {"day": plain_day(after.on_day)}
    return f"{said} {said_of_clash(by, after)}".strip()


def next_after(meeting: Meeting, told: dict[str, Any], purpose: str) -> NewMeeting | None:
    """The next meeting, with the same people; None without a day."""
    if not told.get("next_day"):
        return None
    called = list(meeting.called.exclude(role=Role.PERSON).order_by("pk"))
    guests = tuple(Guest(Role(r.role), r.unit_id, r.name, r.organisation) for r in called)
    return NewMeeting(
        Sort(meeting.sort), told["next_day"], told["next_at"], meeting.place, purpose, guests,
        by_person=any(row.by_person for row in called),
    )  # fmt: skip


class AddPromiseForm(WithPromises):
    """Add a promise to a meeting that was held."""

    heading = gettext_lazy("Lägg till ett löfte")
    button = gettext_lazy("Spara")
    rows = 1

    def prepare(self) -> None:
        """The one row, and which meeting it is."""
        super().prepare()
        self.lead = which_of(self.row)

    def layout(self) -> list[Group]:
        """The one row."""
        return [("", self.promise_names())]

    def clean(self) -> dict[str, Any]:
        """All of it is needed."""
        cleaned = super().clean()
        self._check_row(cleaned, 1)
        return cleaned

    def save(self) -> str:
        """Add it."""
        new = self.promises()[0][1]
        check_not_just_made(
            self.row.promises.filter(
                what=new.what.strip(), due_on=new.due_on, owner=new.owner, unit=new.unit_id,
                position=new.position_id, outside=new.outside.strip(),
            )
        )  # fmt: skip
        add_promise(self.row, new, by=self.viewer)
        return _("Löftet är antecknat.")


class CancelForm(AgreesOnNext, AboutRow):
    """Note that a meeting did not come about, and offer a new time."""

    heading: ClassVar[Text] = gettext_lazy("Mötet blev inte av")
    lead: Text = gettext_lazy("Den som inte kom får en ny tid. Att utebli är inget nej.")
    button: ClassVar[Text] = gettext_lazy("Spara")

    cause = forms.ChoiceField(
        label=gettext_lazy("Varför?"),
        choices=Cause,
        widget=forms.RadioSelect,
        initial=Cause.NOT_THERE,
    )
    because = forms.CharField(
        label=gettext_lazy("Skäl"), max_length=300, required=False,
        help_text=gettext_lazy("Behövs när det är ett annat skäl, och när ingen ny tid erbjuds."),
    )  # fmt: skip
    next_day = day(gettext_lazy("Ny tid: dag"), required=False, ahead=True)
    next_at = clock_field()

    def prepare(self) -> None:
        """Nobody has stayed away from a meeting that is still to come: it is called off, and why is said."""
        tell_what_is_noted(self)
        if self.row.on_day > self.viewer.day:
            self.heading, self.button = _("Ställ in mötet"), _("Ställ in")  # type: ignore[misc]
            self.lead = _(
                "De som är kallade och har Stafett får en notis, och det försvinner ur kalendern. Ring eller "
                "skriv till personen och till dem som inte har Stafett."
            )
            del self.fields["cause"]
            reason: Any = self.fields["because"]
            reason.required, reason.help_text = True, ""
            reason.label = _("Varför ställs det in?")
            reason.error_messages["required"] = _("Skriv varför mötet ställs in.")
        self.lead = f"{which_of(self.row)} {self.lead}"

    def layout(self) -> list[Group]:
        """Why, and the new time."""
        names = ("cause", "because", "next_day", "next_at")
        return [("", [name for name in names if name in self.fields]), *self.question()]

    def save(self) -> str:
        """Note it."""
        told = self.cleaned_data
        after = cancel(
            self.row,
            Cause(told.get("cause", Cause.CALLED_OFF)),
            told["because"],
            next_after(self.row, told, self.row.purpose),
            by=self.viewer,
        )
        done = _("Antecknat: mötet blev inte av.") if "cause" in told else _("Mötet är inställt.")
        return f"{done} {_next_words(after, self.viewer)}".strip()

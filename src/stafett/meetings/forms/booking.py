"""Call to a meeting: when, where, what for, and who; the consent is checked for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.forms.acting import Acting, Group, Instead
from stafett.casework.forms.asking import AsksOnce
from stafett.casework.forms.choices import first, units_of_others
from stafett.casework.forms.consents import TICKS
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.frame.formats import plain_day
from stafett.frame.inputs import clock_field
from stafett.initiatives.queries import team_units
from stafett.meetings.access import check_call, told_by
from stafett.meetings.actions import NO_PURPOSE, Guest, NewMeeting, book, check_can_book
from stafett.meetings.models import BESIDE, Role, Sort
from stafett.meetings.queries.clashing import said_of_clash
from stafett.meetings.rules import questions_of_time
from stafett.parties.models import Unit
from stafett.safeguards.handling import handling_people
from stafett.safeguards.models import Basis, ConsentPart, Member
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

OCCASIONS: Mapping[str, Promise] = {"overlamning": gettext_lazy("Överlämningsmöte")}
"""What a way to the form can say that the meeting is for; by the word in the address."""


@dataclass(frozen=True)
class Beforehand:
    """What a link fills in: the day, what the meeting is for, and a unit."""

    on_day: date | None
    purpose: str
    unit: str

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Beforehand:
        """From an address; what is no day, no known occasion or no unit is nothing."""
        try:
            on_day = date.fromisoformat(asked.get("dag", ""))
        except ValueError:
            on_day = None
        return cls(on_day, str(OCCASIONS.get(asked.get("for", ""), "")), asked.get("enhet", ""))


class BookForm(AsksOnce, Acting):
    """Call to a meeting."""

    heading = gettext_lazy("Boka möte")
    lead = gettext_lazy(
        "Personen och den egna enheten är alltid kallade. För varje myndighet står om personen har sagt ja "
        "till att den får veta. Stafett skickar ingen kallelse: ring eller skriv till dem."
    )
    button = gettext_lazy("Boka")
    seldom = frozenset({"unit", "outside", "support", "interpreter", "place"})
    asked_for: ClassVar[Beforehand | None] = None
    """What the way here named."""

    sort = forms.ChoiceField(label=gettext_lazy("Vad för möte?"), choices=Sort)
    on_day = day(gettext_lazy("Dag"), ahead=True)
    at = clock_field()
    place = forms.CharField(label=gettext_lazy("Plats"), max_length=160, required=False)
    purpose = forms.CharField(
        label=gettext_lazy("Vad är mötet till för?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": NO_PURPOSE},
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka kallas?"), widget=TICKS, required=False
    )
    unit = forms.ChoiceField(label=gettext_lazy("Ytterligare en enhet"), required=False)
    by_person = forms.BooleanField(
        label=gettext_lazy("Personen har själv bjudit in dem som inget samtycke gäller"), required=False,
        help_text=gettext_lazy(
            "Utan det får ni inte berätta för dem. Efteråt kan ni lämna ut det de själva lovade, inget annat."
        ),
    )  # fmt: skip
    outside = forms.CharField(
        label=gettext_lazy("Andra, som inte är med i Stafett"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("En på varje rad: namn, organisation. Personen behöver själv ha bjudit in dem."),
    )  # fmt: skip
    support = forms.CharField(label=gettext_lazy("Stödperson"), max_length=160, required=False)
    interpreter = forms.CharField(
        label=gettext_lazy("Tolk"), max_length=160, required=False,
        help_text=gettext_lazy("Namn eller förmedling, och språk."),
    )  # fmt: skip

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless the viewer works in the case."""
        check_call(viewer, case)

    def prepare(self) -> None:
        """The team's units, each with how the consent stands; support and language as they are known."""
        field: Any = self.fields["units"]
        more: Any = self.fields["unit"]
        self.found = found = unit_choices(self.viewer, self.case)
        field.choices, more.choices = found.near, found.to_choose()
        self._fill_in(found)
        person = self.case.person
        self.initial.setdefault("sort", Sort.MULTI_PARTY)
        if person.protection:
            return  # what is behind an alias is opened on its own page alone (law 5)
        self.initial.setdefault("support", person.support_person)
        if person.needs_interpreter:
            self.initial.setdefault("interpreter", person.language)

    def _fill_in(self, found: UnitChoices) -> None:
        """What the way here named, of what can be chosen."""
        if self.asked_for is None:
            return
        told = self.asked_for
        self.initial["purpose"] = told.purpose
        if told.on_day:
            self.initial["on_day"] = told.on_day.isoformat()
        if told.unit in dict(found.near):
            self.initial["units"] = [told.unit]
        elif told.unit in dict(found.others):
            self.initial["unit"] = told.unit

    @classmethod
    def filled_in(cls, asked: Mapping[str, str]) -> type[BookForm]:
        """The same form, with what an address names filled in."""
        return type(cls.__name__, (cls,), {"asked_for": Beforehand.of(asked)})

    def layout(self) -> list[Group]:
        """When and what for; who; what is seldom needed last."""
        return [
            ("", ["sort", "on_day", "at", "purpose", "units", "by_person"]),
            (
                _("Fler som kallas, plats, stödperson och tolk"),
                ["unit", "place", "support", "interpreter", "outside"],
            ),
            *self.question(),
        ]

    def clean(self) -> dict[str, Any]:
        """An odd time is asked about once, when nothing else is wrong."""
        cleaned = super().clean()
        if not self.errors:
            self.ask_once(cleaned, self.odd(cleaned["on_day"], cleaned["at"]))
        return cleaned

    def odd(self, on_day: date, at: time | None) -> list[str]:
        """What is odd in when it is; nothing of what cannot be booked, which the action says first."""
        found = list(questions_of_time(on_day, at, self.viewer.day))
        if found:
            try:
                check_can_book(
                    self.case, self.new(), check_call(self.viewer, self.case), self.viewer
                )
            except Refused:
                return []
        return found

    def new(self) -> NewMeeting:
        """The meeting as it was filled in."""
        told = self.cleaned_data
        return NewMeeting(
            Sort(told["sort"]), told["on_day"], told["at"], told["place"], told["purpose"],
            tuple(guests_of(told)), told["by_person"],
        )  # fmt: skip

    def save(self) -> str:
        """Book it."""
        made = book(self.case, self.new(), by=self.viewer)
        if made.on_day < self.viewer.day:
            url = reverse("meeting_note", args=[self.case.pk, made.pk])
            self.onward = Instead("", _("Anteckna mötet"), url)
            return _("Mötet är inlagt. Anteckna nu vad ni kom överens om.")
        said = _("Mötet är bokat %(day)s.") % {"day": plain_day(made.on_day)}
        return f"{said} {said_of_clash(self.viewer, made)}".strip()


def guests_of(told: Any) -> Iterator[Guest]:
    """Who was filled in besides the person."""
    for unit in filter(None, [*told["units"], told["unit"]]):
        yield Guest(Role.UNIT, unit_id=int(unit))
    for line in told["outside"].splitlines():
        name, _comma, organisation = line.partition(",")
        if line.strip(" ,"):
            yield Guest(
                Role.OUTSIDE, name=name.strip()[:160], organisation=organisation.strip()[:160]
            )
    for role in BESIDE:
        if told[role.value].strip():
            yield Guest(role, name=told[role.value].strip())


Choice = tuple[str, str]


@dataclass(frozen=True)
class UnitChoices:
    """The units that can be called, each with how the consent stands; one's own is always there."""

    near: list[Choice]
    here: list[Choice]
    """Those of the place, that are not near."""
    far: list[Choice]

    @property
    def others(self) -> list[Choice]:
        """All that are not near."""
        return [*self.here, *self.far]

    def to_choose(self, but: Collection[str] = ()) -> list[tuple[str, Any]]:
        """The others but some, after an empty choice; those of the place first, under headings."""
        groups = ((_("På orten"), self.here), (_("Övriga enheter"), self.far))
        left = [(words, [one for one in some if one[0] not in but]) for words, some in groups]
        return first(_("Ingen"), [group for group in left if group[1]])


def unit_choices(viewer: Viewer, case: Participation) -> UnitChoices:
    """Near are the branch's team, and those in this very case that a consent lets know; others are all else.

    So that none is listed because it is in the case, which can be a secret (law 2). No association is.
    """
    unit = check_call(viewer, case)
    told = told_by(viewer, case, unit.authority_id)
    inside = Member.objects.filter(
        in_force(viewer.day), circle=case.circle_id, basis=Basis.ROLE, giver__in=told
    )
    known = {*team_units(case.branch), *inside.order_by("pk").values_list("unit_id", flat=True)}
    here = {key for key, _words in units_of_others([case.branch], [])[0]}
    found = UnitChoices([], [], [])
    rows = Unit.objects.exclude(pk=unit.pk).filter(handling_people("authority__"))
    for one in rows.select_related("authority").order_by("name", "pk"):
        choice = (str(one.pk), f"{one.name}: {_standing(one, unit, told)}")
        near = one.pk in known
        (found.near if near else found.here if choice[0] in here else found.far).append(choice)
    return found


def _standing(one: Unit, mine: Unit, told: dict[int, ConsentPart]) -> str:
    if one.authority_id == mine.authority_id:
        return _("den egna myndigheten")
    if one.authority_id in told:
        return _("personen har sagt ja till %(whom)s") % {"whom": one.authority}
    return _("inget samtycke gäller")

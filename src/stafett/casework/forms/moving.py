"""Move cases between those who work in a unit: the ticked ones or all in the list, never without a reason."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stafett.casework.access import check_move
from stafett.casework.actions import Reassigned, Sharing, reassign, share
from stafett.casework.forms.acting import WHY, Acting, Text
from stafett.casework.models import Holding, Participation, TeamPart
from stafett.casework.queries.unit import (
    NOBODY,
    UnitPage,
    caseloads,
    open_cases,
    parts_shared,
    posts_of,
    seen_cases,
)
from stafett.database.days import in_force
from stafett.parties.models import Position, Unit
from stafett.parties.queries import tenure_on
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


def takers(unit: Unit, viewer: Viewer) -> list[tuple[str, str]]:
    """The posts of the unit that can be given cases today, with who has each."""
    posts = posts_of(unit, viewer.day)
    held = [(post, tenure_on(post, viewer.day)) for post in posts]
    return [
        (str(post.pk), f"{tenure.staff.name}, {post.title}")
        for post, tenure in held
        if tenure and Permission.WORK_WITH_PEOPLE in permissions_of(post.role)
    ]


class MoveForm(forms.Form):
    """Which cases of a unit's list, to whom, and why."""

    case = forms.MultipleChoiceField(required=False)
    everything = forms.BooleanField(label="", required=False)
    shared = forms.MultipleChoiceField(required=False)
    everything_shared = forms.BooleanField(label="", required=False)
    to = forms.ChoiceField(label=gettext_lazy("Flytta till"))
    because = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=200,
        help_text=gettext_lazy("Till exempel: tar över under semestern. Syns i ärendenas historik."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, viewer: Viewer, page: UnitPage) -> None:
        """For the cases that the page lists, and those of its filter on other pages."""
        super().__init__(data)
        self.viewer, self.page = viewer, page
        everybody = [one for one in takers(page.unit, viewer) if one[0] != page.chosen]
        self.fields["to"].choices = [("", _("Välj vem")), *everybody]  # type: ignore[attr-defined]
        self.fields["case"].choices = [(one, one) for one in self.ticked]  # type: ignore[attr-defined]
        self.fields["shared"].choices = [(one, one) for one in self.ticked_shared]  # type: ignore[attr-defined]
        self.fields["everything_shared"].label = ngettext(
            "Den enda delen i ett delat ärende", "Alla %(number)s delar i delade ärenden",
            page.shared_count,
        ) % {"number": page.shared_count}  # fmt: skip
        self.fields["everything"].label = ngettext(
            "Det enda ärendet i listan", "Alla %(number)s ärenden i listan", page.count
        ) % {"number": page.count}

    @property
    def ticked(self) -> set[str]:
        """What was ticked when the form was sent, to tick it again."""
        return self._sent("case")

    @property
    def ticked_shared(self) -> set[str]:
        """The same of what is shared."""
        return self._sent("shared")

    def _sent(self, name: str) -> set[str]:
        return set(self.data.getlist(name)) if self.is_bound else set()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something must have been chosen."""
        told = super().clean() or {}
        if not any(
            told.get(name) for name in ("case", "everything", "shared", "everything_shared")
        ):
            self.add_error("everything", _("Kryssa i vilka ärenden som ska flyttas, eller alla."))
        return told

    def attempt(self) -> str:
        """Move them and say what was done; a refusal becomes a fault, and nothing has moved."""
        try:
            with transaction.atomic():
                moved = self._move_all()
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(name or None, sentence)
            return ""
        return moved

    def _move_all(self) -> str:
        """What is ticked of both kinds, told in a sentence for each."""
        told, name = self.cleaned_data, dict(self.fields["to"].choices)[self.cleaned_data["to"]]  # type: ignore[attr-defined]
        to = Position.objects.select_related("unit").get(pk=told["to"])
        has = [said(self._move(to), name)] if told["case"] or told["everything"] else []
        any_shared = told["shared"] or told["everything_shared"]
        return " ".join([*has, *([said_shared(self._share(to), name)] if any_shared else [])])

    def _move(self, to: Position) -> Reassigned:
        told, unit = self.cleaned_data, self.page.unit
        if told["everything"]:
            rows = open_cases(self.viewer, unit, self.page.chosen)
            cases, seen = list(rows.order_by("pk")), None
        else:
            seen = _seen(told["case"])
            cases = seen_cases(self.viewer, seen)
            if len(cases) < len(seen):
                raise Refused({"": _gone()})
        return reassign(cases, to, by=self.viewer, because=told["because"], seen=seen)

    def _share(self, to: Position) -> int:
        """Move the parts that are ticked, or all: each as the part that it is."""
        told = self.cleaned_data
        rows = parts_shared(self.viewer, self.page.unit, self.page.chosen)
        if not told["everything_shared"]:
            keys = [int(key) for key in told["shared"] if key.isdecimal()]
            rows = rows.filter(pk__in=keys)
            if rows.count() < len(told["shared"]):
                raise Refused({"": _gone()})
        number = 0
        for part in TeamPart:
            its = [
                row.participation
                for row in rows.select_related("participation")
                if row.part == part
            ]
            asked = Sharing(to.unit, part, to)
            number += len(share(its, asked, by=self.viewer, because=told["because"]))
        return number


def _gone() -> str:
    return _("Något av ärendena finns inte längre i listan. Öppna sidan igen.")


def _seen(ticked: list[str]) -> dict[UUID, int | None]:
    """What the tick boxes say: each case, and who had it; Refused when it cannot be read."""
    try:
        pairs = [one.split(":") for one in ticked]
        return {UUID(key): None if post == NOBODY else int(post) for key, post in pairs}
    except ValueError:
        raise Refused(
            {"": _("Det gick inte att läsa vad som var ikryssat. Öppna sidan igen.")}
        ) from None


def said(done: Reassigned, to: str) -> str:
    """How many were moved, to whom, and what moved along."""
    number = len(done.moved)
    told = {"number": number, "to": to}
    first = ngettext("%(number)s ärende är flyttat till %(to)s.",
                     "%(number)s ärenden är flyttade till %(to)s.", number) % told  # fmt: skip
    return " ".join([first, *done.along])


def said_shared(number: int, to: str) -> str:
    """How many parts in shared cases were moved, and to whom."""
    told = {"number": number, "to": to}
    return ngettext("%(number)s del i ett delat ärende är flyttad till %(to)s.",
                    "%(number)s delar i delade ärenden är flyttade till %(to)s.", number) % told  # fmt: skip


class AssignForm(Acting):
    """Who in the unit has one case; why is asked of a change, not where nobody had it."""

    heading: ClassVar[Text] = gettext_lazy("Vem har ärendet?")
    lead = gettext_lazy(
        "Enheten håller ihop ärendet; någon i den har det. Det som hör till ärendet följer med."
    )
    to = forms.ChoiceField(label=gettext_lazy("Handläggare"))
    because = WHY
    field_order = ["to", "because", "seen"]

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless the viewer may move cases in the unit that holds it."""
        check_move(viewer, holding_unit(viewer, case), [case])

    def now(self) -> dict[str, Any]:
        """Who has it."""
        unit = holding_unit(self.viewer, self.case)
        found = open_cases(self.viewer, unit).filter(pk=self.case.pk).values_list("post", flat=True)
        post = found.first()
        return {"to": str(post) if post else ""}

    def prepare(self) -> None:
        """Those who work in the unit, with how many cases each has; oneself first."""
        unit = holding_unit(self.viewer, self.case)
        self.names = dict(takers(unit, self.viewer))
        self.fields["to"].choices = [("", _("Välj vem")), *self._told(unit)]  # type: ignore[attr-defined]
        if not self.current["to"]:
            del self.fields["because"]

    def save(self) -> str:
        """Let them have it."""
        told = self.cleaned_data
        to = Position.objects.select_related("unit").get(pk=told["to"])
        done = reassign(
            [self.case], to, by=self.viewer, because=told.get("because", _("Ingen hade ärendet."))
        )
        name = self.names[told["to"]]
        return " ".join([_("%(name)s har ärendet nu.") % {"name": name}, *done.along])

    def _told(self, unit: Unit) -> list[tuple[str, str]]:
        """The choices as they are read, those first that are the viewer's own to take."""
        loads = caseloads(self.viewer, unit)
        own = {str(post.position_id) for post in self.viewer.posts if not post.stands_in}
        own -= {self.current["to"]}
        mine = [
            (key, _("Jag tar det: %(name)s") % {"name": self.names[key]})
            for key in self.names
            if key in own
        ]
        others = [(key, name) for key, name in self.names.items() if key not in own]
        return [
            (key, f"{name} · {_cases(loads.get(int(key), 0))}") for key, name in [*mine, *others]
        ]


def _cases(number: int) -> str:
    return ngettext("%(number)s ärende", "%(number)s ärenden", number) % {"number": number}


def holding_unit(viewer: Viewer, case: Participation) -> Unit:
    """The unit that holds a case together today, or held it last."""
    held = Holding.objects.filter(
        in_force(viewer.day), participation=case
    ) | Holding.objects.filter(participation=case, until_day__isnull=False)
    last = held.select_related("unit").order_by("-from_day", "-pk").first()
    assert last is not None, case
    return last.unit

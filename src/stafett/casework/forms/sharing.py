"""Who shares a case: a unit names its contact person, or the second of a pair, and lets them go (A7 D8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_move
from stafett.casework.actions import Sharing, share
from stafett.casework.forms.acting import WHY, Acting, Text
from stafett.casework.forms.moving import holding_unit, takers
from stafett.casework.models import Participation, Teammate, TeamPart
from stafett.casework.queries.unit import posts_of
from stafett.casework.sharing import units_to_name
from stafett.database.days import in_force
from stafett.parties.models import Position, Unit
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


class SharingForm(Acting):
    """Which posts of one unit have which part in one case; why is asked where somebody had one."""

    parts: ClassVar[dict[str, TeamPart]] = {}
    """Each field with the part that it says."""
    because = WHY

    def now(self) -> dict[str, Any]:
        """Who has each part."""
        self.here = self.unit()
        rows = Teammate.objects.filter(
            in_force(self.viewer.day), participation=self.case, unit=self.here
        )
        has = dict(rows.order_by("pk").values_list("part", "position_id"))
        return {name: str(has.get(part.value, "")) for name, part in self.parts.items()}

    def prepare(self) -> None:
        """Those who work in the unit, nobody, and whoever has the part though the post is vacant now."""
        self.names = dict(takers(self.here, self.viewer))
        had = [int(post) for post in self.current.values() if post and post not in self.names]
        for post in posts_of(self.here, self.viewer.day, had) if had else ():
            if post.pk in had:
                self.names[str(post.pk)] = _("%(title)s (vakant)") % {"title": post.title}
        for name in self.parts:
            options = [("", _("Ingen")), *self.names.items()]
            self.fields[name].choices = options  # type: ignore[attr-defined]
        if not any(self.current.values()):
            del self.fields["because"]

    @transaction.atomic
    def save(self) -> str:
        """Let them have their parts; all or none of it.

        Who is let go comes first, and of them the second of a pair: else the second would be the first.
        """
        changed = {n: p for n, p in self.parts.items() if self.cleaned_data[n] != self.current[n]}
        let_go = [name for name in reversed(changed) if not self.cleaned_data[name]]
        for name in [*let_go, *(name for name in changed if name not in let_go)]:
            self._say(name, changed[name])
        return self.said()

    def _say(self, name: str, part: TeamPart) -> None:
        chosen = self.cleaned_data[name]
        posts = Position.objects.select_related("unit")
        to = posts.get(pk=chosen) if chosen else None
        because = self.cleaned_data.get("because", "")
        try:
            share([self.case], Sharing(self.here, part, to), by=self.viewer, because=because)
        except Refused as refused:
            raise Refused(
                {name if k == "to" else k: v for k, v in refused.faults.items()}
            ) from None

    def chosen(self, name: str) -> str:
        """The name of whoever was chosen; empty for nobody."""
        return self.names.get(self.cleaned_data[name], "")

    if TYPE_CHECKING:

        def unit(self) -> Unit:
            """Whose posts are chosen among. Every form has its own."""

        def said(self) -> str:
            """Who has what now."""


class ContactForm(SharingForm):
    """Whom one turns to in a unit that takes part in a case that another holds, alone or in a pair."""

    heading: ClassVar[Text] = gettext_lazy("Kontaktperson hos er")
    lead: Text = gettext_lazy(
        "Den som personen och de andra i ärendet vänder sig till hos er. Ärendet står bland hens egna, och i "
        "Min plan med namn, för dem som får veta att ni är med."
    )
    parts: ClassVar[dict[str, TeamPart]] = {"to": TeamPart.CONTACT, "second": TeamPart.SECOND}
    to = forms.ChoiceField(label=gettext_lazy("Kontaktperson"), required=False)
    second = forms.ChoiceField(
        label=gettext_lazy("I par med"), required=False,
        help_text=gettext_lazy("När två hos er arbetar tillsammans runt personen."),
    )  # fmt: skip
    of_unit = forms.ChoiceField(
        label=gettext_lazy("Enhet"), required=False, widget=forms.HiddenInput
    )
    field_order = ["of_unit", "to", "second", "because", "seen"]
    chosen_unit: ClassVar[str] = ""
    """The unit that the address names, for those who work in several."""

    @classmethod
    def of(cls, unit: str) -> type[ContactForm]:
        """The same form, for one unit of several."""
        return type(cls.__name__, (cls,), {"chosen_unit": unit})

    def __init__(self, data: Any = None, files: Any = None, **about: Any) -> None:
        """For the unit that was sent, or was chosen in the address."""
        self.wanted = (data or {}).get("of_unit") or self.chosen_unit
        super().__init__(data, files, **about)

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless a unit of the viewer's takes part by right and does not hold."""
        if not units_to_name(viewer, case, holding_unit(viewer, case).pk):
            raise PermissionDenied(
                _(
                    "Varje enhet som är med utan att hålla ihop ärendet väljer själv sin kontaktperson."
                )
            )

    def unit(self) -> Unit:
        """The one that takes part: the one that is wanted, else their own."""
        self.units = units_to_name(self.viewer, self.case, holding_unit(self.viewer, self.case).pk)
        return next((unit for unit in self.units if str(unit.pk) == self.wanted), self.units[0])

    def prepare(self) -> None:
        """As for every part, said for which unit it is where there are several."""
        super().prepare()
        self.initial["of_unit"] = str(self.here.pk)
        told: Any = self.fields["of_unit"]
        told.choices = [(str(unit.pk), unit.name) for unit in self.units]
        if len(self.units) > 1:
            self.lead = _("Det gäller %(unit)s.") % {"unit": self.here} + f" {self.lead}"

    def clean(self) -> dict[str, Any]:
        """A pair is two, of whom one is the contact person."""
        told = super().clean() or {}
        if told.get("second") and not told.get("to"):
            self.add_error("to", _("Välj kontaktperson. Den andra i paret väljer du därunder."))
        elif told.get("second") and told.get("second") == told.get("to"):
            self.add_error("second", _("Ett par är två. Välj någon annan, eller ingen."))
        return told

    def said(self) -> str:
        """Who is contact person now."""
        first, second = self.chosen("to"), self.chosen("second")
        if second:
            told = {"first": first, "second": second}
            return _("%(first)s är kontaktperson nu, i par med %(second)s.") % told
        if first:
            return _("%(first)s är kontaktperson nu.") % {"first": first}
        return _("Ingen hos er är kontaktperson nu.")


class PairForm(SharingForm):
    """Who is in a pair with the one who has the case, in the unit that holds it."""

    heading: ClassVar[Text] = gettext_lazy("Arbeta i par")
    lead = gettext_lazy(
        "Två i enheten arbetar tillsammans runt personen. Ärendet står bland bådas egna, och räknas en gång i "
        "enheten: hos den som är handläggare."
    )
    parts: ClassVar[dict[str, TeamPart]] = {"to": TeamPart.PAIR}
    to = forms.ChoiceField(label=gettext_lazy("I par med handläggaren"), required=False)
    field_order = ["to", "because", "seen"]

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless the viewer may move cases in the unit that holds it."""
        check_move(viewer, holding_unit(viewer, case), [case])

    def unit(self) -> Unit:
        """The one that holds the case."""
        return holding_unit(self.viewer, self.case)

    def prepare(self) -> None:
        """As for every part, but for the one who has the case: a pair is two."""
        super().prepare()
        has = self.case.assignments.filter(in_force(self.viewer.day), unit=self.here)
        alone = {str(post) for post in has.values_list("position", flat=True)}
        offered: Any = self.fields["to"]
        offered.choices = [(post, name) for post, name in offered.choices if post not in alone]

    def said(self) -> str:
        """Who is in the pair now."""
        name = self.chosen("to")
        if not name:
            return _("Ingen är i par med handläggaren nu.")
        return _("%(name)s är i par med handläggaren nu.") % {"name": name}

"""What every form about one participation has: what it is for, whose it is, and the action it calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.casework.access import check_change
from stafett.casework.forms.stale import Versioned
from stafett.casework.models import Participation
from stafett.frame.form_fields import needed_when
from stafett.safeguards.actions.links import Made
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

Text = str | Promise
USUAL = forms.Field.default_error_messages["required"]
"""What is said of an empty field that has no sentence of its own."""
Group = tuple[Text, list[str]]


@dataclass(frozen=True)
class FieldGroup:
    """Some fields under a heading, or without one."""

    legend: Text
    fields: list[BoundField]
    seldom: bool = False
    opened_by: str = ""
    """A choice, as field=value, that makes it needed: it is unfolded when that is chosen, where scripts run."""
    template: ClassVar[str] = ""
    """What draws the fields, where they do not stand one after the other."""

    @property
    def folded(self) -> bool:
        """True of what is seldom needed while nothing is filled in there and nothing is wrong."""
        return self.seldom and not any(bound.value() or bound.errors for bound in self.fields)

    @property
    def optional(self) -> bool:
        """True when the whole group can be left out; that is then said once, at its heading."""
        return bool(self.legend) and not any(
            bound.field.required or needed_when(bound.field) for bound in self.fields
        )


@dataclass(frozen=True)
class Instead:
    """Another way to what one is after, above the form; what is chosen in the field `follows` goes along."""

    said: Text
    label: Text
    url: str
    follows: str = ""


WHY = forms.CharField(
    label=_("Varför ändras det?"), max_length=200,
    help_text=_("Skälet sparas tillsammans med hur det stod förut."),
)  # fmt: skip


class Acting(Versioned):
    """A form about one participation; `save` calls its action and says what was done."""

    heading: ClassVar[Text] = ""
    lead: Text = ""
    button: ClassVar[Text] = _("Spara")
    prints: ClassVar[bool] = False
    """True when what is filled in can be printed before it is saved."""
    a_no: ClassVar[bool] = False
    """True of what says no or takes something back: it is told as done, not cheered."""
    asks_again: ClassVar[bool] = False
    """True when whoever opens it must lately have shown who they are."""
    after_exit: ClassVar[bool] = False
    """True of what is about an exit: that the case has ended is then no news."""
    address: str = ""
    """Where the form is sent, when that is not where it stands."""
    made: Sequence[Made] = ()
    """Links that were made: they are shown at once, and then never again."""
    shown_at: ClassVar[str] = "consents"
    """The page about the same case that tells how those links stand."""
    stop: Text = ""
    """Why it cannot be done at all just now; stands instead of the fields, so that nobody fills them in."""
    also: Sequence[str] = ()
    """What else it does, or does not do, a sentence each; under `also_heading`, above the button."""
    also_heading: ClassVar[Text] = ""
    instead: Instead | None = None
    """What else one may have meant to do, or what comes first where it is stopped."""
    onward: Instead | None = None
    """What to do next, now that it is done: a link after what is said was done."""
    note: ClassVar[Text | None] = None
    """Stands above the faults; None is the usual: that nothing is saved and nothing typed lost."""
    seldom: ClassVar[frozenset[str]] = frozenset()
    """Fields that are folded away until somebody needs them."""
    opened_by: ClassVar[Mapping[str, str]] = {}
    """By a folded group's first field the choice, as field=value, that makes the group needed."""

    one_column: ClassVar[bool] = False
    """True of what is read and filled in from the top down: its fields stand below each other."""

    unkept: ClassVar[bool] = False
    """True of what says who somebody is or what is protected: nothing typed in it stays in the browser."""

    def __init__(
        self, data: Any = None, files: Any = None, *, viewer: Viewer, case: Participation
    ) -> None:
        """The form as it stands now, or with what was sent."""
        self.viewer, self.case = viewer, case
        self.asked: list[str] = []
        """The fields that only an answer to what was sent can tell that one must fill in."""
        super().__init__(data, current=self.now(), files=files)
        self.prepare()
        _speak_of_answers(self.fields.values())

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless the viewer may do this with the case."""
        check_change(viewer, [case])

    def now(self) -> Mapping[str, Any]:
        """How things stand, by field; what a stale form is compared with."""
        return {}

    def prepare(self) -> None:
        """Fill in what can be chosen."""

    @property
    def keeps_typed(self) -> bool:
        """True where what is typed may stay in the browser's tab until it is sent (ADR 27): never of somebody
        with protected identity (law 5)."""
        return not (self.unkept or self.asks_again or self.case.person.protection)

    def groups(self) -> list[FieldGroup]:
        """The fields under their headings, in order; one that this viewer is not asked is left out."""
        return [
            FieldGroup(
                legend, [self[name] for name in names if name in self.fields],
                self.seldom.issuperset(names), self.opened_by.get(next(iter(names), ""), ""),
            )
            for legend, names in self.layout()
        ]  # fmt: skip

    def layout(self) -> list[Group]:
        """Which fields stand under which heading."""
        return [("", [name for name in self.fields if name != "seen"])]

    def attempt(self) -> str:
        """Do it and say what was done; a refusal becomes a fault in the form and gives nothing."""
        try:
            return self.save()
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(self.fault_field(name), sentence)
            return ""

    def fault_field(self, name: str) -> str | None:
        """The field that a rule's fault belongs to; None is the whole form."""
        return name if name in self.fields else None

    if TYPE_CHECKING:

        def save(self) -> str:
            """Call the action; returns a sentence about what was done. Every form has its own."""


def _speak_of_answers(fields: Iterable[forms.Field]) -> None:
    """Nothing is filled in where one answer of a few is chosen."""
    for field in fields:
        unanswered = field.error_messages.get("required")
        if isinstance(field.widget, forms.RadioSelect) and unanswered == USUAL:
            field.error_messages["required"] = _("Välj ett svar.")

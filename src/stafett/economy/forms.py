"""What is asked for when a cost is booked, and when a cost per participant is stated."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.economy import actions
from stafett.economy.models import CostLine, CostStatement
from stafett.economy.queries import kinds_used
from stafett.economy.refusals import SENTENCES
from stafett.initiatives import access
from stafett.initiatives.models import Initiative
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.plain_fields import TypedNumber
from stafett.safeguards.viewer import Viewer


class CostForm(CarefulForm):
    """An amount of one kind in one year."""

    sentences = SENTENCES
    kronor = TypedNumber(
        label=gettext_lazy("Kronor"), max_digits=14, decimal_places=2,
        help_text=gettext_lazy("Till exempel 105 289 eller 105 289,50."),
    )  # fmt: skip

    class Meta:
        model = CostLine
        fields = ["year", "cost_kind", "payer", "branch", "kronor", "booked_through"]
        labels = {"branch": gettext_lazy("Gren")}
        help_texts = {
            "payer": gettext_lazy("Tomt när det inte är sagt vem som betalar."),
            "booked_through": gettext_lazy("Sista dagen som beloppet gäller."),
        }

    def __init__(self, *args: Any, initiative: Initiative, viewer: Viewer, **named: Any) -> None:
        """For an initiative, where in it the viewer leads."""
        self.initiative, self.viewer = initiative, viewer
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The branches that the viewer leads, and the kinds of cost that are used already."""
        branch: Any = self.fields["branch"]
        branch.queryset = access.led_branches(self.viewer, self.initiative)
        branch.required = not access.may_edit(self.viewer, self.initiative)
        branch.help_text = "" if branch.required else _("Tomt betyder hela insatsen.")
        used = ", ".join(kinds_used(self.initiative))
        self.fields["cost_kind"].help_text = (
            _("Samma ord som förut, om det är samma slag: %(used)s.") % {"used": used}
            if used
            else _("Till exempel Personal, Lokaler eller Övrigt.")
        )
        return {}

    def own_arguments(self) -> dict[str, Any]:
        """The initiative and the viewer."""
        return {"initiative": self.initiative, "viewer": self.viewer}

    def act(self, by: Any) -> CostLine:
        """Book the amount."""
        told = self.told()
        named = (told.pop("year"), told.pop("cost_kind"), told.pop("kronor"))
        return actions.book(self.initiative, *named, by=by, **told)

    def told(self) -> dict[str, Any]:
        """The columns with what was typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CostChange(CostForm):
    """A booked amount that is corrected."""

    def act(self, by: Any) -> CostLine:
        """Correct the line."""
        return actions.correct_line(self.instance, by=by, **self.told())


class StatementForm(CarefulForm):
    """A cost per participant: through which day costs are counted, and through which people."""

    sentences = SENTENCES

    class Meta:
        model = CostStatement
        fields = ["label", "costs_through", "participants_through"]
        help_texts = {"label": gettext_lazy("Till exempel: till och med juli 2009.")}

    def __init__(self, *args: Any, initiative: Initiative, **named: Any) -> None:
        """For an initiative."""
        self.initiative = initiative
        super().__init__(*args, **named)

    def own_arguments(self) -> dict[str, Any]:
        """The initiative."""
        return {"initiative": self.initiative}

    def act(self, by: Any) -> CostStatement:
        """State it."""
        return actions.state_cost(self.initiative, by=by, **self.told())

    def told(self) -> dict[str, Any]:
        """The columns with what was typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class StatementChange(StatementForm):
    """A statement that is corrected."""

    def act(self, by: Any) -> CostStatement:
        """Correct the statement."""
        return actions.correct_statement(self.instance, by=by, **self.told())

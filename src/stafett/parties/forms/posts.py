"""Forms for posts and who holds them. On a page an end is the last day; the actions take the day after."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.parties import access, actions, role_names
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Position, Staff, Tenure, Unit
from stafett.parties.plain_fields import TypedPercent
from stafett.parties.protected_staff import protect_staff, protect_staff_no_more
from stafett.parties.refusals import SENTENCES
from stafett.parties.rules import day_after, last_day, until


def _last_day(required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("Sista dag"), required=required,
        help_text="" if required else gettext_lazy("Tomt betyder tills vidare."),
    )  # fmt: skip


def _full_time() -> TypedPercent:
    return TypedPercent(
        label=gettext_lazy("Andel av heltid, procent"), max_digits=9, decimal_places=5,
        initial=Decimal(1), help_text=gettext_lazy("Till exempel 25 eller 100."),
    )  # fmt: skip


class PostForm(CarefulForm):
    """A new post in the unit given as `unit`."""

    sentences = SENTENCES
    role = forms.ChoiceField(label=gettext_lazy("Roll"))
    full_time = _full_time()
    last_day = _last_day()
    field_order = ["role", "title", "full_time", "from_day", "last_day"]

    class Meta:
        model = Position
        fields = ["title", "full_time", "from_day"]
        labels = {"from_day": gettext_lazy("Första dag")}
        help_texts = {"title": gettext_lazy("Som den heter hos er, till exempel projektcoach.")}

    def __init__(self, *args: Any, unit: Unit, viewer: Any, **named: Any) -> None:
        """For a new post in a unit, in one of the roles that the viewer may fill there."""
        self.unit, self.viewer = unit, viewer
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The roles to choose between; those that see people only from inside the authority."""
        named = dict(role_names.choices())
        may = access.fillable(self.viewer, self.unit.authority, named)
        self.fields["role"].choices = [("", ""), *((code, named[code]) for code in may)]  # type: ignore[attr-defined]
        return {}

    def act(self, by: Any) -> Position:
        """Open the post."""
        told = self.cleaned_data
        return actions.open_post(
            self.unit, told["role"], told["title"], from_day=told["from_day"], by=by,
            full_time=told["full_time"], until_day=until(told["last_day"]),
        )  # fmt: skip


class PostChange(CarefulForm):
    """A post whose title or share is corrected, or that has ended; its role stays."""

    sentences = SENTENCES
    watched = ["until_day"]
    full_time = _full_time()
    last_day = _last_day()

    class Meta:
        model = Position
        fields = ["title", "full_time"]

    def __init__(self, *args: Any, **named: Any) -> None:
        """For the post given as `instance`."""
        super().__init__(*args, **named)
        self.initial["last_day"] = last_day(self.instance.until_day)

    def act(self, by: Any) -> Position:
        """Change the post."""
        told = self.cleaned_data
        return actions.change_post(
            self.instance, by=by, title=told["title"], full_time=told["full_time"],
            until_day=until(told["last_day"]),
        )  # fmt: skip


class AppointForm(CarefulForm):
    """Somebody who gets the post given as `position`: known already, or new here."""

    sentences = SENTENCES
    staff = forms.ModelChoiceField(
        Staff.objects.none(), label=gettext_lazy("Vem"), required=False,
        help_text=gettext_lazy("De som redan finns hos myndigheten."),
    )  # fmt: skip
    new_name = forms.CharField(
        label=gettext_lazy("Eller någon ny, för- och efternamn"), max_length=120, required=False
    )
    last_day = _last_day()
    field_order = ["staff", "new_name", "from_day", "last_day", "stands_in", "note"]

    class Meta:
        model = Tenure
        fields = ["from_day", "stands_in", "note"]
        labels = {
            "from_day": gettext_lazy("Första dag"),
            "stands_in": gettext_lazy("Vikarierar för någon annan"),
        }

    def __init__(self, *args: Any, position: Position, **named: Any) -> None:
        """For whoever gets the post."""
        self.position = position
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """Those who work at the post's authority."""
        there = self.position.unit.authority.staff.order_by("name", "id")
        self.fields["staff"].queryset = there  # type: ignore[attr-defined]
        return {}

    def clean(self) -> dict[str, Any]:
        """One person: either somebody known or somebody new."""
        told = super().clean()
        if bool(told.get("staff")) == bool(told.get("new_name")):
            self.add_error(
                "staff", _("Välj någon som finns, eller skriv namnet på någon ny. Bara det ena.")
            )
        return told

    def act(self, by: Any) -> Tenure:
        """Appoint them."""
        told = self.cleaned_data
        authority = self.position.unit.authority
        who = told["staff"] or actions.add_staff(authority, told["new_name"], by=by)
        return actions.appoint(
            who, self.position, from_day=told["from_day"], by=by, stands_in=told["stands_in"],
            until_day=until(told["last_day"]), note=told["note"],
        )  # fmt: skip


class StandInForm(CarefulForm):
    """Somebody who stands in for the holder of the post given as `position`."""

    sentences = SENTENCES
    staff = forms.ModelChoiceField(Staff.objects.none(), label=gettext_lazy("Vem ska stå in?"))
    last_day = _last_day(required=True)
    field_order = ["staff", "from_day", "last_day", "note"]

    class Meta:
        model = Tenure
        fields = ["from_day", "note"]
        labels = {"from_day": gettext_lazy("Första dag"), "note": gettext_lazy("Varför?")}
        help_texts = {
            "note": gettext_lazy("Till exempel semester. Skriv inget om någons hälsa eller familj.")
        }

    def __init__(self, *args: Any, position: Position, **named: Any) -> None:
        """For whoever stands in at the post."""
        self.position = position
        super().__init__(*args, **named)
        self.fields["note"].required = True

    def more_fields(self) -> dict[str, forms.Field]:
        """Those who work at the post's authority."""
        there = self.position.unit.authority.staff.order_by("name", "id")
        self.fields["staff"].queryset = there  # type: ignore[attr-defined]
        return {}

    def act(self, by: Any) -> Tenure:
        """Let them stand in."""
        told = self.cleaned_data
        return actions.stand_in(
            told["staff"], self.position, from_day=told["from_day"], by=by, because=told["note"],
            until_day=day_after(told["last_day"]),
        )  # fmt: skip


class ProtectForm(CarefulForm):
    """That somebody is called by another name at work, or by their own again."""

    sentences = SENTENCES
    watched = ["name"]

    class Meta:
        model = Staff
        fields: list[str] = []

    def __init__(self, *args: Any, tenure: Tenure, **named: Any) -> None:
        """For the one who holds `tenure`."""
        super().__init__(*args, instance=tenure.staff, **named)
        self.tenure = tenure

    def act(self, by: Any) -> Staff:
        """Protect them, or no more."""
        if self.tenure.staff.real_name:
            return protect_staff_no_more(self.tenure, by=by)
        return protect_staff(self.tenure, by=by)


class LeaveForm(CarefulForm):
    """The last day on which somebody holds a post."""

    sentences = SENTENCES
    watched = ["until_day"]
    last_day = _last_day(required=True)

    class Meta:
        model = Tenure
        fields: list[str] = []

    def __init__(self, *args: Any, **named: Any) -> None:
        """For the tenure given as `instance`."""
        super().__init__(*args, **named)
        self.initial["last_day"] = last_day(self.instance.until_day)

    def act(self, by: Any) -> None:
        """End the tenure; a stand-in's that has not begun is taken back."""
        actions.leave(self.instance, on=day_after(self.cleaned_data["last_day"]), by=by)

"""Forms for what parties do together: associations with shares, groups with seats, agreements."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.parties import actions
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import (
    Agreement,
    Association,
    Group,
    GroupMember,
    Party,
    Position,
)
from stafett.parties.plain_fields import TypedShare
from stafett.parties.refusals import SENTENCES
from stafett.parties.rules import day_after

FEWEST_ROWS, MORE_ROWS, MOST_ROWS = 8, 4, 60


class ShareRows(CarefulForm):
    """Members with their shares, a row each; a row that is left empty is nobody."""

    sentences = SENTENCES
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)
    has_rows = True

    def more_fields(self) -> dict[str, forms.Field]:
        """So many rows as were on the page, more when asked for, and those that hold already."""
        known = [] if self.instance._state.adding else _shares_of(self.instance)
        made: dict[str, forms.Field] = {}
        self.count = self._row_count(len(known))
        for number in range(1, self.count + 1):
            made |= _row(number)
        for number, (party, share) in enumerate(known, start=1):
            self.initial |= {f"party_{number}": party, f"share_{number}": share}
        return made

    def _row_count(self, known: int) -> int:
        sent = str(self.data.get("rows", "")) if self.is_bound else ""
        count = int(sent) if sent.isdecimal() and len(sent) < 4 else max(FEWEST_ROWS, known + 2)
        count = min(count + (MORE_ROWS if "more" in self.data else 0), MOST_ROWS)
        self.initial["rows"] = count
        if self.is_bound:
            self.data = self.data.copy()
            self.data["rows"] = count
        return count

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The form's own fields, then a group for each row."""
        own = self._meta.fields or ()
        yield "", [field for field in self.visible_fields() if field.name in own]
        for number in range(1, self.count + 1):
            heading = _("Medlem %(number)s") % {"number": number}
            yield heading, [self[f"party_{number}"], self[f"share_{number}"]]

    def clean(self) -> dict[str, Any]:
        """Whole rows, at least one, that make up the whole (2003:1210 5 §)."""
        told = super().clean()
        for number in range(1, self.count + 1):
            self._check_row(number, told)
        shares = self.shares()
        if not self.errors and sum((share for _party, share in shares), Fraction(0)) != 1:
            self.add_error(None, _sum_sentence(shares))
        return told

    def _check_row(self, number: int, told: dict[str, Any]) -> None:
        party, share = f"party_{number}", f"share_{number}"
        if party in self.errors or share in self.errors:
            return
        if told[party] and told[share] is None:
            self.add_error(share, _("Skriv hur stor del parten står för, eller ta bort parten."))
        elif told[share] is not None and not told[party]:
            self.add_error(party, _("Välj vem andelen gäller, eller ta bort andelen."))

    def shares(self) -> list[tuple[Party, Fraction]]:
        """The rows that are filled in."""
        told = self.cleaned_data
        pairs = [(told.get(f"party_{n}"), told.get(f"share_{n}")) for n in range(1, self.count + 1)]
        return [(party, share) for party, share in pairs if party and share is not None]


def _row(number: int) -> dict[str, forms.Field]:
    parties = Party.objects.select_related("kind").order_by("kind__colour", "name")
    return {
        f"party_{number}": forms.ModelChoiceField(
            parties, required=False, label=_("Part %(number)s") % {"number": number}
        ),
        f"share_{number}": TypedShare(
            required=False, label=_("Andel %(number)s") % {"number": number},
            widget=forms.TextInput(attrs={"size": "8"}),
        ),
    }  # fmt: skip


def _sum_sentence(shares: list[tuple[Party, Fraction]]) -> str:
    if not shares:
        return _("Minst en part ska stå för finansieringen. Välj part och andel.")
    total = sum((share for _party, share in shares), Fraction(0))
    return _("Andelarna blir tillsammans %(total)s, inte 1. Rätta dem så att de blir hela.") % {
        "total": total
    }


def _shares_of(association: Association) -> list[tuple[int, Fraction]]:
    held = association.members.filter(until_day__isnull=True).select_related("party__kind")
    return [
        (m.party_id, Fraction(m.share_numerator, m.share_denominator))
        for m in held.order_by("party__kind__colour", "party__name")
    ]


class AssociationForm(ShareRows):
    """A new association with its members."""

    from_day = forms.DateField(label=gettext_lazy("Andelarna gäller från"))

    class Meta:
        model = Association
        fields = ["authority", "name", "from_day"]
        exclude: list[str] = []
        help_texts = {"authority": gettext_lazy("Förbundet självt, som myndighet.")}

    def act(self, by: Any) -> Association:
        """Form the association."""
        told = self.cleaned_data
        return actions.form_association(
            told["authority"], told["name"], self.shares(), from_day=told["from_day"], by=by
        )


class SharesForm(ShareRows):
    """Other members or shares for an association, from a day."""

    from_day = forms.DateField(
        label=gettext_lazy("Andelarna gäller från"),
        help_text=gettext_lazy(
            "De som gäller nu upphör dagen före. Samma dag som de började: de rättas."
        ),
    )

    class Meta:
        model = Association
        fields = ["from_day"]

    def state_of(self, row: Model) -> str:
        """A mark of the shares that hold."""
        return sha256(repr(_shares_of(row)).encode()).hexdigest()[:16]  # type: ignore[arg-type]

    def act(self, by: Any) -> Association:
        """Let the shares hold from the day."""
        day = self.cleaned_data["from_day"]
        actions.change_shares(self.instance, self.shares(), from_day=day, by=by)
        return self.instance


class GroupForm(CarefulForm):
    """A new group."""

    sentences = SENTENCES

    class Meta:
        model = Group
        fields = ["name", "association", "mandate", "hands_up_to"]
        labels = {"association": gettext_lazy("Förbund")}
        help_texts = {
            "mandate": gettext_lazy("Vad gruppen får besluta själv, och vad den inte får."),
            "hands_up_to": gettext_lazy("Gruppen som tar det som mandatet inte räcker till."),
        }

    def act(self, by: Any) -> Group:
        """Form the group."""
        told = self.cleaned_data
        return actions.form_group(
            told["name"], by=by, mandate=told["mandate"], association=told["association"],
            hands_up_to=told["hands_up_to"],
        )  # fmt: skip


class GroupChange(CarefulForm):
    """A group whose name, mandate or way up is changed."""

    sentences = SENTENCES

    class Meta(GroupForm.Meta):
        fields = ["name", "mandate", "hands_up_to"]

    def more_fields(self) -> dict[str, forms.Field]:
        """A group never hands anything up to itself."""
        others = Group.objects.exclude(pk=self.instance.pk)
        self.fields["hands_up_to"].queryset = others  # type: ignore[attr-defined]
        return {}

    def act(self, by: Any) -> Group:
        """Change the group."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.change(self.instance, by=by, **told)


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Posts, each told with the unit and the authority that it is in."""

    def label_from_instance(self, obj: Position) -> str:  # type: ignore[override]
        """The post in words."""
        return f"{obj.unit.authority.name} · {obj.unit.name} · {obj.title}"


class SeatForm(CarefulForm):
    """A post that gets a seat in the group given as `group`."""

    sentences = SENTENCES
    position = PostChoice(
        Position.objects.none(), label=gettext_lazy("Befattning"),
        help_text=gettext_lazy("Platsen följer befattningen, inte personen."),
    )  # fmt: skip

    class Meta:
        model = GroupMember
        fields = ["position", "from_day"]
        labels = {"from_day": gettext_lazy("Första dag")}

    def __init__(self, *args: Any, group: Group, posts: QuerySet[Position], **named: Any) -> None:
        """For a group, among posts that are still there."""
        self.group, self.posts = group, posts
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The posts to choose among."""
        self.fields["position"].queryset = self.posts  # type: ignore[attr-defined]
        return {}

    def act(self, by: Any) -> GroupMember:
        """Give the seat."""
        told = self.cleaned_data
        return actions.seat(self.group, told["position"], from_day=told["from_day"], by=by)


class UnseatForm(CarefulForm):
    """The last day on which a post has its seat."""

    sentences = SENTENCES
    watched = ["until_day"]
    last_day = forms.DateField(label=gettext_lazy("Sista dag"))

    class Meta:
        model = GroupMember
        fields: list[str] = []

    def act(self, by: Any) -> None:
        """End the seat."""
        actions.unseat(self.instance, on=day_after(self.cleaned_data["last_day"]), by=by)


class AgreementForm(CarefulForm):
    """A new agreement between parties."""

    sentences = SENTENCES

    class Meta:
        model = Agreement
        fields = ["title", "parties", "valid_from", "valid_to", "note"]
        widgets = {"parties": forms.CheckboxSelectMultiple}
        help_texts = {"valid_to": gettext_lazy("Sista dagen. Tomt betyder tills vidare.")}

    def act(self, by: Any) -> Agreement:
        """Record the agreement."""
        told = self._told()
        return actions.agree(told.pop("title"), told.pop("parties"), by=by, **told)

    def _told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AgreementChange(AgreementForm):
    """An agreement that is prolonged or corrected."""

    def act(self, by: Any) -> Agreement:
        """Change the agreement."""
        told = self._told()
        return actions.change_agreement(self.instance, told.pop("parties"), by=by, **told)

"""What the list of participants can be narrowed by, as it stands in the page's address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework import search
from stafett.casework.models import Status
from stafett.casework.queries.participants import Place, Wanted
from stafett.initiatives.models import Branch
from stafett.initiatives.queries import initiatives
from stafett.people.models import Sex
from stafett.safeguards.viewer import Viewer

FIRST_YEAR, LAST_YEAR = 1990, 2100
UNREADABLE = gettext_lazy(
    "Det går inte att söka på det där. Skriv ett namn, ett nummer eller ett ärende, högst %(most)s tecken."
)


class Filters(forms.Form):
    """Search and filters; what cannot be read is told and left out, the rest still holds."""

    q = forms.CharField(
        label=gettext_lazy("Namn, nummer eller ärende"), required=False, max_length=search.LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    mina = forms.BooleanField(label=gettext_lazy("Bara mina ärenden"), required=False)
    insats = forms.ChoiceField(label=gettext_lazy("Insats"), required=False)
    gren = forms.ChoiceField(label=gettext_lazy("Gren"), required=False)
    lage = forms.ChoiceField(label=gettext_lazy("Läge"), required=False)
    kon = forms.ChoiceField(label=gettext_lazy("Kön"), required=False)
    ar = forms.IntegerField(
        label=gettext_lazy("Startår"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "maxlength": 4}),
    )  # fmt: skip

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        """The filters that this viewer has anything to choose in."""
        super().__init__(data)
        self.viewer = viewer
        mine = list(initiatives(viewer).values_list("pk", "code", "name"))
        self._codes = {code: key for key, code, _name in mine}
        every = [("", _("Alla"))]
        self.fields["insats"].choices = [*every, *((code, name) for _key, code, name in mine)]  # type: ignore[attr-defined]
        self.fields["gren"].choices = [*every, *_branches(list(self._codes.values()))]  # type: ignore[attr-defined]
        self.fields["lage"].choices = [*every, *Status.choices]  # type: ignore[attr-defined]
        self.fields["kon"].choices = [*every, *Sex.choices]  # type: ignore[attr-defined]
        if not self.is_valid() and "q" in self.errors:
            self.errors["q"] = self.error_class([UNREADABLE % {"most": search.LONGEST}])

    @property
    def wanted(self) -> Wanted:
        """What is asked for, as the query takes it."""
        told = self.cleaned_data
        return Wanted(
            sought=search.read(told.get("q", ""), self.viewer.day),
            initiative_id=self._codes.get(told.get("insats", "")),
            branch_id=int(told["gren"]) if told.get("gren") else None,
            status=told.get("lage", ""),
            sex=told.get("kon", ""),
            year=told.get("ar"),
            mine=bool(told.get("mina")),
        )

    @property
    def narrowed(self) -> bool:
        """True when anything was searched for or chosen."""
        return any(self.cleaned_data.values())

    @property
    def filtered(self) -> bool:
        """True when anything but the search is used, or could not be read."""
        used = (v for name, v in self.cleaned_data.items() if name not in ("q", "mina"))
        return any(used) or bool(self.errors)


def _branches(initiatives_: list[int]) -> list[Any]:
    groups: dict[str, list[Any]] = {}
    found = Branch.objects.filter(initiative__in=initiatives_).order_by("initiative__name", "name")
    for key, name, initiative in found.values_list("pk", "name", "initiative__name"):
        groups.setdefault(initiative, []).append((str(key), name))
    return list(groups.items())


def place_of(asked: Any) -> Place:
    """Where in the list, from the address; what is no key counts as the beginning."""
    return Place(
        after=key_typed(asked.get("efter")),
        before=key_typed(asked.get("fore")),
        last="sist" in asked,
    )


def key_typed(text: str | None) -> UUID | None:
    """A row's key as it stands in an address or a form; None for what is no key."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

"""The forms for a register: which file, into what, and which column means which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.exchange.access import Place, open_for_import, place_name
from stafett.exchange.models import Mapping as SavedMapping
from stafett.exchange.models import RegisterImport
from stafett.exchange.register import FIELDS, PAGE, bind, guess
from stafett.frame.inputs import EveryFile, OneFile
from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer

MEGABYTES = PAGE.file_bytes // 1_000_000
LABELS = {one.key: one for one in FIELDS}


class UploadForm(forms.Form):
    """A file, and the initiative (or the part of it) that it goes into."""

    where = forms.ChoiceField(label=gettext_lazy("Insats"))
    file = OneFile(
        label=gettext_lazy("Fil"),
        allow_empty_file=True,
        max_length=255,
        widget=EveryFile(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place_key(place): place for place in open_for_import(viewer)}
        where, file = self.fields["where"], self.fields["file"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [(key, place_name(*place)) for key, place in self.places.items()]
        file.help_text = _("CSV eller Excel (.xlsx), högst %(megabytes)s MB.") % {
            "megabytes": MEGABYTES
        }

    @property
    def initiatives(self) -> list[Initiative]:
        """The initiatives among the places, each once."""
        return list(dict.fromkeys(initiative for initiative, _branch in self.places.values()))

    @property
    def place(self) -> Place:
        """The initiative and branch that were chosen."""
        return self.places[self.cleaned_data["where"]]


def place_key(place: Place) -> str:
    """How a place is named in the form and in an address."""
    initiative, branch = place
    return f"{initiative.code}/{branch.code}" if branch else initiative.code


class MappingForm(forms.Form):
    """For each header of the file, which field of a register it means."""

    def __init__(
        self, outline: Mapping[str, Any], chosen: Mapping[str, str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers = list(outline["headers"])
        self._names = {
            f"column-{place}": header for place, header in enumerate(self.headers)
            if header and self.headers.index(header) == place
        }  # fmt: skip
        means = {header: key for key, header in chosen.items()}
        doubts = _doubts(self.headers)
        for name, header in self._names.items():
            samples = _samples(outline, self.headers.index(header))
            self.fields[name] = forms.ChoiceField(
                label=header, required=False, initial=means.get(header, ""), choices=_choices(),
                help_text=" ".join(filter(None, [samples, doubts.get(header, "")])),
            )  # fmt: skip
        self.fields["save_as"] = forms.CharField(
            label=_("Spara kolumnvalet som"), max_length=80, required=False,
            help_text=_("Fyll i ett namn om nästa fil ser likadan ut."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a field chosen twice, and what cannot be a register."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for name, header in self._names.items():
            key = cleaned.get(name, "")
            if key and key in seen:
                self.add_error(name, _twice(LABELS[key].label, seen[key]))
            elif key:
                seen[key] = header
        self.columns = {one.key: seen[one.key] for one in FIELDS if one.key in seen}
        self.unread = [header for header in self._names.values() if header not in seen.values()]
        for fault in bind(self.headers, self.columns)[1]:
            self.add_error(None, fault.what)
        return cleaned


def _choices() -> list[tuple[str, str]]:
    return [("", _("– läses inte in –")), *((one.key, one.label) for one in FIELDS)]


def _twice(label: str, header: str) -> str:
    return _("%(field)s är redan valt för kolumnen %(header)s. Välj en av dem.") % {
        "field": label, "header": header,
    }  # fmt: skip


def _samples(outline: Mapping[str, Any], place: int) -> str:
    """What stands in the column's first rows."""
    cells = dict.fromkeys(row[place] for row in outline["samples"] if row[place])
    return _("Till exempel: %(cells)s.") % {"cells": " · ".join(cells)} if cells else ""


def _doubts(headers: Sequence[str]) -> dict[str, str]:
    """For headers that could mean a field which others could mean too: which, in words."""
    found: dict[str, list[str]] = {}
    for key, fitting in guess(headers).doubtful.items():
        for header in fitting:
            found.setdefault(header, []).append(LABELS[key].label)
    return {
        header: _("Kan vara %(fields)s: välj en kolumn för det.") % {"fields": ", ".join(labels)}
        for header, labels in found.items()
    }


def starting_columns(
    headers: Sequence[str], *kept: SavedMapping | RegisterImport | None
) -> dict[str, str]:
    """The columns to begin from: the first kept choice that fits these headers, and guesses beside it.

    A choice holds for the headers that its file had, read or left out; of others it says nothing.
    """
    for choice in kept:
        told = choice.columns.items() if choice else ()
        fitting = {key: header for key, header in told if header in headers}
        if choice and fitting:
            said = {*fitting.values(), *choice.unread}
            fresh = guess([header for header in headers if header not in said]).mapping
            return {**fresh, **fitting}
    return dict(guess(headers).mapping)

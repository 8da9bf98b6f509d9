"""The forms for a register: which file, into what, and which column means which field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stafett.exchange.access import open_for_import
from stafett.exchange.models import RegisterImport
from stafett.exchange.register import FIELDS, guess
from stafett.initiatives.models import Branch, Initiative
from stafett.safeguards.viewer import Viewer

MEGABYTES = settings.UPLOAD_LIMIT // (1024 * 1024)


class UploadForm(forms.Form):
    """A file, and the initiative (or the part of it) that it goes into."""

    where = forms.ChoiceField(label=_("Insats"))
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV eller Excel (.xlsx), högst %(megabytes)s MB.") % {"megabytes": MEGABYTES},
        allow_empty_file=True,
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {_key(i, b): (i, b) for i, b in open_for_import(viewer)}
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, _label(i, b)) for key, (i, b) in self.places.items()]

    @property
    def initiatives(self) -> list[Initiative]:
        """The initiatives among the places, each once."""
        return list(dict.fromkeys(initiative for initiative, _branch in self.places.values()))

    @property
    def place(self) -> tuple[Initiative, Branch | None]:
        """The initiative and branch that were chosen."""
        return self.places[self.cleaned_data["where"]]


def _key(initiative: Initiative, branch: Branch | None) -> str:
    return f"{initiative.code}/{branch.code}" if branch else initiative.code


def _label(initiative: Initiative, branch: Branch | None) -> str:
    return f"{initiative.name}, {branch.name}" if branch else initiative.name


class MappingForm(forms.Form):
    """For each field of a register, the header in the file that means it."""

    save_as = forms.CharField(
        label=_("Spara kolumnvalet som"), max_length=80, required=False,
        help_text=_("Fyll i ett namn om nästa fil ser likadan ut."),
    )  # fmt: skip

    def __init__(
        self, headers: tuple[str, ...], chosen: dict[str, str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        doubtful = guess(headers).doubtful
        empty = ("", _("– finns inte i filen –"))
        for one in FIELDS:
            self.fields[one.key] = forms.ChoiceField(
                label=one.label, required=one.required, initial=chosen.get(one.key, ""),
                help_text=_doubt(doubtful.get(one.key, ())) or one.explained,
                choices=[empty, *((h, h) for h in dict.fromkeys(headers) if h)],
            )  # fmt: skip

    @property
    def columns(self) -> dict[str, str]:
        """Field key → header, for the fields that the file has."""
        found = {one.key: self.cleaned_data.get(one.key, "") for one in FIELDS}
        return {key: header for key, header in found.items() if header}


def _doubt(headers: tuple[str, ...]) -> str:
    if not headers:
        return ""
    return str(
        _("Flera rubriker kan betyda det här: %(headers)s. Välj en.")
        % {"headers": ", ".join(headers)}
    )


def starting_columns(
    one: RegisterImport, headers: tuple[str, ...], saved: dict[str, str]
) -> dict[str, str]:
    """The columns to begin from: as chosen before, else as saved, else as guessed."""
    kept = one.columns or {k: h for k, h in saved.items() if h in headers}
    return kept or dict(guess(headers).mapping)

"""A signed paper as a file: judged by its first bytes, never by its name."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import is_zipfile

from django import forms
from django.utils.translation import gettext as _

from stafett.frame.inputs import EveryFile, OneFile
from stafett.frame.metadata import without_position
from stafett.safeguards.actions import Scan

LARGEST = 10_000_000
"""Bytes; a page scanned in colour takes a tenth of it."""
KNOWN = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
"""How files of the kinds that are taken begin."""


class ScanField(OneFile):
    """A pdf, png or jpeg; gives a `Scan`, which says nothing of where it was taken, or None without a file."""

    widget = EveryFile(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Read the file; refuse one that is too large, empty or something else, in a sentence."""
        if isinstance(data, list) or (data is None and self.required):
            return super().clean(data, initial)
        if data is None:
            return None
        if data.size > LARGEST:
            raise forms.ValidationError(
                _("Filen är större än 10 MB. Skanna med lägre upplösning, eller dela den.")
            )
        content = data.read()
        kind = self.kind_of(content)
        if not kind:
            raise forms.ValidationError(self.unknown() % {"name": data.name})
        return Scan(data.name, kind, without_position(content))

    def kind_of(self, content: bytes) -> str:
        """Of which kind that is taken a file is; "" of all others, and of one that is a zip as well: another
        program would open that as what is in it."""
        if is_zipfile(BytesIO(content)):
            return ""
        return next((kind for start, kind in KNOWN.items() if content.startswith(start)), "")

    def unknown(self) -> str:
        """What is said of a file that is of none of the kinds."""
        return _("Filen %(name)s är varken pdf, png eller jpeg. Spara papperet som något av dem.")

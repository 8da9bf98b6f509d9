"""Has somebody else saved what this form was opened on? Then both versions are shown, nothing is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stafett.frame.form_fields import day_of
from stafett.frame.formats import plain_day

SAVED_BY_ANOTHER = "saved-by-another"


@dataclass(frozen=True)
class Clash:
    """A field that stands otherwise now than what was typed."""

    label: str
    now: str
    typed: str


def digest(values: Mapping[str, Any]) -> str:
    """A mark of what a form was opened on; says nothing of the values themselves."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class Versioned(forms.Form):
    """A form that was opened on certain values, and notices when they have changed since."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, current: Mapping[str, Any], **rest: Any) -> None:
        """`current` is how things stand now, by field; with nothing there, nothing can have changed."""
        self.current = dict(current)
        self.version = digest(self.current)
        self.clashes: list[Clash] = []
        super().__init__(data, initial={**self.current, "seen": self.version}, **rest)

    def clean(self) -> dict[str, Any]:
        """Refuse once when it was saved meanwhile; whoever then saves again has seen both versions."""
        cleaned = super().clean() or {}
        if self.is_stale:
            self.clashes = list(self._clashes())
            self.renew()
            sentence = _(
                "Det här har ändrats sedan du öppnade sidan. Nedan står båda: så som det står nu, och så som "
                "du skrev. Ändra om det behövs och spara igen; då gäller det du skrev."
            )
            raise forms.ValidationError(sentence, code=SAVED_BY_ANOTHER)
        return cleaned

    @property
    def is_stale(self) -> bool:
        """True of a form that was opened on something else than what stands now."""
        return bool(self.current) and self.data.get(self.add_prefix("seen")) != self.version

    def renew(self, **fields: str) -> None:
        """Count what was sent as opened on what stands now, with some fields written otherwise."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for name, value in {**fields, "seen": self.version}.items():
            self.data[self.add_prefix(name)] = value  # type: ignore[index]

    def _clashes(self) -> Iterator[Clash]:
        for name, now in self.current.items():
            typed = self[name].value()
            if _plain(now) != _plain(typed):
                field = self.fields[name]
                words, label = _words(field), str(self[name].label)
                saved, mine = day_of(field, now) or now, day_of(field, typed) or typed
                yield Clash(label, _said(saved, words), _said(mine, words))


def _words(field: forms.Field) -> dict[str, str]:
    """What a field's values are called, groups unfolded."""
    found: dict[str, str] = {}
    for value, label in getattr(field, "choices", ()):
        for inner, word in label if isinstance(label, list | tuple) else [(value, label)]:
            found[str(inner)] = str(word)
    return found


def _plain(value: Any) -> str:
    return "" if value in (None, False) else str(value)


def _said(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, date):
        return plain_day(value)
    if isinstance(value, list):
        return ", ".join(words.get(str(one), str(one)) for one in value) or _("tomt")
    return words.get(str(value), str(value)) if _plain(value) else _("tomt")

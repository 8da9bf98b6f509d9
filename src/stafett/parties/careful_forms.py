"""How does a form say no in plain words, lose nothing typed, and notice that somebody was quicker?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import BoundField
from django.forms.models import model_to_dict
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from stafett.frame.form_fields import day_of
from stafett.frame.formats import NO_VALUE, capital, plain_day
from stafett.parties.plain_fields import speak_plainly
from stafett.parties.refusals import Refused, Sentence, refusal_of


@dataclass(frozen=True)
class Both:
    """One fact as somebody else has saved it and as it was typed here."""

    label: str
    saved: str
    typed: str


class CarefulForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that lets one action do the writing.

    `sentences` tells what each constraint says, `watched` which columns somebody else may have
    changed since the page was opened; both are the subclass's to set.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    sentences: Mapping[str, Sentence] = {}
    watched: Sequence[str] = ()
    has_rows = False
    sends: Any = ""
    """What the button says, where what is kept also goes to somebody."""
    tells_optional = False
    """True when a field under a heading says that it may be empty; else one of the group may be needed."""
    asks_about: Sequence[Any] = ()
    """What a question of the form, or its no, is about: each in `words`, with the `url` that it is read on."""
    refused_as: str = ""
    """The code of such a question or no, for whoever sends the form over the API."""
    data: Any
    initial: Any

    def __init__(self, *args: Any, **named: Any) -> None:
        """A form for a new row, or for the one given as `instance`."""
        super().__init__(*args, **named)
        self.newer: list[Both] = []
        self.kept: Any = None
        self.fields.update(self.more_fields())
        for name, field in self.fields.items():
            speak_plainly(field, self._column(name))
        self.initial.setdefault("seen", self.state_of(self.instance))

    def more_fields(self) -> dict[str, forms.Field]:
        """Fields that depend on the row or on what was sent, besides those that the class names."""
        return {}

    def act(self, by: Any) -> Any:
        """Call the action with what was typed; returns what it made."""
        raise NotImplementedError

    def keep(self, by: Any) -> bool:
        """Let the action do it; a refusal is written on the form. True when it is done."""
        try:
            with transaction.atomic():
                self.kept = self.act(by)
        except (IntegrityError, Refused) as error:
            refusal = refusal_of(error, self.sentences)
            field = refusal.field if refusal.field in self.fields else None
            self.add_error(field, str(refusal))
            return False
        return True

    def as_typed(self) -> None:
        """Show what was typed without judging it, when somebody only asked for more rows."""
        self._errors = ErrorDict()

    def clean(self) -> dict[str, Any]:
        """Compare with what is saved by now, and hold the row until this request is done."""
        cleaned = super().clean() or self.cleaned_data
        if not self.instance._state.adding and cleaned.get("seen"):
            rows = type(self.instance)._default_manager.select_for_update(of=("self",))
            self._compare(rows.get(pk=self.instance.pk), cleaned["seen"])
        return cleaned

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields to draw, in groups with a heading each; here one without."""
        yield "", self.visible_fields()

    def state_of(self, row: Model) -> str:
        """A mark of the row's state that differs when anything watched has changed."""
        if row._state.adding:
            return ""
        values = model_to_dict(row, [*(self._meta.fields or ()), *self.watched])
        told = [(name, _comparable(values[name])) for name in sorted(values)]
        return sha256(repr(told).encode()).hexdigest()[:16]

    def _post_clean(self) -> None:
        # Nothing is put on the row here, as ModelForm would: an action does, and the database judges.
        return None

    def _column(self, name: str) -> Any:
        names = {field.name: field for field in self._meta.model._meta.get_fields()}
        return names.get(name)

    def _compare(self, current: Model, seen: str) -> None:
        now = self.state_of(current)
        if now == seen:
            return
        theirs = type(self)(instance=current, **self.own_arguments())
        self.tell_both(theirs, seen=now)

    def own_arguments(self) -> dict[str, Any]:
        """What a subclass's constructor needs besides the row, to make another of itself."""
        return {}

    def where_it_stands(self) -> Iterator[Both]:
        """What is watched and nobody fills in here, such as a state, as it is now."""
        for name in self.watched:
            words = getattr(self.instance, f"get_{name}_display", None)
            if words and name not in self.fields:
                yield Both(capital(self._column(name).verbose_name), str(words()), NO_VALUE)

    def tell_both(self, theirs: CarefulForm, **marks: Any) -> None:
        """Say that somebody else has saved since, show both, and let a second save go through.

        `marks` are the hidden fields that say what the page was opened on, as they are now.
        """
        pairs = [
            (theirs[b.name], b) for b in self.visible_fields()
            if b.name in theirs.fields and not getattr(b.field, "a_question", False)
        ]  # fmt: skip
        told = [(b.label, words_of(a, a.initial), words_of(b, b.data)) for a, b in pairs]
        self.newer = [*theirs.where_it_stands()] + [
            Both(str(label), saved, typed) for label, saved, typed in told if saved != typed
        ]
        self.data = self.data.copy()
        for name, mark in marks.items():
            self.data[self.add_prefix(name)] = mark
        self.add_error(None, _(
            "Det här har ändrats sedan du öppnade sidan. Nedan ser du båda. "
            "Det du skrev finns kvar: spara igen om det ska gälla, eller gå tillbaka utan att spara."
        ))  # fmt: skip


def words_of(bound: BoundField, value: Any) -> str:
    """A value of a field as people read it, whether it comes from the database or was typed."""
    field = bound.field
    if value in (None, "", []):
        return NO_VALUE
    if (day := day_of(field, value)) is not None:
        return plain_day(day)
    if isinstance(field, forms.BooleanField):
        return _("Ja") if value in (True, "on", "true", "True") else _("Nej")
    if isinstance(field, forms.ChoiceField):
        chosen = {str(field.prepare_value(one)) for one in _several(value)}
        pairs: Any = field.choices
        found = [str(label) for key, label in pairs if str(key) in chosen]
        return ", ".join(found) or NO_VALUE
    return str(field.prepare_value(value))


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    return None if value is None else str(value)

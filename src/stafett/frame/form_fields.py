"""What a form field needs around it, and which faults a form has, so that both can be drawn and linked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget

from stafett.frame.as_text import AsText

Shape = Literal["hidden", "check", "choices", "group", "select", "area", "file", "text", "line"]

STYLE: dict[Shape, str] = {
    "select": "select-field__select",
    "area": "textarea-field__textarea",
    "file": "file-field",
    "line": "text-field__input",
}
"""The design system's class for the control itself, where it has one."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend: where (the id of a control, or nothing), the field's label, the sentence."""

    target: str
    label: str
    sentence: str
    question: bool = False
    """That nothing is wrong: it is asked whether it is meant."""

    @property
    def words(self) -> str:
        """The fault as read in the summary, with its label before it."""
        if not self.label:
            return self.sentence
        mark = "" if self.label[-1] in "?:.!" else ":"
        return f"{self.label}{mark} {self.sentence}"


class Sentence(forms.CharField):
    """One sentence that is read whole before it is kept: its box grows, and what is kept is one line."""

    def __init__(self, **named: Any) -> None:
        """As any text."""
        widget = forms.Textarea(attrs={"rows": 4, "class": "grows"})
        super().__init__(**{"widget": widget, **named})

    def to_python(self, value: Any) -> str:
        """Without what breaks lines."""
        return " ".join((super().to_python(value) or "").split())


def shape_of(field: BoundField) -> Shape:
    """Which of our drawings a field gets."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    for kind, shape in _SHAPES:
        if isinstance(widget, kind):
            return shape
    return "group" if field.use_fieldset else "line"


def needs(field: forms.Field, when: Any) -> forms.Field:
    """Say when a field that may be empty may not: it stands after the label, instead of (frivilligt)."""
    field.needed = when  # type: ignore[attr-defined]
    return field


def a_question(field: forms.Field) -> forms.Field:
    """Let what is said at the field be a question: it stands without the field's label, and is no fault."""
    field.a_question = True  # type: ignore[attr-defined]
    return field


def needed_when(field: forms.Field) -> Any:
    """When a field that is not always demanded is; "" for one that never is, and for one that always is."""
    return "" if field.required else getattr(field, "needed", "")


def day_of(field: forms.Field, value: Any) -> date | None:
    """The day that a value of a date field is, whether it was saved or typed; None of what is no day."""
    if not isinstance(field, forms.DateField):
        return None
    try:
        return field.to_python(value)
    except ValidationError:
        return None


def control(field: BoundField) -> str:
    """The control itself, with the design system's class added to the widget's own."""
    style = STYLE.get(shape_of(field), "")
    own = field.field.widget.attrs.get("class", "")
    classes = f"{own} {style}".strip()
    attrs: dict[str, str | bool] = {"class": classes} if classes else {}
    for widget in (field.field.widget, *getattr(field.field.widget, "widgets", ())):
        # a browser cuts what is pasted without a word; the server says how long it was, and keeps it
        widget.attrs.pop("maxlength", None)
    return field.as_widget(attrs=attrs or None)


@dataclass(frozen=True)
class Choices:
    """Some choices under a heading of theirs: the first, which stands for all, and the rest, folded."""

    legend: str
    whole: BoundWidget
    parts: list[BoundWidget]

    @property
    def open(self) -> bool:
        """True when one of the folded ones is chosen, so that it is seen."""
        return any(part.data["selected"] for part in self.parts)


def grouped(field: BoundField) -> list[Choices]:
    """The choices by their headings, where they have any; the first of each stands for all of it."""
    choices_of = getattr(field.field.widget, "choices", None)
    if shape_of(field) != "choices" or not isinstance(choices_of, list):
        return []
    left = iter(field)
    found = []
    for legend, choices in choices_of:
        if not isinstance(choices, list | tuple):
            return []
        whole, *parts = [next(left) for _choice in choices]
        found.append(Choices(str(legend), whole, parts))
    return found


def described_by(field: BoundField) -> str:
    """The ids of help and error for a fieldset; Django gives them to single controls by itself."""
    return field.aria_describedby or ""


def faults(*form_list: BaseForm) -> list[Fault]:
    """Every fault of the forms in the order of their fields, those of a whole form first."""
    return [fault for form in form_list for fault in _faults_of(form)]


def _faults_of(form: BaseForm) -> list[Fault]:
    found = [Fault("", "", str(sentence)) for sentence in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else _target(field)
        asks = getattr(field.field, "a_question", False)
        label = "" if asks else str(field.label)
        found += [Fault(target, label, str(sentence), asks) for sentence in field.errors]
    return found


def _target(field: BoundField) -> str:
    if not field.auto_id:
        return ""
    # Groups of controls have no id of their own: go to the first in the group.
    return field.id_for_label or f"{field.auto_id}_0"


_SHAPES: tuple[tuple[type[forms.Widget], Shape], ...] = (
    (AsText, "text"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "area"),
    (forms.FileInput, "file"),
)

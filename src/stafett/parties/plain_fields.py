"""How are days, numbers, shares and codes typed, and what does a field say when it can't read them?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.inputs import DayInput
from stafett.vocabulary.models import Municipality
from stafett.vocabulary.order import swedish

YEARS = (1900, 2100)
SMALL_SIGNS = str.maketrans("", "", " \u00a0\u202f\t%")

SHARE_OF_WHOLE = re.compile(r"\d{1,4}/[1-9]\d{0,3}|\d(\.\d{1,6})?")
PER_CENT = re.compile(r"\d{1,3}(\.\d{1,4})?%")


class TypedNumber(forms.DecimalField):
    """A number as people type it: comma or point, spaces between thousands, "kr" or "%" after."""

    def __init__(self, **named: Any) -> None:
        """Drawn as a line of text; a number field would throw away what it can't read."""
        named.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": "12"}))
        super().__init__(**named)
        self.error_messages["invalid"] = gettext_lazy(
            "Skriv ett tal, till exempel 12 500 eller 0,5."
        )

    def to_python(self, value: Any) -> Any:
        """The number, or None for an empty field; raises ValidationError."""
        if isinstance(value, str):
            value = value.translate(SMALL_SIGNS).removesuffix("kr").replace(",", ".")
            value = value.replace("−", "-")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """The number as it is shown in the field; what was typed stays as it was typed."""
        if not isinstance(value, Decimal):
            return value
        return f"{value.normalize():f}".replace(".", ",")


class TypedPercent(TypedNumber):
    """A share typed in per cent and kept as a part of one."""

    def to_python(self, value: Any) -> Any:
        """The share, or None for an empty field; raises ValidationError."""
        number = super().to_python(value)
        return number if number is None else number / 100

    def prepare_value(self, value: Any) -> Any:
        """The share in per cent."""
        return super().prepare_value(value * 100 if isinstance(value, Decimal) else value)


class TypedShare(forms.CharField):
    """An exact part of the whole: "1/4", "25 %" or "0,25"; 0 for a member who pays nothing."""

    def to_python(self, value: Any) -> Any:
        """The exact share, or None for an empty field; raises ValidationError."""
        text = re.sub(r"\s", "", str(value or "")).replace(",", ".")
        share = _share(text)
        if text and not 0 <= share <= 1:
            raise ValidationError(_("Skriv andelen som 1/4, 25 % eller 0,25: högst 1."))
        return share if text else None

    def prepare_value(self, value: Any) -> Any:
        """The share as a fraction."""
        return str(value) if isinstance(value, Fraction) else value


def _share(text: str) -> Fraction:
    """The share that was meant, or -1 when it can't be read."""
    if SHARE_OF_WHOLE.fullmatch(text):
        return Fraction(text)
    return Fraction(text[:-1]) / 100 if PER_CENT.fullmatch(text) else Fraction(-1)


def speak_plainly(field: forms.Field, column: models.Field[Any, Any] | None) -> None:
    """Give a field our sentences and controls, and the limits that its column has in the database."""
    if field.widget.is_hidden:
        return
    field.error_messages["required"] = gettext_lazy("Fyll i det här.")
    if isinstance(field, forms.ChoiceField):
        _speak_of_choice(field)
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4
    if isinstance(field, forms.DateField):
        _speak_of_days(field)
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField):
        _speak_of_whole_numbers(field, column)
    if isinstance(field, forms.SlugField):
        field.error_messages["invalid"] = gettext_lazy(
            "Använd bara små bokstäver a–z, siffror och bindestreck, till exempel gren-flen."
        )


def _speak_of_choice(field: forms.ChoiceField) -> None:
    field.error_messages["required"] = gettext_lazy("Välj något här.")
    field.error_messages["invalid_choice"] = gettext_lazy(
        "Valet finns inte längre att välja. Ladda om sidan och välj på nytt."
    )
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = _as_looked_for(field.queryset)
        if field.empty_label:
            field.empty_label = gettext_lazy("Välj")
    elif not isinstance(field, forms.MultipleChoiceField):
        pairs: Any = field.choices
        field.choices = [
            (key, gettext_lazy("Välj") if key in ("", None) else label) for key, label in pairs
        ]


def _as_looked_for(rows: Any) -> Any:
    """The rows in Swedish order of their names, unless they have an order of their own already."""
    if rows.query.order_by:
        return rows
    column = "label_sv" if rows.model is Municipality else "name"
    names = {field.name for field in rows.model._meta.get_fields()}
    return rows.order_by(swedish(column), "pk") if column in names else rows


def _speak_of_days(field: forms.DateField) -> None:
    field.widget = DayInput()
    field.widget.is_required = field.required
    field.validators.append(_in_our_time)


def _in_our_time(day: date) -> None:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValidationError(
            _("Året ska vara mellan %(first)s och %(last)s.")
            % {"first": YEARS[0], "last": YEARS[1]}
        )


def _speak_of_whole_numbers(
    field: forms.IntegerField, column: models.Field[Any, Any] | None
) -> None:
    # The column's own limits: without them a number that is too large would be the database's error.
    limits: list[Any] = [] if column is None else column.validators
    field.validators += [one for one in limits if one not in field.validators]
    field.widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "8"})
    field.widget.is_required = field.required
    field.error_messages["invalid"] = gettext_lazy("Skriv ett helt tal, till exempel 18.")

"""Registers the app with Django, and says what forms say everywhere."""

from __future__ import annotations

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame.plain_text import ByWidget, as_typed, named_plainly


class FrameConfig(AppConfig):
    """Frame."""

    name = "stafett.frame"
    verbose_name = "Ram"

    def ready(self) -> None:
        """Django's own sentences say that something is wrong, never what would be right.

        Every text that is typed loses what is not seen (`plain_text`), also in the forms behind the API.
        """
        forms.Field.default_error_messages["required"] = _("Fyll i det här.")
        forms.DateField.default_error_messages["invalid"] = _(
            "Det är ingen dag som finns. Skriv till exempel 3 maj, 3/5, i morgon eller 2026-05-03."
        )
        forms.CharField.default_validators = ByWidget()  # type: ignore[assignment]
        forms.FileField.default_validators = [named_plainly]
        forms.Widget.value_from_datadict = as_typed(forms.Widget.value_from_datadict)  # type: ignore[method-assign]
        for field in (forms.ChoiceField, forms.MultipleChoiceField):
            field.default_error_messages["invalid_choice"] = _(
                "Det valet finns inte. Välj något av det som går att välja."
            )

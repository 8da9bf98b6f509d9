"""Registers the app with Django, and says what forms say everywhere."""

from __future__ import annotations

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameConfig(AppConfig):
    """Frame."""

    name = "stafett.frame"
    verbose_name = "Ram"

    def ready(self) -> None:
        """Django's own sentences say that something is wrong, never what would be right."""
        forms.Field.default_error_messages["required"] = _("Fyll i det här.")
        forms.DateField.default_error_messages["invalid"] = _(
            "Det är ingen dag som finns. Skriv år, månad och dag, till exempel 2026-05-03."
        )
        for field in (forms.ChoiceField, forms.MultipleChoiceField):
            field.default_error_messages["invalid_choice"] = _(
                "Det valet finns inte. Välj något av det som går att välja."
            )

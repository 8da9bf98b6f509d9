"""How somebody is reached, as a small form of its own: nothing else of who they are is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.actions import correct_person
from stafett.casework.forms.acting import WHY, Acting
from stafett.casework.forms.people import PersonFields
from stafett.people.actions import facts_of


class ReachedForm(Acting):
    """Write how the person is reached; why is asked only where something stood before."""

    heading = gettext_lazy("Hur personen nås")
    unkept = True
    reached = PersonFields.base_fields["reached"]
    because = WHY

    def now(self) -> Mapping[str, Any]:
        """What stands; nothing of somebody protected, since that is sealed (law 5)."""
        return {"reached": self.case.person.shown_reached}

    def prepare(self) -> None:
        """What is sealed is not written here; the first time nothing is changed, and nothing to explain."""
        if self.case.person.protection:
            self.stop = _("Det är förseglat. Det ändras under Rätta personuppgifter.")
        if not self.current["reached"]:
            self.fields["reached"].required = True
            del self.fields["because"]

    def clean(self) -> dict[str, Any]:
        """Refused of somebody protected, also where the protection began as the form stood open."""
        cleaned = super().clean()
        if self.stop:
            raise forms.ValidationError(str(self.stop))
        return cleaned

    def save(self) -> str:
        """Write it."""
        told, person = self.cleaned_data, self.case.person
        why = told.get("because") or _("Fanns inte förut.")
        facts = replace(facts_of(person), reached=told["reached"].strip())
        changed = correct_person(person, facts, by=self.viewer, because=why)
        return _("Hur personen nås är sparat.") if changed else _("Inget var ändrat.")

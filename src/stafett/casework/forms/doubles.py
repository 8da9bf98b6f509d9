"""The form with which a named team writes down what it found about somebody newly recorded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_work_in
from stafett.casework.actions import settle_doubles
from stafett.casework.forms.acting import Acting
from stafett.casework.models import Participation
from stafett.casework.queries.doubles import open_doubles
from stafett.safeguards.viewer import Viewer


class SettleForm(Acting):
    """Settle what the team has been told."""

    unkept = True
    heading = gettext_lazy("Kan vara samma människa")
    lead = gettext_lazy(
        "Någon är inskriven med samma nummer som den ni skyddar, eller länkad till den, utan att vara skyddad "
        "där. Enheten som håller ihop där vet inget. Ring dit om det behövs, utan att säga vem ni skyddar. "
        "Skriv sedan vad ni kom fram till."
    )
    which = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka?"), widget=forms.CheckboxSelectMultiple
    )
    found = forms.CharField(
        label=gettext_lazy("Vad kom ni fram till?"), max_length=300,
        help_text=gettext_lazy("Till exempel: en annan människa, fel nummer skrevs. Bara teamet ser det."),
    )  # fmt: skip

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For those who work in the case of somebody protected; Http404 where nobody is."""
        if not case.person.protection:
            raise Http404
        check_work_in(viewer, case)

    def prepare(self) -> None:
        """What has been told and not settled."""
        self.told = {str(one.double.pk): one for one in open_doubles(self.viewer, self.case)}
        field: Any = self.fields["which"]
        field.choices = [(key, one.words) for key, one in self.told.items()]
        if len(self.told) == 1:
            field.initial = [*self.told]

    def save(self) -> str:
        """Write it down."""
        ticked = [self.told[key].double for key in self.cleaned_data["which"]]
        settle_doubles(self.case, ticked, found=self.cleaned_data["found"], by=self.viewer)
        return _("Antecknat. Det står inte längre bland det som väntar.")

"""The forms of retention: a rule, a hold, a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.inputs import DayInput
from stafett.parties.models import Authority
from stafett.safeguards.actions.retention import NewRule, put_hold, record_rule
from stafett.safeguards.ending_rules import MOST_MONTHS, NO_WAIT, spared_from
from stafett.safeguards.models import Ends, HoldReason, RetentionHold, RetentionRule, Start
from stafett.safeguards.queries.retention import spoken_for
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


class RuleForm(forms.Form):
    """For how long something is kept, in the name of an authority that the viewer speaks for."""

    controller = forms.ModelChoiceField(
        Authority.objects.none(), label=gettext_lazy("Personuppgiftsansvarig"), empty_label=None
    )
    owner_authority = forms.ModelChoiceField(
        Authority.objects.none(), label=gettext_lazy("Vems uppgifter?"), required=False,
        empty_label=gettext_lazy("Alla myndigheters i den personuppgiftsansvarigas ärenden"),
        help_text=gettext_lazy("Når två regler samma uppgift gäller den vars tid kommer först."),
    )  # fmt: skip
    ends = forms.ChoiceField(
        label=gettext_lazy("Vad?"), choices=Ends, widget=forms.RadioSelect,
        help_text=gettext_lazy("Hela ärendet tar med allt i det, och personen när inget annat ärende finns."),
    )  # fmt: skip
    start = forms.ChoiceField(
        label=gettext_lazy("Tiden räknas från"), choices=Start, widget=forms.RadioSelect
    )
    months = forms.IntegerField(
        label=gettext_lazy("Månader"), min_value=1, max_value=MOST_MONTHS,
        help_text=gettext_lazy("Fem år är 60 månader."),
    )  # fmt: skip
    wait_days = forms.IntegerField(
        label=gettext_lazy("Dagar mellan varsel och gallring"),
        min_value=1,
        max_value=730,
        initial=30,
        error_messages={"min_value": NO_WAIT},
    )
    spared = forms.CharField(
        label=gettext_lazy("Födda de här dagarna i månaden sparas"), required=False, max_length=60,
        help_text=gettext_lazy(
            "Till exempel 5, 15, 25, om lag eller plan säger det. Stafett vet inte vad som gäller för er. "
            "Den vars födelsedag inte är känd sparas då också."
        ),
    )  # fmt: skip
    archive = forms.BooleanField(
        label=gettext_lazy("Exportera till arkiv innan det gallras"), required=False, initial=True
    )
    ground = forms.CharField(
        label=gettext_lazy("Lagrum eller plan"), max_length=300,
        help_text=gettext_lazy("Till exempel: dokumenthanteringsplanen, punkt och dag, eller lagens paragraf."),
    )  # fmt: skip
    from_day = forms.DateField(label=gettext_lazy("Regeln gäller från och med"), widget=DayInput)

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        """From today, until something else is said."""
        super().__init__(data, initial={"from_day": viewer.day, "ends": Ends.CASE.value,
                                        "start": Start.CASE_END.value})  # fmt: skip
        self.viewer = viewer
        told: Any = self.fields
        told["controller"].queryset = spoken_for(viewer)
        told["owner_authority"].queryset = Authority.objects.order_by("name", "pk")

    def clean_spared(self) -> tuple[int, ...]:
        """Days of a month."""
        days = spared_from(self.cleaned_data["spared"])
        if days is None:
            raise ValidationError(
                _("Skriv dagar i månaden, 1 till 31, med komma emellan: 5, 15, 25.")
            )
        return tuple(days)

    def attempt(self) -> RetentionRule | None:
        """Record it; a refusal is written on the form and gives None."""
        told = dict(self.cleaned_data)
        told["spared_days"] = told.pop("spared")
        try:
            return record_rule(NewRule(**told), by=self.viewer)
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(name or None, sentence)
            return None


class HoldForm(forms.Form):
    """Why something stays though its time has come."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Skäl"), choices=HoldReason, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=gettext_lazy("Varför, och tills vad?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Till exempel: tills kammarrätten har dömt. Skriv inget om hälsa."),
    )  # fmt: skip


class WhyForm(forms.Form):
    """Why a hold is lifted, or a rule ended: nobody does either without a word."""

    because = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Skälet sparas med ditt namn och dagen. Skriv inget om hälsa."),
    )  # fmt: skip


class HoldAllForm(HoldForm):
    """The same over everything that a controller has."""

    controller = forms.ModelChoiceField(
        Authority.objects.none(), label=gettext_lazy("Personuppgiftsansvarig"), empty_label=None
    )
    field_order = ["controller", "reason", "because"]

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        """Over one's own."""
        super().__init__(data)
        self.viewer = viewer
        told: Any = self.fields
        told["controller"].queryset = spoken_for(viewer)

    def attempt(self) -> RetentionHold | None:
        """Put it; a refusal is written on the form and gives None."""
        told = dict(self.cleaned_data)
        try:
            return put_hold(told.pop("controller").pk, None, **told, by=self.viewer)
        except Refused as refused:
            for name, sentence in refused.faults.items():
                self.add_error(name, sentence)
            return None


class DecideForm(forms.Form):
    """The decision that rows end; it cannot be undone."""

    because = forms.CharField(
        label=gettext_lazy("Beslut"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Enligt vilken plan, och vem som har sett över att inget behöver stå kvar."),
    )  # fmt: skip
    sure = forms.BooleanField(
        label=gettext_lazy("Jag vet att det gallrade inte går att få tillbaka"),
        error_messages={"required": gettext_lazy("Kryssa i att du vet att det inte går att få tillbaka.")},
    )  # fmt: skip

"""The forms by which a try to reach somebody who waits is noted, from either side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.inputs import DayInput
from stafett.frame.phone import to_call
from stafett.notes.models import By, Result
from stafett.parties.careful_forms import CarefulForm
from stafett.referrals import actions
from stafett.referrals.models import QueueContact, Referral, SentReferral
from stafett.referrals.refusals import SENTENCES


class SoughtForm(CarefulForm):
    """What both sides fill in."""

    sentences = SENTENCES
    heading = gettext_lazy("Anteckna kontakt")
    saved = gettext_lazy("Kontakten med %(who)s är antecknad.")
    result = forms.ChoiceField(
        label=gettext_lazy("Vad gav det?"), choices=Result, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=gettext_lazy("Hur?"), choices=By, widget=forms.RadioSelect)
    on_day = forms.DateField(label=gettext_lazy("Dag"), widget=DayInput)
    words = forms.CharField(label=gettext_lazy("Kort om det"), max_length=300, required=False)

    class Meta:
        fields: list[str] = []

    def __init__(self, *args: Any, viewer: Any, **named: Any) -> None:
        """On the viewer's day."""
        self.viewer = viewer
        super().__init__(*args, **named)
        self.initial.setdefault("on_day", viewer.day)

    def own_arguments(self) -> dict[str, Any]:
        """The viewer."""
        return {"viewer": self.viewer}

    @property
    def lead(self) -> str:
        """How the person is reached, to ring from here; and that a try that gave nothing is noted too."""
        said = _("Också försök som inte gav något: då syns det att ni inte har släppt taget.")
        if not self.instance.contact:
            return said
        reached = to_call(self.instance.contact)
        return format_html("{} {} {}", said, _("Personen nås så här:"), reached)

    def told(self) -> actions.Sought:
        """What was filled in."""
        told = self.cleaned_data
        return actions.Sought(told["on_day"], told["way"], told["result"], told["words"])


class IntakeSoughtForm(SoughtForm):
    """As those who take in."""

    class Meta(SoughtForm.Meta):
        model = Referral

    def act(self, by: Any) -> QueueContact:
        """Note it."""
        return actions.seek(self.instance, self.told(), by=by)


class SenderSoughtForm(SoughtForm):
    """As the unit that sent it."""

    class Meta(SoughtForm.Meta):
        model = SentReferral

    def act(self, by: Any) -> QueueContact:
        """Note it."""
        return actions.seek_as_sender(self.instance, self.told(), by=by)


__all__ = ["IntakeSoughtForm", "SenderSoughtForm"]

"""The forms by which a decision that was a mistake is undone, by whoever made it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.formats import plain_day
from stafett.parties.careful_forms import CarefulForm
from stafett.referrals import actions
from stafett.referrals.actions.taking_up import why_not
from stafett.referrals.models import Origin, Referral, SentReferral
from stafett.referrals.refusals import SENTENCES
from stafett.referrals.rules import STATE_WORDS, State


class UndoForm(CarefulForm):
    """What both sides fill in."""

    sentences = SENTENCES
    because = forms.CharField(
        label=gettext_lazy("Varför ångras beslutet?"), max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    class Meta:
        fields: list[str] = []


class TakeUpForm(UndoForm):
    """A no, or that the person stepped back, is undone by those who take in."""

    watched = ("state", "decided_on", "decided_by")
    heading = gettext_lazy("Ångra beslutet")
    sends = heading
    saved = gettext_lazy("Beslutet om %(who)s är ångrat. Personen står i kö igen.")

    class Meta(UndoForm.Meta):
        model = Referral

    @property
    def lead(self) -> str:
        """Which decision, what happens when it is undone, and who is told; or why there is none to undo."""
        one: Referral = self.instance
        if said := why_not(one):
            return said
        assert one.decided_on, "what can be undone was decided on a day"
        told = {"what": STATE_WORDS[State(one.state)], "day": plain_day(one.decided_on),
                "who": one.decided_by, "since": plain_day(one.waits_since)}  # fmt: skip
        was = _(
            "Beslutet: %(what)s, %(day)s, av %(who)s. Ångras det står personen i kö igen, och har väntat sedan "
            "%(since)s. Beslutet och skälen finns kvar att läsa."
        )  # fmt: skip
        return f"{was % told} {self._who_is_told()}"

    def _who_is_told(self) -> str:
        if self.instance.origin == Origin.SELF:
            return _("Personen sökte själv: har hen fått veta beslutet, ring upp och berätta.")
        return _(
            "Den som aktualiserade får en notis, läser varför, och håller ihop väntan igen om de gjorde det "
            "förut."
        )

    def act(self, by: Any) -> Referral:
        """Undo it."""
        return actions.take_up(self.instance, self.cleaned_data["because"], by=by)


class PutBackForm(UndoForm):
    """The unit that took back what it had sent undoes that."""

    watched = ("state", "state_on")
    heading = gettext_lazy("Ångra att ni tog tillbaka")
    sends = gettext_lazy("Skicka igen")
    lead = gettext_lazy(
        "Aktualiseringen prövas igen, med samma väntetid som förut, och er enhet håller ihop väntan om ni "
        "gjorde det. Den som tar emot får en notis och läser varför. Att ni tog tillbaka den finns kvar att "
        "läsa. Har personen ändrat sig: fråga först om ja:et gäller."
    )
    saved = gettext_lazy("Aktualiseringen av %(who)s är skickad igen.")

    class Meta(UndoForm.Meta):
        model = SentReferral

    def act(self, by: Any) -> Referral:
        """Put it back."""
        return actions.put_back(self.instance, self.cleaned_data["because"], by=by)


__all__ = ["PutBackForm", "TakeUpForm"]

"""Asks once before somebody is taken in who may be known already: as the other forms ask what is odd."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.asking import AsksUnderItsOwn
from stafett.frame.form_fields import a_question
from stafett.referrals.known_before import (
    KnownBefore,
    already_in,
    known_before_each,
    taking_part_each,
    told_of,
)
from stafett.referrals.models import Referral
from stafett.safeguards.viewer import Viewer


class AsksOfKnown(AsksUnderItsOwn):
    """Mixed into a form that takes people in."""

    asks_about: Sequence[KnownBefore] = ()
    refused_as = ""
    asks = gettext_lazy(
        "%(odd)s Är det samma människa och deltar hen redan: anta inte, med det skälet. Ska personen antas "
        "ändå, kryssa i det."
    )
    asks_under = gettext_lazy("Ska personen antas ändå?")
    as_written = a_question(forms.BooleanField(label=gettext_lazy("Ja, anta ändå"), required=False))

    def ask_of_known(
        self, viewer: Viewer, ones: Collection[Referral], cleaned: dict[str, Any]
    ) -> None:
        """Refuse what cannot be, and ask of what can, with the pages that it is read on."""
        if self.errors:
            return
        ones = [
            one for one in ones if one.decided_on is None
        ]  # of what is decided the action tells
        now = taking_part_each(viewer, ones)
        self.asks_about = [told_of(case) for case in now.values()]
        for one in now:
            self.refused_as = "already_in"
            self.add_error(None, already_in(one.circle.person.name))
        if not now:
            self.ask_once(cleaned, self._questions(viewer, ones))

    def _questions(self, viewer: Viewer, ones: Collection[Referral]) -> Iterator[str]:
        """One sentence for each who may be known; what is known is kept for the page."""
        for one, known in known_before_each(viewer, ones).items():
            self.asks_about = list(dict.fromkeys([*self.asks_about, *known]))
            if known:
                self.refused_as = "known_before"
                yield _("%(who)s kan vara känd redan. %(how)s") % {
                    "who": one.circle.person.name, "how": " ".join(each.words for each in known),
                }  # fmt: skip


__all__ = ["AsksOfKnown"]

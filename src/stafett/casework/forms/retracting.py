"""What every form that takes back something noted has: what would be taken back, and how it went wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.casework.forms.acting import Acting, Text
from stafett.casework.models import Participation
from stafett.frame.as_text import AsText
from stafett.safeguards.viewer import Viewer

STANDS = forms.CharField(label=_("Det som dras tillbaka"), required=False, widget=AsText())
HOW_WRONG = forms.CharField(
    label=_("Hur blev det fel?"), max_length=200,
    help_text=_("Sparas i historiken. Skriv inte vem det rätta ärendet gäller."),
)  # fmt: skip


class Retracting(Acting):
    """A form that takes back something written in a case."""

    button: ClassVar[Text] = _("Dra tillbaka")
    a_no = True
    stands = STANDS
    because = HOW_WRONG

    def __init__(self, *args: Any, written: Any, **rest: Any) -> None:
        """With what was written, as it stands."""
        self.written = written
        super().__init__(*args, **rest)

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Whose it is decides, which `prepare` asks: also in a case that has ended."""


__all__ = ["HOW_WRONG", "STANDS", "Retracting"]

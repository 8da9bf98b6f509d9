"""What each constraint of this app says to the person who meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.parties.refusals import BACKWARDS, Sentence

SENTENCES: dict[str, Sentence] = {
    "figure_period_forward": Sentence(BACKWARDS, "ends_on"),
    "figure_period_ends_once": Sentence(
        _("Det finns redan en period som slutar den dagen. Öppna den i listan."), "ends_on"
    ),
    "signed_once_per_version": Sentence(
        _("Någon skrev under för myndigheten i samma stund. Öppna sidan på nytt."), "authority"
    ),
}

"""What each constraint of this app says to the person who meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.parties.refusals import BACKWARDS, Sentence

SENTENCES: dict[str, Sentence] = {
    "assignment_to_evaluate_forward": Sentence(BACKWARDS, "last_day"),
    "one_assignment_to_evaluate_at_a_time": Sentence(
        _(
            "Befattningen har redan ett uppdrag av myndigheten i insatsen under en del av tiden. Återkalla "
            "det först, eller välj andra dagar."
        ),
        "from_day",
    ),
}

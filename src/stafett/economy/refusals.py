"""What each constraint of this app says to the person who meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.parties.refusals import Sentence

SENTENCES: dict[str, Sentence] = {
    "cost_year_is_a_year": Sentence(_("Skriv ett år mellan 1990 och 2100."), "year"),
    "cost_booked_in_its_year": Sentence(
        _(
            "Dagen ligger före det år som beloppet gäller. Rätta året, eller skriv en dag det året "
            "eller senare."
        ),
        "booked_through",
    ),
    "cost_near_its_initiative": Sentence(
        _("Dagen ligger långt från insatsens egna dagar. Kontrollera året."), "booked_through"
    ),
    "cost_stated_near_its_initiative": Sentence(
        _("Dagarna ligger utanför insatsens egna. Kontrollera åren."), "costs_through"
    ),
    "cost_statement_label_once": Sentence(
        _("Insatsen har redan en uppgift med den benämningen. Välj en annan."), "label"
    ),
}
"""Each constraint of this app that a person can break on a page."""

"""What each constraint of this app says to the person who meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.parties.refusals import Sentence

SENTENCES: dict[str, Sentence] = {
    "outreach_outreachlist_pkey": Sentence(
        _("Någon annan har just bestämt vem som håller listan. Ladda om sidan.")
    ),
    "on_the_outreach_list_once": Sentence(
        _("Personen står redan på listan. Ladda om sidan för att se hur det står nu.")
    ),
    "an_outreach_word_stands_once": Sentence(_("Ordet finns redan. Välj ett annat."), "label"),
    "outreach_weeks_within_a_year": Sentence(_("Skriv ett antal veckor från 1 till 52."), "weeks"),
}

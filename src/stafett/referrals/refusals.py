"""What each constraint of this app says to the person who meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.parties.refusals import BACKWARDS, Sentence

ALREADY = Sentence(_("Det är redan gjort. Ladda om sidan för att se hur det står nu."))
NO_NUMBER = _("Skriv ett telefonnummer med riktnummer, så att den som hellre ringer når er.")
"""An open door without a way to ring: whoever has protected identity is told to ring and write nothing."""

SENTENCES: dict[str, Sentence] = {
    "referrals_referral_pkey": Sentence(_("Aktualiseringen är redan skickad.")),
    "one_offer_waits": ALREADY,
    "one_holder_in_the_queue": ALREADY,
    "one_participation_at_a_time": Sentence(
        _("Det går inte att anta personen i insatsen från i dag. Vänd dig till projektledaren.")
    ),
    "eligibility_period_forward": Sentence(BACKWARDS, "last_day"),
    "eligibility_has_a_limit": Sentence(_("Skriv minst, högst eller båda."), "least"),
}

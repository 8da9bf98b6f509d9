"""What this app tells the log: what its doors are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.circumstances.urls import OF_PERIODS, WORDS

DOORS = {
    "circumstances": _("läste om försörjning och sysselsättning för %(whom)s"),
    "api:get_circumstances": _(
        "hämtade försörjning och sysselsättning för %(whom)s till ett annat program"
    ),
    **dict.fromkeys(
        (
            *WORDS,
            *OF_PERIODS,
            "api:get_period",
            "api:get_period_form",
        ),
        _("öppnade ett formulär om %(whom)s"),
    ),
    **dict.fromkeys(
        ("api:correct_period", "api:settle_period"),
        _("ändrade försörjning eller sysselsättning för %(whom)s från ett annat program"),
    ),
}

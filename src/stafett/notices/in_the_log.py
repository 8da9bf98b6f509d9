"""What this app's doors are called in the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOORS = {
    **dict.fromkeys(
        ("notices", "api:list_notices"), _("såg bland sina notiser att något hänt i ärendet om %(whom)s")
    ),
    "calendar_open": _("följde en länk i sin kalender till ärendet om %(whom)s"),
    "calendar_feed": _("hämtade sin kalender, där tider i ärendet om %(whom)s stod utan namn"),
}  # fmt: skip

"""What this app's doors are called in the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOORS = {
    "commission": _("läste ett uppdrag om %(whom)s"),
    "api:list_commissions": _("hämtade uppdragen om %(whom)s till ett annat program"),
    **dict.fromkeys(
        ("commission_give", "commission_step", "api:get_commission_form"),
        _("öppnade ett formulär om %(whom)s"),
    ),
}

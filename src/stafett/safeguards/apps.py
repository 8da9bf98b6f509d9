"""Registers the app with Django, and its doors."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from stafett.frame import invented, menu, panels


class SafeguardsConfig(AppConfig):
    """Sekretess."""

    name = "stafett.safeguards"
    verbose_name = "Sekretess"

    def ready(self) -> None:
        """Hang the doors to the log's follow-up, what authorities open to each other, and retention."""
        from stafett.parties import closing
        from stafett.safeguards.handling import faults_of_meeting_nobody
        from stafett.safeguards.panels import waiting_to_end
        from stafett.safeguards.queries.start import invented_only
        from stafett.safeguards.session import begin
        from stafett.safeguards.told import name_changes, name_doors

        user_logged_in.connect(begin)
        invented.register(invented_only)
        closing.register_kind(faults_of_meeting_nobody)
        panels.register(panels.Panel("today", 60, "safeguards/endings_today.html", waiting_to_end))
        menu.register(menu.MenuItem(_("Gallring"), "endings", "answer_for_records", order=74))

        menu.register(menu.MenuItem(_("Loggen"), "log_follow_ups", "answer_for_records", order=70))
        menu.register(
            menu.MenuItem(_("Bestämmelser"), "provisions", "answer_for_records", order=72)
        )
        name_changes(
            {
                "link_answer": _("svarade genom en länk"),
                "link_back": _("svarade ja genom en länk, med e-legitimation"),
            }
        )
        name_doors(
            {
                "link_sign": _("gick till e-legitimationen för att svara ja genom en länk"),
                "log_follow_up": _("gick igenom loggen"),
                "api:get_follow_up": _("gick igenom loggen"),
                "retention": _("skrev uppgifterna om %(whom)s till arkivet innan de gallrades"),
            }
        )

"""Registers the app with Django, its door in the menu, and what it adds to others' pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu, panels


class OutreachConfig(AppConfig):
    """Uppsökande arbete."""

    name = "stafett.outreach"
    verbose_name = "Uppsökande"

    def ready(self) -> None:
        """Hang the door in the menu and a card on Idag; tell the log, register rules, be asked of closing."""
        from stafett.casework import between
        from stafett.outreach.access import has_use_of
        from stafett.outreach.between_rules import RULES
        from stafett.outreach.closing import faults_of_lists
        from stafett.outreach.doors import contact_today
        from stafett.outreach.forgetting import forget_contact
        from stafett.outreach.in_the_log import DOORS, case_names, parts
        from stafett.parties import closing
        from stafett.people import sealing
        from stafett.safeguards import told

        menu.register(
            menu.MenuItem(_("Uppsökande"), "outreach", "see_people", order=14, usable=has_use_of)
        )
        sealing.register("outreach", forget_contact)
        told.name_doors(DOORS)
        told.register_cases(parts, case_names)
        for rule in RULES:
            between.register(rule)
        closing.register(faults_of_lists)
        panels.register(panels.Panel("today", 6, "outreach/contact_today.html", contact_today))

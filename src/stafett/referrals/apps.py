"""Registers the app with Django, its doors, and what it adds to others' pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu, panels


class ReferralsConfig(AppConfig):
    """Vägen in."""

    name = "stafett.referrals"
    verbose_name = "Vägen in"

    def ready(self) -> None:
        """Hang the door in the menu and cards on Idag; tell the log, register rules, be asked of closing."""
        from stafett.casework import between, timeline
        from stafett.initiatives import days, intakes
        from stafett.notices import kinds
        from stafett.parties import closing
        from stafett.people import sealing
        from stafett.referrals.actions.forgetting import let_senders_back, seal_received
        from stafett.referrals.actions.intakes import follow_branch
        from stafett.referrals.between_rules import RULES
        from stafett.referrals.closing import faults_of_waiting, who_waits
        from stafett.referrals.doors import answers_today, new_today, referral_of_case, rules_door
        from stafett.referrals.in_the_log import DOORS, case_names, parts
        from stafett.referrals.noticing import KINDS, which_referral
        from stafett.referrals.story import WAY_IN, way_in_told
        from stafett.safeguards import told

        menu.register(menu.MenuItem(_("Aktualiseringar"), "referrals", "see_people", order=13))
        sealing.register("referrals", seal_received)
        sealing.let_back("referrals", let_senders_back)
        closing.register(faults_of_waiting)
        days.ask(who_waits)
        intakes.register(follow_branch)
        told.name_doors(DOORS)
        told.register_cases(parts, case_names)
        timeline.register(WAY_IN, way_in_told)
        for rule in RULES:
            between.register(rule)
        for notice in KINDS:
            kinds.register(notice)
        kinds.tell_cases_apart(which_referral)
        panels.register(panels.Panel("initiative_links", 40, "referrals/door.html", rules_door))
        panels.register(panels.Panel("today", 3, "referrals/new_today.html", new_today))
        panels.register(panels.Panel("today", 4, "referrals/answers_today.html", answers_today))
        way_in = "referrals/of_case.html"
        panels.register(panels.Panel("participation", 10, way_in, referral_of_case))

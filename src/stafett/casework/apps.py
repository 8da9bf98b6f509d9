"""Registers the app with Django, and its door in the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu


class CaseworkConfig(AppConfig):
    """Ärenden."""

    name = "stafett.casework"
    verbose_name = "Ärenden"

    def ready(self) -> None:
        """Hang the doors to people and caseload; be asked before days are moved; tell the log of cases."""
        from stafett.casework import between, doors, moved_on, timeline, waiting_parts
        from stafett.casework.between_rules import RULES
        from stafett.casework.in_the_log import COMPARING, DOORS, OWN_GROUND, case_names, parts
        from stafett.casework.moved_days import faults_of_people, who_takes_part
        from stafett.casework.noticing import KINDS, which_case
        from stafett.casework.queries.agreed_in_time import SOURCES as AGREED
        from stafett.casework.queries.between import between_today
        from stafett.casework.queries.doubles import doubles_of_case, doubles_today
        from stafett.casework.queries.ending_cases import cases_of_ending
        from stafett.casework.queries.own_data import asked_of_case, asked_today
        from stafett.casework.queries.shut_out import shut_out_today
        from stafett.casework.queries.timeline import SOURCES
        from stafett.casework.queries.to_accept import to_accept_today
        from stafett.frame.panels import Panel, register
        from stafett.initiatives import days
        from stafett.notices import kinds
        from stafett.safeguards import consenting, told
        from stafett.safeguards.access import OWN_RECORD

        days.register(faults_of_people)
        days.ask(who_takes_part)
        moved_on.register(moved_on.course)
        consenting.register("parties", waiting_parts.come_in)
        menu.register(menu.MenuItem(_("Deltagare"), "participants", "see_people", order=15))
        told.name_doors(DOORS)
        told.compares(*COMPARING)
        told.name_ground(OWN_RECORD, OWN_GROUND)
        told.register_cases(parts, case_names)
        menu.register(menu.MenuItem(_("Min enhet"), "unit", "see_people", order=16))
        menu.register(menu.MenuItem(_("Mellan stolarna"), "between", "see_people", order=14))
        for rule in RULES:
            between.register(rule)
        for notice in KINDS:
            kinds.register(notice)
        kinds.tell_cases_apart(which_case)
        for kind, source in (*SOURCES, *AGREED):
            timeline.register(kind, source)
        doors.hang_tab(doors.Tab(_("Ärendet"), "participation", 0))
        doors.hang_tab(doors.Tab(_("Tidslinje"), "timeline", 10))
        doors.hang_tab(doors.Tab(_("Samtycke"), "consents", 80))
        register(Panel("today", 1, "casework/between_today.html", between_today))
        register(Panel("today", 5, "casework/doubles.html", doubles_today))
        register(Panel("today", 7, "casework/to_accept.html", to_accept_today))
        register(Panel("today", 55, "casework/shut_out.html", shut_out_today))
        register(Panel("participation", 5, "casework/doubles.html", doubles_of_case))
        register(Panel("ending", 5, "casework/ending_cases.html", cases_of_ending))
        register(Panel("today", 8, "casework/own_data_today.html", asked_today))
        register(Panel("participation", 8, "casework/own_data_case.html", asked_of_case))

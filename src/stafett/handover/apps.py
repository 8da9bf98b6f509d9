"""Registers the app with Django, what it hangs on a case, and what it settles on other floors."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame.panels import Panel, register


class HandoverConfig(AppConfig):
    """Överlämning."""

    name = "stafett.handover"
    verbose_name = "Överlämning"

    def ready(self) -> None:
        """Hang tab, button, rules and cards; be asked when consents, cases and units end."""
        from stafett.casework import between, doors, exiting, timeline
        from stafett.handover import settling
        from stafett.handover.actions.following_up import follow_enrolled
        from stafett.handover.between_rules import RULES
        from stafett.handover.forms.by_link import AnswerByLinkForm
        from stafett.handover.in_the_log import DOORS, parts
        from stafett.handover.noticing import CALENDAR, KINDS
        from stafett.handover.queries.hands import TAB, may_propose
        from stafett.handover.queries.in_time import HANDOVER, told
        from stafett.handover.views import FORMS
        from stafett.notices import calendar, kinds
        from stafett.parties import closing
        from stafett.people import sealing
        from stafett.safeguards import answering, withdrawing
        from stafett.safeguards import told as log
        from stafett.safeguards.models import LinkPurpose

        answering.register(LinkPurpose.HANDOVER, AnswerByLinkForm)
        withdrawing.register("handover", settling.after_withdrawal, settling.comes_of_withdrawal)
        withdrawing.register_held("handover", settling.held_by)
        sealing.let_back("handover", settling.after_protection)
        withdrawing.register_shut_out("handover", settling.after_shutting_out)
        exiting.register(exiting.Hanging(
            "handover", settling.faults_of_leaving, settling.after_last_day, stays=settling.stays_settled,
            enrolled=follow_enrolled,
        ))  # fmt: skip
        closing.register(settling.faults_of_closing)
        doors.hang_tab(doors.Tab(_("Överlämning"), TAB, 60))
        doors.hang_act(doors.Act(_("Lämna över"), "propose_handover", may_propose, 60))
        for name, form in FORMS.items():
            doors.offer_form(name, form)
        for rule in RULES:
            between.register(rule)
        for notice in KINDS:
            kinds.register(notice)
        for code, entries in CALENDAR.items():
            calendar.register(code, entries)
        timeline.register(HANDOVER, told)
        _hang_panels()
        log.name_doors(DOORS)
        log.register_cases(parts, lambda _viewer, _circles: {})


def _hang_panels() -> None:
    """What stands in the head of a case, on Idag and on an initiative's page."""
    from stafett.handover.queries.after import after_exit
    from stafett.handover.queries.alongside import alongside
    from stafett.handover.queries.figures import figures_panel
    from stafett.handover.queries.hands import waiting_today

    register(Panel("case_head", 10, "handover/alongside.html", alongside))
    register(Panel("case_head", 12, "handover/after.html", after_exit))
    register(Panel("today", 2, "handover/today.html", waiting_today))
    register(Panel("initiative", 40, "handover/figures.html", figures_panel))

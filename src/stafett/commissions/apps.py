"""Registers the app with Django, hangs assignments on the case, and settles them when something else ends."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class CommissionsConfig(AppConfig):
    """Uppdrag."""

    name = "stafett.commissions"
    verbose_name = "Uppdrag"

    def ready(self) -> None:
        """Hang button, form, story, rules and cards; be asked when consents and cases end."""
        from stafett.casework import between, doors, exiting, moving_along, timeline, unsent
        from stafett.commissions import crossing, queries, settling, story
        from stafett.commissions.access import may_give
        from stafett.commissions.actions import commissions_follow
        from stafett.commissions.between_rules import RULES
        from stafett.commissions.forms import GiveForm
        from stafett.commissions.in_the_log import DOORS
        from stafett.commissions.noticing import CALENDAR, KINDS
        from stafett.frame.panels import Panel, register
        from stafett.notices import calendar, kinds
        from stafett.safeguards import told, withdrawing

        doors.hang_act(doors.Act(_("Ge uppdrag"), "commission_give", may_give, 30))
        doors.offer_form("commission_give", GiveForm)
        timeline.register(story.COMMISSION, story.told)
        for rule in RULES:
            between.register(rule)
        for notice in KINDS:
            kinds.register(notice)
        for code, entries in CALENDAR.items():
            calendar.register(code, entries)
        unsent.register("commissions", crossing.unsent)
        withdrawing.register("commissions", settling.after_withdrawal, settling.comes_of_withdrawal)
        exiting.register(
            exiting.Hanging(
                "commissions",
                settling.faults_of_leaving,
                settling.after_last_day,
                settling.ends_with_it,
                settling.stays_settled,
            )
        )
        moving_along.register(moving_along.Belonging("commissions", commissions_follow, _followed))
        register(Panel("plan", 10, "commissions/on_the_plan.html", queries.on_the_plan))
        register(Panel("today", 2, "commissions/today.html", queries.commissions_today))
        told.name_doors(DOORS)


def _followed(number: int) -> str:
    said = ngettext("%(number)s uppdrag följde med.", "%(number)s uppdrag följde med.", number)
    return said % {"number": number}

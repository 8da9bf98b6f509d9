"""Registers the app with Django, and hangs meetings and promises on the page of a case."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class MeetingsConfig(AppConfig):
    """Möten och löften."""

    name = "stafett.meetings"
    verbose_name = "Möten och löften"

    def ready(self) -> None:
        """Hang tab, buttons, events, rules and cards; move along with a case; tell the log of the doors."""
        from stafett.casework import between, doors, exiting, last_contact, moving_along, timeline
        from stafett.casework.queries import sealed
        from stafett.meetings import promised, settling
        from stafett.meetings.access import may_call
        from stafett.meetings.actions import meetings_follow, promises_follow
        from stafett.meetings.between_rules import RULES
        from stafett.meetings.forms.booking import BookForm
        from stafett.meetings.in_the_log import DOORS
        from stafett.meetings.noticing import CALENDAR, KINDS
        from stafett.meetings.queries.case import met
        from stafett.meetings.queries.sealed import called_with
        from stafett.meetings.story import SOURCES
        from stafett.notices import calendar, kinds
        from stafett.people import sealing
        from stafett.safeguards import told, withdrawing

        doors.hang_tab(doors.Tab(_("Möten och löften"), "meetings", 20, frozenset({"meeting"})))
        doors.hang_act(doors.Act(_("Boka möte"), "meeting_book", may_call, 10))
        doors.offer_form("meeting_book", BookForm)
        sealing.let_back("meetings", promised.let_givers_back)
        last_contact.register(met)
        sealed.register("meetings", called_with)
        for rule in RULES:
            between.register(rule)
        for notice in KINDS:
            kinds.register(notice)
        for code, entries in CALENDAR.items():
            calendar.register(code, entries)
        for kind, source in SOURCES:
            timeline.register(kind, source)
        moving_along.register(moving_along.Belonging("promises", promises_follow, _promises))
        moving_along.register(moving_along.Belonging("meetings", meetings_follow, _meetings))
        withdrawing.register("meetings", settling.after_withdrawal, settling.comes_of_withdrawal)
        exiting.register(
            exiting.Hanging(
                "meetings", settling.faults_of_leaving, settling.after_last_day,
                settling.ends_with_it, settling.stays_settled,
            )
        )  # fmt: skip
        _hang_panels()
        told.name_doors(DOORS)


def _hang_panels() -> None:
    from stafett.frame.panels import Panel, register
    from stafett.meetings.for_the_person import for_the_person
    from stafett.meetings.queries.first import first_of_case
    from stafett.meetings.queries.next import next_of_case
    from stafett.meetings.queries.today import meetings_today, promises_today

    register(Panel("case_head", 20, "meetings/next.html", next_of_case))
    register(Panel("case_head", 21, "meetings/first.html", first_of_case))
    register(Panel("today", 0, "meetings/today.html", meetings_today))
    register(Panel("today", 1, "meetings/promises_today.html", promises_today))
    register(Panel("plan_person", 10, "meetings/for_the_person.html", for_the_person))


def _promises(number: int) -> str:
    said = ngettext("%(number)s löfte följde med.", "%(number)s löften följde med.", number)
    return said % {"number": number}


def _meetings(number: int) -> str:
    said = ngettext(
        "%(number)s bokat möte följde med.", "%(number)s bokade möten följde med.", number
    )
    return said % {"number": number}

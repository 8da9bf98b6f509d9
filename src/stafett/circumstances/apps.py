"""Registers the app with Django, and hangs circumstances over time on the case."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame.panels import Panel, register


class CircumstancesConfig(AppConfig):
    """Livet över tid."""

    name = "stafett.circumstances"
    verbose_name = "Livet över tid"

    def ready(self) -> None:
        """Hang tab, forms, card, story and rules on the case; state what was directly before and after."""
        from stafett.casework import between, doors, exiting, following, timeline
        from stafett.circumstances.actions.courses import follow_status
        from stafett.circumstances.between_rules import RULES
        from stafett.circumstances.in_the_log import DOORS
        from stafett.circumstances.queries.page import card, link
        from stafett.circumstances.queries.timeline import SOURCES, stays_ended
        from stafett.circumstances.stating import state
        from stafett.circumstances.views import FORMS, TAB
        from stafett.safeguards import told

        following.register(state, follow_status)
        exiting.register(exiting.Hanging(
            "circumstances", lambda _cases, _by: {}, exiting.nothing_follows, stays=stays_ended,
        ))  # fmt: skip
        doors.hang_tab(doors.Tab(_("Försörjning"), TAB, 25))
        for name, form in FORMS.items():
            doors.offer_form(name, form)
        for kind, source in SOURCES:
            timeline.register(kind, source)
        for rule in RULES:
            between.register(rule)
        register(Panel("participation", 12, "circumstances/card.html", card))
        register(Panel("initiative", 45, "circumstances/link.html", link))
        told.name_doors(DOORS)

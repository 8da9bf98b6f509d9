"""Registers the app with Django: the bell in the frame, doors on one's account, its words in the log."""

from __future__ import annotations

from django.apps import AppConfig

from stafett.frame.panels import Panel, register


class NoticesConfig(AppConfig):
    """Notiser."""

    name = "stafett.notices"
    verbose_name = "Notiser"

    def ready(self) -> None:
        """Hang bell and doors, tell the log of the doors, and the kind that safeguards know."""
        from stafett.accounts.actions.tokens import end_with_keys
        from stafett.notices import kinds
        from stafett.notices.actions import end_feed
        from stafett.notices.bell import bell
        from stafett.notices.in_the_log import DOORS
        from stafett.notices.stand_ins import STAND_IN
        from stafett.safeguards import told

        register(Panel("bell", 10, "notices/bell.html", bell))
        register(Panel("account", 10, "notices/account.html", lambda _request, _account: {}))
        kinds.register(STAND_IN)
        told.name_doors(DOORS)
        end_with_keys(end_feed)
        told.fetched_by_machine("calendar_feed")

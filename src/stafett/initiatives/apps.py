"""Registers the app with Django, its door in the menu, and what it knows about roles and posts."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stafett.frame import menu, panels


class InitiativesConfig(AppConfig):
    """Insatser."""

    name = "stafett.initiatives"
    verbose_name = "Insatser"

    def ready(self) -> None:
        """Hang the door, name the roles, tell on one's account where one works, be asked when a unit closes."""
        from stafett.initiatives.intakes import faults_of_branches
        from stafett.initiatives.my_posts import my_posts
        from stafett.parties import closing, role_names
        from stafett.safeguards.roles import POWERS, ROLES, Permission

        menu.register(menu.MenuItem(_("Insatser"), "initiatives", order=20, posted=True))
        closing.register(faults_of_branches)
        panels.register(panels.Panel("account", 10, "initiatives/my_posts.html", my_posts))
        role_names.register(
            role_names.RoleName(
                r.code, r.name, Permission.SEE_PEOPLE in r.permissions, bool(POWERS & r.permissions)
            )
            for r in ROLES.values()
        )

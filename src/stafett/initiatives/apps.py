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
        """Hang the door to the initiatives, name the roles, and tell on one's account where one works."""
        from stafett.initiatives.my_posts import my_posts
        from stafett.parties import role_names
        from stafett.safeguards.roles import POWERS, ROLES, Permission

        menu.register(menu.MenuItem(_("Insatser"), "initiatives", order=20, posted=True))
        panels.register(panels.Panel("account", 10, "initiatives/my_posts.html", my_posts))
        role_names.register(
            role_names.RoleName(
                r.code, r.name, Permission.SEE_PEOPLE in r.permissions, bool(POWERS & r.permissions)
            )
            for r in ROLES.values()
        )

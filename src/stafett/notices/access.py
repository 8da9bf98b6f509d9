"""Whose mails that did not get through may somebody see, and who has anything in a calendar?"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.accounts.models import User
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def looks_after_mail(viewer: Viewer) -> bool:
    """True for the operator, and for those who answer for records or edit parties at their authority."""
    return viewer.operator or bool(authorities_of(viewer))


def authorities_of(viewer: Viewer) -> frozenset[int]:
    """The authorities whose staff's mails the viewer looks after: their own."""
    return viewer.speaks_for | viewer.authorities_with(Permission.EDIT_PARTIES)


def check_looks_after(viewer: Viewer) -> None:
    """Raise PermissionDenied, saying who does, unless the viewer looks after somebody's mails."""
    if not looks_after_mail(viewer):
        raise PermissionDenied(
            _("Utskick som inte gick fram sköts av en chef eller projektledare på din myndighet.")
        )


def has_calendar(user: User, viewer: Viewer) -> bool:
    """True while an account is open and its posts let it see people: after that its feed is gone."""
    return user.is_active and viewer.may(Permission.SEE_PEOPLE)


__all__ = ["authorities_of", "check_looks_after", "has_calendar", "looks_after_mail"]

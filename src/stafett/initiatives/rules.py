"""What must hold for an initiative: who may answer for its people, who may take part. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

RESERVED = frozenset({"ny"})
"""Codes that the pages' own addresses use."""


def refusal_of_controller(name: str, *, association: bool) -> str:
    """Why an authority can't be controller, or nothing when it can (law 3).

    An association decides nothing about individuals (2003:1210 7 §), and the data-protection
    authority ordered one to stop handling them (Datainspektionen, Östra Östergötland, 2016).
    """
    if not association:
        return ""
    return _(
        "%(name)s är ett samordningsförbund och kan inte vara personuppgiftsansvarig. Ett förbund får "
        "inte hantera enskilda (lag 2003:1210, 7 §; Datainspektionens beslut 2016 om Östra "
        "Östergötland). Välj myndigheten som driver insatsen, till exempel en nämnd."
    ) % {"name": name}


def refusal_of_speaking(name: str) -> str:
    """Why an initiative can't begin with a controller that the one who starts it does not speak for."""
    return _(
        "%(name)s svarar själv för om den ska vara personuppgiftsansvarig. Börja med den egna "
        "myndigheten, och öppna en gren för %(name)s: då tillfrågas den."
    ) % {"name": name}


def refusal_of_asking(name: str) -> str:
    """Why a branch can't get another controller."""
    return _(
        "%(name)s svarar redan för uppgifterna i grenen. Uppgifter byter inte ansvarig; öppna en ny "
        "gren i stället."
    ) % {"name": name}


def refusal_of_answering_again(answered_by: str) -> str:
    """Why a yes is not answered again."""
    return _(
        "%(name)s har redan svarat ja. Det går inte att ta tillbaka: uppgifter byter inte ansvarig."
    ) % {"name": answered_by or _("Någon")}


def refusal_of_association(name: str) -> str:
    """Why an initiative can't be said to be funded by an association."""
    return _("%(name)s finansierar bara insatser hos sina medlemmar. Din part är inte medlem.") % {
        "name": name
    }


def refusal_of_role(name: str, *, association: bool, sees_people: bool) -> str:
    """Why a unit can't take part in a role, or nothing when it can (law 3)."""
    if not (association and sees_people):
        return ""
    return _(
        "%(name)s hör till ett samordningsförbund och får aldrig se en person (lag 2003:1210, 7 §). "
        "Välj en roll som bara ser totaler, till exempel samordningsförbundets kansli."
    ) % {"name": name}


def same_reading(readings: Sequence[tuple[str, frozenset[int]]]) -> tuple[str, str] | None:
    """Two readings of a goal that count the very same outcomes, by name; None when all differ."""
    seen: dict[frozenset[int], str] = {}
    for label, outcomes in readings:
        if outcomes in seen:
            return seen[outcomes], label
        seen[outcomes] = label
    return None

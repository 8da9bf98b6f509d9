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

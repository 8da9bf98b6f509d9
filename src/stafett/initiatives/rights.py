"""What does each permission let somebody do, in words that the person meets?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.safeguards.roles import Permission

RIGHTS: dict[Permission, str | Promise] = {
    Permission.SEE_PEOPLE: _("se personerna i de ärenden som enheten är med i"),
    Permission.WORK_WITH_PEOPLE: _("skriva i de ärendena"),
    Permission.IMPORT_REGISTER: _("läsa in register"),
    Permission.SEE_FIGURES: _("se siffror, nedbrutna på grupper"),
    Permission.SEE_TOTALS: _("se totaler för hela insatsen"),
    Permission.WRITE_REPORTS: _("skriva rapporter"),
    Permission.SEE_REPORTS: _("läsa rapporter"),
    Permission.SEE_COSTS: _("se kostnader"),
    Permission.EDIT_INITIATIVE: _("ändra insatsen: mål, målgrupp, grenar, kostnader"),
    Permission.EDIT_PARTIES: _("ändra parter, enheter och avtal"),
    Permission.ANSWER_FOR_RECORDS: _(
        "svara ja eller nej när myndigheten tillfrågas om att svara för deltagares uppgifter"
    ),
    Permission.MOVE_CASES: _("flytta ärenden mellan dem som arbetar i enheten"),
    Permission.GIVE_STAND_INS: _("utse ställföreträdare i enheten"),
    Permission.EVALUATE: _("på uppdrag få rader utan namn för att utvärdera"),
}
"""Every permission, in the order that they are told."""


def in_words(permissions: Iterable[Permission]) -> list[str]:
    """The permissions as words, in the table's order."""
    held = set(permissions)
    return [str(words) for permission, words in RIGHTS.items() if permission in held]

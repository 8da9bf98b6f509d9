"""What each role may do, in words and as permissions; rights only ever add up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that somebody may do; always within what their unit takes part in."""

    SEE_PEOPLE = "see_people"
    WORK_WITH_PEOPLE = "work_with_people"
    IMPORT_REGISTER = "import_register"
    SEE_FIGURES = "see_figures"
    SEE_TOTALS = "see_totals"
    WRITE_REPORTS = "write_reports"
    SEE_REPORTS = "see_reports"
    SEE_COSTS = "see_costs"
    EDIT_INITIATIVE = "edit_initiative"
    EDIT_PARTIES = "edit_parties"
    ANSWER_FOR_RECORDS = "answer_for_records"
    MOVE_CASES = "move_cases"
    GIVE_STAND_INS = "give_stand_ins"
    EVALUATE = "evaluate"


@dataclass(frozen=True)
class Role:
    """A role that a post can have."""

    code: str
    name: str | Promise
    sentence: str | Promise
    permissions: frozenset[Permission]


def _role(code: str, name: Promise, sentence: Promise, *permissions: Permission) -> Role:
    return Role(code, name, sentence, frozenset(permissions))


P = Permission
ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "caseworker",
            _("Handläggare"),
            _("Ser och arbetar med personerna i de ärenden som enheten är med i."),
            P.SEE_PEOPLE, P.WORK_WITH_PEOPLE, P.SEE_TOTALS,
        ),
        _role(
            "coach",
            _("Coach"),
            _("Ser och arbetar med personerna i de ärenden som enheten är med i."),
            P.SEE_PEOPLE, P.WORK_WITH_PEOPLE, P.SEE_TOTALS,
        ),
        _role(
            "unit_manager",
            _("Enhetschef"),
            _(
                "Ser enhetens ärenden och siffror för de insatser som enheten är med i. Fördelar "
                "ärendena och utser ställföreträdare."
            ),
            P.SEE_PEOPLE, P.SEE_FIGURES, P.SEE_TOTALS, P.SEE_COSTS, P.SEE_REPORTS,
            P.ANSWER_FOR_RECORDS, P.MOVE_CASES, P.GIVE_STAND_INS,
        ),
        _role(
            "local_leader",
            _("Lokal projektledare"),
            _("Leder insatsen i en kommun: ser dess personer och siffror, läser in register."),
            P.SEE_PEOPLE, P.WORK_WITH_PEOPLE, P.IMPORT_REGISTER, P.SEE_FIGURES, P.SEE_TOTALS,
            P.WRITE_REPORTS, P.SEE_REPORTS, P.SEE_COSTS, P.ANSWER_FOR_RECORDS, P.MOVE_CASES,
        ),
        _role(
            "project_leader",
            _("Projektledare"),
            _("Leder hela insatsen: ser dess personer, siffror, kostnader och rapporter."),
            P.SEE_PEOPLE, P.WORK_WITH_PEOPLE, P.IMPORT_REGISTER, P.SEE_FIGURES, P.SEE_TOTALS,
            P.WRITE_REPORTS, P.SEE_REPORTS, P.SEE_COSTS, P.EDIT_INITIATIVE, P.EDIT_PARTIES,
            P.ANSWER_FOR_RECORDS, P.MOVE_CASES,
        ),
        _role(
            "evaluator",
            _("Utvärderare"),
            _(
                "Ser insatsens totaler, deras definitioner och rapporterna. På uppdrag av den som svarar "
                "för uppgifterna också rader utan namn; aldrig ett ärende."
            ),
            P.SEE_TOTALS, P.SEE_REPORTS, P.SEE_COSTS, P.EVALUATE,
        ),
        _role(
            "steering_member",
            _("Ledamot i styrgruppen"),
            _("Ser insatsens totaler och rapporterna; aldrig en person."),
            P.SEE_TOTALS, P.SEE_REPORTS, P.SEE_COSTS,
        ),
        _role(
            "association_office",
            _("Samordningsförbundets kansli"),
            _("Ser insatsernas totaler, kostnader och rapporter; aldrig en person."),
            P.SEE_TOTALS, P.SEE_REPORTS, P.SEE_COSTS, P.EDIT_PARTIES,
        ),
    )
}  # fmt: skip
"""Every role, by the code that a post carries. Adding one is adding it here."""


WORKING = tuple(code for code, role in ROLES.items() if P.WORK_WITH_PEOPLE in role.permissions)
"""The roles that can have a case."""

POWERS = frozenset({P.EDIT_PARTIES, P.ANSWER_FOR_RECORDS, P.EDIT_INITIATIVE})
"""What lets somebody decide over others' rights; a role with any of it is given from inside alone."""


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role may do; nothing for a role that is not in the table."""
    return ROLES[role].permissions if role in ROLES else frozenset()

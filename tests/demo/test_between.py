"""Has every rule of Mellan stolarna somebody to show in the demo?"""

from __future__ import annotations

from stafett.accounts.models import User
from stafett.casework.between import rules
from stafett.casework.queries.between import UNIT, found_in, scope_of
from stafett.demo.living.happening import let_happen
from stafett.initiatives.models import Initiative
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import viewer_of
from tests.demo.conftest import DAY

EXCUSED = {
    "commission_left": "a unit would have to end its own case with an assignment open",
    "holder_blind": "a case falls back in the instant that what let its holder in ends",
    "holder_closed": "a unit that holds somebody is not closed; only a register read in can say so",
    "waits_at_closed": "a unit that somebody waits at is not closed",
    "queue_over": "Stigen goes on",
    "left_alone": "nobody is left in the team of somebody protected: the one in Stigen has hers",
    "outreach_turned_twenty": "no published test number turns twenty between the list's day and the demo's",
}
"""Rules with nobody in the demo, and why."""


def found() -> dict[str, int]:
    """How many lines each rule has, over all who can log in, on the demo date."""
    number = {rule.code: 0 for rule in rules()}
    for user in User.objects.filter(is_active=True).order_by("pk"):
        viewer = viewer_of(user, DAY)
        set_reach(viewer.controllers)
        for rule, _gap in found_in(viewer, scope_of(viewer, UNIT)):
            number[rule.code] += 1
    return number


def test_each_rule_has_somebody_to_show_or_it_is_said_why_not(stigen: Initiative) -> None:
    let_happen(stigen, today=DAY)
    missing = sorted(code for code, many in found().items() if not many)
    assert missing == sorted(EXCUSED), " ".join(missing)

"""What the access table has of handovers: one to Af, one to somebody outside, and a follow-up that is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from stafett.handover.actions import Hearing, Proposal, propose
from stafett.handover.actions.following_up import follow_exits
from stafett.handover.rules import Asked
from tests.access.canaries import secrets
from tests.access.world import PEOPLE, World
from tests.cast import TODAY

HEARD = Hearing("Zqhörd")


def handing(world: World) -> None:
    """Karin hands one case to Af and one to a school; whoever has left should have been asked by now."""
    cast = world.cast
    for name, to, outside in (("delad", cast.unit("Af Flen"), ""), ("flen", None, "Zqskola")):
        asked = Asked(f"Zqöverlämnas{name}", TODAY)
        case = world.people[name]
        propose(case, Proposal(asked, to, outside, hearing=HEARD), by=cast.as_("karin"))
        world.known += secrets(
            PEOPLE[name][1], f"Zqöverlämnas{name}", *([outside] if outside else [])
        )
    left = world.people["avslutad"]
    assert left.ends_on
    follow_exits([left], replace(cast.as_("karin"), day=left.ends_on + timedelta(days=1)))
    cast.as_everyone()

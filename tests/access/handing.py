"""What the access table has of handovers: one to Af, one to somebody outside, and two follow-ups, one noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from stafett.handover.actions import Hearing, Proposal, Told, note_follow_up, propose
from stafett.handover.actions.following_up import follow_exits
from stafett.handover.models import Answer, FollowUp, Kept
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
    first = FollowUp.objects.filter(participation=left).order_by("due_on")[0]
    note_follow_up(
        first, Told(Answer.ANSWERED, Kept.KEPT, told="Zqsvaretsen"), by=cast.as_("karin")
    )
    world.known += secrets(PEOPLE["avslutad"][1], "Zqsvaretsen")
    cast.as_everyone()

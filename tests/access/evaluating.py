"""An evaluator's assignments in the access table: one that is on, one that is revoked, and their pseudonyms."""

from __future__ import annotations

from datetime import timedelta

from stafett.evaluation.actions import Wanted, invite, revoke
from stafett.evaluation.models import EvaluationAssignment, Invitation
from stafett.evaluation.rules import pseudonym
from tests.access.canaries import secrets
from tests.access.world import World
from tests.cast import TODAY
from tests.evaluation.giving import given

INVITED = ("flen", "delad")
INSIDE = ("flen", "avslutad", "delad", "återtagen")
"""Those whose rows the evaluator has: Flen's, and not the protected."""


def evaluating(world: World) -> None:
    """Flen's board has given Ulf's post an assignment, after one that it took back."""
    before = given(world.cast, purpose="Zqandamalforr")
    revoke(before, "Ny tid.", by=world.cast.viewer("lena"))
    one = given(world.cast, purpose="Zqandamal")
    for thing, it in (("uppdrag", one), ("återkallat uppdrag", before)):
        world.at(thing, key=it.pk)
        for form in ("csv", "xlsx", "json"):
            world.at(f"{thing}: rader.{form}", key=it.pk, form=form)
    world.known += secrets("lena eva ulf", "Zqandamal", "Zqandamalforr", one.pk, before.pk)
    secret = bytes(one.key.secret)
    for name, who in world.people.items():
        said = pseudonym(secret, who.person_id)
        inside = name in INSIDE
        world.known += secrets("ulf" if inside else "", said)
        if inside:
            world.words[name].append(said)
    _inviting(world, one)
    world.cast.as_everyone()


def _inviting(world: World, one: EvaluationAssignment) -> None:
    """Ulf has two of them invited; nobody has answered."""
    secret = bytes(one.key.secret)
    names = tuple(pseudonym(secret, world.people[name].person_id) for name in INVITED)
    viewer = world.cast.as_("ulf")
    invite(one, "Zqinbjudan", TODAY + timedelta(days=30), Wanted(names), by=viewer)
    world.cast.as_everyone()
    for name in INVITED:
        found = Invitation.objects.get(participation=world.people[name])
        world.at(f"inbjudan till {name}", key=found.pk)
    world.known += secrets("karin eva ulf", "Zqinbjudan")

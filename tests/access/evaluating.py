"""An evaluator's assignments in the access table: one that is on, one that is revoked, and their pseudonyms."""

from __future__ import annotations

from stafett.evaluation.actions import revoke
from stafett.evaluation.rules import pseudonym
from tests.access.canaries import secrets
from tests.access.world import World
from tests.evaluation.giving import given

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
    world.cast.as_everyone()

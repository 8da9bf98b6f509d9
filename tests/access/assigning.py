"""Assignments in the access table: Karin's to the project's office in Flen's case, and to Af in the shared."""

from __future__ import annotations

from tests.access.canaries import secrets
from tests.access.world import World
from tests.commissions.world import given, of_af


def assigning(world: World) -> None:
    """Each is waiting for an answer; Af has a row of its own."""
    cast, flen, shared = world.cast, world.people["flen"], world.people["delad"]
    own = given(cast, flen, what="Zquppdrag", purpose="Zqvarfor")
    to_af = given(cast, shared, "Af Flen", what="Zqafuppdrag", purpose="Zqafvarfor")
    copy = of_af(cast, shared)
    for thing, key, one in (
        ("Karins uppdrag", flen, own), ("uppdrag till Af", shared, to_af), ("Afs uppdrag", shared, copy),
        ("uppdrag i fel ärende", shared, own),
    ):  # fmt: skip
        world.at(thing, key=key.pk, which=one.pk)
        for name in ("ta-emot", "fraga", "ta-tillbaka", "ingen", "accept", "ask", "take_back"):
            world.at(f"{thing}: {name}", key=key.pk, which=one.pk, name=name)
    world.known += secrets("karin lena eva sven", "Zquppdrag", "Zqvarfor", own.pk)
    world.known += secrets(
        "karin lena eva sven per fatima rut", "Zqafuppdrag", "Zqafvarfor", to_af.pk
    )
    world.known += secrets("per", copy.pk)
    cast.as_everyone()

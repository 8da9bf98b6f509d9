"""An evaluator's assignments in the access table: one that is on, one that is revoked, and their pseudonyms."""

from __future__ import annotations

from datetime import timedelta

from stafett.evaluation.actions import invite, revoke
from stafett.evaluation.draws import Wanted
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
    gone = invite(
        before, "Zqinbjudan", TODAY + timedelta(days=30),
        Wanted((pseudonym(bytes(before.key.secret), world.people["flen"].person_id),)),
        by=world.cast.as_("ulf"),
    )  # fmt: skip
    world.cast.as_everyone()
    ended = Invitation.objects.get(round=gone)
    world.at("upphörd inbjudan", key=ended.pk)
    world.words["flen"].append(str(ended.pk))
    revoke(before, "Ny tid.", by=world.cast.viewer("lena"))
    one = given(world.cast, purpose="Zqandamal")
    for thing, it in (
        ("uppdrag", one),
        ("uppdrag: bekräftat", one),
        ("återkallat uppdrag", before),
    ):
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
    made = invite(one, "Zqinbjudan", TODAY + timedelta(days=30), Wanted(names), by=viewer)
    world.cast.as_everyone()
    world.at("omgång", key=one.pk, which=made.pk)
    for name in INVITED:
        found = Invitation.objects.get(round=made, participation=world.people[name])
        world.at(f"inbjudan till {name}", key=found.pk)
        world.words[name].append(str(found.pk))
    world.known += secrets("karin eva ulf", "Zqinbjudan")

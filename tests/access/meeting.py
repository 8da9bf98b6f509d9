"""Meetings and promises in the access table: one booked and one held in Flen's case, one held with Af there."""

from __future__ import annotations

from stafett.meetings.models import Promise
from stafett.meetings.releasing import hand_over
from tests.access.canaries import secrets
from tests.access.world import World
from tests.cast import TODAY
from tests.meetings.world import SOON, booked, held, of_person, of_post, of_unit


def meeting(world: World) -> None:
    """Karin has called to them; what Af promised was handed over to Af."""
    cast, flen, shared = world.cast, world.people["flen"], world.people["delad"]
    to_come = booked(cast, flen, on=SOON, purpose="Zqmotessyfte")
    was = booked(cast, flen, on=TODAY, purpose="Zqmotessyfte")
    own, others = held(
        cast, was, of_post(cast.viewer("karin"), "Zqlofte"), of_person("Zqlofte"), goal="Zqmal"
    )
    for thing, one in (("bokat möte", to_come), ("hållet möte", was)):
        world.at(thing, key=flen.pk, which=one.pk)
        for name in ("note", "cancel", "promise", "change", "correct"):
            world.at(f"{thing}: {name}", key=flen.pk, which=one.pk, name=name)
    for form in ("docx", "txt"):
        world.at(f"hållet möte.{form}", key=flen.pk, which=was.pk, form=form)
        world.at(f"bokat möte.{form}", key=flen.pk, which=to_come.pk, form=form)
    world.at("Karins löfte", key=flen.pk, which=own.pk)
    world.at("möte i fel ärende", key=shared.pk, which=was.pk)
    world.at("möte i fel ärende: note", key=shared.pk, which=was.pk, name="note")
    world.at("möte i fel ärende.docx", key=shared.pk, which=was.pk, form="docx")
    world.known += secrets("karin lena eva sven", "Zqmotessyfte", "Zqlofte", "Zqmal", to_come.pk, was.pk,
                           own.pk, others.pk)  # fmt: skip
    _shared(world)
    cast.as_everyone()


def _shared(world: World) -> None:
    cast, shared = world.cast, world.people["delad"]
    with_af = booked(cast, shared, "Af Flen", on=TODAY)
    (promised,) = held(cast, with_af, of_unit(cast, "Af Flen", "Zqaflofte"))
    world.at("möte med Af", key=shared.pk, which=with_af.pk)
    hand_over(with_af, by=cast.as_("karin"))
    copy = Promise.objects.get(copy_of=promised.pk)
    world.at("Afs löfte", key=shared.pk, which=copy.pk)
    world.known += secrets(
        "karin lena eva sven per fatima rut", "Zqaflofte", with_af.pk, promised.pk
    )
    world.known += secrets("per", copy.pk)

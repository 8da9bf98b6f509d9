"""The way in, in the access table: somebody whom FK has referred to Flen, and what is sent about it."""

from __future__ import annotations

from typing import Any

from stafett.referrals.actions import open_door, refer
from stafett.referrals.actions.seeking import Sought, seek, seek_as_sender
from stafett.referrals.models import Referral
from tests.access.canaries import secrets
from tests.access.sending import Body, Row
from tests.access.world import World
from tests.cast import TODAY
from tests.referrals.world import PHONE, facts, new, rule

STEPS = {
    "queue": {}, "invite": {"what": "Möte", "meets_on": "2025-07-01"},
    "accept": {}, "decline": {"because": "other", "words": "Fullt"}, "step_back": {"words": "Vill inte"},
    "contact": {"contact": "Zqnasdar", "because": "nytt nummer"},
    "take_over": {}, "take_up": {"because": "fel rad"},
    "name": {"given_name": "Zqnoor", "family_name": "Zqhaddad", "because": "zqstavat fel"},
    "sought": {"result": "reached", "way": "phone", "on_day": str(TODAY)},
}  # fmt: skip


def referring(world: World) -> None:
    """Fatima refers somebody to Flen; what she keeps is her unit's, what came is Flen's."""
    cast = world.cast
    told = new(
        cast, reason="Zqremissskal", own_words="Zqegnaord", contact="Zqnasdar",
        facts=facts(cast.branch("flen"), given_name="Zqnoor", family_name="Zqhaddad"),
    )  # fmt: skip
    made = refer(told, by=cast.as_("fatima"))
    cast.as_everyone()
    world.at("aktualisering", key=made.pk)
    for step in (*STEPS, "send_on"):
        world.at(f"aktualisering: {step}", key=made.pk, step=step)
    for step in ("withdraw", "hand_over", "sought", "put_back"):
        world.at(f"skickad: {step}", key=made.pk, step=step)
    _sought(world, made)
    world.at("från FK till Flen")
    world.at("aktualisering: flyg", key=made.pk, step="flyg")
    _leading(world)
    wrote = ("Zqremissskal", "Zqnoor", "Zqhaddad", "Zqegnaord", "Zqnasdar")
    world.known += secrets("karin lena eva fatima", *wrote, made.pk)


def _sought(world: World, made: Any) -> None:
    """Karin and Fatima have each noted that they reached the person, in their own record."""
    cast = world.cast
    one = Referral.objects.get(pk=made.pk)
    ours = seek(one, Sought(TODAY, "phone", "reached", "Zqintagets"), by=cast.as_("karin"))
    theirs = seek_as_sender(
        made, Sought(TODAY, "phone", "reached", "Zqavsändarens"), by=cast.as_("fatima")
    )
    cast.as_everyone()
    for place, which in (("kontakt i kön", ours.pk), ("kontakt hos avsändaren", theirs.pk)):
        world.at(place, key=made.pk, which=which)
        for step in ("correct", "retract", "flyg"):
            world.at(f"{place}: {step}", key=made.pk, which=which, step=step)
    world.known += [
        *secrets("karin lena eva", "Zqintagets", ours.pk),
        *secrets("fatima", "Zqavsändarens", theirs.pk),
    ]


def _leading(world: World) -> None:
    """Flen's door is open to all and Katrineholm's is not; and there is a rule."""
    cast = world.cast
    open_door(cast.branch("flen"), True, "Kom hit", PHONE, by=cast.viewer("eva"))
    world.at("öppen gren", code="prov", branch="flen")
    world.at("stängd gren", code="prov", branch="katrineholm")
    world.at("gren i Flen", branch=cast.branch("flen").pk)
    world.at("urvalsmöte i Flen")
    world.at("regel i prov", code="prov", key=rule(cast).pk)


def sent_about_referrals(world: World) -> dict[Row, Body]:
    """What is sent to each door."""
    cast = world.cast
    whom: dict[str, Any] = {
        "unit": cast.unit("FK Eskilstuna").pk, "branch": cast.branch("flen").pk, "family_name": "Ny",
        "sex": "man", "reason": "Vill prova", "came": "freely", "consent_manner": "oral",
        "consent_on": str(TODAY),
    }  # fmt: skip
    on = {"branch": cast.branch("katrineholm").pk, "consent_manner": "oral", "words": "Bor där"}
    steps: dict[str, Body] = {**STEPS, "send_on": on}
    meeting = {
        "held_on": str(TODAY), "present": "Karin", "code": "queue",
        "chosen": str(world.places["aktualisering"].arguments["key"]),
    }  # fmt: skip
    asked = {"asks": "parties", "least": 2, "meaning": "Minst två", "example": "Den som har en."}
    alone = {"given_name": "Ny", "family_name": "Ny", "contact": "070", "reason": "Vill jobba",
             "came": "unsure"}  # fmt: skip
    back = {"words": "Vill inte"}
    return {
        ("refer", "från FK till Flen"): whom,
        ("selection", "gren i Flen"): meeting,
        ("api:note_selection", "urvalsmöte i Flen"): {
            "initiative": "prov",
            "branch": "flen",
            "fields": meeting,
        },
        ("rule_new", "prov"): asked,
        ("api:add_eligibility_rule", "prov"): {"fields": asked},
        ("open_door", "öppen gren"): {"text": "Kom"},
        ("apply", "öppen gren"): alone,
        ("api:refer_somebody", "från FK till Flen"): {"fields": whom},
        **{(f"referral_{step}", "aktualisering"): sent for step, sent in steps.items()},
        **{
            ("api:step_in_queue", f"aktualisering: {step}"): {"fields": sent}
            for step, sent in steps.items()
        },
        ("sent_withdraw", "aktualisering"): back,
        ("sent_sought", "aktualisering"): STEPS["sought"],
        ("sent_put_back", "aktualisering"): STEPS["take_up"],
        ("api:step_with_sent", "skickad: put_back"): {"fields": STEPS["take_up"]},
        ("api:step_with_sent", "skickad: sought"): {"fields": STEPS["sought"]},
        ("api:step_with_sent", "skickad: withdraw"): {"fields": back},
    }

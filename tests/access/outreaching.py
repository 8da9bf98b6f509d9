"""The uppsökande list, in the access table: AUC holds it, and somebody stands on it."""

from __future__ import annotations

from typing import Any

from stafett.outreach.actions import lead_on
from tests.access.canaries import secrets
from tests.access.sending import Body, Row
from tests.access.world import World
from tests.cast import TODAY
from tests.outreach.world import HEADERS, held, listed, tried, word
from tests.referrals.world import facts, new

LINE = "202202022394;Zqvilda;Zqskoog;Zqskolan;Zqprogram;Zqtelefon;"
OTHER = "202203032392;Zqny;Zqnyman;Skolan;;;"
STEPS = ("try", "correct", "leave", "take_back", "refer")


def outreaching(world: World) -> None:
    """Lena has said that AUC holds the list; Karin has tried to reach somebody, and referred them to Flen."""
    cast = world.cast
    held(cast)
    one = listed(cast, line=LINE)
    made = tried(cast, one, words="Zqforsok")
    told = new(
        cast, "AUC", facts=facts(cast.branch("flen"), given_name="Zqvilda", family_name="Zqskoog")
    )
    lead_on(one, told, by=cast.as_("karin"))
    cast.as_everyone()
    world.at("på listan", key=one.pk)
    for step in (*STEPS, "flyg"):
        world.at(f"på listan: {step}", key=one.pk, step=step)
    world.at("försök på listan", key=one.pk, which=made.pk)
    for step in ("correct", "retract", "flyg"):
        world.at(f"försök på listan: {step}", key=one.pk, which=made.pk, step=step)
    world.at("listan", authority=one.controller_id)
    world.at("utan uppsökande lista", authority=cast.unit("Viadidakt").authority_id)
    world.at("listan i Flen")
    world.at("ord på listan", authority=one.controller_id, key=word("hembesök").pk)
    # Karin's referral is Flen's too, where Lena and Eva see it; what stands on the list is AUC's alone
    world.known += secrets("karin lena eva", "Zqvilda", "Zqskoog")
    world.known += secrets("karin lena", "Zqskolan", "Zqprogram", "Zqtelefon", "Zqforsok", one.pk)


def sent_about_outreach(world: World) -> dict[Row, Body]:
    """What is sent to each door."""
    cast = world.cast
    tried_again = {
        "made_on": str(TODAY), "way": word("sms").pk, "result": word("nådd").pk,
    }  # fmt: skip
    gone = {"left_on": str(TODAY), "left_reason": word("fyllt 20").pk}
    corrected = {"school": "Zqskolan", "contact": "Zqtelefon", "because": "Nytt nummer"}
    whom: dict[str, Any] = {
        "unit": cast.unit("AUC").pk, "branch": cast.branch("flen").pk, "family_name": "Zqskoog",
        "sex": "man", "reason": "Vill prova", "came": "freely", "consent_manner": "oral",
        "consent_on": str(TODAY),
    }  # fmt: skip
    steps: dict[str, Body] = {
        "try": tried_again, "correct": corrected, "leave": gone, "refer": whom,
    }  # fmt: skip
    return {
        **{(f"entry_{step}", "på listan"): sent for step, sent in steps.items()},
        **{
            ("api:step_on_list", f"på listan: {step}"): {"fields": sent}
            for step, sent in steps.items()
        },
        ("outreach_set_up", "listan"): {"unit": cast.unit("AUC").pk, "weeks": "9"},
        ("outreach_word_new", "listan"): {"about": "way", "label": "besök på skolan"},
        ("outreach_import", "listan i Flen"): {
            "outreach": cast.unit("AUC").authority_id, "file": "\n".join([HEADERS, OTHER]),
        },
    }  # fmt: skip

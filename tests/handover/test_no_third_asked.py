"""Nobody finds out by trying, or by a list, whom a handover asks, who may not know of others (law 2)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from stafett.casework import between as registry
from stafett.casework.actions import close
from stafett.casework.queries.between import between
from stafett.handover.actions import accept, decline
from stafett.handover.between_rules import RULES
from stafett.handover.queries.figures import figures
from stafett.handover.settling import latest_over
from stafett.safeguards.models import Information
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, proposed
from tests.handover.test_settling import leaving
from tests.handover.test_told_to_others import NO, SOCIAL, _on_the_casts_day, shared

__all__ = ["_on_the_casts_day"]
STEPS = ("accept_handover", "ask_handover", "decline_handover")


def tried(page: Any, who: str, case: Any) -> list[str]:
    """What each form of a step, and the API's, answers somebody."""
    client = page(who)
    pages = [client.get(reverse(name, args=[case.pk])) for name in STEPS]
    forms = [client.get(f"/api/v1/participations/{case.pk}/forms/{name}") for name in STEPS]
    assert {answer.status_code for answer in (*pages, *forms)} == {403}
    mains = [page.content.decode().split("<main")[1].split("</main")[0] for page in pages]
    said = [" ".join(re.sub(r"<[^>]+>", " ", main).split()) for main in mains]
    return [*said, *(answer.content.decode() for answer in forms)]


def test_a_form_says_to_a_third_neither_whom_it_asks_nor_that_anybody_is_asked(
    cast: Cast, page: Any
) -> None:
    """Af får inte veta vilka som är med. Formulären svarar lika, vare sig någon är tillfrågad eller inte."""
    case = shared(cast, Information.AGENCIES)
    before = tried(page, "per", case)
    one = proposed(cast, case, SOCIAL)
    assert tried(page, "per", case) == before
    decline(one, NO, by=cast.as_("sven"))
    assert tried(page, "per", case) == before
    assert latest_over(cast.as_("per"), case) is None
    assert latest_over(cast.as_("karin"), case) is not None
    assert not any(SOCIAL in text for text in before)


def test_a_third_who_may_know_of_others_is_told_who_answers(cast: Cast, page: Any) -> None:
    case = shared(cast)
    proposed(cast, case, SOCIAL)
    assert any(SOCIAL in text for text in tried(page, "per", case))


def test_mellan_stolarna_of_an_initiative_names_nobody_to_a_third(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_rules", {rule.code: rule for rule in RULES})
    hidden, told = shared(cast, Information.AGENCIES), shared(cast)
    for case in (hidden, told):
        proposed(cast, case, SOCIAL)
    code = hidden.initiative.code

    def found(who: str) -> set[Any]:
        rows = between(replace(cast.as_(who), day=TODAY + DAY), code).rows
        return {r.gap.participation_id for r in rows if r.rule.code == "handover_waits"}

    assert found("karin") == found("sven") == {hidden.pk, told.pk}
    assert found("per") <= {told.pk}


def test_the_figures_of_an_initiative_tell_a_third_of_no_handover_that_it_may_not_know_of(
    cast: Cast,
) -> None:
    """Per ser ett ärende. En överlämning i talen är en överlämning i det, och till vem får han inte veta."""
    case = shared(cast, Information.AGENCIES)
    one = proposed(cast, case, SOCIAL)
    for who, counted in (("karin", 1), ("sven", 1), ("per", 0)):
        assert figures(cast.as_(who), case.initiative).handovers["open"] == counted, who
    decline(one, NO, by=cast.as_("sven"))
    for who, counted in (("karin", 1), ("sven", 1), ("per", 0)):
        assert figures(cast.as_(who), case.initiative).handovers["declined"] == counted, who


def test_once_it_is_taken_the_figures_count_it_for_all_who_see_the_case(cast: Cast) -> None:
    case = shared(cast, Information.AGENCIES)
    accept(proposed(cast, case, SOCIAL), by=cast.as_("sven"))
    assert figures(cast.as_("per"), case.initiative).handovers["inside"] == 1


def test_the_figures_say_what_is_next_to_those_alone_who_are_told_how_it_ended(
    cast: Cast, page: Any
) -> None:
    """Vad som är härnäst sägs där din hälsa är öppen. Per ser att någon är avslutad, och inte mer."""
    case = shared(cast, Information.HEALTH)
    close([(case, leaving(cast, next_step_id="nobody"))], by=cast.as_("karin"))
    per, karin = (figures(cast.as_(who), case.initiative) for who in ("per", "karin"))
    assert (set(per.exits.values()), per.untold, per.left) == ({0}, 1, 1)
    assert (karin.exits["nobody"], karin.untold, karin.left) == (1, 0, 1)
    for seen, said in ((per, True), (karin, False)):
        around = {"figures": seen, "initiative": case.initiative, "may_edit": False}
        text = render_to_string("handover/figures.html", around)
        assert ("vad som är härnäst får du inte veta" in text) is said
    found = page("eva").get(f"/api/v1/initiatives/{case.initiative.code}/handovers").json()
    parts = {"all": 1, "holder": 0, "unasked": 0, "nobody": 1, "other": 0, "not_told": 0}
    assert found["exits"] == parts, "whole and parts, also for another program"
    told = shared(cast)
    close([(told, leaving(cast, next_step_id="nobody"))], by=cast.as_("karin"))
    per = figures(cast.as_("per"), case.initiative)
    assert (per.exits["nobody"], per.untold, per.left) == (1, 1, 2)


def test_whose_unit_held_it_last_is_told_what_is_next(cast: Cast) -> None:
    case = shared(cast, Information.HEALTH)
    accept(proposed(cast, case, "Af Flen"), by=cast.as_("per"))
    close([(case, leaving(cast, next_step_id="nobody"))], by=cast.as_("per"))
    per = figures(cast.as_("per"), case.initiative)
    assert (per.exits["nobody"], per.untold) == (1, 0)

"""Circumstances over time for the access table, each with words for those who may read them alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from stafett.circumstances import actions
from stafett.circumstances.actions import DID, LIVED, NewPeriod
from tests.access.canaries import secrets
from tests.cast import TODAY

WEEK = timedelta(weeks=1)


def lived_over_time(world: Any) -> None:
    """Karin's periods in a case of her own, and in the one that consent opens to the other agencies."""
    for name, seen_by in (
        ("flen", "karin lena eva sven"),
        ("delad", "karin lena eva sven per fatima rut"),
    ):
        case, by = world.people[name], world.cast.viewer("karin")
        words = [f"Zq{what}{name}" for what in ("ingetefter", "harnast", "pausad", "slutstuderat")]
        ends = NewPeriod("activity_support", TODAY - 8 * WEEK, TODAY + WEEK, 100)
        lived = actions.add(case, LIVED, ends, by=by)
        actions.nothing_next(lived, words[0], by=by)
        did = actions.add(case, DID, NewPeriod("practice", TODAY - 8 * WEEK, None, 12), by=by)
        actions.note_next(case, Decimal(10), words[1], by=by)
        past = NewPeriod("studies", TODAY - 20 * WEEK, TODAY - 18 * WEEK, 4)
        studied = actions.add(case, DID, past, by=by)
        actions.nothing_next(studied, words[3], by=by)
        paused = actions.pause(case, words[2], TODAY - 2 * WEEK, by=by)
        actions.come_back(paused, TODAY - WEEK, by=by)
        form = actions.set_form(case, "group", TODAY - WEEK, by=by)
        world.at(f"person {name}: försörjning", key=case.pk, period=lived.pk)
        world.at(f"person {name}: sysselsättning", key=case.pk, period=did.pk)
        world.at(f"person {name}: paus", key=case.pk, period=paused.pk)
        world.at(f"person {name}: form", key=case.pk, period=form.pk)
        for word, row in (("livelihoods", lived), ("pauses", paused)):
            world.at(f"person {name}: {word}", key=case.pk, sort=word, which=row.pk)
        world.at(f"person {name}: slut", key=case.pk, sort="occupations", which=did.pk, act="end")
        world.known += secrets(seen_by, *words)

"""What goes on beside: what somebody lives on, pauses, files, the young to reach, stand-ins, notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from uuid_utils.compat import uuid7

from stafett.circumstances import actions as circumstances
from stafett.circumstances.actions import DID, LIVED, NewPeriod, PastForm, PastPause
from stafett.circumstances.models import FormPeriod, LivelihoodPeriod, OccupationPeriod, Pause
from stafett.documents import actions as documents
from stafett.documents.actions import NewDocument
from stafett.documents.models import Document
from stafett.notices import actions as notices
from stafett.outreach import actions as outreach
from stafett.outreach.actions import Facts, Try
from stafett.outreach.models import Entry, OutreachList, OutreachWord
from stafett.parties import actions as parties
from stafett.parties.models import Staff, Tenure
from stafett.parties.refusals import SENTENCES, Refused
from stafett.safeguards.actions import Scan
from tests.lives.world import LIKELY, UNITS, WHO, World
from tests.referrals.world import new

LIVES_ON = ("activity_support", "sickness_benefit", "sickness_compensation")
DOES = ("practice", "studies", "rehabilitation")


def lives_or_does(world: World, who: str, a: int, b: int) -> Any:
    """A period of livelihood or occupation, of whichever authority, from a day and with an end or none."""
    case, by = world.case(a), world.as_(who)
    last = world.later(b % 60 - 10) if b % 4 else None
    first = world.later(-(b % 20))
    if b % 2:
        return circumstances.add(case, LIVED, NewPeriod(LIVES_ON[b % 3], first, last, 100), by=by)
    told = NewPeriod(DOES[b % 3], first, last, 5 + b % 20)
    return circumstances.add(case, DID, told, by=by)


def changes_a_period(world: World, who: str, a: int, b: int) -> Any:
    """Corrected, ended, taken away; or nothing comes after it."""
    row: Any = world.pick((LivelihoodPeriod, OccupationPeriod)[b % 2], a)
    word = row.source_id if b % 2 == 0 else row.what_id
    by, because = world.as_(who), "fel dag" if b % 7 else ""
    steps: list[Any] = [
        lambda: circumstances.correct(
            row, NewPeriod(word, world.later(-5), None, 50), by=by, because=because
        ),
        lambda: circumstances.end(row, world.later(-(b % 5)), by=by),
        lambda: circumstances.take_away(row, by=by, because=because),
        lambda: circumstances.nothing_next(row, because, by=by),
    ]
    return steps[b // 2 % 4]()


def reaches_a_threshold(world: World, who: str, a: int, b: int) -> Any:
    """Where hours are flagged is said, or what is done now that somebody has reached them."""
    by = world.as_(who)
    if b % 3 == 0:
        hours = [Decimal(10)] if b % 2 else []
        return circumstances.set_thresholds(world.cast.initiative, hours, 1 + b % 4, by=by)
    return circumstances.note_next(world.case(a), Decimal(10), "Samtal" if b % 5 else "", by=by)


def pauses(world: World, who: str, a: int, b: int) -> Any:
    """A pause, another day of it, the return; or another form."""
    case, by = world.case(a), world.as_(who)
    if b % 4 == 0:
        return circumstances.set_form(case, ("group", "individual")[b // 4 % 2], world.day, by=by)
    if b % 4 == 1:
        return circumstances.pause(case, "sjuk", world.later(-(b % 5)), world.later(b % 9), by=by)
    row = world.pick(Pause, a)
    if b % 4 == 2:
        return circumstances.come_back(row, world.later(-(b % 3)), by=world.as_(who))
    return circumstances.correct_pause(row, "vab", row.from_day, None, by=world.as_(who))


def puts_right_what_has_been(world: World, who: str, a: int, b: int) -> Any:
    """A pause that has been is corrected or taken away; a form is, and those beside it follow."""
    by, because = world.as_(who), "fel dag" if b % 7 else ""
    first, last = world.later(-(b % 11) - 1), world.later(-(b % 5))
    if b % 3 == 0:
        told = PastForm(("group", "individual")[b % 2], first, last)
        return circumstances.correct_form(world.pick(FormPeriod, a), told, by=by, because=because)
    row = world.pick(Pause, a)
    if b % 3 == 1:
        return circumstances.take_away_pause(row, by=by, because=because)
    was = PastPause("vab", first, last)
    return circumstances.correct_past_pause(row, was, by=by, because=because)


def puts_a_document(world: World, who: str, a: int, b: int) -> Any:
    """A file in a case; or it was put in the wrong one."""
    if b % 4 == 0:
        row = world.pick(Document, a)
        because = "fel ärende" if b % 8 else ""
        return documents.take_back(row, by=world.as_(who), because=because)
    case = world.case(a)
    file = Scan("intyg.png", "image/png", b"\x89PNG\r\n\x1a\nprov")
    told = NewDocument(f"Intyg {b}", "letter", world.later(1 - b % 9), file, health=b % 3 == 0)
    return documents.put(case, told, by=world.as_(who))


def reaches_the_young(world: World, who: str, a: int, b: int) -> Any:
    """A try, a correction, leaving the list and coming back to it; or another unit is given the list."""
    one = world.pick(Entry, a)
    words = {
        word.about: word for word in OutreachWord.objects.filter(until_day=None).order_by("-pk")
    }
    by = world.as_(who)
    told = Try(uuid7(), world.later(-(b % 4)), words["way"], words["result"])
    facts = Facts("Flens gymnasium", "", "070-174 06 10", None, world.later(b % 9))
    steps: list[Any] = [
        lambda: outreach.note_try(one, told, by=by),
        lambda: outreach.correct(one, facts, by=by, because="nytt nummer" if b % 3 else ""),
        lambda: outreach.leave(one, words["reason"], world.day, by=by),
        lambda: outreach.take_back(one, by=by, because="fel person"),
        lambda: outreach.set_up(
            one.outreach.authority, world.cast.unit(UNITS[b // 6 % len(UNITS)]), 8, by=by
        ),
        lambda: outreach.lead_on(one, new(world.cast, "AUC", consent_on=world.day), by=by),
    ]
    return steps[b % len(steps)]()


def says_how_one_is_reached(world: World, who: str, a: int, b: int) -> Any:
    """A word of the list comes, or is used no more."""
    row = world.pick(OutreachList, a)
    if b % 2:
        told = outreach.NewWord(("way", "result")[b // 2 % 2], f"Sätt {b}", b % 4 == 3)
        return outreach.add_word(row, told, by=world.as_(who))
    return outreach.end_word(
        world.pick(OutreachWord, b, until_day=None, ours=False), by=world.as_(who)
    )


def stands_in(world: World, who: str, a: int, b: int) -> Any:
    """Somebody has another's post too, between two days; or no longer."""
    if b % 4 == 0:
        row = world.pick(Tenure, a, stands_in=True)
        with told_in_words():
            return parties.leave(row, on=world.day, by=world.as_(who))
    post = world.post_of((*LIKELY, *WHO)[b % 12])
    colleagues = {"authority": post.unit.authority_id} if b % 5 else {}
    staff = world.pick(Staff, a, **colleagues)
    by = world.server if b % 3 else world.as_(who)
    with told_in_words():
        return parties.stand_in(
            staff, post, from_day=world.later(b % 3), until_day=world.later(3 + b % 20),
            because="semester" if b % 5 else "", by=by,
        )  # fmt: skip


@contextmanager
def told_in_words() -> Iterator[None]:
    """What the database refuses and the page has a sentence for is a refusal; anything else is a fault."""
    try:
        yield
    except IntegrityError as fault:
        name = fault.__cause__.diag.constraint_name  # type: ignore[union-attr]
        raise Refused(SENTENCES[name]) from None


def chooses_notices(world: World, who: str, _a: int, b: int) -> Any:
    """How one is told, what has been told is read, or a calendar is fetched with a new secret."""
    now = datetime.combine(world.day, time(7), UTC)
    if b % 4 == 0:
        return notices.make_feed(world.cast.user(who), now, by=world.as_(who))
    if b % 4 == 1:
        return notices.look_for(world.as_(who), now)
    if b % 4 == 2:
        return notices.read(world.as_(who), now)
    return notices.choose(
        world.as_(who), {"how": ("daily", "never")[b // 4 % 2], "hour": b % 24}, now
    )


ACTS = (lives_or_does, changes_a_period, reaches_a_threshold, pauses, puts_right_what_has_been,
        puts_a_document, reaches_the_young,
        says_how_one_is_reached, stands_in, chooses_notices)  # fmt: skip

"""The municipality's list of young people to reach, beside the living initiative: nobody on it is in it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from uuid_utils.compat import uuid7

from stafett.accounts.models import User
from stafett.demo.cohorts.people import is_coordination, published_numbers
from stafett.initiatives.models import Initiative
from stafett.outreach.actions import Try, lead_on, leave, note_try, set_up
from stafett.outreach.correcting import retract_try
from stafett.outreach.models import Entry, OutreachList, OutreachWord
from stafett.outreach.reading import read_list
from stafett.outreach.taking_in import take_in
from stafett.parties.models import Unit
from stafett.people.actions import PersonFacts
from stafett.people.rules import read_number
from stafett.referrals.actions import NewReferral
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer

BECAUSE = "demo"
MANAGER, WORKER = "Siv Stenbacke", "Ylva Grandal"
UNIT = "Arbetsmarknads- och vuxenutbildningsenheten i Påhittby"
WEEKS = 8
NAMES = ("Tuva", "Elias", "Saga", "Noel", "Meja", "Ali", "Ester", "Milo", "Juni", "Sixten")
SCHOOLS = ("Påhittby gymnasium", "Vuxenskolan i Påhittby")
HEADERS = "Personnummer;Förnamn;Efternamn;Skola;Program;Telefon"


def let_reach_out(initiative: Initiative, *, today: date) -> None:
    """A list read in twenty weeks ago: some are reached, some only sought, one has left, one is to be called.

    One is referred to the initiative. On a demo date when none of the published numbers is young enough
    nobody is read in.
    """
    unit = Unit.objects.select_related("authority").get(name=UNIT)
    begun = today - timedelta(weeks=20)
    manager = _who(MANAGER, begun)
    with acting(manager, BECAUSE):
        outreach = set_up(unit.authority, unit, WEEKS, by=manager)
    young = _read_in(outreach, begun, today)
    for one, story in zip(young, STORIES, strict=False):
        _live(one, story, today)
    if len(young) == len(NAMES):
        _put_right(young[2], today)
        _leave(young[7], today)
        _refer(young[5], initiative, today)


def _who(name: str, day: date) -> Viewer:
    return viewer_of(User.objects.get(name=name), day)


def _read_in(outreach: OutreachList, day: date, today: date) -> list[Entry]:
    """Those in the file, in its order."""
    chosen = [number for number in published_numbers() if _fits(number, today)][: len(NAMES)]
    lines = [
        f"{number};{name};Påhittad;{SCHOOLS[i % 2]};;070-174 06 {i + 10} (påhittat)"
        for i, (number, name) in enumerate(zip(chosen, NAMES, strict=False))
    ]
    if not lines:
        return []
    worker = _who(WORKER, day)
    found = read_list(BytesIO("\n".join([HEADERS, *lines]).encode()), day)
    with acting(worker, BECAUSE, door="outreach_import"):
        take_in(outreach, found.rows, by=worker)
        rows = Entry.objects.filter(outreach=outreach).order_by("pk")
        return list(rows.select_related("circle", "person"))


def _fits(number: str, today: date) -> bool:
    """Sixteen to nineteen years old on the day."""
    if is_coordination(number):
        return False
    born = read_number(number, today=today).birth_date if number[:4] <= str(today.year) else None
    return born is not None and 16 * 365 < (today - born).days < 19 * 365


NONE = -1
"""No next contact is said."""
STORIES: tuple[tuple[tuple[int, str, str, str, int], ...], ...] = (
    ((120, "telefonsamtal", "inget svar", "", -1), (30, "hembesök", "nådd", "annat", 0)),
    ((100, "telefonsamtal", "nådd", "arbetar", -1),),
    ((110, "brev", "inget svar", "", -1), (80, "sms", "inget svar", "", -1)),
    ((40, "telefonsamtal", "nådd genom närstående", "studerar", 60),),
    ((90, "telefonsamtal", "fel uppgifter", "", -1),),
    ((20, "möte", "nådd", "annat", 14),),
    (),
    ((60, "telefonsamtal", "nådd", "studerar", -1),),
    ((10, "sms", "nådd", "okänt", -2),),
    (),
)
"""For each: days ago, way, result, what they do, and in how many days the next contact is, or was to be."""


def _live(one: Entry, story: Any, today: date) -> None:
    """What has been done to reach somebody, each on its day."""
    for ago, way, result, doing, ahead in story:
        worker = _who(WORKER, today - timedelta(days=ago))
        told = Try(
            uuid7(), worker.day, _word(one, way), _word(one, result), doing=_word(one, doing),
            next_contact=None if ahead == NONE else today + timedelta(days=ahead),
        )  # fmt: skip
        with acting(worker, BECAUSE, door="entry_try"):
            note_try(one, told, by=worker)


def _put_right(one: Entry, today: date) -> None:
    """A text message that was noted on the wrong person, taken back."""
    worker = _who(WORKER, today)
    with acting(worker, BECAUSE, door="entry_try_retract"):
        retract_try(
            one.attempts.order_by("-made_on")[0], by=worker, because="Antecknat på fel person"
        )


def _word(one: Entry, label: str) -> Any:
    return OutreachWord.objects.filter(outreach=one.outreach_id, label=label).first()


def _leave(one: Entry, today: date) -> None:
    worker = _who(WORKER, today - timedelta(days=30))
    with acting(worker, BECAUSE, door="entry_leave"):
        leave(one, _word(one, "fullföljt utbildning"), worker.day, by=worker)


def _refer(one: Entry, initiative: Initiative, today: date) -> None:
    """Somebody said yes to be referred; the answer waits."""
    branch = initiative.branches.select_related("initiative", "holder").order_by("pk")[0]
    worker, person = _who(WORKER, today - timedelta(days=6)), one.person
    facts = PersonFacts(
        branch.controller_id, "none", given_name=person.given_name, family_name=person.family_name,
        birth_year=person.birth_year,
    )  # fmt: skip
    new = NewReferral(
        branch, facts, "Vill ha något att göra om dagarna. (Påhittat.)", "unsure",
        own_words="De ringde mig. Jag kan väl prova. (Påhittat.)", parties_needed=2,
        consent_manner="oral", consent_on=worker.day,
    )  # fmt: skip
    with acting(worker, BECAUSE, door="entry_refer"):
        lead_on(one, new, by=worker)

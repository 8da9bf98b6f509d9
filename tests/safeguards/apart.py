"""A database of its own with committed rows, so that walls can be taken down and put up again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.test import Client

from stafett.casework.actions import Doing, Living, Sharing, reassign, share
from stafett.casework.models import (
    Assignment,
    Holding,
    Involvement,
    Livelihood,
    Occupation,
    Participation,
    Teammate,
    TeamPart,
)
from stafett.parties import actions as parties
from stafett.parties.models import Position
from stafett.people.actions import link
from stafett.people.models import Person, PersonLink
from stafett.safeguards.actions import Item, Scan, release
from stafett.safeguards.models import Consent, ConsentPart, Information, Member, Release
from stafett.safeguards.viewer import operator
from tests import provision
from tests.cast import PASSWORD, START, TODAY, Cast, build

NAME = f"{provision.NAME}_apart"
SECRET = "Hemlighetsson"
"""The family name that nobody outside may ever be shown."""
NUMBER = "199001032391"
"""One of Skatteverket's published test numbers: nobody's."""
CASE = "HEMLIGT-1"
PARTS = (Assignment, Holding, Involvement, Livelihood, Occupation, Teammate)


@contextmanager
def database(blocker: Any) -> Iterator[Participation]:
    """The cast in a database apart, with one person in Flen whom outsiders must not know of."""
    provision.copy(provision.template(), NAME)
    ours = connection.settings_dict["NAME"]
    with blocker.unblock():
        _use(NAME)
        try:
            with transaction.atomic():
                build()
                hidden = _somebody()
            yield hidden
        finally:
            _use(ours)
    provision.remove(NAME)


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _somebody() -> Participation:
    """A person with a row in every table behind the wall, earlier versions too."""
    cast = Cast()
    facts = {"given_name": "Doald", "family_name": SECRET, "identity_kind": "personal",
             "identity_number": NUMBER, "birth_date": date(1990, 1, 3)}  # fmt: skip
    one = cast.enrolled(person=cast.person(**facts), case_number=CASE,
                        livelihoods=(Living("start", "wages"),),
                        occupations=(Doing("start", "studies"),))  # fmt: skip
    other = cast.ended(person=cast.person(family_name=SECRET), case_number="HEMLIGT-2",
                       cases=(cast.case_at("FK"),))  # fmt: skip
    cast.enrolled("annan", cast.person("annan", family_name="Öppen"), case_number="olles")
    _consented(cast, one)
    karin = Position.objects.get(role="coach", unit__name="AUC")
    reassign([one], karin, by=operator(TODAY), because="prov")
    _shared(cast, one)
    link(one.person, other.person, by=cast.user("karin"), because="prov")
    _touch()
    return one


def _shared(cast: Cast, one: Participation) -> None:
    """Karin's case is one that a second coach shares."""
    by, unit = operator(TODAY), cast.unit("AUC")
    post = parties.open_post(unit, "coach", "Parcoach", from_day=START, by=by)
    parties.appoint(
        parties.add_staff(unit.authority, "Par Ett", by=by), post, from_day=START, by=by
    )
    share([one], Sharing(unit, TeamPart.PAIR, post), by=by, because="prov")


def _consented(cast: Cast, one: Participation) -> None:
    """A consent on paper to somebody whom nobody lets in, and something handed over under it."""
    paper = Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")
    made = cast.consented(one, "Utanför", manner="paper", scan=paper)
    part = made.parts.select_related("circle").get(
        giver=made.controller_id, information=Information.AGREEMENT
    )
    item = Item(part, "agreement", SECRET, "Överenskommet", SECRET, how="Brev")
    release([item], by=cast.viewer("karin"))


def _touch() -> None:
    """Change every row once, so that there are earlier versions of all."""
    Person.objects.update(language="svenska")
    PersonLink.objects.update(reason="prov igen")
    Member.objects.update(basis="consent")
    Consent.objects.update(purpose="igen")
    ConsentPart.objects.update(withdrawn_how="igen")
    Release.objects.update(title="igen")
    Participation.objects.update(referring_caseworker="Mona")
    for part in PARTS:
        part.objects.update(kind="participation")


def logged_in(key: str) -> Client:
    """Somebody of the cast, in this database."""
    client = Client()
    assert client.login(username=f"{key}@prov.example", password=PASSWORD)
    return client

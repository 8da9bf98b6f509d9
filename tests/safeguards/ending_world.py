"""A database of its own with cases in every state, committed: what ends is gone, so each test has a copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client

from stafett.casework.actions import Doing, Living
from stafett.casework.models import Participation
from stafett.database.aside import close_all
from stafett.database.cluster import Cluster
from stafett.database.history import in_history
from stafett.database.own_data import About
from stafett.people.actions import link
from stafett.people.models import Person
from stafett.safeguards.actions import Item, Scan, release
from stafett.safeguards.actions.own_data import (
    compile_request,
    decide_own_data,
    note_request,
)
from stafett.safeguards.actions.retention import NewRule, record_rule
from stafett.safeguards.models import Consent, Ending, Information, OwnDataRequest, RetentionRule
from stafett.safeguards.own_data_rules import Excluded
from stafett.safeguards.viewer import operator
from tests import provision
from tests.cast import PASSWORD, START, TODAY, Cast, build

SOURCE = f"{provision.NAME}_ending_source"
NAME = f"{provision.NAME}_ending"
LATER = date(2030, 1, 2)
"""A day on which everything that ended in 2024 has been kept for five years."""
GROUND = "Dokumenthanteringsplan 2024:7 (påhittad)"


@dataclass(frozen=True)
class House:
    """What is in the database: by name, and the cast."""

    cast: Cast
    ended: Participation
    """Ended 2024-09-30 with rows of every kind; their only case."""
    going_on: Participation
    twice: Participation
    """Ended 2024-09-30, of a person who has another case that goes on."""
    protected: Participation
    """Ended, and seen by Karin's post alone."""

    def rule(self, by: str = "lena", **told: Any) -> RetentionRule:
        """A rule of Flen's: the whole case, five years after its last day."""
        with transaction.atomic():
            self.cast.as_everyone()
            known = {"controller": self.cast.unit("AUC").authority, "ends": "case", "start": "case_end",
                     "months": 60, "ground": GROUND, "from_day": START, "archive": False}  # fmt: skip
            return record_rule(NewRule(**{**known, **told}), by=self.cast.viewer(by))


@contextmanager
def made(blocker: Any) -> Iterator[House]:
    """The source, made once for a module."""
    provision.copy(provision.template(), SOURCE)
    ours = str(connection.settings_dict["NAME"])
    with blocker.unblock():
        use(SOURCE)
        try:
            with transaction.atomic():
                build()
                house = _fill()
            use(ours)
            yield house
        finally:
            use(ours)
    provision.remove(SOURCE)


@contextmanager
def copied(blocker: Any, name: str = NAME) -> Iterator[None]:
    """A copy for one test, and the connection moved to it."""
    ours = str(connection.settings_dict["NAME"])
    with blocker.unblock():
        use(SOURCE)
        connection.close()
        provision.copy(SOURCE, name)
        use(name)
        try:
            yield
        finally:
            use(ours)
    provision.remove(name)


def use(name: str) -> None:
    """Move to another database."""
    connection.close()
    close_all()
    connection.settings_dict["NAME"] = name


def _fill() -> House:
    cast = Cast()
    lived: dict[str, Any] = {
        "livelihoods": (Living("start", "wages"),),
        "occupations": (Doing("start", "studies"),),
    }
    born: dict[str, Any] = {"birth_date": date(1999, 3, 8), "birth_year": 1999}
    ended = cast.ended(person=cast.person(given_name="Gallra", family_name="Gammalsson", **born),
                       case_number="slut", cases=(cast.case_at("FK"),), **lived)  # fmt: skip
    other = cast.person(given_name="Tva", family_name="Ganger", **born)
    twice = cast.ended(person=other, case_number="ett")
    going_on = cast.enrolled(person=other, case_number="två", starts_on=date(2025, 1, 1), **lived)
    post = cast.viewer("karin").posts[0]
    protected = cast.ended(
        person=cast.person(protection="marked", family_name="Skyddad", **born),
        case_number="skyddat", named_team=((post.unit_id, post.position_id),),
    )  # fmt: skip
    _consent(cast, ended)
    cast.consented(going_on, "Af Flen")
    link(ended.person, going_on.person, by=cast.user("karin"), because="prov")
    with in_history(why=f"/deltagare/{ended.pk}/"):
        Person.objects.filter(pk=ended.person_id).update(language="svenska")
    Participation.objects.filter(pk=ended.pk).update(referring_caseworker="Mona")
    _own_data(cast, ended)
    return House(cast, ended, going_on, twice, protected)


def _own_data(cast: Cast, one: Participation) -> None:
    """The person got their own data, but for what was left out of it."""
    cast.as_everyone()
    lena = cast.viewer("lena")
    asked = note_request(
        one.circle, cast.unit("AUC").authority, asked_by="Personen", asked_how="desk",
        asked_on=TODAY, identity_checked="Legitimation", by=lena,
    )  # fmt: skip
    compile_request(asked, by=lena)
    asked = OwnDataRequest.objects.get(pk=asked.pk)
    left = Excluded(About.ACCESS, "secrecy", "Vår prövning", "Kan skada")
    told = {"digest": asked.compiled_digest, "appeal": "Till nämnden."}
    decide_own_data(asked, [left], **told, by=lena)


def _consent(cast: Cast, one: Participation) -> Consent:
    paper = Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")
    made = cast.consented(one, "Utanför", manner="paper", scan=paper)
    part = made.parts.select_related("circle").get(
        giver=made.controller_id, information=Information.AGREEMENT
    )
    release(
        [Item(part, "agreement", "Gallra", "Överens", "Det vi sa", how="Brev")],
        by=cast.viewer("karin"),
    )
    return made


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be another day."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: day)


def endings() -> list[Ending]:
    """All endings there are, looked at from outside the wall."""
    with transaction.atomic():
        Cast().as_everyone()
        return list(Ending.objects.order_by("noticed_on", "pk"))


def count(model: Any, **told: Any) -> int:
    """How many rows there are, looked at from outside the wall."""
    with transaction.atomic():
        Cast().as_everyone()
        return int(model._base_manager.filter(**told).count())


def as_superuser() -> psycopg.Connection[Any]:
    """A connection past every wall and grant."""
    return psycopg.connect(
        **Cluster().superuser(str(connection.settings_dict["NAME"])), autocommit=True
    )


def logged_in(key: str) -> Client:
    """Somebody of the cast, in this database."""
    client = Client()
    assert client.login(username=f"{key}@prov.example", password=PASSWORD)
    return client


def ledger_at(settings: Any, folder: Path) -> Path:
    """A ledger, and an archive beside it."""
    settings.LEDGER, settings.ARCHIVE = str(folder / "liggare.jsonl"), str(folder)
    return folder / "liggare.jsonl"


BY = operator(TODAY)

"""When who somebody is is taken away, is it gone from every version too, for good, and nothing else with it?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.utils import timezone

from stafett.casework.models import Participation, PossibleDouble
from stafett.database.history import in_history
from stafett.people.actions import link
from stafett.people.models import Person, PersonLink
from stafett.safeguards.actions import Scan, name_team
from stafett.safeguards.actions.carry_out import carry_out
from stafett.safeguards.actions.identity import withhold_identity
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.actions.retention import put_hold
from stafett.safeguards.commands import ledger as command
from stafett.safeguards.models import (
    ConsentScan,
    Ending,
    Link,
    NamesDecision,
    OwnDataRequest,
    Release,
)
from stafett.safeguards.rules import Refused
from tests import provision
from tests.casework.asking import noted
from tests.safeguards import ending_world as world
from tests.safeguards.ending_world import LATER, House
from tests.safeguards.test_ending import house, source

SEEN = (house, source)
BACKUP = f"{provision.NAME}_named"
WORDS = ("Zqskyddad", "Zqstod", "Zqgod", "199001032391", "Zqtidigare")


@pytest.fixture
def one(house: House) -> Participation:
    """Somebody protected, with everything that says who it is, in rows and in earlier versions of them."""
    cast, one = house.cast, house.protected
    with transaction.atomic():
        lena = cast.as_("lena")
        authority = cast.unit("AUC").authority
        decide_routine(authority, contact="absent", kept_where="Kassaskåpet", by=lena)
        cast.as_everyone()
        posts = [
            (p.unit_id, p.position_id) for who in ("karin", "lena") for p in cast.viewer(who).posts
        ]
        name_team([one.circle], posts, by=cast.viewer("karin"))
        paper = Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")
        consent = cast.consented(one, "Af Flen", manner="paper", scan=paper)
        type(consent).objects.filter(pk=consent.pk).update(
            text="Jag, Zqskyddad", support_person="Zqstod"
        )
        asked_and_shown(house, one)
        Participation.objects.filter(pk=one.pk).update(municipality_id="0482")
        with in_history(why="Zqtidigare"):
            Person.objects.filter(pk=one.person_id).update(
                family_name="Zqskyddad", guardian="Zqgod", identity_kind="personal",
                identity_number="199001032391", register_key="",
            )  # fmt: skip
        Person.objects.filter(pk=one.person_id).update(language="dari")
    return one


def asked_and_shown(house: House, one: Participation) -> None:
    """A request for own data, names of readers asked for, and a link that was made before the protection."""
    cast, by = house.cast, house.cast.viewer("karin")
    noted(cast, one, asked_by="Zqskyddad själv", identity_checked="Zqskyddad visade pass")
    by_alias = noted(cast, one, asked_by=one.person.alias, identity_checked="Zqskyddad visade pass")
    OwnDataRequest.objects.filter(pk=by_alias.pk).update(
        compiled_at=timezone.now(), compiled_by="L", compiled_digest="d", handed_on=LATER,
        handed_how="Hem till Zqskyddad", handed_by="L",
    )  # fmt: skip
    told = {"controller_id": one.controller_id, "circle": one.circle}
    NamesDecision.objects.create(
        **told,
        asked_by="Zqskyddad",
        asked_on=LATER,
        given=False,
        because="Prövat.",
        decided_by="Lena",
    )
    for code, state in (("a", {}), ("b", {"state": "recalled", "state_at": timezone.now()})):
        Link.objects.create(
            **told, **state, purpose="release", code_digest=code, text="Zqskyddad börjar på måndag",
            digest=code, receiver="Nina Norr", number_key="k", expires_at=timezone.now(),
            made_by="Karin", made_by_user_id=by.user_id, made_at_unit_id=by.posts[0].unit_id,
        )  # fmt: skip


def pointed_out(house: House, one: Participation) -> None:
    """What says whose number and name it is without any: a link to another record, and doubles both ways."""
    other = house.going_on
    with transaction.atomic():
        house.cast.as_everyone()
        link(one.person, other.person, by=house.cast.user("karin"), because="samma")
        for circle, newcomer in ((one.circle, other), (other.circle, one)):
            PossibleDouble.objects.create(
                controller_id=one.controller_id, owner_authority_id=one.controller_id, kind="participation",
                circle=circle, newcomer=newcomer, same="number", told_on=LATER,
            )  # fmt: skip
        PossibleDouble.objects.update(same="register_key")
        PersonLink.objects.update(reason="samma människa")
        for model in (PersonLink, PossibleDouble):
            assert model.pgh_event_model.objects.exists()  # type: ignore[attr-defined]


def taken_away(house: House, one: Participation) -> Ending:
    """What Lena does on the page, and what the worker does after it."""
    with transaction.atomic():
        made = withhold_identity(one.circle, because="Rutinen § 2", by=house.cast.as_("lena"))
    carry_out(made.pk, LATER)
    return made


def saying(*words: str) -> list[str]:
    """The tables that hold any of the words, read from outside every wall."""
    with provision.as_owner(str(connection.settings_dict["NAME"])) as owner:
        found = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        tables = [table for (table,) in found.fetchall()]
        return [one for one in tables if any(_holds(owner, one, word) for word in words)]


def _holds(owner: psycopg.Connection[Any], table: str, word: str) -> bool:
    query = f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s'
    row = owner.execute(query.encode(), [f"%{word}%"]).fetchone()
    return bool(row and row[0])


def test_nothing_says_who_it_was_any_more_in_any_table_or_version(
    house: House, one: Participation
) -> None:
    assert {"people_person", "people_personevent", "safeguards_consent"} <= set(saying(*WORDS))
    made = taken_away(house, one)
    assert saying(*WORDS) == []
    with transaction.atomic():
        house.cast.as_everyone()
        assert {one.state for one in Link.objects.all()} == {"recalled"}
        assert not NamesDecision.objects.filter(circle=one.circle_id).exists()
        assert not ConsentScan.objects.filter(consent__circle=one.circle_id).exists()
        assert Participation.objects.get(pk=one.pk).municipality is None
        events = Participation.pgh_event_model.objects  # type: ignore[attr-defined]
        assert not events.filter(pk=one.pk, municipality__isnull=False).exists()
        done = Ending.objects.get(pk=made.pk)
        assert done.done_at is not None
        assert (done.archive, done.archives) == (False, {}), "who it was is in no archive either"
        assert set(done.ended) >= {
            "people_personevent",
            "safeguards_consentscan",
            "pghistory_context",
        }


def test_nothing_points_at_a_record_with_the_name_any_more(
    house: House, one: Participation
) -> None:
    pointed_out(house, one)
    taken_away(house, one)
    with transaction.atomic():
        house.cast.as_everyone()
        for model, about in ((PersonLink, {"first": one.person_id}), (PersonLink, {"second": one.person_id}),
                             (PossibleDouble, {})):  # fmt: skip
            assert not model.objects.filter(**about).exists()
            assert not model.pgh_event_model.objects.filter(**about).exists()  # type: ignore[attr-defined]
        assert PersonLink.objects.exists(), "what others are linked by stays"


def test_how_an_answer_was_handed_over_is_on_paper_from_then_on(
    house: House, one: Participation
) -> None:
    taken_away(house, one)
    with transaction.atomic():
        house.cast.as_everyone()
        rows = OwnDataRequest.objects.filter(circle=one.circle_id).order_by("handed_how")
        assert list(rows.values_list("identity_checked", "handed_how")) == [
            ("på papper", ""), ("på papper", "på papper"),
        ]  # fmt: skip


def test_the_case_and_everybody_elses_rows_and_versions_are_as_they_were(
    house: House, one: Participation
) -> None:
    def others() -> list[int]:
        with transaction.atomic():
            house.cast.as_everyone()
            events = Person.pgh_event_model.objects  # type: ignore[attr-defined]
            return [
                events.exclude(id=one.person_id).count(), Participation.objects.count(),
                ConsentScan.objects.exclude(consent__circle=one.circle_id).count(),
                Release.objects.count(),
            ]  # fmt: skip

    before = others()
    taken_away(house, one)
    assert others() == before
    assert before[0] > 0
    with transaction.atomic():
        house.cast.as_everyone()
        left = Person.objects.get(pk=one.person_id)
    assert (left.birth_year, left.sex, left.name) == (1999, "woman", left.alias)


def test_a_guardian_who_said_yes_is_called_what_the_papers_say(
    house: House, one: Participation
) -> None:
    with transaction.atomic():
        house.cast.as_everyone()
        consents = one.circle.consents
        consents.update(given_by="guardian", guardian="Zqgod")
    taken_away(house, one)
    with transaction.atomic():
        house.cast.as_everyone()
        consent = consents.get()
        assert (consent.guardian, consent.text, len(consent.digest)) == ("på papper", "", 64)


def test_a_backup_that_has_the_name_loses_it_again_out_of_the_ledger_and_once(
    house: House, one: Participation, settings: Any, tmp_path: Path
) -> None:
    file = world.ledger_at(settings, tmp_path)
    name = str(connection.settings_dict["NAME"])
    world.use(name)
    provision.copy(name, BACKUP)
    taken_away(house, one)
    assert "Zqskyddad" not in file.read_text()
    assert "0 av 1" in _told("--dry-run", file)
    world.use(name)
    provision.copy(BACKUP, name)
    provision.remove(BACKUP)
    assert saying("Zqskyddad")
    _told("", file)
    assert saying(*WORDS) == []


def _told(option: str, file: Path) -> str:
    arguments = ["replay", str(file), *([option] if option else [])]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_who_was_written_in_by_name_since_is_left_alone_by_the_ledger(
    house: House, one: Participation, settings: Any, tmp_path: Path
) -> None:
    file = world.ledger_at(settings, tmp_path)
    taken_away(house, one)
    with transaction.atomic():
        house.cast.as_everyone()
        Person.objects.filter(pk=one.person_id).update(
            protection="", alias="", family_name="Zqnyss"
        )
    _told("", file)
    assert "people_person" in saying("Zqnyss")


def test_a_hold_put_between_the_act_and_the_worker_lets_what_stood_before_stay(
    house: House, one: Participation
) -> None:
    with transaction.atomic():
        lena = house.cast.as_("lena")
        made = withhold_identity(one.circle, because="Rutinen", by=lena)
        put_hold(one.controller_id, one.circle, reason="audit", because="IVO", by=lena)
    carry_out(made.pk, date(2030, 1, 3))
    assert "people_personevent" in saying("Zqskyddad")


def test_the_reason_does_not_say_who_it_was(house: House, one: Participation) -> None:
    with transaction.atomic():
        lena = house.cast.as_("lena")
        with pytest.raises(Refused, match="utan namnet"):
            withhold_identity(one.circle, because="Coachen till zqskyddad har sett det", by=lena)

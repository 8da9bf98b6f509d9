"""After a restore, does what had ended and been withdrawn end again, once, out of the ledger (law 6)?"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from stafett.casework.models import Livelihood
from stafett.database.cluster import Cluster
from stafett.database.connection import parameters
from stafett.database.roles import create_database, prepare
from stafett.people.models import Person
from stafett.safeguards import ledger
from stafett.safeguards.actions import withdraw
from stafett.safeguards.actions.carry_out import NotEnded, carry_out
from stafett.safeguards.commands import ledger as command
from stafett.safeguards.commands import retention
from stafett.safeguards.jobs import find_all
from stafett.safeguards.models import Basis, Circle, ConsentPart, Ending, Member, Release
from stafett.safeguards.rules import Refused
from tests import provision
from tests.safeguards import ending_world as world
from tests.safeguards.ending_world import LATER, House, count, endings
from tests.safeguards.test_ending import _decide, _warned, house, source

BACKUP = f"{provision.NAME}_backup"
SEEN = (house, source)


@pytest.fixture
def file(house: House, settings: Any, tmp_path: Path) -> Path:
    """The ledger, outside the database."""
    return world.ledger_at(settings, tmp_path)


@pytest.fixture
def backup(house: House, file: Path) -> Iterator[str]:
    """What the database was before anything ended: taken whole, and put back whole."""
    name = str(connection.settings_dict["NAME"])
    house.rule(archive=True)
    house.rule(ends="livelihood", start="row_day", months=12, archive=True)
    world.use(name)
    provision.copy(name, BACKUP)
    yield name
    world.use(name)
    provision.remove(BACKUP)


def _restore(name: str) -> None:
    world.use(name)
    provision.copy(BACKUP, name)


def _dumped(name: str, folder: Path) -> Path:
    """The database as `docs/how-to/run-a-server.md` says that it is dumped: by the role for it."""
    file = folder / "stafett.dump"
    told = make_conninfo(**parameters("backup", name))
    subprocess.run([_program("pg_dump"), "-Fc", "-f", file, told], check=True, capture_output=True)
    return file


def _restored(name: str, file: Path) -> None:
    """The dump put back in an empty database of that name."""
    world.use(name)
    provision.remove(name)
    admin = Cluster().superuser("postgres")
    with psycopg.connect(**admin, autocommit=True) as server:
        server.execute(create_database(name).encode())
    told = make_conninfo(**Cluster().superuser(name))
    subprocess.run([_program("pg_restore"), "-d", told, file], check=True, capture_output=True)
    prepare(Cluster().superuser(), name)


def _program(name: str) -> Path:
    return Path(Cluster().binaries.folder) / name


def test_after_a_real_dump_and_restore_what_had_ended_ends_again(
    house: House, file: Path, tmp_path: Path
) -> None:
    house.rule(archive=True)
    name = str(connection.settings_dict["NAME"])
    dump = _dumped(name, tmp_path)
    _withdraw(house)
    _end_all(house)
    _restored(name, dump)
    assert count(Person, pk=house.ended.person_id) == 1
    assert "Gjort om: 2 av 2" in _run("replay", file).output
    assert count(Person, pk=house.ended.person_id) == 0
    assert count(ConsentPart, withdrawn_on=None) == 0
    assert _run("check", file).exit_code == 0


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


def _why_withdrawn(house: House) -> set[str]:
    """What the history says of the latest change of each part."""
    with transaction.atomic():
        house.cast.as_everyone()
        parts = ConsentPart.objects.filter(circle=house.going_on.circle).order_by("pk")
        events = [one.events.order_by("pgh_id").last() for one in parts]  # type: ignore[attr-defined]
        return {e.pgh_context.metadata["why"] for e in events if e}


def _live(house: House) -> list[ConsentPart]:
    with transaction.atomic():
        house.cast.as_("karin")
        parts = ConsentPart.objects.filter(circle=house.going_on.circle)
        return list(parts.select_related("circle").order_by("pk"))


def _withdraw(house: House, parts: list[ConsentPart] | None = None) -> int:
    chosen = _live(house) if parts is None else parts
    with transaction.atomic():
        return withdraw(chosen, how="ringde", by=house.cast.as_("karin"))


def _end_all(house: House) -> None:
    find_all()
    for one in endings():
        if one.named_circle is None:
            _decide(house, one, day=max(one.ends_from, LATER))
            carry_out(one.pk, LATER)


def test_what_had_ended_and_been_withdrawn_is_so_again_after_a_restore(
    backup: str, house: House, file: Path
) -> None:
    assert _withdraw(house)
    _end_all(house)
    _restore(backup)
    assert count(Person, pk=house.ended.person_id) == 1
    assert count(ConsentPart, withdrawn_on=None) > 0
    assert _run("check", file).exit_code == 1
    tried = _run("replay", file, "--dry-run")
    assert "Skulle göras om: 2 av 2" in tried.output
    assert count(Person, pk=house.ended.person_id) == 1
    written = file.read_text()

    told = _run("replay", file)

    assert "Gjort om: 2 av 2" in told.output, told.output
    assert "återtagande: " in told.output
    assert count(Person, pk=house.ended.person_id) == 0
    assert count(Circle, pk=house.ended.circle_id) == 0
    assert count(Livelihood) == 0
    assert count(ConsentPart, withdrawn_on=None) == 0
    assert count(Member, basis=Basis.CONSENT, until_day=None, circle=house.going_on.circle) == 0
    assert [e.decided_by for e in endings() if e.done_at] == ["återspelat ur liggaren"]
    assert _why_withdrawn(house) == {"återspelat ur liggaren"}
    assert file.read_text() == written
    assert "Gjort om: 0 av 2" in _run("replay", file).output
    assert _run("check", file).exit_code == 0


def test_a_number_given_to_another_row_since_is_not_withdrawn(
    backup: str, house: House, file: Path
) -> None:
    _withdraw(house)
    _restore(backup)
    with transaction.atomic():
        house.cast.as_everyone()
        other = ConsentPart.objects.filter(circle=house.ended.circle).order_by("pk")
        keys = list(other.values_list("pk", flat=True))
    _run("replay", file)
    assert count(ConsentPart, pk__in=keys, withdrawn_on=None) == len(keys)


def test_an_ending_that_was_warned_of_before_the_backup_is_the_same_one_again(
    house: House, file: Path
) -> None:
    house.rule()
    one = _warned()
    name = str(connection.settings_dict["NAME"])
    world.use(name)
    provision.copy(name, BACKUP)
    _decide(house, one)
    carry_out(one.pk, LATER)
    _restore(name)
    _run("replay", file)
    assert count(Circle, pk=house.ended.circle_id) == 0
    assert {e.pk for e in endings() if e.done_at} == {one.pk}
    provision.remove(BACKUP)


def test_rows_that_came_back_of_an_ending_that_is_done_end_again(house: House, file: Path) -> None:
    house.rule(ends="livelihood")
    _end_all(house)
    with transaction.atomic():
        house.cast.as_everyone()
        Livelihood.objects.filter(participation=house.going_on).update(participation=house.ended)
    assert "1 rader fanns kvar" in _run("replay", file).output
    assert len([e for e in endings() if e.done_at]) == 2
    assert count(Livelihood, participation=house.ended) == 0


def test_the_ledger_names_keys_and_days_alone(house: House, file: Path) -> None:
    house.rule()
    _withdraw(house)
    _end_all(house)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["kind"] for line in lines] == ["withdrawal", "ending"]
    assert str(house.ended.circle_id) in file.read_text()
    for word in ("Gammalsson", "Gallra", "ringde", "Lena", "Karin", str(house.ended.person_id)):
        assert word not in file.read_text()


def test_where_the_ledger_cannot_be_written_nothing_ends_and_nothing_is_withdrawn(
    house: House, settings: Any, tmp_path: Path
) -> None:
    house.rule()
    settings.LEDGER = str(tmp_path / "ingen" / "liggare")
    one = _warned()
    _decide(house, one)
    with pytest.raises(NotEnded):
        carry_out(one.pk, LATER)
    assert count(Circle, pk=house.ended.circle_id) == 1
    told = CliRunner().invoke(retention, ["run"])
    assert told.exit_code == 1
    assert "inget är gallrat" in told.output
    with pytest.raises(Refused, match="liggaren utanför databasen"):
        _withdraw(house)
    assert count(ConsentPart, circle=house.going_on.circle, withdrawn_on=None) > 0


def test_the_operator_finds_and_ends(house: House) -> None:
    house.rule()
    assert "Nya varsel: 2." in CliRunner().invoke(retention, ["find"]).output
    (one,) = [e for e in endings() if e.named_circle is None]
    _decide(house, one)
    told = CliRunner().invoke(retention, ["run"]).output
    assert "safeguards_circle: 2 före, 2 gallrade, 0 kvar" in told
    assert count(Ending, done_at=None) == 1


def test_replaying_stops_with_a_sentence_where_a_row_cannot_go(
    backup: str, house: House, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _end_all(house)
    _restore(backup)
    monkeypatch.setattr(
        "stafett.safeguards.actions.carry_out.listed",
        lambda _one: {"safeguards_circle": [str(house.ended.circle_id)]},
    )
    told = _run("replay", file)
    assert told.exit_code == 1
    assert "Det gick inte längre än hit" in told.output


def test_a_ledger_that_is_broken_or_missing_says_so(
    file: Path, house: House, settings: Any
) -> None:
    _withdraw(house)
    house.rule()
    _end_all(house)
    whole = file.read_text().splitlines(keepends=True)
    for broken in (
        [whole[1]], [whole[0].replace("course", "health"), whole[1]], ["hej\n"], ["[]\n"],
        ['{"kind": "annat", "digest": "", "previous": ""}\n'],
    ):  # fmt: skip
        file.write_text("".join(broken))
        assert "ingen hel liggare" in _run("check", file).output
    assert "går inte att läsa" in _run("check", file.parent / "ingen").output
    settings.LEDGER = ""
    assert _run("check").exit_code == 2
    ledger.append("ending", {})
    file.write_text("".join(whole))
    settings.LEDGER = str(file)
    assert "Rader i liggaren: 2. Databasen saknar: 0." in _run("check").output


def test_a_ledger_that_has_lost_its_last_lines_lacks_what_the_database_knows(
    house: House, file: Path
) -> None:
    house.rule()
    _withdraw(house)
    _end_all(house)
    first, _last = file.read_text().splitlines(keepends=True)
    (done,) = [one for one in endings() if one.done_at]
    file.write_text(first)
    told = _run("check", file)
    assert told.exit_code == 1
    assert f"gallring {done.pk} står i databasen men inte i liggaren" in told.output
    assert "Databasen saknar: 0. Liggaren saknar: 1." in told.output
    file.write_text("")
    told = _run("check", file)
    assert told.exit_code == 1
    assert "återtagande av " in told.output
    assert "Liggaren saknar: 2." in told.output


def test_what_was_withdrawn_before_there_was_a_ledger_is_not_missed(
    house: House, file: Path, settings: Any
) -> None:
    settings.LEDGER = ""
    _withdraw(house)
    settings.LEDGER = str(file)
    house.rule()
    _end_all(house)
    told = _run("check", file)
    assert "Rader i liggaren: 1. Databasen saknar: 0. Liggaren saknar: 0." in told.output
    assert told.exit_code == 0


def test_what_was_withdrawn_earlier_on_the_day_the_ledger_was_begun_is_not_missed(
    house: House, file: Path, settings: Any
) -> None:
    first, *rest = _live(house)
    settings.LEDGER = ""
    _withdraw(house, [first])
    settings.LEDGER = str(file)
    _withdraw(house, rest[:1])
    told = _run("check", file)
    assert "Rader i liggaren: 1. Databasen saknar: 0. Liggaren saknar: 0." in told.output
    assert told.exit_code == 0

    begun = file.read_text()
    _withdraw(house, rest[1:])
    file.write_text(begun)  # its last line is cut off, on the same day
    told = _run("check", file)
    assert f"återtagande av {len(rest) - 1} delar" in told.output
    assert "Liggaren saknar: 1." in told.output
    assert told.exit_code == 1


def test_the_archive_can_be_read_without_the_system_and_each_has_its_own(
    house: House, file: Path
) -> None:
    house.rule(archive=True)
    _end_all(house)
    (one,) = [e for e in endings() if e.done_at]
    assert len(one.archives) == 2
    folder = file.parent
    owners = {name.rsplit("-", 1)[1]: name for name in one.archives}
    mine = ZipFile(folder / owners[f"{house.ended.controller_id}.zip"])
    page = mine.read("lasbart.html").decode()
    assert "Gammalsson" in page
    assert "<script" not in page
    assert "Beslut 7 § planen" in mine.read("LAS-MIG.txt").decode()
    data = json.loads(mine.read("allt.json"))
    assert data["people_person"][0]["family_name"] == "Gammalsson"
    assert data["people_personevent"]
    assert "sort_name" not in data["people_person"][0]
    assert data["casework_livelihood"][0]["source"] == "Lön"
    (paper,) = [name for name in mine.namelist() if name.startswith("filer/")]
    assert mine.read(paper) == b"\x89PNG\r\n\x1a\n"
    assert "Skyddad" not in page
    theirs = ZipFile(folder / owners[f"{house.cast.unit('Utanför').authority_id}.zip"])
    assert set(json.loads(theirs.read("allt.json"))) == {"safeguards_release"}
    assert "safeguards_release" not in data
    assert not list(folder.glob("*.part"))


def test_the_archives_sums_are_those_of_the_files(house: House, file: Path) -> None:
    import hashlib

    house.rule(archive=True)
    _end_all(house)
    (one,) = [e for e in endings() if e.done_at]
    for name, digest in one.archives.items():
        assert hashlib.sha256((file.parent / name).read_bytes()).hexdigest() == digest
        archive = ZipFile(file.parent / name)
        for line in archive.read("kontrollsummor.txt").decode().splitlines():
            told, inside = line.split("  ", 1)
            assert hashlib.sha256(archive.read(inside)).hexdigest() == told


def test_without_room_in_the_archive_nothing_ends(
    house: House, settings: Any, tmp_path: Path
) -> None:
    house.rule(archive=True)
    settings.ARCHIVE = str(tmp_path / "ingen")
    one = _warned()
    _decide(house, one)
    with pytest.raises(NotEnded):
        carry_out(one.pk, LATER)
    assert count(Circle, pk=house.ended.circle_id) == 1
    assert count(Release) == 1

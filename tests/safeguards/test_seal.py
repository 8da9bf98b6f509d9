"""Is every row that somebody has changed, removed, put in or cut off found, and said exactly which (law 4)?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from stafett.database.aside import once
from stafett.safeguards import jobs
from stafett.safeguards.actions.heads import mail_heads, write_heads
from stafett.safeguards.actions.seal import seal
from stafett.safeguards.commands import log as command
from stafett.safeguards.log_rules import Link, digest_of
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.models import ReadPerson
from stafett.safeguards.queries import all_controllers, viewer_of
from stafett.safeguards.queries.verify import Fault, Head, heads, read_heads, verify
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import Cast
from tests.safeguards import sealed
from tests.safeguards.sealed import LATER, THEN, Log, end, keep_years, tamper

STRANGER = UUID("0190163d-8694-739b-aea5-966c26f8ad90")


@pytest.fixture(scope="module")
def once_made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Log]:
    with sealed.made(django_db_blocker) as there:
        yield there


@pytest.fixture
def there(once_made: Log, django_db_blocker: Any) -> Iterator[Log]:
    """The log as it was made."""
    with django_db_blocker.unblock():
        yield once_made
    sealed.restore()


@pytest.fixture
def kept(there: Log, tmp_path: Path) -> Path:
    """The heads, as they left the system before anybody tampered."""
    path = tmp_path / "heads"
    write_heads(path)
    return path


def _found(*told: Head) -> list[tuple[Fault, int, UUID | None]]:
    return [(f.fault, f.number, f.reading) for f in verify(told).faults]


def test_a_log_that_nobody_has_touched_holds_and_says_what_is_not_sealed(there: Log) -> None:
    verdict = verify(head for head, _made in heads())
    assert (verdict.faults, verdict.sealed, verdict.ended, verdict.unsealed) == ([], 12, 0, 2)


def test_nothing_new_makes_no_new_link(there: Log) -> None:
    assert sealed.seal_all() == 2
    before = heads()
    assert sealed.seal_all() == 0
    assert seal(timezone.now(), [there.flen]) == 0
    assert heads() == before


def test_what_has_just_been_read_waits_for_what_may_still_be_on_its_way(there: Log) -> None:
    assert seal(timezone.now()) == 0
    assert verify().unsealed == 2


TABLE = "safeguards_reading"
CHANGES = [
    f"UPDATE {TABLE} SET name = 'Någon Annan'", f"UPDATE {TABLE} SET user_id = 1",
    f"UPDATE {TABLE} SET at = at - interval '1 day'", f"UPDATE {TABLE} SET door = ''",
    f"UPDATE {TABLE} SET because = 'x'", f"UPDATE {TABLE} SET people = 7",
    f"UPDATE {TABLE} SET authority = ''", f"UPDATE {TABLE} SET unit = ''",
    f"UPDATE {TABLE} SET role = ''", f"UPDATE {TABLE} SET form = 'page'",
    f"UPDATE {TABLE} SET method = 'GET'", f"UPDATE {TABLE} SET asked = 'q'",
    f"UPDATE {TABLE} SET salt = gen_random_uuid()",
]  # fmt: skip
PERSON = "safeguards_readperson"
CHANGES_OF_PEOPLE = [
    f"UPDATE {PERSON} SET person_id = gen_random_uuid()", f"UPDATE {PERSON} SET circle_id = NULL",
    f"UPDATE {PERSON} SET basis = 'provision'", f"UPDATE {PERSON} SET since = '2001-01-01'",
    f"UPDATE {PERSON} SET unit_id = 0", f"UPDATE {PERSON} SET member_id = 0",
    f"DELETE FROM {PERSON}",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_reading_is_found(there: Log, change: str) -> None:
    one = there.batches[1][1]
    tamper(f"{change} WHERE id = '{one}'")
    assert _found() == [(Fault.CHANGED, 2, one)]


@pytest.mark.parametrize("change", CHANGES_OF_PEOPLE)
def test_a_changed_or_removed_person_of_a_reading_is_found(there: Log, change: str) -> None:
    one = there.batches[0][0]
    tamper(f"{change} WHERE reading_id = '{one}'")
    assert _found() == [(Fault.CHANGED, 1, one)]


def test_a_person_put_into_a_reading_is_found(there: Log) -> None:
    one = there.batches[2][2]
    tamper(
        f"INSERT INTO {PERSON} (reading_id, controller_id, person_id, basis)"
        f" VALUES ('{one}', {there.flen}, gen_random_uuid(), '')"
    )
    assert _found() == [(Fault.CHANGED, 3, one)]


def test_a_reading_moved_to_another_controller_is_found(there: Log) -> None:
    one = there.batches[0][1]
    tamper(f"UPDATE {TABLE} SET controller_id = {there.katrineholm} WHERE id = '{one}'")
    assert _found() == [(Fault.CHANGED, 1, one)]


def test_a_removed_reading_is_found_with_its_people_or_without(there: Log) -> None:
    first, second = there.batches[0][0], there.batches[1][2]
    tamper(
        f"DELETE FROM {TABLE} WHERE id IN ('{first}', '{second}')",
        f"DELETE FROM {PERSON} WHERE reading_id = '{first}'",
    )
    assert _found() == [
        (Fault.REMOVED, 1, first), (Fault.REMOVED, 2, second), (Fault.LOOSE, 0, second),
    ]  # fmt: skip


def test_a_reading_put_in_among_the_sealed_is_found(there: Log) -> None:
    one = there.batches[0][0]
    tamper(
        f"INSERT INTO {TABLE} SELECT (jsonb_populate_record(r, jsonb_build_object('id', '{STRANGER}')"
        f")).* FROM {TABLE} r WHERE id = '{one}'"
    )
    assert _found() == [(Fault.INSERTED, 0, STRANGER)]
    sealed.seal_all()
    assert _found() == [(Fault.INSERTED, 0, STRANGER)]


def test_a_whole_batch_removed_from_the_middle_is_found(there: Log) -> None:
    where = f"controller_id = {there.flen}"
    tamper(
        f"DELETE FROM safeguards_seal WHERE {where} AND number = 2",
        f"DELETE FROM safeguards_sealedreading WHERE {where} AND seal_number = 2",
        f"DELETE FROM {TABLE} WHERE id = ANY('{{{','.join(map(str, there.batches[1]))}}}')",
    )
    assert (Fault.LINK_GONE, 2, None) in _found()


def test_a_removed_link_whose_rows_are_left_is_found(there: Log) -> None:
    tamper(f"DELETE FROM safeguards_seal WHERE controller_id = {there.flen} AND number = 2")
    assert (Fault.LINK_GONE, 2, None) in _found()
    tamper(f"DELETE FROM safeguards_seal WHERE controller_id = {there.flen} AND number = 3")
    assert (Fault.LINK_GONE, 3, None) in _found()
    tamper(f"DELETE FROM safeguards_seal WHERE controller_id = {there.flen}")
    assert [f for f in _found() if f[0] == Fault.LINK_GONE] == [
        (Fault.LINK_GONE, number, None) for number in (1, 2, 3)
    ]


def test_a_row_taken_out_of_its_seal_is_found(there: Log) -> None:
    one = there.batches[1][0]
    tamper(f"DELETE FROM safeguards_sealedreading WHERE reading_id = '{one}'")
    assert _found() == [(Fault.LINK_CHANGED, 2, None), (Fault.INSERTED, 0, one)]


@pytest.mark.parametrize("column", ["rows = 9", "said = 'x'", "kind = 'ending'", "previous = 'x'",
                                    "closed_at = closed_at - interval '1 hour'"])  # fmt: skip
def test_a_changed_link_is_found(there: Log, column: str) -> None:
    tamper(f"UPDATE safeguards_seal SET {column} WHERE controller_id = {there.flen} AND number = 2")
    assert (Fault.LINK_CHANGED, 2, None) in _found()


def _cut(there: Log) -> None:
    """The last batch is taken away without a trace inside the database."""
    tamper(
        f"DELETE FROM safeguards_seal WHERE controller_id = {there.flen} AND number = 3",
        f"DELETE FROM safeguards_sealedreading WHERE controller_id = {there.flen} AND seal_number = 3",
        f"DELETE FROM {PERSON} WHERE reading_id = ANY('{{{','.join(map(str, there.batches[2]))}}}')",
        f"DELETE FROM {TABLE} WHERE id = ANY('{{{','.join(map(str, there.batches[2]))}}}')",
    )


def test_a_chain_cut_off_at_its_end_is_found_by_the_heads_that_left(there: Log, kept: Path) -> None:
    _cut(there)
    assert _found() == []
    assert _found(*read_heads(kept.read_text().splitlines())) == [(Fault.CUT, 3, None)]


def test_a_chain_emptied_altogether_is_found_by_the_heads_that_left(there: Log, kept: Path) -> None:
    for table in ("seal", "sealedreading", "reading", "readperson"):
        tamper(f"DELETE FROM safeguards_{table}")
    found = verify(read_heads(kept.read_text().splitlines())).faults
    assert {(f.fault, f.controller) for f in found} == {
        (Fault.CUT, there.flen), (Fault.CUT, there.katrineholm),
    }  # fmt: skip


def test_a_chain_written_anew_from_a_changed_row_is_found_by_the_heads_that_left(
    there: Log, kept: Path
) -> None:
    """One who can compute the digests too: inside the database nothing is wrong any longer."""
    one = there.batches[2][0]
    tamper(
        f"UPDATE {TABLE} SET name = 'Någon Annan' WHERE id = '{one}'",
        f"DELETE FROM safeguards_seal WHERE controller_id = {there.flen} AND number = 3",
        f"DELETE FROM safeguards_sealedreading WHERE controller_id = {there.flen} AND seal_number = 3",
    )
    sealed.seal_all()
    assert _found() == []
    assert _found(*read_heads(kept.read_text().splitlines())) == [(Fault.OTHER_HEAD, 3, None)]


def _by(key: str) -> Viewer:
    return viewer_of(Cast().user(key), LATER)


def test_ending_what_is_old_leaves_a_chain_that_holds_and_says_who_decided(
    there: Log, kept: Path
) -> None:
    lena = viewer_of(Cast().user("lena"), date(2025, 6, 2))
    assert lena.speaks_for == {there.flen}
    by = operator(LATER, "Lena Chef")
    assert end(there.flen, by) == 9
    verdict = verify(read_heads(kept.read_text().splitlines()), THEN)
    assert (verdict.faults, verdict.sealed, verdict.ended, verdict.unsealed) == ([], 3, 9, 2)
    (ending,) = verdict.endings
    assert (ending.link.number, ending.link.rows, ending.on) == (4, 9, "2060-01-01")
    with once("seal") as aside:
        row = aside.execute(
            "SELECT said, rows FROM safeguards_seal WHERE kind = 'ending'"
        ).fetchone()
    assert row is not None
    told = json.loads(row[0])
    assert (told["because"], told["by"], row[1]) == (
        "Plan 2024/7, beslut av nämnden.",
        "Lena Chef",
        9,
    )
    with transaction.atomic():
        set_reach(all_controllers())
        assert not ReadPerson.objects.filter(reading_id__in=there.batches[0]).exists()
    assert end(there.flen, by) == 0


def test_nobody_ends_what_is_younger_than_the_controller_keeps_it(there: Log) -> None:
    keep_years(there.flen, 100)
    assert end(there.flen, operator(LATER)) == 0
    assert verify().sealed == 12


def test_only_those_who_answer_for_the_records_end_their_log(there: Log) -> None:
    with pytest.raises(PermissionDenied, match="svarar för personuppgifterna"):
        end(there.flen, _by("lotta"))


def test_a_removed_reading_that_only_says_it_was_ended_is_found(there: Log) -> None:
    one = there.batches[0][0]
    tamper(
        f"DELETE FROM {TABLE} WHERE id = '{one}'",
        f"DELETE FROM {PERSON} WHERE reading_id = '{one}'",
        f"UPDATE safeguards_sealedreading SET ended_by = 4 WHERE reading_id = '{one}'",
    )
    assert _found() == [(Fault.REMOVED, 1, one)]


def test_a_young_reading_hidden_behind_a_real_ending_is_found(there: Log) -> None:
    end(there.flen, operator(LATER))
    later = timezone.now() - timedelta(days=1)
    with once("seal") as aside:
        link = aside.execute("SELECT controller_id, number, kind, closed_at, rows, said, previous"
                             " FROM safeguards_seal WHERE kind = 'ending'").fetchone()  # fmt: skip
    assert link is not None
    older = Link(*link[:3], later, *link[4:])
    tamper(f"UPDATE safeguards_seal SET closed_at = '{later.isoformat()}', digest = '{older.digest()}'"
            " WHERE kind = 'ending'")  # fmt: skip
    assert {fault for fault, _number, _reading in _found()} == {
        Fault.REMOVED, Fault.UNSAID, Fault.YOUNG,
    }  # fmt: skip


def test_an_ended_reading_that_is_still_there_is_found(there: Log) -> None:
    one = there.batches[0][0]
    tamper(f"UPDATE safeguards_sealedreading SET ended_by = 1 WHERE reading_id = '{one}'")
    assert _found() == [(Fault.LEFT, 1, one)]


def test_the_digest_that_is_left_tells_nothing_without_the_key_that_ended_with_the_row() -> None:
    reading, people = ("x", 1), [("person", 1), ("annan", 1)]
    one, other = UUID(int=1), UUID(int=2)
    assert digest_of(one, reading, people) == digest_of(one, reading, people[::-1])
    assert digest_of(one, reading, people) != digest_of(other, reading, people)


def link_added(kind: str, rows: int, by: str = "", because: str = "") -> str:
    """A link put last in a chain."""
    said = json.dumps({"by": by, "because": because})
    return (
        "INSERT INTO safeguards_seal (controller_id, number, kind, closed_at, rows, said, previous, digest)"
        f" VALUES (1, 1, '{kind}', now(), {rows}, '{said}', '', '')"
    )


ROLES = {
    "log": ["SELECT 1 FROM safeguards_reading", "DELETE FROM safeguards_reading",
            "INSERT INTO safeguards_reading (at) VALUES (now())",
            "INSERT INTO safeguards_reading (salt) VALUES (gen_random_uuid())",
            "SELECT 1 FROM safeguards_seal", "SELECT 1 FROM people_person"],
    "seal": ["DELETE FROM safeguards_reading", "UPDATE safeguards_seal SET rows = 0",
             "DELETE FROM safeguards_seal", "UPDATE safeguards_sealedreading SET digest = ''",
             "INSERT INTO safeguards_reading (door) VALUES ('')", "SELECT 1 FROM people_person",
             link_added("ending", 1, "Lena", "Plan"), link_added("batch", 0)],
    "retention": [link_added("ending", 1, "Lena", " "), link_added("ending", 1, "", "Plan"),
                  link_added("ending", 0, "Lena", "Plan"), link_added("batch", 1),
                  "UPDATE safeguards_reading SET name = ''", "DELETE FROM safeguards_seal",
                  "UPDATE safeguards_seal SET rows = 0", "DELETE FROM safeguards_sealedreading",
                  "UPDATE safeguards_sealedreading SET digest = ''"],
    "app": ["DELETE FROM safeguards_seal", "INSERT INTO safeguards_seal (number) VALUES (1)",
            "UPDATE safeguards_sealedreading SET ended_by = 1"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "statement"),
    [("seal", link_added("batch", 1)), ("retention", link_added("ending", 1, "Lena", "Plan"))],
)
def test_each_role_adds_its_own_kind_of_link(there: Log, role: str, statement: str) -> None:
    with sealed.as_role(role) as aside:
        assert aside.execute(statement.encode()).rowcount == 1
        aside.rollback()


@pytest.mark.parametrize(
    ("role", "statement"), [(r, s) for r, all_of in ROLES.items() for s in all_of]
)
def test_no_role_does_more_with_the_log_than_its_work(
    there: Log, role: str, statement: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), sealed.as_role(role) as aside:
        aside.execute(statement.encode())


def _run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_the_command_seals_tells_the_heads_and_tries_the_log(there: Log, tmp_path: Path) -> None:
    path = tmp_path / "heads"
    assert "förseglade: 0" in _run("seal").output
    assert "heads: 2." in _run("heads", "--file", str(path)).output
    assert "heads: 0." in _run("heads", "--file", str(path)).output
    kept = [json.loads(line) for line in path.read_text().splitlines()]
    assert {(one["controller"], one["name"]) for one in kept} == {
        (there.flen, "Flens arbetsmarknadsnämnd"),
        (there.katrineholm, "Katrineholms arbetsnämnd"),
    }
    told = _run("verify", "--heads", str(path))
    assert told.exit_code == 0, told.output
    assert "Prövade läsningar: 12." in told.output
    assert "Inte förseglade än, så om dem sägs inget: 2." in told.output
    assert "Utan fil" in _run("verify").output


def test_the_command_says_exactly_which_row_and_ends_with_1(there: Log) -> None:
    one = there.batches[0][0]
    tamper(f"UPDATE {TABLE} SET name = 'x' WHERE id = '{one}'")
    told = _run("verify")
    assert told.exit_code == 1
    assert (
        f"FEL: en läsning är ändrad: personuppgiftsansvarig Flens arbetsmarknadsnämnd"
        f" ({there.flen}), försegling 1, läsning {one}" in told.output
    )


def test_the_heads_in_the_settings_are_used_when_no_file_is_named(
    there: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "heads"
    monkeypatch.setattr(settings, "LOG_HEADS", str(path))
    assert f"{path}: 2." in _run("heads").output
    _cut(there)
    assert "FEL: kedjan är avklippt" in _run("verify").output


@pytest.mark.parametrize(("content", "said"), [
    (None, "går inte att läsa"), ("[]", "är ingen fil med huvuden"), ("{", "är ingen fil med huvuden"),
    ('{"controller": 1}', "är ingen fil med huvuden"),
])  # fmt: skip
def test_a_file_that_holds_no_heads_is_said_to_be_none(
    there: Log, tmp_path: Path, content: str | None, said: str
) -> None:
    path = tmp_path / "heads"
    if content is not None:
        path.write_text(content)
        assert _run("heads", "--file", str(path)).exit_code == 1
    assert said in _run("verify", "--heads", str(path)).output


def test_nowhere_to_put_the_heads_is_said(there: Log, tmp_path: Path) -> None:
    assert "Säg vart" in _run("heads").output
    assert "Säg till vem" in _run("heads", "--mail").output
    assert _run("heads", "--file", str(tmp_path / "saknas" / "heads")).exit_code == 1


def test_the_heads_are_mailed_without_a_word_of_anybody(
    there: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LOG_HEADS_MAIL", ["arkiv@prov.example"])
    mail.outbox.clear()
    assert "arkiv@prov.example: 2." in _run("heads", "--mail").output
    (sent,) = mail.outbox
    words, between, *lines = sent.body.splitlines()
    assert "stafett log verify" in words
    assert between == ""
    told = [(Head(o["controller"], o["number"], o["digest"]), o["made_at"])
            for o in map(json.loads, lines)]  # fmt: skip
    assert told == [(head, made.isoformat()) for head, made in heads()]
    assert "Eva" not in sent.body


def test_the_worker_seals_and_tells_the_heads(
    there: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.seal_log(0)
    jobs.mail_log_heads(0)
    path = tmp_path / "heads"
    monkeypatch.setattr(settings, "LOG_HEADS", str(path))
    monkeypatch.setattr(settings, "LOG_HEADS_MAIL", ["arkiv@prov.example"])
    mail.outbox.clear()
    jobs.seal_log(0)
    jobs.mail_log_heads(0)
    assert len(path.read_text().splitlines()) == 2
    assert len(mail.outbox) == 1


def test_a_log_that_is_empty_mails_nothing(there: Log) -> None:
    tamper("DELETE FROM safeguards_seal")
    mail.outbox.clear()
    assert mail_heads(["arkiv@prov.example"]) == 0
    assert mail.outbox == []


def test_the_command_ends_what_is_old(there: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.commands.timezone.localdate", lambda: LATER)
    name = "Flens arbetsmarknadsnämnd"
    told = _run("end", "--controller", name, "--because", "Plan 2024/7.")
    assert told.output.strip() == "Läsningar gallrade: 9.", told
    told = _run("verify")
    assert (
        f"Gallring hos {name} ({there.flen}), försegling 4: 2060-01-01, det som lästs före 2050-01-01,"
        " 9 läsningar. Beslutat av driften: Plan 2024/7." in told.output
    )
    assert told.exit_code == 1  # today it is younger than that
    tamper("UPDATE safeguards_seal SET said = '' WHERE kind = 'ending'")
    assert "Beslutat av ingen: inget skäl" in _run("verify").output
    unknown = _run("end", "--controller", "Ingen", "--because", "x")
    assert "Det finns ingen myndighet som heter Ingen" in unknown.output


@pytest.mark.parametrize("because", ["", "  ", "\n\t"])
def test_nothing_ends_without_a_reason_in_words(
    there: Log, monkeypatch: pytest.MonkeyPatch, because: str
) -> None:
    monkeypatch.setattr("stafett.safeguards.commands.timezone.localdate", lambda: LATER)
    shown = _run("end", "--controller", "Flens arbetsmarknadsnämnd", "--because", because)
    assert shown.exit_code == 2
    assert "Inget är gallrat. Skriv vem som har beslutat" in shown.output
    assert (verify().sealed, verify().endings) == (12, [])

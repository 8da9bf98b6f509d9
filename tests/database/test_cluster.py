"""A server starts, stops and is found, whatever an earlier one left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from stafett.database import os_users, postmaster, roles
from stafett.database.binaries import Binaries
from stafett.database.cluster import Cluster
from stafett.database.errors import ClusterError
from stafett.database.waiting import Patience, silent

NewCluster = Callable[..., Cluster]
Connect = Callable[..., psycopg.Connection[Any]]

START = """
import sys
from pathlib import Path
from stafett.database.cluster import Cluster
Cluster(Path(sys.argv[1]), library=Path(sys.argv[2])).start()
"""


@pytest.fixture
def stranger_process(shared: Cluster) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the server's own user, that is no server: the worst heir of a pid."""
    account = os_users.server_account(shared.data)
    process = subprocess.Popen(["cat"], **{**account.as_user(), "stdin": subprocess.PIPE})
    with process:
        yield process


def _installed() -> list[Path]:
    return [path for path in Path("/usr/lib/postgresql").glob("*/bin") if _is_new_enough(path)]


def _is_new_enough(path: Path) -> bool:
    return path.parent.name.isdigit() and int(path.parent.name) >= 15 and Binaries(path).major > 0


def test_a_server_is_down_then_up_then_down(new_cluster: NewCluster) -> None:
    cluster = new_cluster(empty=True)
    assert cluster.status().state == "stopped"
    assert cluster.start()
    assert cluster.status().state == "running"
    assert not cluster.start()
    assert cluster.stop()
    assert not cluster.stop()
    assert cluster.status().state == "stopped"


def test_stopping_what_was_never_started_makes_nothing(folder: Path) -> None:
    assert not Cluster(folder / "home").stop()
    assert not (folder / "home").exists()


def test_the_default_home_is_this_clones(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("STAFETT_HOME", str(folder))
    assert Cluster().home == folder


@pytest.mark.parametrize("programs", [None, *_installed()])
def test_each_version_on_this_machine_knows_swedish_letters(
    monkeypatch: pytest.MonkeyPatch,
    new_cluster: NewCluster,
    connect: Connect,
    programs: Path | None,
) -> None:
    if programs:
        monkeypatch.setenv("STAFETT_POSTGRES_BIN", str(programs))
    cluster = new_cluster(empty=True)
    cluster.start()
    roles.prepare(cluster.superuser())
    app = connect("stafett_app", cluster=cluster)
    row = app.execute("SELECT lower('ÅÄÖ'), cardinality(show_trgm('Ö')), 'a' < 'B'").fetchone()
    assert row == ("åäö", 2, False)


def test_the_settings_are_ours(connect: Connect) -> None:
    rows = connect().execute("SELECT name, setting FROM pg_settings").fetchall()
    found = dict(rows)
    expected = {
        "listen_addresses": "",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "max_connections": "50",
        "shared_buffers": "32768",
        "jit": "off",
        "TimeZone": "UTC",
        "statement_timeout": "0",
        "logging_collector": "on",
    }
    assert {name: found[name] for name in expected} == expected


def test_only_peer_over_the_socket_opens_the_door(connect: Connect) -> None:
    rows = connect().execute("SELECT type, auth_method, error FROM pg_hba_file_rules").fetchall()
    assert rows == [("local", "peer", None)]
    rows = connect().execute("SELECT pg_username, error FROM pg_ident_file_mappings").fetchall()
    assert {error for _, error in rows} == {None}
    assert {name for name, _ in rows} == {"postgres", *roles.NAMES}


def test_no_one_else_reaches_data_log_or_socket(shared: Cluster) -> None:
    folders = (shared.data, shared.log, shared.socket)
    assert [path.stat().st_mode & 0o777 for path in folders] == [0o700] * 3
    assert shared.data not in shared.socket.parents
    assert (shared.socket / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


def test_the_log_tells_of_faults_without_anyones_data(shared: Cluster, connect: Connect) -> None:
    admin = connect()
    admin.execute("CREATE TEMPORARY TABLE t (id text UNIQUE, age int CHECK (age > 0))")
    admin.execute("INSERT INTO t VALUES ('Hemliga Henny', 1)")
    for row in ("('Hemliga Henny', 1)", "('Hemliga Henrik', -1)"):
        with pytest.raises(psycopg.errors.IntegrityError, match="violates"):
            admin.execute(f"INSERT INTO t VALUES {row}")

    def log() -> str:
        return "".join(path.read_text() for path in shared.log.glob("*.log"))

    # the server's log is written by a process of its own, in its own time
    assert Patience(limit=30).until(lambda: "violates check constraint" in log(), silent)
    assert "violates unique constraint" in log()
    assert "Hemliga" not in log()


def test_a_stale_pid_file_stops_no_start(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    cluster.start()
    left = (cluster.data / "postmaster.pid").read_text()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(left)
    assert cluster.status().state == "stopped"
    assert not cluster.stop()
    assert cluster.start()


def test_a_pid_that_a_stranger_got_stops_no_start_and_harms_no_stranger(
    new_cluster: NewCluster, stranger_process: subprocess.Popen[bytes]
) -> None:
    cluster = new_cluster()
    cluster.start()
    left = (cluster.data / "postmaster.pid").read_text().split("\n", 1)[1]
    cluster.stop()
    for stranger in (os.getpid(), stranger_process.pid):
        (cluster.data / "postmaster.pid").write_text(f"{stranger}\n{left}")
        (cluster.socket / ".s.PGSQL.5432.lock").write_text(f"{stranger}\n{left}")
        assert cluster.status().state == "stopped"
        assert not cluster.stop()
        assert stranger_process.poll() is None
        assert cluster.start()
        assert cluster.stop()


def test_two_starts_at_once_end_with_one_server(new_cluster: NewCluster, library: Path) -> None:
    cluster = new_cluster(empty=True)
    command = [sys.executable, "-c", START, str(cluster.home), str(library)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    ends = [(one.communicate()[1], one.returncode) for one in both]
    assert ends == [(b"", 0), (b"", 0)]
    with psycopg.connect(**cluster.superuser()) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row == (str(cluster.data),)
    assert cluster.status().state == "running"


def test_a_client_in_the_middle_of_its_work_does_not_block_stop(
    new_cluster: NewCluster, connect: Connect
) -> None:
    cluster = new_cluster()
    cluster.start()
    psql = [str(cluster.binaries.folder / "psql"), "-X", "-U", "postgres"]
    client = subprocess.Popen(
        [*psql, "-h", cluster.socket], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with client:
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(b"BEGIN; CREATE TABLE t (); SELECT 'here';\n")
        client.stdin.flush()
        assert client.stdout.readline() == b"BEGIN\n"
        client.kill()
    connect("postgres", "postgres", cluster).execute("BEGIN")
    assert cluster.stop()
    assert cluster.status().state == "stopped"


def test_data_of_another_major_is_refused_and_not_touched(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    (cluster.data / "PG_VERSION").write_text("13\n")
    before = {path: path.stat().st_mtime_ns for path in cluster.data.rglob("*")}
    with pytest.raises(ClusterError, match=r"PostgreSQL 13, men .* PostgreSQL 18.*pg_dump"):
        cluster.start()
    assert {path: path.stat().st_mtime_ns for path in cluster.data.rglob("*")} == before


def test_a_folder_of_something_else_is_refused_and_not_touched(new_cluster: NewCluster) -> None:
    cluster = new_cluster(empty=True)
    cluster.data.mkdir(parents=True)
    (cluster.data / "letters.txt").write_text("hej")
    with pytest.raises(ClusterError, match=r"något annat än en databas. Inget har rörts"):
        cluster.start()
    assert [path.name for path in cluster.data.iterdir()] == ["letters.txt"]


def test_half_a_database_is_thrown_away_and_made_anew(new_cluster: NewCluster) -> None:
    cluster = new_cluster(empty=True)
    half = cluster.home / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert cluster.start()
    assert not half.exists()


def test_a_database_that_cannot_be_made_says_why(
    monkeypatch: pytest.MonkeyPatch, new_cluster: NewCluster, folder: Path
) -> None:
    programs = folder / "bin"
    programs.mkdir()
    for name, body in {
        "postgres": "echo 'postgres (PostgreSQL) 18.6'",
        "initdb": "echo 'disk full' >&2; exit 1",
        "pg_ctl": "",
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("STAFETT_POSTGRES_BIN", str(programs))
    cluster = new_cluster(empty=True)
    with pytest.raises(ClusterError, match=r"gick inte att göra i .*: disk full"):
        cluster.start()
    assert not cluster.data.exists()


def test_a_server_that_does_not_start_tells_what_its_log_says(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    (cluster.data / "postgresql.auto.conf").write_text("max_connections = many\n")
    with pytest.raises(ClusterError, match=r"startade inte.*max_connections"):
        cluster.start()


def test_a_server_that_says_nothing_gives_a_sentence_all_the_same(
    monkeypatch: pytest.MonkeyPatch, new_cluster: NewCluster
) -> None:
    cluster = new_cluster(empty=True)
    monkeypatch.setattr(Cluster, "_attempt", lambda self: False)
    with pytest.raises(ClusterError, match=r"Loggen säger: \(ingenting\)"):
        cluster.start()


def test_a_server_that_cannot_be_stopped_is_told_of(
    monkeypatch: pytest.MonkeyPatch, new_cluster: NewCluster
) -> None:
    cluster = new_cluster()
    cluster.start()
    with monkeypatch.context() as broken:
        broken.setattr(Cluster, "_command", lambda self, *words: ["sh", "-c", "echo no >&2; false"])
        with pytest.raises(ClusterError, match="gick inte att stoppa: no"):
            cluster.stop()
    assert cluster.status().state == "running"


def test_a_server_on_its_way_down_is_waited_for_and_started_again(
    new_cluster: NewCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = new_cluster()
    answers = iter([True, True, False])
    monkeypatch.setattr(postmaster, "is_stopping", lambda data: next(answers))
    assert cluster.start()
    assert list(answers) == []


def test_another_database_behind_the_socket_is_not_taken_for_ours(shared: Cluster) -> None:
    other = Cluster(shared.home)
    other.data = shared.home / "other"
    (shared.home / "other").symlink_to(shared.log)
    with pytest.raises(ClusterError, match="leder till en annan databas"):
        other._check_that_it_is_ours()


def test_a_server_that_is_up_but_silent_is_told_of(folder: Path) -> None:
    with pytest.raises(ClusterError, match="igång men svarar inte"):
        Cluster(folder)._check_that_it_is_ours()


def test_a_socket_folder_that_anyone_may_write_in_stops_the_start(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    cluster.socket.mkdir(parents=True)
    account = os_users.server_account(cluster.data)
    os.chown(cluster.socket, account.uid, account.gid)
    cluster.socket.chmod(0o777)
    with pytest.raises(ClusterError, match="andra rättigheter"):
        cluster.start()


def test_a_home_with_a_long_and_odd_name_works(folder: Path, library: Path) -> None:
    cluster = Cluster(folder / ("lång, 'mapp' " * 8), library=library)
    try:
        assert cluster.start()
        assert cluster.socket.parent == Path("/tmp")
    finally:
        cluster.stop()
        shutil.rmtree(cluster.socket)


def test_the_second_start_waits_for_the_first_ones_server(new_cluster: NewCluster) -> None:
    cluster, ends = new_cluster(), list[bool]()
    threads = [threading.Thread(target=lambda: ends.append(cluster.start())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 3
    assert True in ends

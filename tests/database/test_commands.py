"""`stafett db …` says in Swedish what it did, and in its exit code whether it could."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stafett.database import commands
from stafett.database.cluster import Cluster, Status
from stafett.database.commands import db


def _type(*words: str) -> Result:
    return CliRunner().invoke(db, words)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, new_cluster: Callable[..., Cluster]) -> Cluster:
    """A server that the commands find by the environment."""
    cluster = new_cluster(empty=True)
    monkeypatch.setenv("STAFETT_HOME", str(cluster.home))
    monkeypatch.setattr(
        commands, "Cluster", lambda **chosen: Cluster(library=cluster._library, **chosen)
    )
    return cluster


def test_a_first_start_makes_everything_and_a_stop_ends_it(own: Cluster) -> None:
    started, again, seen, stopped, gone, twice = (
        _type(word) for word in ("start", "start", "status", "stop", "status", "stop")
    )
    assert [one.exit_code for one in (started, again, seen, stopped, gone, twice)] == [
        *[0, 0, 0, 0],
        *[3, 0],
    ]
    assert f"Gör en ny databas i {own.data}" in started.output
    assert again.output == seen.output
    assert "Databasen är igång." in seen.output
    assert str(own.socket) in seen.output
    assert stopped.output == "Databasen är stoppad.\n"
    assert "Starta den med: stafett db start" in gone.output
    assert twice.output == "Databasen var inte igång.\n"


def test_a_database_that_recovers_is_not_said_to_be_up(
    monkeypatch: pytest.MonkeyPatch, own: Cluster
) -> None:
    recovering = Status("starting", 17, own.home, own.socket)
    monkeypatch.setattr(Cluster, "status", lambda cluster: recovering)
    seen = _type("status")
    assert seen.exit_code == 3
    assert "återställa sig" in seen.output
    assert "process  17" in seen.output


def test_trouble_is_one_sentence_on_the_error_stream(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("STAFETT_HOME", str(folder))
    monkeypatch.setenv("STAFETT_POSTGRES_BIN", str(folder))
    failed = _type("start")
    assert failed.exit_code == 1
    assert failed.stderr.startswith("Fel: I mappen")
    assert failed.stdout == ""


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (
            PermissionError(13, "Permission denied", "/srv/x"),
            "Du får inte läsa eller skriva /srv/x",
        ),
        (OSError(28, "No space left on device", "/srv/x"), "/srv/x: No space left on device"),
    ],
)
def test_trouble_with_files_is_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch, own: Cluster, trouble: OSError, said: str
) -> None:
    def fail(cluster: Cluster) -> None:
        raise trouble

    monkeypatch.setattr(Cluster, "stop", fail)
    failed = _type("stop")
    assert failed.exit_code == 1
    assert said in failed.stderr
    monkeypatch.undo()


@pytest.mark.parametrize(("word", "said"), [("start", "startas ingen"), ("stop", "stoppas ingen")])
def test_a_server_of_others_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, word: str, said: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///stafett")
    monkeypatch.setattr(commands, "Cluster", None)
    told = _type(word)
    assert told.exit_code == 0
    assert said in told.output


def test_the_status_of_a_server_of_others_is_asked_of_it(
    monkeypatch: pytest.MonkeyPatch, shared: Cluster
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"host={shared.socket}")
    told = _type("status")
    assert told.exit_code == 0
    assert told.output == "Databasen i DATABASE_URL svarar (PostgreSQL 18).\n"


def test_a_server_of_others_that_is_silent_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"host={tmp_path}")
    told = _type("status")
    assert told.exit_code == 3
    assert "svarar inte" in told.output


def test_the_sql_is_printed_for_the_database_asked_for() -> None:
    printed = _type("sql", "--database", "prov")
    assert printed.exit_code == 0
    assert '\\connect "prov"' in printed.output
    assert "CREATE ROLE stafett_backup" in printed.output


@pytest.mark.parametrize("words", [["--help"], ["start", "--help"], ["sql", "--help"]])
def test_help_is_in_swedish(words: list[str]) -> None:
    assert "atabas" in _type(*words).output

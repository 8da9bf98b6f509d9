"""The server is never root, and only those who should are let in."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

import pytest

from stafett.database import os_users
from stafett.database.errors import ClusterError
from stafett.database.os_users import Account

USERS = {
    "root": (0, 0),
    "postgres": (101, 104),
    "stafett": (102, 105),
    "alice": (1000, 1000),
    "bob": (1001, 1001),
}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """A machine with the users above, for as long as they are in the returned dict."""
    users = dict(USERS)

    def entry(name: str) -> pwd.struct_passwd:
        uid, gid = users[name]
        return pwd.struct_passwd((name, "x", uid, gid, "", "/nonexistent", "/bin/false"))

    def by_id(uid: int) -> pwd.struct_passwd:
        return entry({numbers[0]: name for name, numbers in users.items()}[uid])

    monkeypatch.setattr(pwd, "getpwnam", entry)
    monkeypatch.setattr(pwd, "getpwuid", by_id)
    return users


def _as_user(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: USERS[name][0])


def _owned(monkeypatch: pytest.MonkeyPatch, path: Path, name: str) -> Path:
    path.mkdir()
    real = os.stat_result

    def stat(found: Path) -> os.stat_result:
        return real((0o40700, 0, 0, 0, USERS[name][0], 0, 0, 0, 0, 0))

    monkeypatch.setattr(Path, "exists", lambda found: True)
    monkeypatch.setattr(Path, "stat", stat)
    return path


@pytest.mark.usefixtures("machine")
def test_root_starts_the_server_as_postgres(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, "root")
    assert os_users.server_account(tmp_path / "data") == Account("postgres", 101, 104)


def test_root_without_postgres_uses_our_own_user(
    machine: dict[str, tuple[int, int]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, "root")
    del machine["postgres"]
    assert os_users.server_account(tmp_path / "data").name == "stafett"


def test_root_makes_a_system_user_where_there_is_none(
    machine: dict[str, tuple[int, int]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, ...]] = []

    def useradd(command: tuple[str, ...], **kwargs: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        machine["stafett"] = (102, 105)
        return subprocess.CompletedProcess(command, 0, "", "")

    _as_user(monkeypatch, "root")
    machine.pop("postgres")
    machine.pop("stafett")
    monkeypatch.setattr(subprocess, "run", useradd)
    assert os_users.server_account(tmp_path / "data").name == "stafett"
    assert asked[0][:2] == ("useradd", "--system")
    assert "/usr/sbin/nologin" in asked[0]


@pytest.mark.parametrize(
    ("outcome", "why"),
    [(FileNotFoundError(), "useradd finns inte"), ("cannot lock", "cannot lock")],
)
def test_a_system_user_that_cannot_be_made_is_told_of(
    machine: dict[str, tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    outcome: FileNotFoundError | str,
    why: str,
) -> None:
    def useradd(command: tuple[str, ...], **kwargs: object) -> subprocess.CompletedProcess[str]:
        if isinstance(outcome, str):
            return subprocess.CompletedProcess(command, 1, "", outcome)
        raise outcome

    _as_user(monkeypatch, "root")
    machine.pop("postgres")
    machine.pop("stafett")
    monkeypatch.setattr(subprocess, "run", useradd)
    with pytest.raises(ClusterError, match=why):
        os_users.server_account(tmp_path / "data")


@pytest.mark.usefixtures("machine")
def test_root_runs_existing_data_as_its_owner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, "root")
    data = _owned(monkeypatch, tmp_path / "data", "alice")
    assert os_users.server_account(data).name == "alice"


@pytest.mark.usefixtures("machine")
def test_an_ordinary_user_runs_the_server_as_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, "alice")
    assert os_users.server_account(tmp_path / "data").name == "alice"


@pytest.mark.usefixtures("machine")
def test_an_ordinary_user_is_kept_from_anothers_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, "alice")
    data = _owned(monkeypatch, tmp_path / "data", "bob")
    with pytest.raises(ClusterError, match="tillhör en annan användare"):
        os_users.server_account(data)


@pytest.mark.usefixtures("machine")
def test_a_user_without_a_name_is_told_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(ClusterError, match="4711 har inget namn"):
        os_users.current()


@pytest.mark.usefixtures("machine")
def test_root_lets_in_the_server_itself_and_the_installs_owner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, "root")
    install = _owned(monkeypatch, tmp_path / "clone", "alice")
    server = Account("postgres", 101, 104)
    assert os_users.clients(server, install) == ("postgres", "root", "alice")


@pytest.mark.usefixtures("machine")
def test_an_ordinary_users_server_is_that_users_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, "alice")
    install = _owned(monkeypatch, tmp_path / "clone", "bob")
    assert os_users.clients(Account("alice", 1000, 1000), install) == ("alice",)


def test_programs_see_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/somewhere/else")
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    said = os_users.current().run("env").stdout
    assert "PGDATA" not in said
    assert "LC_ALL=C\n" in said


def test_a_folder_out_of_reach_is_refused_by_name(tmp_path: Path) -> None:
    me = os_users.current()
    os_users.must_reach(me, tmp_path)
    with pytest.raises(ClusterError, match=f"användaren {me.name}, som inte kommer åt"):
        os_users.must_reach(me, tmp_path / "missing")

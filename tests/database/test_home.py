"""State lies where it should, never in the clone, and no one else's socket is used."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import stafett
from stafett.database import home as places
from stafett.database.connection import parameters
from stafett.database.errors import ClusterError


def _as_user(monkeypatch: pytest.MonkeyPatch, uid: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)


def test_a_named_home_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STAFETT_HOME", str(tmp_path))
    assert places.home() == tmp_path.resolve()


def test_a_home_inside_the_clone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_HOME", str(places.clone() / "src" / ".." / "data"))
    with pytest.raises(ClusterError, match=r"inne i programmets egen mapp.*STAFETT_HOME"):
        places.home()


def test_root_keeps_state_with_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    _as_user(monkeypatch, 0)
    assert places.home() == Path("/var/lib/stafett") / places.short_hash(places.clone())


def test_an_ordinary_user_keeps_state_at_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, 1000)
    monkeypatch.setenv("HOME", str(tmp_path))
    own = places.short_hash(places.clone())
    assert places.home() == tmp_path.resolve() / ".local" / "share" / "stafett" / own


def test_the_users_folder_for_data_is_respected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, 1000)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert places.home().parent == tmp_path.resolve() / "stafett"


def test_a_relative_folder_for_data_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _as_user(monkeypatch, 1000)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    assert places.home().is_relative_to(tmp_path.resolve() / ".local")


def test_someone_without_a_home_is_told_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    _as_user(monkeypatch, 1000)
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(ClusterError, match=r"ingen hemkatalog.*STAFETT_HOME"):
        places.home()


def test_two_clones_have_two_homes() -> None:
    first, second = (places.short_hash(Path(path)) for path in ("/srv/one", "/srv/two"))
    assert first != second
    assert len(first) == len(second) == 12


def test_the_clone_is_where_its_project_file_lies() -> None:
    assert (places.clone() / "src" / "stafett" / "database").is_dir()


def test_an_installed_package_counts_its_environment_as_the_clone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(stafett, "__file__", str(tmp_path / "a" / "stafett" / "__init__.py"))
    assert places.clone() == Path(sys.prefix).resolve()


def test_the_socket_lies_beside_the_data() -> None:
    assert places.socket_folder(Path("/srv/state")) == Path("/srv/state/run")


def test_a_long_path_gets_a_short_socket() -> None:
    long = Path("/srv") / ("långt" * 20)
    found = places.socket_folder(long)
    assert len(os.fsencode(found / places.SOCKET)) < places.SOCKET_PATH_LIMIT
    assert found != places.socket_folder(long / "other")


@pytest.mark.parametrize("mode", [0o700, 0o711])
def test_a_folder_of_the_servers_user_is_used(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    places.check_socket_folder(tmp_path, os.geteuid())


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o755, 0o1777])
def test_a_folder_that_others_may_write_or_list_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(ClusterError, match="andra rättigheter än 0700 eller 0711"):
        places.check_socket_folder(tmp_path, os.geteuid())


def test_a_folder_of_someone_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="tillhör en annan användare"):
        places.check_socket_folder(tmp_path, os.geteuid() + 1)


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_link_or_a_file_in_its_place_is_refused(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "run"
    place.symlink_to(tmp_path) if kind == "link" else place.touch()
    with pytest.raises(ClusterError, match="inte en mapp utan en länk eller fil"):
        places.check_socket_folder(place, os.geteuid())


def test_a_client_does_not_follow_a_planted_link(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "run").symlink_to(tmp_path)
    monkeypatch.setenv("STAFETT_HOME", str(tmp_path))
    with pytest.raises(ClusterError, match="Ta reda på vem som har lagt den där"):
        parameters("app")


def test_folders_are_made_open_enough_under_a_strict_umask(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    before = os.umask(0o077)
    try:
        places.make_folders(tmp_path / "a" / "b", 0o755)
    finally:
        os.umask(before)
    assert [(tmp_path / part).stat().st_mode & 0o777 for part in ("", "a", "a/b")] == [
        0o750,
        0o755,
        0o755,
    ]


def test_a_folder_that_another_made_meanwhile_will_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "is_dir", lambda path: path != tmp_path / "a")
    (tmp_path / "a").mkdir(mode=0o700)
    places.make_folders(tmp_path / "a", 0o755)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700

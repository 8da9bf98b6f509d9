"""The server's files say what they should, and writing them follows no one's link."""

from __future__ import annotations

from pathlib import Path

import pytest

from stafett.database import configuration, creation, os_users
from stafett.database.home import PASSABLE, PRIVATE


def test_only_named_users_are_mapped_and_only_the_first_to_the_superuser() -> None:
    lines = configuration.ident(["root"], ["root", "alice"]).splitlines()
    assert 'stafett "root" postgres' in lines
    assert 'stafett "alice" stafett_app' in lines
    assert 'stafett "alice" postgres' not in lines


@pytest.mark.parametrize(("others", "mode"), [(True, "0777"), (False, "0700")])
def test_the_socket_is_open_to_others_only_where_others_are_let_in(others: bool, mode: str) -> None:
    text = configuration.settings(Path("/d"), Path("/s"), Path("/l"), open_socket=others)
    assert f"unix_socket_permissions = {mode}" in text


def test_odd_paths_are_quoted() -> None:
    text = configuration.settings(Path("/d"), Path("/o'x, y"), Path("/l"), open_socket=False)
    assert "unix_socket_directories = '\"/o''x, y\"'" in text


def test_a_link_in_a_files_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("kept")
    for name in ("pg_hba.conf", "pg_hba.conf.new"):
        (tmp_path / name).symlink_to(precious)
    configuration.write(tmp_path / "pg_hba.conf", "ours", os_users.current())
    assert precious.read_text() == "kept"
    assert (tmp_path / "pg_hba.conf").read_text() == "ours"
    assert (tmp_path / "pg_hba.conf").stat().st_mode & 0o777 == 0o600


def test_the_socket_folder_lets_others_pass_only_when_told_to(tmp_path: Path) -> None:
    me, run = os_users.current(), tmp_path / "run"
    creation.socket_folder(run, me, passable=True)
    assert run.stat().st_mode & 0o777 == PASSABLE
    creation.socket_folder(run, me, passable=False)
    assert run.stat().st_mode & 0o777 == PRIVATE


@pytest.mark.parametrize(
    ("major", "known", "expected"),
    [
        (18, "C\nC.utf8\nPOSIX\n", {"--lc-ctype=C.UTF-8", "--builtin-locale=C.UTF-8"}),
        (17, "C\n", {"--lc-ctype=C", "--builtin-locale=C.UTF-8"}),
        (16, "C.UTF-8\n", {"--lc-ctype=C.UTF-8", "--lc-collate=C"}),
        (15, "", {"--lc-ctype=C", "--lc-collate=C"}),
    ],
)
def test_the_locale_fits_the_version_and_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, major: int, known: str, expected: set[str]
) -> None:
    locale = tmp_path / "locale"
    locale.write_text(f"#!/bin/sh\nprintf '{known}'\n")
    locale.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    chosen = set(creation._locale(major))
    assert expected <= chosen
    assert ("--locale-provider=builtin" in chosen) is (major >= 17)

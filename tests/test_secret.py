"""The key that signs sessions: one for each install, readable by its owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from stafett.secret import secret_key


def test_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_SECRET_KEY", "given")

    assert secret_key() == "given"


def test_a_key_is_made_once_and_kept_for_its_owner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("STAFETT_SECRET_KEY", raising=False)
    monkeypatch.setenv("STAFETT_HOME", str(tmp_path / "home"))

    first, second = secret_key(), secret_key()

    assert first == second
    assert len(first) > 40
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_two_installs_have_two_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STAFETT_SECRET_KEY", raising=False)
    keys = set()
    for name in ("one", "other"):
        monkeypatch.setenv("STAFETT_HOME", str(tmp_path / name))
        keys.add(secret_key())

    assert len(keys) == 2

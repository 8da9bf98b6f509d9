"""Is the password random for each install and its owner's alone, and is it told who can log in?"""

from __future__ import annotations

import os
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from stafett.demo import logins
from stafett.safeguards.roles import ROLES
from stafett.safeguards.viewer import Viewer
from tests.demo.conftest import DAY, PASSWORD


def test_the_password_is_made_once(own_home: Path) -> None:
    first = logins.password()
    assert logins.password() == first
    assert len(first.split("-")) == 3
    assert len(first) == 20


def test_two_installs_have_two_passwords(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = logins.password()
    monkeypatch.setenv("STAFETT_HOME", str(tmp_path / "other"))
    assert logins.password() != first


def test_only_its_owner_may_read_it_whatever_the_umask(own_home: Path) -> None:
    before = os.umask(0)
    try:
        logins.password()
    finally:
        os.umask(before)
    found = own_home / "demo-password"
    assert stat.S_IMODE(found.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_home.stat().st_mode) in (0o700, 0o755)


def test_a_password_is_many_words_of_many() -> None:
    assert len(set(logins.SYLLABLES)) == 48
    assert 48**9 > 2**50


def test_it_is_told_who_can_log_in_and_the_password_once(
    demo: Viewer, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins.timezone, "localdate", lambda: DAY)
    told = logins.told()
    assert told.count(logins.password()) == 1
    shown = list(logins.shown(DAY))
    assert len(shown) > 30
    for email, role, where in shown:
        assert f"{email} " in told
        assert role in told
        assert f"\n  {where}\n" in told


def test_all_who_are_told_of_can_log_in(demo: Viewer) -> None:
    emails = {email for email, _role, _where in logins.shown(DAY)}
    for email in sorted(emails)[:5]:
        assert authenticate(username=email, password=PASSWORD) is not None
        assert authenticate(username=email, password="fel") is None


def test_the_invented_initiative_comes_first_with_each_authority_of_its_own(demo: Viewer) -> None:
    shown = list(logins.shown(DAY))
    first = [role for _email, role, where in shown if where == shown[0][2]]
    assert shown[0][2] == "Stigen (påhittad)"
    handlers = [role for role in first if role.startswith("Handläggare")]
    assert len(handlers) == 4
    assert any("Arbetsförmedlingen Påhittby" in role for role in handlers)


def test_every_role_of_an_initiative_is_told_once(demo: Viewer) -> None:
    names = {str(role.name) for role in ROLES.values()}
    for where in ("Duellen", "AktSam"):
        roles = [r.split(",")[0] for _email, r, of in logins.shown(DAY) if of == where]
        assert len(roles) == len(set(roles)) >= 6
        assert set(roles) <= names


def test_who_stands_in_is_told_of_while_they_do(demo: Viewer) -> None:
    def at_the_board(day: date) -> str:
        return next(e for e, role, _ in logins.shown(day) if "Försörjningsstödsenheten i P" in role)

    assert at_the_board(DAY) == "orjan.havsvik@demo.example"
    assert at_the_board(DAY + timedelta(days=45)) == "petra.lilldal@demo.example"

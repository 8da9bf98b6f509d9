"""Every role finds its server: the install's own, or the one that the environment names."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from stafett.database.cluster import Cluster
from stafett.database.connection import conninfo, external, parameters
from stafett.database.errors import ClusterError


def test_without_an_address_it_is_the_installs_own_socket(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STAFETT_HOME", str(tmp_path))
    assert not external()
    assert conninfo("owner") == {
        "NAME": "stafett",
        "USER": "stafett_owner",
        "HOST": str(tmp_path.resolve() / "run"),
        "PORT": "5432",
    }


def test_another_database_of_the_same_server_may_be_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STAFETT_HOME", str(tmp_path))
    assert parameters("app", "test_one")["dbname"] == "test_one"


def test_our_own_socket_takes_the_connection(
    monkeypatch: pytest.MonkeyPatch, shared: Cluster
) -> None:
    monkeypatch.setenv("STAFETT_HOME", str(shared.home))
    with psycopg.connect(**parameters("stats")) as connection:
        row = connection.execute("SELECT current_user, current_database()").fetchone()
    assert row == ("stafett_stats", "stafett")


def test_an_address_in_the_environment_is_the_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web:secret@db:6432/prod?sslmode=require")
    assert external()
    assert conninfo("app") == {
        "NAME": "prod",
        "USER": "web",
        "PASSWORD": "secret",
        "HOST": "db",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_another_role_does_not_get_the_apps_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web:secret@db/prod")
    assert parameters("log") == {"user": "stafett_log", "host": "db", "dbname": "prod"}


def test_another_role_may_have_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web:secret@db/prod")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://boss:other@db/prod")
    assert parameters("owner")["user"] == "boss"
    assert parameters("owner")["password"] == "other"


def test_an_address_without_a_name_is_used_under_the_roles_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "host=/run/postgresql")
    for role in ("app", "owner"):
        assert parameters(role) == {
            "host": "/run/postgresql",
            "user": f"stafett_{role}",
            "dbname": "stafett",
        }


def test_a_database_that_is_asked_for_wins_over_the_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/prod")
    assert parameters("app", "test_one")["dbname"] == "test_one"


def test_an_unreadable_address_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "secret stuff = = nonsense")
    with pytest.raises(ClusterError, match="DATABASE_URL går inte att läsa") as refused:
        parameters("app")
    assert "secret" not in str(refused.value)

"""Each role may do what its row in the table says, read from the catalogue and tried for real."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from stafett.database import roles
from stafett.database.cluster import Cluster
from stafett.database.errors import ClusterError

Connect = Callable[..., psycopg.Connection[Any]]

ATTRIBUTES = """
SELECT rolname, rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication,
       rolbypassrls
FROM pg_roles WHERE rolname LIKE 'stafett_%' ORDER BY rolname
"""
MEMBERS = """
SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members
WHERE member::regrole::text LIKE 'stafett_%' ORDER BY 1, 2
"""
GRANTS = """
SELECT grantee, privilege_type FROM information_schema.role_table_grants
WHERE table_name = 'log_book' ORDER BY 1, 2
"""
EVERYTHING = [
    ATTRIBUTES,
    MEMBERS,
    "SELECT defaclrole::regrole::text, defaclobjtype, defaclacl::text FROM pg_default_acl"
    " ORDER BY 1, 2",
    "SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname = 'public'",
    "SELECT datdba::regrole::text, datacl::text, datcollate, datctype FROM pg_database"
    " WHERE datname = current_database()",
    "SELECT extname, extversion FROM pg_extension ORDER BY 1",
]


@pytest.fixture
def tables(connect: Connect) -> Iterator[None]:
    """A table, with a row, that the owner has made as a migration would."""
    owner = connect("stafett_owner")
    owner.execute("CREATE TABLE log_book (id serial PRIMARY KEY, word text)")
    owner.execute("INSERT INTO log_book (word) VALUES ('hej')")
    yield
    owner.execute("DROP TABLE log_book")


def _read(connection: psycopg.Connection[Any], query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode()).fetchall()


def _may(connection: psycopg.Connection[Any], statement: str) -> bool:
    try:
        connection.execute(statement.encode())
    except InsufficientPrivilege:
        return False
    return True


def test_no_role_is_super_creates_or_inherits(connect: Connect) -> None:
    found = _read(connect(), ATTRIBUTES)
    assert {row[0] for row in found} == set(roles.NAMES)
    assert {row[1:7] for row in found} == {(True, False, False, False, False, False)}


def test_only_the_backup_passes_the_wall_of_rows(connect: Connect) -> None:
    assert [row[0] for row in _read(connect(), ATTRIBUTES) if row[7]] == ["stafett_backup"]


def test_only_the_app_may_become_another_and_only_that_one(connect: Connect) -> None:
    assert _read(connect(), MEMBERS) == [("stafett_app", "stafett_stats")]


def test_the_app_has_nothing_of_those_that_it_may_become(connect: Connect) -> None:
    asked = "SELECT pg_has_role('stafett_app', 'stafett_stats', '{}')"
    assert _read(connect(), asked.format("MEMBER")) == [(True,)]
    assert _read(connect(), asked.format("USAGE")) == [(False,)]


def test_the_database_belongs_to_the_owner(connect: Connect) -> None:
    found = "SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()"
    assert _read(connect(), found) == [("stafett_owner",)]


@pytest.mark.usefixtures("tables")
def test_default_rights_are_those_of_the_table_of_roles(connect: Connect) -> None:
    granted = {row for row in _read(connect(), GRANTS) if row[0] != "stafett_owner"}
    assert granted == {
        ("stafett_app", "SELECT"),
        ("stafett_app", "INSERT"),
        ("stafett_app", "UPDATE"),
        ("stafett_app", "DELETE"),
        ("stafett_backup", "SELECT"),
    }


@pytest.mark.usefixtures("tables")
def test_the_app_reads_and_writes_rows(connect: Connect) -> None:
    app = connect("stafett_app")
    app.execute("INSERT INTO log_book (word) VALUES ('då')")
    app.execute("UPDATE log_book SET word = upper(word)")
    assert _read(app, "SELECT word FROM log_book ORDER BY id") == [("HEJ",), ("DÅ",)]
    assert app.execute("DELETE FROM log_book").rowcount == 2


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE log_book",
        "DROP TABLE log_book",
        "ALTER TABLE log_book ADD COLUMN more text",
        "ALTER TABLE log_book DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "CREATE TRIGGER t BEFORE INSERT ON log_book FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "SET ROLE stafett_owner",
        "SET ROLE stafett_log",
        "SET ROLE stafett_seal",
        "SET ROLE stafett_retention",
        "SET ROLE stafett_backup",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "COPY log_book TO PROGRAM 'true'",
    ],
)
def test_the_app_changes_no_structure_and_becomes_no_owner(
    connect: Connect, statement: str
) -> None:
    assert not _may(connect("stafett_app"), statement)


def test_the_app_may_stage_rows_in_a_table_that_ends_with_its_session(connect: Connect) -> None:
    assert _may(connect("stafett_app"), "CREATE TEMPORARY TABLE staging (id int)")
    assert not _may(connect("stafett_stats"), "CREATE TEMPORARY TABLE staging (id int)")


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    "role", ["stafett_log", "stafett_seal", "stafett_stats", "stafett_retention"]
)
def test_the_narrow_roles_reach_nothing_until_they_are_given_it(
    connect: Connect, role: str
) -> None:
    connection = connect(role)
    assert not _may(connection, "SELECT FROM log_book")
    assert not _may(connection, "INSERT INTO log_book (word) VALUES ('x')")
    assert not _may(connection, "DELETE FROM log_book")


@pytest.mark.usefixtures("tables")
def test_the_log_role_adds_to_a_log_that_it_cannot_read_or_change(connect: Connect) -> None:
    owner = connect("stafett_owner")
    owner.execute("REVOKE ALL ON log_book FROM stafett_app")
    owner.execute("GRANT INSERT ON log_book TO stafett_log")
    owner.execute("GRANT USAGE ON SEQUENCE log_book_id_seq TO stafett_log")
    assert not _may(connect("stafett_app"), "INSERT INTO log_book (word) VALUES ('x')")
    log = connect("stafett_log")
    assert _may(log, "INSERT INTO log_book (word) VALUES ('x')")
    assert not _may(log, "SELECT FROM log_book")
    assert not _may(log, "UPDATE log_book SET word = ''")


@pytest.mark.usefixtures("tables")
def test_the_backup_reads_past_the_wall_and_writes_nothing(connect: Connect) -> None:
    owner = connect("stafett_owner")
    owner.execute("ALTER TABLE log_book ENABLE ROW LEVEL SECURITY")
    owner.execute("ALTER TABLE log_book FORCE ROW LEVEL SECURITY")
    backup = connect("stafett_backup")
    assert _read(backup, "SELECT word FROM log_book") == [("hej",)]
    assert _read(connect("stafett_app"), "SELECT word FROM log_book") == []
    assert not _may(backup, "DELETE FROM log_book")


def test_a_role_of_no_table_is_kept_out(connect: Connect) -> None:
    admin = connect()
    admin.execute("CREATE ROLE passer_by LOGIN")
    try:
        assert _read(
            admin,
            "SELECT has_database_privilege('passer_by', current_database(), 'CONNECT'),"
            " has_schema_privilege('passer_by', 'public', 'USAGE')",
        ) == [(False, False)]
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            connect("passer_by")
    finally:
        admin.execute("DROP ROLE passer_by")


def test_preparing_again_changes_nothing(shared: Cluster, connect: Connect) -> None:
    before = [_read(connect(), query) for query in EVERYTHING]
    roles.prepare(shared.superuser())
    assert [_read(connect(), query) for query in EVERYTHING] == before


def test_preparing_sets_right_what_has_slipped(shared: Cluster, connect: Connect) -> None:
    admin = connect()
    before = [_read(admin, query) for query in EVERYTHING]
    admin.execute("ALTER ROLE stafett_app BYPASSRLS CREATEDB INHERIT")
    admin.execute("GRANT CREATE ON SCHEMA public TO stafett_app")
    admin.execute("ALTER DATABASE stafett OWNER TO postgres")
    roles.prepare(shared.superuser())
    assert [_read(admin, query) for query in EVERYTHING] == before


def test_two_who_prepare_at_once_both_succeed(shared: Cluster, connect: Connect) -> None:
    admin = connect(database="postgres")
    with ThreadPoolExecutor(2) as pool:
        made = [pool.submit(roles.prepare, shared.superuser(), "twice") for _ in range(2)]
    assert [one.result() for one in made] == [None, None]
    assert _read(admin, "SELECT FROM pg_database WHERE datname = 'twice'") == [()]
    admin.execute("DROP DATABASE twice")


def test_the_printed_sql_does_the_same(shared: Cluster, connect: Connect) -> None:
    name = 'it\'s "odd"'
    psql = shared.binaries.folder / "psql"
    options = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", "postgres"]
    for _ in range(2):
        subprocess.run(
            [psql, *options, "-h", shared.socket],
            input=roles.script(name),
            text=True,
            check=True,
            capture_output=True,
        )
    by_hand, by_us = connect(database=name), connect()
    for query in EVERYTHING:
        assert _read(by_hand, query) == _read(by_us, query)
    by_hand.close()
    by_us.execute("DROP DATABASE " + roles.quoted(name))


def test_a_server_that_does_not_answer_gives_a_sentence(shared: Cluster) -> None:
    with pytest.raises(ClusterError, match=r"gick inte att göra i ordning. PostgreSQL svarar"):
        roles.prepare({**shared.superuser(), "user": "nosuchrole"})


def test_a_role_may_be_named_short_or_in_full() -> None:
    assert roles.named("app") == roles.named("stafett_app") == "stafett_app"


def test_a_misspelt_role_is_an_error() -> None:
    with pytest.raises(ValueError, match="'ap' is none of stafett_owner, stafett_app"):
        roles.named("ap")

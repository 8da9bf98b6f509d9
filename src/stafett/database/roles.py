"""Which database roles are there, what may each do, and how does a server get them?

The table below is the only place that says so; `prepare` and the printed SQL are both made of it.
Nobody inherits: a role that may become another does so by `SET ROLE`, in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from stafett.database.errors import ClusterError

DATABASE = "stafett"
OWNER, APP, LOG = "stafett_owner", "stafett_app", "stafett_log"
STATS, RETENTION, BACKUP = "stafett_stats", "stafett_retention", "stafett_backup"
SEAL = "stafett_seal"
EXTENSIONS = ("btree_gist", "pg_trgm")
LOCK = 7_421_106
"""The advisory lock that lets two who prepare the same server come one after the other."""


@dataclass(frozen=True)
class Role:
    """A database role: what it is for, and what it gets on every table that the owner makes."""

    name: str
    purpose: str
    tables: str = ""
    sequences: str = ""
    temporary: bool = False
    sees_all_rows: bool = False
    may_become: tuple[str, ...] = ()


ROLES = (
    Role(OWNER, "Äger tabellerna och ändrar dem (migreringar). Ingen annan gör det."),
    Role(
        APP,
        "Webben och bakgrundsjobben: läser och skriver rader, bakom radmuren.",
        tables="SELECT, INSERT, UPDATE, DELETE",
        sequences="USAGE",
        temporary=True,
        may_become=(STATS,),
    ),
    Role(LOG, "Lägger till rader i loggarna, där den fått rätt till det. Läser och ändrar inget."),
    Role(SEAL, "Förseglar loggen: läser den, lägger till förseglingar och ändrar inget."),
    Role(STATS, "Räknar, på de kolumner som den fått rätt till. Ser ingen persons uppgifter."),
    Role(RETENTION, "Gallrar efter beslut, i de tabeller där den fått rätt till det."),
    Role(
        BACKUP,
        "Säkerhetskopierar: läser allt, förbi radmuren, och skriver inget.",
        tables="SELECT",
        sequences="SELECT",
        sees_all_rows=True,
    ),
)
NAMES = tuple(role.name for role in ROLES)


def named(role: str) -> str:
    """The full name of a role, for `app` as for `stafett_app`."""
    full = role if role.startswith("stafett_") else f"stafett_{role}"
    if full not in NAMES:
        raise ValueError(f"{role!r} is none of {', '.join(NAMES)}")
    return full


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def role_statements() -> list[str]:
    """What makes the roles and sets them right; for the whole server."""
    made = [_create(role) for role in ROLES]
    made += [f"ALTER ROLE {role.name} {_attributes(role)}" for role in ROLES]
    made += [f"COMMENT ON ROLE {role.name} IS '{role.purpose}'" for role in ROLES]
    made += [f"REVOKE {LOG} FROM {APP}"]  # what an earlier version gave it
    return made + [f"GRANT {other} TO {role.name}" for role in ROLES for other in role.may_become]


def _create(role: Role) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role.name}') "
        # made without inheritance from the start: a membership remembers how its member was
        f"THEN CREATE ROLE {role.name} NOINHERIT; END IF; END $$"
    )


def _attributes(role: Role) -> str:
    row_security = "BYPASSRLS" if role.sees_all_rows else "NOBYPASSRLS"
    return f"LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT {row_security}"


def create_database(database: str) -> str:
    """What makes the database, in the collation of its server."""
    return f"CREATE DATABASE {quoted(database)} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'"


def database_statements(database: str) -> list[str]:
    """What is done inside the database: extensions, and what each role may."""
    name, all_roles = quoted(database), ", ".join(NAMES)
    temporary = ", ".join(role.name for role in ROLES if role.temporary)
    return [
        f"ALTER DATABASE {name} OWNER TO {OWNER}",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO {all_roles}",
        f"GRANT TEMPORARY ON DATABASE {name} TO {temporary}",
        *[f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in EXTENSIONS],
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"REVOKE CREATE ON SCHEMA public FROM {all_roles}",
        f"GRANT USAGE ON SCHEMA public TO {all_roles}",
        f"GRANT CREATE ON SCHEMA public TO {OWNER}",
        *[statement for role in ROLES for statement in _defaults(role)],
    ]


def _defaults(role: Role) -> list[str]:
    for_owner = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public"
    granted = {"TABLES": role.tables, "SEQUENCES": role.sequences}
    return [
        f"{for_owner} GRANT {rights} ON {kind} TO {role.name}"
        for kind, rights in granted.items()
        if rights
    ]


def script(database: str = DATABASE) -> str:
    """The same as `prepare`, as a script for `psql` on a server that others look after."""
    literal = database.replace("'", "''")
    find = f"SELECT FROM pg_database WHERE datname = '{literal}'"
    make = create_database(database).replace("'", "''")
    return "\n".join(
        [
            "-- Gör roller, databas och rättigheter för Stafett. Kör som superanvändare med psql:",
            "--   stafett db sql | psql -X -v ON_ERROR_STOP=1 -d postgres",
            "-- Det går att köra flera gånger. Lösenord sätts efteråt: \\password stafett_app",
            *[f"{statement};" for statement in role_statements()],
            f"SELECT '{make}' WHERE NOT EXISTS ({find}) \\gexec",
            f"\\connect {quoted(database)}",
            *[f"{statement};" for statement in database_statements(database)],
            "",
        ]
    )


def prepare(superuser: Mapping[str, Any], database: str = DATABASE) -> None:
    """Give a server its roles, and one database its owner, extensions and rights. Safe to repeat.

    `superuser` holds libpq's keywords for a superuser's connection (its `dbname` is used to work
    from); `database` is made if it is missing. Tables that exist keep the rights that they have.
    """
    try:
        with psycopg.connect(**superuser, autocommit=True) as outside:
            outside.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            _run(outside, role_statements())
            find = "SELECT FROM pg_database WHERE datname = %s"
            if outside.execute(find, [database]).rowcount == 0:
                _run(outside, [create_database(database)])
            with psycopg.connect(**{**superuser, "dbname": database}) as inside:
                _run(inside, database_statements(database))
    except psycopg.Error as trouble:
        raise ClusterError(
            f"Databasen {database} gick inte att göra i ordning. PostgreSQL svarar: {trouble}"
        ) from trouble


def _run(connection: psycopg.Connection[Any], statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement.encode())

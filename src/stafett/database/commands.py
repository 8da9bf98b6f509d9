"""What does one type to start, stop and look at the database? `stafett db …`

Exit codes: 0 done · 1 could not be done · 2 wrongly typed · 3 (`status` only) not up.
"""

from __future__ import annotations

from typing import IO, Any

import click
import psycopg

from stafett.database import roles
from stafett.database.cluster import Cluster, Status
from stafett.database.connection import external, parameters
from stafett.database.errors import ClusterError

NOT_UP = 3
STATES = {
    "running": "Databasen är igång.",
    "starting": "Databasen håller på att starta eller återställa sig. Vänta en stund.",
    "stopped": "Databasen är inte igång. Starta den med: stafett db start",
}


class Failure(click.ClickException):
    """A trouble told in Swedish, on the error stream."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        click.echo(f"Fel: {self.format_message()}", file=file, err=True)


class Told(click.Group):
    """A group whose commands end with a sentence when something is wrong, not a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and turn trouble into words."""
        try:
            return super().invoke(ctx)
        except ClusterError as trouble:
            raise Failure(str(trouble)) from trouble
        except PermissionError as trouble:
            raise Failure(
                f"Du får inte läsa eller skriva {trouble.filename}. Kör kommandot som den som "
                "databasen tillhör, eller som root."
            ) from trouble
        except OSError as trouble:
            raise Failure(f"{trouble.filename}: {trouble.strerror}") from trouble


@click.group("db", cls=Told)
def db() -> None:
    """Databasen: starta, stoppa och se hur den mår."""


@db.command()
def start() -> None:
    """Starta databasen och gör den i ordning. Går bra att köra flera gånger."""
    if external():
        click.echo("DATABASE_URL är satt: databasen sköts av någon annan, här startas ingen.")
        return
    cluster = Cluster(say=click.echo)
    cluster.start()
    roles.prepare(cluster.superuser())
    _tell(cluster.status())


@db.command()
def stop() -> None:
    """Stoppa databasen. Den som är ansluten kopplas ner; allt som är sparat finns kvar."""
    if external():
        click.echo("DATABASE_URL är satt: databasen sköts av någon annan, här stoppas ingen.")
        return
    stopped = Cluster(say=click.echo).stop()
    click.echo("Databasen är stoppad." if stopped else "Databasen var inte igång.")


@db.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Visa om databasen är igång och var den ligger. Slutkod 3 när den inte är det."""
    up = _answers() if external() else _tell(Cluster().status())
    if not up:
        ctx.exit(NOT_UP)


@db.command()
@click.option("--database", default=roles.DATABASE, show_default=True, help="Databasens namn.")
def sql(database: str) -> None:
    """Skriv ut SQL som ger en egen server roller och databas."""
    click.echo(roles.script(database), nl=False)


def _tell(found: Status) -> bool:
    click.echo(STATES[found.state])
    if found.pid:
        click.echo(f"  process  {found.pid}")
    click.echo(f"  mapp     {found.home}")
    click.echo(f"  uttag    {found.socket}")
    return found.state == "running"


def _answers() -> bool:
    try:
        with psycopg.connect(**parameters("app"), connect_timeout=10) as connection:
            major = connection.info.server_version // 10000
    except psycopg.OperationalError as trouble:
        click.echo(f"Databasen i DATABASE_URL svarar inte: {trouble}")
        return False
    click.echo(f"Databasen i DATABASE_URL svarar (PostgreSQL {major}).")
    return True

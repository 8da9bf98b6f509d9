"""`stafett demo …`: serve it, load it, and check it against what the reports print."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import datetime

import click
from django.utils import timezone

from stafett.database.connection import external
from stafett.demo import check as checking
from stafett.demo import logins
from stafett.demo.cohorts import cohorts
from stafett.demo.living import living
from stafett.demo.load import load
from stafett.initiatives.models import Initiative
from stafett.serving import serve

FAILED = 1


@click.group()
def demo() -> None:
    """Demon: fyra verkliga samverkansprojekt och ett påhittat som lever."""


@demo.command()
@click.option("--empty", is_flag=True, help="Läs inte in demon.")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), show_default="8000")
def up(empty: bool, port: int) -> None:
    """Starta databas, arbetare och webb; skriv adress och inloggningar. Ctrl-C stoppar allt."""
    _refuse_taken(port)
    started = False if external() else _start_database()
    try:
        _stafett("migrate")
        if not empty:
            _stafett("demo", "load")
            click.echo(logins.told(), nl=False)
        click.echo(f"\n  Öppna  http://localhost:{port}/   (Ctrl-C stoppar allt)\n")
        serve(port)
    finally:
        if started:
            _stafett("db", "stop")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(
                f"Port {port} används redan. Stoppa det andra, eller välj en annan: PORT={port + 1} make demo"
            ) from None


def _start_database() -> bool:
    """Start it unless it runs already; True when it was started here and is to be stopped here."""
    from stafett.database.cluster import Cluster

    ran_before = Cluster().status().state == "running"
    _stafett("db", "start")
    return not ran_before


def _stafett(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "stafett", *words], check=False)
    if done.returncode:
        raise click.ClickException(f"Det gick inte: stafett {' '.join(words)}")


@demo.command("load")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Dagen som den levande insatsen utgår från.",
)
def load_(day: datetime | None) -> None:
    """Läs in de fyra kohorterna och den levande insatsen; det som redan finns lämnas i fred."""
    today = day.date() if day else timezone.localdate()
    password = logins.password()
    for cohort in (*cohorts(), living(today)):
        if Initiative.objects.filter(code=cohort.code).exists():
            continue
        load(cohort, today=today, password=password)
        click.echo(f"{cohort.setup.initiative.name}: {len(cohort.rows)} deltaganden inlästa.")


@demo.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Jämför de publika tabellerna med vad rapporterna trycker, cell för cell."""
    results = checking.results(timezone.localdate())
    for one in results:
        click.echo(one.line)
    click.echo(checking.summary(results))
    if any(one.verdict == "differs" for one in results):
        ctx.exit(FAILED)

"""`stafett demo …`: serve it, load it, and check it against what the reports print."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import date, datetime
from typing import Any

import click
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.database.cluster import Cluster
from stafett.database.connection import external
from stafett.demo import check as checking
from stafett.demo import logins
from stafett.demo.cohorts import cohorts
from stafett.demo.living import CODE as LIVING
from stafett.demo.living import day_of, living
from stafett.demo.living.happening import let_happen
from stafett.demo.load import let_evaluators_compare, load
from stafett.initiatives.models import Initiative
from stafett.safeguards.middleware import acting
from stafett.safeguards.viewer import operator
from stafett.serving import heed_signals, ignore_signals, say, serve

FAILED, INTERRUPTED = 1, 130
HIGHEST_PORT = 65535


@click.group()
def demo() -> None:
    """Demon: fyra verkliga samverkansprojekt och ett påhittat som lever."""


class Port(click.ParamType):
    """A number that a server can listen on."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; refuses anything else with a sentence."""
        if str(value).isascii() and str(value).isdigit() and 0 < int(value) <= HIGHEST_PORT:
            return int(value)
        said = _(
            "%(value)s är inget portnummer. Skriv ett tal från 1024 till 65535, till exempel 8001."
        )
        return self.fail(said % {"value": value}, param, ctx)


@demo.command()
@click.option("--empty", is_flag=True, help="Läs inte in demon.")
@click.option("--port", type=Port(), envvar="PORT", default=8000, show_default=True)
@click.pass_context
def up(ctx: click.Context, empty: bool, port: int) -> None:
    """Starta databas, arbetare och webb; skriv adress och inloggningar. Ctrl-C stoppar allt."""
    refuse_taken(port)
    ours = not external() and Cluster().status().state == "stopped"
    heed_signals()
    if not empty:
        os.environ.setdefault("STAFETT_LEVELS", "none")  # its log-ins have passwords alone
        os.environ["STAFETT_INVENTED_ONLY"] = "1"  # nobody decides that a demo is real
    try:
        _prepare(empty)
        said = f"\n  {_('Öppna')}  http://localhost:{port}/   ({_('Ctrl-C stoppar allt')})\n"
        serve(port, up=lambda: say(said))
    except KeyboardInterrupt:
        say(_("Avbröts innan allt var igång."))
        ctx.exit(INTERRUPTED)
    finally:
        if ours:
            # another Ctrl-C is not to leave the database running
            ignore_signals()
            _stafett("db", "stop")


def _prepare(empty: bool) -> None:
    if not external():
        _stafett("db", "start")
    _stafett("migrate")
    if not empty:
        _stafett("demo", "load")
        click.echo(logins.told(), nl=False)
        connections.close_all()


def refuse_taken(port: int) -> None:
    """Raise ClickException with what to do when the port can't be listened on."""
    other = port + 1 if port < HIGHEST_PORT else 8000
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            said = _("Port %(port)s får du inte använda. Välj en annan: PORT=8000 make demo")
            raise click.ClickException(said % {"port": port}) from None
        except OSError:
            said = _(
                "Port %(port)s används redan. Stoppa det andra, eller välj en annan: "
                "PORT=%(other)s make demo"
            )
            raise click.ClickException(said % {"port": port, "other": other}) from None


def _stafett(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "stafett", *words], check=False)
    if done.returncode:
        raise click.ClickException(
            _("Det gick inte: stafett %(words)s") % {"words": " ".join(words)}
        )


@demo.command("load")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Dagen som den levande insatsen utgår från; annars i dag.",
)
def load_(day: datetime | None) -> None:
    """Läs in de fyra kohorterna och den levande insatsen; det som redan finns lämnas i fred."""
    today = day.date() if day else timezone.localdate()
    password = logins.password()
    for cohort in (*cohorts(), living(today)):
        there = Initiative.objects.filter(code=cohort.code).first()
        if there is None:
            made = load(cohort, today=today, password=password)
            if cohort.code == LIVING:
                let_happen(made, today=today)
            said = {"name": cohort.setup.initiative.name, "rows": len(cohort.rows)}
            click.echo(_("%(name)s: %(rows)s deltaganden inlästa.") % said)
        else:
            click.echo(_left_alone(there, today))
    let_evaluators_compare(today=today)


def _left_alone(there: Initiative, today: date) -> str:
    """What is said of an initiative that is there already; its day where another one was asked for."""
    stood = day_of(there.starts_on)
    if there.code != LIVING or stood == today:
        return _("%(name)s: finns redan, lämnas som den är.") % {"name": there.name}
    return _(
        "%(name)s: finns redan och utgår från %(day)s. Vill du ha en annan dag, börja om i en tom "
        "databas."
    ) % {"name": there.name, "day": stood}  # fmt: skip


@demo.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Jämför de publika tabellerna med vad rapporterna trycker, cell för cell."""
    by = operator(timezone.localdate(), "demo")
    try:
        with acting(by, "stafett demo check"):
            sheets = checking.sheets(by)
    except checking.NotLoaded as missing:
        raise click.ClickException(str(missing)) from None
    for sheet in sheets:
        click.echo(f"\n{sheet.name}\n{'=' * len(sheet.name)}")
        for one in sheet.cells:
            click.echo(plain(one.line))
            if one.choice:
                click.echo(f"{'':15} {plain(one.choice)}")
    click.echo()
    for sheet in sheets:
        click.echo(sheet.summary)
    if any(sheet.counts["differs"] for sheet in sheets):
        ctx.exit(FAILED)


def plain(text: str) -> str:
    """Hard and narrow spaces are for print; a terminal's text is searched and pasted."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")

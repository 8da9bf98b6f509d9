"""The commands that serve the whole: migrate, run, and Django's own."""

from __future__ import annotations

import click
from django.core.management import call_command, execute_from_command_line

from stafett.serving import serve
from stafett.vocabulary.actions import load


@click.command()
def migrate() -> None:
    """För databasen till den här versionen och läs in ordlistorna."""
    call_command("migrate", verbosity=0, interactive=False)
    load()
    click.echo("Databasen är i rätt version.")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def manage(args: tuple[str, ...]) -> None:
    """Djangos egna kommandon, till exempel `stafett manage makemigrations`."""
    execute_from_command_line(["stafett manage", *args])


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True
)
@click.option("--workers", default=2, show_default=True)
def run(port: int, workers: int) -> None:
    """Starta webben och arbetaren tillsammans; Ctrl-C stoppar båda."""
    serve(port, workers)

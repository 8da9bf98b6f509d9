"""`stafett log …`: the operator seals the log, tells its heads outside, tries it, and ends what is old.

Exit codes: 0 done · 1 could not be done, or the log has been tampered with · 2 wrongly typed.
"""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from stafett.parties.models import Authority
from stafett.safeguards.actions import heads as telling
from stafett.safeguards.actions.seal import end_readings
from stafett.safeguards.actions.seal import seal as seal_now
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import verify as verifying
from stafett.safeguards.viewer import operator

TAMPERED = 1
BY = "driften"
PATH = click.Path(dir_okay=False, path_type=Path)


@click.group()
def log() -> None:
    """Loggen över vem som läst: försegla, pröva, gallra."""


@log.command()
def seal() -> None:
    """Försegla det som lästs fram till för två minuter sedan. Arbetaren gör det själv var tionde minut."""
    click.echo(f"Läsningar förseglade: {seal_now(timezone.now())}.")


@log.command()
@click.option("--file", type=PATH, help="Annan fil än STAFETT_LOG_HEADS.")
@click.option("--mail", is_flag=True, help="Skicka också till STAFETT_LOG_HEADS_MAIL.")
def heads(file: Path | None, mail: bool) -> None:
    """Skriv kedjornas huvuden till en fil utanför databasen. Rader läggs till, ingen ändras."""
    path = file or (Path(settings.LOG_HEADS) if settings.LOG_HEADS else None)
    if path is None and not mail:
        raise click.UsageError("Säg vart: --file FIL, eller sätt STAFETT_LOG_HEADS.")
    try:
        if path is not None:
            click.echo(f"Nya huvuden i {path}: {telling.write_heads(path)}.")
        if mail:
            _mail()
    except (OSError, ValueError) as trouble:
        raise click.ClickException(f"Huvudena gick inte att lämna ut. {trouble}") from trouble


def _mail() -> None:
    if not settings.LOG_HEADS_MAIL:
        raise click.UsageError("Säg till vem: sätt STAFETT_LOG_HEADS_MAIL.")
    number = telling.mail_heads(settings.LOG_HEADS_MAIL)
    click.echo(f"Huvuden i brevet till {', '.join(settings.LOG_HEADS_MAIL)}: {number}.")


@log.command()
@click.option("--heads", "file", type=PATH, help="Filen med huvuden, annars STAFETT_LOG_HEADS.")
@click.pass_context
def verify(ctx: click.Context, file: Path | None) -> None:
    """Pröva hela loggen rad för rad. Slutkod 1 när något är ändrat, borttaget, inlagt eller avklippt."""
    path = file or (Path(settings.LOG_HEADS) if settings.LOG_HEADS else None)
    found = verifying.verify(_told(path) if path else ())
    for fault in found.faults:
        click.echo(f"FEL: {fault}")
    if path is None:
        click.echo(
            "Utan fil med huvuden märks inte en kedja som skrivits om helt. Ge den med --heads."
        )
    click.echo(
        f"Prövade läsningar: {found.sealed}. Gallrade efter beslut: {found.ended}. Inte förseglade "
        f"än, så om dem sägs inget: {found.unsealed}. Fel: {len(found.faults)}."
    )
    ctx.exit(TAMPERED if found.faults else 0)


def _told(path: Path) -> list[verifying.Head]:
    try:
        return verifying.read_heads(path.read_text("utf-8").splitlines())
    except OSError as trouble:
        raise click.ClickException(f"{path} går inte att läsa: {trouble.strerror}.") from trouble
    except ValueError as trouble:
        raise click.ClickException(
            f"{path} är ingen fil med huvuden: {trouble}. Den skrivs med stafett log heads."
        ) from trouble


@log.command()
@click.option("--controller", required=True, help="Myndigheten vars logg det gäller.")
@click.option("--because", required=True, help="Beslutet: vem, när, enligt vilken plan.")
def end(controller: str, because: str) -> None:
    """Gallra det som är äldre än myndigheten sparar sin logg. Beslutet står kvar i kedjan."""
    found = Authority.objects.filter(name=controller).first()
    if found is None:
        raise click.BadParameter(
            f"Det finns ingen myndighet som heter {controller}.", param_hint="--controller"
        )
    by = operator(timezone.localdate(), BY).reaching((found.pk,))
    with acting(by, because):
        ended = end_readings(found, because=because, by=by)
    click.echo(f"Läsningar gallrade: {ended}.")

"""`stafett log …`, `retention …`, `ledger …`: the log is sealed and tried, what is due ends, and ends again.

Exit codes: 0 done · 1 could not be done, or the log has been tampered with · 2 wrongly typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from stafett.parties.models import Authority
from stafett.safeguards import jobs
from stafett.safeguards.actions import heads as telling
from stafett.safeguards.actions import replay as replaying
from stafett.safeguards.actions.carry_out import NotEnded, carry_out
from stafett.safeguards.actions.seal import end_readings
from stafett.safeguards.actions.seal import seal as seal_now
from stafett.safeguards.ledger import ENDING as LEDGER_ENDING
from stafett.safeguards.ledger import Broken, Entry
from stafett.safeguards.ledger import read as read_ledger
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import verify as verifying
from stafett.safeguards.queries.log_endings import Ending
from stafett.safeguards.rules import Refused
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
    told = _told(path) if path else []
    found = verifying.verify(told)
    names = dict(Authority.objects.values_list("pk", "name"))
    for fault in found.faults:
        click.echo(f"FEL: {fault.called(names)}")
    for ending in found.endings:
        click.echo(_told_ending(ending, names))
    if path:
        click.echo(f"Huvuden som det jämförs med: {len(told)}.")
    else:
        click.echo(
            "Utan fil med huvuden märks inte en kedja som skrivits om helt. Ge den med --heads."
        )
    click.echo(
        f"Prövade läsningar: {found.sealed}. Gallrade efter beslut: {found.ended}. Inte förseglade "
        f"än, så om dem sägs inget: {found.unsealed}. Fel: {len(found.faults)}."
    )
    ctx.exit(TAMPERED if found.faults else 0)


def _told_ending(ending: Ending, names: Mapping[int, str]) -> str:
    """An ending, for somebody who knows which have been decided."""
    link, said = ending.link, ending.said
    whose = f"{names.get(link.controller, '?')} ({link.controller}), försegling {link.number}"
    day = timezone.localtime(link.closed_at).date()
    return _on_a_line(
        f"Gallring hos {whose}: {ending.on}, det som lästs före {day}, {link.rows} läsningar. "
        f"Beslutat av {said.get('by') or 'ingen'}: {said.get('because') or 'inget skäl'}"
    )


def _on_a_line(words: str) -> str:
    """The words without what could make them look like lines of the answer itself, or stop it."""
    return "".join(one if one.isprintable() else "?" for one in words)


def _told(path: Path) -> list[verifying.Head]:
    try:
        return verifying.read_saved(path.read_text("utf-8"))
    except OSError as trouble:
        raise click.ClickException(f"{path} går inte att läsa: {trouble.strerror}.") from trouble
    except ValueError as trouble:
        raise click.ClickException(
            f"{path} är ingen fil med huvuden: {trouble}. Ge filen som stafett log heads skriver, eller ett"
            " av breven, sparat som det kom eller som text."
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
    try:
        with acting(by, because):
            ended = end_readings(found, because=because, by=by)
    except Refused as refusal:
        raise click.BadParameter(
            f"Inget är gallrat. {refusal}", param_hint="--because"
        ) from refusal
    click.echo(f"Läsningar gallrade: {ended}.")


@click.group()
def ledger() -> None:
    """Liggaren: gallringar och återtaganden, utanför databasen."""


@ledger.command()
@click.argument("file", type=PATH)
@click.option("--dry-run", is_flag=True, help="Säg bara vad som skulle göras.")
def replay(file: Path, dry_run: bool) -> None:
    """Efter en återläsning: gallra och ta tillbaka igen det som backupen inte vet av. Går att köra om."""
    entries, day = _entries(file), timezone.localdate()
    done = replaying.lacking(entries, day) if dry_run else replaying.replay(entries, day)
    try:
        number = sum(_say_lacking(one) for one in done)
    except NotEnded as trouble:
        raise click.ClickException(f"Det gick inte längre än hit: {trouble}") from trouble
    what = "Skulle göras om" if dry_run else "Gjort om"
    click.echo(f"{what}: {number} av {len(entries)} rader i liggaren.")


def _say_lacking(one: replaying.Lacking) -> int:
    told = one.entry.told
    if one.entry.kind == LEDGER_ENDING:
        click.echo(f"{told['day']} gallring {told['ending']}: {one.number} rader fanns kvar.")
    else:
        click.echo(f"{told['day']} återtagande: {one.number} delar av samtycken gällde igen.")
    return 1


@ledger.command()
@click.argument("file", type=PATH, required=False)
@click.pass_context
def check(ctx: click.Context, file: Path | None) -> None:
    """Är liggaren hel, vet databasen av allt i den, och har den allt som databasen vet? Annars slutkod 1."""
    path = file or (Path(settings.LEDGER) if settings.LEDGER else None)
    if path is None:
        raise click.UsageError("Säg vilken: FIL, eller sätt STAFETT_LEDGER.")
    entries, day = _entries(path), timezone.localdate()
    number = sum(map(_say_lacking, replaying.lacking(entries, day)))
    lost = replaying.unlisted(entries, day)
    for one in lost:
        _say_unlisted(one)
    click.echo(
        f"Rader i liggaren: {len(entries)}. Databasen saknar: {number}. Liggaren saknar: {len(lost)}."
    )
    ctx.exit(TAMPERED if number or lost else 0)


def _say_unlisted(one: replaying.Unlisted) -> None:
    what = (
        f"gallring {one.ending}" if one.ending else f"återtagande av {one.parts} delar av samtycken"
    )
    click.echo(f"{one.day} {what} står i databasen men inte i liggaren.")


def _entries(path: Path) -> list[Entry]:
    try:
        return list(read_ledger(path.read_text("utf-8").splitlines()))
    except OSError as trouble:
        raise click.ClickException(f"{path} går inte att läsa: {trouble.strerror}.") from trouble
    except Broken as trouble:
        raise click.ClickException(f"{path} är ingen hel liggare: {trouble}.") from trouble


@click.group()
def retention() -> None:
    """Gallring: leta efter det som är dags, och gallra det som är beslutat."""


@retention.command()
def find() -> None:
    """Varsla om det som har sparats så länge som reglerna säger. Arbetaren gör det själv varje natt."""
    click.echo(f"Nya varsel: {len(jobs.find_all())}.")


@retention.command()
def run() -> None:
    """Gallra det som någon har beslutat om och som inte är gjort."""
    for key in jobs.waiting_to_end():
        try:
            counts = carry_out(key, timezone.localdate())
        except NotEnded as trouble:
            raise click.ClickException(f"{key}: inget är gallrat. {trouble}") from trouble
        for table, (before, gone, after) in counts.items():
            click.echo(f"{table}: {before} före, {gone} gallrade, {after} kvar")
        click.echo(f"{key}: gallrat.")

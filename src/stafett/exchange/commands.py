"""`stafett import register`: the same way in as the page, for files up to 200 MB."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from stafett.exchange.access import controllers_of
from stafett.exchange.actions import read_in
from stafett.exchange.register import COMMAND, FIELDS, Table, Unreadable, guess, read
from stafett.exchange.verdict import Verdict
from stafett.initiatives.models import Branch, Initiative
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.queries.start import started
from stafett.safeguards.viewer import operator

FAULTY = 1
KEYS = tuple(one.key for one in FIELDS)
BANNER = (
    "Endast påhittade uppgifter: den myndighet som svarar för dem har inte beslutat att verkliga personer "
    "får läsas in."
)


@click.group("import")
def import_() -> None:
    """Läs in uppgifter från filer."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--initiative", "code", required=True, help="Insatsens kod.")
@click.option("--branch", "branch_code", default="", help="Läs bara in till den här grenen.")
@click.option("--sheet", default="", help="Bladets namn i en arbetsbok.")
@click.option("--dry-run", is_flag=True, help="Pröva allt, behåll inget.")
@click.option(
    "--map", "pairs", multiple=True, metavar="FÄLT=RUBRIK", help="En kolumn som inte gissas rätt."
)
@click.pass_context
def register(
    ctx: click.Context, file: Path, code: str, branch_code: str, sheet: str, dry_run: bool,
    pairs: tuple[str, ...],
) -> None:  # fmt: skip
    """Läs in ett register: hela filen, eller inget av den.

    Fel skrivs ut rad för rad och ger slutkod 1; då är inget inläst.
    """
    initiative = _initiative(code)
    branch = _branch(initiative, branch_code)
    if settings.SYNTHETIC_ONLY or not controllers_of(initiative, branch) <= started():
        click.echo(BANNER, err=True)
    try:
        with file.open("rb") as source:
            table = read(source, limits=COMMAND, sheet=sheet)
            verdict = _read_in(table, _mapping(table, pairs), initiative, branch, dry_run)
    except Unreadable as trouble:
        verdict = Verdict.of(trouble.fault)
    tell(verdict, dry_run)
    if not verdict.sound:
        ctx.exit(FAULTY)


def _initiative(code: str) -> Initiative:
    found = Initiative.objects.filter(code=code).first()
    if found is None:
        codes = ", ".join(Initiative.objects.order_by("code").values_list("code", flat=True))
        raise click.BadParameter(
            f"Det finns ingen insats med koden {code}. De som finns: {codes or 'inga än'}.",
            param_hint="--initiative",
        )
    return found


def _branch(initiative: Initiative, code: str) -> Branch | None:
    if not code:
        return None
    branch = initiative.branches.filter(code=code).first()
    if branch is None:
        codes = ", ".join(initiative.branches.order_by("code").values_list("code", flat=True))
        raise click.BadParameter(
            f"{initiative.name} har ingen gren med koden {code}. De som finns: {codes}.",
            param_hint="--branch",
        )
    return branch


def _mapping(table: Table, pairs: tuple[str, ...]) -> dict[str, str]:
    chosen = dict(guess(table.headers).mapping)
    for pair in pairs:
        key, equals, header = pair.partition("=")
        if not equals or key not in KEYS:
            raise click.BadParameter(
                f"{pair} ska vara FÄLT=RUBRIK, där fältet är ett av {', '.join(KEYS)}.",
                param_hint="--map",
            )
        chosen = {field: known for field, known in chosen.items() if known != header}
        chosen[key] = header
    return chosen


def _read_in(
    table: Table, mapping: dict[str, str], initiative: Initiative, branch: Branch | None,
    dry_run: bool,
) -> Verdict:  # fmt: skip
    today = timezone.localdate()
    by = operator(today).reaching(all_controllers())
    with acting(by, f"register: {initiative.code}"):
        return read_in(
            table, mapping, initiative, today=today, by=by, branch=branch, dry_run=dry_run,
            progress=lambda rows: click.echo(f"\r{_rows(rows)}", nl=False, err=True),
        )  # fmt: skip


def tell(verdict: Verdict, dry_run: bool) -> None:
    """Say what came of it: every fault that is shown, how many there are, and what was changed."""
    click.echo("", err=True)
    for fault in verdict.tally:
        click.echo(fault.sentence)
    if verdict.tally.unshown:
        click.echo(f"… och {verdict.tally.unshown} till.")
    if verdict.unread:
        click.echo(f"Kolumner som inte läses in: {', '.join(verdict.unread)}.")
    if not verdict.sound:
        click.echo(f"{verdict.tally.errors} fel. Inget har lästs in. Rätta filen och försök igen.")
        return
    for one in verdict.outcome.changes:
        click.echo(
            f"Rad {one.row}, {one.case}, {one.what}: {one.before or '–'} → {one.after or '–'}"
        )
    done, words = verdict.outcome, "Skulle läsa in" if dry_run else "Läste in"
    people = "1 person" if done.corrected_people == 1 else f"{done.corrected_people} personer"
    click.echo(
        f"{words} {_rows(verdict.rows)}: {_some(done.new, 'ny', 'nya')}, "
        f"{_some(done.updated, 'ändrad', 'ändrade')}, "
        f"{_some(done.unchanged, 'oförändrad', 'oförändrade')}. Uppgifter om {people} rättade."
    )


def _rows(number: int) -> str:
    return _some(number, "rad", "rader")


def _some(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

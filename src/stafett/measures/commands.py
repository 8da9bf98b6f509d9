"""`stafett table`: a table at the command line, for the one who runs the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.accounts.models import User
from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.figures import TableResult
from stafett.measures.presentation.csv_file import as_csv
from stafett.measures.presentation.json_shape import as_json
from stafett.measures.presentation.text import as_text
from stafett.measures.queries import CannotAnswer
from stafett.measures.queries import table as one_table
from stafett.measures.reference import as_markdown
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer, operator

FORMS: dict[str, Callable[[TableResult], str | bytes]] = {
    "text": as_text,
    "csv": as_csv,
    "json": as_json,
}


def _reference(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(as_markdown(), nl=False)
        context.exit()


@click.command()
@click.argument("name")
@click.option("--initiative", "code", required=True, help="Insatsens kod, till exempel duellen.")
@click.option("--by", multiple=True, help="Dela upp på: sex, branch, age … Kan ges flera gånger.")
@click.option("--branch", help="Bara en gren, med dess kod.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
@click.option("--as", "email", help="Visa det som den med den här e-postadressen får se.")
@click.option(
    "--reference", is_flag=True, is_eager=True, expose_value=False, callback=_reference,
    help="Skriv sidan docs/reference/tables.md i stället.",
)  # fmt: skip
def table(
    name: str, code: str, by: tuple[str, ...], branch: str | None, form: str, email: str | None
) -> None:
    """Skriv ut en tabell för en insats. Den räknas som statistikrollen, som inte ser någon person."""
    today = timezone.localdate()
    viewer = _somebody(email, today) if email else operator(today)
    try:
        with acting(viewer, "stafett table"):
            result = one_table(viewer, name, find_initiative(viewer, code), by, branch)
    except (CannotAnswer, Http404, PermissionDenied) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(FORMS[form](result), nl=False)


def _somebody(email: str, today: date) -> Viewer:
    """The one who has an address, as a viewer."""
    found = User.objects.filter(email=email).first()
    if found is None:
        raise click.ClickException(_("Ingen har adressen %(email)s.") % {"email": email})
    return viewer_of(found, today)

"""`stafett account open|close`: the operator lets somebody in, or out."""

from __future__ import annotations

import secrets

import click
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stafett.accounts import actions
from stafett.accounts.models import User
from stafett.parties.models import Staff

BY = "driften"


@click.group()
def account() -> None:
    """Konton: öppna och stäng."""


@account.command("open")
@click.argument("email")
@click.option("--authority", required=True, help="Myndigheten där personen arbetar.")
@click.option("--name", required=True, help="Namnet, som det står på befattningen.")
def open_(email: str, authority: str, name: str) -> None:
    """Öppna ett konto med ett första lösenord, som skrivs ut en gång."""
    staff = _staff(authority, name)
    _check_email(email)
    password = secrets.token_urlsafe(12)
    actions.open_account(email, staff.name, by=BY, staff=staff, password=password)
    click.echo(f"Kontot {email.lower()} är öppnat. Första lösenordet: {password}")
    click.echo("Det visas aldrig igen. Be personen byta det under Mitt konto.")


@account.command()
@click.argument("email")
def close(email: str) -> None:
    """Stäng ett konto: det går inte längre att logga in med."""
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise click.ClickException(f"Det finns inget konto med adressen {email}.")
    actions.close_account(found, by=BY)
    click.echo(f"Kontot {found.email} är stängt.")


def _staff(authority: str, name: str) -> Staff:
    found = Staff.objects.filter(authority__name=authority, name=name, account__isnull=True)
    staff = found.order_by("pk").first()
    if staff is None:
        raise click.ClickException(
            f"Ingen utan konto heter {name} hos {authority}. Ge personen en befattning först "
            "(stafett post), och kontrollera stavningen."
        )
    return staff


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise click.ClickException(f"{email} är ingen e-postadress.") from None
    if User.objects.filter(email__iexact=email).exists():
        raise click.ClickException(f"Det finns redan ett konto med adressen {email}.")

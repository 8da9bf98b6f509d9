"""`stafett account …`: the operator lets somebody in, or out, and helps who has lost what they log in with."""

from __future__ import annotations

import secrets

import click
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from stafett.accounts import actions, queries
from stafett.accounts.actions.signing_in import Taken
from stafett.accounts.models import User
from stafett.accounts.openid.settings import provider, providers
from stafett.parties.models import Staff

BY = "driften"
because_option = click.option("--because", required=True, help="Varför; det skrivs upp på kontot.")


@click.group()
def account() -> None:
    """Konton: öppna, stäng, och hjälp den som inte kommer in."""


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
@click.option("--because", default="", help="Varför; det skrivs upp på kontot.")
def close(email: str, because: str) -> None:
    """Stäng ett konto: det går inte längre att logga in med, och den som är inloggad åker ut."""
    found = _account(email)
    actions.close_account(found, by=BY, because=because)
    click.echo(f"Kontot {found.email} är stängt.")


@account.command()
@click.argument("email")
@because_option
def password(email: str, because: str) -> None:
    """Ge ett konto ett nytt första lösenord, som skrivs ut en gång; inloggningar och API-nycklar avslutas."""
    found = _account(email)
    made = secrets.token_urlsafe(12)
    actions.set_password(found, made, by=BY, because=because)
    actions.end_sessions(found, by=BY, because=because)
    actions.revoke_all(found, by=BY)
    click.echo(f"Nytt lösenord för {found.email}: {made}")
    click.echo("Det visas aldrig igen. Be personen byta det under Mitt konto.")


@account.command("reset-factors")
@click.argument("email")
@because_option
def reset_factors(email: str, because: str) -> None:
    """Ta bort alla andra faktorer, när telefon och nyckel är borta; inloggningar och API-nycklar avslutas.

    Se först att det är rätt person: den som får detta gjort kommer in med lösenordet.
    """
    found = _account(email)
    number = actions.remove_methods(found, by=BY, because=because)
    click.echo(
        f"{found.email}: {number} borttagna. Be personen lägga till en ny vid nästa inloggning."
    )


@account.command()
@click.argument("email")
def show(email: str) -> None:
    """Visa hur ett konto loggar in, var det är inloggat och vad som hänt med det."""
    found = _account(email)
    methods = queries.methods_of(found)
    click.echo(f"{found.name}, {found.email}{'' if found.is_active else ', stängt'}")
    click.echo(f"  app för koder: {'ja' if methods.app else 'nej'}, nycklar: {len(methods.keys)}, "
               f"reservkoder kvar: {methods.codes_left}")  # fmt: skip
    for identity in methods.identities:
        click.echo(f"  kopplad: {identity.provider} {identity.uid}")
    for place in queries.places_of(found, None):
        click.echo(f"  inloggad: {place.browser or 'okänd'}, {place.address}, "
                   f"sedan {timezone.localtime(place.since):%Y-%m-%d %H.%M}")  # fmt: skip
    for token in queries.tokens_of(found).filter(revoked_at=None):
        click.echo(f"  API-nyckel: {token.name}, till {token.expires_on}")
    for event in queries.events_of(found):
        click.echo(
            f"  {timezone.localtime(event.at):%Y-%m-%d %H.%M} {event} ({event.by_name}) {event.because}"
        )


@account.command("log-out")
@click.argument("email")
@because_option
def log_out(email: str, because: str) -> None:
    """Avsluta alla inloggningar och dra in alla API-nycklar."""
    found = _account(email)
    ended = actions.end_sessions(found, by=BY, because=because)
    revoked = actions.revoke_all(found, by=BY)
    click.echo(f"{found.email}: {ended} inloggningar avslutade, {revoked} API-nycklar indragna.")


@account.command()
@click.argument("email")
@click.option("--provider", "which", required=True, help="Leverantörens id i filen STAFETT_OPENID.")
@click.option("--subject", required=True, help="Identiteten (sub) hos leverantören.")
@because_option
def bind(email: str, which: str, subject: str, because: str) -> None:
    """Koppla en identitet hos en leverantör till ett konto."""
    found = _account(email)
    if provider(which) is None:
        known = ", ".join(one.id for one in providers()) or "ingen"
        raise click.ClickException(f"Det finns ingen leverantör {which}. Filen har: {known}.")
    try:
        actions.bind(found, which, subject, by=BY, because=because)
    except Taken:
        raise click.ClickException("Den identiteten är redan kopplad till ett konto.") from None
    click.echo(f"{found.email} loggar nu in med {which} också.")


@account.command()
@click.argument("email")
@click.option("--provider", "which", required=True, help="Leverantörens id.")
@because_option
def unbind(email: str, which: str, because: str) -> None:
    """Koppla bort ett kontos identitet hos en leverantör; inloggningar avslutas."""
    found = _account(email)
    mine = [one for one in queries.methods_of(found).identities if one.provider == which]
    if not mine:
        raise click.ClickException(f"{found.email} är inte kopplad till {which}.")
    for identity in mine:
        actions.unbind(found, identity, by=BY, because=because)
    actions.end_sessions(found, by=BY, because=because)
    click.echo(f"{found.email} är bortkopplad från {which}.")


def _account(email: str) -> User:
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise click.ClickException(f"Det finns inget konto med adressen {email}.")
    return found


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

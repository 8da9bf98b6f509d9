"""`stafett unit|post`: the operator adds the first unit and fills its first post, where nobody else can yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import click
from django.db import IntegrityError, transaction
from django.utils import timezone

from stafett.database.history import in_history
from stafett.parties import actions, role_names
from stafett.parties.models import Authority, Party, PartyKind, Tenure, Unit
from stafett.parties.refusals import SENTENCES, Refused, refusal_of
from stafett.parties.rules import until


@dataclass(frozen=True)
class Operator:
    """The one who runs the server, as this app needs to know them."""

    day: date
    user_id: int | None = None
    name: str = "driften"
    operator: bool = True

    def may(self, permission: str, /) -> bool:
        """The operator may do anything."""
        return True

    def units_with(self, permission: str, /) -> tuple[int, ...]:
        """The operator holds no post."""
        return ()


DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--authority", required=True, help="Myndigheten, som den heter på sidan Parter.")
@click.option("--unit", required=True, help="Enheten hos myndigheten.")
@click.option(
    "--role", required=True, type=click.Choice([code for code, _name in role_names.choices()]),
    help="Rollen, som avgör vad den som har befattningen får se.",
)  # fmt: skip
@click.option("--title", required=True, help="Befattningen, som den heter hos er.")
@click.option("--name", required=True, help="För- och efternamn på den som får den.")
@click.option("--from", "first", required=True, type=DAY, help="Första dagen.")
@click.option("--last", type=DAY, help="Sista dagen. Utelämnad betyder tills vidare.")
@click.option("--full-time", default=100, type=click.IntRange(1, 100), help="Procent av heltid.")
@click.option("--stands-in", is_flag=True, help="Vikarierar för någon annan.")
def post(
    authority: str, unit: str, role: str, title: str, name: str, first: datetime,
    last: datetime | None, full_time: int, stands_in: bool,
) -> None:  # fmt: skip
    """Öppna en befattning och tillsätt den. Konto öppnas för sig."""
    by = Operator(timezone.localdate())
    place = _unit(authority, unit)
    try:
        with transaction.atomic(), in_history(name=by.name, why="stafett post"):
            held = _fill(
                place, by, role=role, title=title, name=name, stands_in=stands_in,
                full_time=Decimal(full_time) / 100, first=first.date(), last=last and last.date(),
            )  # fmt: skip
    except (IntegrityError, Refused) as error:
        raise click.ClickException(str(refusal_of(error, SENTENCES))) from None
    click.echo(f"{held.staff.name} har befattningen {title} i {unit} från {held.from_day}.")


def _unit(authority: str, name: str) -> Unit:
    found = Unit.objects.filter(authority__name=authority, name=name).first()
    if found is None:
        known = Unit.objects.select_related("authority").order_by("authority__name", "name")
        listed = (
            "\n".join(f"  {each.authority.name} · {each.name}" for each in known) or "  inga än"
        )
        raise click.ClickException(
            f"Det finns ingen sådan enhet. Lägg till den med stafett unit. De som finns:\n{listed}"
        )
    return found


@click.command()
@click.argument("name")
@click.option("--authority", required=True, help="Myndigheten eller nämnden som enheten hör till.")
@click.option("--party", default="", help="Parten som myndigheten hör till, om den inte finns än.")
@click.option("--short", default="", help="Partens kortnamn, om parten inte finns än.")
@click.option("--kind", default="", help="Slagets kod, till exempel municipality, om parten är ny.")
@click.option(
    "--kind-name", default="", help="Slagets namn, till exempel Kommun, om slaget är nytt."
)
def unit(name: str, authority: str, party: str, short: str, kind: str, kind_name: str) -> None:
    """Lägg till en enhet, och det som saknas ovanför den: myndighet, part och slag."""
    by = Operator(timezone.localdate())
    with transaction.atomic(), in_history(name=by.name, why="stafett unit"):
        place = Authority.objects.filter(name=authority).first() or actions.add_authority(
            _party(party, short, kind, kind_name, by), authority, by=by
        )
        added = actions.add_unit(place, name, by=by)
    click.echo(f"Enheten {added.name} finns hos {place.name} ({place.party.name}).")


def _party(name: str, short: str, kind: str, kind_name: str, by: Operator) -> Party:
    known = Party.objects.filter(name=name).first()
    if known:
        return known
    if not (name and short and kind):
        raise click.ClickException(
            "Myndigheten finns inte än. Säg vilken part den hör till: --party, --short och --kind."
        )
    return actions.add_party(_kind(kind, kind_name, by), name, short, by=by)


def _kind(code: str, name: str, by: Operator) -> PartyKind:
    known = PartyKind.objects.filter(code=code).first()
    if known:
        return known
    if not name:
        listed = (
            ", ".join(PartyKind.objects.order_by("code").values_list("code", flat=True))
            or "inga än"
        )
        raise click.ClickException(
            f"Slaget {code} finns inte. De som finns: {listed}. Säg --kind-name om det är nytt."
        )
    return actions.add_kind(code, name, by=by)


def _fill(
    unit: Unit, by: Operator, *, role: str, title: str, name: str, stands_in: bool,
    full_time: Decimal, first: date, last: date | None,
) -> Tenure:  # fmt: skip
    opened = actions.open_post(
        unit, role, title, from_day=first, until_day=until(last), full_time=full_time, by=by
    )
    staff = unit.authority.staff.filter(name=name).order_by("pk").first()
    who = staff or actions.add_staff(unit.authority, name, by=by)
    return actions.appoint(
        who, opened, from_day=first, until_day=until(last), stands_in=stands_in, by=by
    )

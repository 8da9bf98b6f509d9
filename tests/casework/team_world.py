"""A case that AUC holds with FK in it by the person's yes: Karin and Nils there, Fatima and Gun at FK."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stafett.accounts.actions import open_account
from stafett.casework.actions import Sharing, share
from stafett.casework.models import Participation, Teammate, TeamPart
from stafett.parties import actions as parties
from stafett.parties.models import Position
from stafett.safeguards.viewer import Viewer
from tests.casework.unit_world import BY
from tests.cast import PASSWORD, START, Cast

FK = "FK Eskilstuna"


def fatimas(cast: Cast) -> Position:
    """The post at FK that Fatima holds."""
    return Position.objects.select_related("unit").get(role="caseworker", title="caseworker",
                                                       unit=cast.unit(FK))  # fmt: skip


def guns(cast: Cast) -> Position:
    """A second post at FK, that Gun holds, who can log in."""
    made = parties.open_post(cast.unit(FK), "caseworker", "Samordnare", from_day=START, by=BY)
    who = parties.add_staff(cast.unit(FK).authority, "Gun Kassa", by=BY)
    parties.appoint(who, made, from_day=START, by=BY)
    open_account("gun@prov.example", "Gun Kassa", by=BY, staff=who, password=PASSWORD)
    return made


def manager_of(cast: Cast, unit: str, name: str) -> None:
    """Somebody who leads a unit and can log in, by their name in small letters."""
    post = parties.open_post(cast.unit(unit), "unit_manager", "Chef", from_day=START, by=BY)
    who = parties.add_staff(cast.unit(unit).authority, name.title(), by=BY)
    parties.appoint(who, post, from_day=START, by=BY)
    open_account(f"{name}@prov.example", name.title(), by=BY, staff=who, password=PASSWORD)


def together(cast: Cast, **facts: object) -> Participation:
    """Somebody whom AUC holds and FK works with, to which the person has said yes."""
    one = cast.enrolled(**facts)  # type: ignore[arg-type]
    cast.consented(one, FK)
    return one


def name(
    cast: Cast, cases: Sequence[Participation], part: TeamPart, to: Position | None, *,
    by: Viewer = BY, because: str = "Nytt år", unit: str = "", seen: dict[object, int | None] | None = None,
) -> list[object]:  # fmt: skip
    """Let a post have a part in cases, as the operator unless somebody else is said."""
    if by is BY:
        cast.as_everyone()
    where = to.unit if to else cast.unit(unit)
    return list(
        share(cases, Sharing(where, part, to), by=by, because=because, seen=seen)  # type: ignore[arg-type]
    )


def shares(case: Participation) -> list[tuple[str, str, date, date | None]]:
    """Who shares the case, in time: unit, part, and the days."""
    rows = Teammate.objects.filter(participation=case).select_related("unit")
    return [(r.position.title, r.part, r.from_day, r.until_day) for r in rows]

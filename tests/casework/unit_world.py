"""A unit with more than one worker: AUC has Karin, and here Nils and a post that nobody holds."""

from __future__ import annotations

from typing import Any

from stafett.accounts.actions import open_account
from stafett.casework.actions import Reassigned, reassign
from stafett.casework.models import Participation
from stafett.parties import actions as parties
from stafett.parties.models import Position
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import PASSWORD, START, TODAY, Cast

BY = operator(TODAY)


def karins(cast: Cast) -> Position:
    """The coach's post at AUC, which Karin holds."""
    return Position.objects.select_related("unit").get(role="coach", unit=cast.unit("AUC"))


def post(
    cast: Cast, title: str = "Vakant", role: str = "caseworker", unit: str = "AUC"
) -> Position:
    """A post that nobody holds."""
    return parties.open_post(cast.unit(unit), role, title, from_day=START, by=BY)


def nils(cast: Cast) -> Position:
    """A caseworker's post at AUC that Nils holds, who can log in."""
    made = post(cast, "Handläggare")
    who = parties.add_staff(cast.unit("AUC").authority, "Nils Ny", by=BY)
    parties.appoint(who, made, from_day=START, by=BY)
    open_account("nils@prov.example", "Nils Ny", by=BY, staff=who, password=PASSWORD)
    return made


def give(
    cast: Cast, cases: list[Participation], to: Position, by: Viewer = BY, **told: Any
) -> Reassigned:
    """Give cases to a post, as the operator unless somebody else is said."""
    if by is BY:
        cast.as_everyone()
    return reassign(cases, to, by=by, because=told.pop("because", "Nytt år"), **told)


def viewer_nils(cast: Cast) -> Viewer:
    """Nils as a viewer, on the cast's day."""
    return viewer_of(cast.user("nils"), TODAY)

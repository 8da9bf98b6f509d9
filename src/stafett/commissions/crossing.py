"""Which words of an assignment stand in one authority's record and not in the other's, and why (law 2).

State and day are one in both. Words cross when they are written, where a consent lets them; those that could
not then cross by an act of whoever wrote them, as every release does: no acceptance sends them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from stafett.casework.access import own_rows
from stafett.commissions.access import sides, telling
from stafett.commissions.models import Commission
from stafett.commissions.rules import Result, Side, State
from stafett.database.days import in_force
from stafett.parties.models import Unit
from stafett.safeguards.models import ConsentPart, Information
from stafett.safeguards.viewer import Viewer

Place = tuple[str, int]
"""A column, and which of its texts where it holds several."""
WORDS = ("question", "reply", "because", "result_words")
ELSEWHERE = gettext_noop("Orden finns hos %(unit)s.")
"""Stands in the other record for words that no consent lets over; always kept in Swedish, so that it is known
again."""


class Way(Enum):
    """Whether an authority may let its words reach the other today."""

    OPEN = "open"
    NOT_ACCEPTED = "not_accepted"
    """The person has said yes, and the authority has not accepted that it gives."""
    CLOSED = "closed"


OURS = {
    Way.OPEN: gettext_lazy(
        "Det ni har skrivit har inte nått %(unit)s än. Samtycket låter er skicka det nu."
    ),
    Way.NOT_ACCEPTED: gettext_lazy(
        "Det ni har skrivit når inte %(unit)s: din myndighet har inte godtagit samtycket. Godta det först, "
        "och tryck sedan Skicka orden här."
    ),
    Way.CLOSED: gettext_lazy(
        "Det ni har skrivit når inte %(unit)s: inget samtycke låter din myndighet berätta det."
    ),
}
"""What those are told whose words wait."""
THEIRS = {
    Way.OPEN: gettext_lazy(
        "Det %(unit)s har skrivit har inte nått er än, men de får skicka det nu. Ring dem, eller be dem "
        "trycka Skicka orden på uppdraget."
    ),
    Way.NOT_ACCEPTED: gettext_lazy(
        "Det %(unit)s har skrivit når inte er: %(authority)s har inte godtagit samtycket. Ring dem, eller "
        "be dem godta samtycket och sedan skicka orden."
    ),
    Way.CLOSED: gettext_lazy(
        "Det %(unit)s har skrivit når inte er: inget samtycke låter dem berätta det. Personen behöver säga "
        "ja till det först."
    ),
}
"""What those are told who cannot read them."""
BEFORE = {
    Way.NOT_ACCEPTED: gettext_lazy(
        "Det du skriver når inte %(unit)s förrän din myndighet har godtagit samtycket. Till dess ser de "
        "bara att det är gjort."
    ),
    Way.CLOSED: gettext_lazy(
        "Inget samtycke låter din myndighet berätta för %(unit)s. Det du skriver stannar hos er."
    ),
}
"""What is said before words are written that will not cross."""
AFTER = {
    Way.NOT_ACCEPTED: gettext_lazy(
        "%(said)s Men orden har inte nått %(unit)s. Godta samtycket, och tryck sedan Skicka orden här."
    ),
    Way.CLOSED: gettext_lazy(
        "%(said)s Men orden stannar hos er: inget samtycke låter din myndighet berätta för %(unit)s."
    ),
}
"""What is said when they have been."""


def side_of(row: Commission) -> Side:
    """Whose record it is, of an assignment that stands in two."""
    return Side.RECEIVER if row.copy_of else Side.GIVER


def own_unit(row: Commission) -> Unit:
    """The unit whose record it is."""
    return row.to_unit if row.copy_of else row.from_unit


def other_unit(row: Commission) -> Unit:
    """The unit that the other record is for."""
    return row.from_unit if row.copy_of else row.to_unit


def other_of(row: Commission) -> Commission | None:
    """The other authority's record of it; None within one authority."""
    if row.copy_of:
        return Commission.objects.filter(pk=row.copy_of).first()
    return Commission.objects.filter(copy_of=row.pk).first()


def elsewhere(row: Commission) -> str:
    """What stands for words of this record's in the other."""
    with override(settings.LANGUAGE_CODE):
        return _(ELSEWHERE) % {"unit": own_unit(row).name}


def _is_elsewhere(text: str) -> bool:
    return text.startswith(ELSEWHERE.partition("%")[0])


def held(one: Commission, other: Commission, side: Side) -> dict[Place, str]:
    """What a side has written in the one record, of which the other says only that it is there.

    Where the records have come apart, since a consent between the two was taken back, only what was asked and
    answered before: the rest is of a state that the other has not been told of.
    """
    there, alike = _written(other), _alike(one, other)
    return {
        place: text
        for place, text in _written(one).items()
        if _author(one, place) == side and (alike or place[0] == "earlier")
        and _is_elsewhere(there.get(place, "")) and not _is_elsewhere(text)
    }  # fmt: skip


def _alike(one: Commission, other: Commission) -> bool:
    return one.state == other.state and len(one.earlier) == len(other.earlier)


def _written(row: Commission) -> dict[Place, str]:
    before: dict[Place, str] = {("earlier", at): text for at, text in enumerate(row.earlier)}
    return before | {(name, 0): getattr(row, name) for name in WORDS}


def _author(row: Commission, place: Place) -> Side:
    name, at = place
    gives = {"earlier": at % 2 == 1, "reply": True, "because": row.state != State.DECLINED}
    return Side.GIVER if gives.get(name, False) else Side.RECEIVER


def put(one: Commission, other: Commission, words: Mapping[Place, str]) -> None:
    """Let the other record say these, and the result that goes with them."""
    texts = list(other.earlier)
    for (name, at), text in words.items():
        if name == "earlier":
            texts[at] = text
        else:
            setattr(other, name, text)
    other.earlier = texts
    if ("result_words", 0) in words and other.result == Result.ELSEWHERE:
        other.result = one.result


def way(viewer: Viewer, row: Commission, owner: int, unit: Unit) -> Way:
    """May an authority tell the unit of the other what it has written, today?"""
    case = row.participation
    if telling(viewer, case, owner, unit).allowed:
        return Way.OPEN
    waits = ConsentPart.objects.filter(
        in_force(viewer.day), circle=case.circle_id, giver=owner, receiver=unit.authority_id,
        information=Information.AGREEMENT, accepted_on=None, withdrawn_on=None,
    )  # fmt: skip
    return Way.NOT_ACCEPTED if waits.exists() else Way.CLOSED


def way_out(viewer: Viewer, row: Commission) -> Way:
    """How what the record's owner writes now stands; open where there is nobody else to reach."""
    unit = other_unit(row)
    if unit.authority_id == row.owner_authority_id:
        return Way.OPEN
    return way(viewer, row, row.owner_authority_id, unit)


@dataclass(frozen=True)
class Crossing:
    """What has not crossed, as it is told to one side: of its own words, and of the other's."""

    ours: str = ""
    way: Way = Way.OPEN
    theirs: str = ""
    question: bool = False
    """True when it is the question that they cannot read."""


def crossing(viewer: Viewer, row: Commission) -> Crossing:
    """Told to those alone whose record it is, and who work with it.

    What they cannot read is judged by their own record: of what the other's says since, nothing shows here.
    """
    other = other_of(row)
    if other is None or side_of(row) not in sides(viewer, row):
        return Crossing()
    unit = other_unit(row)
    told = {"unit": unit.name, "authority": unit.authority.name}
    here, ours, theirs = Way.OPEN, "", ""
    if held(row, other, side_of(row)):
        here = way_out(viewer, row)
        ours = OURS[here] % told
    unread = [place for place, text in _written(row).items() if _is_elsewhere(text)]
    if unread:
        theirs = THEIRS[way(viewer, row, unit.authority_id, own_unit(row))] % told
    return Crossing(ours, here, theirs, ("question", 0) in unread)


def waiting_words(viewer: Viewer, row: Commission) -> list[str]:
    """What would go if it were sent now."""
    other = other_of(row)
    return list(held(row, other, side_of(row)).values()) if other else []


def unsent(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, list[str]]:
    """Of some cases the viewer's own assignments whose words have not reached the other, in sentences."""
    rows = own_rows(viewer, Commission.objects.filter(participation__circle__in=circles))
    mine = list(
        rows.select_related("participation")
        .prefetch_related("to_unit", "from_unit")
        .order_by("due_on", "pk")
    )
    others = _others(mine)
    found: dict[UUID, list[str]] = {}
    for row in mine:
        other = others.get(row.pk)
        if other and side_of(row) in sides(viewer, row) and held(row, other, side_of(row)):
            said = _(
                "Uppdraget ”%(what)s”: det ni har skrivit har inte nått %(unit)s. Det skickas inte av sig "
                "självt: öppna uppdraget och tryck Skicka orden när samtycket är godtaget."
            ) % {"what": row.what, "unit": other_unit(row).name}
            found.setdefault(row.participation.circle_id, []).append(said)
    return found


def _others(rows: Collection[Commission]) -> dict[UUID, Commission]:
    """The other record of each that has one, by the row's own key."""
    whole = Commission.objects.order_by("pk")
    copies = {row.copy_of: row for row in whole.filter(copy_of__in=[row.pk for row in rows])}
    firsts = whole.in_bulk([row.copy_of for row in rows if row.copy_of])
    both = {row.pk: firsts.get(row.copy_of) if row.copy_of else copies.get(row.pk) for row in rows}
    return {key: other for key, other in both.items() if other}


__all__ = [
    "AFTER", "BEFORE", "Crossing", "Way", "crossing", "elsewhere", "held", "other_unit", "own_unit", "put",
    "side_of", "unsent", "waiting_words", "way_out",
]  # fmt: skip

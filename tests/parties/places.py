"""The addresses of the pages about parties, filled in with the cast's own rows."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from stafett.parties import actions
from stafett.parties.models import (
    Agreement,
    Association,
    Group,
    Party,
    PartyKind,
    Position,
    Tenure,
)
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast

BY = operator(TODAY)
Address = Callable[[Cast], str]


def coach() -> Position:
    """The coach's post at AUC, which Karin holds."""
    return Position.objects.get(role="coach", unit__name="AUC")


def tenure() -> Tenure:
    """Karin's time as coach."""
    return coach().tenures.get()


def association() -> Association:
    """The cast's association."""
    return Association.objects.get()


def group() -> Group:
    """A group with the coach's post in it."""
    known = Group.objects.filter(name="Lilla LSG").first()
    if known is None:
        known = actions.form_group("Lilla LSG", by=BY, association=association())
        actions.seat(known, coach(), from_day=START, by=BY)
    return known


def agreement() -> Agreement:
    """An agreement of Flens kommun."""
    known = Agreement.objects.first()
    flen = Party.objects.get(short_name="Flen")
    return known or actions.agree("Samverkansavtal", [flen], valid_from=START, by=BY)


def kind() -> PartyKind:
    """A kind of party that no party is of."""
    return actions.add_kind("provider", "Utförare", by=BY)


OPEN: dict[str, Address] = {
    "parties": lambda cast: reverse("parties"),
    "party": lambda cast: reverse("party", args=[cast.party("Flen").pk]),
    "post": lambda cast: reverse("post", args=[coach().pk]),
    "association": lambda cast: reverse("association", args=[association().pk]),
    "group": lambda cast: reverse("group", args=[group().pk]),
    "agreements": lambda cast: reverse("agreements"),
}
"""What everybody who is logged in may read."""

FOR_EDITORS: dict[str, Address] = {
    "party_new": lambda cast: reverse("party_new"),
    "party_edit": lambda cast: reverse("party_edit", args=[cast.party("Flen").pk]),
    "kind_new": lambda cast: reverse("kind_new"),
    "kind_edit": lambda cast: reverse("kind_edit", args=[kind().pk]),
    "authority_new": lambda cast: reverse("authority_new", args=[cast.party("Flen").pk]),
    "authority_edit": lambda cast: reverse("authority_edit", args=[cast.unit("AUC").authority_id]),
    "unit_new": lambda cast: reverse("unit_new", args=[cast.unit("AUC").authority_id]),
    "unit_edit": lambda cast: reverse("unit_edit", args=[cast.unit("AUC").pk]),
    "post_new": lambda cast: reverse("post_new", args=[cast.unit("AUC").pk]),
    "association_new": lambda cast: reverse("association_new"),
    "group_new": lambda cast: reverse("group_new"),
    "agreement_new": lambda cast: reverse("agreement_new"),
    "agreement_edit": lambda cast: reverse("agreement_edit", args=[agreement().pk]),
}
"""What is changed by those who keep the register."""

FROM_INSIDE: dict[str, Address] = {
    "post_edit": lambda cast: reverse("post_edit", args=[coach().pk]),
    "appoint": lambda cast: reverse("appoint", args=[coach().pk]),
    "leave": lambda cast: reverse("leave", args=[tenure().pk]),
    "protect_staff": lambda cast: reverse("protect_staff", args=[tenure().pk]),
}
"""What opens cases, and is therefore decided inside the authority."""

FOR_MANAGERS: dict[str, Address] = {
    "stand_in": lambda cast: reverse("stand_in", args=[coach().pk]),
}
"""What the unit's manager decides, and those who fill its posts."""

FROM_OFFICE: dict[str, Address] = {
    "shares_edit": lambda cast: reverse("shares_edit", args=[association().pk]),
    "group_edit": lambda cast: reverse("group_edit", args=[group().pk]),
    "seat_new": lambda cast: reverse("seat_new", args=[group().pk]),
    "seat_end": lambda cast: reverse("seat_end", args=[group().members.get().pk]),
}
"""What an association decides, and its office writes down."""

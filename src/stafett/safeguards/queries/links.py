"""What a secret leads to: looked up by its digest before anybody has a reach, and nothing but that."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from stafett.database.noticed import looking_up
from stafett.safeguards.models import Identification, Link, LinkState, Release
from stafett.safeguards.reach import set_reach
from stafett.safeguards.viewer import Viewer

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What a code is written with: nothing that is easily taken for something else."""
LETTERS, GROUP = 20, 4


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret, which is random and long enough that nobody guesses it from that."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_code(typed: str) -> str:
    """A code as it is compared: large letters without what stands between the groups."""
    return "".join(sign for sign in typed.upper() if sign in ALPHABET)


def grouped(code: str) -> str:
    """A code as people read it."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _behind(what: str, secret: str) -> UUID | None:
    """The key of the row that has the secret's digest, with the wall opened to its controller."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, controller FROM safeguards_behind(%s) WHERE what = %s",
            [digest_of_secret(secret), what],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    key, controller = found
    set_reach((controller,))
    return UUID(str(key))


def link_of(code: str) -> Link | None:
    """The link that a code opens, if it still opens anything."""
    with looking_up("what a link leads to"):
        key = _behind("code", plain_code(code))
        if key is None:
            return None
        waiting = _links().filter(state=LinkState.WAITING, expires_at__gt=timezone.now())
        return waiting.filter(pk=key).first()


def identification_of(what: str, secret: str) -> Identification | None:
    """The identification that a browser or a state belongs to."""
    with looking_up("what a link leads to"):
        key = _behind(what, secret)
        if key is None:
            return None
        rows = Identification.objects.select_related(
            "link__circle__person", "link__controller", "link__made_by_user"
        )
        return rows.get(pk=key)


def locked_link(key: UUID) -> Link:
    """The link, kept from everybody else until this transaction has ended, with all of the same question.

    Always in the same order: of two guardians who answer at once the second sees what the first said.
    """
    same = Link.objects.filter(pk=key, together__isnull=False).values("together")
    with looking_up("what a link leads to"):
        rows = _links().filter(Q(pk=key) | Q(together__in=same)).order_by("pk")
        return next(one for one in rows.select_for_update(of=("self",)) if one.pk == key)


def asked_with(link: Link) -> QuerySet[Link]:
    """The other links of the same question, of which each is to another guardian."""
    same = Q(together__isnull=False, together=link.together)
    return Link.objects.filter(same).exclude(pk=link.pk).order_by("pk")


def _links() -> QuerySet[Link]:
    return Link.objects.select_related("circle__person", "controller", "made_by_user")


def released(link: Link) -> list[Release]:
    """What a link hands over, in the order in which it was chosen."""
    rows = link.releases.select_related("giver", "owner_authority", "part__consent")
    return list(rows.order_by("released_at", "pk"))


def withdrawn(link: Link) -> bool:
    """True when the consent to something that the link shows has been taken back."""
    with looking_up("what a link leads to"):
        return link.releases.filter(consent_withdrawn_on__isnull=False).exists()


def links_in(viewer: Viewer, circle: Any, units_authorities: frozenset[int]) -> list[Link]:
    """The links of a case that the viewer's own authority has made, the latest first."""
    rows = Link.objects.filter(circle=circle, controller_id__in=viewer.controllers)
    mine = list(
        rows.filter(made_at_unit__authority__in=units_authorities).order_by("-made_at", "-pk")
    )
    given = {one.together for one in mine if one.together and one.state == LinkState.GIVEN}
    for one in mine:
        one.decided = one.together in given
    return mine


__all__ = [
    "asked_with", "digest_of_secret", "grouped", "identification_of", "link_of", "links_in", "locked_link",
    "plain_code", "released", "withdrawn",
]  # fmt: skip

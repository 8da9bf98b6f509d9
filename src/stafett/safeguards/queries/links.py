"""What a secret leads to: looked up by its digest before anybody has a reach, and nothing but that."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from stafett.database.noticed import looking_up
from stafett.safeguards.link_words import EXPIRED, OTHER_ANSWERED, OTHER_NO, OTHER_SILENT
from stafett.safeguards.models import Identification, Link, LinkState, Outcome, Release, Step
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
            "link__circle__person", "link__controller", "link__made_by_user",
            "link__made_at_unit__authority",
        )  # fmt: skip
        return rows.get(pk=key)


def locked_link(key: UUID) -> Link:
    """The link, kept from everybody else until this transaction has ended, with all of the same question.

    Always in the same order: of two guardians who answer at once the second sees what the first said.
    """
    same = Link.objects.filter(pk=key, together__isnull=False).values("together")
    with looking_up("what a link leads to"):
        rows = _links().filter(Q(pk=key) | Q(together__in=same)).order_by("pk")
        return next(one for one in rows.select_for_update(of=("self",)) if one.pk == key)


UNSETTLED = ("", Outcome.OK, Outcome.CANCELLED, Outcome.FAILED, Outcome.LATE)
"""How a signing may have ended without anybody else than who opened the link having shown who they are."""


def opening_of(one: Identification) -> Identification | None:
    """The identification by which whoever sits in this browser opened the link.

    A yes that is on its way, or came to nothing, has taken its place in the browser: a no is still theirs.
    """
    if one.step == Step.OPEN:
        return one
    if one.outcome not in UNSETTLED:
        return None
    with looking_up("what a link leads to"):
        rows = Identification.objects.filter(link=one.link_id, step=Step.OPEN, outcome=Outcome.OK)
        found = rows.filter(used_at__lte=one.asked_at).order_by("used_at", "pk").last()
    if found:
        found.link = one.link
    return found


def stands(link: Link) -> str:
    """How a question stands to whoever was asked: by its link's state, its time, and the other guardian."""
    if link.state == LinkState.WAITING:
        return link.state if link.waits else EXPIRED
    if link.state not in (LinkState.AGREED, LinkState.RECALLED) or link.together is None:
        return link.state
    with looking_up("what a link leads to"):
        others = list(asked_with(link))
    states = {one.state for one in others}
    if link.needed > 1 and LinkState.DECLINED in states:
        return OTHER_NO
    if link.state == LinkState.RECALLED:
        return OTHER_ANSWERED if LinkState.GIVEN in states else link.state
    if LinkState.GIVEN in states:
        return LinkState.GIVEN
    awaited = any(one.waits or one.state == LinkState.AGREED for one in others)
    return link.state if awaited else OTHER_SILENT


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
    for one in mine:
        same = {it.state for it in mine if one.together and it.together == one.together}
        one.refused = one.needed > 1 and LinkState.DECLINED in same
        one.decided = LinkState.GIVEN in same or one.refused
    return mine


__all__ = [
    "asked_with", "digest_of_secret", "grouped", "identification_of", "link_of", "links_in", "locked_link",
    "opening_of", "plain_code", "released", "stands", "withdrawn",
]  # fmt: skip

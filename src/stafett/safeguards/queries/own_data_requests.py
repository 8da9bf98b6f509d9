"""Which requests for own data may somebody see and answer, and is what was compiled still how it stands?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.frame.unfilled import left_in
from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for, in_circle
from stafett.safeguards.models import (
    Circle,
    Member,
    OwnDataDecision,
    OwnDataRequest,
    Reading,
    ReadPerson,
)
from stafett.safeguards.own_data_file import file_of, sha256
from stafett.safeguards.queries.own_data import Section, circles_of, compiled, digest_of
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def fetched(asked: OwnDataRequest) -> bool:
    """True when the files have been fetched since the decision: the log has it, and they may have been given.

    They can be fetched only while the rows give what was decided, so what was fetched is what was decided.
    """
    people = ReadPerson.objects.filter(circle_id=asked.circle_id, controller=asked.controller_id)
    readings = Reading.objects.filter(pk__in=people.values("reading_id"), door="own_data_file")
    return readings.filter(at__gte=asked.decision.decided_at).exists()


def askable(viewer: Viewer, circle: Circle) -> list[Authority]:
    """The viewer's own authorities that take part in a case: each answers for its own rows (ADR 10)."""
    rows = Authority.objects.filter(pk__in=_taking_part(viewer, circle))
    return list(rows.order_by("name", "pk"))


def _taking_part(viewer: Viewer, circle: Circle) -> QuerySet[Member, Any]:
    inside = Member.objects.filter(
        in_circle(viewer), circle=circle, controller_id__in=viewer.controllers
    )
    mine = inside.filter(unit__authority__in=viewer.works_for | viewer.speaks_for)
    return mine.order_by().values("unit__authority")


def requests_in(viewer: Viewer, circle: Circle) -> QuerySet[OwnDataRequest]:
    """What has been asked of the viewer's own authorities in a case; of others nobody is told (law 2)."""
    return _requests(viewer).filter(circle=circle, authority__in=_taking_part(viewer, circle))


def request_in(viewer: Viewer, circle: Circle, key: UUID) -> OwnDataRequest:
    """One of them; Http404 for every other alike."""
    found = requests_in(viewer, circle).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def waiting_for(viewer: Viewer) -> QuerySet[OwnDataRequest]:
    """What waits for those who answer for the authority's records, in the cases they are in; soonest first."""
    inside = Member.objects.filter(in_circle(viewer), controller_id__in=viewer.controllers)
    rows = _requests(viewer).filter(
        authority__in=viewer.speaks_for, handed_on=None, replaced_by=None,
        circle__in=inside.values("circle_id"),
    )  # fmt: skip
    return rows.order_by("due_on", "pk")


def _requests(viewer: Viewer) -> QuerySet[OwnDataRequest]:
    rows = OwnDataRequest.objects.filter(controller_id__in=viewer.controllers)
    related = ("authority", "controller", "circle__person", "decision", "replaced_by")
    return rows.select_related(*related).order_by("-asked_on", "-pk")


def check_answers(viewer: Viewer, one: OwnDataRequest) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer answers for the authority's records here.

    And is in every case of the person's that the answer is about: it is no way round what one may see.
    """
    check_answer_for(viewer, one.authority)
    keys = {circle.pk for circle in circles_of(one.circle, one.authority)}
    if keys - _inside(viewer, keys):
        raise PermissionDenied(
            _(
                "Svaret gäller alla personens ärenden hos %(authority)s, och du är inte med i alla. Någon "
                "som är med i alla svarar, eller så tas du in i dem först."
            )
            % {"authority": one.authority}
        )


def _inside(viewer: Viewer, circles: Collection[UUID]) -> set[UUID]:
    members = Member.objects.filter(
        in_circle(viewer, Permission.SEE_PEOPLE), circle__in=circles,
        controller_id__in=viewer.controllers,
    )  # fmt: skip
    return set(members.order_by("pk").values_list("circle_id", flat=True))


def answers(viewer: Viewer, one: OwnDataRequest) -> bool:
    """True when the viewer may compile, decide and hand over."""
    try:
        check_answers(viewer, one)
    except PermissionDenied:
        return False
    return True


def unchanged(one: OwnDataRequest) -> list[Section] | None:
    """What was compiled, made again from the rows; None when they no longer give the same."""
    sections = compiled(one.circle, one.authority, one.compiled_at)  # type: ignore[arg-type]
    return sections if digest_of(sections) == one.compiled_digest else None


def answer_of(one: OwnDataRequest) -> tuple[list[Section], bytes] | None:
    """What was decided to be handed out, made again, with its file; None when it is no longer the same."""
    sections = unchanged(one)
    if sections is None:
        return None
    content = file_of(one, one.decision, sections, list(one.decision.exclusions.order_by("pk")))
    return (sections, content) if sha256(content) == one.decision.handed_digest else None


def usual_appeal(authority: Authority) -> str:
    """How to appeal, in the words of the authority's latest decision; empty until it has written any.

    No words of Stafett's own would be true of every authority.
    """
    earlier = OwnDataDecision.objects.filter(request__authority=authority).exclude(appeal="")
    words = earlier.order_by("-decided_at", "-pk").values_list("appeal", flat=True).first() or ""
    return "" if left_in(words) else words

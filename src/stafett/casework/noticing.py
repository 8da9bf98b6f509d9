"""What casework lets people be told: a consent that soon ends or was taken back, a case that fell back or that
nobody has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, Scope
from stafett.casework.between_rules import consent_ends, fell_back, nobody_has
from stafett.casework.models import Assignment, Participation
from stafett.casework.queries.between import MINE, scope_of
from stafett.casework.sharing import is_mine
from stafett.database.days import in_force
from stafett.notices.kinds import Found, Kind, Spine, Told
from stafett.safeguards.access import may_see
from stafett.safeguards.models import ConsentPart, Member
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

LATELY = timedelta(days=14)
SPINE = ("participation__circle_id", "controller_id", "owner_authority_id", "kind")
"""What a notice of a row that hangs on a participation carries with it, in `Spine`'s order."""


def which_case(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, Told]:
    """What tells cases apart in a list that may be open in a shared room: initiative and number, or alias;
    and whom each is about."""
    rows = Participation.objects.filter(circle_id__in=circles).select_related(
        "person", "initiative"
    )
    return {row.circle_id: _told(row) for row in may_see(viewer, rows).order_by("pk")}


def _told(case: Participation) -> Told:
    where, who = str(case.initiative), case.person
    if who.protection:
        return Told(f"{where} · {who.name}", where, who.name, "")
    numbered = f"{where} · {case.case_number}" if case.case_number else where
    return Told(numbered, numbered, who.name, who.initials)


def mine_or_nobodys(viewer: Viewer) -> Q:
    """The rows of cases that the viewer's post has or shares, or that no post has: who else would be told?"""
    held = Assignment.objects.filter(
        in_force(viewer.day), participation=OuterRef("participation_id"),
        controller_id__in=viewer.controllers,
    )  # fmt: skip
    return is_mine(viewer) | ~Q(Exists(held))


def _by_rule(
    rule: Callable[[Viewer, Scope], Iterator[Gap]], page: str
) -> Callable[[Viewer], Iterator[Found]]:
    """What a rule about those between the chairs finds among the viewer's cases, as news."""

    def find(viewer: Viewer) -> Iterator[Found]:
        if not viewer.may(Permission.SEE_PEOPLE):
            return
        gaps = [gap for gap in rule(viewer, scope_of(viewer, MINE)) if gap.participation_id]
        spines = _spines([gap.participation_id for gap in gaps if gap.participation_id])
        for gap in gaps:
            key = gap.participation_id
            assert key is not None
            thing = f"{key}:{gap.since}"
            yield Found(thing, reverse(page, args=[key]), spines[key], gap.since)

    return find


def _spines(keys: list[UUID]) -> dict[UUID, Spine]:
    rows = Participation.objects.filter(pk__in=keys).order_by("pk")
    told = rows.values_list("pk", "circle_id", "controller_id", "owner_authority_id", "kind")
    return {key: Spine(circle, whose, owner, kind) for key, circle, whose, owner, kind in told}


def taken_back(viewer: Viewer) -> Iterator[Found]:
    """Consents of late by which the viewer's unit saw a case that it sees no more.

    That there was one, and its day: nothing of the person (law 2). Of somebody protected nothing (law 5).
    """
    seated = Member.objects.filter(
        Q(until_day=None) | Q(until_day__gte=OuterRef("withdrawn_on")), circle=OuterRef("circle"),
        unit__in=viewer.units_with(Permission.WORK_WITH_PEOPLE),
    )  # fmt: skip
    seen = may_see(viewer, Participation.objects.filter(circle=OuterRef("circle")))
    rows = ConsentPart.objects.filter(
        Exists(seated), ~Exists(seen), circle__named_only=False,
        receiver__in=viewer.authorities_with(Permission.SEE_PEOPLE),
        accepted_on__isnull=False, withdrawn_on__gte=viewer.day - LATELY,
        until_day__gt=F("withdrawn_on"),
    ).exclude(withdrawn_by=viewer.name)  # fmt: skip
    once = rows.values("circle", "withdrawn_on").annotate(first=Min("pk")).order_by("first")
    for first, day in once.values_list("first", "withdrawn_on"):
        yield Found(str(first), reverse("received"), day=day)


KINDS = (
    Kind(
        "fell_back", gettext_lazy("Ärende har fallit tillbaka"),
        gettext_lazy("Den som höll ihop ett ärende får inte längre se det. Er enhet håller ihop det nu, och "
                     "ingen hos er har det."),
        gettext_lazy("Arbetsförmedlingen höll ihop, samtycket togs tillbaka i dag och ärendet föll till AUC."),
        _by_rule(fell_back, "participation"), 5,
    ),
    Kind(
        "consent_taken_back", gettext_lazy("Samtycke taget tillbaka"),
        gettext_lazy("En person har tagit tillbaka det som lät er enhet se ärendet. Höll ni ihop det, eller "
                     "var tillfrågade om att ta över, gäller det inte längre. Vem det gällde står inte här; "
                     "det ni fått utlämnat finns kvar, märkt."),
        gettext_lazy("Af Flen såg Aminas ärende till i går. I dag tog hon tillbaka sitt samtycke."),
        taken_back, 6,
    ),
    Kind(
        "consent_ends", gettext_lazy("Samtycke går ut"),
        gettext_lazy("Något som en person har sagt ja till slutar gälla inom 30 dagar och inget nytt finns."),
        gettext_lazy("Samtycket till Arbetsförmedlingen gäller till 30 september, i dag är det 10."),
        _by_rule(consent_ends, "consents"), 60,
    ),
    Kind(
        "nobody_has", gettext_lazy("Ingen handläggare"),
        gettext_lazy("Enheten håller ihop ett ärende som ingen i den har, eller så är befattningen vakant."),
        gettext_lazy("Karin slutade den 1 maj och ingen har tagit över hennes ärenden."),
        _by_rule(nobody_has, "participation"), 70,
    ),
)  # fmt: skip

__all__ = ["KINDS", "SPINE", "mine_or_nobodys"]

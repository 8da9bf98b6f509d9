"""Who may see and work with an authority's list, and who decides which unit holds it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import never_a_person
from stafett.database.kept import Kept
from stafett.outreach.models import Entry, OutreachList
from stafett.parties.models import Authority, Unit
from stafett.safeguards.access import check_answer_for, check_may, may_see
from stafett.safeguards.kept import StandIn
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def seen(viewer: Viewer | StandIn) -> QuerySet[Entry]:
    """Those on a list that the viewer may see: whose circle their unit is in."""
    return may_see(viewer, Entry.objects.all())


def worked(viewer: Viewer | StandIn) -> QuerySet[Entry]:
    """Those of them that the viewer works with."""
    return may_see(viewer, Entry.objects.all(), permission=Permission.WORK_WITH_PEOPLE)


def lists(viewer: Viewer, permission: str = Permission.SEE_PEOPLE) -> QuerySet[OutreachList]:
    """The lists that the viewer's own units hold."""
    rows = OutreachList.objects.filter(unit__in=viewer.units_with(permission))
    return rows.select_related("unit", "authority").order_by("authority__name", "pk")


HELD_BY: Kept[int] = Kept(
    lambda units: OutreachList.objects.filter(unit__in=units).values_list("pk", flat=True)
)
OF_A_MUNICIPALITY: Kept[int] = Kept(
    lambda authorities: Authority.objects.filter(
        Q(party__kind__funding_group="municipality") | Q(outreach__isnull=False), pk__in=authorities
    ).values_list("pk", flat=True)
)


def has_use_of(viewer: Viewer) -> bool:
    """True where the door in the menu leads to something: one's own unit holds a list, or one decides which
    unit does, at a municipality's authority or one that has a list."""
    units, authorities = viewer.units_with(Permission.SEE_PEOPLE), sorted(viewer.speaks_for)
    return bool(
        HELD_BY(units=units) or (authorities and OF_A_MUNICIPALITY(authorities=authorities))
    )


def check_sees(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer sees people somewhere."""
    check_may(viewer, Permission.SEE_PEOPLE, never_a_person())


def check_works(viewer: Viewer, one: Entry) -> None:
    """Raise PermissionDenied, saying who does, unless the viewer works with this one."""
    if not worked(viewer).filter(pk=one.pk).exists():
        raise PermissionDenied(
            _("Listan arbetas av %(unit)s. Du kan läsa den.") % {"unit": one.outreach.unit.name}
        )


def check_reads_in(viewer: Viewer, outreach: OutreachList | None = None) -> None:
    """Raise PermissionDenied unless the viewer works in the unit that holds the list, or some list."""
    mine = lists(viewer, Permission.WORK_WITH_PEOPLE)
    if outreach is not None:
        mine = mine.filter(pk=outreach.pk)
    if not mine.exists():
        raise PermissionDenied(
            _("Unga läses in på listan av den som arbetar i enheten som håller den.")
        )


def authorities(viewer: Viewer) -> QuerySet[Authority]:
    """Those whose list the viewer decides about: they answer for records there (law 3)."""
    rows = Authority.objects.filter(pk__in=viewer.speaks_for)
    return rows.order_by("name", "pk")


def check_decides(viewer: Viewer, authority: Authority) -> None:
    """Raise PermissionDenied unless the viewer speaks for the authority."""
    check_answer_for(viewer, authority)


def check_decides_somewhere(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer speaks for some authority."""
    check_may(
        viewer, Permission.ANSWER_FOR_RECORDS,
        _("Vilken enhet som håller listan bestäms av en chef eller projektledare i myndigheten."),
    )  # fmt: skip


def units_of(authority: Authority, viewer: Viewer) -> QuerySet[Unit]:
    """The authority's units that are not closed."""
    rows = Unit.objects.filter(authority=authority)
    return rows.exclude(valid_to__lt=viewer.day).order_by("name", "pk")


__all__ = [
    "authorities", "check_decides", "check_decides_somewhere", "check_reads_in", "check_sees", "check_works",
    "has_use_of", "lists", "seen", "units_of", "worked",
]  # fmt: skip

"""Who may change a participation: those whose post in the circle works with people, or its register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.initiatives.access import engagements
from stafett.initiatives.models import Branch
from stafett.people.models import Person
from stafett.safeguards.access import check_may, may_see
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer

CHANGING = (Permission.WORK_WITH_PEOPLE, Permission.IMPORT_REGISTER)


def workable(viewer: Viewer) -> QuerySet[Participation]:
    """The participations that the viewer may change: in the circle, in a post that works with people."""
    rows = Participation.objects.all()
    return may_see(viewer, rows, permission=Permission.WORK_WITH_PEOPLE)


def can_work(viewer: Viewer, participation: Participation) -> bool:
    """True when the viewer may change this participation."""
    return workable(viewer).filter(pk=participation.pk).exists()


def check_work(viewer: Viewer, participations: Sequence[Participation]) -> None:
    """Raise PermissionDenied unless the viewer may change all of them, by circle or by register.

    Whoever reads registers in may change the cases of their initiative or branch, but never one that
    only a named team sees (law 5).
    """
    keys = {participation.pk for participation in participations}
    if viewer.operator or not keys:
        return
    mine = set(workable(viewer).filter(pk__in=keys).values_list("pk", flat=True))
    rest = Participation.objects.filter(pk__in=keys - mine)
    places = set(rest.values_list("initiative_id", "branch_id", "circle__named_only"))
    branches = _branches(viewer, [Permission.IMPORT_REGISTER])
    if any(named or not _covers(branches, i, b) for i, b, named in places):
        raise PermissionDenied(_only_reading())


def check_work_with(viewer: Viewer, person: Person) -> None:
    """Raise PermissionDenied unless the viewer may change some participation of the person."""
    if not viewer.operator and not workable(viewer).filter(person=person).exists():
        raise PermissionDenied(_only_reading())


def _only_reading() -> str:
    return _(
        "Du kan läsa ärendet men inte ändra det. Vänd dig till den som håller ihop, eller till din "
        "chef om du behöver en annan roll."
    )


def check_enrol(viewer: Viewer, branches: Iterable[tuple[int, int]]) -> None:
    """Raise PermissionDenied unless the viewer may enrol in each (initiative, branch)."""
    if viewer.operator:
        return
    mine = _branches(viewer, CHANGING)
    if not all(_covers(mine, initiative, branch) for initiative, branch in branches):
        raise PermissionDenied(_only_where_you_work())


def check_enrol_somewhere(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer works with people, and in some initiative."""
    check_may(viewer, Permission.WORK_WITH_PEOPLE, never_a_person())
    if not _branches(viewer, CHANGING):
        raise PermissionDenied(_only_where_you_work())


def never_a_person() -> str:
    """What is said to those whose role never sees a person."""
    return _("Din roll ser insatsernas siffror, aldrig enskilda personer.")


def _only_where_you_work() -> str:
    return _(
        "Du kan bara skriva in personer i insatser som du själv arbetar i. Vänd dig till "
        "projektledaren."
    )


Places = set[tuple[int, int | None]]
"""Where somebody works: (initiative, branch), with None for the whole of it."""


def _branches(viewer: Viewer, permissions: Iterable[Permission]) -> Places:
    wanted = frozenset(permissions)
    return {
        (e.initiative_id, e.branch_id)
        for e in engagements(viewer)
        if wanted & permissions_of(e.role)
    }


def _covers(places: Places, initiative: int, branch: int) -> bool:
    return (initiative, None) in places or (initiative, branch) in places


def branches_to_work_in(viewer: Viewer) -> QuerySet[Branch]:
    """The branches in which the viewer may enrol people, with their initiatives."""
    places = _branches(viewer, CHANGING)
    whole = [initiative for initiative, branch in places if branch is None]
    some = [branch for _initiative, branch in places if branch is not None]
    found = Branch.objects.filter(initiative_id__in=whole) | Branch.objects.filter(pk__in=some)
    return found.select_related("initiative", "holder").order_by("initiative__name", "name")

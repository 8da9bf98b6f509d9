"""Who may refer to a branch, who takes in there, and who may see what of a referral."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import never_a_person, works_in_any
from stafett.database.days import still_on
from stafett.database.kept import Kept
from stafett.initiatives.access import may_edit
from stafett.initiatives.models import Branch, Engagement, Initiative
from stafett.parties.models import AssociationMember, Party, Unit
from stafett.referrals.models import Referral, SentReferral
from stafett.safeguards.access import check_may, may_see
from stafett.safeguards.kept import StandIn
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def referring_units(viewer: Viewer) -> QuerySet[Unit]:
    """The units in whose name the viewer can refer: where they work with people, and where they stand in."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    own = [post.unit_id for post in viewer.posts if not post.stands_in]
    rows = Unit.objects.filter(pk__in=units).select_related("authority")
    return rows.annotate(lent=~Q(pk__in=own)).order_by("lent", "name", "pk")


def open_branches(viewer: Viewer) -> QuerySet[Branch]:
    """The branches that somebody can be referred to today: agreed to, and in an initiative that goes on."""
    return _open_on(viewer.day)


def _open_on(today: date) -> QuerySet[Branch]:
    rows = Branch.objects.filter(agreed=True, initiative__starts_on__lte=today)
    rows = rows.filter(
        Q(initiative__ends_on__isnull=True) | Q(initiative__ends_on__gte=today)
    ).select_related("initiative", "holder", "controller")
    return rows.order_by("initiative__name", "name", "pk")


def branches_to_refer_to(viewer: Viewer) -> QuerySet[Branch]:
    """Those of them where the viewer's own party takes part, funds, or has promised to send people."""
    return _near(viewer.day, viewer.units_with(Permission.WORK_WITH_PEOPLE))


def _near(day: date, units: Sequence[int]) -> QuerySet[Branch]:
    party = Party.objects.filter(authorities__units__in=units)
    parties = party.order_by().values("pk")
    there = Engagement.objects.filter(
        initiative=OuterRef("initiative"), unit__authority__party__in=parties
    )
    funds = AssociationMember.objects.filter(
        still_on(day), association__initiatives=OuterRef("initiative"), party__in=parties
    )
    near = Q(initiative__promises__party__in=parties) | Exists(there) | Exists(funds)
    return _open_on(day).filter(near).distinct()


ANY_NEAR: Kept[tuple[int]] = Kept(
    lambda day, units: _near(day, units).order_by("pk").values_list("pk")[:1]
)


def refers_to_any(viewer: Viewer) -> bool:
    """True when there is any such branch."""
    units = list(viewer.units_with(Permission.WORK_WITH_PEOPLE))
    return bool(ANY_NEAR(day=viewer.day, units=units))


def check_refer(viewer: Viewer, branch: Branch, unit_id: int) -> None:
    """Raise PermissionDenied unless the viewer works in the unit, whose party is near the branch."""
    check_refer_somewhere(viewer)
    mine = unit_id in viewer.units_with(Permission.WORK_WITH_PEOPLE)
    if not (mine and branches_to_refer_to(viewer).filter(pk=branch.pk).exists()):
        raise PermissionDenied(
            _(
                "Din enhet kan inte aktualisera till %(branch)s. Vänd dig till insatsens projektledare."
            )
            % {"branch": branch.name}
        )


def check_refer_somewhere(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer works with people somewhere."""
    check_may(viewer, Permission.WORK_WITH_PEOPLE, never_a_person())


def seen(viewer: Viewer | StandIn) -> QuerySet[Referral]:
    """The referrals that the viewer may see: as those who take in, by the circle."""
    return may_see(viewer, Referral.objects.all())


def takes_in(viewer: Viewer) -> QuerySet[Referral]:
    """The referrals that the viewer works with: where they may also enrol."""
    return taken_in(viewer, works_in_any(viewer))


def taken_in(viewer: Viewer | StandIn, branches: Collection[int]) -> QuerySet[Referral]:
    """Of the referrals to these branches those that the viewer may work with."""
    rows = may_see(viewer, Referral.objects.all(), permission=Permission.WORK_WITH_PEOPLE)
    return rows.filter(branch__in=branches)


def has_queue(viewer: Viewer) -> bool:
    """True when the viewer takes in somewhere, or may read of somebody who waits or has waited there."""
    return bool(works_in_any(viewer)) or seen(viewer).exists()


def check_takes_in(viewer: Viewer, one: Referral) -> None:
    """Raise PermissionDenied, saying who does, unless the viewer takes in where the referral is."""
    if not takes_in(viewer).filter(pk=one.pk).exists():
        raise PermissionDenied(
            _("Aktualiseringen tas om hand av %(unit)s. Du kan läsa den.")
            % {"unit": one.intake_unit.name}
        )


def sent_by(
    viewer: Viewer | StandIn, permission: str = Permission.SEE_PEOPLE
) -> QuerySet[SentReferral]:
    """What the viewer's own units have sent."""
    rows = may_see(viewer, SentReferral.objects.all(), permission=permission)
    return rows.filter(unit__in=viewer.units_with(permission))


def can_sent(viewer: Viewer, one: SentReferral) -> bool:
    """True when the viewer works in the unit that sent it."""
    return sent_by(viewer, Permission.WORK_WITH_PEOPLE).filter(pk=one.pk).exists()


def check_sent(viewer: Viewer, one: SentReferral) -> None:
    """Raise PermissionDenied unless they do."""
    if not can_sent(viewer, one):
        raise PermissionDenied(_("Det görs av den som arbetar i enheten som aktualiserade."))


def check_rules(viewer: Viewer, initiative: Initiative) -> None:
    """Raise PermissionDenied unless the viewer leads the initiative, and so decides who it is for."""
    if not may_edit(viewer, initiative):
        raise PermissionDenied(_("Reglerna för vem insatsen är till för ändras av projektledaren."))


__all__ = [
    "branches_to_refer_to", "can_sent", "check_refer", "check_refer_somewhere", "check_rules", "check_sent",
    "check_takes_in", "has_queue", "open_branches", "referring_units", "seen", "sent_by", "takes_in",
]  # fmt: skip

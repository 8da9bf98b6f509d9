"""Who decides that an evaluator may have rows without names, and who that evaluator is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import changeable
from stafett.database.days import in_force, still_on
from stafett.evaluation.models import EvaluationAssignment, Invitation
from stafett.initiatives.models import Engagement, Initiative
from stafett.measures.access import may_speak_for
from stafett.parties.models import Authority, Position
from stafett.safeguards.access import may_see
from stafett.safeguards.roles import ROLES, Permission
from stafett.safeguards.viewer import Viewer

EVALUATORS = tuple(code for code, role in ROLES.items() if Permission.EVALUATE in role.permissions)
"""The roles that an assignment can be given to."""


def controllers_of(initiative: Initiative) -> QuerySet[Authority]:
    """The authorities that answer for people in the initiative (law 3): its branches' own that said yes."""
    agreed = initiative.branches.filter(agreed=True)
    return Authority.objects.filter(pk__in=agreed.values("controller")).order_by("name", "pk")


def deciders(viewer: Viewer, initiative: Initiative) -> QuerySet[Authority]:
    """Those of them for which the viewer decides."""
    rows = controllers_of(initiative)
    return rows if viewer.operator else rows.filter(pk__in=viewer.speaks_for)


def check_decide(viewer: Viewer, initiative: Initiative, authority: Authority) -> None:
    """Raise PermissionDenied, saying who decides, unless the viewer speaks for a controller there."""
    there = controllers_of(initiative).filter(pk=authority.pk).exists()
    if not (there and may_speak_for(viewer, authority)):
        raise PermissionDenied(
            _(
                "Ett uppdrag att utvärdera ges av den som svarar för deltagarnas uppgifter: en chef där, "
                "eller den som leder ett projekt där. Be någon av dem."
            )
        )


def posts_to_give_to(initiative: Initiative, viewer: Viewer) -> QuerySet[Position]:
    """The evaluators' posts in the initiative: in a unit engaged there as such, and not ended."""
    engaged = Engagement.objects.filter(
        in_force(viewer.day), initiative=initiative, role__in=EVALUATORS
    )
    rows = Position.objects.filter(
        still_on(viewer.day), role__in=EVALUATORS, unit__in=engaged.values("unit")
    )
    return rows.select_related("unit__authority").order_by("unit__name", "title", "pk")


def may_decide(viewer: Viewer, one: EvaluationAssignment) -> bool:
    """True for those who speak for the authority that gave the assignment."""
    return may_speak_for(viewer, one.authority)


def holds(viewer: Viewer, one: EvaluationAssignment) -> bool:
    """True for the evaluator: whoever holds the post today, whether the assignment is in force or not."""
    return one.position_id in viewer.positions_with(Permission.EVALUATE)


def is_on(one: EvaluationAssignment, viewer: Viewer) -> bool:
    """True on the days of an assignment that has not been revoked."""
    return one.revoked_on is None and one.from_day <= viewer.day < one.until_day


def check_rows(viewer: Viewer, one: EvaluationAssignment) -> None:
    """Raise PermissionDenied, saying why, unless the viewer is the evaluator and the assignment is on.

    The database says the same again: `evaluation_rows` gives nothing otherwise.
    """
    if not holds(viewer, one):
        raise PermissionDenied(_("Raderna visas bara för utvärderaren som har uppdraget."))
    if not is_on(one, viewer):
        raise PermissionDenied(
            _("Uppdraget gäller inte i dag, och då visas inga rader. Vänd dig till %(authority)s.")
            % {"authority": one.authority.name}
        )


def answerable(viewer: Viewer) -> QuerySet[Invitation]:
    """The invitations that the viewer gives to people: in cases that they hold or answer for.

    Only while the assignment is on: when it is over or revoked, nobody is to be asked any more.
    """
    on = in_force_on(viewer)
    mine = changeable(viewer).values("pk")
    rows = Invitation.objects.filter(participation__in=mine, assignment__in=on)
    return may_see(viewer, rows)


def in_force_on(viewer: Viewer) -> QuerySet[EvaluationAssignment]:
    """The assignments that are on, on the viewer's day."""
    return EvaluationAssignment.objects.filter(in_force(viewer.day), revoked_on=None)


def check_answer(viewer: Viewer, one: Invitation) -> None:
    """Raise PermissionDenied unless the viewer gives the invitation to the person."""
    if not answerable(viewer).filter(pk=one.pk).exists():
        raise PermissionDenied(
            _("Inbjudan lämnas av den som håller ihop deltagandet, medan uppdraget gäller.")
        )

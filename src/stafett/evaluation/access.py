"""Who decides that an evaluator may have rows without names, and who that evaluator is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import changeable
from stafett.database.days import in_force, still_on
from stafett.evaluation.models import OPEN, EvaluationAssignment, Invitation, State
from stafett.frame.formats import plain_day
from stafett.initiatives.models import Engagement, Initiative
from stafett.measures.access import may_speak_for
from stafett.parties.models import Authority, Position
from stafett.parties.refusals import Refused
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


def is_over(one: EvaluationAssignment, viewer: Viewer) -> bool:
    """True from the day when an assignment is revoked, or its time is out."""
    return one.revoked_on is not None or one.until_day <= viewer.day


def check_holds(viewer: Viewer, one: EvaluationAssignment) -> None:
    """Raise PermissionDenied unless the viewer is the evaluator."""
    if not holds(viewer, one):
        raise PermissionDenied(_("Att det hämtade är raderat antecknas av utvärderaren."))


def check_erase(viewer: Viewer, one: EvaluationAssignment) -> None:
    """Raise PermissionDenied unless the viewer is the evaluator; Refused while the assignment is not over."""
    check_holds(viewer, one)
    if not is_over(one, viewer):
        raise Refused(_("Uppdraget är inte slut. Anteckna när det är över och allt är raderat."))


def reachable(viewer: Viewer) -> QuerySet[Invitation]:
    """The invitations in cases that the viewer holds or answers for, those that have ended too."""
    return may_see(
        viewer, Invitation.objects.filter(participation__in=changeable(viewer).values("pk"))
    )


def answerable(viewer: Viewer) -> QuerySet[Invitation]:
    """Those of them that the viewer gives to people, or may note the answer of anew.

    Only while the assignment is on, and unless the round was called back before there was an answer: then
    nobody is to be asked any more.
    """
    back = Q(state__in=OPEN, round__called_back_on__isnull=False)
    return reachable(viewer).filter(~back, assignment__in=in_force_on(viewer))


def why_ended(one: Invitation, viewer: Viewer) -> str:
    """Why an invitation is not to be given any more, and what that means; empty while it is."""
    back, given = one.round.called_back_on, one.assignment
    if back and one.state in OPEN:
        said = _("Utvärderaren kallade tillbaka inbjudan %(day)s: %(because)s") % {
            "day": plain_day(back),
            "because": one.round.called_back_because,
        }
    elif given.revoked_on:
        said = _("Uppdraget att utvärdera återkallades %(day)s.") % {
            "day": plain_day(given.revoked_on)
        }
    elif given.until_day <= viewer.day:
        said = _("Uppdraget att utvärdera gällde till och med %(day)s.") % {
            "day": plain_day(given.last_day)
        }
    else:
        return ""
    if one.state == State.ASKED:
        return f"{said} " + _("Säg det till personen, som har fått den. Inget annat behöver göras.")
    return f"{said} " + _("Inget mer behöver göras.")


def in_force_on(viewer: Viewer) -> QuerySet[EvaluationAssignment]:
    """The assignments that are on, on the viewer's day."""
    return EvaluationAssignment.objects.filter(in_force(viewer.day), revoked_on=None)


def check_reach(viewer: Viewer, one: Invitation) -> None:
    """Raise PermissionDenied unless the viewer holds the case or answers for it there."""
    if not reachable(viewer).filter(pk=one.pk).exists():
        raise PermissionDenied(_("Inbjudan lämnas av den som håller ihop deltagandet."))


def check_answer(viewer: Viewer, one: Invitation) -> None:
    """Raise PermissionDenied unless the viewer gives it to the person, and Refused when it has ended."""
    check_reach(viewer, one)
    if not answerable(viewer).filter(pk=one.pk).exists():
        raise Refused(why_ended(one, viewer))

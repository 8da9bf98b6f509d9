"""Reads of initiatives; each takes the viewer."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.initiatives.access import OFFICE, engagements
from stafett.initiatives.models import (
    Branch,
    ConsentTemplate,
    EndReasonChoice,
    Engagement,
    Initiative,
    OutcomeChoice,
    PromisedInflow,
)
from stafett.parties.models import Authority, Party
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer


def initiatives(viewer: Viewer) -> QuerySet[Initiative]:
    """The initiatives that the viewer takes part in, funds or steers; all of them for the operator."""
    everything = Initiative.objects.select_related("association", "controller")
    if viewer.operator:
        return everything
    office = {p.authority_id for p in viewer.posts if p.role == "association_office" and OFFICE}
    mine = {e.initiative_id for e in engagements(viewer)}
    return everything.filter(Q(pk__in=mine) | Q(association__authority_id__in=office))


def with_sizes(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """The same initiatives with the number of branches beside, as `branch_count`."""
    return rows.annotate(branch_count=Count("branches")).order_by("starts_on", "code")


def initiative(viewer: Viewer, code: str) -> Initiative:
    """One initiative by its code; Http404 with a sentence when it is not there for this viewer."""
    try:
        return initiatives(viewer).get(code=code)
    except Initiative.DoesNotExist:
        raise Http404(
            _("Det finns ingen insats med koden %(code)s bland dina.") % {"code": code}
        ) from None


def answering(of: Initiative) -> list[Authority]:
    """The authorities that answer for the people in an initiative: each branch's controller, else its own."""
    found = of.branches.filter(agreed=True).order_by("pk")
    keys = set(found.values_list("controller_id", flat=True)) or {of.controller_id}
    return list(Authority.objects.filter(pk__in=keys).order_by("name"))


def branches(viewer: Viewer, of: Initiative) -> QuerySet[Branch]:
    """The branches of an initiative; their names are no secret to those who see the initiative."""
    return of.branches.select_related("municipality", "controller", "holder").order_by("name")


def asked(viewer: Viewer) -> QuerySet[Branch]:
    """The branches whose controller is asked to answer for the records, and the viewer may answer for.

    A no may become a yes, so they stay here until a yes; what waits for an answer has `agreed` None.
    """
    rows = Branch.objects.exclude(agreed=True).select_related("initiative", "controller")
    rows = rows.order_by("initiative__name", "name")
    return rows if viewer.operator else rows.filter(controller__in=viewer.speaks_for)


def asked_branch(viewer: Viewer, code: str, branch_code: str) -> Branch:
    """One of `asked`, or already answered, by its codes; Http404 with a sentence when there is none."""
    rows = Branch.objects.select_related("initiative", "controller", "holder", "municipality")
    mine = rows if viewer.operator else rows.filter(controller__in=viewer.speaks_for)
    found = mine.filter(initiative__code=code, code=branch_code).first()
    if found is None:
        raise Http404(_("Din myndighet är inte tillfrågad om någon sådan gren."))
    return found


def leading_units(of: Initiative) -> list[str]:
    """The names of the units that lead the whole initiative, for those who are asked about it."""
    leads = of.engagements.filter(role="project_leader", branch=None, until_day=None)
    return list(leads.order_by("unit__name").values_list("unit__name", flat=True))


def decided_by(day: date) -> Q:
    """Versions that were decided on a day or before it, or on a day that nobody knows."""
    return Q(decided_on__isnull=True) | Q(decided_on__lte=day)


def what_it_is(viewer: Viewer, of: Initiative) -> str:
    """The initiative's own summary and target group, for those who are asked about it; may be empty."""
    group = (
        of.target_groups.filter(decided_by(viewer.day), branch=None).order_by("-version").first()
    )
    told = [of.summary, _("Målgrupp: %(criteria)s") % {"criteria": group.criteria} if group else ""]
    return "".join(f" {each}" for each in told if each)


def team_units(of: Branch) -> tuple[int, ...]:
    """The units that every new case in a branch lets in: those engaged there in a role that sees people."""
    seeing = Engagement.objects.filter(
        Q(branch=of) | Q(branch__isnull=True),
        initiative_id=of.initiative_id,
        until_day__isnull=True,
    ).order_by("id")
    units = [e.unit_id for e in seeing if Permission.SEE_PEOPLE in permissions_of(e.role)]
    return tuple(dict.fromkeys(units))


def parties_of(of: Initiative) -> QuerySet[Party]:
    """The parties whose units take part in an initiative, or that have promised to send people to it."""
    there = Q(authorities__units__engagements__initiative=of)
    promised = Q(pk__in=of.promises.values("party"))
    rows = Party.objects.filter(there | promised).exclude(kind__funding_group="")
    return rows.order_by("kind__colour", "name").distinct()


def consent_template(of: Initiative) -> ConsentTemplate:
    """How the initiative's teams ask for consent; the usual way where it has not said otherwise."""
    found = ConsentTemplate.objects.filter(initiative=of).first()
    return found or ConsentTemplate(initiative=of)


def branch(viewer: Viewer, of: Initiative, code: str) -> Branch:
    """One branch by its code; Http404 with a sentence when the initiative has no such branch."""
    found = branches(viewer, of).filter(code=code).first()
    if found is None:
        raise Http404(_("Insatsen har ingen gren med koden %(code)s.") % {"code": code})
    return found


def promises(viewer: Viewer, of: Initiative) -> QuerySet[PromisedInflow]:
    """What each party promised to send, by party and period (D20)."""
    rows = of.promises.select_related("party__kind")
    return rows.order_by("party__kind__colour", "party__name", "period_start")


def outcomes(viewer: Viewer, of: Initiative) -> QuerySet[OutcomeChoice]:
    """The initiative's own outcomes with the common ones that they are mapped to (D11)."""
    return of.outcomes.select_related("common")


def end_reasons(viewer: Viewer, of: Initiative) -> QuerySet[EndReasonChoice]:
    """The initiative's own reasons why somebody leaves."""
    return of.end_reasons.order_by("order", "pk")


def taking_part(viewer: Viewer) -> list[Engagement]:
    """Where the viewer's own posts take part on the viewer's day, with initiative and branch."""
    mine = Engagement.objects.filter(pk__in=[e.pk for e in engagements(viewer)])
    rows = mine.select_related("initiative", "branch")
    return list(rows.order_by("initiative__starts_on", "branch__name", "pk"))

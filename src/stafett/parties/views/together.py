"""Pages for associations, groups and agreements."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.parties import access, queries
from stafett.parties.access import Asked
from stafett.parties.form_page import form_page, posted
from stafett.parties.forms import together
from stafett.parties.models import GroupMember
from stafett.parties.queries import one
from stafett.parties.rules import validity
from stafett.parties.views.crumbs import to_agreements, to_association, to_group, to_parties


@login_required
def association(request: Asked, pk: int) -> HttpResponse:
    """One association: who funds it, with how much, and its groups."""
    page = queries.association_page(request.viewer, pk)
    may = access.may_change_association(request.viewer, page.association)
    return render(request, "parties/association.html", {"page": page, "may_edit": may})


@login_required
def association_new(request: Asked) -> HttpResponse:
    """Form an association."""
    access.check_edit(request.viewer)
    form = together.AssociationForm(posted(request), initial={"from_day": request.viewer.day})
    return form_page(
        request, form, crumbs=to_parties(), heading=_("Nytt samordningsförbund"), lead=_shares_lead(),
        saved=_("Förbundet är tillagt."), to=lambda made: reverse("association", args=[made.pk]),
    )  # fmt: skip


@login_required
def shares_edit(request: Asked, pk: int) -> HttpResponse:
    """Let other funding shares hold from a day."""
    found = one(request.viewer, queries.associations(request.viewer), pk=pk)
    access.check_association(request.viewer, found)
    form = together.SharesForm(
        posted(request), instance=found, initial={"from_day": request.viewer.day}
    )
    return form_page(
        request, form, crumbs=to_association(found), heading=_("Nya finansieringsandelar"),
        saved=_("Andelarna är sparade."), lead=_shares_lead(),
    )  # fmt: skip


def _shares_lead() -> str:
    return _(
        "Andelarna ska tillsammans bli precis 1. Lag (2003:1210) 5 §: staten hälften, regionen och "
        "kommunerna en fjärdedel var. Andra andelar går att spara; avvikelsen visas."
    )


@login_required
def group(request: Asked, pk: int) -> HttpResponse:
    """One group: its mandate, where it hands matters up, who sits in it."""
    found = one(request.viewer, queries.groups(request.viewer), pk=pk)
    context = {
        "group": found,
        "seats": queries.seats(request.viewer, found),
        "may_edit": access.may_change_group(request.viewer, found),
    }
    return render(request, "parties/group.html", context)


@login_required
def group_new(request: Asked) -> HttpResponse:
    """Form a group."""
    access.check_edit(request.viewer)
    return form_page(
        request, together.GroupForm(posted(request)), crumbs=to_parties(), heading=_("Ny grupp"),
        saved=_("Gruppen är tillagd."), to=lambda made: reverse("group", args=[made.pk]),
    )  # fmt: skip


@login_required
def group_edit(request: Asked, pk: int) -> HttpResponse:
    """Change a group."""
    found = one(request.viewer, queries.groups(request.viewer), pk=pk)
    access.check_group(request.viewer, found)
    return form_page(
        request, together.GroupChange(posted(request), instance=found), crumbs=to_group(found),
        heading=_("Ändra %(name)s") % {"name": found.name}, saved=_("Gruppen är ändrad."),
    )  # fmt: skip


@login_required
def seat(request: Asked, pk: int) -> HttpResponse:
    """Give a post a seat in a group."""
    found = one(request.viewer, queries.groups(request.viewer), pk=pk)
    access.check_group(request.viewer, found)
    form = together.SeatForm(
        posted(request), group=found, posts=queries.posts(request.viewer),
        initial={"from_day": request.viewer.day},
    )  # fmt: skip
    return form_page(
        request, form, crumbs=to_group(found), saved=_("Platsen är tillagd."),
        heading=_("Ny plats i %(name)s") % {"name": found.name},
    )  # fmt: skip


@login_required
def unseat(request: Asked, pk: int) -> HttpResponse:
    """End a seat in a group."""
    rows = GroupMember.objects.select_related("group__association", "group__authority", "position")
    found = one(request.viewer, rows, pk=pk)
    access.check_group(request.viewer, found.group)
    return form_page(
        request, together.UnseatForm(posted(request), instance=found), crumbs=to_group(found.group),
        heading=_("När lämnar %(title)s gruppen?") % {"title": found.position.title},
        saved=_("Sista dagen är sparad."),
    )  # fmt: skip


@login_required
def agreements(request: Asked) -> HttpResponse:
    """What parties have agreed, and what is about to run out."""
    kept, day = access.keeping(request.viewer), request.viewer.day
    rows = [
        (
            each, validity(each.valid_from, each.valid_to, day).value,
            kept.covers_any(party.pk for party in each.parties.all()),
        )
        for each in queries.agreements(request.viewer)
    ]  # fmt: skip
    context = {
        "rows": rows,
        "may_edit": access.may_edit(request.viewer),
        "may_change": any(may for _each, _state, may in rows),
    }
    return render(request, "parties/agreements.html", context)


@login_required
def agreement_new(request: Asked) -> HttpResponse:
    """Record an agreement."""
    access.check_edit(request.viewer)
    return form_page(
        request, together.AgreementForm(posted(request)), crumbs=to_agreements(),
        heading=_("Nytt avtal"), saved=_("Avtalet är tillagt."),
    )  # fmt: skip


@login_required
def agreement_edit(request: Asked, pk: int) -> HttpResponse:
    """Prolong or correct an agreement."""
    found = one(request.viewer, queries.agreements(request.viewer), pk=pk)
    access.check_agreement(request.viewer, found)
    return form_page(
        request, together.AgreementChange(posted(request), instance=found), crumbs=to_agreements(),
        heading=_("Ändra %(title)s") % {"title": found.title}, saved=_("Avtalet är ändrat."),
    )  # fmt: skip

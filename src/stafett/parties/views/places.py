"""Pages for kinds, parties, authorities and units."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.parties import access, queries
from stafett.parties.access import Asked
from stafett.parties.form_page import form_page, posted
from stafett.parties.forms import places
from stafett.parties.views.crumbs import to_authority, to_parties, to_party


@login_required
def parties(request: Asked) -> HttpResponse:
    """Who works together."""
    viewer = request.viewer
    context = {
        "parties": list(queries.parties(viewer)),
        "associations": list(queries.associations(viewer)),
        "groups": list(queries.groups(viewer)),
        "kinds": list(queries.kinds(viewer)),
        "may_edit": access.may_edit(viewer),
        "changeable_kinds": list(access.changeable_kinds(viewer)),
    }
    return render(request, "parties/list.html", context)


@login_required
def party(request: Asked, pk: int) -> HttpResponse:
    """One party: its authorities, units and posts, and who has held them."""
    page = queries.party_page(request.viewer, pk)
    may = access.may_change_party(request.viewer, page.party)
    return render(request, "parties/party.html", {"page": page, "may_edit": may})


@login_required
def kind_new(request: Asked) -> HttpResponse:
    """Add a kind of party."""
    access.check_edit(request.viewer)
    return form_page(
        request, places.KindForm(posted(request)), crumbs=to_parties(),
        heading=_("Nytt slag av part"), saved=_("Slaget finns nu att välja."),
    )  # fmt: skip


@login_required
def kind_edit(request: Asked, code: str) -> HttpResponse:
    """Change a kind of party."""
    kind = queries.one(request.viewer, queries.kinds(request.viewer), pk=code)
    access.check_kind(request.viewer, kind)
    return form_page(
        request, places.KindChange(posted(request), instance=kind), crumbs=to_parties(),
        heading=_("Ändra slaget %(name)s") % {"name": kind.name}, saved=_("Slaget är ändrat."),
    )  # fmt: skip


@login_required
def party_new(request: Asked) -> HttpResponse:
    """Add a party."""
    access.check_edit(request.viewer)
    return form_page(
        request, places.PartyForm(posted(request)), crumbs=to_parties(), heading=_("Ny part"),
        saved=_("Parten är tillagd. Lägg nu till dess myndighet."),
        to=lambda made: reverse("party", args=[made.pk]),
    )  # fmt: skip


@login_required
def party_edit(request: Asked, pk: int) -> HttpResponse:
    """Change a party."""
    found = queries.party(request.viewer, pk)
    access.check_party(request.viewer, found)
    return form_page(
        request, places.PartyChange(posted(request), instance=found), crumbs=to_party(found),
        heading=_("Ändra %(name)s") % {"name": found.name}, saved=_("Parten är ändrad."),
    )  # fmt: skip


@login_required
def authority_new(request: Asked, pk: int) -> HttpResponse:
    """Add an authority to a party."""
    found = queries.party(request.viewer, pk)
    access.check_party(request.viewer, found)
    return form_page(
        request, places.AuthorityForm(posted(request), party=found), crumbs=to_party(found),
        heading=_("Ny myndighet hos %(name)s") % {"name": found.name},
        saved=_("Myndigheten är tillagd. Lägg nu till dess enheter."),
        lead=_(
            "En myndighet är den som svarar för sekretess och personuppgifter: två nämnder i samma "
            "kommun är två myndigheter."
        ),
    )  # fmt: skip


@login_required
def authority_edit(request: Asked, pk: int) -> HttpResponse:
    """Change an authority."""
    found = queries.one(request.viewer, queries.authorities(request.viewer), pk=pk)
    access.check_party(request.viewer, found.party)
    return form_page(
        request, places.AuthorityChange(posted(request), instance=found), crumbs=to_authority(found),
        heading=_("Ändra %(name)s") % {"name": found.name}, saved=_("Myndigheten är ändrad."),
    )  # fmt: skip


@login_required
def unit_new(request: Asked, pk: int) -> HttpResponse:
    """Add a unit to an authority."""
    found = queries.one(request.viewer, queries.authorities(request.viewer), pk=pk)
    access.check_party(request.viewer, found.party)
    return form_page(
        request, places.UnitForm(posted(request), authority=found), crumbs=to_authority(found),
        heading=_("Ny enhet hos %(name)s") % {"name": found.name},
        saved=_("Enheten är tillagd. Lägg nu till dess befattningar."),
    )  # fmt: skip


@login_required
def unit_edit(request: Asked, pk: int) -> HttpResponse:
    """Change a unit."""
    found = queries.one(request.viewer, queries.units(request.viewer), pk=pk)
    access.check_party(request.viewer, found.authority.party)
    return form_page(
        request, places.UnitChange(posted(request), instance=found),
        crumbs=to_authority(found.authority), saved=_("Enheten är ändrad."),
        heading=_("Ändra %(name)s") % {"name": found.name},
    )  # fmt: skip

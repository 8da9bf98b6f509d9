"""Pages for the initiative's own reasons why somebody leaves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from stafett.initiatives import access, queries
from stafett.initiatives.access import Asked
from stafett.initiatives.forms.end_reasons import EndReasonChange, EndReasonForm, ProposedEndReasons
from stafett.initiatives.models import Initiative
from stafett.initiatives.views.crumbs import to_initiative
from stafett.parties.form_page import form_page, posted


def _editable(request: Asked, code: str) -> Initiative:
    found = queries.initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    return found


@login_required
def end_reason_new(request: Asked, code: str) -> HttpResponse:
    """Add a reason to the initiative's own list."""
    found = _editable(request, code)
    return form_page(
        request, EndReasonForm(posted(request), initiative=found), crumbs=to_initiative(found),
        heading=_("Ny avslutsorsak"), saved=_("Avslutsorsaken är tillagd."),
    )  # fmt: skip


@login_required
def end_reason_edit(request: Asked, code: str, reason: str) -> HttpResponse:
    """Change a reason's words or place."""
    found = _editable(request, code)
    row = get_object_or_404(queries.end_reasons(request.viewer, found), code=reason)
    form = EndReasonChange(posted(request), initiative=found, instance=row)
    return form_page(
        request, form, crumbs=to_initiative(found), saved=_("Avslutsorsaken är ändrad."),
        heading=_("Ändra avslutsorsaken %(name)s") % {"name": row.label},
        lead=_("Det som redan är skrivet på ett deltagande ändras inte."),
    )  # fmt: skip


@login_required
def end_reasons_proposed(request: Asked, code: str) -> HttpResponse:
    """Begin the list from the proposal."""
    found = _editable(request, code)
    return form_page(
        request, ProposedEndReasons(posted(request), initiative=found), crumbs=to_initiative(found),
        heading=_("Avslutsorsaker ur förslaget"), saved=_("Avslutsorsakerna är tillagda."),
        lead=_(
            "Någon gemensam lista hittades inte. Ta med dem som passar er; de kan sedan ändras, och egna "
            "läggas till. Egna ord går alltid att skriva bredvid."
        ),
    )  # fmt: skip

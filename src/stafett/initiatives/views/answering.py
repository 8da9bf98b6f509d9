"""The page where an authority that is asked says whether it answers for the records in a branch."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from stafett.initiatives import queries
from stafett.initiatives.access import Asked
from stafett.initiatives.forms.answering import AnswerForm
from stafett.initiatives.views.crumbs import to_initiatives
from stafett.parties.form_page import form_page, posted


@login_required
def answer(request: Asked, code: str, branch: str) -> HttpResponse:
    """Say yes or no for the branch's controller."""
    found = queries.asked_branch(request.viewer, code, branch)
    leads = queries.leading_units(found.initiative)
    told = {
        "leads": ", ".join(leads) or "–", "initiative": found.initiative.name, "branch": found.name,
        "authority": found.controller.name, "holder": found.holder.name,
    }  # fmt: skip
    return form_page(
        request, AnswerForm(posted(request), instance=found), crumbs=to_initiatives(),
        heading=_("Ska %(authority)s svara för uppgifterna?") % told, saved=_("Svaret är sparat."),
        lead=_(
            "Insatsen %(initiative)s vill skriva in deltagare i grenen %(branch)s, som %(holder)s "
            "håller ihop från början. Insatsen leds av %(leads)s. Säger %(authority)s ja är den "
            "personuppgiftsansvarig för dem som skrivs in där. Ett ja går inte att ta tillbaka, "
            "eftersom uppgifter inte byter ansvarig."
        )
        % told
        + queries.what_it_is(request.viewer, found.initiative),
    )  # fmt: skip

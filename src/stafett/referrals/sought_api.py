"""The API of a contact during the wait that was noted wrongly: read first, then corrected or taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import HttpError

from stafett.parties.careful_forms import CarefulForm
from stafett.parties.form_data import as_it_stands, form_data, let_stand
from stafett.referrals import queries
from stafett.referrals.access import check_sent, check_takes_in
from stafett.referrals.actions.sought_again import taken_back
from stafett.referrals.api import Filled, kept
from stafett.referrals.forms_sought_again import SOUGHT_FORMS
from stafett.referrals.sought import contact_of
from stafett.safeguards.request import Request

router = Router(tags=["Vägen in"])
OURS = "/queue/{uuid:key}/contacts/{uuid:which}/{step}"
SENT = "/referrals/{uuid:key}/contacts/{uuid:which}/{step}"


@router.get(OURS, summary="En kontakt under väntan som den står, att rätta eller dra tillbaka")
def get_sought_form(request: Request, key: UUID, which: UUID, step: str) -> dict[str, Any]:
    """How it stands, and `seen` to send back with the changes and `because`. 410 when it was taken back."""
    return as_it_stands(_ours(request, key, which, step, None))


@router.post(OURS, summary="Rätta en kontakt under väntan, eller dra tillbaka den")
def step_with_sought(
    request: Request, key: UUID, which: UUID, step: str, told: Filled
) -> dict[str, Any]:
    """`correct`, or `retract` when it was noted by mistake; both with `because`, and `seen` as it was read."""
    return _done(_ours(request, key, which, step, form_data(told.fields)), told, request)


@router.get(SENT, summary="En kontakt som ni har antecknat, att rätta eller dra tillbaka")
def get_sent_sought_form(request: Request, key: UUID, which: UUID, step: str) -> dict[str, Any]:
    """The same of the unit that sent the referral."""
    return as_it_stands(_sent(request, key, which, step, None))


@router.post(SENT, summary="Rätta en kontakt som ni har antecknat, eller dra tillbaka den")
def step_with_sent_sought(
    request: Request, key: UUID, which: UUID, step: str, told: Filled
) -> dict[str, Any]:
    """The same of the unit that sent the referral."""
    return _done(_sent(request, key, which, step, form_data(told.fields)), told, request)


def _ours(request: Request, key: UUID, which: UUID, step: str, sent: Any) -> CarefulForm:
    check_takes_in(request.viewer, queries.referral(request.viewer, key))
    return _form(request, key, which, step, sent)


def _sent(request: Request, key: UUID, which: UUID, step: str, sent: Any) -> CarefulForm:
    one = queries.sent_one(request.viewer, key)
    check_sent(request.viewer, one)
    return _form(request, one.referral_id, which, step, sent)


def _form(request: Request, referral: UUID, which: UUID, step: str, sent: Any) -> CarefulForm:
    one = contact_of(request.viewer, referral, which)
    if step not in SOUGHT_FORMS:
        told = {"steps": ", ".join(SOUGHT_FORMS)}
        raise Http404(_("Det finns inget sådant steg. Det finns: %(steps)s.") % told)
    if one.retracted_on and sent is None:
        raise HttpError(410, taken_back(one))
    return SOUGHT_FORMS[step](sent, instance=one)


def _done(form: CarefulForm, told: Filled, request: Request) -> dict[str, Any]:
    let_stand(form, told.fields)
    return {"key": kept(form, request).pk}


__all__ = ["router"]

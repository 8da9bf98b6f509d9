"""The tab Överlämning, a page for each step of the two hands, and for what came afterwards."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stafett.casework.forms.acting import Acting
from stafett.casework.queries.participation import participation
from stafett.casework.views.participation import acting
from stafett.handover.forms.alongside import MoveAlongsideForm
from stafett.handover.forms.by_link import LinkForm
from stafett.handover.forms.following_up import CorrectFollowUpForm, FollowUpForm, PlanForm
from stafett.handover.forms.hands import (
    AcceptForm,
    AnswerForm,
    AskForm,
    ConfirmForm,
    DeclineForm,
    HearForm,
    ProposeForm,
    WithdrawForm,
)
from stafett.handover.forms.outside import RecordForm
from stafett.handover.queries.hands import TAB, hands
from stafett.initiatives.access import Asked, check_edit
from stafett.initiatives.queries import initiative
from stafett.initiatives.views.crumbs import to_initiative
from stafett.parties.form_page import form_page, posted
from stafett.safeguards.request import Request

FORMS: dict[str, type[Acting]] = {
    "propose_handover": ProposeForm,
    "ask_handover": AskForm,
    "answer_handover": AnswerForm,
    "accept_handover": AcceptForm,
    "confirm_handover": ConfirmForm,
    "decline_handover": DeclineForm,
    "withdraw_handover": WithdrawForm,
    "hear_handover": HearForm,
    "record_handover": RecordForm,
    "link_handover": LinkForm,
    "move_alongside": MoveAlongsideForm,
    "follow_up": FollowUpForm,
    "correct_follow_up": CorrectFollowUpForm,
}
"""Each page name with its form."""


@login_required
def handover_page(request: Request, key: UUID) -> HttpResponse:
    """The handover that a case is in, those before it, and what came after the exit."""
    case = participation(request.viewer, key)
    context = {"case": case, "page": hands(request.viewer, case), "today": request.viewer.day}
    return render(request, "handover/handover.html", context)


@login_required
def step(request: Request, key: UUID, name: str) -> HttpResponse:
    """One step, or one follow-up."""
    kind = FORMS[name]
    if kind is ProposeForm:
        kind = ProposeForm.to_unit(request.GET.get("till", ""))
    elif kind is CorrectFollowUpForm:
        kind = CorrectFollowUpForm.of(request.GET.get("manader", ""))
    return acting(request, key, kind, back=TAB)


@login_required
def plan_page(request: Asked, code: str) -> HttpResponse:
    """When the initiative asks those who have left how it went."""
    found = initiative(request.viewer, code)
    check_edit(request.viewer, found)
    form = PlanForm(posted(request), initiative=found)
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_("När frågar vi hur det gick?"),
        saved=_("Sparat. Det gäller dem som slutar från och med nu."),
        lead=_("Så många månader efter ett avslut får den som höll ihop en påminnelse om att fråga."),
    )  # fmt: skip

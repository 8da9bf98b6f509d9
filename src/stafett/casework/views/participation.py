"""The page of one participation, and what is done with it: each a form of its own with one action."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from stafett.casework.access import check_enrol_somewhere
from stafett.casework.forms.acting import Acting, Instead
from stafett.casework.forms.consent_parts import AcceptForm
from stafett.casework.forms.consents import ConsentForm
from stafett.casework.forms.correcting import CorrectForm
from stafett.casework.forms.doubles import SettleForm
from stafett.casework.forms.enrolling import EnrolForm, Entering, ReturnForm
from stafett.casework.forms.life import AtEnd, AtStart
from stafett.casework.forms.moving import AssignForm
from stafett.casework.forms.people import CorrectPersonForm
from stafett.casework.forms.periods import (
    CloseForm,
    EndCaseForm,
    InvolveForm,
    ReopenForm,
    TakeAwayCaseForm,
)
from stafett.casework.forms.reaching import ReachedForm
from stafett.casework.forms.releasing import ReleaseForm, ReleaseLinkForm
from stafett.casework.forms.sharing import ContactForm, PairForm
from stafett.casework.forms.taking_back import WithdrawForm
from stafett.casework.forms.unnamed import EnrolUnnamedForm, WithholdForm, check_enrol_unnamed
from stafett.casework.models import Participation
from stafett.casework.moved_on import MovedOn, what_happened
from stafett.casework.queries.participation import locked, participation, sheet
from stafett.casework.queries.timeline import story
from stafett.frame.once import leading_to
from stafett.frame.onward import came_from
from stafett.frame.pictures import as_qr
from stafett.frame.stepup import needs_fresh_log_in
from stafett.safeguards.access import may_see
from stafett.safeguards.request import Request
from stafett.safeguards.viewer import Viewer

FORMS: dict[str, type[Acting]] = {
    "correct_person": CorrectPersonForm,
    "reach_person": ReachedForm,
    "correct_participation": CorrectForm,
    "close_participation": CloseForm,
    "reopen_participation": ReopenForm,
    "assign": AssignForm,
    "case_pair": PairForm,
    "contact_person": ContactForm,
    "involve": InvolveForm,
    "end_case": EndCaseForm,
    "take_away_case": TakeAwayCaseForm,
    "livelihood_at_start": AtStart,
    "livelihood_at_end": AtEnd,
    "note_consent": ConsentForm,
    "accept_consent": AcceptForm,
    "withdraw_consent": WithdrawForm,
    "release": ReleaseForm,
    "release_link": ReleaseLinkForm,
    "settle_doubles": SettleForm,
    "withhold_identity": WithholdForm,
}
"""Each page name with its form; the page is the same for all of them."""


@login_required
def participation_page(request: Request, key: UUID) -> HttpResponse:
    """One participation: who, who holds it together, who is involved, before and after."""
    return render(request, "casework/participation.html", {"sheet": sheet(request.viewer, key)})


def _asks_again(_request: HttpRequest, name: str, **_named: Any) -> bool:
    """True of the forms that say so."""
    return FORMS[name].asks_again


@login_required
def timeline_page(request: Request, key: UUID) -> HttpResponse:
    """What has happened in the case and what is to come, in words; the latest first (G10)."""
    told = story(request.viewer, key)
    return render(request, "casework/timeline.html", {"story": told, "case": told.participation})


@login_required
@needs_fresh_log_in(when=_asks_again)
def act(request: Request, key: UUID, name: str) -> HttpResponse:
    """One of this app's forms about one participation."""
    kind = FORMS[name]
    if kind is ContactForm:
        kind = ContactForm.of(request.GET.get("enhet", ""))
    return acting(request, key, kind)


def case_of(request: Request, key: UUID) -> Participation:
    """The case, held from here on when something is sent: what is read next is as it stands then."""
    find = locked if request.method == "POST" else participation
    return find(request.viewer, key)


def acting(
    request: Request, key: UUID, kind: type[Acting], back: str = "participation", then: str = "",
    **told: Any,
) -> HttpResponse:  # fmt: skip
    """A form about one participation; what is refused comes back with everything that was typed.

    `back` names the page, about the same participation, that one comes back to, `then` an
    address to go to instead when it is done; the form is told the rest.
    Whoever came from a list goes back to it.
    """
    listed = came_from(request)
    case = case_of(request, key)
    _check(request, kind, case)
    form = kind(
        request.POST or None, request.FILES or None, viewer=request.viewer, case=case, **told
    )
    if request.method == "POST" and form.is_valid():
        done = form.attempt()
        if form.made:
            return _shown_once(request, form, done)
        if done:
            level = messages.INFO if form.a_no else messages.SUCCESS
            messages.add_message(request, level, _with_link(done, form.onward))
            there = then or reverse(back, args=[key])
            return redirect(listed or _after(request.viewer, key, there))
    tab = reverse(back, args=[key])
    context = {"form": form, "case": case, "back": listed or tab, "tab": tab}
    return render(request, "casework/act.html", context, status=422 if form.is_bound else 200)


def _with_link(done: str, onward: Instead | None) -> str:
    """What was done, with the way to what comes next where there is one."""
    if onward is None:
        return done
    return format_html('{} <a href="{}">{}</a>', done, onward.url, onward.label)


def _check(request: Request, kind: type[Acting], case: Participation) -> None:
    """May they? Whoever could when they opened the form is told what has happened since."""
    try:
        kind.check(request.viewer, case)
    except PermissionDenied as why:
        sent = request.method == "POST" and not kind.after_exit
        happened = sent and what_happened(request.viewer, case)
        moved = MovedOn(happened) if happened else why
        if isinstance(moved, MovedOn) and _still_seen(request.viewer, case.pk):
            moved.there = reverse("participation", args=[case.pk])
        raise moved from None


def _shown_once(request: Request, form: Acting, done: str) -> HttpResponse:
    """The page with a link that was made: its secret is kept nowhere, so it stands in no message."""
    address = request.build_absolute_uri(reverse("link"))
    made = [(one, as_qr(f"{address}#{one.code}")) for one in form.made]
    stands = reverse(form.shown_at, args=[form.case.pk])
    context = {
        "case": form.case, "made": made, "done": done, "address": address, "stands": stands,
    }  # fmt: skip
    return leading_to(render(request, "casework/link_made.html", context), stands)


def _after(viewer: Viewer, key: UUID, there: str) -> str:
    """The page about it; the list for those who closed it to themselves, by a withdrawal."""
    return there if _still_seen(viewer, key) else reverse("participants")


def _still_seen(viewer: Viewer, key: UUID) -> bool:
    return may_see(viewer, Participation.objects.filter(pk=key)).exists()


@login_required
def enrol_page(request: Request) -> HttpResponse:
    """Enrol somebody."""
    check_enrol_somewhere(request.viewer)
    form = EnrolForm(request.POST or None, viewer=request.viewer)
    return _entered(request, form, reverse("participants"))


@login_required
def enrol_unnamed_page(request: Request) -> HttpResponse:
    """Enrol somebody without identity, where the controller's routine says so."""
    check_enrol_unnamed(request.viewer)
    form = EnrolUnnamedForm(request.POST or None, viewer=request.viewer)
    return _entered(request, form, reverse("participants"))


@login_required
def return_page(request: Request, key: UUID) -> HttpResponse:
    """Enrol somebody who was there before (D12)."""
    case = participation(request.viewer, key)
    ReturnForm.check(request.viewer, case)
    form = ReturnForm(request.POST or None, viewer=request.viewer, case=case)
    return _entered(request, form, reverse("participation", args=[key]))


def _entered(request: Request, form: Entering, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done = form.attempt()
        if done:
            messages.success(request, done)
            return redirect("participation", form.enrolled)
    context = {"form": form, "case": form.case, "back": back, "tab": back}
    return render(request, "casework/act.html", context, status=422 if form.is_bound else 200)

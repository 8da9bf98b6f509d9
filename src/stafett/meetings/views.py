"""The pages of meetings and promises in a case, and the paper that the person takes home."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stafett.casework.models import Participation
from stafett.casework.queries.own_record import closed_case_of
from stafett.casework.views.papers import file
from stafett.casework.views.participation import acting
from stafett.frame.full_names import full_names
from stafett.frame.once import leading_to
from stafett.frame.onward import came_from
from stafett.meetings.actions import step
from stafett.meetings.forms.about import AboutRow
from stafett.meetings.forms.booking import BookForm
from stafett.meetings.forms.changing import ChangeForm, CorrectMeetingForm
from stafett.meetings.forms.holding import AddPromiseForm, CancelForm, HoldForm
from stafett.meetings.forms.promises import StepForm
from stafett.meetings.models import Meeting, Promise
from stafett.meetings.paper import own_copy
from stafett.meetings.planning import goal_to_plan
from stafett.meetings.queries.case import meeting, meetings_page, promise, seen_meeting
from stafett.meetings.queries.history import changes_of_meeting
from stafett.meetings.releasing import hand_over
from stafett.meetings.rules import Step
from stafett.meetings.summons import summons
from stafett.safeguards.access import may_see
from stafett.safeguards.request import Request
from stafett.safeguards.rules import Refused

FORMS: dict[str, type[AboutRow]] = {
    "note": HoldForm, "cancel": CancelForm, "promise": AddPromiseForm, "change": ChangeForm,
    "correct": CorrectMeetingForm,
}  # fmt: skip
"""The forms about one meeting, by the word in the API."""


@login_required
@require_GET
def meetings(request: Request, key: UUID) -> HttpResponse:
    """The tab: what is booked, what was agreed, who is to do what."""
    page = meetings_page(request.viewer, key)
    return render(request, "meetings/meetings.html", {"page": page, "case": page.participation})


@login_required
@require_GET
def meeting_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """One meeting; where the case is closed to the viewer and it is their authority's own, it stands there."""
    try:
        card = seen_meeting(request.viewer, key, which)
    except Http404:
        rows = Meeting.objects.filter(pk=which, participation=key)
        return redirect("own_record", closed_case_of(request.viewer, rows))
    changes = changes_of_meeting(request.viewer, card.meeting, card.known)
    context = {"card": card, "case": card.meeting.participation, "changes": changes}
    return render(request, "meetings/meeting.html", context)


@login_required
def book_page(request: Request, key: UUID) -> HttpResponse:
    """Call to a meeting; a link can name the day, what it is for, and a unit."""
    return acting(request, key, BookForm.filled_in(request.GET.dict()), back="meetings")


@login_required
def note_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """Note a meeting that was held; then to its own page, where what was agreed is handed out."""
    return _about(request, key, which, HoldForm)


@login_required
def change_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """Change a meeting that is booked."""
    return _about(request, key, which, ChangeForm)


@login_required
def correct_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """Correct what was noted of a meeting that was held."""
    return _about(request, key, which, CorrectMeetingForm)


def _about(request: Request, key: UUID, which: UUID, kind: type[AboutRow]) -> HttpResponse:
    """A form about one meeting; then to the meeting's own page."""
    form = kind.about(meeting(request.viewer, key, which))
    return acting(request, key, form, back="meetings", then=reverse("meeting", args=[key, which]))


@login_required
def cancel_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """Note that a meeting did not come about."""
    return acting(
        request, key, CancelForm.about(meeting(request.viewer, key, which)), back="meetings"
    )


@login_required
def add_promise_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """Add a promise to a meeting."""
    form = AddPromiseForm.about(meeting(request.viewer, key, which))
    return acting(request, key, form, back="meetings")


@login_required
def promise_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """What becomes of a promise. Whoever got it handed over has it without seeing the rest of the case."""
    row = promise(request.viewer, key, which)
    listed = came_from(request)
    case, tab = _case_of(request, row)
    back = listed or tab
    form = StepForm.about(row)(
        request.POST or None, request.FILES or None, viewer=request.viewer, case=row.participation
    )
    if request.method == "POST" and form.is_valid():
        said = form.attempt()
        if said:
            messages.success(request, said)
            return redirect(back)
    person = row.participation.person
    context = {"form": form, "case": case, "back": back, "tab": tab, "person": person}
    return render(request, "meetings/promise.html", context, status=422 if form.is_bound else 200)


def _case_of(request: Request, row: Any) -> tuple[Participation | None, str]:
    """The case, for those who may see it, and where one goes back to."""
    case: Participation = row.participation
    seen = may_see(request.viewer, Participation.objects.filter(pk=case.pk)).exists()
    return (case, reverse("meetings", args=[case.pk])) if seen else (None, "/")


@login_required
@require_POST
def promise_kept(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """One click: the promise was kept today."""
    row = promise(request.viewer, key, which)
    try:
        step(row, Step.KEEP, by=request.viewer)
        messages.success(request, _kept(request, row))
    except Refused as refused:
        return _refused(request, refused, redirect(_case_of(request, row)[1]))
    return redirect(came_from(request) or _case_of(request, row)[1])


def _kept(request: Request, row: Promise) -> str:
    """Whose promise it was and what, with the way to undo it: nine rows may say the same."""
    who, listed = row.participation.person, came_from(request)
    undo = reverse("promise_step", args=[row.participation_id, row.pk])
    named = (who.initials if _says_initials(request, listed) else "") or who.name
    what = row.what.rstrip(".")
    said = _("%(who)s: löftet är klart: %(what)s.") % {"who": named, "what": what}
    there = f"{undo}?next={quote(listed)}" if listed else undo
    return format_html('{} <a href="{}">{}</a>', said, there, _("Ångra"))


def _says_initials(request: Request, listed: str) -> bool:
    """True of Idag, which may stand open in a shared room, until one asks for names."""
    return urlsplit(listed).path == "/" and not full_names(request)


def _refused(request: Request, why: Refused, back: HttpResponse) -> HttpResponse:
    """Back with what stands in the way: nothing was done, and the log says nothing else."""
    messages.error(request, " ".join(why.faults.values()))
    return leading_to(back, "")


@login_required
@require_POST
def hand_over_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """One click: those who were there get what was agreed, as far as the consent lets them."""
    row = meeting(request.viewer, key, which)
    try:
        messages.success(request, hand_over(row, by=request.viewer))
    except Refused as refused:
        return _refused(request, refused, redirect("meeting", key, which))
    listed = came_from(request)
    return redirect(listed) if listed else redirect("meeting", key, which)


@login_required
@require_POST
def goal_to_plan_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """One click: the person's own goal stands in the plan."""
    row = meeting(request.viewer, key, which)
    try:
        goal_to_plan(row, by=request.viewer)
        messages.success(request, _("Målet står i planen, med personens egna ord."))
    except Refused as refused:
        return _refused(request, refused, redirect("meeting", key, which))
    return redirect("plan", key)


@login_required
@require_GET
def summons_paper(request: Request, key: UUID, which: UUID, form: str) -> HttpResponse:
    """A summons to the person, for whoever called the meeting to print and send."""
    row = meeting(request.viewer, key, which)
    return file(summons(row, request.viewer), "kallelse", form)


@login_required
@require_GET
def paper(request: Request, key: UUID, which: UUID, form: str) -> HttpResponse:
    """The person's own copy, for whoever noted the meeting to print."""
    row = meeting(request.viewer, key, which)
    return file(own_copy(row, request.viewer), "mote", form)

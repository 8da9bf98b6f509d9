"""The pages of the way in: refer somebody, the queue, each referral from both sides, and its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stafett.casework.access import branches_to_work_in, never_a_person
from stafett.casework.models import Participation
from stafett.casework.queries.between import limits_said
from stafett.frame import formats
from stafett.frame.paging import beside, page_number
from stafett.initiatives.access import Asked
from stafett.parties.form_page import form_page, posted
from stafett.referrals import held_meetings, queries, sought
from stafett.referrals.access import (
    can_sent,
    check_refer_somewhere,
    check_sent,
    check_takes_in,
    has_queue,
    refers_to_any,
    takes_in,
)
from stafett.referrals.between_rules import DAYS_WITHOUT_ANSWER, WAITS
from stafett.referrals.forms import ASKS_WHO, FORMS, SENT_FORMS
from stafett.referrals.forms_referring import ReferForm
from stafett.referrals.forms_sought_again import SOUGHT_FORMS
from stafett.referrals.models import QueueContact, Referral
from stafett.referrals.names import names_before
from stafett.referrals.rules import STATE_WORDS, State
from stafett.referrals.sought import contact_of
from stafett.referrals.undone import undone, undone_of_sent
from stafett.safeguards.access import check_may, may_see
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

Crumbs = list[tuple[str, str]]
ENDED_BY_DECISION = frozenset(FORMS) - {"contact", "sought", "take_up", "name"}
"""The steps that a decision ends; how somebody is reached, and a try to, is noted afterwards too."""


def _page_of(request: Asked, rows: Any) -> tuple[list[Any], dict[str, Any]]:
    """The rows of the page that is asked for, and what the pager needs."""
    number = rows.count()
    pages = max(1, -(-number // queries.PAGE))
    page = min(page_number(request.GET), pages)
    found = list(rows[(page - 1) * queries.PAGE : page * queries.PAGE])
    return found, {"number": number, **beside(request.GET, page, pages)}


@login_required
@require_GET
def referrals_page(request: Asked) -> HttpResponse:
    """The menu's door: to the queue where the viewer takes in, else to what their units have sent."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    return redirect("queue" if has_queue(request.viewer) else "sent_referrals")


@login_required
@require_GET
def queue_page(request: Asked) -> HttpResponse:
    """Those who wait for a decision in the branches that the viewer takes in to, the longest first.

    With `?avgjorda` those decided on, with `?moten` the meetings that went through the queue.
    """
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    if "moten" in request.GET:
        return _meetings_page(request)
    done = "avgjorda" in request.GET
    found = queries.decided if done else queries.queue
    rows, pager = _page_of(request, found(request.viewer))
    context = {
        "rows": queries.waiting(request.viewer, rows), "done": done,
        "branches": list(branches_to_work_in(request.viewer)),
        "may_refer": may_refer(request.viewer), **pager,
    }  # fmt: skip
    return render(request, "referrals/queue.html", context)


def _meetings_page(request: Asked) -> HttpResponse:
    """The meetings over the queue, the latest first, with what each decided; and where to note one."""
    rows, pager = _page_of(request, held_meetings.meetings(request.viewer))
    context = {
        "rows": held_meetings.with_decisions(request.viewer, rows),
        "branches": list(branches_to_work_in(request.viewer)), **pager,
    }  # fmt: skip
    return render(request, "referrals/meetings.html", context)


@login_required
@require_GET
def sent_page(request: Asked) -> HttpResponse:
    """What the viewer's units have sent, where each stands, and for how long it has waited."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    rows, pager = _page_of(request, queries.sent(request.viewer))
    context = {
        "rows": queries.told(request.viewer, rows), "may_refer": may_refer(request.viewer),
        "takes_in": has_queue(request.viewer), **pager,
    }  # fmt: skip
    return render(request, "referrals/sent.html", context)


def may_refer(viewer: Viewer) -> bool:
    """True when the viewer can refer to some branch."""
    works = viewer.may(Permission.WORK_WITH_PEOPLE)
    return works and refers_to_any(viewer)


@login_required
def refer_page(request: Asked) -> HttpResponse:
    """Refer somebody, with their yes to it."""
    check_refer_somewhere(request.viewer)
    if not may_refer(request.viewer):
        raise PermissionDenied(
            _("Din enhet kan inte aktualisera till någon insats än. Vänd dig till insatsens projektledare.")
        )  # fmt: skip
    form = ReferForm(posted(request), instance=Referral(), viewer=request.viewer)
    return form_page(
        request, form, crumbs=[_sent_crumb()], heading=_("Ny aktualisering"),
        saved=_(
            "Aktualiseringen är skickad. Din enhet håller ihop personens väntan tills det finns ett beslut, "
            "eller tills intaget tar över."
        ),
        to=lambda made: reverse("sent_referral", args=[made.pk]),
        lead=_(
            "Mottagaren får det du skriver här och inget annat. Kvittot är detsamma vare sig de känner "
            "personen eller inte. Har personen skyddade personuppgifter: skriv inget, ring den som tar emot."
        ),
    )  # fmt: skip


def _sent_crumb() -> tuple[str, str]:
    return _("Skickade aktualiseringar"), reverse("sent_referrals")


@login_required
@require_GET
def referral_page(request: Asked, key: UUID) -> HttpResponse:
    """One referral, as those who take in see it."""
    sheet = queries.sheet(request.viewer, key)
    one = sheet.waiting.one
    held = held_meetings.of_one(request.viewer, one)
    context = {
        "sheet": sheet, "one": one, "meetings": held,
        "contacts": sought.lines(request.viewer, one),
        "may_seek": sheet.takes_in and one.state != State.ACCEPTED, "undone": undone(one),
        "before": names_before(one) if sheet.takes_in else [],
    }  # fmt: skip
    return render(request, "referrals/referral.html", context)


@login_required
@require_GET
def sent_referral_page(request: Asked, key: UUID) -> HttpResponse:
    """One that the viewer's unit has sent, with what it has been told."""
    one = queries.sent_one(request.viewer, key)
    sent = queries.told(request.viewer, [one])[0]
    works = can_sent(request.viewer, one)
    if not works:
        sent.steps.clear()
    said = limits_said().get(one.branch.initiative_id, {})
    context = {
        "sent": sent, "one": one, "limit": said.get(WAITS, DAYS_WITHOUT_ANSWER),
        "ours": takes_in(request.viewer).filter(pk=one.referral_id).exists(), "works": works,
        "may_seek": works and one.state != State.ACCEPTED,
        "contacts": sought.lines(request.viewer, one), "undone": undone_of_sent(one),
    }  # fmt: skip
    return render(request, "referrals/sent_one.html", context)


def _who_asks(request: Asked, name: str) -> dict[str, Viewer]:
    """What the form of a step needs besides the row."""
    return {"viewer": request.viewer} if name in ASKS_WHO else {}


@login_required
def referral_step(request: Asked, key: UUID, name: str) -> HttpResponse:
    """A step that those who take in take with one referral."""
    one = queries.referral(request.viewer, key)
    check_takes_in(request.viewer, one)
    kind: Any = FORMS[name]
    extra = _who_asks(request, name)
    here = reverse("referral", args=[key])
    who = one.circle.person.name
    crumbs = [(_("Kö"), reverse("queue")), (who, here)]
    form = kind(posted(request), instance=one, **extra)
    over = one.decided_on and name in ENDED_BY_DECISION
    return form_page(
        request, form, crumbs=crumbs, heading=str(form.heading), saved=_named(form.saved, who), whose=who,
        lead=_decided(request.viewer, one) if over else str(form.lead),
        to=lambda made: _case_of(request.viewer, made, here) if name == "accept" else here,
    )  # fmt: skip


def _named(saved: Any, who: str) -> str:
    """What was done, with whom it was about: whoever clicks twice, or has several open, sees which it was."""
    return str(saved) % {"who": who}


def _decided(viewer: Viewer, one: Referral) -> str:
    """Who has decided what, and when, for whoever has a step open in another tab; and the way to the case."""
    assert one.decided_on
    said = _("Beslutet är redan fattat: %(what)s, %(day)s, av %(who)s.") % {
        "who": one.decided_by, "what": STATE_WORDS[State(one.state)],
        "day": formats.plain_day(one.decided_on),
    }  # fmt: skip
    case = may_see(viewer, Participation.objects.filter(circle=one.circle_id))
    if key := case.values_list("pk", flat=True).first():
        there = reverse("participation", args=[key])
        return format_html('{} <a href="{}">{}</a>', said, there, _("Öppna ärendet"))
    return said


def _case_of(viewer: Viewer, key: UUID, else_to: str) -> str:
    """The page of the case that somebody was taken into, for a viewer who may see it."""
    mine = may_see(viewer, Participation.objects.filter(pk=key))
    return reverse("participation", args=[key]) if mine.exists() else else_to


@login_required
def sought_page(request: Asked, key: UUID, which: UUID, name: str) -> HttpResponse:
    """A contact of those who take in, corrected or taken back."""
    one = queries.referral(request.viewer, key)
    check_takes_in(request.viewer, one)
    crumbs = [
        (_("Kö"), reverse("queue")),
        (one.circle.person.name, reverse("referral", args=[key])),
    ]
    return _sought_form(request, contact_of(request.viewer, key, which), name, crumbs)


@login_required
def sent_sought_page(request: Asked, key: UUID, which: UUID, name: str) -> HttpResponse:
    """The same of the unit that sent it."""
    one = queries.sent_one(request.viewer, key)
    check_sent(request.viewer, one)
    crumbs = [_sent_crumb(), (one.called, reverse("sent_referral", args=[key]))]
    return _sought_form(request, contact_of(request.viewer, one.referral_id, which), name, crumbs)


def _sought_form(request: Asked, one: QueueContact, name: str, crumbs: Crumbs) -> HttpResponse:
    who, here = crumbs[-1]
    if one.retracted_on and request.method == "GET":
        return redirect(here)  # there stands that it was taken back, and nothing of what it was
    form: Any = SOUGHT_FORMS[name](posted(request), instance=one)
    return form_page(
        request, form, crumbs=crumbs, heading=str(form.heading), saved=_named(form.saved, who),
        lead=str(form.lead), to=lambda _made: here, whose=who,
    )  # fmt: skip


@login_required
def sent_step(request: Asked, key: UUID, name: str) -> HttpResponse:
    """A step that the referrer takes with what they sent."""
    one = queries.sent_one(request.viewer, key)
    check_sent(request.viewer, one)
    kind: Any = SENT_FORMS[name]
    here = reverse("sent_referral", args=[key])
    form = kind(posted(request), instance=one, **_who_asks(request, name))
    return form_page(
        request, form, crumbs=[_sent_crumb(), (one.called, here)],
        heading=str(form.heading), saved=_named(form.saved, one.called), lead=str(form.lead),
        to=lambda _made: here, whose=one.called,
    )  # fmt: skip

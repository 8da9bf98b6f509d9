"""The pages on which a controller follows its log up: what has been done, a sample to judge, thresholds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stafett.frame.stepup import needs_fresh_log_in
from stafett.safeguards.access import check_may
from stafett.safeguards.actions.follow_up import draw, judge, set_rules, sign
from stafett.safeguards.forms.log import DrawForm, JudgeForm, RulesForm, SignForm
from stafett.safeguards.models import FollowUp, Verdict
from stafett.safeguards.queries.follow_up import (
    MOST_READINGS,
    Item,
    TooMany,
    controller_for,
    follow_up,
    followed,
    items,
    reasons_in,
    to_judge,
)
from stafett.safeguards.queries.log import rules_of
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission
from stafett.safeguards.rules import Refused


def too_many_words() -> str:
    """Why no sample was drawn, and what to do."""
    return _("Perioden har fler än %(most)s läsningar. Välj en kortare.") % {"most": MOST_READINGS}


def drawn(form: DrawForm, request: Request) -> FollowUp | None:
    """The sample that was drawn; None when it could not be, and the form says why."""
    told = form.cleaned_data
    try:
        return draw(told["controller"], told["first"], told["last"], by=request.viewer)
    except TooMany:
        form.add_error("first", too_many_words())
    except Refused as refusal:
        form.add_error("first", str(refusal))
    return None


@login_required
def follow_ups_page(request: Request) -> HttpResponse:
    """What each of one's controllers has followed up, and the form to draw a new sample."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    mine = followed(request.viewer)
    form = DrawForm(
        request.POST or None,
        controllers=[one.controller for one in mine],
        today=request.viewer.day,
    )
    if request.method == "POST" and form.is_valid():
        made = drawn(form, request)
        if made:
            messages.success(request, _("Urvalet är draget. Gå igenom det i den takt du hinner."))
            return redirect("log_follow_up", made.pk)
    context = {"form": form, "followed": mine}
    return render(
        request, "safeguards/follow_ups.html", context, status=422 if form.is_bound else 200
    )


def _signs(request: HttpRequest, **_named: Any) -> bool:
    """Judging asks nobody who they are again; signing does."""
    return "conclusion" in request.POST


@login_required
@needs_fresh_log_in(when=_signs)
def follow_up_page(request: Request, key: UUID) -> HttpResponse:
    """A sample: each reading with why it was drawn, to be judged; then signed."""
    one = follow_up(request.viewer, key)
    signing = _signs(request)
    sent = request.POST or None
    shown = to_judge(request.viewer, one) if sent else items(request.viewer, one)
    form = JudgeForm(None if signing else sent, items=shown)
    sign_form = SignForm(sent if signing else None)
    used: JudgeForm | SignForm = sign_form if signing else form
    if sent and used.is_valid():
        try:
            said = _done(request, one, form, sign_form, signing=signing)
        except Refused as refusal:
            used.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("log_follow_up", key)
    shown = items(request.viewer, one) if sent else shown
    context = {
        "one": one, "form": form, "sign_form": sign_form, "used": used, "reasons": reasons_in(one),
        **_counts(shown),
    }  # fmt: skip
    return render(request, "safeguards/follow_up.html", context, status=422 if sent else 200)


def _counts(shown: list[Item]) -> dict[str, int]:
    """Of a sample: how many have something to ask about, no verdict, no answer; if it can be signed."""
    rows = [item.reviewed for item in shown]
    left, waiting = (sum(row.verdict == each for row in rows) for each in ("", Verdict.ASKED))
    pointed_out = sum(bool(row.reasons) for row in rows)
    return {
        "pointed_out": pointed_out, "left": left, "waiting": waiting, "ready": not left + waiting
    }  # fmt: skip


def _done(
    request: Request, one: FollowUp, form: JudgeForm, sign_form: SignForm, *, signing: bool
) -> str:
    if signing:
        sign(one, sign_form.cleaned_data["conclusion"], by=request.viewer)
        return _("Uppföljningen är underskriven.")
    number = judge(one, form.verdicts, by=request.viewer)
    return _("Bedömningar sparade: %(number)s.") % {"number": number}


@login_required
def rules_page(request: Request, key: int) -> HttpResponse:
    """A controller's thresholds, and how long its log is kept."""
    controller = controller_for(request.viewer, key)
    form = RulesForm(request.POST or None, instance=rules_of(controller.pk))
    if request.method == "POST" and form.is_valid():
        set_rules(controller, form.cleaned_data, by=request.viewer)
        messages.success(request, _("Gränserna är ändrade. De gäller urval som dras från nu."))
        return redirect("log_follow_ups")
    context = {"form": form, "controller": controller}
    return render(request, "safeguards/rules.html", context, status=422 if form.is_bound else 200)

"""Possible doubles: looking at them, linking two records, undoing a link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stafett.accounts.models import User
from stafett.casework.access import never_a_person
from stafett.casework.forms.linking import ChooseInitiative, LinkForm, UnlinkForm
from stafett.casework.queries.duplicates import duplicates, workable_link, workable_pair
from stafett.casework.queries.running_twice import running_of_both
from stafett.people.actions import link, unlink
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission


def _me(request: Request) -> User:
    """Who is logged in; these pages are for nobody else."""
    assert isinstance(request.user, User)
    return request.user


@login_required
def duplicates_page(request: Request) -> HttpResponse:
    """Records that could be the same human, with why; and those that people have linked."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    choose = ChooseInitiative(request.GET, viewer=request.viewer)
    pairs = duplicates(request.viewer, choose.initiative)
    context = {"choose": choose, "pairs": pairs, "may_link": request.viewer.may("work_with_people")}
    return render(request, "casework/duplicates.html", context)


@login_required
def link_page(request: Request) -> HttpResponse:
    """Link two records, with a reason."""
    asked = LinkForm.asked(request.POST or request.GET)
    pair = workable_pair(request.viewer, *asked) if asked else None
    if pair is None:
        raise Http404
    running = running_of_both(request.viewer, pair)
    form = LinkForm(request.POST or None, initial=request.GET.dict(), running=running)
    if request.method == "POST" and form.is_valid():
        link(*pair, by=_me(request), because=form.cleaned_data["because"])
        messages.success(request, form.done())
        return redirect("duplicates")
    context = {"form": form, "pair": pair, "running": running}
    return render(request, "casework/link.html", context, status=422 if form.is_bound else 200)


@login_required
def unlink_page(request: Request, key: int) -> HttpResponse:
    """Undo a link, with a reason."""
    made = workable_link(request.viewer, key)
    if made is None:
        raise Http404
    form = UnlinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unlink(made, by=_me(request), because=form.cleaned_data["because"])
        messages.success(request, _("Länken är borttagen. Den finns kvar i historiken."))
        return redirect("duplicates")
    pair = workable_pair(request.viewer, made.first_id, made.second_id)
    context = {"form": form, "pair": pair, "undo": True, "running": ()}
    return render(request, "casework/link.html", context, status=422 if form.is_bound else 200)

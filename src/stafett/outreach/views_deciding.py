"""The pages of those who decide about the list: which unit holds it, for how long, and the words."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stafett.initiatives.access import Asked
from stafett.outreach import queries
from stafett.outreach.access import authorities, check_decides_somewhere
from stafett.outreach.forms_deciding import EndWordForm, SetUpForm, WordForm
from stafett.outreach.models import OutreachList, OutreachWord
from stafett.outreach.rules import USUAL_WEEKS
from stafett.parties.form_page import form_page, posted
from stafett.parties.models import Authority


@login_required
@require_GET
def decided_page(request: Asked) -> HttpResponse:
    """For each authority that the viewer speaks for: which unit holds the list, and what can be chosen."""
    check_decides_somewhere(request.viewer)
    mine = authorities(request.viewer)
    made = OutreachList.objects.filter(pk__in=mine.values("pk")).select_related("unit", "authority")
    found = list(made.order_by("authority__name", "pk"))
    there = {one.pk for one in found}
    context = {
        "lists": [(one, queries.all_words(one, request.viewer.day)) for one in found],
        "without": [one for one in mine if one.pk not in there],
    }  # fmt: skip
    return render(request, "outreach/decided.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Uppsökande"), reverse("outreach")), (_("Vem som håller listan"), reverse("outreach_decided")),
    ]  # fmt: skip


def _authority(request: Asked, key: int) -> Authority:
    check_decides_somewhere(request.viewer)
    found = authorities(request.viewer).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan myndighet bland dem som du beslutar för."))
    return found


@login_required
def set_up_page(request: Asked, authority: int) -> HttpResponse:
    """Say which unit holds the list, and for how long somebody may go unreached."""
    whose = _authority(request, authority)
    one = OutreachList.objects.filter(pk=whose.pk).first() or OutreachList(weeks=USUAL_WEEKS)
    form = SetUpForm(posted(request), instance=one, authority=whose, viewer=request.viewer)
    return form_page(
        request, form, crumbs=_crumbs(), heading=_("Listan för %(authority)s") % {"authority": whose},
        saved=_("Sparat."),
        lead=_(
            "Kommunens ansvar för unga under 20 som inte går i gymnasiet (skollagen 29 kap. 9 §). Byter listan "
            "enhet följer alla på den med, och den förra enheten ser dem inte längre."
        ),
    )  # fmt: skip


def _list(request: Asked, authority: int) -> OutreachList:
    whose = _authority(request, authority)
    return get_object_or_404(OutreachList.objects.select_related("authority"), pk=whose.pk)


@login_required
def word_new(request: Asked, authority: int) -> HttpResponse:
    """Add a word to choose."""
    outreach = _list(request, authority)
    form = WordForm(posted(request), instance=OutreachWord(), outreach=outreach)
    return form_page(
        request, form, crumbs=_crumbs(), heading=_("Nytt ord"), saved=_("Ordet kan väljas.")
    )


@login_required
def word_end(request: Asked, authority: int, key: int) -> HttpResponse:
    """Let a word be chosen no more."""
    outreach = _list(request, authority)
    one = get_object_or_404(OutreachWord, pk=key, outreach=outreach, until_day=None)
    return form_page(
        request, EndWordForm(posted(request), instance=one), crumbs=_crumbs(),
        heading=_("Ta bort ordet %(word)s") % {"word": one}, saved=_("Ordet kan inte väljas längre."),
        lead=_("Där ordet redan står står det kvar."),
    )  # fmt: skip


__all__ = ["decided_page", "set_up_page", "word_end", "word_new"]

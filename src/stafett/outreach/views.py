"""The pages of the list for the unit that holds it: the list, one person, a file that comes in, the figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stafett.frame.paging import beside, page_number
from stafett.initiatives.access import Asked
from stafett.outreach import queries
from stafett.outreach.access import check_reads_in, check_sees, check_works, lists
from stafett.outreach.forms import FORMS, LeadOnForm
from stafett.outreach.forms_correcting import TRY_FORMS
from stafett.outreach.forms_deciding import FileForm, PeriodForm
from stafett.outreach.models import Entry, OutreachList
from stafett.outreach.reading import COLUMNS, NEEDED, ReadFile, read_list, template
from stafett.outreach.rules import half_year_of
from stafett.outreach.taking_in import Taken, take_in
from stafett.parties.form_page import form_page, posted
from stafett.referrals.models import Referral
from stafett.referrals.views import may_refer
from stafett.safeguards.roles import Permission


def _crumb() -> tuple[str, str]:
    return _("Uppsökande"), reverse("outreach")


@login_required
@require_GET
def list_page(request: Asked) -> HttpResponse:
    """Those on the lists that the viewer's units hold; or those who have left them."""
    viewer = request.viewer
    check_sees(viewer)
    gone = "lamnat" in request.GET
    rows = queries.have_left(viewer) if gone else queries.on_list(viewer)
    number = rows.count()
    pages = max(1, -(-number // queries.PAGE))
    page = min(page_number(request.GET), pages)
    found = list(rows[(page - 1) * queries.PAGE : page * queries.PAGE])
    context = {
        "rows": queries.told(viewer, found), "gone": gone, "number": number,
        "lists": list(lists(viewer)), "decides": viewer.may(Permission.ANSWER_FOR_RECORDS),
        "works": {one.pk for one in lists(viewer, Permission.WORK_WITH_PEOPLE)},
        **beside(request.GET, page, pages),
    }  # fmt: skip
    return render(request, "outreach/list.html", context)


@login_required
@require_GET
def entry_page(request: Asked, key: UUID) -> HttpResponse:
    """One person on the list, with every try and what the referrals led to."""
    sheet = queries.sheet(request.viewer, key)
    context = {
        "sheet": sheet, "one": sheet.row.one,
        "may_refer": sheet.works and may_refer(request.viewer),
    }  # fmt: skip
    return render(request, "outreach/entry.html", context)


def _to_work_with(request: Asked, key: UUID) -> Entry:
    """One that the viewer works with; Http404 for one that they may not know of."""
    one = queries.entry(request.viewer, key)
    check_works(request.viewer, one)
    return one


@login_required
def step_page(request: Asked, key: UUID, name: str) -> HttpResponse:
    """A try, a correction, leaving the list or coming back to it."""
    one = _to_work_with(request, key)
    form = FORMS[name](posted(request), instance=one, viewer=request.viewer)
    return _form_about(request, one, form)


@login_required
def try_page(request: Asked, key: UUID, which: UUID, name: str) -> HttpResponse:
    """A try that is corrected, or taken back as noted by mistake."""
    one = _to_work_with(request, key)
    found = queries.try_of(request.viewer, one, which)
    if found.retracted_on and request.method == "GET":
        return redirect(
            "entry", one.pk
        )  # there stands that it was taken back, and nothing of what it was
    form = TRY_FORMS[name](posted(request), instance=found, viewer=request.viewer)
    return _form_about(request, one, form)


def _form_about(request: Asked, one: Entry, form: Any) -> HttpResponse:
    here = reverse("entry", args=[one.pk])
    return form_page(
        request, form, crumbs=[_crumb(), (one.person.name, here)], heading=str(form.heading),
        saved=str(form.saved), lead=str(form.lead), to=lambda _made: here, whose=one.person.name,
    )  # fmt: skip


@login_required
def refer_page(request: Asked, key: UUID) -> HttpResponse:
    """Refer somebody on the list to an initiative, with their yes to it."""
    one = _to_work_with(request, key)
    here = reverse("entry", args=[key])
    form = LeadOnForm(posted(request), instance=Referral(), viewer=request.viewer, entry=one)
    return form_page(
        request, form, crumbs=[_crumb(), (one.person.name, here)], heading=_("Hänvisa till insats"),
        saved=_("Aktualiseringen är skickad. Personen står kvar på listan."),
        to=lambda _made: here,
        lead=_(
            "Mottagaren får det du skriver här och inget annat: varken försöken eller vad personen gör nu. "
            "Personen ska ha sagt ja till just det här."
        ),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def import_page(request: Asked) -> HttpResponse:
    """Read a file in: all of it, or nothing and every fault."""
    check_reads_in(request.viewer)
    mine = lists(request.viewer, Permission.WORK_WITH_PEOPLE)
    form = FileForm(mine, posted(request), request.FILES or None)
    if getattr(request, "too_large", False):
        form.errors.pop("file", None)
        form.add_error("file", _("Filen är större än 2 MB och har inte lästs. Dela den."))
        return _import_again(request, form, None, 413)
    if request.method == "POST" and form.is_valid():
        return _receive(request, form)
    return _import_again(request, form, None, 422 if request.method == "POST" else 200)


def _receive(request: Asked, form: FileForm) -> HttpResponse:
    found = read_list(form.cleaned_data["file"], request.viewer.day)
    if found.faults:
        return _import_again(request, form, found, 422)
    done = take_in(form.cleaned_data["outreach"], found.rows, by=request.viewer)
    messages.success(request, _words_of(done))
    if found.unread:
        words = _("Kolumner som inte lästes: %(names)s.") % {"names": ", ".join(found.unread)}
        messages.info(request, words)
    return redirect("outreach")


def _words_of(done: Taken) -> str:
    return _("Filen är inläst. Nya på listan: %(new)s. Ändrade: %(changed)s. Som förut: %(same)s.") % {
        "new": done.new, "changed": done.changed, "same": done.same,
    }  # fmt: skip


def _import_again(
    request: Asked, form: FileForm, found: ReadFile | None, status: int
) -> HttpResponse:
    columns = [(names[0].capitalize(), key in NEEDED) for key, names in COLUMNS.items()]
    context = {"form": form, "found": found, "columns": columns}
    return render(request, "outreach/import.html", context, status=status)


@login_required
@require_GET
def template_file(request: Asked) -> HttpResponse:
    """The headers to fill in, as a file."""
    check_reads_in(request.viewer)
    answer = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="uppsokande-mall.csv"'
    return answer


@login_required
@require_GET
def figures_page(request: Asked, authority: int) -> HttpResponse:
    """A list's figures in a period, for the unit that holds it."""
    check_sees(request.viewer)
    outreach = _mine(request, authority)
    usual = half_year_of(request.viewer.day)
    form = PeriodForm(request.GET if "fran" in request.GET else None, period=usual)
    asked = form.is_bound and form.is_valid()
    first, last = (form.cleaned_data["fran"], form.cleaned_data["till"]) if asked else usual
    shown = None
    if asked or not form.is_bound:
        shown = queries.counted(request.viewer, outreach, first, last)
    context = {"outreach": outreach, "form": form, "shown": shown, "first": first, "last": last}
    return render(
        request, "outreach/figures.html", context, status=200 if shown is not None else 422
    )


def _mine(request: Asked, authority: int) -> OutreachList:
    found = lists(request.viewer).filter(pk=authority).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan lista bland dem som din enhet håller."))
    return found


__all__ = [
    "entry_page",
    "figures_page",
    "import_page",
    "list_page",
    "refer_page",
    "step_page",
    "template_file",
]  # fmt: skip

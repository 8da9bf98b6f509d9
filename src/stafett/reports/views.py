"""The pages of reports: the list, one report, a chapter to write, and the files."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stafett.reports import actions, queries
from stafett.reports.access import (
    can_fill,
    can_write,
    check_may_fill,
    check_may_write,
    only_the_leader_fills,
)
from stafett.reports.chapters import PLANS, ChapterPlan
from stafett.reports.document import document
from stafett.reports.forms import ChapterForm, StartForm
from stafett.reports.models import Chapter, Report
from stafett.reports.rendering.page import page, prose
from stafett.reports.rendering.pdf import pdf
from stafett.reports.rendering.word import word
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"docx": (word, DOCX), "pdf": (pdf, "application/pdf")}


@login_required
@require_GET
def reports(request: Request) -> HttpResponse:
    """The reports that the viewer reads."""
    viewer = request.viewer
    check_may(viewer, Permission.SEE_REPORTS)
    starts = bool(queries.startable(viewer))
    return render(
        request, "reports/reports.html", {"reports": queries.reports(viewer), "starts": starts}
    )


@login_required
def start_report(request: Request) -> HttpResponse:
    """The form that starts a report."""
    viewer = request.viewer
    check_may(viewer, Permission.WRITE_REPORTS)
    if not queries.startable(viewer):
        raise PermissionDenied(only_the_leader_fills())
    form = StartForm(viewer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _started(request, form)
        if made:
            return redirect("report", number=made.pk)
    return render(request, "reports/start.html", {"form": form}, status=422 if form.errors else 200)


def _started(request: Request, form: StartForm) -> Report | None:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            return actions.start(
                form.chosen, data["report_kind"], data["title"],
                period=(data["period_start"], data["period_end"]), by=request.viewer,
            )  # fmt: skip
    except IntegrityError:
        form.add_error(
            None,
            _(
                "Det finns redan en sådan rapport för perioden. Öppna den, eller välj en annan period."
            ),
        )
        return None


@login_required
@require_GET
def report(request: Request, number: int) -> HttpResponse:
    """One report, as its readers see it; with ways in to each chapter for those who write."""
    viewer = request.viewer
    found = queries.report(viewer, number)
    writes = can_write(viewer, found.initiative)
    chapters = {c.key: c for c in found.chapters.select_related("written_by").order_by("pk")}
    rows = [(plan, chapters[plan.key]) for plan in PLANS[found.report_kind] if plan.key in chapters]
    context = {
        "report": found,
        "writes": writes,
        "fills": can_fill(viewer, found.initiative),
        "rows": rows,
        "body": page(document(viewer, found)),
    }
    return render(request, "reports/report.html", context)


@login_required
@require_POST
def fill_report(request: Request, number: int) -> HttpResponse:
    """Fill the tables afresh."""
    viewer = request.viewer
    found = queries.report(viewer, number)
    check_may_fill(viewer, found.initiative)
    actions.fill(found, by=viewer)
    messages.success(request, _("Tabellerna är hämtade på nytt. Texten är orörd."))
    return redirect("report", number=found.pk)


@login_required
def chapter(request: Request, number: int, key: str) -> HttpResponse:
    """A chapter to write: with both versions shown when somebody else has written meanwhile."""
    viewer = request.viewer
    found = queries.report(viewer, number)
    check_may_write(viewer, found.initiative)
    one = queries.chapter(viewer, found, key)
    form = ChapterForm(request.POST or None, initial={"text": one.text, "version": one.version})
    if request.method == "POST" and form.is_valid():
        return _saved(request, found, one, form)
    return _chapter_page(request, found, one, form, status=422 if form.errors else 200)


def _saved(request: Request, found: Report, one: Chapter, form: ChapterForm) -> HttpResponse:
    auto = request.headers.get("HX-Request") == "true"
    viewer = request.viewer
    try:
        saved = actions.write(
            one, form.cleaned_data["text"], version=form.cleaned_data["version"], by=viewer
        )
    except actions.AnotherHasWritten as trouble:
        return _both(request, found, trouble.chapter, form, auto)
    if auto:
        return render(
            request, "reports/saved.html", {"chapter": saved, "preview": prose(saved.text)}
        )
    messages.success(request, _("Kapitlet är sparat."))
    return redirect("report", number=found.pk)


def _both(
    request: Request, found: Report, current: Chapter, form: ChapterForm, auto: bool
) -> HttpResponse:
    """Show what now stands there beside what was typed; nothing is lost and nothing is overwritten."""
    if auto:
        return render(request, "reports/stale.html", {"chapter": current})
    typed = ChapterForm(initial={"text": form.cleaned_data["text"], "version": current.version})
    return _chapter_page(request, found, current, typed, theirs=current, status=409)


def _chapter_page(
    request: Request, found: Report, one: Chapter, form: ChapterForm, *,
    theirs: Chapter | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    plan = _plan(found, one.key)
    text = form["text"].value() or ""
    context = {"report": found, "chapter": one, "plan": plan, "form": form, "theirs": theirs,
               "preview": prose(text)}  # fmt: skip
    return render(request, "reports/chapter.html", context, status=status)


def _plan(found: Report, key: str) -> ChapterPlan:
    plan = next((plan for plan in PLANS[found.report_kind] if plan.key == key), None)
    return plan or ChapterPlan(key, key)


@login_required
@require_GET
def report_file(request: Request, number: int, form: str) -> HttpResponse:
    """The report as Word or PDF."""
    viewer = request.viewer
    found = queries.report(viewer, number)
    if form not in FILES:
        raise Http404(_("Rapporten finns som docx och pdf."))
    draw, kind = FILES[form]
    name = f"{found.initiative.code}-{found.report_kind}-{found.period_end}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(draw(document(viewer, found)), content_type=kind, headers=headers)

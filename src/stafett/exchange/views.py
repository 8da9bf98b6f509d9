"""The pages on which a register comes in: choose, map, check, take."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stafett.exchange import actions, queries
from stafett.exchange.access import check_may_import
from stafett.exchange.forms import MEGABYTES, MappingForm, UploadForm, starting_columns
from stafett.exchange.lists import lists_for
from stafett.exchange.models import ImportStatus, RegisterImport
from stafett.exchange.outline import outline_of
from stafett.exchange.queries import Work
from stafett.exchange.register import Unreadable, guide, template_csv, template_xlsx
from stafett.initiatives.queries import initiative as find_initiative
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_WORK = (Work.IN_TURN, Work.NO_WORKER, Work.RUNNING)


@login_required
@require_http_methods(["GET", "POST"])
def register_imports(request: Request) -> HttpResponse:
    """The imports so far, and the form for a new file."""
    check_may(request.viewer, Permission.IMPORT_REGISTER)
    form = UploadForm(
        request.viewer, request.POST or None, request.FILES or None,
        initial={"where": request.GET.get("where", "")},
    )  # fmt: skip
    if getattr(request, "too_large", False):
        form.errors.pop("file", None)
        form.add_error("file", too_large_words())
        return _imports_page(request, form, 413)
    if request.method == "POST" and form.is_valid():
        return _receive(request, form)
    return _imports_page(request, form, 422 if request.method == "POST" else 200)


def too_large_words() -> str:
    """Why a file was not read, and what to do."""
    return _(
        "Filen är större än %(megabytes)s MB och har inte lästs. Dela den, eller be den som sköter "
        "servern att läsa in den med kommandot stafett import register."
    ) % {"megabytes": MEGABYTES}


def _imports_page(request: Request, form: UploadForm, status: int) -> HttpResponse:
    listed = queries.imports(request.viewer).defer("content", "outline", "result")
    context = {"form": form, "imports": listed[: queries.MOST_SHOWN]}
    return render(request, "exchange/imports.html", context, status=status)


def _receive(request: Request, form: UploadForm) -> HttpResponse:
    """Keep the file if it can be read at all; else say why beside the form."""
    initiative, branch = form.place
    check_may_import(request.viewer, initiative, branch)
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        outline = outline_of(content)
    except Unreadable as trouble:
        form.add_error("file", trouble.fault.sentence)
        return _imports_page(request, form, 422)
    one = actions.receive(
        content, file.name, initiative, outline=outline, by=request.viewer, branch=branch
    )
    return redirect("register-import", key=one.pk)


@login_required
@require_http_methods(["GET", "POST"])
def register_import(request: Request, key: UUID) -> HttpResponse:
    """One import: its columns to map, its progress, its faults, or what taking it in would do."""
    one = queries.one_import(request.viewer, key)
    work = queries.work_of(one)
    if request.method == "POST" and work not in AT_WORK and one.outline:
        return _change(request, one, work)
    if work in AT_WORK:
        total = one.rows_total or one.outline.get("lines", 0)
        total = max(total, one.rows_done) if total else 0
        return render(request, "exchange/working.html", {"one": one, "work": work, "total": total})
    form = _mapping_form(request, one) if one.outline else None
    return _import_page(request, one, work, form, 200)


def _change(request: Request, one: RegisterImport, work: Work) -> HttpResponse:
    """What was asked for: another sheet, the same check again, or a check by these columns."""
    check_may_import(request.viewer, one.initiative, one.branch)
    if "sheet" in request.POST:
        return _choose_sheet(request, one, request.POST["sheet"])
    if "again" in request.POST:
        actions.start_check(one, one.columns, by=request.viewer)
        return redirect("register-import", key=one.pk)
    form = _mapping_form(request, one)
    if not form.is_valid():
        return _import_page(request, one, work, form, 422)
    if form.cleaned_data["save_as"]:
        actions.save_mapping(
            one.initiative, form.cleaned_data["save_as"], form.columns, unread=form.unread,
            by=request.viewer,
        )  # fmt: skip
    actions.start_check(one, form.columns, by=request.viewer)
    return redirect("register-import", key=one.pk)


def _choose_sheet(request: Request, one: RegisterImport, sheet: str) -> HttpResponse:
    try:
        outline = outline_of(queries.content_of(one), sheet)
    except Unreadable as trouble:
        messages.error(request, trouble.fault.sentence)
    else:
        actions.choose_sheet(one, outline, by=request.viewer)
    return redirect("register-import", key=one.pk)


def _mapping_form(request: Request, one: RegisterImport) -> MappingForm:
    wanted = request.GET.get("mapping", "")
    saved = queries.saved_mappings(request.viewer, one.initiative).filter(name=wanted).first()
    columns = starting_columns(
        one.outline["headers"], saved, one, queries.latest_choice(request.viewer, one)
    )
    mine = one.uploaded_by_id == request.viewer.user_id
    outline = one.outline if mine else {**one.outline, "samples": []}
    return MappingForm(outline, columns, request.POST or None)


def _import_page(
    request: Request, one: RegisterImport, work: Work, form: MappingForm | None, status: int
) -> HttpResponse:
    context = {
        "one": one, "form": form, "stopped": work == Work.STOPPED,
        "result": queries.result_for(request.viewer, one),
        "mine": one.uploaded_by_id == request.viewer.user_id,
        "saved": queries.saved_mappings(request.viewer, one.initiative) if form else (),
        "mapping_open": one.status == ImportStatus.RECEIVED or (form is not None and form.is_bound),
    }  # fmt: skip
    return render(request, "exchange/import.html", context, status=status)


@login_required
@require_POST
def take_register(request: Request, key: UUID) -> HttpResponse:
    """Take a checked register in; again, where the worker stopped in the middle."""
    one = queries.one_import(request.viewer, key)
    check_may_import(request.viewer, one.initiative, one.branch)
    stopped = queries.work_of(one) == Work.STOPPED and one.status == ImportStatus.APPLYING
    if one.status == ImportStatus.CHECKED or stopped:
        actions.start_taking(one, by=request.viewer)
    return redirect("register-import", key=one.pk)


@login_required
@require_POST
def throw_register_away(request: Request, key: UUID) -> HttpResponse:
    """Throw an uploaded file away, also while it waits or is read: then nothing of it is kept."""
    one = queries.one_import(request.viewer, key)
    check_may_import(request.viewer, one.initiative, one.branch)
    actions.throw_away(one, by=request.viewer)
    messages.success(request, _("Filen är borttagen. Det som redan var inläst finns kvar."))
    return redirect("imports")


@login_required
@require_GET
def register_template(request: Request, code: str, form: str) -> HttpResponse:
    """The register to download and fill in, with the initiative's own lists."""
    initiative = find_initiative(request.viewer, code)
    if form == "csv":
        return _download(template_csv(), "text/csv; charset=utf-8", f"register-{code}.csv")
    if form != "xlsx":
        raise Http404
    lists = lists_for(initiative, None, request.viewer.day)
    return _download(template_xlsx(lists), XLSX, f"register-{code}.xlsx")


@login_required
@require_GET
def register_guide(request: Request, code: str) -> HttpResponse:
    """What each column means, and what may stand in it."""
    initiative = find_initiative(request.viewer, code)
    lists = lists_for(initiative, None, request.viewer.day)
    context = {"initiative": initiative, "rows": list(guide(lists))}
    return render(request, "exchange/guide.html", context)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)

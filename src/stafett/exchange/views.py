"""The pages on which a register comes in: choose, map, check, take."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stafett.exchange import actions
from stafett.exchange.access import check_may_import
from stafett.exchange.forms import MEGABYTES, MappingForm, UploadForm, starting_columns
from stafett.exchange.lists import lists_for
from stafett.exchange.models import ImportStatus, RegisterImport
from stafett.exchange.queries import imports, one_import, saved_mappings
from stafett.exchange.register import Table, Unreadable, guide, read, template_csv, template_xlsx
from stafett.initiatives.queries import initiative as find_initiative
from stafett.safeguards.access import check_may
from stafett.safeguards.roles import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKING = (ImportStatus.CHECKING, ImportStatus.APPLYING)


@login_required
def register_imports(request: HttpRequest) -> HttpResponse:
    """The imports so far, and the form for a new file."""
    viewer = request.viewer  # type: ignore[attr-defined]
    check_may(viewer, Permission.IMPORT_REGISTER)
    form = UploadForm(viewer, request.POST or None, request.FILES or None)
    if getattr(request, "too_large", False):
        words = _("Filen är större än %(megabytes)s MB och har inte lästs. Dela den, eller be den som "
                  "sköter servern att läsa in den med kommandot stafett import register.")  # fmt: skip
        form.add_error(None, words % {"megabytes": MEGABYTES})
    elif request.method == "POST" and form.is_valid():
        return _receive(request, form)
    status = 413 if getattr(request, "too_large", False) else 422 if form.is_bound else 200
    listed = imports(viewer)[:50]
    context = {"form": form, "imports": listed, "megabytes": MEGABYTES}
    return render(request, "exchange/imports.html", context, status=status)


def _receive(request: HttpRequest, form: UploadForm) -> HttpResponse:
    """Keep the file if it can be read at all; else say why beside the form."""
    viewer = request.viewer  # type: ignore[attr-defined]
    initiative, branch = form.place
    content = form.cleaned_data["file"].read()
    check_may_import(viewer, initiative, branch)
    try:
        read(BytesIO(content))
    except Unreadable as trouble:
        form.add_error("file", trouble.fault.sentence)
        context = {"form": form, "imports": imports(viewer)[:50], "megabytes": MEGABYTES}
        return render(request, "exchange/imports.html", context, status=422)
    name = form.cleaned_data["file"].name
    one = actions.receive(content, name, initiative, by=viewer, branch=branch)
    return redirect("register-import", key=one.pk)


@login_required
def register_import(request: HttpRequest, key: UUID) -> HttpResponse:
    """One import: its columns to map, its progress, its faults, or what taking it in would do."""
    one = one_import(request.viewer, key)  # type: ignore[attr-defined]
    if one.status in WORKING:
        return render(request, "exchange/working.html", {"one": one})
    if one.content is None:
        return render(request, "exchange/import.html", {"one": one, "form": None})
    form = _mapping_form(request, one)
    if request.method == "POST" and form.is_valid():
        return _check(request, one, form)
    context = {"one": one, "form": form, "saved": saved_mappings(request.viewer, one.initiative)}  # type: ignore[attr-defined]
    return render(
        request,
        "exchange/import.html",
        context,
        status=422 if form.is_bound and form.errors else 200,
    )


def _mapping_form(request: HttpRequest, one: RegisterImport) -> MappingForm:
    table = _table(one)
    wanted = request.GET.get("mapping", "")
    saved = saved_mappings(request.viewer, one.initiative).filter(name=wanted).first()  # type: ignore[attr-defined]
    columns = starting_columns(one, table.headers, saved.columns if saved else {})
    return MappingForm(table.headers, columns, request.POST or None)


def _table(one: RegisterImport) -> Table:
    return read(BytesIO(bytes(one.content or b"")))


def _check(request: HttpRequest, one: RegisterImport, form: MappingForm) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    check_may_import(viewer, one.initiative, one.branch)
    actions.map_columns(one, form.columns, by=viewer)
    if form.cleaned_data["save_as"]:
        actions.save_mapping(one.initiative, form.cleaned_data["save_as"], form.columns, by=viewer)
    actions.start_check(one, by=viewer)
    return redirect("register-import", key=one.pk)


@login_required
@require_POST
def take_register(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a checked register in."""
    viewer = request.viewer  # type: ignore[attr-defined]
    one = one_import(viewer, key)
    check_may_import(viewer, one.initiative, one.branch)
    if one.status == ImportStatus.CHECKED:
        actions.start_taking(one, by=viewer)
    return redirect("register-import", key=one.pk)


@login_required
@require_POST
def throw_register_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw an uploaded file away."""
    viewer = request.viewer  # type: ignore[attr-defined]
    one = one_import(viewer, key)
    check_may_import(viewer, one.initiative, one.branch)
    actions.throw_away(one, by=viewer)
    messages.success(request, _("Filen är borttagen. Det som redan var inläst finns kvar."))
    return redirect("imports")


@login_required
@require_GET
def register_template(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The register to download and fill in, with the initiative's own lists."""
    initiative = find_initiative(request.viewer, code)  # type: ignore[attr-defined]
    if form == "csv":
        return _download(template_csv(), "text/csv; charset=utf-8", f"register-{code}.csv")
    lists = lists_for(initiative, None, request.viewer.day)  # type: ignore[attr-defined]
    return _download(template_xlsx(lists), XLSX, f"register-{code}.xlsx")


@login_required
@require_GET
def register_guide(request: HttpRequest, code: str) -> HttpResponse:
    """What each column means, and what may stand in it."""
    initiative = find_initiative(request.viewer, code)  # type: ignore[attr-defined]
    lists = lists_for(initiative, None, request.viewer.day)  # type: ignore[attr-defined]
    return render(
        request, "exchange/guide.html", {"initiative": initiative, "rows": list(guide(lists))}
    )


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)

"""The page where an authority says what Stafett is to it: its file, or a working tool."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stafett.safeguards.access import check_may
from stafett.safeguards.forms.file import FileForm
from stafett.safeguards.queries.file import file_statements, said_by
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission


@login_required
def file_page(request: Request) -> HttpResponse:
    """What the viewer's authorities say, what they said before, and saying it anew."""
    viewer = request.viewer
    check_may(viewer, Permission.ANSWER_FOR_RECORDS)
    form = FileForm(request.POST or None, viewer=viewer)
    if form.is_valid() and form.attempt():
        messages.success(
            request, _("Antecknat. Det står på deltagandenas sidor och på det som tas ut.")
        )
        return redirect("file")
    context = {
        "form": form,
        "rows": file_statements(viewer),
        "now": said_by(viewer, viewer.speaks_for),
    }
    return render(request, "safeguards/file.html", context, status=422 if form.errors else 200)

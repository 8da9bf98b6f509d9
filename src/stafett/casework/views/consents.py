"""The pages about consent: what holds in a case, the signed paper, and what has been handed over to us."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stafett.accounts.openid.settings import identifying
from stafett.casework.access import never_a_person
from stafett.casework.queries.consents import (
    MOST_COPIES,
    authorities_of,
    parts_of,
    received,
    shared,
)
from stafett.casework.queries.participation import participation
from stafett.casework.queries.to_accept import to_accept
from stafett.casework.unsent import unsent_in
from stafett.database.noticed import looking_up
from stafett.frame.stepup import needs_fresh_log_in, when_sent
from stafett.safeguards.access import can_note, check_may
from stafett.safeguards.actions import accept
from stafett.safeguards.actions.links import recall
from stafett.safeguards.models import ConsentScan
from stafett.safeguards.queries.links import links_in
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission


@login_required
def consents_page(request: Request, key: UUID) -> HttpResponse:
    """What the person has said yes to in this case, and what was handed over under it."""
    case = participation(request.viewer, key)
    context = {
        "case": case,
        "shared": shared(request.viewer, case),
        "works": can_note(request.viewer, case.circle),
        "e_ids": bool(identifying()),
        "links": links_in(request.viewer, case.circle, authorities_of(request.viewer)),
    }
    return render(request, "casework/consents.html", context)


@login_required
@require_POST
def recall_link(request: Request, key: UUID, link: UUID) -> HttpResponse:
    """Let a link that one's own authority made open nothing more."""
    case = participation(request.viewer, key)
    mine = links_in(request.viewer, case.circle, authorities_of(request.viewer))
    found = next((one for one in mine if one.pk == link), None)
    if found is None:
        raise Http404
    if recall(found, by=request.viewer):
        messages.success(request, _("Länken öppnar inget längre."))
    else:
        messages.info(request, _("Länken gällde inte längre, så inget är ändrat."))
    return redirect("consents", key)


@login_required
def scan_page(request: Request, key: UUID, consent: UUID) -> HttpResponse:
    """The signed paper, as a file to save: never opened as a page of ours."""
    case = participation(request.viewer, key)
    mine = parts_of(request.viewer, [case.circle]).filter(consent=consent)
    scan = ConsentScan.objects.filter(consent=consent, consent__in=mine.values("consent")).first()
    if scan is None:
        raise Http404
    response = HttpResponse(bytes(scan.content), content_type=scan.content_type)
    ending = scan.content_type.rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="samtycke.{ending}"'
    return response


@login_required
@needs_fresh_log_in(when=when_sent)
def received_page(request: Request) -> HttpResponse:
    """What has been handed over to one's own authority, and consents that wait for it to accept."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    if request.method == "POST":
        with looking_up("consents to accept among"):
            waiting = to_accept(request.viewer)
        chosen = request.POST.get("consent", "")
        parts = [part for one in waiting if str(one.consent.pk) == chosen for part in one.parts]
        if not parts:
            raise Http404
        accept(parts, by=request.viewer)
        circle = parts[0].circle_id
        unsent = unsent_in(request.viewer, [circle]).get(circle, [])
        said = [_("Samtycket är godtaget för din myndighets del."), *unsent]
        messages.success(request, " ".join(said))
        return redirect("received")
    waiting = to_accept(request.viewer)
    context = {"copies": received(request.viewer)[:MOST_COPIES], "waiting": waiting}
    return render(request, "casework/received.html", context)

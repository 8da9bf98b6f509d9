"""The pages of notices: what is new, how one wants to be told, what did not get through, one's calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe

from stafett.accounts import limits
from stafett.accounts.levels import open_to_weak_log_ins
from stafett.frame.full_names import names_chosen
from stafett.frame.paging import beside, page_number
from stafett.frame.process_log import because
from stafett.frame.stepup import needs_fresh_log_in
from stafett.notices import actions, queries
from stafett.notices.access import check_looks_after, has_calendar, looks_after_mail
from stafett.notices.forms import ChoiceForm
from stafett.notices.ics import uid_of, written
from stafett.notices.kinds import kinds
from stafett.notices.rules import SWEDEN
from stafett.safeguards.answers import leading_to_somebody
from stafett.safeguards.reach import set_reach
from stafett.safeguards.request import Request
from stafett.safeguards.rules import Refused

WRONG = limits.Limit("calendar", settings.WRONG_LINKS_A_MINUTE, 60)
FETCHES = limits.Limit("calendar_fetch", 60, 3600)
"""So often one calendar is given in an hour; a program that asks every minute is enough."""


@login_required
@require_GET
def notices_page(request: Request) -> HttpResponse:
    """What is new to the viewer, and then what they have read or is over."""
    full = names_chosen(request)
    page = queries.listed(request.viewer, page_number(request.GET), full_names=full)
    links = beside(request.GET, page.page, page.last_page)
    context = {"page": page, "links": links, "looks_after": looks_after_mail(request.viewer)}
    return render(request, "notices/notices.html", context)


@login_required
@require_POST
def notice_open(request: Request, key: UUID) -> HttpResponse:
    """Note that one is read, and lead to the page that it is about."""
    link = actions.open_one(request.viewer, key, timezone.now())
    if link is None:
        raise Http404(_("Det finns ingen sådan notis bland dina."))
    return redirect(link)


@login_required
@require_POST
def notices_read(request: Request) -> HttpResponse:
    """Note that all are read."""
    number = actions.read(request.viewer, timezone.now())
    said = ngettext("%(number)s notis är läst.", "%(number)s notiser är lästa.", number)
    messages.success(request, said % {"number": number} if number else _("Inget var oläst."))
    return redirect("notices")


@login_required
def notices_choices(request: Request) -> HttpResponse:
    """When the viewer is mailed, and of what."""
    choice = queries.choice_of(request.viewer.user_id)
    form = ChoiceForm(request.POST if request.method == "POST" else None, choice=choice)
    if form.is_valid():
        actions.choose(request.viewer, form.told, timezone.now())
        messages.success(request, _("Sparat. Det gäller från nu."))
        return redirect("notices")
    context = {"form": form, "kinds": kinds(), "mails": bool(settings.ADDRESS)}
    return render(request, "notices/choices.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def mailings_failed(request: Request) -> HttpResponse:
    """The mails that did not get through to staff of the viewer's authorities, and why."""
    check_looks_after(request.viewer)
    return render(request, "notices/failed.html", {"rows": queries.failed(request.viewer)})


@login_required
@require_POST
def mailing_again(request: Request, key: UUID) -> HttpResponse:
    """Try one of them again."""
    try:
        actions.try_again(key, timezone.now(), by=request.viewer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Mejlet försöks igen, så snart det får skickas."))
    return redirect("mailings_failed")


@login_required
@needs_fresh_log_in()
def calendar_page(request: Request) -> HttpResponse:
    """The viewer's calendar feed; a post makes a new secret, which is shown this once, or ends it."""
    user: Any = request.user
    may = has_calendar(user, request.viewer)
    address, now = "", timezone.now()
    if request.method == "POST" and "end" in request.POST:
        actions.revoke_feed(user, now, by=request.viewer)
        messages.success(
            request, _("Adressen gäller inte längre. Ta bort kalendern där du lagt in den.")
        )
        return redirect("calendar")
    if request.method == "POST" and may:
        secret = actions.make_feed(user, now, by=request.viewer)
        address = request.build_absolute_uri(reverse("calendar_feed", args=[Secret(secret)]))
    context = {"feed": queries.feed_of(request.viewer), "address": address, "may": may}
    return render(request, "notices/calendar.html", context)


@dataclass(frozen=True, repr=False)
class Secret:
    """What an address holds that opens a calendar. Not a string: the log writes down what an address says."""

    words: str


class SecretInPath:
    """Reads it out of an address, and writes it into one."""

    regex = r"[\w-]{20,120}"

    def to_python(self, value: str) -> Secret:
        """As a view is given it."""
        return Secret(value)

    def to_url(self, value: Secret) -> str:
        """As an address has it."""
        return value.words


@require_safe
@cache_control(private=True, no_cache=True)
@open_to_weak_log_ins
def calendar_feed(request: HttpRequest, secret: Secret) -> HttpResponse:
    """Whoever has the secret is given its owner's calendar, as its owner may see it today.

    Nobody is logged in, and whoever is does not matter. Wrong, ended, and of somebody who has left: alike.
    """
    found = queries.whose_feed(secret.words, timezone.localdate())
    if found is None:
        return _opens_nothing(request)
    feed, viewer = found
    if limits.counted(FETCHES, str(feed.pk)).reached():
        because(request, f"the calendar of account {feed.user_id} is fetched too often")
        return _too_many(request)
    request.viewer = viewer  # type: ignore[attr-defined]  # whose reading the log has
    set_reach(viewer.controllers)
    site, host = f"{request.scheme}://{request.get_host()}", request.get_host().partition(":")[0]
    shown = [
        replace(one, link=reverse("calendar_open", args=[uid_of(one.thing, feed.salt)]))
        for one in queries.in_feed(viewer)
    ]
    midnight = datetime.combine(viewer.day, time(), SWEDEN)
    body = written(shown, salt=feed.salt, now=midnight, site=site, host=host)
    etag = quote_etag(sha256(body).hexdigest())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["X-Robots-Tag"] = etag, "noindex, nofollow"
    # to a program that has the same already nothing is given, and nothing is logged
    return get_conditional_response(request, etag=etag, response=answer) or answer


@login_required
@require_safe
def calendar_open(request: Request, mark: str) -> HttpResponse:
    """Go where a link in one's own calendar leads; it tells of no case, and leads nobody else there."""
    return leading_to_somebody(redirect(queries.marked(request.viewer, mark).link))


def _opens_nothing(request: HttpRequest) -> HttpResponse:
    """Only these are counted: one mail server fetches the calendars of a whole office from one address."""
    place = limits.address_of(request)
    if limits.counted(WRONG, place).reached():
        because(request, "too many calendar addresses that open nothing")
        return _too_many(request)
    because(request, f"a calendar address that opens nothing, from {place}")
    raise Http404


def _too_many(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "60"})

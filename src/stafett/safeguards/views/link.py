"""The pages for somebody who has a link and no log-in: type its code, show who one is, and read or answer.

No page here looks at who is logged in, or changes it: a caseworker's session in the same browser stays
theirs. The code comes in a form, never in an address; what an answer is bound to is a cookie of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stafett.accounts.levels import open_to_weak_log_ins
from stafett.accounts.limits import address_of, link_count
from stafett.accounts.openid import identify
from stafett.accounts.openid.checks import Refused
from stafett.accounts.openid.settings import Provider, identifying
from stafett.database.noticed import notice
from stafett.frame.process_log import because
from stafett.frame.reading import writes_when_read
from stafett.papers.pdf import pdf
from stafett.safeguards.actions import links
from stafett.safeguards.answering import Answering, asked_by
from stafett.safeguards.answers import done_as
from stafett.safeguards.forms.link import CodeForm
from stafett.safeguards.link_paper import released_paper
from stafett.safeguards.link_words import ANSWERED_ALREADY, Told, ended, told_of
from stafett.safeguards.models import (
    Form,
    Identification,
    Link,
    LinkPurpose,
    LinkState,
    Outcome,
    Step,
)
from stafett.safeguards.queries.links import (
    identification_of,
    link_of,
    opening_of,
    released,
    stands,
    withdrawn,
)
from stafett.safeguards.request import Request
from stafett.safeguards.viewer import GUARDIAN, PERSON, RECEIVER, by_link

log = logging.getLogger(__name__)


def _page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page that no machine lists, and whose address no other site is told.

    Not `no-referrer`: a browser then says `Origin: null` of the page's own forms, which are refused.
    """
    named = template if "/" in template else f"safeguards/{template}.html"
    response = render(request, named, context, status=status)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _says(
    request: HttpRequest, sentence: str, status: int, field: str | None = None
) -> HttpResponse:
    """The page to type a code on, with what was typed and a sentence above it; an answer is not lost."""
    because(request, "the page of links said so")
    form = CodeForm(request.POST)
    form.add_error(field, sentence)
    written = request.POST.get("said", "")
    return _page(request, "link", {"form": form, "written": written}, status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_weak_log_ins
def link_page(request: HttpRequest) -> HttpResponse:
    """Type or paste a code; one that opens something leads on to the e-IDs, and says nothing of anybody."""
    if request.method != "POST":
        return _page(request, "link", {"form": CodeForm(), "nobody_can": not identifying()})
    found = _asked_for(request)
    if isinstance(found, HttpResponse):
        return found
    context = {"code": request.POST["code"], "providers": identifying()}
    return _page(request, "link_identify", context)


def _asked_for(request: HttpRequest) -> Link | HttpResponse:
    """The link of the code that was sent, or the page that refuses it: alike for all that open nothing."""
    wrong = link_count(request)
    if wrong.reached():
        return _says(request, _("För många koder som inte gäller. Vänta en minut."), 429)
    found = link_of(request.POST.get("code", ""))
    if found is None:
        log.warning("a link's code opens nothing, from %s", address_of(request))
        return _says(
            request,
            _("Koden öppnar inget. Kontrollera att den är rätt. Är den det så har den gått ut eller är använd: "
              "be den som gav dig den om en ny."),  422, "code",
        )  # fmt: skip
    wrong.give_back()
    return found


@require_POST
@never_cache
@open_to_weak_log_ins
def link_identify(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider that was chosen, to open what the code leads to."""
    found = _asked_for(request)
    return found if isinstance(found, HttpResponse) else _sent(request, found, Step.OPEN)


def _sent(request: HttpRequest, link: Link, step: Step, chosen: str = "") -> HttpResponse:
    chosen = chosen or request.POST.get("provider", "")
    declared = next((one for one in identifying() if one.id == chosen), None)
    if declared is None:
        return _says(request, _("Välj en e-legitimation. Skriv koden igen och välj."), 422)
    begun = links.begin(link, declared.id, step)
    try:
        address = identify.leads_to(request, declared, begun.asked, _back(request, declared))
    except identify.UNREACHED as trouble:
        log.warning("%s cannot be reached: %s", declared.id, trouble)
        told = _("Det gick inte att nå %(name)s. Inget är sparat. Försök igen om en stund.")
        return _says(request, told % {"name": declared.name}, 502)
    response = _page(request, "link_to_provider", {"provider": declared.name, "address": address})
    response.set_cookie(
        settings.LINK_COOKIE_NAME, begun.browser, max_age=2 * links.MINUTES * 60, httponly=True,
        secure=settings.HTTPS, samesite="Lax",
    )  # fmt: skip
    return response


def _back(request: HttpRequest, declared: Provider) -> str:
    return request.build_absolute_uri(reverse("link_back", args=[declared.id]))


@writes_when_read("the standard sends the browser back with a GET")
@require_GET
@never_cache
@open_to_weak_log_ins
def link_back(request: Request, provider_id: str) -> HttpResponse:
    """The browser coming back from the provider; what came of it is told by the next page."""
    one = _of_this_browser(request)
    asked = identification_of("state", request.GET.get("state", ""))
    declared = next((found for found in identifying() if found.id == provider_id), None)
    if one is None or asked is None or asked.pk != one.pk or declared is None:
        return _says(
            request, _("Svaret hör inte till något som frågades härifrån. Börja om med koden."), 403
        )
    gone_on = redirect("link_result")
    if one.used_at is None and one.provider == declared.id:
        signed = _take(request, one, declared) == Outcome.OK and one.step == Step.SIGN
        if signed:
            _known(request, one)
            return done_as(gone_on, Form.CHANGE)
    return gone_on


def _of_this_browser(request: HttpRequest) -> Identification | None:
    return identification_of("browser", request.COOKIES.get(settings.LINK_COOKIE_NAME, ""))


def _take(request: Request, one: Identification, declared: Provider) -> Outcome:
    """Believe the answer or not, and note what came of it."""
    if one.expires_at <= timezone.now():
        _refused(request, Outcome.LATE)
        return _unused(one, Outcome.LATE)
    if "error" in request.GET:
        return _unused(one, Outcome.CANCELLED)
    question = identify.Question("", one.nonce, one.verifier)
    try:
        claims = identify.answered(
            request, declared, question, one.asked_at.timestamp(), _back(request, declared)
        )
    except (Refused, *identify.UNREACHED) as trouble:
        log.warning("identification with %s refused: %s", declared.id, trouble)
        return _unused(one, Outcome.FAILED)
    shown = links.Shown(
        identify.number_in(claims, declared), claims["iss"], claims["sub"], claims.get("acr", ""),
        claims["level"],
    )  # fmt: skip
    outcome = links.complete(one, shown, request.viewer.day)
    if outcome != Outcome.OK:
        _refused(request, outcome)
    return outcome


def _unused(one: Identification, outcome: Outcome) -> Outcome:
    links.use_up(one, outcome)
    return outcome


def _refused(request: HttpRequest, outcome: Outcome) -> None:
    """The process log is told what came of an answer, and nothing of the link or of whom it is about."""
    log.warning("a link's answer refused: %s, from %s", outcome.value, address_of(request))


@require_GET
@never_cache
@open_to_weak_log_ins
def link_result(request: Request) -> HttpResponse:
    """What came of it: a sentence, or what the link shows, for as long as somebody sits there."""
    one = _of_this_browser(request)
    if one is None or one.used_at is None:
        return _says(request, _("Här finns inget att visa. Börja om med koden."), 404)
    if not _open_here(one):
        return _page(request, "link_result", {"told": _told(one)})
    _known(request, one)
    if one.link.purpose == LinkPurpose.RELEASE:
        return _page(request, "link_released", {"link": one.link, "copies": released(one.link)})
    if kind := asked_by(one.link):
        return _put(request, kind(None, link=one.link, day=request.viewer.day))
    return _question(request, one.link)


def _told(one: Identification) -> Told:
    """What came of it, in words: how a question that has ended stands, or what became of showing who one is."""
    link, opening = one.link, opening_of(one)
    if over := _over(opening):
        return over
    declined = link.state == LinkState.DECLINED and opening is not None
    return told_of(
        Outcome.OK if declined else one.outcome, one.step, _state_told(link),
        in_stead=link.together is not None,
    )  # fmt: skip


def _state_told(link: Link) -> str:
    """A guardian's yes is told as a consent once the other's has made it one."""
    return LinkState.GIVEN if stands(link) == LinkState.GIVEN else link.state


def _over(opening: Identification | None) -> Told | None:
    """What whoever opened a question is told when it has ended without them; None while it has not."""
    if opening is None or opening.outcome != Outcome.OK:
        return None
    link = opening.link
    if link.purpose == LinkPurpose.RELEASE or link.circle.person.protection:
        return None
    unit = link.made_at_unit
    return ended(stands(link), f"{unit.name}, {unit.authority.name}")


def _put(request: HttpRequest, form: Answering, status: int = 200) -> HttpResponse:
    """What somebody outside is asked, with all that was handed over for them to answer by."""
    context = {"form": form, "link": form.link, "copies": released(form.link)}
    return _page(request, form.template, context, status)


def _question(request: HttpRequest, link: Link) -> HttpResponse:
    """What a person is asked, word for word and in its own language."""
    title, _newline, body = link.text.partition("\n")
    with override(_language(link)):
        return _page(request, "link_question", {"link": link, "title": title, "body": body})


@require_GET
@never_cache
@open_to_weak_log_ins
def link_paper(request: Request) -> HttpResponse:
    """What was opened, as a file to keep, while whoever opened it sits there."""
    one = _of_this_browser(request)
    if one is None or one.link.purpose != LinkPurpose.RELEASE or not _open_here(one):
        return _says(request, _("Här finns inget att visa. Börja om med koden."), 404)
    _known(request, one)
    headers = {"Content-Disposition": 'attachment; filename="utlamnat.pdf"'}
    paper = released_paper(one.link, request.viewer)
    return HttpResponse(pdf(paper), content_type="application/pdf", headers=headers)


def _language(link: Link) -> str:
    return "en" if link.asked.get("language") == "en" else "sv"


STANDS = {
    LinkPurpose.CONSENT: LinkState.WAITING,
    LinkPurpose.RELEASE: LinkState.OPENED,
    LinkPurpose.HANDOVER: LinkState.WAITING,
}
"""How a link stands while what it shows is open: a question until it is answered."""


def _open_here(one: Identification) -> bool:
    """True while whoever opened it sits there, and what it shows may still be shown."""
    fresh = one.used_at is not None and one.used_at > timezone.now() - links.SITTING
    opened = one.step == Step.OPEN and one.outcome == Outcome.OK
    link = one.link
    there = link.state == STANDS[LinkPurpose(link.purpose)] and not withdrawn(link)
    in_time = link.state != LinkState.WAITING or link.waits
    return fresh and opened and there and in_time and not link.circle.person.protection


def _is_answered(opening: Identification) -> bool:
    """True to whoever opened a consent's question that has been answered since."""
    consent = opening.link.purpose == LinkPurpose.CONSENT
    return consent and opening.outcome == Outcome.OK and opening.link.state != LinkState.WAITING


def _known(request: Request, one: Identification) -> None:
    """From here on it is the one the link is for who reads: the log says so."""
    link, day = one.link, request.viewer.day
    asked = GUARDIAN if link.guardian else PERSON
    who = asked if link.purpose == LinkPurpose.CONSENT else RECEIVER
    request.viewer = by_link(
        day, one.controller_id, who, link.guardian or link.receiver, link.organisation
    )
    notice([link])


@require_POST
@never_cache
@open_to_weak_log_ins
def link_answer(request: Request) -> HttpResponse:
    """Yes leads to the provider once more, for exactly this text; no ends the question."""
    one = _of_this_browser(request)
    if one is None or (opening := opening_of(one)) is None:
        return _timed_out(request)
    if opening.outcome == Outcome.OK and opening.link.state == LinkState.ANSWERED:
        return redirect("link_result")
    if over := _over(opening):
        return _says(request, f"{over.heading}. {over.sentence}", 409)
    if _is_answered(opening):
        return _says(request, str(ANSWERED_ALREADY), 409)
    if not _open_here(opening) or opening.link.purpose == LinkPurpose.RELEASE:
        return _timed_out(request)
    if kind := asked_by(opening.link):
        return _taken(request, opening, kind)
    _known(request, opening)
    if request.POST.get("answer") == "yes":
        if one.outcome == Outcome.FAILED:
            return _timed_out(request)
        sent = _sent(request, opening.link, Step.SIGN, opening.provider)
        return done_as(sent, Form.PAGE, "link_sign") if sent.status_code == 200 else sent
    links.decline(opening.link, instead_of=one)
    return redirect("link_result")


def _timed_out(request: HttpRequest) -> HttpResponse:
    return _says(request, _("Tiden gick ut. Börja om med koden."), 403)


def _taken(request: Request, one: Identification, kind: type[Answering]) -> HttpResponse:
    """An answer to what an app above asks; what is wrong with it is said with all that was written."""
    _known(request, one)
    form = kind(request.POST, link=one.link, day=request.viewer.day)
    if form.is_valid() and form.save():
        return redirect("link_result")
    return _put(request, form, 422)

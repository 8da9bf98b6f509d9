"""Pages for posts and who holds them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stafett.frame.stepup import needs_fresh_log_in
from stafett.parties import access, queries
from stafett.parties.access import Asked
from stafett.parties.form_page import form_page, posted
from stafett.parties.forms.posts import (
    AppointForm,
    LeaveForm,
    PostChange,
    PostForm,
    ProtectForm,
    StandInForm,
)
from stafett.parties.models import Position, Tenure
from stafett.parties.queries import one
from stafett.parties.role_names import name_of
from stafett.parties.rules import last_day
from stafett.parties.views.crumbs import to_authority, to_post

POSTS = Position.objects.select_related("unit__authority__party__kind")
TENURES = Tenure.objects.select_related("staff", "position__unit__authority__party")


@login_required
def post(request: Asked, pk: int) -> HttpResponse:
    """One post over time: who held it, who stood in, when it was vacant."""
    found = one(request.viewer, POSTS.prefetch_related("tenures__staff"), pk=pk)
    context = {
        "post": found,
        "pieces": queries.history_of(found),
        "role": name_of(found.role),
        "last_day": last_day(found.until_day),
        "crumbs": to_authority(found.unit.authority),
        "may_staff": access.may_staff(request.viewer, found.unit.authority, found.role),
        "may_give": access.may_stand_in_be_given(request.viewer, found),
    }
    return render(request, "parties/post.html", context)


@login_required
@needs_fresh_log_in()
def post_new(request: Asked, pk: int) -> HttpResponse:
    """Open a post in a unit."""
    unit = one(request.viewer, queries.units(request.viewer), pk=pk)
    access.check_party(request.viewer, unit.authority.party)
    form = PostForm(
        posted(request), unit=unit, viewer=request.viewer, initial={"from_day": request.viewer.day}
    )
    return form_page(
        request, form, crumbs=to_authority(unit.authority), saved=_("Befattningen finns nu, vakant."),
        heading=_("Ny befattning i %(unit)s") % {"unit": unit.name},
        lead=_(
            "Rollen avgör vad den som har befattningen får se. Roller som ser personer kan bara "
            "läggas till inifrån den egna myndigheten."
        ),
    )  # fmt: skip


@login_required
@needs_fresh_log_in()
def post_edit(request: Asked, pk: int) -> HttpResponse:
    """Change or end a post."""
    found = one(request.viewer, POSTS, pk=pk)
    access.check_staff(request.viewer, found.unit.authority, found.role)
    return form_page(
        request, PostChange(posted(request), instance=found),
        crumbs=to_authority(found.unit.authority), saved=_("Befattningen är ändrad."),
        heading=_("Ändra befattningen %(title)s") % {"title": found.title},
        lead=_(
            "Ändras andelen av heltid från en viss dag? Avsluta befattningen och öppna en ny, så "
            "syns båda över tid."
        ),
    )  # fmt: skip


@login_required
@needs_fresh_log_in()
def appoint(request: Asked, pk: int) -> HttpResponse:
    """Let somebody hold a post."""
    found = one(request.viewer, POSTS, pk=pk)
    access.check_staff(request.viewer, found.unit.authority, found.role)
    form = AppointForm(posted(request), position=found, initial={"from_day": request.viewer.day})
    return form_page(
        request, form, crumbs=to_authority(found.unit.authority), saved=_("Befattningen är tillsatt."),
        heading=_("Vem har befattningen %(title)s?") % {"title": found.title},
    )  # fmt: skip


@login_required
@needs_fresh_log_in()
def leave(request: Asked, pk: int) -> HttpResponse:
    """End somebody's time in a post."""
    found = one(request.viewer, TENURES, pk=pk)
    unit = found.position.unit
    if found.stands_in:
        access.check_stand_in(request.viewer, found.position)
    else:
        access.check_staff(request.viewer, unit.authority, found.position.role)
    names = {"name": found.staff.name, "title": found.position.title}
    return form_page(
        request, LeaveForm(posted(request), instance=found), crumbs=to_post(found.position),
        heading=_("När slutar %(name)s som %(title)s?") % names, saved=_("Sista dagen är sparad."),
        lead=_before_leaving(found, request.viewer.day),
    )  # fmt: skip


def _before_leaving(tenure: Tenure, day: date) -> str:
    """The same for every post: whether its holder is in a named team is nobody else's to know (law 5)."""
    if tenure.stands_in and tenure.from_day > day:
        return _("Har inte börjat än. Skriv dagen före den första, så blir det inget av.")
    return _(
        "Någon med skyddade personuppgifter kan vara känd hos er av den här befattningen ensam; Stafett "
        "säger inte om det är så. Fråga den som slutar, och tillsätt befattningen i så fall direkt."
    )


@login_required
@needs_fresh_log_in()
def protect(request: Asked, pk: int) -> HttpResponse:
    """Let somebody who is protected be called by another name at work, or by their own again."""
    found = one(request.viewer, TENURES, pk=pk)
    access.check_staff(request.viewer, found.position.unit.authority, found.position.role)
    staff = found.staff
    told = {"name": staff.name, "real": staff.real_name, "who": staff.protected_by}
    lead = (
        _(
            "%(name)s heter %(real)s. Det står bara här. Skyddat av %(who)s. Spara, så visas namnet igen."
        )
        if staff.real_name
        else _(
            "Har medarbetaren själv skyddade personuppgifter? Spara, så visas ett annat namn överallt från "
            "nu, också i loggen och på papper. Bara ni som tillsätter befattningar kan läsa vem det är, och "
            "bara här. Det som redan är skrivet står kvar med det gamla namnet; byt e-postadress om den "
            "säger vem det är."
        )
    ) % told
    return form_page(
        request, ProtectForm(posted(request), tenure=found), crumbs=to_post(found.position),
        heading=_("Skyddat namn för %(name)s") % told, lead=lead, saved=_("Namnet är bytt."),
    )  # fmt: skip


@login_required
@needs_fresh_log_in()
def stand_in(request: Asked, pk: int) -> HttpResponse:
    """Let somebody stand in for the holder of a post, for a time."""
    found = one(request.viewer, POSTS.prefetch_related("tenures__staff"), pk=pk)
    access.check_stand_in(request.viewer, found)
    form = StandInForm(posted(request), position=found, initial={"from_day": request.viewer.day})
    holder = queries.ordinary_holder(found, request.viewer.day) or _("ingen, den är vakant")
    return form_page(
        request, form, crumbs=to_post(found), saved=_("Ställföreträdaren är utsedd."),
        heading=_("Ställföreträdare för %(title)s") % {"title": found.title},
        lead=_(
            "Ordinarie: %(holder)s. Ställföreträdaren får under tiden se och göra allt som "
            "befattningen ger, också i ärenden som bara den är namngiven i. Det tar slut av sig självt."
        ) % {"holder": holder},
    )  # fmt: skip

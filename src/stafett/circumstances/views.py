"""The tab about a person's circumstances, its forms, and the page where an initiative sets its thresholds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stafett.casework.forms.acting import Acting
from stafett.casework.queries.participation import participation
from stafett.casework.views.participation import acting, case_of
from stafett.circumstances.forms.courses import (
    FlaggingForm,
    FormForm,
    PauseForm,
    ReturnForm,
    ThresholdForm,
)
from stafett.circumstances.forms.past import CorrectFormForm, CorrectPauseForm
from stafett.circumstances.forms.periods import (
    CorrectDidForm,
    CorrectLivedForm,
    DidForm,
    EndForm,
    LivedForm,
    NothingNextForm,
)
from stafett.circumstances.models import FormPeriod, LivelihoodPeriod, OccupationPeriod, Pause
from stafett.circumstances.queries.page import life_page, one_of
from stafett.initiatives.access import Asked, check_edit
from stafett.initiatives.queries import initiative
from stafett.initiatives.views.crumbs import to_initiative
from stafett.parties.form_page import form_page, posted
from stafett.safeguards.request import Request

TAB = "circumstances"
FORMS: dict[str, type[Acting]] = {
    "livelihood_new": LivedForm,
    "occupation_new": DidForm,
    "pause": PauseForm,
    "return_from_pause": ReturnForm,
    "form_change": FormForm,
    "threshold_next": ThresholdForm,
}
"""Each form about the whole case, by the name of its page."""
OF_PERIODS: dict[str, tuple[type[Acting], type[Any]]] = {
    "livelihood_correct": (CorrectLivedForm, LivelihoodPeriod),
    "livelihood_end": (EndForm, LivelihoodPeriod),
    "livelihood_nothing": (NothingNextForm, LivelihoodPeriod),
    "occupation_correct": (CorrectDidForm, OccupationPeriod),
    "occupation_end": (EndForm, OccupationPeriod),
    "occupation_nothing": (NothingNextForm, OccupationPeriod),
    "pause_correct": (CorrectPauseForm, Pause),
    "form_correct": (CorrectFormForm, FormPeriod),
}
"""Each form about one period, and the table that it is in."""


@login_required
def circumstances(request: Request, key: UUID) -> HttpResponse:
    """What somebody lives on and does over time, pauses and form, as far as one may read it."""
    case = participation(request.viewer, key)
    page = life_page(request.viewer, case)
    return render(request, "circumstances/circumstances.html", {"case": case, "page": page})


@login_required
def living(request: Request, key: UUID, name: str) -> HttpResponse:
    """A form about the whole case."""
    return acting(request, key, FORMS[name], TAB)


@login_required
def of_period(request: Request, key: UUID, period: UUID, name: str) -> HttpResponse:
    """A form about one period."""
    kind, model = OF_PERIODS[name]
    found = one_of(request.viewer, model, case_of(request, key), period)
    return acting(request, key, kind, TAB, period=found)


@login_required
def flagging_page(request: Asked, code: str) -> HttpResponse:
    """When the initiative flags: hours a week, and after how long Mellan stolarna finds somebody."""
    found = initiative(request.viewer, code)
    check_edit(request.viewer, found)
    form = FlaggingForm(posted(request), initiative=found)
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_("Gränser och tider"),
        saved=_("Sparat. Det gäller från och med nu."),
        lead=_("När ska insatsen flagga timmar i veckan, och när ska Mellan stolarna hitta någon?"),
    )  # fmt: skip

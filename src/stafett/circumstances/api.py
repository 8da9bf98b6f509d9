"""A person's circumstances over the API: the same rows as the page shows, corrected and ended one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router
from ninja.errors import HttpError

from stafett.casework.api import Filled, done
from stafett.casework.forms.acting import Acting
from stafett.casework.models import Participation
from stafett.casework.queries.participation import locked, participation
from stafett.circumstances.queries.page import Line, life_page, one_of
from stafett.circumstances.stating import sort_of
from stafett.circumstances.views import OF_PERIODS
from stafett.parties.form_data import form_data
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])
ONE = "/participations/{uuid:key}/circumstances/{sort}/{uuid:which}"
SORTS = {
    "livelihoods": "livelihood", "occupations": "occupation", "pauses": "pause", "forms": "form",
}  # fmt: skip
"""The lists of what `get_circumstances` gives, and the word for one in the names of its pages."""
CORRECT, ACTS = "correct", ("end", "nothing")


@router.get(
    "/participations/{uuid:key}/circumstances",
    operation_id="get_circumstances",
    summary="Vad en person lever på och gör över tid",
)
def get_circumstances(request: Request, key: UUID) -> dict[str, Any]:
    """Livelihood and occupation as periods, what was directly before and after, pauses, form, thresholds."""
    page = life_page(request.viewer, participation(request.viewer, key))
    return {
        "livelihoods": _lines(page.lived),
        "occupations": _lines(page.did),
        "directly": {
            moment: {"livelihoods": _keys(one.lived), "occupations": _keys(one.did)}
            for moment, one in zip(("before", "after"), page.directly, strict=False)
        },
        "pauses": [
            {"key": one.pk, "from": one.from_day, "until": one.until_day, "reason": one.reason,
             "expected_on": one.expected_on}
            for one in page.pauses
        ],
        "forms": [
            {"key": one.pk, "form": one.form, "from": one.from_day, "until": one.until_day}
            for one in page.forms
        ],
        "thresholds": [
            {"hours": one.reached.hours, "since": one.reached.since, "reached_on": one.reached.on,
             "until": one.reached.until, "next": one.next}
            for one in page.flags
        ],
    }  # fmt: skip


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        sort = sort_of(line.row)
        found.append({
            "key": line.row.pk, "word": getattr(line.row, f"{sort.word}_id"), "label": line.what,
            "from": line.row.from_day, "until": line.row.until_day,
            sort.amount: getattr(line.row, sort.amount), "authority": line.row.owner_authority.name,
            "nothing_next": line.row.nothing_next,
        })  # fmt: skip
    return found


def _keys(lines: Sequence[Line]) -> list[UUID]:
    """The controller's own, which the record follows; another authority's stand in the periods."""
    return [line.row.pk for line in lines if line.row.owner_authority_id == line.row.controller_id]


@router.get(ONE, operation_id="get_period", summary="En period som den står, att rätta")
def get_period(request: Request, key: UUID, sort: str, which: UUID) -> dict[str, Any]:
    """How one of `livelihoods`, `occupations`, `pauses` or `forms` stands, and `seen` to send back with it."""
    return _stands(_form(request, participation(request.viewer, key), sort, which, CORRECT, None))


@router.put(ONE, operation_id="correct_period", summary="Rätta en period, eller ta bort den")
def correct_period(
    request: Request, key: UUID, sort: str, which: UUID, filled: Filled
) -> dict[str, Any]:
    """The action behind the page's button, with the whole as it should stand, `because` and `seen`; how it
    stood is kept. `wrong` takes it away; what is odd is asked about once, and `as_written` says yes."""
    case = locked(request.viewer, key)
    form = _form(request, case, sort, which, CORRECT, form_data(filled.fields))
    return {"done": done(form), "key": which}


@router.get(
    f"{ONE}/{{act}}", operation_id="get_period_form",
    summary="En period att avsluta, eller som inget behöver komma efter",
)  # fmt: skip
def get_period_form(
    request: Request, key: UUID, sort: str, which: UUID, act: str
) -> dict[str, Any]:
    """How it stands for `end` or `nothing`, and `seen` to send back."""
    _check_act(act)
    return _stands(_form(request, participation(request.viewer, key), sort, which, act, None))


@router.post(
    f"{ONE}/{{act}}", operation_id="settle_period",
    summary="Avsluta en period, eller säg att inget behöver komma efter",
)  # fmt: skip
def settle_period(
    request: Request, key: UUID, sort: str, which: UUID, act: str, filled: Filled
) -> dict[str, Any]:
    """`end` with `last_day`, or `nothing` with `because`, of a livelihood or an occupation; with `seen`."""
    _check_act(act)
    case = locked(request.viewer, key)
    form = _form(request, case, sort, which, act, form_data(filled.fields))
    return {"done": done(form), "key": which}


def _check_act(act: str) -> None:
    if act not in ACTS:
        raise Http404


def _stands(form: Acting) -> dict[str, Any]:
    if form.stop:
        raise HttpError(409, str(form.stop))
    chosen = {
        name: field.choices for name, field in form.fields.items() if hasattr(field, "choices")
    }
    return {
        "fields": dict(form.initial),
        "choices": {name: [list(one) for one in found] for name, found in chosen.items()},
    }


def _form(
    request: Request, case: Participation, sort: str, which: UUID, act: str, data: Any
) -> Acting:
    name = f"{SORTS.get(sort)}_{act}"
    if name not in OF_PERIODS:
        raise Http404
    kind, model = OF_PERIODS[name]
    row = one_of(request.viewer, model, case, which)
    kind.check(request.viewer, case)
    made: Any = kind
    return made(data, viewer=request.viewer, case=case, period=row)  # type: ignore[no-any-return]

"""Participations over the API: the same rows, forms and actions as the pages, so the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import QueryDict
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from stafett.casework.access import check_enrol_somewhere, never_a_person
from stafett.casework.forms.acting import Acting
from stafett.casework.forms.enrolling import EnrolForm, ReturnForm
from stafett.casework.forms.filters import Filters, place_of
from stafett.casework.models import Participation
from stafett.casework.queries.duplicates import duplicates
from stafett.casework.queries.participants import MOST, participants
from stafett.casework.queries.participation import locked, participation, sheet
from stafett.casework.views.participation import FORMS
from stafett.safeguards.access import check_may
from stafett.safeguards.queries.log import readers_of
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

router = Router(tags=["Deltagare"])


class Filled(Schema):
    """A form filled in: field → value; several values as a list. `seen` is what was read before."""

    fields: dict[str, Any] = {}


class Asked(Schema):
    """What the list is narrowed by, as in the page's address."""

    q: str = ""
    insats: str = ""
    gren: str = ""
    lage: str = ""
    kon: str = ""
    ar: str = ""
    efter: str = ""
    fore: str = ""


@router.get("/participations", summary="Deltaganden som du får se")
def list_participations(request: Request, asked: Query[Asked]) -> dict[str, Any]:
    """A page of fifty in Swedish order; `efter` is the last one's key."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    told = asked.dict()
    filters = Filters(told, viewer=request.viewer)
    if filters.errors:
        raise HttpError(422, " ".join(str(s) for found in filters.errors.values() for s in found))
    page = participants(request.viewer, filters.wanted, place_of(told))
    return {
        "count": min(page.count, MOST),
        "more": page.more,
        "earlier": page.earlier,
        "later": page.later,
        "rows": [_row(row) | {"holder": row.holder_name} for row in page.rows],  # type: ignore[attr-defined]
    }


@router.get("/participations/{uuid:key}", summary="Ett deltagande")
def get_participation(request: Request, key: UUID) -> dict[str, Any]:
    """One participation with its holders, the authorities' cases, life before and after, and changes."""
    found = sheet(request.viewer, key)
    return _row(found.participation) | {
        "why": found.why,
        "may_change": found.can_change,
        "may_work": found.can_work,
        "holders": [
            {"unit": h.unit.name, "from": h.from_day, "until": h.until_day} for h in found.holdings
        ],
        "cases": [
            {"party": i.party.name, "unit": i.unit.name if i.unit else "", "from": i.from_day,
             "until": i.until_day} for i in found.involvements
        ],
        "livelihoods": [
            {"moment": r.moment, "source": r.source_id, "percent": r.extent_percent}
            for part in found.moments for r in part.livelihoods
        ],
        "occupations": [
            {"moment": r.moment, "what": r.what_id, "hours": r.hours_a_week}
            for part in found.moments for r in part.occupations
        ],
        "others": [_row(other) for other in found.others],
        "changes": [
            {"at": c.at, "who": c.who, "why": c.why, "what": c.what, "ended": c.ended,
             "fields": [[f.label, f.before, f.after] for f in c.fields]} for c in found.changes
        ],
    }  # fmt: skip


def _row(row: Participation) -> dict[str, Any]:
    return {
        "key": row.pk, "name": row.person.name, "initiative": row.initiative.code,
        "branch": row.branch.code, "case_number": row.case_number, "starts_on": row.starts_on,
        "ends_on": row.ends_on, "status": row.status,
        "outcome": row.outcome.code if row.outcome else None, "next_step": row.next_step_id,
    }  # fmt: skip


@router.get("/participations/{uuid:key}/readers", summary="Vem som har läst om personen")
def list_readers(request: Request, key: UUID) -> dict[str, Any]:
    """By authority, unit and role, when and why; names where it has been decided that they are given."""
    found = readers_of(request.viewer, participation(request.viewer, key).circle)
    return {
        "since": found.since,
        "more": found.more,
        "readers": [
            {"day": o.day, "first": o.first, "last": o.last, "authority": o.authority,
             "unit": o.unit, "role": o.role, "what": o.what, "why": o.why, "times": o.times,
             "name": o.name}
            for o in found.lines
        ],
    }  # fmt: skip


@router.get("/participations/{uuid:key}/forms/{name}", summary="Ett formulär som det står nu")
def get_form(request: Request, key: UUID, name: str) -> dict[str, Any]:
    """How things stand, what can be chosen, and `seen` to send back with the changes."""
    form = _form(request, participation(request.viewer, key), name, None)
    return {
        "fields": dict(form.initial),
        "choices": {
            field: [list(one) for one in form.fields[field].choices]  # type: ignore[attr-defined]
            for field in form.fields
            if hasattr(form.fields[field], "choices")
        },
    }


@router.post(
    "/participations/{uuid:key}/forms/{name}", summary="Gör det som formuläret är till för"
)
def post_form(request: Request, key: UUID, name: str, filled: Filled) -> dict[str, Any]:
    """Correct, close, reopen, involve, fill in livelihood: the action behind the page's button."""
    form = _form(request, locked(request.viewer, key), name, _sent(filled.fields))
    return {"done": _done(form), "key": key}


@router.post("/participations", summary="Skriv in en deltagare")
def enrol(request: Request, filled: Filled) -> dict[str, Any]:
    """Enrol somebody; who is alike is asked about first, as on the page."""
    check_enrol_somewhere(request.viewer)
    form = EnrolForm(_sent(filled.fields), viewer=request.viewer)
    return {"done": _done(form), "key": form.enrolled}


@router.get("/duplicates", summary="Möjliga dubbletter bland dem du får se")
def list_duplicates(request: Request) -> list[dict[str, Any]]:
    """Pairs of records that could be one human, with why; none is ever joined."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    pairs = duplicates(request.viewer)
    return [
        {"first": p.first.pk, "second": p.second.pk, "why": p.why, "linked": p.link is not None}
        for p in (*pairs.suggested, *pairs.linked)
    ]


API_FORMS: Mapping[str, type[Acting]] = {**FORMS, "return_participation": ReturnForm}


def _form(request: Request, case: Participation, name: str, data: QueryDict | None) -> Acting:
    if name not in API_FORMS:
        raise HttpError(404, "Det finns inget sådant formulär.")
    API_FORMS[name].check(request.viewer, case)
    return API_FORMS[name](data, viewer=request.viewer, case=case)


def _sent(fields: Mapping[str, Any]) -> QueryDict:
    """JSON as a form sends it: what is off or empty is not sent."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        if value not in (None, False):
            data.setlist(
                name, [str(one) for one in (value if isinstance(value, list) else [value])]
            )
    return data


def _done(form: Acting) -> str:
    """What was done; raises Faulty with every fault, and both versions where another had saved."""
    done = form.attempt() if form.is_valid() else ""
    if not done:
        raise Faulty(form)
    return done


class Faulty(HttpError):
    """A form that could not be taken: one line per field with its sentences."""

    def __init__(self, form: Acting) -> None:
        said = [f"{name}: {' '.join(map(str, found))}" for name, found in form.errors.items()]
        said += [f"{name}: {form.fields[name].label}" for name in form.asked]
        said += [f"{c.label}: {c.now} / {c.typed}" for c in form.clashes]
        super().__init__(422, "\n".join(said).replace("__all__: ", ""))

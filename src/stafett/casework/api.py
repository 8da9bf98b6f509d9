"""Participations over the API: the same rows, forms and actions as the pages, so the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from ninja.responses import Status

from stafett.accounts.models import User
from stafett.casework import doors
from stafett.casework.access import check_enrol_somewhere, check_move, never_a_person
from stafett.casework.between import rules
from stafett.casework.forms.acting import Acting
from stafett.casework.forms.enrolling import EnrolForm, ReturnForm
from stafett.casework.forms.filters import Filters, place_of
from stafett.casework.forms.linking import LinkForm, UnlinkForm
from stafett.casework.forms.moving import MoveForm
from stafett.casework.forms.sharing import ContactForm
from stafett.casework.forms.unnamed import EnrolUnnamedForm, check_enrol_unnamed
from stafett.casework.models import Participation
from stafett.casework.queries.between import between
from stafett.casework.queries.doubles import open_doubles
from stafett.casework.queries.duplicates import duplicates, workable_link, workable_pair
from stafett.casework.queries.participants import MOST, participants
from stafett.casework.queries.participation import locked, participation, sheet
from stafett.casework.queries.running_twice import running_of_both
from stafett.casework.queries.sealed import sealed
from stafett.casework.queries.timeline import story
from stafett.casework.queries.unit import NOBODY, Load, open_cases, unit_page
from stafett.casework.views.participation import FORMS
from stafett.database.noticed import looking_up
from stafett.frame.stepup import check_fresh
from stafett.parties.answers import Faults, Refusal
from stafett.parties.answers import told as faults
from stafett.parties.form_data import Filled, form_data
from stafett.parties.models import Unit
from stafett.people.actions import link, unlink
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

router = Router(tags=["Deltagare"])


class Asked(Schema):
    """What the list is narrowed by, as in the page's address."""

    q: str = ""
    mina: bool = False
    insats: str = ""
    gren: str = ""
    lage: str = ""
    kon: str = ""
    ar: str = ""
    efter: str = ""
    fore: str = ""


@router.get("/participations", summary="Deltaganden som du får se")
def list_participations(request: Request, asked: Query[Asked]) -> dict[str, Any]:
    """A page of fifty in Swedish order; `efter` is the last one's key, `worker` told within one's own units."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    told = asked.dict()
    filters = Filters(told, viewer=request.viewer)
    if filters.errors:
        raise Refusal(
            422, faults((n, str(s)) for n, found in filters.errors.items() for s in found)
        )
    page = participants(request.viewer, filters.wanted, place_of(told))
    return {
        "count": min(page.count, MOST),
        "more": page.more,
        "earlier": page.earlier,
        "later": page.later,
        "rows": [
            _row(row) | {"holder": row.holder_name, "worker": row.worker_name or None}  # type: ignore[attr-defined]
            for row in page.rows
        ],
    }


@router.get("/participations/{uuid:key}", summary="Ett deltagande")
def get_participation(request: Request, key: UUID) -> dict[str, Any]:
    """One participation with its holders, the authorities' cases, life before and after, and changes."""
    found = sheet(request.viewer, key)
    return _row(found.participation) | {
        "reached": found.participation.person.shown_reached,
        "why": found.why,
        "may_change": found.can_change,
        "may_work": found.can_work,
        "worker": found.team.worker.name if found.team.worker else None,
        "pair": found.team.pair.name if found.team.pair else None,
        "contacts": [{"unit": one.unit.name, "names": one.names} for one in found.team.contacts],
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
        "ended_by_decision": [
            {"moment": part.moment, "what": what, "decided_on": day}
            for part in found.moments
            for what, day in (
                ("livelihood", part.livelihood_ended), ("occupation", part.occupation_ended)
            )
            if day
        ],
        "consents": [
            {"authority": one.name, "last_day": one.last_day} for one in found.agreed
        ],
        "takes_over": found.taker,
        "others": [_row(other) for other in found.others],
        "possible_doubles": [
            {"key": one.double.pk, "words": one.words}
            for one in open_doubles(request.viewer, found.participation)
        ],
        "changes": [
            {"day": c.day, "at": c.at, "who": c.who, "why": c.why, "what": c.what, "ended": c.ended,
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


@router.get("/participations/{uuid:key}/sealed", summary="Öppna de skyddade uppgifterna")
def get_sealed(request: Request, key: UUID) -> dict[str, Any]:
    """Name, number and support of somebody protected; the log says that they were opened."""
    found = sealed(request.viewer, key)
    return {
        "alias": found.case.person.name,
        "facts": [[label, value] for label, value in found.facts],
        "contact": found.contact,
    }


@router.get("/participations/{uuid:key}/forms/{name}", summary="Ett formulär som det står nu")
def get_form(request: Request, key: UUID, name: str, of_unit: str = "") -> dict[str, Any]:
    """How things stand, what can be chosen, what else it does, and `seen` to send back with the changes.

    `of_unit` is for whoever works in several units: `contact_person` is each unit's own.
    """
    form = _form(request, participation(request.viewer, key), name, None, of_unit)
    return {
        "fields": dict(form.initial),
        "choices": {
            field: [list(one) for one in form.fields[field].choices]  # type: ignore[attr-defined]
            for field in form.fields
            if hasattr(form.fields[field], "choices")
        },
        "also": list(form.also),
    }


@router.post(
    "/participations/{uuid:key}/forms/{name}", summary="Gör det som formuläret är till för"
)
def post_form(request: Request, key: UUID, name: str, filled: Filled) -> dict[str, Any]:
    """Correct, close, reopen, involve, fill in livelihood: the action behind the page's button."""
    form = _form(request, locked(request.viewer, key), name, form_data(filled.fields))
    return {"done": done(form), "key": key, **_made(form)}


@router.post("/participations", summary="Skriv in en deltagare")
def enrol(request: Request, filled: Filled) -> dict[str, Any]:
    """Enrol somebody; who is alike is asked about first, as on the page."""
    check_enrol_somewhere(request.viewer)
    form = EnrolForm(form_data(filled.fields), viewer=request.viewer)
    return {"done": done(form), "key": form.enrolled}


@router.post("/participations/without-identity", summary="Skriv in någon utan identitet")
def enrol_unnamed(request: Request, filled: Filled) -> dict[str, Any]:
    """Enrol by year of birth and sex, where the controller's routine keeps the protected out."""
    check_enrol_unnamed(request.viewer)
    form = EnrolUnnamedForm(form_data(filled.fields), viewer=request.viewer)
    return {"done": done(form), "key": form.enrolled}


class ToMove(Schema):
    """Cases of one unit to give to a post in it; none of them moves unless all do."""

    unit: int
    cases: list[UUID]
    to: int
    because: str
    shared: list[str] = []
    """Parts in shared cases, by the keys that the unit's page has."""


@router.get("/unit", summary="Din enhet: vem som har hur mycket, och enhetens öppna ärenden")
def get_unit(request: Request, enhet: str = "", vem: str = "", sida: int = 1) -> dict[str, Any]:
    """The caseload of each worker and a page of a hundred open cases, the stillest first."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    page = unit_page(request.viewer, enhet, vem, sida)
    return {
        "unit": page.unit.pk, "name": page.unit.name, "may_move": page.may_move,
        "count": page.count, "page": page.page, "pages": page.last_page,
        "nobody": _load(page.nobody),
        "workers": [
            {"post": w.post.pk, "title": w.post.title, "name": "" if w.vacant else w.name,
             "vacant": w.vacant, "stand_in": w.beside.who if w.beside else "", "alone": w.alone,
             **_load(w.load), "shares": w.shares} for w in page.workers
        ],
        "shared": [
            {"key": r.ticked, "case": r.part.participation_id, "part": r.part.part,
             "name": r.part.participation.person.name, "post": r.part.position_id,
             "may_move": page.may_move and r.movable} for r in page.shared
        ],
        "rows": [
            {"key": r.case.pk, "name": r.case.person.name, "case_number": r.case.case_number,
             "post": r.post, "came": r.came, "noted": r.noted, "may_move": page.may_move and r.movable}
            for r in page.rows
        ],
    }  # fmt: skip


def _load(load: Load) -> dict[str, Any]:
    return {"open": load.open, "new": load.new, "stillest": load.stillest}


@router.post("/unit/moves", summary="Flytta ärenden till en befattning i enheten: alla eller inget")
def move_cases(request: Request, sent: ToMove) -> dict[str, Any]:
    """The action behind the button of the page."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    with looking_up("cases to move among"):
        page = unit_page(request.viewer, str(sent.unit))
    check_move(request.viewer, page.unit)
    form = MoveForm(moving(request.viewer, page.unit, sent), viewer=request.viewer, page=page)
    return {"done": done(form)}


def moving(viewer: Viewer, unit: Unit, sent: ToMove) -> QueryDict:
    """What is sent as the page's form sends it: each case with who has it now."""
    had = dict(
        open_cases(viewer, unit).filter(pk__in=sent.cases).order_by("pk").values_list("pk", "post")
    )
    ticked = [f"{key}:{had.get(key) or NOBODY}" for key in sent.cases]
    told = {"case": ticked, "shared": sent.shared, "to": str(sent.to), "because": sent.because}
    return form_data(told)


class AskedBetween(Schema):
    """Whose cases are gone through: `mina`, `enhet` or an initiative's code; by which rule; which page."""

    vems: str = ""
    regel: str = ""
    sida: int = 1


@router.get("/between", operation_id="list_between", summary="De som är mellan stolarna")
def list_between(request: Request, asked: Query[AskedBetween]) -> dict[str, Any]:
    """A page of fifty, longest first: whom, which rule, since when, and whose move it is."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    page = between(request.viewer, asked.vems, asked.regel, asked.sida)
    return {
        "count": page.number, "page": page.page, "pages": page.last_page, "cut": page.cut,
        "rules": [
            {"code": one.rule.code, "name": str(one.rule.name), "meaning": str(one.rule.meaning),
             "count": one.number} for one in page.counted
        ],
        "rows": [
            {"rule": row.rule.code, "participation": row.gap.participation_id, "name": row.name,
             "since": row.gap.since, "comes": row.gap.comes,
             "who": row.gap.who, "about": row.gap.told, "mended_at": row.url}
            for row in page.rows
        ],
    }  # fmt: skip


@router.get(
    "/between/rules",
    operation_id="list_between_rules",
    summary="Reglerna för Mellan stolarna, var och en med ett exempel",
)
def list_between_rules(request: Request) -> list[dict[str, Any]]:
    """What each rule looks for, whom an example of it is, and what mends it; about nobody.

    `limit` is after how many days or weeks, where an initiative has not said otherwise.
    """
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    return [
        {
            "code": one.code, "name": str(one.name), "meaning": str(one.meaning),
            "example": str(one.example), "mends": str(one.button), "urgent": one.weight > 0,
            "counted": one.figures,
            "limit": {"number": one.limit.number, "unit": str(one.limit.unit)} if one.limit else None,
        }
        for one in rules()
    ]  # fmt: skip


@router.get(
    "/participations/{uuid:key}/timeline",
    operation_id="list_timeline",
    summary="Ett ärendes tidslinje",
)
def list_timeline(request: Request, key: UUID) -> list[dict[str, Any]]:
    """What has happened in the case and what is to come, as far as you may know; the latest first."""
    return [
        {"day": one.event.day, "authority": one.authority, "kind": one.event.mark,
         "what": str(one.event.what), "told": one.event.told, "to_come": one.to_come,
         "at": one.event.at, "by": one.event.by}
        for one in story(request.viewer, key).told
    ]  # fmt: skip


@router.get("/duplicates", summary="Möjliga dubbletter bland dem du får se")
def list_duplicates(request: Request) -> list[dict[str, Any]]:
    """Pairs of records that could be one human, with why; none is ever joined."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    pairs = duplicates(request.viewer)
    return [
        {
            "first": p.first.pk,
            "second": p.second.pk,
            "why": p.why,
            "linked": p.link is not None,
            "link": p.link.pk if p.link else None,
        }
        for p in (*pairs.suggested, *pairs.linked)
    ]


class LinkIn(Schema):
    """Two records by their people's keys, and how one knows that they are the same human.

    Where both go on `as_written` says that one has seen it.
    """

    first: UUID
    second: UUID
    because: str
    as_written: bool = False


class UnlinkIn(Schema):
    """Why a link is undone."""

    because: str


class LinkOut(Schema):
    """The number of a link."""

    link: int


@router.post("/duplicates/links", response={201: LinkOut, 422: Faults}, summary="Länka två poster")
def link_records(request: Request, told: LinkIn) -> Status[Any]:
    """Say that two records are the same human, with a reason; neither of them is changed.

    Where both go on it is refused once, at the field `as_written`: sent again with that true it is done.
    """
    pair = workable_pair(request.viewer, told.first, told.second)
    if pair is None:
        raise Http404
    running = running_of_both(request.viewer, pair)
    because = _because(LinkForm(form_data(told.dict()), running=running))
    return Status(201, {"link": link(*pair, by=_me(request), because=because).pk})


@router.post(
    "/duplicates/links/{key}/undo", response={200: LinkOut, 422: Faults}, summary="Ta bort en länk"
)
def unlink_records(request: Request, key: int, told: UnlinkIn) -> Status[Any]:
    """Undo a link, with a reason; it stays in the history."""
    made = workable_link(request.viewer, key)
    if made is None:
        raise Http404
    unlink(made, by=_me(request), because=_because(UnlinkForm(form_data(told.dict()))))
    return Status(200, {"link": key})


def _me(request: Request) -> User:
    """Who is logged in; the API is for nobody else."""
    assert isinstance(request.user, User)
    return request.user


def _because(form: LinkForm | UnlinkForm) -> str:
    """Why; raises Refusal when nothing is said, or too much."""
    if form.is_valid():
        return str(form.cleaned_data["because"])
    raise Refusal(
        422, faults((name, str(one)) for name, said in form.errors.items() for one in said)
    )


API_FORMS: Mapping[str, type[Acting]] = {**FORMS, "return_participation": ReturnForm}


def _forms() -> Mapping[str, type[Acting]]:
    """This app's forms about a case, and those that other apps have offered."""
    return {**API_FORMS, **doors.offered_forms()}


def _form(
    request: Request, case: Participation, name: str, data: QueryDict | None, of_unit: str = ""
) -> Acting:
    kind = _forms().get(name)
    if kind is None:
        raise HttpError(404, _("Det finns inget sådant formulär."))
    if kind.asks_again:
        check_fresh(request)
    kind.check(request.viewer, case)
    if kind is ContactForm:
        kind = ContactForm.of(of_unit)
    return kind(data, viewer=request.viewer, case=case)


def done(form: Acting | MoveForm) -> str:
    """What was done; raises Faulty with every fault, and both versions where another had saved."""
    said = form.attempt() if form.is_valid() else ""
    if not said:
        raise Faulty(form)
    return said


def _made(form: Acting) -> dict[str, Any]:
    """The code of a link that was made, or of each guardian's: told now, and never again."""
    if len(form.made) > 1:
        return {"codes": {one.link.guardian: one.code for one in form.made}}
    return {"code": form.made[0].code} if form.made else {}


class Faulty(Refusal):
    """A form that could not be taken: each field with its sentences, and what is asked besides."""

    def __init__(self, form: Acting | MoveForm) -> None:
        said = [
            ("" if name == "__all__" else name, " ".join(map(str, found)))
            for name, found in form.errors.items()
        ]
        if isinstance(form, Acting):
            said += [(name, str(form.fields[name].label)) for name in form.asked]
            said += [("", f"{c.label}: {c.now} / {c.typed}") for c in form.clashes]
        super().__init__(422, faults(said))

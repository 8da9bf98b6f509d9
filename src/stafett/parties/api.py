"""Parties, authorities, units, associations and agreements over the API; people's names are not in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Router, Schema
from ninja.responses import Status

from stafett.frame.stepup import check_fresh
from stafett.parties import access, queries
from stafett.parties.access import Asked
from stafett.parties.answers import Faults, answer
from stafett.parties.forms import places, together
from stafett.parties.forms.posts import LeaveForm, StandInForm
from stafett.parties.models import Agreement, Party, Tenure
from stafett.parties.rules import last_day, validity

router = Router(tags=["Parter"])


class KindOut(Schema):
    """A kind of party."""

    code: str
    name: str
    funding_group: str = ""
    colour: int = 8
    handles_people: bool = True


class PartyIn(Schema):
    """A new party."""

    kind: str
    name: str
    short_name: str
    municipality: str | None = None


class PartyOut(Schema):
    """A party with its authorities' names."""

    id: int
    name: str
    short_name: str
    kind: str
    municipality: str | None
    authorities: list[str]


class AuthorityIn(Schema):
    """A new authority of a party."""

    name: str
    organisation_number: str = ""
    data_act: str = ""


class UnitIn(Schema):
    """A new unit of an authority."""

    name: str
    valid_from: date | None = None


class MadeOut(Schema):
    """What was made."""

    id: int
    name: str


class MemberOut(Schema):
    """A member of an association with its share as a fraction and its period, last day included."""

    party: str
    share: str
    from_day: date
    last_day: date | None


class AssociationOut(Schema):
    """An association, its members on the day asked, and how the shares depart from the law."""

    id: int
    name: str
    members: list[MemberOut]
    departures: list[str]


class AgreementIn(Schema):
    """A new agreement between parties, by their numbers."""

    title: str
    parties: list[int]
    valid_from: date
    valid_to: date | None = None
    note: str = ""


class AgreementOut(Schema):
    """An agreement, and where it stands: coming, running, ending or ended."""

    id: int
    title: str
    parties: list[str]
    valid_from: date
    valid_to: date | None
    state: str


@router.get("/kinds", response=list[KindOut], summary="Slag av parter")
def kinds(request: Asked) -> Any:
    """All kinds of parties."""
    return list(queries.kinds(request.viewer))


@router.post("/kinds", response={201: KindOut, 422: Faults}, summary="Nytt slag av part")
def add_kind(request: Asked, payload: KindOut) -> Status[Any]:
    """Add a kind of party: a row, no code."""
    access.check_edit(request.viewer)
    return answer(places.KindForm(payload.dict()), request.viewer)


@router.get("/parties", response=list[PartyOut], summary="Parter")
def parties(request: Asked) -> list[PartyOut]:
    """All parties with their authorities."""
    return [_party(each) for each in queries.parties(request.viewer)]


@router.post("/parties", response={201: MadeOut, 422: Faults}, summary="Ny part")
def add_party(request: Asked, payload: PartyIn) -> Status[Any]:
    """Add a party."""
    access.check_edit(request.viewer)
    return answer(places.PartyForm(payload.dict()), request.viewer)


@router.post(
    "/parties/{party_id}/authorities", response={201: MadeOut, 422: Faults}, summary="Ny myndighet"
)
def add_authority(request: Asked, party_id: int, payload: AuthorityIn) -> Status[Any]:
    """Add an authority to a party."""
    party = queries.party(request.viewer, party_id)
    access.check_party(request.viewer, party)
    return answer(places.AuthorityForm(payload.dict(), party=party), request.viewer)


@router.post(
    "/authorities/{authority_id}/units", response={201: MadeOut, 422: Faults}, summary="Ny enhet"
)
def add_unit(request: Asked, authority_id: int, payload: UnitIn) -> Status[Any]:
    """Add a unit to an authority."""
    authority = queries.one(request.viewer, queries.authorities(request.viewer), pk=authority_id)
    access.check_party(request.viewer, authority.party)
    return answer(places.UnitForm(payload.dict(), authority=authority), request.viewer)


@router.get("/associations/{association_id}", response=AssociationOut, summary="Ett förbund")
def association(request: Asked, association_id: int) -> AssociationOut:
    """One association with its members today."""
    page = queries.association_page(request.viewer, association_id)
    members = [
        MemberOut(
            party=m.party.name,
            share=str(m.share),
            from_day=m.span.from_day,
            last_day=m.span.last_day,
        )
        for m in page.members
    ]
    return AssociationOut(
        id=page.association.pk, name=page.association.name, members=members,
        departures=[each.words for each in page.departures],
    )  # fmt: skip


@router.get("/agreements", response=list[AgreementOut], summary="Avtal")
def agreements(request: Asked) -> list[AgreementOut]:
    """All agreements and where they stand today."""
    return [_agreement(each, request.viewer.day) for each in queries.agreements(request.viewer)]


@router.post("/agreements", response={201: AgreementOut, 422: Faults}, summary="Nytt avtal")
def add_agreement(request: Asked, payload: AgreementIn) -> Status[Any]:
    """Record an agreement."""
    access.check_edit(request.viewer)
    given = answer(together.AgreementForm(payload.dict()), request.viewer)
    if given.status_code == 201:
        return Status(201, _agreement(given.value, request.viewer.day))
    return given


class StandInIn(Schema):
    """Who is to stand in, by their number at the authority, and when; the last day is included."""

    staff: int
    from_day: date
    last_day: date
    note: str


class LastDayIn(Schema):
    """The last day, included."""

    last_day: date


class StandInOut(Schema):
    """A time of standing in; people's names are not in the API."""

    id: int
    post: int
    staff: int
    from_day: date
    last_day: date | None


@router.get(
    "/posts/{post_id}/stand-ins",
    response=list[StandInOut],
    summary="Vilka som står in i en befattning",
)
def list_stand_ins(request: Asked, post_id: int) -> list[StandInOut]:
    """Everybody who has stood in at a post, does and will, in order."""
    post = queries.one(request.viewer, queries.posts(request.viewer), pk=post_id)
    return [_stand_in(t) for t in post.tenures.filter(stands_in=True).order_by("from_day", "pk")]


@router.post(
    "/posts/{post_id}/stand-ins", response={201: StandInOut, 422: Faults},
    summary="Utse en ställföreträdare",
)  # fmt: skip
def give_stand_in(request: Asked, post_id: int, payload: StandInIn) -> Status[Any]:
    """Let somebody stand in for the holder of a post, for a time."""
    check_fresh(request)
    post = queries.one(request.viewer, queries.posts(request.viewer), pk=post_id)
    access.check_stand_in(request.viewer, post)
    given = answer(StandInForm(payload.dict(), position=post), request.viewer)
    return Status(201, _stand_in(given.value)) if given.status_code == 201 else given


@router.post(
    "/tenures/{tenure_id}/last-day", response={201: StandInOut, 422: Faults},
    summary="Avsluta en ställföreträdares tid",
)  # fmt: skip
def end_stand_in(request: Asked, tenure_id: int, payload: LastDayIn) -> Status[Any]:
    """End a stand-in's time; one that has not begun is taken back."""
    check_fresh(request)
    rows = Tenure.objects.filter(stands_in=True).select_related("position__unit__authority__party")
    tenure = queries.one(request.viewer, rows, pk=tenure_id)
    access.check_stand_in(request.viewer, tenure.position)
    told = _stand_in(tenure)
    given = answer(LeaveForm(payload.dict(), instance=tenure), request.viewer)
    told.last_day = payload.last_day
    return Status(201, told) if given.status_code == 201 else given


def _stand_in(tenure: Tenure) -> StandInOut:
    return StandInOut(
        id=tenure.pk, post=tenure.position_id, staff=tenure.staff_id, from_day=tenure.from_day,
        last_day=last_day(tenure.until_day),
    )  # fmt: skip


def _party(each: Party) -> PartyOut:
    return PartyOut(
        id=each.pk, name=each.name, short_name=each.short_name, kind=each.kind_id,
        municipality=each.municipality_id, authorities=[a.name for a in each.authorities.all()],
    )  # fmt: skip


def _agreement(each: Agreement, day: date) -> AgreementOut:
    return AgreementOut(
        id=each.pk, title=each.title, parties=[p.name for p in each.parties.all()],
        valid_from=each.valid_from, valid_to=each.valid_to,
        state=validity(each.valid_from, each.valid_to, day).value,
    )  # fmt: skip

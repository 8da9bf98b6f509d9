"""Steps that change who sees what, each taken twice: by the real actions, and in the plain model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied

from stafett.casework.actions import NewCase, involve
from stafett.casework.models import Participation
from stafett.parties.actions import appoint, leave
from stafett.parties.models import Authority, Position, Staff, Tenure, Unit
from stafett.safeguards.actions import (
    Item,
    NewConsent,
    NewProvision,
    accept,
    end_provision,
    give_consent,
    let_in,
    let_units_back,
    name_team,
    record_provision,
    release,
    withdraw,
)
from stafett.safeguards.models import ConsentPart, Opening, Provision
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.rules import Refused, Terms, parts_between
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import KEEPERS, STAFF, STANDING, START, TODAY, UNITS, Cast
from tests.safeguards import plain_model as plain

PEOPLE = [name for name, *_ in STAFF]
SEERS = [name for name, _full, _unit, role in STAFF if role in plain.SEE]
TEAM = ("AUC", "Försörjningsstöd", "Projektkontoret")
AGENCIES = ("Af Flen", "FK Eskilstuna", "Psykiatrin")
KINDS = sorted(plain.COVERS)
ALL_KINDS = frozenset({*plain.COVERS, "occupation", "agreement", "health"})


@dataclass
class Both:
    """The real thing and its model, side by side."""

    cast: Cast
    world: plain.World
    cases: dict[str, Participation]
    consents: int = 0

    @property
    def by(self) -> Viewer:
        """The one who runs the server, on the model's day."""
        return operator(self.world.day)

    def viewer(self, who: str) -> Viewer:
        """Somebody on the model's day."""
        return viewer_of(self.cast.user(who), self.world.day)


def begin(cast: Cast) -> Both:
    """The cast with two cases in Flen and one in Katrineholm, and what the cast has agreed on."""
    world = plain.World(
        TODAY, {unit: authority for _party, authority, unit in UNITS},
        {who: unit for who, _full, unit, _role in STAFF}, {who: role for who, _f, _u, role in STAFF},
        {"ett": "Flens arbetsmarknadsnämnd", "två": "Flens arbetsmarknadsnämnd",
         "tre": "Katrineholms arbetsnämnd"},
    )  # fmt: skip
    world.tenures = [plain.Tenure(who, START) for who in PEOPLE]
    world.provisions = [plain.Provision(g, r, None, START) for g, r in KEEPERS]
    world.provisions += [plain.Provision(KEEPERS[0][0], r, ALL_KINDS, START) for r in STANDING]
    both = Both(cast, world, {})
    for case, branch in (("ett", "flen"), ("två", "flen"), ("tre", "katrineholm")):
        one = cast.enrolled(branch)
        both.cases[case] = one
        own = TEAM if branch == "flen" else ("Viadidakt", "Projektkontoret")
        world.seats += [plain.Seat(case, unit, None, one.starts_on) for unit in own]
        world.rows += [plain.Row(case, world.controller_of[case], kind, f"{case} {kind}")
                       for kind in ("participation", "holding")]  # fmt: skip
    _come_together(both)
    return both


def _come_together(both: Both) -> None:
    """In the first case agencies are in already, two with a case of their own, and have been said yes to."""
    for unit in AGENCIES:
        let_in_unit(both, "ett", unit)
    open_up(both, "Af Flen", "FK Eskilstuna", KINDS, 20)
    for who in ("per", "fatima"):
        say_yes(both, "ett", who, ["course"], 30)
    say_yes(both, "ett", "karin", KINDS, 60)
    for who in ("per", "fatima"):
        own_case(both, "ett", who)
        accept_all(both, "ett", who)


def let_in_unit(both: Both, case: str, unit: str) -> None:
    """A unit is let in by its role; into a named circle nobody is."""
    world = both.world
    let_in(both.cases[case].circle, [both.cast.unit(unit).pk], from_day=world.day, by=both.by)
    seats = [s for s in world.seats if s.case == case and s.until == plain.FOREVER]
    if any(s.post for s in seats) or any(s.unit == unit for s in seats):
        return
    world.seats.append(plain.Seat(case, unit, None, world.day))


def own_case(both: Both, case: str, who: str) -> None:
    """Somebody says that their own authority has a case with the person: that authority's own row."""
    world, unit = both.world, both.cast.unit(both.world.unit_of[who])
    mine = world.authority_of[world.unit_of[who]]
    key = f"{case} {mine}"
    if any(row.key == key for row in world.rows):
        return
    may = world.sees(who, world.rows_of(case)[0], plain.WORK)
    told = NewCase(unit.authority.party_id, unit.authority_id, world.day, unit.pk)
    if _allowed(lambda: involve([(both.cases[case], told)], by=both.viewer(who)), may):
        world.rows.append(plain.Row(case, mine, "involvement", key))


def say_yes(both: Both, case: str, who: str, kinds: list[str], days: int) -> None:
    """A consent between all whose units sit in the case, noted by somebody in it."""
    world = both.world
    units = {s.unit for s in world.seats if s.case == case and world.holds(s)}
    between = {world.authority_of[unit] for unit in units} | {world.controller_of[case]}
    keys = {name: Authority.objects.get(name=name).pk for name in between}
    until = world.day + timedelta(days=days)
    told = NewConsent(
        both.cases[case].circle, "Att planera", parts_between(set(keys.values()), set(kinds), {}),
        Terms(world.day, until, world.day), f"Ja {both.consents}", "oral", "person", "svenska",
    )  # fmt: skip
    may = bool(world.seats_of(who, case, plain.WORK)) and len(between) > 1
    if not _allowed(lambda: give_consent(told, by=both.viewer(who)), may):
        return
    both.consents += 1
    own = world.gives_for(who, case)
    world.parts += [
        plain.Part(case, both.consents, giver, receiver, kind, world.day, until, giver in own)
        for giver in between for receiver in between - {giver} for kind in kinds
    ]  # fmt: skip


def accept_all(both: Both, case: str, who: str) -> None:
    """Somebody accepts what they may give, of all that waits in a case."""
    own = both.world.gives_for(who, case)
    waiting = ConsentPart.objects.filter(
        circle=both.cases[case].circle_id, giver__name__in=own, accepted_on=None, withdrawn_on=None
    )
    accept(list(waiting.select_related("circle").order_by("pk")), by=both.viewer(who))
    for part in both.world.parts:
        part.accepted |= part.case == case and part.giver in own and not part.withdrawn


def take_back(both: Both, case: str, who: str, receivers: list[str]) -> None:
    """Somebody notes that the person takes back what goes to some authorities."""
    names = [both.world.authority_of[unit] for unit in receivers]
    live = [p for p in both.world.parts
            if p.case == case and p.receiver in names and not p.withdrawn]  # fmt: skip
    parts = ConsentPart.objects.filter(
        circle=both.cases[case].circle_id, receiver__name__in=names, withdrawn_on=None
    )
    found = list(parts.select_related("circle").order_by("pk"))
    may = bool(both.world.seats_of(who, case, plain.SEE)) or not live
    if _allowed(lambda: withdraw(found, how="per telefon", by=both.viewer(who)), may):
        for part in live:
            part.withdrawn = True


def open_up(both: Both, giver: str, receiver: str, kinds: list[str], days: int) -> None:
    """An authority records that another may read kinds of what is its own, for some days."""
    world = both.world
    mine, theirs = world.authority_of[giver], world.authority_of[receiver]
    if mine == theirs or any(p.giver == mine and p.receiver == theirs for p in world.provisions):
        return
    until = world.day + timedelta(days=days)
    told = NewProvision(
        Authority.objects.get(name=mine), Authority.objects.get(name=theirs), Opening.STANDING,
        tuple(kinds), "Prov 2 §", world.day, until,
    )  # fmt: skip
    record_provision(told, by=both.by)
    world.provisions.append(plain.Provision(mine, theirs, frozenset(kinds), world.day, until))


def close_down(both: Both, number: int) -> None:
    """An authority ends what it has recorded."""
    going_on = [p for p in both.world.provisions if both.world.holds(p)]
    if not going_on:
        return
    one = going_on[number % len(going_on)]
    found = Provision.objects.get(
        giver__name=one.giver, receiver__name=one.receiver, from_day=one.first,
        opens=Opening.KEEPING if one.kinds is None else Opening.STANDING,
    )  # fmt: skip
    end_provision(found, by=both.by)
    one.until = both.world.day


def protect(both: Both, case: str, team: list[str]) -> None:
    """Only named posts are let into a case from today."""
    world = both.world
    posts = [(_post(both, who).unit_id, _post(both, who).pk) for who in team]
    name_team([both.cases[case].circle], posts, by=both.by)
    there = {s.post for s in world.seats if s.case == case and s.until == plain.FOREVER}
    _end_seats(world, case, named=False)
    for seat in world.seats:  # a team that is named takes the other's place
        if seat.case == case and seat.post and seat.post not in team:
            seat.until = min(seat.until, world.day)
    new = [who for who in dict.fromkeys(team) if who not in there]
    world.seats += [plain.Seat(case, world.unit_of[who], who, world.day) for who in new]


def protect_no_more(both: Both, case: str, units: list[str]) -> None:
    """Whole units come back, and the named posts leave."""
    world = both.world
    circle = both.cases[case].circle
    let_units_back([(circle, [both.cast.unit(unit).pk for unit in units])], by=both.by)
    _end_seats(world, case, named=True)
    inside = {s.unit for s in world.seats if s.case == case and s.until == plain.FOREVER}
    world.seats += [plain.Seat(case, unit, None, world.day)
                    for unit in dict.fromkeys(units) if unit not in inside]  # fmt: skip


def come_or_go(both: Both, who: str) -> None:
    """Somebody leaves their post today, or has it again."""
    world, post = both.world, _post(both, who)
    if world.at_work(who):
        leave(Tenure.objects.get(position=post, until_day=None), on=world.day, by=both.by)
        for tenure in world.tenures:
            tenure.until = min(tenure.until, world.day) if tenure.who == who else tenure.until
    else:
        full = next(name for key, name, *_ in STAFF if key == who)
        appoint(Staff.objects.get(name=full), post, from_day=world.day, by=both.by)
        world.tenures.append(plain.Tenure(who, world.day))


def time_passes(both: Both, days: int) -> None:
    """Ends come by themselves: nothing is run when a day is over."""
    both.world.day += timedelta(days=days)


def hand_over(both: Both, case: str, who: str, number: int) -> None:
    """Somebody hands a copy over under a part of a consent; the copy is the receiver's own."""
    world = both.world
    parts = [p for p in world.parts if p.case == case and not p.withdrawn]
    if not parts:
        return
    one = parts[number % len(parts)]
    kind = sorted(plain.COVERS[one.kind])[0]
    key = f"{case} kopia {len(world.rows)}"
    found = ConsentPart.objects.select_related("circle").get(
        circle=both.cases[case].circle_id, giver__name=one.giver, receiver__name=one.receiver,
        information=one.kind, consent__text=f"Ja {one.consent - 1}",
    )  # fmt: skip
    may = one.giver in world.gives_for(who, case) and one.accepted and world.holds(one)
    if _allowed(
        lambda: release([Item(found, kind, "Amina", key, "Text")], by=both.viewer(who)), may
    ):
        world.rows.append(plain.Row(case, one.receiver, kind, key, one.giver))


def _end_seats(world: plain.World, case: str, *, named: bool) -> None:
    for seat in world.seats:
        if seat.case == case and bool(seat.post) is named:
            seat.until = min(seat.until, world.day)


def _post(both: Both, who: str) -> Position:
    unit: Unit = both.cast.unit(both.world.unit_of[who])
    return unit.positions.get(role=both.world.role_of[who])


def _allowed(attempt: Any, may: bool) -> bool:
    """Try it; what the model forbids must be refused, and what it allows must be done."""
    try:
        attempt()
    except (PermissionDenied, Refused):
        assert not may, "refused, and the model allows it"
        return False
    assert may, "done, and the model forbids it"
    return True


def on(day: date) -> Any:
    """What the pages take for today."""
    return lambda: day

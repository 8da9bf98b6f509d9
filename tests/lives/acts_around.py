"""What happens around the cases: yes and no of the person, what authorities open, who comes and goes, time."""

from __future__ import annotations

from typing import Any

from stafett.casework.actions import NewCase, involve
from stafett.initiatives import actions as initiatives
from stafett.parties import actions as parties
from stafett.parties.models import Staff, Tenure
from stafett.safeguards import actions as guards
from stafett.safeguards.actions import Item, NewConsent, NewProvision
from stafett.safeguards.models import ConsentPart, Information, Opening, Provision
from stafett.safeguards.rules import Terms, parts_between
from tests.lives.world import FULL, UNITS, WHO, Nothing, World, seldom


def says_yes(world: World, who: str, a: int, b: int) -> Any:
    """The person lets the controller and some authorities talk, for some days, about some things."""
    case = world.case(a)
    units = [world.cast.unit(name) for name in UNITS[b % 5 : b % 5 + 2]]
    team = {case.controller_id, *(unit.authority_id for unit in units)}
    kinds = set(Information.values) if b % 3 else {Information.COURSE.value}
    until = world.later(5 + b % 60)
    terms = Terms(world.day, until, world.day)
    told = NewConsent(case.circle, "Att planera", parts_between(team, kinds, {}), terms, f"Ja {b}",
                      "oral", "person", "svenska")  # fmt: skip
    return guards.give_consent(told, by=world.as_(who))


def accepts_a_yes(world: World, who: str, a: int, _b: int) -> Any:
    """Those who are to give say that they will."""
    case = world.case(a)
    viewer = world.as_(who)
    waiting = ConsentPart.objects.filter(circle=case.circle_id, accepted_on=None, withdrawn_on=None,
                                         giver__in=viewer.works_for)  # fmt: skip
    if not waiting.exists():
        raise Nothing
    return guards.accept(list(waiting.select_related("circle").order_by("pk")), by=viewer)


def takes_back_a_yes(world: World, who: str, a: int, b: int) -> Any:
    """All of it or what goes to one receiver, told to anybody who answers the phone."""
    seldom(a, 3)
    case = world.case(a)
    parts = ConsentPart.objects.filter(circle=case.circle_id, withdrawn_on=None).order_by("pk")
    found = list(parts.select_related("circle"))
    if b % 2:
        found = [part for part in found if part.receiver_id == found[0].receiver_id]
    return guards.withdraw(found, how="ringde", by=world.as_(who))


def hands_out(world: World, who: str, a: int, b: int) -> Any:
    """A copy under a part of a consent."""
    part = world.pick(ConsentPart, a)
    kind = ("agreement", "livelihood", "note", "holding")[b % 4]
    return guards.release([Item(part, kind, "Amina", f"Kopia {b}", "Text")], by=world.as_(who))


def opens_up(world: World, who: str, a: int, b: int) -> Any:
    """An authority lets another read, or no longer."""
    if b % 5 == 0:
        one = world.pick(Provision, a, opens=Opening.STANDING)
        return guards.end_provision(one, by=world.as_(who) if b % 2 else world.server)
    giver, receiver = (world.cast.unit(UNITS[n % len(UNITS)]).authority for n in (a, b))
    told = NewProvision(giver, receiver, Opening.STANDING, tuple(Information.values), "1 §", world.day,
                        world.later(5 + b % 60))  # fmt: skip
    return guards.record_provision(told, by=world.as_(who) if b % 2 else world.server)


def has_a_case(world: World, who: str, a: int, b: int) -> Any:
    """An authority says that it has a case with the person, its own or another's."""
    case = world.case(a)
    unit = world.cast.unit(UNITS[b % len(UNITS)])
    told = NewCase(unit.authority.party_id, unit.authority_id, world.later(-(b % 4)), unit.pk)
    return involve([(case, told)], by=world.as_(who))


def is_let_in(world: World, _who: str, a: int, b: int) -> Any:
    """A unit comes into a circle by its role."""
    case = world.case(a)
    unit = world.cast.unit(UNITS[b % len(UNITS)])
    return guards.let_in(case.circle, [unit.pk], from_day=world.day, by=world.server)


def is_protected(world: World, _who: str, a: int, b: int) -> Any:
    """Only named posts see somebody; or whole units again."""
    seldom(a, 4)
    case = world.case(a)
    if b % 3 == 0:
        units = [world.cast.unit(name).pk for name in ("AUC", "Försörjningsstöd")]
        return guards.let_units_back([(case.circle, units)], by=world.server)
    team = [world.post_of(name) for name in ("karin", "per", "lena")[: 1 + b % 3]]
    return guards.name_team([case.circle], [(p.unit_id, p.pk) for p in team], by=world.server)


def comes_or_goes(world: World, _who: str, a: int, b: int) -> Any:
    """Somebody leaves their post, or has it again."""
    seldom(b, 3)
    who = WHO[a % len(WHO)]
    post = world.post_of(who)
    now = Tenure.objects.filter(position=post, until_day=None, stands_in=False).first()
    if now:
        return parties.leave(now, on=world.day, by=world.server)
    staff = Staff.objects.get(name=FULL[who])
    return parties.appoint(staff, post, from_day=world.day, by=world.server)


def closes_a_unit(world: World, who: str, a: int, b: int) -> Any:
    """Today or some day, which is refused while it holds anybody; or it is there anyway."""
    seldom(a // 7, 6)
    unit = world.cast.unit(UNITS[a % len(UNITS)])
    last = None if unit.valid_to else world.later((-1, 0, 3, 20)[b // 2 % 4])
    return parties.change(unit, valid_to=last, by=world.server if b % 2 else world.as_(who))


def begins_elsewhere(world: World, who: str, a: int, b: int) -> Any:
    """New cases in a branch begin at another unit; those who wait there follow."""
    seldom(a // 7, 3)
    branch = world.cast.branch(("flen", "katrineholm")[b % 2])
    unit = world.cast.unit(UNITS[a % len(UNITS)])
    return initiatives.change(branch, holder=unit, by=world.server if b % 3 else world.as_(who))


def time_passes(world: World, _who: str, _a: int, b: int) -> Any:
    """Nothing is run when a day is over: what ends, ends by itself."""
    world.day = world.later(1 + b % 30)


ACTS = (says_yes, accepts_a_yes, takes_back_a_yes, hands_out, opens_up, has_a_case, is_let_in, is_protected,
        comes_or_goes, closes_a_unit, begins_elsewhere, time_passes)  # fmt: skip

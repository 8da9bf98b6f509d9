"""How a person's facts are corrected, and what a protection that begins or ends does to their cases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_change_of
from stafett.casework.actions.doubling import tell_of_doubles, tell_of_those_there
from stafett.casework.actions.sharing import take_from_others
from stafett.casework.case_numbers import new_case_number
from stafett.casework.models import Participation
from stafett.database.days import in_force, still_on
from stafett.initiatives.queries import team_units
from stafett.parties.models import Position, Tenure, Unit
from stafett.people import actions as people
from stafett.people.actions import PersonFacts
from stafett.people.models import NOBODY, Person, Protection
from stafett.people.sealing import open_to_their_own
from stafett.safeguards.access import kept_by
from stafett.safeguards.actions import let_units_back, name_team
from stafett.safeguards.actions.copies import hide_names, show_names
from stafett.safeguards.actions.identity import kept_out
from stafett.safeguards.actions.in_turn import hold_people
from stafett.safeguards.models import Circle, Member
from stafett.safeguards.queries.protecting import held_by_those_who_answer, keeping_out
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer
from stafett.safeguards.withdrawing import settle_shut_out

Team = Sequence[tuple[int, int]]
"""The named team of a protected person, as (unit, post)."""


@transaction.atomic
def correct_person(
    person: Person, facts: PersonFacts, *, by: Viewer, because: str, team: Team = ()
) -> bool:
    """Correct a person's facts; returns whether anything differed.

    A protection that begins lets only the named team in, one that ends lets the branches' units back
    (law 5); copies handed over call them as they are called now. A number that another
    record has is kept apart, so that nobody learns of it here; the team of somebody protected is told.
    Raises rules.Refused when a protection begins without a team with somebody of those who answer for the
    person, when it begins or ends by anybody else than them, when somebody whom the routine keeps out
    would get a name or number, and when the protection has just been changed by another.
    """
    check_change_of(by, person)
    _check_unchanged(person)
    if facts.protection != person.protection:
        _check_decides(person, by, "protection")
    _check_kept_out(person, facts)
    begins = bool(facts.protection) and not person.protection
    ends = bool(person.protection) and not facts.protection
    if begins:
        _only_named(person, team, by)
    had, was = known_by(person), person.name
    changed = people.correct([(person, facts)], by=by, because=because, beside_hidden=True)
    cases = list(Participation.objects.filter(person=person).select_related("circle", "branch"))
    if ends:
        _units_back(cases, by)
    tell_of_doubles([case.pk for case in cases], by=by)
    if person.protection:
        hide_names(person, was)
    elif ends:
        show_names(person, was, by.day)
    if person.protection and (begins or known_by(person) != had):
        tell_of_those_there([case.pk for case in cases], by=by)
    return bool(changed)


known_by = attrgetter(*people.NUMBER, "register_key")
"""What another record of the same human would have too."""


@transaction.atomic
def change_team(circle: Circle, team: Team, *, by: Viewer) -> list[str]:
    """Let this team, and nobody else, see the case of somebody protected; returns who left, by name.

    They lose it in this transaction. Raises rules.Refused where nobody who holds a post would be left.
    """
    check_change_of(by, circle.person)
    if not circle.named_only:
        raise Refused({"team": _("Det gäller bara den som har skyddade personuppgifter.")})
    _check_decides(circle.person, by, "team")
    _check_own_in(circle.person, team, by)
    before = _in_team(circle, by.day)
    _let_in_only([circle], team, by)
    return _called(before - _in_team(circle, by.day), by)


def _in_team(circle: Circle, day: date) -> set[int]:
    rows = Member.objects.filter(still_on(day), circle=circle, position__isnull=False)
    return set(rows.values_list("position_id", flat=True))  # type: ignore[arg-type]


def _called(posts: Collection[int], by: Viewer) -> list[str]:
    """Who holds these posts, or what a vacant one is called."""
    rows = Position.objects.filter(pk__in=posts).order_by("title", "pk")
    holders = Tenure.objects.filter(in_force(by.day), position__in=posts).select_related("staff")
    names = {one.position_id: one.staff.name for one in holders.order_by("-stands_in", "pk")}
    return [names.get(post.pk, post.title) for post in rows]


def _check_unchanged(person: Person) -> None:
    """Hold the person; raise rules.Refused when they are not protected as whoever corrects them has seen."""
    now = hold_people([person.pk])
    if now.get(person.pk, person.protection) != person.protection:
        raise Refused(
            {
                "protection": _(
                    "Någon annan har just ändrat skyddet. Läs in sidan igen och se hur det står nu."
                )
            }
        )


FIELDS = {"identity_number": "number", "identity_issuer": "issuer", "identity_kind": "number"}
"""What a form calls the fields of a number."""


def _check_kept_out(person: Person, facts: PersonFacts) -> None:
    """Raise rules.Refused when something is told anew that says who somebody without identity is (§ 6)."""
    anew = said_anew(person, facts)
    if not anew or not facts.protection:
        return
    if facts.protection == Protection.WITHHELD or keeping_out([facts.controller_id]):
        sentence = kept_out()
        raise Refused({FIELDS.get(name, name): sentence for name in anew})


def said_anew(person: Person | None, facts: PersonFacts) -> list[str]:
    """The fields in which something is told of who somebody is that is not recorded."""
    return [
        name for name, nothing in NOBODY.items()
        if getattr(facts, name) not in (nothing, getattr(person, name, nothing))
    ]  # fmt: skip


def live_nowhere(people: Collection[UUID]) -> int:
    """Take the municipality out of these people's participations; says how many had one."""
    rows = Participation.objects.filter(person__in=people, municipality__isnull=False)
    return rows.update(municipality=None)


def may_decide(person: Person, viewer: Viewer) -> bool:
    """Whether the viewer works where somebody's protection is decided: at the authority that answers for the
    person, or one that keeps the register for it (laws 3 and 5)."""
    return viewer.operator or person.controller_id in kept_by(viewer)


def _check_decides(person: Person, by: Viewer, field: str) -> None:
    """Raise rules.Refused for those who work elsewhere: they could shut out whoever answers for the person."""
    if not may_decide(person, by):
        said = _("Skyddet, och vilka som ska få se personen, bestäms hos %(controller)s. Ring dem.")
        raise Refused({field: said % {"controller": person.controller.name}})


def _check_own_in(person: Person, team: Team, by: Viewer) -> None:
    """Raise rules.Refused where nobody would be left who holds a post with those who answer for the person."""
    posts = [post for _unit, post in team]
    if not Tenure.objects.filter(in_force(by.day), position__in=posts).exists():
        raise Refused({"team": _("Välj minst en som ska få se ärendet. Annars kan ingen det.")})
    own = held_by_those_who_answer(person.controller_id, by.day)
    if not own.filter(position__in=posts).exists():
        said = _(
            "Välj minst en hos %(controller)s, som svarar för uppgifterna. Annars kan ingen där ta emot "
            "vad personen säger ja eller nej till."
        )
        raise Refused({"team": said % {"controller": person.controller.name}})


def _only_named(person: Person, team: Team, by: Viewer) -> None:
    _check_own_in(person, team, by)
    _let_in_only(list(Circle.objects.filter(person=person).order_by("pk")), team, by)


def _let_in_only(circles: Sequence[Circle], team: Team, by: Viewer) -> None:
    name_team(circles, team, by=by)
    take_from_others([one.pk for one in circles], [post for _unit, post in team], by=by)
    settle_shut_out([one.pk for one in circles], by)


def _units_back(cases: Sequence[Participation], by: Viewer) -> None:
    """Let those units back in that the protection shut out; a case number that another got meanwhile is that
    one's, and changed here."""
    for case in cases:
        if _used_by_another(case):
            case.case_number = new_case_number()
            case.save(update_fields=["case_number"])
        let_units_back([(case.circle, _to_let_back(case))], by=by)
        open_to_their_own(case.circle_id, by)


def _to_let_back(case: Participation) -> set[int]:
    """The branch's units and the controller's own, of those that were there when the protection began, and that
    which holds now: who had left by then, or has left since, does not come back by it. Of the branch's all
    that have not left, where the case began with a team."""
    usual, before = set(team_units(case.branch)), case.circle.units_before
    there = {unit for unit in before if unit > 0} or usual
    holders = case.holdings.filter(until_day=None).order_by("pk")
    there -= {-unit for unit in before if unit < 0}
    there |= set(holders.values_list("unit_id", flat=True))
    own = Unit.objects.filter(pk__in=there, authority=case.controller_id)
    return (usual & there) | set(own.values_list("pk", flat=True)) or {case.branch.holder_id}


def _used_by_another(case: Participation) -> bool:
    same = Participation.objects.filter(
        initiative=case.initiative_id, case_number=case.case_number, hidden=False
    )
    return same.exists()

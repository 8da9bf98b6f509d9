"""What can be chosen in the forms: words of the lists, branches, authorities with their units, posts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.initiatives.models import Branch, Engagement, Initiative, OutcomeChoice
from stafett.initiatives.queries import team_units
from stafett.parties.models import Association, Authority, Party, Position, Tenure, Unit
from stafett.safeguards.handling import handling_people
from stafett.safeguards.models import Member
from stafett.safeguards.roles import WORKING, Permission, permissions_of
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import Municipality, NextStep, Word
from stafett.vocabulary.order import swedish

Choice = tuple[str, Any]


def first(sentence: str, choices: Iterable[Choice]) -> list[Choice]:
    """The choices after an empty one that says what to do."""
    return [("", sentence), *choices]


def words(model: type[Word]) -> list[Choice]:
    """A word list's words, also those that only older cases have, after an empty choice."""
    rows = model._default_manager.all()
    return first(_("Välj"), [(word.pk, str(word)) for word in rows])


def outcomes(initiative: Initiative) -> list[Choice]:
    """The initiative's own outcomes."""
    found = OutcomeChoice.objects.filter(initiative=initiative)
    return first(_("Välj utfall"), [(str(one.pk), one.label) for one in found])


def end_reasons(initiative: Initiative) -> list[Choice]:
    """The initiative's own reasons, which are kept as the words that they are."""
    return [(one.label, one.label) for one in initiative.end_reasons.order_by("order", "pk")]


def next_steps() -> list[Choice]:
    """What can be next at an exit; what only registers may say is left out (law 1)."""
    found = NextStep.objects.filter(import_only=False)
    return first(_("Välj vad som händer härnäst"), [(step.pk, str(step)) for step in found])


def parties(branches_: Iterable[Branch], kept: int | None = None) -> list[Choice]:
    """All parties that handle people, to say who referred; those near the initiatives first.

    And the one that is recorded already, whatever it is.
    """
    near = set(_near(branches_).values_list("party", flat=True))
    never = Authority.objects.exclude(handling_people()).values("party")
    meeting = Q(kind__handles_people=True) & ~Q(pk__in=never)
    rows = Party.objects.filter(meeting | Q(pk=kept)).order_by("name", "pk")
    found = [(p.pk in near, (str(p.pk), p.name)) for p in rows]
    return first(_("Ingen, eller okänt"), _nearest_first(found, _("Övriga parter")))


def municipalities(branches_: Iterable[Branch]) -> list[Choice]:
    """All municipalities, those of the parties near the initiatives first."""
    near = set(_near(branches_).values_list("party__municipality", flat=True))
    rows = Municipality.objects.order_by(swedish("label_sv"), "pk")
    found = [(word.pk in near, (word.pk, str(word))) for word in rows]
    return first(_("Välj"), _nearest_first(found, _("Övriga kommuner")))


def _nearest_first(found: Sequence[tuple[bool, Choice]], others: str) -> list[Choice]:
    """The near ones under a heading and then the rest under theirs; without headings where none is near."""
    near, rest = (
        [choice for close, choice in found if close is wanted] for wanted in (True, False)
    )
    if not near:
        return rest
    return [(_("Med i insatsen"), near), *([(others, rest)] if rest else [])]


def branch_groups(branches: Iterable[Branch]) -> list[Choice]:
    """Branches under their initiatives; a single one is chosen already."""
    groups: dict[str, list[Choice]] = {}
    for branch in branches:
        groups.setdefault(branch.initiative.name, []).append((str(branch.pk), branch.name))
    if sum(map(len, groups.values())) == 1:
        ((name, [(key, label)]),) = groups.items()
        return [(key, f"{name}, {label}")]
    return first(_("Välj insats och gren"), groups.items())


def authorities_with_units(
    branches_: Iterable[Branch], only: Collection[int] | None = None
) -> list[Choice]:
    """Every authority that handles people, or only some, with its units, under its party; the near first.

    `a:3` is an authority, `u:7` one of its units.
    """
    near = set(_near(branches_).values_list("party", flat=True))
    groups: dict[tuple[bool, str], list[Choice]] = {}
    found = Authority.objects.filter(handling_people())
    found = found.select_related("party").prefetch_related("units")
    if only is not None:
        found = found.filter(pk__in=only)
    for authority in found.order_by("party__name", "name"):
        options = groups.setdefault((authority.party_id not in near, authority.party.name), [])
        options.append((f"a:{authority.pk}", authority.name))
        options += [(f"u:{u.pk}", f"{authority.name}: {u.name}") for u in authority.units.all()]
    told = [
        (_("Inte med i insatsen: %(party)s") % {"party": party} if far else party, options)
        for (far, party), options in sorted(groups.items(), key=lambda group: group[0])
    ]
    return first(_("Välj part, myndighet eller enhet"), told)


def units_of_others(
    branches_: Sequence[Branch], but: Collection[int]
) -> tuple[list[Choice], list[Choice]]:
    """The units of all authorities but some: those at hand, and the rest after an empty choice.

    They stand there whether they are in the case or not, and at hand is said of the initiative alone: which
    are in the case is not told (law 2). Of the rest those near the initiatives come first.
    """
    near = set(_near(branches_).values_list("pk", flat=True))
    local = _at_hand(Party.objects.filter(authorities__in=_near(branches_)))
    rows = Unit.objects.exclude(authority__in=but).filter(handling_people("authority__"))
    at_hand: list[Choice] = []
    found: list[tuple[bool, Choice]] = []
    for unit in rows.select_related("authority__party").order_by("authority__name", "name"):
        choice = (str(unit.pk), f"{unit.authority}: {unit.name}")
        if unit.authority_id in near and local(unit):
            at_hand.append(choice)
        else:
            found.append((unit.authority_id in near, choice))
    return at_hand, first(_("Ingen"), _nearest_first(found, _("Övriga enheter")))


def _at_hand(parties_: QuerySet[Party]) -> Callable[[Unit], bool]:
    """Whether a unit is where some municipalities are: their own, or called by the place.

    The state's authorities are one for the country, and their offices are called so.
    """
    rows = parties_.filter(kind__funding_group="municipality").order_by("pk")
    there = set(rows.values_list("pk", "name", "municipality__label_sv"))
    homes = {pk for pk, _name, _place in there}
    places = {place or name.split()[0] for _pk, name, place in there}
    return lambda unit: unit.authority.party_id in homes or any(one in unit.name for one in places)


def authorities_near(branches_: Iterable[Branch]) -> list[Choice]:
    """The authorities whose parties fund, have promised people to or take part in the initiatives."""
    rows = _near(branches_).exclude(party__kind__funding_group="").select_related("party")
    return [(str(one.pk), _named(one)) for one in rows.order_by("party__name", "name")]


def _near(branches_: Iterable[Branch]) -> QuerySet[Authority]:
    initiatives = {branch.initiative_id for branch in branches_}
    engaged = Engagement.objects.filter(initiative__in=initiatives).values("unit__authority__party")
    funding = Association.objects.filter(initiatives__in=initiatives).values("members__party")
    near = Q(party__in=engaged) | Q(party__in=funding)
    near |= Q(party__in=Party.objects.filter(kind__funding_group="state"))
    return Authority.objects.filter(near).order_by("pk")


def units_to_choose(
    viewer: Viewer, case: Participation, but: Unit | None = None, only: Collection[int] | None = None
) -> list[Choice]:  # fmt: skip
    """The units that could take over: where somebody works with people, near the initiative; first the branch's
    team, the controller's own party and those of its place, then the others. The same for everybody, whomever
    the person has consented to and whoever is in the case (law 2); of some authorities `only`."""
    found = _could_take_over(viewer, case).exclude(pk=but.pk if but else 0)
    if only is not None:
        found = found.filter(authority__in=only)
    engaged, home = set(team_units(case.branch)), case.controller.party_id
    local = _at_hand(Party.objects.filter(pk=home))
    groups: dict[Any, list[Choice]] = {_("Nära grenen"): [], _("Övriga i insatsen"): []}
    nearest, others = groups.values()
    for unit in found.select_related("authority").order_by("authority__name", "name", "pk"):
        close = unit.pk in engaged or unit.authority.party_id == home or local(unit)
        (nearest if close else others).append((str(unit.pk), f"{unit.authority}: {unit.name}"))
    return [(words, units) for words, units in groups.items() if units]


def _could_take_over(viewer: Viewer, case: Participation) -> QuerySet[Unit]:
    """Units that are there, where somebody works with people, of authorities near the initiative, the
    controller or the viewer's own; of somebody protected those that the case is named to."""
    near = {int(key) for key, _name in authorities_near([case.branch])}
    working = Tenure.objects.filter(in_force(viewer.day), position__role__in=WORKING)
    found = Unit.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=viewer.day),
        handling_people("authority__"),
        authority__in={*near, case.controller_id, *viewer.works_for},
        pk__in=working.values("position__unit"),
    )
    if case.circle.named_only:
        team = Member.objects.filter(in_force(viewer.day), circle=case.circle_id)
        found = found.filter(pk__in=team.exclude(position=None).values("unit"))
    return found


def _named(authority: Authority) -> str:
    party = authority.party.name
    return party if authority.name == party else f"{party}: {authority.name}"


def posts(viewer: Viewer, units: Iterable[int], chosen: Iterable[int] = ()) -> list[Choice]:
    """Posts of units that see people, with who holds them now: `unit:post` → who and where (law 5).

    A post that nobody holds lets nobody see; only one that is chosen already is shown as vacant.
    """
    today = in_force(viewer.day)
    held = Tenure.objects.filter(today, position__unit__in=units).select_related("staff")
    held = held.order_by("-stands_in", "pk")  # the ordinary holder's name is the one that is kept
    holders = {tenure.position_id: tenure.staff.name for tenure in held}
    here = Q(pk__in=holders) & today | Q(pk__in=[*chosen])
    found = Position.objects.filter(here, unit__in=units).select_related("unit")
    return [
        (f"{post.unit_id}:{post.pk}", f"{holders.get(post.pk, _('vakant'))}, {post.unit.name}")
        for post in found
        if Permission.SEE_PEOPLE in permissions_of(post.role)
    ]

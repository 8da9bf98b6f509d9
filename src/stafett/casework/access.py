"""Who may work in a participation, and who may change it: its holder, those engaged there, its register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from stafett.casework.models import PART, Holding, Involvement, Participation
from stafett.casework.rules import Mover
from stafett.casework.taking_over import knows_others
from stafett.database.days import in_force
from stafett.database.kept import Kept
from stafett.initiatives.access import engagements
from stafett.initiatives.models import Branch
from stafett.parties.models import Unit
from stafett.people.models import Person
from stafett.safeguards.access import Opened, check_in, check_may, kept_by, may_see, opened
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import OPENS_CASE, CaseRow, Member, RowKind, Way
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer

R = TypeVar("R", bound=CaseRow)
LIFE = (RowKind.LIVELIHOOD, RowKind.OCCUPATION)
"""What is recorded before and after: to record it is to replace it, which needs that one sees it."""
CHANGING = (Permission.WORK_WITH_PEOPLE, Permission.IMPORT_REGISTER)


def workable(viewer: Viewer | StandIn) -> QuerySet[Participation]:
    """The participations that the viewer may work in: in the circle, in a post that works with people."""
    rows = Participation.objects.all()
    return may_see(viewer, rows, permission=Permission.WORK_WITH_PEOPLE)


WORKS_IN: Seen[Any] = Seen(
    lambda viewer, key: workable(viewer).filter(pk=key).order_by("pk").values_list("pk")
)


def can_work(viewer: Viewer, participation: Participation) -> bool:
    """True when the viewer may work in this participation, for what a page offers; asked for once."""
    known: dict[UUID, bool] = viewer.looked_up.setdefault("works_in", {})
    if participation.pk not in known:
        known[participation.pk] = bool(WORKS_IN.by(viewer, key=participation.pk))
    return known[participation.pk]


def changeable(viewer: Viewer) -> QuerySet[Participation]:
    """The participations whose facts the viewer may change, end, open again or begin anew.

    Whoever holds a case answers for it (law 1), and being let in is not answering for it (law 2). So
    of those who work with people in the circle: the unit that holds it now, or held it last, and those
    engaged where it belongs from the authority that answers for the record. Others, another
    authority's in the same team too, read it and see to their own authority's case (law 3).
    """
    return _changeable(viewer, **_engaged_in(viewer))


def _engaged_in(viewer: Viewer) -> dict[str, int]:
    """Where the viewer works with people, numbered: the initiative, their own authority there, and the branch
    where it is that alone."""
    at = {post.unit_id: post.authority_id for post in viewer.posts}
    found: dict[str, int] = {}
    for number, one in enumerate(engagements(viewer)):
        if Permission.WORK_WITH_PEOPLE in permissions_of(one.role):
            found[f"initiative_{number}"] = one.initiative_id
            found[f"controller_{number}"] = at[one.unit_id]
            if one.branch_id:
                found[f"branch_{number}"] = one.branch_id
    return found


def _changeable(viewer: Viewer | StandIn, **engaged: int) -> QuerySet[Participation]:
    held = Holding.objects.filter(participation_id=OuterRef("pk")).order_by("-from_day", "-pk")
    rows = workable(viewer).alias(last_holder=Subquery(held.values("unit_id")[:1]))
    by_number: dict[str, dict[str, int]] = defaultdict(dict)
    for name, key in engaged.items():
        what, number = name.split("_")
        by_number[number][f"{what}_id"] = key
    mine = Q(last_holder__in=viewer.units_with(Permission.WORK_WITH_PEOPLE))
    for there in by_number.values():
        mine |= Q(**there)
    return rows.filter(mine)


CHANGES: Seen[Any] = Seen(
    lambda viewer, key, **where: (
        _changeable(viewer, **where).filter(pk=key).order_by("pk").values_list("pk")
    )
)


def can_change(viewer: Viewer, participation: Participation) -> bool:
    """True when the viewer may change, end, open again or begin this participation anew; for what a page
    offers, asked for once."""
    known: dict[UUID, bool] = viewer.looked_up.setdefault("changes_in", {})
    if participation.pk not in known:
        found = CHANGES.by(viewer, key=participation.pk, **_engaged_in(viewer))
        known[participation.pk] = bool(found) or not _by_register(viewer, {participation.pk})
    return known[participation.pk]


def check_work(viewer: Viewer, participations: Sequence[Participation]) -> None:
    """Raise PermissionDenied unless the viewer may work in all of them, by circle or by register.

    Whoever reads registers in may work in the cases of their initiative or branch, but never in one
    that only a named team sees (law 5).
    """
    if _beyond(viewer, workable(viewer), participations):
        raise PermissionDenied(_only_reading())


def shows_life(viewer: Viewer | StandIn, rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Of these the participations whose recorded livelihood and occupation are both open to the viewer."""
    for kind in LIFE:
        rows = may_see(viewer, rows, Way(owner="controller_id", always=kind))
    return rows


def can_tell_life(viewer: Viewer, case: Participation) -> bool:
    """True when the viewer may record livelihood and occupation before and after in this one."""
    return not _beyond(viewer, shows_life(viewer, workable(viewer)), [case])


def check_life(viewer: Viewer, participations: Sequence[Participation]) -> None:
    """Raise PermissionDenied unless the viewer may record livelihood and occupation in all of them.

    Whoever works there and sees both, or by register as in `check_work`: what is recorded is shown in
    the form and replaced by it, and a refusal would answer a guess (law 2).
    """
    check_work(viewer, participations)
    _check_life_shown(viewer, participations, _(
        "Försörjning och sysselsättning före och efter fylls i av dem som får se det som "
        "%(authority)s har antecknat om det. Du får inte se det här. Vänd dig till dem."
    ))  # fmt: skip


def _check_life_shown(
    viewer: Viewer, participations: Sequence[Participation], sentence: str
) -> None:
    beyond = _beyond(viewer, shows_life(viewer, workable(viewer)), participations)
    if beyond:
        first = next(one for one in participations if one.pk in beyond)
        raise PermissionDenied(sentence % {"authority": first.controller.name})


def check_life_in(viewer: Viewer, case: Participation) -> None:
    """Raise PermissionDenied unless the viewer may record livelihood in this one, as `check_life`."""
    check_life(viewer, [case])


def check_end(viewer: Viewer, participations: Sequence[Participation]) -> None:
    """Raise PermissionDenied, saying whose it is, unless the viewer may end all of them.

    Nobody takes the baton out of another authority's hand (law 1): while its unit holds a case and sees it, it
    is theirs to end. When the initiative's last day has been, those who may change it end what is left. To undo
    an exit gives it back to whoever held it, and is as `check_reopen` says.
    """
    check_change(viewer, participations)
    if viewer.operator:
        return
    held = Holding.objects.filter(participation__in=participations)
    last = held.order_by("participation_id", "-from_day", "-pk").distinct("participation_id")
    for one in last.select_related("unit", "participation__initiative"):
        case, ends_on = one.participation, one.participation.initiative.ends_on
        theirs = one.unit.authority_id not in viewer.works_for
        over = ends_on is not None and ends_on < viewer.day
        if theirs and not over and sees(one.unit, case, viewer.day):
            said = _("%(unit)s håller ihop ärendet, och det är de som avslutar det. Ring dem, eller be dem "
                     "lämna över till er.")  # fmt: skip
            raise PermissionDenied(said % {"unit": one.unit.name})


def sees(unit: Unit, case: Participation, day: date, but: str = "") -> bool:
    """True when something lets the unit, or a named post in it, see the case's own rows on a day (law 2);
    something else than one basis, when that is named."""
    inside = Member.objects.filter(
        in_force(day), OPENS_CASE, circle=case.circle_id, unit=unit, giver=case.controller_id,
        controller_id=case.controller_id,
    )  # fmt: skip
    return inside.exclude(basis=but).exists()


def check_end_in(viewer: Viewer, case: Participation) -> None:
    """Raise PermissionDenied unless the viewer may end this one, as `check_end`."""
    check_end(viewer, [case])


def check_reopen(viewer: Viewer, participations: Sequence[Participation]) -> None:
    """Raise PermissionDenied unless the viewer may undo the exit of all of them.

    It takes away what is recorded directly after, which states nothing of a case that goes on; so it is for
    those who see it, whether there is anything or not: else the refusal would tell (law 2).
    """
    check_change(viewer, participations)
    _check_life_shown(viewer, participations, _(
        "Ångra avslutet tar bort det som står om försörjning och sysselsättning direkt efter, och "
        "görs av dem som får se det. Vänd dig till %(authority)s."
    ))  # fmt: skip


def check_reopen_in(viewer: Viewer, case: Participation) -> None:
    """Raise PermissionDenied unless the viewer may undo the exit of this one, as `check_reopen`."""
    check_reopen(viewer, [case])


def writes_for(viewer: Viewer, case: Participation) -> tuple[int, int]:
    """The viewer's unit in the case, and the authority that owns what they write there.

    Raises PermissionDenied unless they work in the case.
    """
    unit = check_in(viewer, case.circle)
    return unit, next(post.authority_id for post in viewer.posts if post.unit_id == unit)


def own_rows(viewer: Viewer | StandIn, rows: QuerySet[R]) -> QuerySet[R]:
    """Of these rows those that the viewer may change: their own authority's, in cases they work in."""
    mine = rows.filter(owner_authority__in=viewer.works_for)
    return may_see(viewer, mine, PART, Permission.WORK_WITH_PEOPLE)


def check_own(viewer: Viewer, row: CaseRow) -> None:
    """Raise PermissionDenied, saying whose it is, unless the viewer may change the row."""
    if not own_rows(viewer, type(row)._default_manager.filter(pk=row.pk)).exists():
        raise PermissionDenied(
            _("Det ändras av den som arbetar i ärendet hos %(authority)s, som har antecknat det.")
            % {"authority": row.owner_authority}
        )


def check_work_in(viewer: Viewer, case: Participation) -> None:
    """Raise PermissionDenied unless the viewer may work in this one, as `check_work`."""
    check_work(viewer, [case])


def check_change(viewer: Viewer, participations: Sequence[Participation]) -> None:
    """Raise PermissionDenied, saying whose it is, unless the viewer may change all of them.

    By `changeable`, or by register as in `check_work`.
    """
    beyond = _beyond(viewer, changeable(viewer), participations)
    if beyond:
        check_work(viewer, participations)
        raise PermissionDenied(_only_the_holder(beyond))


def _beyond(
    viewer: Viewer, mine: QuerySet[Participation], participations: Sequence[Participation]
) -> set[UUID]:
    """Those that are neither among the viewer's own nor in a register that the viewer reads in."""
    keys = {participation.pk for participation in participations}
    if viewer.operator or not keys:
        return set()
    return _by_register(viewer, keys - set(mine.filter(pk__in=keys).values_list("pk", flat=True)))


def _by_register(viewer: Viewer, keys: set[UUID]) -> set[UUID]:
    """Those of them that are not in a register that the viewer reads in either."""
    if viewer.operator or not keys:
        return set()
    kept = registers(viewer, [Permission.IMPORT_REGISTER])
    may = Participation.objects.filter(pk__in=keys, circle__named_only=False, branch__in=kept)
    return keys - set(may.values_list("pk", flat=True))


def may_know_others(viewer: Viewer, case: Participation) -> bool:
    """True when the viewer may know which authorities are in a case; see `taking_over.knows_others`."""
    return viewer.operator or knows_others(opened(viewer, case.circle_id), case)


def authorities_known_to(viewer: Viewer, case: Participation) -> frozenset[int] | None:
    """The authorities that the viewer may know to be in a case, their own and the controller's; None is all.

    So whoever holds it without being told which are involved is offered those alone: anything else would
    tell, by what is taken and what is refused, who is (law 2).
    """
    if may_know_others(viewer, case):
        return None
    return frozenset({case.controller_id, *viewer.authorities_with(Permission.SEE_PEOPLE)})


def unit_told(viewer: Viewer, row: CaseRow, unit: Unit, shown: Opened) -> str:
    """A unit in a row, by name; of another authority than the row's and the controller's to those alone who may
    know that it is involved (law 2), and to its own."""
    known = shown.opens(row.owner_authority_id, RowKind.INVOLVEMENT)
    if known or unit.authority_id in {row.owner_authority_id, row.controller_id, *viewer.works_for}:
        return unit.name
    return someone_else()


def someone_else() -> str:
    """What is said in the place of one that somebody may not know of."""
    return _("någon annan")


def keeps_register(viewer: Viewer, case: Participation) -> bool:
    """True at the authority that answers for the record of a case, whoever holds it."""
    return viewer.operator or case.controller_id in viewer.authorities_with(Permission.SEE_PEOPLE)


def check_register(viewer: Viewer, cases: Iterable[Participation]) -> None:
    """Raise PermissionDenied unless the viewer is at the authority that answers for the record.

    When somebody began is its to say: others' cases follow with it, and whoever holds the case at another
    authority need not know of them (law 2).
    """
    if any(not keeps_register(viewer, case) for case in cases):
        raise PermissionDenied(
            _("Första dagen rättas av den som är personuppgiftsansvarig. Vänd dig dit.")
        )


def own_cases(viewer: Viewer, participation: Participation) -> QuerySet[Involvement]:
    """The authorities' cases that the viewer may end: what the register says, for who may change that.

    And for all in the circle those that are their own authority's, whose secrecy it is (law 3). Whoever holds
    the case without being told which authorities are involved ends their own alone (law 2).
    """
    mine = set(viewer.works_for)
    if can_change(viewer, participation):
        mine.add(participation.controller_id)
    rows = participation.involvements.filter(owner_authority_id__in=mine)
    return rows if viewer.operator else may_see(viewer, rows, PART)


def check_involve(viewer: Viewer, cases: Iterable[tuple[Participation, int]]) -> None:
    """Raise PermissionDenied unless the viewer may say that each authority has a case with the person.

    Whoever may change the participation says it of any; others in the circle of their own authority,
    which is the one that can speak of it (law 2).
    """
    cases = list(cases)
    check_work(viewer, [participation for participation, _authority in cases])
    own = viewer.works_for
    others = [participation for participation, authority in cases if authority not in own]
    check_change(viewer, others)
    if any(not may_know_others(viewer, participation) for participation in others):
        raise PermissionDenied(
            _(
                "Vilka fler som är med antecknas av dem som får veta det. Du kan lägga till din egen "
                "myndighet."
            )
        )


def check_end_case(viewer: Viewer, case: Participation, involvement: int | None = None) -> None:
    """Raise PermissionDenied unless the viewer may end that authority's case in it; None is any at all."""
    check_work(viewer, [case])
    mine = own_cases(viewer, case)
    if not (mine.filter(pk=involvement) if involvement else mine).exists():
        check_change(viewer, [case])


def check_change_of(viewer: Viewer, person: Person) -> None:
    """Raise PermissionDenied unless the viewer may change some participation of the person."""
    if viewer.operator or changeable(viewer).filter(person=person).exists():
        return
    working = workable(viewer).filter(person=person).values("pk")
    raise PermissionDenied(_only_the_holder(working) if working.exists() else _only_reading())


def _only_reading() -> str:
    return _(
        "Du kan läsa ärendet men inte ändra det. Vänd dig till den som håller ihop, eller till din "
        "chef om du behöver en annan roll."
    )


def _only_the_holder(participations: Iterable[Any]) -> str:
    """Who answers for the first of them, by name, and what is left for the viewer to do."""
    held = Holding.objects.filter(participation_id__in=participations).select_related("unit")
    last = held.order_by("-from_day", "-pk")[0]
    return _(
        "Deltagandet ändras av den som håller ihop det, %(unit)s, eller av projektledaren. Du kan läsa "
        "det och sköta din egen myndighets ärende."
    ) % {"unit": last.unit.name}


def mover_in(viewer: Viewer, unit: int) -> Mover:
    """Which of a unit's cases the viewer moves between those who work there: all, or their own (A20)."""
    everything = viewer.operator or unit in viewer.units_with(Permission.MOVE_CASES)
    own = frozenset(viewer.positions_with(Permission.WORK_WITH_PEOPLE))
    return Mover(unit, everything, own)


def may_move(viewer: Viewer, unit: int) -> bool:
    """True when the viewer may move any of the unit's cases: its manager, or somebody who works there."""
    works = unit in viewer.units_with(Permission.WORK_WITH_PEOPLE)
    return works or mover_in(viewer, unit).all_of_them


def check_move(viewer: Viewer, unit: Unit, cases: Sequence[Participation] = ()) -> None:
    """Raise PermissionDenied unless the viewer may move cases in the unit, and sees all of these."""
    if not may_move(viewer, unit.pk):
        raise PermissionDenied(
            _(
                "Ärenden i %(unit)s flyttas av enhetschefen och av dem som arbetar där. Be någon av dem."
            )
            % {"unit": unit.name}
        )
    keys = {case.pk for case in cases}
    seen = may_see(viewer, Participation.objects.filter(pk__in=keys))
    if not viewer.operator and seen.count() < len(keys):
        raise PermissionDenied(_("Ett av ärendena finns inte bland dem du får se."))


def check_enrol(viewer: Viewer, branches: Iterable[tuple[int, int]]) -> None:
    """Raise PermissionDenied unless the viewer may enrol in each (initiative, branch).

    Nobody may, not even the operator, before the branch's controller has said yes (law 3).
    """
    branches = list(branches)
    check_agreed({branch for _initiative, branch in branches})
    if viewer.operator:
        return
    asked = {branch for _initiative, branch in branches}
    if registers(viewer, CHANGING).filter(pk__in=asked).count() < len(asked):
        raise PermissionDenied(_only_where_you_work())


def check_agreed(branches: set[int]) -> None:
    """Raise PermissionDenied, saying who is asked, where a branch's controller has not said yes (law 3)."""
    waiting = Branch.objects.filter(pk__in=branches).exclude(agreed=True).order_by("pk")
    first = waiting.select_related("controller").first()
    if first:
        raise PermissionDenied(
            _(
                "%(authority)s har inte sagt ja till att svara för uppgifterna i grenen %(branch)s. "
                "Innan dess kan ingen skrivas in där."
            )
            % {"authority": first.controller.name, "branch": first.name}
        )


def check_enrol_somewhere(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer works with people, and in some initiative."""
    check_may(viewer, Permission.WORK_WITH_PEOPLE, never_a_person())
    if not registers(viewer, CHANGING).exists():
        raise PermissionDenied(_only_where_you_work())


def never_a_person() -> str:
    """What is said to those whose role never sees a person."""
    return _("Din roll ser insatsernas siffror, aldrig enskilda personer.")


def _only_where_you_work() -> str:
    return _(
        "Du kan bara skriva in personer i insatser som du själv arbetar i, och i den egna myndighetens "
        "register. Vänd dig till projektledaren."
    )


def registers(viewer: Viewer, permissions: Iterable[Permission]) -> QuerySet[Branch]:
    """The branches that the viewer is engaged in with some of the permissions, and whose register they keep.

    Nobody writes in another authority's register but by its word (law 3).
    """
    return _registers(**_kept_registers(viewer, permissions))


def _kept_registers(viewer: Viewer, permissions: Iterable[Permission]) -> dict[str, Any]:
    """Where the viewer is engaged with them, in whole initiatives and in branches, and whose registers they
    keep."""
    wanted = frozenset(permissions)
    mine = [e for e in engagements(viewer) if wanted & permissions_of(e.role)]
    whole = [e.initiative_id for e in mine if e.branch_id is None]
    some = [e.branch_id for e in mine if e.branch_id is not None]
    return {"whole": whole, "some": some, "kept": kept_by(viewer)}


def _registers(
    whole: Collection[int], some: Collection[int], kept: Collection[int]
) -> QuerySet[Branch]:
    here = Q(initiative__in=whole) | Q(pk__in=some)
    return Branch.objects.filter(here, controller__in=kept)


AGREED: Kept[tuple[int]] = Kept(
    lambda **where: _registers(**where).filter(agreed=True).order_by("pk").values_list("pk")
)


def works_in_any(viewer: Viewer) -> frozenset[int]:
    """The keys of the same branches."""
    return frozenset(key for (key,) in AGREED(**_kept_registers(viewer, CHANGING)))


def branches_to_work_in(viewer: Viewer) -> QuerySet[Branch]:
    """The branches in which the viewer may enrol people, with their initiatives."""
    found = registers(viewer, CHANGING).filter(agreed=True).select_related("initiative", "holder")
    return found.order_by("initiative__name", "name")

"""Do cases change hands within their unit all together or not at all, and what follows them? (A20)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from stafett.casework import moving_along
from stafett.casework.actions import Exit, close, correct, reopen
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Assignment, Participation
from stafett.casework.moving_along import Belonging, Moved
from stafett.casework.queries.changes import changes_of
from stafett.casework.rules import (
    CaseToMove,
    Held,
    Mover,
    Stays,
    stays,
    within,
)
from stafett.database.batch import settle
from stafett.parties import actions as parties
from stafett.parties.models import Position
from stafett.safeguards.access import opened
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer
from tests.casework.unit_world import BY, give, karins, nils, post, viewer_nils
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)
YESTERDAY = replace(BY, day=TODAY - DAY)


def has(case: Participation) -> list[tuple[str, date, date | None]]:
    rows = Assignment.objects.filter(participation=case).select_related("position")
    return [(row.position.title, row.from_day, row.until_day) for row in rows]


def test_a_case_gets_somebody_and_then_another_and_both_are_remembered(cast: Cast) -> None:
    case, karin, other = cast.enrolled(), karins(cast), nils(cast)
    give(cast, [case], karin, YESTERDAY)
    assert give(cast, [case], other).moved == [case.pk]
    assert has(case) == [("coach", TODAY - DAY, TODAY), ("Handläggare", TODAY, None)]
    settle()


def test_who_got_it_today_never_had_it_when_it_moves_on_today(cast: Cast) -> None:
    case, other = cast.enrolled(), nils(cast)
    give(cast, [case], karins(cast))
    give(cast, [case], other)
    assert has(case) == [("Handläggare", TODAY, None)]
    settle()


def test_giving_it_to_whoever_has_it_changes_nothing(cast: Cast) -> None:
    case = cast.enrolled()
    give(cast, [case], karins(cast), YESTERDAY)
    assert give(cast, [case], karins(cast)).moved == []
    assert has(case) == [("coach", TODAY - DAY, None)]


def test_the_history_says_who_moved_it_and_why(cast: Cast) -> None:
    case = cast.enrolled()
    give(cast, [case], karins(cast), YESTERDAY)
    give(cast, [case], nils(cast), because="Karin är sjuk")
    lena = cast.viewer("lena")
    shown = opened(lena, case.circle_id)
    (told,) = [c for c in changes_of(lena, shown, case) if c.what == "Handläggare: coach"]
    assert (told.why, [f.after for f in told.fields]) == ("Karin är sjuk", ["1 juni 2025"])


def test_many_move_at_once_or_none_of_them(cast: Cast) -> None:
    lena, karin, other = cast.viewer("lena"), karins(cast), nils(cast)
    cases = [cast.enrolled() for _ in range(3)]
    give(cast, cases, karin, YESTERDAY)
    ended = cast.ended(person=cast.person(given_name="Bo", family_name="Slut"))
    elsewhere = cast.enrolled(person=cast.person(given_name="Af", family_name="Ett"),
                              holder_unit_id=cast.unit("Af Flen").pk)  # fmt: skip
    cast.as_("lena")
    with pytest.raises(Refused) as refused:
        give(cast, [*cases, ended, elsewhere], other, lena)
    said = refused.value.faults[""]
    assert "Inget är flyttat: 2 av 5 ärenden kan inte flyttas." in said
    assert "Bo Slut är avslutat." in said
    assert "Af Ett hålls ihop av en annan enhet nu." in said
    assert Assignment.objects.filter(position=other).count() == 0

    assert sorted(give(cast, cases, other, lena).moved) == sorted(case.pk for case in cases)


def test_of_many_that_stay_ten_are_told_by_name(cast: Cast) -> None:
    cases = [cast.ended() for _ in range(12)]
    with pytest.raises(Refused, match="Och 2 till"):
        give(cast, cases, karins(cast))


def test_one_that_another_moved_meanwhile_stays(cast: Cast) -> None:
    case, karin = cast.enrolled(), karins(cast)
    give(cast, [case], karin)
    with pytest.raises(Refused, match="har bytt handläggare sedan du öppnade sidan"):
        give(cast, [case], nils(cast), seen={case.pk: None})
    assert give(cast, [case], Position.objects.get(title="Handläggare"), seen={case.pk: karin.pk})


def test_a_worker_hands_over_their_own_and_takes_what_nobody_has_but_not_a_colleagues(
    cast: Cast,
) -> None:
    karin, other = karins(cast), nils(cast)
    hers, nobodys = cast.enrolled(), cast.enrolled()
    give(cast, [hers], karin)
    by = viewer_nils(cast)
    cast.as_("karin")
    with pytest.raises(Refused, match="är en kollegas"):
        give(cast, [hers], other, by)
    assert give(cast, [nobodys], other, by).moved == [nobodys.pk]
    assert give(cast, [hers], other, cast.viewer("karin")).moved == [hers.pk]


def test_whoever_stands_in_moves_what_the_post_has(cast: Cast) -> None:
    case, other = cast.enrolled(), nils(cast)
    eva = cast.user("eva").staff
    assert eva
    give(cast, [case], karins(cast))
    parties.stand_in(eva, karins(cast), from_day=TODAY, until_day=TODAY + DAY, because="Kurs",
                     by=cast.viewer("lena"))  # fmt: skip
    assert give(cast, [case], other, cast.as_("eva")).moved == [case.pk]


@pytest.mark.parametrize("key", ["sven", "per", "lotta", "ulf"])
def test_others_than_the_units_own_move_nothing(key: str, cast: Cast) -> None:
    case = cast.enrolled()
    by = cast.as_(key)
    with pytest.raises(PermissionDenied, match="flyttas av enhetschefen"):
        give(cast, [case], karins(cast), by)


def test_a_manager_moves_no_case_that_she_may_not_see(cast: Cast) -> None:
    karin = cast.viewer("karin").posts[0]
    case = cast.enrolled(named_team=((karin.unit_id, karin.position_id),))
    by = cast.as_("lena")
    with pytest.raises(PermissionDenied, match="finns inte bland dem du får se"):
        give(cast, [case], karins(cast), by)


def test_one_of_the_protected_goes_to_the_named_team_alone(cast: Cast) -> None:
    karin = cast.viewer("karin").posts[0]
    case = cast.enrolled(named_team=((karin.unit_id, karin.position_id),))
    with pytest.raises(Refused, match="ses bara av ett namngivet team"):
        give(cast, [case], nils(cast), cast.as_("karin"))
    assert give(cast, [case], karins(cast), cast.as_("karin")).moved == [case.pk]


def test_nothing_is_given_to_a_post_that_is_vacant_or_works_with_nobody_or_is_gone(
    cast: Cast,
) -> None:
    case, gone = cast.enrolled(), nils(cast)
    for to, words in (
        (post(cast), "Vakant är vakant"),
        (Position.objects.select_related("unit").get(role="unit_manager", unit=cast.unit("AUC")),
         "arbetar inte med personer"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            give(cast, [case], to)
    parties.leave(gone.tenures.get(), on=TODAY, by=BY)
    parties.change_post(gone, by=BY, until_day=TODAY)
    with pytest.raises(Refused, match="arbetar inte med personer här nu"):
        give(cast, [case], gone)


def test_a_move_says_why(cast: Cast) -> None:
    with pytest.raises(Refused, match="Skriv varför"):
        give(cast, [cast.enrolled()], karins(cast), because="  ")


# What moves along


@pytest.fixture
def promises() -> Iterator[list[Moved]]:
    """Something that moves along while the test runs, and remembers what it was told."""
    told: list[Moved] = []

    def move(moved: Sequence[Moved], by: Viewer) -> int:
        told.extend(moved)
        return 0 if by.name == "prov" else len(moved)

    moving_along.register(Belonging("loften", move, lambda number: f"{number} löften följde med."))
    yield told
    moving_along._belongings.pop("loften")


def test_what_hangs_on_the_case_is_told_who_had_it_and_who_has_it_now(
    cast: Cast, promises: list[Moved]
) -> None:
    first, second = cast.enrolled(), cast.enrolled()
    karin, other = karins(cast), nils(cast)
    give(cast, [first], karin, YESTERDAY)
    promises.clear()
    done = give(cast, [first, second], other)
    assert done.along == ["2 löften följde med."]
    unit = other.unit_id
    assert {m.participation_id: (m.unit_id, m.from_position_id, m.to_position_id) for m in promises} == {
        first.pk: (unit, karin.pk, other.pk), second.pk: (unit, None, other.pk),
    }  # fmt: skip


def test_when_nothing_moved_nothing_is_told(cast: Cast, promises: list[Moved]) -> None:
    case = cast.enrolled()
    assert give(cast, [case], karins(cast), replace(BY, name="prov")).along == []
    promises.clear()
    assert give(cast, [case], karins(cast)).along == []
    assert promises == []


def test_when_something_cannot_move_along_nothing_moves(cast: Cast) -> None:
    def refuse(moved: Sequence[Moved], by: Viewer) -> int:
        raise Refused({"": "Ett löfte sitter fast."})

    case = cast.enrolled()
    moving_along.register(Belonging("fast", refuse, str))
    try:
        with pytest.raises(Refused, match="sitter fast"), transaction.atomic():
            give(cast, [case], karins(cast))
    finally:
        moving_along._belongings.pop("fast")
    assert has(case) == []


def test_the_same_thing_moves_along_once(promises: list[Moved]) -> None:
    with pytest.raises(ValueError, match="loften"):
        moving_along.register(Belonging("loften", lambda *_: 0, str))


# It follows who holds the case


def test_an_exit_ends_it_and_an_undone_exit_gives_it_back(cast: Cast) -> None:
    case, last = cast.enrolled(), TODAY - 3 * DAY
    give(cast, [case], karins(cast), replace(BY, day=date(2024, 3, 1)))
    close([(case, Exit(last, cast.outcome("arbete").pk, "none_needed"))], by=BY)
    assert has(case) == [("coach", date(2024, 3, 1), last + DAY)]
    settle()
    case.refresh_from_db()
    reopen([case], by=BY, because="Fel person")
    assert has(case) == [("coach", date(2024, 3, 1), None)]
    settle()


def test_an_exit_before_it_began_leaves_nobody(cast: Cast) -> None:
    case = cast.enrolled()
    give(cast, [case], karins(cast))
    close([(case, Exit(date(2024, 5, 1), cast.outcome("arbete").pk, "none_needed"))], by=BY)
    assert has(case) == []
    settle()


def test_an_earlier_start_draws_it_out_where_it_ran_from_the_start(cast: Cast) -> None:
    case, late = cast.enrolled(), cast.enrolled()
    give(cast, [case], karins(cast), replace(BY, day=case.starts_on))
    give(cast, [late], karins(cast), replace(BY, day=date(2024, 3, 1)))
    for one in (case, late):
        earlier = as_told(one, starts_on=date(2024, 1, 15))
        correct([(one, earlier)], by=BY, because="Rätt dag", only={"starts_on"})
    assert has(case) == [("coach", date(2024, 1, 15), None)]
    assert has(late) == [("coach", date(2024, 3, 1), None)]
    settle()


def test_another_unit_as_holder_has_its_own_who_has_it(cast: Cast) -> None:
    case = cast.enrolled()
    give(cast, [case], karins(cast))
    told = as_told(case, holder_unit_id=cast.unit("Af Flen").pk)
    correct([(case, told)], by=BY, because="Fel enhet", only={"holder_unit_id"})
    assert has(case) == []
    settle()


# What the database holds


def put(case: Participation, to: Position, **changed: object) -> None:
    told = {"controller_id": case.controller_id, "owner_authority_id": case.controller_id,
            "kind": "holding", "participation": case, "unit_id": to.unit_id, "position": to,
            "from_day": case.starts_on, **changed}  # fmt: skip
    Assignment.objects.create(**told)
    settle()


def broken_by(case: Participation, to: Position, **changed: object) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        put(case, to, **changed)
    return str(caught.value)


def test_the_database_lets_one_have_a_case_at_a_time(cast: Cast) -> None:
    case = cast.enrolled()
    put(case, karins(cast))
    assert "one_has_the_case_at_a_time" in broken_by(case, nils(cast))


def test_the_database_knows_a_post_of_another_unit_a_day_too_early_and_backwards(
    cast: Cast,
) -> None:
    case, karin = cast.enrolled(), karins(cast)
    sven = Position.objects.get(unit=cast.unit("Försörjningsstöd"))
    within_words = "only in the unit that holds it"
    assert within_words in broken_by(case, sven)
    assert within_words in broken_by(case, karin, unit_id=sven.unit_id)
    assert within_words in broken_by(case, sven, unit_id=karin.unit_id)
    assert within_words in broken_by(case, karin, from_day=case.starts_on - DAY)
    assert "assignment_period_forward" in broken_by(case, karin, until_day=case.starts_on)


def test_the_database_lets_no_holding_go_from_under_it(cast: Cast) -> None:
    case = cast.enrolled()
    put(case, karins(cast))
    with pytest.raises(IntegrityError, match="only in the unit"), transaction.atomic():
        case.holdings.update(unit=cast.unit("Af Flen"))
        settle()


# The rules by themselves

UNIT, MINE, HERS, FREE = 1, 11, 12, 13
HER = Mover(UNIT, False, frozenset({MINE}))
CHIEF = Mover(UNIT, True, frozenset())


@pytest.mark.parametrize(
    ("case", "by", "seen", "why"),
    [
        (CaseToMove(True, UNIT, MINE), HER, MINE, None),
        (CaseToMove(True, UNIT, None), HER, None, None),
        (CaseToMove(True, UNIT, HERS), HER, HERS, Stays.ANOTHERS),
        (CaseToMove(True, UNIT, HERS), CHIEF, HERS, None),
        (CaseToMove(True, UNIT, HERS), CHIEF, MINE, Stays.MOVED_MEANWHILE),
        (CaseToMove(True, 2, HERS), CHIEF, HERS, Stays.ELSEWHERE),
        (CaseToMove(True, None, HERS), CHIEF, HERS, Stays.ELSEWHERE),
        (CaseToMove(False, UNIT, MINE), CHIEF, MINE, Stays.ENDED),
        (CaseToMove(True, UNIT, MINE, frozenset({MINE})), HER, MINE, Stays.NOT_NAMED),
        (CaseToMove(True, UNIT, MINE, frozenset({MINE, FREE})), HER, MINE, None),
    ],
)
def test_what_stays_and_why(
    case: CaseToMove, by: Mover, seen: int | None, why: Stays | None
) -> None:
    assert stays(case, by, FREE, seen) == why


def test_what_lies_within_a_units_holding() -> None:
    def held(unit: int, first: int, last: int | None) -> Held:
        return Held(unit, TODAY + first * DAY, None if last is None else TODAY + last * DAY)

    spans = [held(1, 0, 5), held(2, 5, 9), held(1, 9, None)]
    assert within(held(1, -3, 3), spans) == held(1, 0, 3)
    assert within(held(1, 2, None), spans) == held(1, 9, None)
    assert within(held(2, 0, None), spans) == held(2, 5, 9)
    assert within(held(3, 0, None), spans) is None
    assert within(held(2, 9, None), spans) is None

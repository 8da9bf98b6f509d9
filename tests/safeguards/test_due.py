"""Is just what a rule says due on its day; and which rows is that, of whom and of which kind?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from stafett.casework.actions import Doing, Living
from stafett.casework.models import Involvement, Livelihood, Occupation, Participation
from stafett.exchange.models import RegisterImport
from stafett.people.models import Person
from stafett.safeguards.actions.retention import NewRule, put_hold, record_rule, write_scopes
from stafett.safeguards.models import Ending, RetentionHold, RetentionRule
from stafett.safeguards.queries.due import Scope, due, held, rows_of, rules_of, scopes_of
from tests.cast import START, TODAY, Cast

DAY = date(2029, 9, 30)
"""Five years after the last day of the cases."""
BEFORE = date(2029, 9, 29)


def _rule(cast: Cast, **told: Any) -> RetentionRule:
    cast.as_everyone()
    known = {"controller": cast.unit("AUC").authority, "ends": "case", "start": "case_end",
             "months": 60, "ground": "Plan 7", "from_day": START}  # fmt: skip
    return record_rule(NewRule(**{**known, **told}), by=cast.viewer("lena"))


def _ended(cast: Cast, **told: Any) -> Participation:
    """A case that ended on 2024-09-30, with a livelihood, an occupation and an agency beside."""
    lived: dict[str, Any] = {
        "livelihoods": (Living("start", "wages"), Living("end", "sickness_benefit")),
        "occupations": (Doing("start", "studies"),),
    }
    return cast.ended(cases=(cast.case_at("FK"),), **{**lived, **told})


def _due(cast: Cast, day: date = DAY, unit: str = "AUC") -> list[Scope]:
    cast.as_everyone()
    return [scope for _rule, scope in due(cast.unit(unit).authority_id, day)]


def _whole(*cases: Participation) -> list[Scope]:
    return [Scope(key, None, "case") for key in sorted(one.circle_id for one in cases)]


def _rows(cast: Cast, *scopes: Scope, unit: str = "AUC") -> dict[str, set[Any]]:
    """The keys of the rows that scopes end, by table."""
    cast.as_everyone()
    found = rows_of(cast.unit(unit).authority_id, scopes)
    told = {
        t._meta.db_table: set(rows.order_by("pk").values_list("pk", flat=True)) for t, rows in found
    }
    return {table: keys for table, keys in told.items() if keys}


def test_only_a_whole_case_of_everybodys_is_whole() -> None:
    assert Scope(UUID(int=1), None, "case").whole
    assert not Scope(UUID(int=1), 3, "case").whole
    assert not Scope(UUID(int=1), None, "livelihood").whole


def test_a_controllers_rules_are_those_in_force_in_their_order(cast: Cast) -> None:
    first, second = _rule(cast), _rule(cast, months=72, from_day=date(2025, 6, 3))
    own, other = cast.unit("AUC").authority_id, cast.unit("Viadidakt").authority_id
    assert list(rules_of(own, TODAY)) == [first]
    assert list(rules_of(own, date(2025, 6, 3))) == [first, second]
    assert list(rules_of(other, date(2025, 6, 3))) == []
    assert list(rules_of(own, date(2023, 12, 31))) == []


def test_a_case_is_due_on_its_day_and_not_the_day_before_by_the_rule_that_says_so(
    cast: Cast,
) -> None:
    one, other = _ended(cast), _ended(cast)
    cast.enrolled()
    cast.ended(branch="katrineholm")
    rule = _rule(cast)
    assert _due(cast, BEFORE) == []
    assert _due(cast) == _whole(one, other)
    assert _due(cast, unit="Viadidakt") == []
    assert {rule.pk for rule, _scope in due(one.controller_id, DAY)} == {rule.pk}


def test_two_rules_each_say_what_is_due(cast: Cast) -> None:
    one = _ended(cast)
    _rule(cast)
    _rule(cast, ends="livelihood", months=48)
    assert _due(cast) == [*_whole(one), Scope(one.circle_id, None, "livelihood")]


def test_where_the_persons_last_case_counts_one_that_goes_on_keeps_all(cast: Cast) -> None:
    one, alone = _ended(cast), _ended(cast)
    cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1), case_number="två")
    _rule(cast, start="person_last")
    assert _due(cast) == _whole(alone)
    assert _due(cast, BEFORE) == []


def test_a_later_case_that_ended_later_keeps_the_person_until_its_own_day(cast: Cast) -> None:
    one = _ended(cast)
    later = cast.ended(
        person=one.person_id,
        starts_on=date(2025, 1, 1),
        case_number="två",
        ends_on=date(2025, 1, 31),
    )
    _rule(cast, start="person_last")
    assert _due(cast) == []
    assert _due(cast, date(2030, 1, 31)) == _whole(one, later)


def test_the_end_of_the_year_is_the_last_of_december(cast: Cast) -> None:
    one = _ended(cast)
    _rule(cast, start="case_year_end")
    assert _due(cast, date(2029, 12, 30)) == []
    assert _due(cast, date(2029, 12, 31)) == _whole(one)


def test_those_born_on_a_spared_day_and_on_a_day_not_known_are_not_due(cast: Cast) -> None:
    born: dict[str, Any] = {"birth_year": 1999}
    spared, other, _unknown = (
        _ended(cast, person=cast.person(birth_date=day, **born))
        for day in (date(1999, 3, 8), date(1999, 3, 9), None)
    )
    _rule(cast, spared_days=(8, 15))
    assert _due(cast) == _whole(other)
    _rule(cast, spared_days=())
    assert spared.circle_id in {scope.circle_id for scope in _due(cast)}


def test_a_kind_is_due_where_there_are_such_rows_or_were(cast: Cast) -> None:
    one, other = _ended(cast), _ended(cast)
    without = cast.ended(next_step_id="deceased")
    _rule(cast, ends="livelihood")
    wanted = [Scope(key, None, "livelihood") for key in sorted((one.circle_id, other.circle_id))]
    assert _due(cast) == wanted
    Livelihood.objects.filter(participation=other).delete()
    assert _due(cast) == wanted
    assert without.circle_id not in {scope.circle_id for scope in _due(cast)}


def test_an_authoritys_own_are_due_as_that_authoritys(cast: Cast) -> None:
    one = _ended(cast)
    cast.involved(one, "sven")
    board = cast.unit("Försörjningsstöd").authority
    _rule(cast, owner_authority=board)
    _rule(cast, owner_authority=cast.unit("Psykiatrin").authority)
    assert _due(cast) == [Scope(one.circle_id, board.pk, "case")]
    _rule(cast, owner_authority=board, ends="involvement", months=61)
    assert _due(cast, date(2029, 10, 31))[1:] == [Scope(one.circle_id, board.pk, "involvement")]


def test_a_rule_for_the_controllers_own_case_is_for_the_whole_and_for_a_kind_its_own(
    cast: Cast,
) -> None:
    one = _ended(cast)
    cast.involved(one, "sven")
    own = cast.unit("AUC").authority
    _rule(cast, owner_authority=own)
    assert _due(cast) == _whole(one)
    _rule(cast, owner_authority=own, ends="involvement")
    assert _due(cast)[1:] == [Scope(one.circle_id, own.pk, "involvement")]


def test_by_its_own_day_a_row_is_due_in_any_case_and_the_day_itself_counts(cast: Cast) -> None:
    one, going_on = _ended(cast), cast.enrolled(livelihoods=(Living("start", "wages"),))
    _rule(cast, ends="livelihood", start="row_day")
    started = date(2029, 2, 1)
    assert _due(cast, date(2029, 1, 31)) == []
    assert _due(cast, started) == [
        Scope(key, None, "livelihood", date(2024, 2, 2))
        for key in sorted((one.circle_id, going_on.circle_id))
    ]


def test_a_file_is_due_by_the_day_it_came_in(cast: Cast) -> None:
    cast.as_everyone()
    one = RegisterImport.objects.create(
        controller=cast.unit("AUC").authority, initiative=cast.initiative,
        uploaded_by=cast.user("eva"), file_name="register.csv", content=b"x",
    )  # fmt: skip
    RegisterImport.objects.filter(pk=one.pk).update(uploaded_at="2024-09-30T10:00+00:00")
    _rule(cast, ends="file", start="row_day")
    scope = Scope(None, None, "file", date(2024, 10, 1))
    assert _due(cast, BEFORE) == []
    assert _due(cast) == [scope]
    assert _rows(cast, scope) == {"exchange_registerimport": {one.pk}}
    assert _rows(cast, Scope(None, None, "file", date(2024, 9, 30))) == {}
    assert _rows(cast, scope, unit="Viadidakt") == {}


def test_a_whole_case_is_all_its_rows_and_the_persons_when_it_is_their_last(cast: Cast) -> None:
    one, other = _ended(cast), _ended(cast)
    cast.involved(one, "sven")
    Person.objects.filter(pk=one.person_id).update(language="svenska")
    found = _rows(cast, *_whole(one))
    assert found["casework_participation"] == {one.pk}
    assert found["people_person"] == {one.person_id}
    assert found["casework_livelihood"] == _keys(Livelihood.objects.filter(participation=one))
    assert found["casework_involvement"] == _keys(Involvement.objects.filter(participation=one))
    assert len(found["casework_involvement"]) == 2
    assert found["safeguards_circle"] == {one.circle_id}
    assert len(found["people_personevent"]) == 1
    assert _rows(cast, *_whole(one), unit="Viadidakt") == {}
    assert _rows(cast, *_whole(one, other))["people_person"] == {one.person_id, other.person_id}
    again = cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1), case_number="två")
    assert not {"people_person", "people_personevent"} & set(_rows(cast, *_whole(one)))
    assert _rows(cast, *_whole(one, again))["people_person"] == {one.person_id}


def _keys(rows: Any) -> set[Any]:
    return set(rows.order_by("pk").values_list("pk", flat=True))


def test_the_tables_come_in_the_order_in_which_they_are_emptied_each_after_its_earlier_versions(
    cast: Cast,
) -> None:
    one = _ended(cast)
    tables = [table._meta.db_table for table, _rows in rows_of(one.controller_id, _whole(one))]
    for before, after in (
        ("casework_livelihoodevent", "casework_livelihood"),
        ("casework_livelihood", "casework_occupation"),
        ("casework_occupation", "casework_participation"),
        ("casework_participation", "people_person"),
        ("people_personevent", "people_person"),
    ):
        assert tables.index(before) < tables.index(after)
    assert len(tables) == len(set(tables))
    assert "exchange_registerimport" not in tables


def test_a_part_is_the_kinds_rows_of_the_owner_older_than_its_day_and_no_others(cast: Cast) -> None:
    one, other = (_ended(cast, next_step_id="deceased") for _each in "ab")
    cast.involved(one, "sven")
    board, own = cast.unit("Försörjningsstöd").authority_id, one.controller_id
    lived = Livelihood.objects.filter(participation=one)
    assert _rows(cast, Scope(one.circle_id, None, "livelihood")) == {
        "casework_livelihood": _keys(lived)
    }
    early = Scope(one.circle_id, None, "livelihood", date(2024, 2, 2))
    assert _rows(cast, early) == {"casework_livelihood": _keys(lived.filter(on_day="2024-02-01"))}
    assert _rows(cast, Scope(one.circle_id, None, "livelihood", date(2024, 2, 1))) == {}
    theirs = Involvement.objects.filter(participation=one, owner_authority=board)
    assert _rows(cast, Scope(one.circle_id, board, "case")) == {
        "casework_involvement": _keys(theirs)
    }
    assert _rows(cast, Scope(one.circle_id, board, "livelihood")) == {}
    mine = _rows(cast, Scope(one.circle_id, own, "case"))
    assert set(mine) == {"casework_involvement", "casework_livelihood", "casework_occupation"}
    both = [Scope(x.circle_id, None, "occupation") for x in (one, other)]
    assert _rows(cast, *both) == {"casework_occupation": _keys(Occupation.objects.all())}
    assert _rows(cast) == {}


def test_several_things_end_together_each_by_its_own_words(cast: Cast) -> None:
    one, other = _ended(cast), _ended(cast)
    found = _rows(cast, *_whole(other), Scope(one.circle_id, None, "occupation"))
    assert found["casework_occupation"] == _keys(Occupation.objects.all())
    assert found["casework_livelihood"] == _keys(Livelihood.objects.filter(participation=other))
    assert found["people_person"] == {other.person_id}


def test_everything_is_held_or_the_cases_that_are_until_it_is_lifted(cast: Cast) -> None:
    one, other = _ended(cast), _ended(cast)
    own, lena = one.controller_id, cast.viewer("lena")
    elsewhere = cast.unit("Viadidakt").authority_id
    cast.as_everyone()
    assert held(own) == (False, set())
    for circle in (one.circle, other.circle):
        put_hold(own, circle, reason="audit", because="Granskning", by=lena)
    assert held(own) == (False, {one.circle_id, other.circle_id})
    assert held(elsewhere) == (False, set())
    lifted = {"lifted_on": TODAY, "lifted_by": "Lena", "lifted_because": "Klart"}
    RetentionHold.objects.filter(circle=one.circle).update(**lifted)
    put_hold(own, None, reason="audit", because="Allt", by=lena)
    assert held(own) == (True, {other.circle_id})


def test_scopes_are_read_as_they_were_written_down(cast: Cast) -> None:
    one = _ended(cast)
    told = [Scope(one.circle_id, 3, "livelihood", TODAY), *_whole(one), Scope(None, None, "file")]
    cast.as_everyone()
    made = Ending.objects.create(
        controller_id=one.controller_id, noticed_on=TODAY, ends_from=TODAY, grounds=["x"]
    )
    write_scopes(made, told)
    assert _same(scopes_of(made.scopes.all()), told)


def _same(some: Iterable[Scope], others: Iterable[Scope]) -> bool:
    return list(some) == list(others)

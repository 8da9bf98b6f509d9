"""When rows' time has come: warned of, waited for, decided on, ended whole, and nothing else (law 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from stafett.casework.models import Involvement, Listing, Livelihood, Participation
from stafett.database.aside import once
from stafett.exchange.models import RegisterImport
from stafett.measures.models import EndedCases, FrozenSet
from stafett.people.models import Person
from stafett.safeguards import ended
from stafett.safeguards.actions import carry_out as carrying
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.carry_out import NotEnded, carry_out
from stafett.safeguards.actions.retention import decide, end_rule, lift_hold, put_hold
from stafett.safeguards.jobs import end_decided, find_all, find_due, waiting_to_end
from stafett.safeguards.models import Circle, Ending, Release, RetentionHold
from stafett.safeguards.queries.verify import verify
from stafett.safeguards.rules import Refused
from tests.measures.freezing import frozen_by_the_operator
from tests.safeguards import ending_world as world
from tests.safeguards.ending_world import LATER, House, count, endings

RIPE = LATER + timedelta(days=30)


@pytest.fixture(scope="module")
def source(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with world.made(django_db_blocker) as house:
        yield house


@pytest.fixture
def house(
    source: House, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """Its own copy, five years later."""
    with world.copied(django_db_blocker):
        world.on(monkeypatch, LATER)
        yield source


def _decide(house: House, one: Ending, by: str = "lena", day: date = RIPE) -> int:
    with transaction.atomic():
        viewer = replace(house.cast.as_(by), day=day)
        return decide(one, "Beslut 7 § planen", by=viewer)


def _warned() -> Ending:
    """What is due and not protected, warned of."""
    find_all()
    (one,) = [e for e in endings() if e.named_circle is None]
    return one


def _ended(house: House) -> dict[str, list[int]]:
    one = _warned()
    _decide(house, one)
    return carry_out(one.pk, LATER)


def _hold(house: House, circle: Circle | None = None, by: str = "karin") -> RetentionHold:
    with transaction.atomic():
        viewer = house.cast.as_(by)
        controller = house.ended.controller_id
        return put_hold(controller, circle, reason="appeal", because="Dom väntas", by=viewer)


def test_nothing_is_due_without_a_rule(house: House) -> None:
    assert find_all() == []
    assert endings() == []


def test_what_is_due_is_warned_of_once_and_the_protected_by_itself(house: House) -> None:
    house.rule()
    find_all()
    find_all()
    found = {e.named_circle: e for e in endings()}
    assert set(found) == {None, house.protected.circle_id}
    assert found[None].counts == {"": {"case": 2}}
    assert found[None].ends_from == RIPE


def test_a_case_ends_whole_with_its_history_and_its_person_and_nothing_else_does(
    house: House,
) -> None:
    house.rule()
    before = {m: count(m) for m in _ours()}
    counts = _ended(house)
    after = {m: count(m) for m in _ours()}
    assert all(listed == gone and left == 0 for listed, gone, left in counts.values())
    gone = {m._meta.db_table: before[m] - after[m] for m in _ours() if before[m] != after[m]}
    assert gone == {table: told[1] for table, told in counts.items() if table in gone}
    assert {*counts} - {*gone} == {"pghistory_context"}
    assert len(counts) > 15
    assert (count(Person, pk=house.ended.person_id), count(Person, pk=house.twice.person_id)) == (
        0,
        1,
    )
    assert count(Participation, pk__in=[house.ended.pk, house.twice.pk]) == 0
    assert count(Participation, pk__in=[house.going_on.pk, house.protected.pk]) == 2


def _ours() -> list[Any]:
    told = [one.model for one in ended.every()]
    return [*told, *filter(None, map(ended.earlier_of, told))]


LOG_AND_DECISION = {
    "safeguards_endingrow", "safeguards_endingscope", "safeguards_readperson",
}  # fmt: skip
"""Keys that lead to nothing: what was decided on, and the log, which ends by its own years."""


def test_nothing_that_names_what_has_ended_is_left_in_any_table(house: House) -> None:
    house.rule()
    one = house.ended
    words = ("Gammalsson", *map(str, (one.pk, one.circle_id, one.person_id)))
    assert _naming(words) > {"people_person", "people_personevent", "pghistory_context"}
    _ended(house)
    assert _naming(words) <= LOG_AND_DECISION


def _naming(words: tuple[str, ...]) -> set[str]:
    with world.as_superuser() as admin:
        tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            table
            for (table,) in tables.fetchall()
            for word in words
            if admin.execute(f"SELECT FROM {table} t WHERE t::text LIKE %s LIMIT 1", [f"%{word}%"]).rowcount
        }  # fmt: skip


def test_done_twice_it_does_nothing_and_the_worker_does_what_was_decided(house: House) -> None:
    house.rule()
    one = _warned()
    assert carry_out(one.pk, LATER) == {}
    _decide(house, one)
    assert waiting_to_end() == [one.pk]
    end_decided(str(one.pk))
    assert waiting_to_end() == []
    assert carry_out(one.pk, LATER) == {}
    assert count(Circle, pk=house.ended.circle_id) == 0


def test_the_night_ends_what_was_decided_and_left(house: House) -> None:
    house.rule()
    _decide(house, _warned())
    find_due(0)
    assert count(Circle, pk=house.ended.circle_id) == 0


def test_nobody_decides_before_the_waiting_is_over_or_without_words_or_for_another(
    house: House, settings: Any
) -> None:
    house.rule(archive=True)
    one = _warned()
    settings.ARCHIVE = "/tmp"
    with pytest.raises(Refused, match="Väntetiden är inte slut"):
        _decide(house, one, day=RIPE - timedelta(days=1))
    for who in ("karin", "lotta"):
        with pytest.raises(PermissionDenied):
            _decide(house, one, who)
    with pytest.raises(Refused, match="Skriv beslutet"), transaction.atomic():
        decide(one, " ", by=replace(house.cast.as_("lena"), day=RIPE))
    settings.ARCHIVE = ""
    with pytest.raises(Refused, match="STAFETT_ARCHIVE"):
        _decide(house, one)
    settings.ARCHIVE = "/tmp"
    _decide(house, one)
    with pytest.raises(Refused, match="redan beslutat av Lena Chef"):
        _decide(house, one)


def test_a_held_case_stays_and_the_others_end(house: House) -> None:
    house.rule()
    one = _warned()
    hold = _hold(house, house.ended.circle)
    assert _decide(house, one) == 1
    carry_out(one.pk, LATER)
    assert [e.counts for e in endings() if e.pk == one.pk] == [{"": {"case": 1}}]
    assert count(Circle, pk=house.ended.circle_id) == 1
    with transaction.atomic():
        lift_hold(hold, "Domen har kommit", by=house.cast.as_("lena"))
    find_all()
    assert [e.counts for e in endings() if e.done_at is None and e.named_circle is None] == [
        {"": {"case": 1}}
    ]


def test_a_hold_after_the_decision_counts_too(house: House) -> None:
    house.rule()
    one = _warned()
    _decide(house, one)
    _hold(house, house.ended.circle)
    carry_out(one.pk, LATER)
    assert [e.counts for e in endings() if e.pk == one.pk] == [{"": {"case": 1}}]
    assert count(Circle, pk=house.ended.circle_id) == 1
    assert count(Participation, pk=house.twice.pk) == 0


@pytest.mark.parametrize(
    ("start", "before", "after"),
    [("case_end", [1], []), ("row_day", [2], [1])],
    ids=["all of it", "one of two"],
)
def test_a_warning_loses_the_cases_that_another_ending_took(
    house: House, start: str, before: list[int], after: list[int]
) -> None:
    def warned_of() -> list[int]:
        return [e.counts[""]["occupation"] for e in endings() if "occupation" in e.counts.get("", ())
                and e.named_circle is None]  # fmt: skip

    house.rule()
    house.rule(ends="occupation", start=start, wait_days=60)
    find_all()
    assert warned_of() == before
    (one,) = [e for e in endings() if e.counts == {"": {"case": 2}}]
    _decide(house, one)
    carry_out(one.pk, LATER)
    assert warned_of() == after


def test_a_hold_over_everything_stops_a_decision(house: House) -> None:
    house.rule()
    one = _warned()
    _hold(house, by="lena")
    with pytest.raises(Refused, match="Inget av det här"):
        _decide(house, one)


def test_a_protected_case_is_decided_on_by_those_who_see_it_alone(house: House) -> None:
    house.rule()
    find_all()
    (protected,) = [e for e in endings() if e.named_circle]
    with pytest.raises(PermissionDenied):
        _decide(house, protected)
    with transaction.atomic():
        house.cast.as_everyone()
        post = house.cast.viewer("lena").posts[0]
        name_team([house.protected.circle], [(post.unit_id, post.position_id)], by=world.BY)
    assert _decide(house, protected) == 1
    carry_out(protected.pk, LATER)
    assert count(Person, pk=house.protected.person_id) == 0


def test_what_stands_in_the_way_of_one_keeps_no_other_from_ending_at_night(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.actions.retention.MOST_CASES", 1)
    house.rule()
    find_all()
    first, second = (e for e in endings() if e.named_circle is None)
    for one in (first, second):
        _decide(house, one)
    listed = carrying.listed
    empty: carrying.Keys = {Listing._meta.db_table: []}
    monkeypatch.setattr(
        carrying, "listed", lambda e: {**listed(e), **(empty if e.pk == first.pk else {})}
    )
    find_due(0)
    assert {e.pk for e in endings() if e.done_at} == {second.pk}


def test_a_hold_over_everything_stops_warning_and_ending(house: House) -> None:
    house.rule()
    one = _warned()
    _decide(house, one)
    with pytest.raises(PermissionDenied):
        _hold(house)
    hold = _hold(house, by="lena")
    assert find_all() == []
    assert carry_out(one.pk, LATER) == {}
    assert count(Circle, pk=house.ended.circle_id) == 1
    with pytest.raises(PermissionDenied), transaction.atomic():
        lift_hold(hold, "Domen har kommit", by=house.cast.as_("karin"))


def test_a_hold_is_put_by_those_in_the_case_and_says_why(house: House) -> None:
    with pytest.raises(PermissionDenied):
        _hold(house, house.ended.circle, by="olle")
    hold = _hold(house, house.ended.circle)
    with pytest.raises(PermissionDenied), transaction.atomic():
        lift_hold(hold, "Domen har kommit", by=house.cast.as_("olle"))
    with pytest.raises(Refused, match="Skriv varför"), transaction.atomic():
        put_hold(1, house.ended.circle, reason="audit", because=" ", by=house.cast.as_("karin"))


def test_what_a_rule_no_longer_says_is_not_ended(house: House) -> None:
    rule = house.rule()
    one = _warned()
    with transaction.atomic():
        house.cast.as_everyone()
        end_rule(rule, "Ny plan", by=replace(house.cast.viewer("lena"), day=LATER))
    with pytest.raises(Refused, match="Inget av det här"):
        _decide(house, one)


def test_one_kind_ends_before_the_case_and_the_case_goes_on(house: House) -> None:
    house.rule(ends="livelihood")
    counts = _ended(house)
    assert counts == {"handover_followup": [2, 2, 0], "casework_livelihood": [1, 1, 0]}
    assert count(Livelihood, participation=house.ended) == 0
    assert count(Livelihood, participation=house.going_on) == 1
    assert find_all() == []


def test_by_its_own_day_a_row_ends_in_a_case_that_goes_on(house: House) -> None:
    house.rule(ends="livelihood", start="row_day", months=60)
    with transaction.atomic():
        house.cast.as_everyone()
        Livelihood.objects.filter(participation=house.going_on).update(on_day=date(2025, 1, 3))
    assert _ended(house)["casework_livelihood"] == [1, 1, 0]
    assert count(Livelihood, participation=house.going_on) == 1


def test_an_authoritys_rule_ends_its_own_rows_and_no_others(house: House) -> None:
    kansli = house.cast.unit("Utanför").authority
    house.rule(owner_authority=kansli)
    one = _warned()
    assert one.counts == {str(kansli.pk): {"case": 1}}
    _decide(house, one)
    assert carry_out(one.pk, LATER) == {"safeguards_release": [1, 1, 0]}
    assert count(Involvement, participation=house.ended) == 1


def test_a_kind_of_one_owners_ends_as_that_owners_alone(house: House) -> None:
    house.rule(ends="agreement", owner_authority=house.cast.unit("AUC").authority)
    assert find_all() == []
    house.rule(ends="agreement", owner_authority=house.cast.unit("Utanför").authority)
    _ended(house)
    assert count(Release) == 0


def test_a_person_with_a_case_that_goes_on_waits_where_the_last_one_counts(house: House) -> None:
    house.rule(start="person_last")
    _ended(house)
    assert count(Circle, pk=house.twice.circle_id) == 1
    assert count(Circle, pk=house.ended.circle_id) == 0


def test_the_end_of_the_year_counts_where_the_rule_says_so(house: House) -> None:
    house.rule(start="case_year_end", months=61)
    assert find_all() == []
    house.rule(start="case_year_end", months=60)
    assert len(find_all()) == 2


def test_those_born_on_a_spared_day_stay_and_where_the_day_is_not_known(house: House) -> None:
    with transaction.atomic():
        house.cast.as_everyone()
        Person.objects.filter(pk=house.ended.person_id).update(birth_date=None)
    house.rule(spared_days=(8, 15))
    assert find_all() == []
    house.rule(spared_days=(9,))
    assert _warned().counts == {"": {"case": 1}}


def test_a_register_that_was_read_in_ends_by_its_own_day(house: House) -> None:
    with transaction.atomic():
        house.cast.as_everyone()
        one = RegisterImport.objects.create(
            controller=house.cast.unit("AUC").authority, initiative=house.cast.initiative,
            uploaded_by=house.cast.user("eva"), file_name="register.csv", content=b"Gammalsson",
        )  # fmt: skip
        RegisterImport.objects.filter(pk=one.pk).update(uploaded_at="2028-01-01T10:00+00:00")
    house.rule(ends="file", start="row_day", months=25)
    assert find_all() == []
    house.rule(ends="file", start="row_day", months=24)
    assert _ended(house) == {"exchange_registerimport": [1, 1, 0]}


def test_frozen_figures_stay_and_the_logs_chain_holds(house: House) -> None:
    with transaction.atomic():
        house.cast.as_everyone()
        frozen_by_the_operator(house.cast.initiative, date(2024, 12, 31))
        before = list(FrozenSet.objects.order_by("pk").values_list("tables", "digest"))
    house.rule()
    _ended(house)
    with transaction.atomic():
        house.cast.as_everyone()
        assert before
        assert list(FrozenSet.objects.order_by("pk").values_list("tables", "digest")) == before
    assert verify().faults == []


@pytest.mark.parametrize(("ends", "number"), [("case", 2), ("livelihood", 1)])
def test_how_many_ended_is_kept_for_the_figures_and_not_where_it_went_wrong(
    house: House, monkeypatch: pytest.MonkeyPatch, ends: str, number: int
) -> None:
    house.rule(ends=ends)
    one = _warned()
    _decide(house, one)
    with monkeypatch.context() as broken, pytest.raises(NotEnded):
        broken.setattr(carrying, "_check_whole", _refuse)
        carry_out(one.pk, LATER)
    assert count(EndedCases) == 0
    carry_out(one.pk, LATER)
    assert count(EndedCases, ending=one.pk, kind=ends, number=number) == 1


def _refuse(*_told: object) -> None:
    raise OSError("prov")


def test_more_than_one_decision_takes_become_several(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.actions.retention.MOST_CASES", 1)
    house.rule()
    assert len(find_all()) == 3


def test_a_row_that_was_not_listed_stops_all_of_it_and_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.rule()
    one = _warned()
    _decide(house, one)
    listed = carrying.listed
    fewer: carrying.Keys = {Listing._meta.db_table: []}
    monkeypatch.setattr(carrying, "listed", lambda ending: {**listed(ending), **fewer})
    with pytest.raises(NotEnded):
        carry_out(one.pk, LATER)
    assert count(Livelihood, participation=house.ended) == 1
    assert count(Person, pk=house.ended.person_id) == 1
    assert "casework_listing" in endings()[0].trouble
    monkeypatch.undo()
    carry_out(one.pk, LATER)
    assert [e.trouble for e in endings()] == ["", ""]


def test_a_row_that_went_meanwhile_stops_all_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.rule()
    one = _warned()
    _decide(house, one)
    listed = carrying.listed

    def with_a_ghost(ending: Ending) -> carrying.Keys:
        found = listed(ending)
        return {**found, Livelihood._meta.db_table: [*found[Livelihood._meta.db_table], 0]}

    monkeypatch.setattr(carrying, "listed", with_a_ghost)
    with pytest.raises(NotEnded, match="ändrade eller borta"):
        carry_out(one.pk, LATER)
    assert count(Person, pk=house.ended.person_id) == 1


def test_the_retention_role_ends_nothing_that_is_not_decided(house: House) -> None:
    house.rule()
    one = _warned()
    tables = [*dict.fromkeys(m._meta.db_table for m in _ours())]
    with transaction.atomic():
        house.cast.as_everyone()
        carrying._list(one)
    for table in tables:
        with once("retention") as aside:
            assert aside.execute(f"DELETE FROM {table}".encode()).rowcount == 0, table
    with once("retention") as aside:
        assert aside.execute("SELECT safeguards_end_contexts(%s)", [one.pk]).fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT given_name FROM people_person",
        "SELECT text FROM safeguards_release",
        "UPDATE safeguards_ending SET decided_on = now(), decided_by = 'jag', because = 'x'",
        "INSERT INTO safeguards_endingrow (of_table, key) VALUES ('people_person', '1')",
        "UPDATE people_person SET given_name = ''",
        "DELETE FROM accounts_user",
        "DELETE FROM pghistory_context",
        "DELETE FROM safeguards_ending",
    ],
)
def test_the_retention_role_reads_nobody_and_decides_nothing(house: House, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), once("retention") as aside:
        aside.execute(statement.encode())


def test_an_earlier_version_of_a_row_that_is_gone_already_ends_too(house: House) -> None:
    with transaction.atomic():
        house.cast.as_everyone()
        Livelihood.objects.filter(participation=house.ended).delete()
    house.rule(ends="livelihood")
    assert _ended(house)["casework_livelihoodevent"] == [1, 1, 0]

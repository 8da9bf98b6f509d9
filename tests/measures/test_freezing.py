"""Is a period frozen when everybody has signed, for good, and withdrawn with a reason?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from stafett.initiatives import actions as initiatives
from stafett.measures import actions
from stafett.measures.actions import close_period, sign, withdraw
from stafett.measures.models import FrozenSet, KeptCounts, Signature
from stafett.measures.outsiders.declared import SHOWN, declaration, shown
from stafett.measures.outsiders.reading import NothingFrozen, next_version, table_of, unsigned
from stafett.measures.queries import CannotAnswer, table
from stafett.measures.rules import digest, refusal_of_period, strictest
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.measures.freezing import (
    LAST,
    USUAL,
    closed,
    frozen,
    frozen_by_the_operator,
    signed,
)
from tests.measures.reading import column


def test_nothing_is_frozen_until_everybody_whose_people_are_counted_has_signed(some: Cast) -> None:
    period = closed(some)

    assert sign(period, some.branch("flen").controller, USUAL, by=some.as_("lena")) is None
    assert not FrozenSet.objects.exists()
    made = sign(period, some.branch("katrineholm").controller, USUAL, by=some.as_("lotta"))

    assert made is not None
    assert (made.version, made.threshold, made.frozen_name) == (1, 5, "Lotta Lokal")
    assert made.frozen_on == TODAY
    assert set(made.tables) == {one.key for one in SHOWN}
    assert len(made.digest) == 64
    assert Signature.objects.filter(declaration=declaration()).count() == 2


def test_the_strictest_threshold_of_all_audiences_and_authorities_holds_for_all(some: Cast) -> None:
    assert signed(some, closed(some), evaluator=8).threshold == 8


@pytest.mark.parametrize("name", ["public", "association", "steering", "evaluator"])
def test_no_threshold_is_lower_than_its_limit(some: Cast, name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(some, closed(some), **{name: 4 if name == "public" else 2})


@pytest.mark.parametrize("key", ["lotta", "karin", "stig", "rakel", "per"])
def test_who_does_not_answer_for_the_authority_does_not_sign_for_it(some: Cast, key: str) -> None:
    with pytest.raises(PermissionDenied, match="skriver en chef under"):
        sign(closed(some), some.branch("flen").controller, USUAL, by=some.as_(key))


def test_what_can_not_be_signed_is_refused_with_a_sentence(some: Cast) -> None:
    period, flen = closed(some), some.branch("flen").controller
    sign(period, flen, USUAL, by=some.as_("eva"))

    with pytest.raises(Refused, match="redan skrivit under för Flens"):
        sign(period, flen, USUAL, by=some.as_("lena"))
    with pytest.raises(Refused, match="svarar inte för någon i insatsen"):
        sign(period, some.unit("Utanför").authority, USUAL, by=operator(TODAY))
    sign(period, some.branch("katrineholm").controller, USUAL, by=some.as_("lotta"))
    with pytest.raises(Refused, match="redan fastställda"):
        sign(period, flen, USUAL, by=some.as_("lena"))


@pytest.mark.parametrize("key", ["karin", "lotta", "stig", "rakel"])
def test_the_project_leader_closes_a_period_and_nobody_else(some: Cast, key: str) -> None:
    with pytest.raises(PermissionDenied):
        close_period(some.initiative, START, LAST, by=some.as_(key))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (START, TODAY, "inte slut än"),
        (LAST, START, "före den första"),
        (START - timedelta(1), LAST, "började först senare"),
        (START, TODAY - timedelta(1), ""),
    ],
)
def test_a_period_must_be_over(first: date, last: date, said: str) -> None:
    refusal = refusal_of_period(first, last, START, TODAY)

    assert said in refusal
    assert bool(said) is bool(refusal)


def test_a_period_that_is_not_over_is_not_closed(some: Cast) -> None:
    with pytest.raises(Refused, match="inte slut än"):
        close_period(some.initiative, START, TODAY, by=some.as_("eva"))


@pytest.mark.parametrize("model", [FrozenSet, KeptCounts, Signature])
@pytest.mark.parametrize("how", ["update", "delete"])
def test_what_is_frozen_is_never_changed(some: Cast, model: type, how: str) -> None:
    frozen(some)
    names = {FrozenSet: "threshold = 3", KeptCounts: "counts = '{}'", Signature: "steering = 3"}
    name = model._meta.db_table  # type: ignore[attr-defined]
    statement = f"UPDATE {name} SET {names[model]}" if how == "update" else f"DELETE FROM {name}"

    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_wrong_set_is_withdrawn_with_its_reason_and_a_new_version_is_signed(some: Cast) -> None:
    period = closed(some)
    first = signed(some, period)

    withdraw(first, "En gren var fel inläst.", by=some.as_("lena"))

    first.refresh_from_db()
    assert (first.withdrawn_on, first.withdrawn_name) == (TODAY, "Lena Chef")
    with pytest.raises(CannotAnswer, match="har inte skrivit under"):
        table(some.as_("stig"), "outcomes", some.initiative)
    second = signed(some, period)
    assert second.version == 2
    assert "version 2" in table(some.as_("stig"), "outcomes", some.initiative).notes[1]


def test_a_set_is_withdrawn_once_by_who_answers_and_with_a_reason(some: Cast) -> None:
    made = frozen(some)

    with pytest.raises(PermissionDenied, match="kan återkalla"):
        withdraw(made, "Fel.", by=some.as_("stig"))
    with pytest.raises(Refused, match="Skriv varför"):
        withdraw(made, "  ", by=some.as_("lotta"))
    withdraw(made, "Fel.", by=some.as_("lotta"))
    with pytest.raises(Refused, match="Lotta Lokal har redan återkallat"):
        withdraw(made, "Fel.", by=some.as_("lena"))


def test_a_period_is_read_by_its_last_day_also_by_those_who_see_more(some: Cast) -> None:
    frozen(some, date(2024, 12, 31))
    frozen(some)

    for key in ("stig", "eva"):
        found = table(some.as_(key), "costs", some.initiative, through=date(2024, 12, 31))
        assert "31 december 2024" in " ".join(found.notes)
    with pytest.raises(CannotAnswer, match="inga fastställda|inte fastställda"):
        table(some.as_("stig"), "costs", some.initiative, through=date(2024, 6, 30))


def test_the_checksum_is_of_what_is_said_and_not_of_its_order() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})
    assert strictest([5, 9, 6]) == 9


def test_who_signed_for_other_tables_than_those_of_today_signs_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = closed(cast)
    flen = cast.branch("flen").controller
    with monkeypatch.context() as before:
        before.setattr(actions, "declaration", lambda: "before")
        sign(period, flen, USUAL, by=cast.as_("lena"))
    assert flen in unsigned(period)
    made = signed(cast, period)
    assert made.version == 2
    assert next_version(period) == 3


def test_the_declared_set_answers_with_what_it_has() -> None:
    assert shown("outcomes", ("sex",)).key == "outcomes/sex"  # type: ignore[union-attr]
    assert shown("outcomes", ("age",)).key == "outcomes"  # type: ignore[union-attr]
    assert shown("nothing", ()) is None


def test_a_table_that_is_not_in_the_set_is_not_made_for_who_asks(some: Cast) -> None:
    with pytest.raises(NothingFrozen, match="finns inte i de fastställda"):
        table_of(frozen(some), "short-stays")


def test_the_same_human_in_two_branches_is_one_person_in_the_whole(cast: Cast) -> None:
    flen = cast.branch("flen")
    initiatives.open_branch(
        cast.initiative, "malmkoping", "Malmköping", flen.holder, by=operator(TODAY)
    )
    for number in range(20):
        person = cast.person("flen")
        cast.ended(person=person, case_number=f"flen-{number}")
        cast.enrolled(
            "malmkoping", person, case_number=f"malm-{number}", starts_on=date(2025, 1, 1)
        )
    frozen_by_the_operator(cast.initiative)

    found = table(cast.as_("stig"), "participants", cast.initiative)

    assert column(found, "participations") == {"total": 40}
    assert column(found, "people") == {"total": 20}

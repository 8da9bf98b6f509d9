"""How many stood between the chairs at each month's end: live, frozen, hidden, and when nobody knows?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from stafett.casework.models import MonthEnd, Participation
from stafett.initiatives.models import Initiative
from stafett.measures.disclosure import protect
from stafett.measures.disclosure.linked import between
from stafett.measures.figures import Count, Hidden, Share, TableResult, Text
from stafett.measures.outsiders import sets
from stafett.measures.outsiders.reading import frozen as latest
from stafett.measures.queries import table
from stafett.parties.refusals import Refused
from stafett.safeguards.actions import name_team
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.cohort import put_in
from tests.measures.freezing import closed, frozen, signed
from tests.measures.month_ends import began_on, count, only
from tests.measures.reference import Human, Visit

APRIL, MAY = date(2025, 4, 30), date(2025, 5, 31)
FIRST, SECOND, THIRD = date(2024, 1, 15), date(2024, 2, 15), date(2024, 3, 15)
NAME = "between-chairs"


def crowd(
    began: date, number: int, branch: str = "flen", start: int = 0, **facts: Any
) -> list[Visit]:
    """Some who began the same day, and are there still unless something else is said."""
    people = (Human(start + n, "man", None, 1990, branch) for n in range(number))
    return [Visit(one, began, **facts) for one in people]


@pytest.fixture(autouse=True)
def rules() -> Iterator[None]:
    """Two rules: one finds those of two days, the other of one of them."""
    with only(began_on("wide", "Ingen kontakt", FIRST, SECOND), began_on("narrow", "Steg", SECOND)):
        yield


def shown(result: TableResult) -> dict[str, tuple[Any, ...]]:
    """Each row's figures as plain values: a number, a pair, "dolt", or words."""
    return {row.key: tuple(map(_plain, row.figures)) for row in result.rows}


def _plain(figure: Any) -> Any:
    match figure:
        case Count(value):
            return value
        case Share(part, whole):
            return part, whole
        case Hidden():
            return "dolt"
        case Text(said):
            return said
    return figure


def seen(cast: Cast, who: str = "eva", **asked: Any) -> dict[str, tuple[Any, ...]]:
    return shown(table(cast.as_(who), NAME, cast.initiative, **asked))


def test_each_month_says_how_many_of_how_many_and_by_which_rule(cast: Cast) -> None:
    put_in(cast, [*crowd(FIRST, 6), *crowd(SECOND, 2, start=10), *crowd(THIRD, 4, start=20)])
    count(cast, MAY)
    assert seen(cast) == {
        **{last(month): ("inte räknad",) * 3 for month in range(-6, 5)},
        "2025-05-31": (12, 8, (8, 12)),
        "2025-05-31/wide": (None, 8, (8, 12)),
        "2025-05-31/narrow": (None, 2, (2, 12)),
    }


def last(month: int) -> str:
    """The last day of a month of 2025, or before it; as the row's key."""
    year, month = (2025, month) if month > 0 else (2024, month + 12)
    days = {2: 28 + (year == 2024), 4: 30, 6: 30, 9: 30, 11: 30}
    return date(year, month, days.get(month, 31)).isoformat()


def test_the_rows_are_named_and_the_definition_says_what_each_rule_means(cast: Cast) -> None:
    put_in(cast, crowd(SECOND, 6))
    count(cast, MAY)
    result = table(cast.as_("eva"), NAME, cast.initiative)
    assert [(row.label, row.parent) for row in result.rows[-3:]] == [
        ("31 maj 2025", ""), ("Steg", "2025-05-31"), ("Ingen kontakt", "2025-05-31"),
    ]  # fmt: skip
    assert "Steg: Betyder Steg." in result.definition
    assert "inte noll" in result.notes[0]
    assert result.as_of == MAY


def test_a_rule_that_is_gone_keeps_what_it_found_by_its_code(cast: Cast) -> None:
    put_in(cast, crowd(FIRST, 6))
    count(cast, MAY)
    with only():
        assert seen(cast)["2025-05-31/wide"] == (None, 6, (6, 6))


def test_a_month_that_only_some_were_counted_of_is_not_counted(cast: Cast) -> None:
    put_in(cast, [*crowd(FIRST, 6), *crowd(FIRST, 3, "katrineholm", 10)])
    count(cast, MAY)
    undone = cast.branch("katrineholm").controller_id
    MonthEnd.objects.filter(authority=undone, initiative=cast.initiative).update(done_at=None)
    assert seen(cast) == {}, "not one month is counted, so that there is no table"
    assert seen(cast, branch="flen")["2025-05-31"] == (6, 6, (6, 6))
    assert seen(cast, branch="katrineholm") == {}
    count(cast, APRIL)
    assert seen(cast)["2025-05-31"] == ("inte räknad",) * 3
    assert seen(cast)["2025-04-30"] == (9, 9, (9, 9))


def test_a_month_in_which_nobody_was_open_says_nobody_and_no_share(cast: Cast) -> None:
    count(cast, MAY)
    assert seen(cast)["2025-05-31"] == (0, 0, (0, 0))


def test_a_month_after_the_counting_day_is_not_told(cast: Cast) -> None:
    put_in(cast, crowd(FIRST, 6))
    count(cast, APRIL)
    count(cast, MAY)
    Initiative.objects.filter(pk=cast.initiative.pk).update(counted_on=date(2025, 5, 30))
    of = Initiative.objects.get(pk=cast.initiative.pk)
    assert [*shown(table(cast.as_("eva"), NAME, of))][-2:] == ["2025-04-30", "2025-04-30/wide"]


def test_who_becomes_protected_after_is_counted_no_more(cast: Cast) -> None:
    put_in(cast, crowd(FIRST, 6))
    count(cast, MAY)
    some = Participation.objects.order_by("pk").first()
    assert some is not None
    post = cast.viewer("karin").posts[0]
    name_team([some.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    assert seen(cast)["2025-05-31"] == (5, 5, (5, 5))


def test_outsiders_see_what_is_frozen_of_it_with_the_small_hidden(cast: Cast) -> None:
    """Thirty of forty stand there; three by a rule of their own, which is so few that its row is left out."""
    put_in(cast, [*crowd(FIRST, 27), *crowd(SECOND, 3, start=50), *crowd(THIRD, 10, start=100)])
    count(cast, MAY)
    frozen(cast)
    for who in ("rakel", "stig", "ulf"):
        found = seen(cast, who)
        assert found["2025-05-31"] == (40, 30, (30, 40))
        assert found["2025-05-31/wide"] == (None, 30, (30, 40))
        assert "2025-05-31/narrow" not in found
        assert found["2025-04-30"] == ("inte räknad",) * 3
    notes = table(cast.as_("rakel"), NAME, cast.initiative).notes
    assert any("utelämnade" in note for note in notes)
    assert "Betyder Steg" in table(cast.as_("rakel"), NAME, cast.initiative).definition


def why_all(cast: Cast) -> list[str]:
    notes = table(cast.as_("rakel"), NAME, cast.initiative).notes
    return [note for note in notes if note.startswith("Alla antal här är dolda")]


def test_where_every_month_is_hidden_it_is_said_why_and_what_it_takes(cast: Cast) -> None:
    """Eighteen are open, four of them elsewhere than in Flen, whose own know all the others."""
    put_in(cast, [*crowd(FIRST, 14), *crowd(FIRST, 2, "katrineholm", 100),
                  *crowd(THIRD, 2, "katrineholm", 200)])  # fmt: skip
    count(cast, APRIL)
    count(cast, MAY)
    frozen(cast)
    found = seen(cast, "rakel")
    assert {one for month in ("2025-04-30", "2025-05-31") for one in found[month]} == {"dolt"}
    (said,) = why_all(cast)
    assert "minst 5 är med och minst 5 inte är med, räknat utan den gren där flest är" in said


@pytest.mark.parametrize("months", [(), (MAY,)])
def test_where_a_month_is_shown_or_none_was_counted_it_is_not_said_that_all_is_hidden(
    cast: Cast, months: tuple[date, ...]
) -> None:
    put_in(cast, [*crowd(FIRST, 30), *crowd(THIRD, 3, start=100)])
    for month in months:
        count(cast, month)
    frozen(cast)
    assert [n for one in seen(cast, "rakel").values() for n in one].count("dolt") == 2 * len(months)
    assert why_all(cast) == []


def test_so_few_who_did_not_stand_there_are_not_told_by_those_who_did(cast: Cast) -> None:
    put_in(cast, [*crowd(FIRST, 30), *crowd(THIRD, 3, start=100)])
    count(cast, MAY)
    frozen(cast)
    found = seen(cast, "rakel")["2025-05-31"]
    assert found.count("dolt") >= 2
    assert (30, 33) not in found


def test_without_cells_hidden_beside_nothing_is_frozen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: 33 less 30 tells the three; the audit stops it."""
    monkeypatch.setattr(sets, "to_hide", protect.small)
    put_in(cast, [*crowd(FIRST, 30), *crowd(THIRD, 3, start=100)])
    count(cast, MAY)
    with pytest.raises(Refused, match="kan inte visas utan att små grupper röjs"):
        frozen(cast)


def test_three_whom_another_rule_alone_found_are_not_told_by_the_rest(cast: Cast) -> None:
    """One rule finds thirty, the other ten of them and three more: 33 less 30 tells the three."""
    fourth = date(2024, 4, 15)
    put_in(cast, [*crowd(FIRST, 20), *crowd(SECOND, 3, start=100), *crowd(THIRD, 10, start=200),
                  *crowd(fourth, 20, start=300)])  # fmt: skip
    with only(
        began_on("most", "Ingen kontakt", FIRST, THIRD), began_on("few", "Steg", SECOND, THIRD)
    ):
        count(cast, MAY)
        frozen(cast)
        found = seen(cast, "rakel")
    told = {key: figures[1] for key, figures in found.items() if key.startswith("2025-05-31")}
    assert (told["2025-05-31"], told.get("2025-05-31/most")) != (33, 30)


def test_two_who_left_between_two_month_ends_are_not_told_by_their_difference(cast: Cast) -> None:
    """Eight have left in all, which may be told; forty-two and forty tell two of them."""
    put_in(cast, [*crowd(FIRST, 40), *gone(6, date(2025, 3, 10)), *gone(2, date(2025, 5, 10), 200)])
    count(cast, APRIL)
    count(cast, MAY)
    frozen(cast)
    found = seen(cast, "rakel")
    opened = {found[month][0] for month in ("2025-04-30", "2025-05-31")}
    assert opened != {42, 40}
    assert "dolt" in opened


def gone(number: int, last_day: date, start: int = 100) -> list[Visit]:
    """Some who have left for work."""
    return crowd(FIRST, number, start=start, ends_on=last_day, outcome="arbete")


def test_who_came_late_is_not_told_by_who_is_there_less_who_was_open(cast: Cast) -> None:
    """Two are enrolled after the count though they had begun before it: 42 are there, 40 were open."""
    put_in(cast, [*crowd(FIRST, 40), *gone(8, date(2025, 3, 10))])
    count(cast, MAY)
    put_in(cast, crowd(FIRST, 2, start=300))
    frozen(cast)
    there = table(cast.as_("rakel"), "participants", cast.initiative).rows[0].figures[0]
    assert (there, seen(cast, "rakel")["2025-05-31"][0]) != (Count(50), 40)


def test_an_exit_noted_afterwards_lets_the_set_be_made_all_the_same(cast: Cast) -> None:
    """More were open then than are there now: nobody is taken to know otherwise."""
    put_in(cast, crowd(FIRST, 40))
    count(cast, MAY)
    cast.as_everyone()
    for number, one in enumerate(Participation.objects.order_by("pk")[:10]):
        one.holdings.update(until_day=date(2025, 5, 21))
        one.status, one.ends_on, one.next_step_id = "ended", date(2025, 5, 20), "none_needed"
        one.outcome = cast.outcome("studier" if number < 3 else "arbete")
        one.save()
    frozen(cast)
    assert seen(cast, "rakel")["2025-05-31"][0] == 40


def test_what_a_month_was_is_the_same_in_the_next_set_and_known_to_be(cast: Cast) -> None:
    put_in(cast, [*crowd(FIRST, 30), *crowd(THIRD, 3, start=100)])
    count(cast, APRIL)
    frozen(cast, APRIL)
    before = seen(cast, "rakel")["2025-04-30"]
    count(cast, MAY)
    signed(cast, closed(cast, MAY))
    assert seen(cast, "rakel", through=APRIL)["2025-04-30"] == before
    kept = latest(cast.initiative).kept.counts
    first = sets.earlier(kept, "1:")
    linked = between(first, sets.earlier(kept, "2:"), 5, same_day=False)
    same = [one for one in linked.known if (one.least, one.most) == (0, 0)]
    assert {name for one in same for name in one.parts} >= {f"2:{n}" for n in kept["settled"]}


def test_a_set_kept_before_there_were_months_is_read_as_one_without(cast: Cast) -> None:
    kept = dict(frozen(cast).kept.counts)
    del kept["settled"]
    assert sets.earlier(kept, "1:").settled == {}


def test_the_list_about_an_initiative_leads_to_its_month_ends(
    cast: Cast, page: Callable[..., Any]
) -> None:
    karin, address = page("karin"), "/deltagare/mellan-stolarna/?vems="
    link = '<a href="/siffror/insats/prov/between-chairs/">Hur det stod vid varje månads slut</a>'
    assert link in karin.get(f"{address}prov").content.decode()
    for asked in ("mina", "enhet"):
        assert link not in karin.get(f"{address}{asked}").content.decode()


def test_a_period_of_which_no_month_was_counted_has_an_empty_table(
    cast: Cast, page: Callable[..., Any]
) -> None:
    frozen(cast)
    answer = page("rakel").get("/siffror/insats/prov/between-chairs/")
    assert answer.status_code == 200
    assert "Ingen av de senaste tolv månaderna har räknats" in answer.content.decode()


def test_the_page_the_files_and_the_api_say_that_a_month_is_not_counted(
    cast: Cast, page: Callable[..., Any]
) -> None:
    put_in(cast, crowd(FIRST, 6))
    count(cast, MAY)
    Initiative.objects.filter(pk=cast.initiative.pk).update(counted_on=MAY)
    eva = page("eva")
    assert "inte räknad" in eva.get("/siffror/insats/prov/between-chairs/").content.decode()
    told = eva.get("/api/v1/initiatives/prov/tables/between-chairs").json()["rows"]
    figures = {row["key"]: row["figures"]["stood"] for row in told}
    assert figures["2025-04-30"] == {"kind": "text", "words": "inte räknad"}
    assert figures["2025-05-31"] == {"kind": "count", "value": 6}

"""Can an outsider work a small count out, with everything that they can fetch?

The attack (`attacking`) is independent of what it judges: it reads the tables through the outsiders' own
doors, knows from their definitions how they sum, and asks linear programming for the ends of every
count that is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.casework.models import Participation
from stafett.initiatives.models import Initiative
from stafett.measures.disclosure import protect
from stafett.measures.figures import Hidden
from stafett.measures.outsiders import sets
from stafett.measures.queries import table
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import TODAY, Cast
from tests.measures.attacking import WORK, Fetched, Name
from tests.measures.cohort import put_in
from tests.measures.freezing import frozen
from tests.measures.month_ends import began_by_day, count, only
from tests.measures.reading import column
from tests.measures.reference import Human, Visit

PERIODS = (date(2024, 6, 30), date(2024, 12, 31), date(2025, 5, 31))
OUTSIDE = ("stig", "ulf", "rakel", "karin")
SMALL = 5
Page = Callable[[str], Client]


@st.composite
def crowds(draw: st.DrawFn) -> list[Visit]:
    """Up to sixty people of two sexes in two branches, most of whom have left in some way."""
    sizes = draw(st.lists(st.integers(0, 9), min_size=4, max_size=8))
    return [visit for number, size in enumerate(sizes) for visit in _alike(draw, number, size)]


def _alike(draw: st.DrawFn, number: int, size: int) -> Iterator[Visit]:
    """Some who have the same story, so that groups are small and large."""
    sex, branch = (
        draw(st.sampled_from(("woman", "man"))),
        draw(st.sampled_from(("flen", "katrineholm"))),
    )
    began = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 500)))
    days = draw(st.none() | st.integers(1, 300))
    facts = {
        "outcome": draw(st.sampled_from(("arbete", "studier", "sjuk", "annat"))),
        "next_step": draw(st.sampled_from(("none_needed", "holder", "nobody"))),
        "referrer": draw(st.sampled_from(("", "FK", "Af"))),
    }
    for one in range(size):
        who = Human(number * 100 + one, sex, None, 1990, branch)
        yield Visit(who, began, began + timedelta(days=days) if days else None, **facts)


@contextmanager
def undone() -> Iterator[None]:
    """What an example puts in goes when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def truth(last: date) -> dict[Name, int]:
    """Every count of a period as it is, from the operator's live tables."""
    initiative, by = Initiative.objects.get(code="prov"), operator(TODAY)
    initiative.counted_on = last
    day, found = last.isoformat(), {}

    def get(name: str, *grounds: str) -> dict[str, int]:
        key = "referred" if name == "inflow" else "participations"
        return column(table(by, name, initiative, grounds), key)

    for row, value in {**get("participants", "sex"), **get("participants", "branch")}.items():
        found[day, "began", *(() if row == "total" else (row,))] = value
    for row, value in get("outcomes", "sex").items():
        outcome, _slash, sex = row.partition("/")
        what = ("left",) if outcome == "total" else ("outcome", outcome)
        found[day, *what, *((sex,) if sex else ())] = value
    for row, value in get("next-steps").items():
        found[day, *(("left",) if row == "total" else ("next", row))] = value
    for row, value in get("inflow").items():
        if row != "total":
            found[day, "referred", row] = value
    for row, (part, whole) in column(
        table(by, "work-or-studies", initiative, ("branch",)), "share"
    ).items():
        where = () if row == "total" else (row,)
        found[day, "reached", *where], found[day, "left", *where] = part, whole
    return found | between_the_chairs(by, initiative, day)


def between_the_chairs(by: Viewer, initiative: Initiative, day: str) -> dict[Name, int]:
    """Who was open at each month's end that was counted, and who stood between the chairs."""
    chairs = table(by, "between-chairs", initiative)
    opened, stood = column(chairs, "open"), column(chairs, "stood")
    found: dict[Name, int] = {}
    for row, value in stood.items():
        if isinstance(value, int):
            found[day, "stood", *row.split("/")] = value
        if isinstance(opened[row], int):
            found[day, "open", row] = opened[row]
    return found


def few_beside(true: dict[Name, int]) -> Iterator[tuple[dict[Name, int], int]]:
    """What two counts of the same set tell together: who came or left between two month ends, and who of
    those open did not stand between the chairs, or did so by other rules alone."""
    for a, b in combinations(sorted(true), 2):
        if a[0] == b[0] and _hang_together(a[1:], b[1:]):
            more, less = (a, b) if true[a] >= true[b] else (b, a)
            yield {more: 1, less: -1}, true[more] - true[less]


def _hang_together(a: Name, b: Name) -> bool:
    """True for those open at two month ends, or all who began; and for a month's whole and its part."""
    if all(name == ("began",) or name[0] == "open" for name in (a, b)):
        return True
    return {a[0], b[0]} <= {"open", "stood"} and a[1] == b[1] and min(len(a), len(b)) == 2


def settled(fetched: Fetched, true: dict[Name, int]) -> list[tuple[Name, Name]]:
    """The same month in two periods, where nothing was corrected: each is at most the other."""
    months = [
        n for n in true if n[1] in ("open", "stood") and n in {*fetched.shown, *fetched.hidden}
    ]
    return [
        pair for a, b in combinations(months, 2) if a[1:] == b[1:] and true[a] == true[b]
        for pair in ((a, b), (b, a))
    ]  # fmt: skip


def growing(fetched: Fetched, true: dict[Name, int]) -> list[tuple[Name, Name]]:
    """Each count and the same in the next period, where nothing was corrected away."""
    days = sorted({name[0] for name in fetched.shown | dict.fromkeys(fetched.hidden, 0)})
    pairs = []
    for first, second in pairwise(days):
        both = [n for n in true if n[0] == first and (second, *n[1:]) in true]
        both = [n for n in both if n[1] not in ("open", "stood")]
        pairs += [(n, (second, *n[1:])) for n in both if true[n] <= true[second, *n[1:]]]
    known = {*fetched.shown, *fetched.hidden}
    return [(a, b) for a, b in pairs if a in known and b in known]


def assert_nothing_is_told(fetched: Fetched, true: dict[Name, int]) -> None:
    """Every small count, and every small change between two periods, keeps its whole range 1…t−1."""
    grows = [*growing(fetched, true), *settled(fetched, true)]
    known = {*fetched.shown, *fetched.hidden}
    wanted = [({name: 1}, true[name]) for name in sorted(known) if name in true]
    wanted += [({b: 1, a: -1}, true[b] - true[a]) for a, b in grows]
    wanted += [(s, v) for s, v in few_beside(true) if {*s} <= known]
    for sum_, value in wanted:
        if 0 < value < SMALL:
            least, most = fetched.within(sum_, grows)
            assert least <= 1.001, (sum_, value, least, most)
            assert most >= SMALL - 1.001, (sum_, value, least, most)


def everything(page: Page, who: str, days: list[date]) -> Fetched:
    """All that somebody can fetch."""
    found = Fetched()
    for day in days:
        found.read(page(who), day.isoformat())
    return found


@settings(max_examples=6, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(crowds(), st.sets(st.sampled_from(PERIODS), min_size=1))
def test_no_small_count_can_be_worked_out(
    cast: Cast, page: Page, crowd: list[Visit], days: set[date]
) -> None:
    rules = (began_by_day("even", "Ingen kontakt", 2), began_by_day("third", "Steg försenat", 3))
    with undone(), only(*rules):
        put_in(cast, crowd)
        for day in PERIODS:
            count(cast, day)
        true: dict[Name, int] = {}
        for day in sorted(days):
            try:
                frozen(cast, day)
            except Refused:
                break  # nothing is shown, so nothing is told
            true |= truth(day)
        seen = sorted({date.fromisoformat(name[0]) for name in true})
        for who in OUTSIDE:
            assert_nothing_is_told(everything(page, who, seen), true)


def few_of_many() -> list[Visit]:
    """Twelve women and three men who went to work, thirty of each who did not: one small count alone."""

    def some(start: int, count: int, sex: str, outcome: str) -> list[Visit]:
        return [
            Visit(Human(start + n, sex, None, 1990), date(2024, 1, 15), date(2024, 5, 1), outcome=outcome)
            for n in range(count)
        ]  # fmt: skip

    return [*some(0, 12, "woman", "arbete"), *some(100, 3, "man", "arbete"),
            *some(200, 30, "woman", "sjuk"), *some(300, 30, "man", "sjuk")]  # fmt: skip


def test_the_small_count_of_an_example_is_hidden_with_its_fellows(cast: Cast, page: Page) -> None:
    put_in(cast, few_of_many())
    frozen(cast, PERIODS[0])
    fetched, day = everything(page, "stig", [PERIODS[0]]), PERIODS[0].isoformat()

    hidden = {
        (day, "outcome", what, sex) for what in ("arbete", "sjuk") for sex in ("woman", "man")
    }
    assert hidden <= fetched.hidden
    assert fetched.shown[day, "outcome", "arbete"] == 15
    assert fetched.shown[day, "left"] == 75
    assert_nothing_is_told(fetched, truth(PERIODS[0]))


def test_without_cells_hidden_beside_the_attack_succeeds(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: small counts hidden, nothing beside them, and no audit."""
    monkeypatch.setattr(sets, "to_hide", protect.small)
    monkeypatch.setattr(sets, "told", lambda linked, hidden: [])
    put_in(cast, few_of_many())
    frozen(cast, PERIODS[0])

    with pytest.raises(AssertionError, match="outcome"):
        assert_nothing_is_told(everything(page, "stig", [PERIODS[0]]), truth(PERIODS[0]))


def test_without_cells_hidden_beside_nothing_is_frozen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit knows nothing of how the cells were chosen, and stops a choice that is not enough."""
    monkeypatch.setattr(sets, "to_hide", protect.small)
    put_in(cast, few_of_many())

    with pytest.raises(Refused, match="kan inte visas utan att små grupper röjs"):
        frozen(cast, PERIODS[0])


@pytest.mark.parametrize("what", ["opened", "closed", "corrected"])
def test_one_participation_between_two_sets_is_not_told_by_their_difference(
    cast: Cast, page: Page, what: str
) -> None:
    put_in(cast, few_of_many())
    frozen(cast, PERIODS[0])
    true = truth(PERIODS[0])
    if what == "opened":
        put_in(cast, [Visit(Human(900, "man", None, 1990), date(2024, 8, 1))])
    elif what == "closed":
        put_in(cast, [Visit(Human(900, "man", None, 1990), date(2024, 8, 1), date(2024, 9, 1))])
    else:
        cast.as_everyone()
        one = Participation.objects.filter(outcome__code="sjuk").order_by("pk").first()
        assert one is not None
        Participation.objects.filter(pk=one.pk).update(outcome=cast.outcome(WORK[0]))
    frozen(cast, PERIODS[1])
    true |= truth(PERIODS[1])
    fetched, later = everything(page, "rakel", [*PERIODS[:2]]), PERIODS[1].isoformat()

    changed = {
        n for n in true if n[0] == later and true[n] != true.get((PERIODS[0].isoformat(), *n[1:]))
    }
    assert changed
    assert not changed & {*fetched.shown}
    assert_nothing_is_told(fetched, true)


def test_who_works_in_one_branch_learns_nothing_of_a_small_other(cast: Cast, page: Page) -> None:
    """Lotta sees Katrineholm as it is; the whole less Katrineholm is Flen."""
    flen = [Visit(Human(n, "man", None, 1990), date(2024, 1, 15)) for n in range(2)]
    katrineholm = [
        Visit(Human(100 + n, "man", None, 1990, "katrineholm"), date(2024, 1, 15))
        for n in range(20)
    ]
    put_in(cast, [*flen, *katrineholm])
    frozen(cast, PERIODS[0])

    fetched, day = everything(page, "lotta", [PERIODS[0]]), PERIODS[0].isoformat()

    assert not {name for name in fetched.shown if fetched.shown[name] in (2, 22)}
    assert (day, "began") in fetched.hidden


def test_a_higher_threshold_hides_all_that_the_lowest_does_and_more(cast: Cast) -> None:
    """Whoever answers for the records may try limits before they sign: views must not add up."""
    put_in(cast, few_of_many())
    by, initiative = operator(TODAY), Initiative.objects.get(code="prov")

    def hidden(threshold: int) -> set[tuple[str, str, str]]:
        made = sets.safe(by, initiative, PERIODS[0], threshold, [])
        return {
            (key, row.key, c.key)
            for key, result in made.tables.items()
            for row in result.rows
            for c, figure in zip(result.columns, row.figures, strict=True)
            if isinstance(figure, Hidden)
        }

    assert hidden(5) < hidden(20)


def test_the_attack_reads_who_stood_between_the_chairs_and_finds_what_is_told(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault again: three who did not stand there are 33 open less 30 who did."""
    monkeypatch.setattr(sets, "to_hide", protect.small)
    monkeypatch.setattr(sets, "told", lambda linked, hidden: [])
    stood = [Visit(Human(n, "man", None, 1990), date(2024, 1, 3)) for n in range(30)]
    put_in(cast, [*stood, *(Visit(Human(100 + n, "man"), date(2024, 1, 2)) for n in range(3))])
    with only(began_by_day("even", "Ingen kontakt", 2)):
        count(cast, PERIODS[0])
        frozen(cast, PERIODS[0])
        true = truth(PERIODS[0])
    with pytest.raises(AssertionError, match="stood"):
        assert_nothing_is_told(everything(page, "stig", [PERIODS[0]]), true)

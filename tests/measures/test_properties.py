"""Do two independent computations of each figure agree, whatever was put in, and do the rows sum?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.initiatives.models import Initiative
from stafett.measures.figures import TableResult
from stafett.measures.queries import table
from stafett.measures.tables import TABLES
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import TODAY, Cast
from tests.measures.cohort import put_in
from tests.measures.reading import column
from tests.measures.reference import Human, Visit, begun, key, left, people, within

SOURCES = st.frozensets(st.sampled_from(("wages", "social_assistance", "unknown")), max_size=2)
PARTIES = st.frozensets(st.sampled_from(("Af", "FK", "Flen")), max_size=3)
GROUNDS = st.sampled_from(
    ([], ["sex"], ["branch", "sex"], ["age"], ["year", "referrer"], ["sex", "age", "branch"])
)
"""A few and not all, for each is a statement of its own to compile."""
GENTLE = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def humans(draw: st.DrawFn, number: int) -> Human:
    """Somebody, of any sex, age and branch."""
    born = draw(st.none() | st.dates(date(1955, 1, 1), date(2008, 12, 31)))
    year = None if born else draw(st.none() | st.integers(1955, 2008))
    sex = draw(st.sampled_from(("woman", "man", "other", "unknown")))
    return Human(number, sex, born, year, draw(st.sampled_from(("flen", "katrineholm"))))


@st.composite
def visits_of(draw: st.DrawFn, who: Human) -> list[Visit]:
    """One to three participations after each other; only the last may still be going on."""
    found, day = [], date(2023, 6, 1)
    for _ in range(draw(st.integers(1, 3))):
        day += timedelta(days=draw(st.integers(1, 300)))
        facts = {
            "outcome": draw(st.sampled_from(("arbete", "studier", "sjuk", "annat"))),
            "next_step": draw(st.sampled_from(("none_needed", "holder", "nobody", "unknown"))),
            "referrer": draw(st.sampled_from(("", "FK", "Af"))),
            "parties": draw(PARTIES),
            "before": draw(SOURCES),
        }
        ends = draw(st.none() | st.integers(0, 400))
        if ends is None:
            status = draw(st.sampled_from(("remaining", "paused", "unknown")))
            return [*found, Visit(who, day, status=status, **facts)]
        last = day + timedelta(days=ends)
        found.append(Visit(who, day, last, after=draw(SOURCES), **facts))
        day = last
    return found


@st.composite
def cohorts(draw: st.DrawFn) -> list[Visit]:
    """Up to eight people with all their visits."""
    number = draw(st.integers(0, 8))
    return [v for n in range(number) for v in draw(visits_of(draw(humans(n))))]


@contextmanager
def there(cast: Cast, visits: list[Visit], day: date, base: str) -> Iterator[Viewer]:
    """The visits in the database, counted to a day, for as long as the example lasts."""
    with transaction.atomic():
        put_in(cast, visits)
        Initiative.objects.filter(code="prov").update(counted_on=day, outcome_base=base)
        yield cast.as_("eva")
        transaction.set_rollback(True)


def paths(found: TableResult) -> Iterator[tuple[str, list[str]]]:
    """Each row's key, and its path with an empty key where all are taken."""
    for row in found.rows:
        keys = row.key.split("/")
        yield row.key, ["", *keys[1:]] if keys[0] == "total" else keys


def grounds(names: list[str], day: date) -> list[Callable[[Visit], str]]:
    """The grounds of a table's rows, from the outside in."""
    return [lambda visit, name=name: key(visit, name, day) for name in names]  # type: ignore[misc]


DAYS = st.dates(date(2024, 1, 1), date(2026, 1, 1))
BASES = st.sampled_from(("starters", "leavers"))


@GENTLE
@given(cohorts(), DAYS, GROUNDS)
def test_participants_agree(cast: Cast, visits: list[Visit], day: date, by: list[str]) -> None:
    with there(cast, visits, day, "starters") as eva:
        found = table(eva, "participants", Initiative.objects.get(code="prov"), by)
    counted, persons = column(found, "participations"), column(found, "people")
    there_on, ways = begun(visits, day), grounds(by, day)
    for row, path in paths(found):
        expected = within(there_on, path, ways)
        assert (counted[row], persons[row]) == (len(expected), people(expected)), row
    _sums(found, "participations")


@GENTLE
@given(cohorts(), DAYS, GROUNDS, BASES)
def test_outcomes_agree_own_common_and_work_or_studies(
    cast: Cast, visits: list[Visit], day: date, by: list[str], base: str
) -> None:
    names = {"outcomes": "outcome", "outcomes-common": "common-outcome"}
    with there(cast, visits, day, base) as eva:
        initiative = Initiative.objects.get(code="prov")
        found = {name: table(eva, name, initiative, by) for name in names}
        reached = table(eva, "work-or-studies", initiative, by)
    whom = left(visits, day) if base == "leavers" else begun(visits, day)
    for name, own in names.items():
        _shares_agree(found[name], whom, [own, *by], day)
        _sums(found[name], "participations")
    ways = grounds(by, day)
    for row, path in paths(reached):
        group = within(whom, path, ways)
        good = [v for v in group if v.left(day) and v.outcome in ("arbete", "studier")]
        assert column(reached, "share")[row] == (len(good), len(group)), row


def _shares_agree(found: TableResult, whom: list[Visit], names: list[str], day: date) -> None:
    ways, shares = grounds(names, day), column(found, "share")
    for row, path in paths(found):
        part, whole = within(whom, path, ways), within(whom, ["", *path[1:]], ways)
        expected = (len(part), len(whole)) if path[0] else len(whole)
        assert shares[row] == expected, (found.name, row)


@GENTLE
@given(cohorts(), DAYS, GROUNDS)
def test_what_is_next_agrees(cast: Cast, visits: list[Visit], day: date, by: list[str]) -> None:
    with there(cast, visits, day, "leavers") as eva:
        found = table(eva, "next-steps", Initiative.objects.get(code="prov"), by)
    _shares_agree(found, left(visits, day), ["next-step", *by], day)
    _sums(found, "participations")


@GENTLE
@given(cohorts(), DAYS)
def test_agency_cases_agree_and_are_never_added_to_participations(
    cast: Cast, visits: list[Visit], day: date
) -> None:
    with there(cast, visits, day, "starters") as eva:
        found = table(eva, "cases", Initiative.objects.get(code="prov"), ("branch",))
    cases, shares = column(found, "cases"), column(found, "participations")
    for row, path in paths(found):
        group = within(begun(visits, day), path[1:], grounds(["branch"], day))
        wanted = {"unknown": frozenset(), "": None}.get(path[0], frozenset({path[0]}))
        if wanted is None:
            assert cases[row] == sum(len(visit.parties) for visit in group)
            assert shares[row] == len(group)
            continue
        its = [v for v in group if _has(v, path[0])]
        assert shares[row] == (len(its), len(group)), row
        assert cases[row] == (0 if path[0] == "unknown" else len(its)), row
    _sums(found, "cases")


def _has(visit: Visit, party: str) -> bool:
    short = {name.lower() for name in visit.parties}
    return not short if party == "unknown" else party in short


@GENTLE
@given(cohorts(), DAYS)
def test_livelihoods_agree(cast: Cast, visits: list[Visit], day: date) -> None:
    with there(cast, visits, day, "starters") as eva:
        found = table(eva, "livelihood", Initiative.objects.get(code="prov"), ("sex",))
    for moment, whom in (("before", begun(visits, day)), ("after", left(visits, day))):
        shares = column(found, moment)
        for row, path in paths(found):
            group = within(whom, path[1:], grounds(["sex"], day))
            its = [v for v in group if path[0] in (getattr(v, moment) or {"unknown"})]
            expected = (len(its), len(group)) if path[0] else len(group)
            assert shares[row] == expected, (moment, row)


@GENTLE
@given(cohorts(), DAYS, BASES, GROUNDS)
def test_the_whole_is_the_sum_of_its_branches(
    cast: Cast, visits: list[Visit], day: date, base: str, by: list[str]
) -> None:
    rest = [name for name in by if name != "branch"]
    with there(cast, visits, day, base) as eva:
        initiative = Initiative.objects.get(code="prov")
        whole = column(table(eva, "outcomes", initiative, rest), "participations")
        parts = [
            column(table(eva, "outcomes", initiative, rest, branch), "participations")
            for branch in ("flen", "katrineholm")
        ]
    for row, number in whole.items():
        assert number == sum(part.get(row, 0) for part in parts), row


@settings(GENTLE, max_examples=3)
@given(cohorts(), DAYS, BASES)
def test_the_statistics_role_and_the_viewer_get_the_same(
    cast: Cast, visits: list[Visit], day: date, base: str
) -> None:
    with there(cast, visits, day, base) as eva:
        initiative = Initiative.objects.get(code="prov")
        for name, declared in TABLES.items():
            by = declared.groups[:2]
            seen = table(eva, name, initiative, by)
            counted = table(operator(TODAY), name, initiative, by)
            assert seen == counted, name


def _sums(found: TableResult, number: str) -> None:
    """The outermost rows sum to the total, the rows below a row to that row."""
    numbers = column(found, number)
    for row in found.rows:
        below = [r.key for r in found.rows if r.parent == row.key]
        if row.key == "total":
            outer = [r.key for r in found.rows if not r.parent and r.role != "total"]
            assert not outer or numbers["total"] == sum(numbers[r] for r in outer)
        if below:
            assert numbers[row.key] == sum(numbers[r] for r in below)

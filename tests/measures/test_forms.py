"""In a group or individually: who is counted where, and do the rows sum to everybody (G13)?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from stafett.casework.actions import Exit, close, correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.circumstances.actions import pause, set_form
from stafett.initiatives.models import Initiative
from stafett.measures.figures import TableResult
from stafett.measures.queries import NotFrozen, table, tables_for
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.freezing import frozen
from tests.measures.reading import column, row
from tests.measures.test_properties import GENTLE

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
START = date(2025, 1, 1)
ALL = ("group", "individual", "both", "unknown")
COACH = {"flen": "karin", "katrineholm": "lotta"}


@dataclass(frozen=True)
class Stay:
    """One participation: where, when, and from which days in which form."""

    branch: str
    starts_on: date
    ends_on: date | None
    forms: tuple[tuple[date, str], ...]

    def on(self, day: date) -> str:
        """In which form they took part on a day."""
        return next((form for first, form in reversed(self.forms) if first <= day), "unknown")

    def had(self, last: date) -> str:
        """In which form they took part from the start until a day, looked at day by day."""
        length = (min(last, self.ends_on or last) - self.starts_on).days
        found = {self.on(self.starts_on + n * DAY) for n in range(length + 1)} - {"unknown"}
        return "both" if len(found) > 1 else found.pop() if found else "unknown"

    def goes_on(self, day: date) -> bool:
        """Whether they had begun and not left by a day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


def put(cast: Cast, stay: Stay) -> Participation:
    """The same through the actions: enrolled, each form as it was noted, and then the exit."""
    one = cast.enrolled(stay.branch, starts_on=stay.starts_on)
    by = cast.as_(COACH[stay.branch])
    for first, form in stay.forms:
        set_form(one, form, first, by=by)
    if stay.ends_on:
        close([(one, Exit(stay.ends_on, cast.outcome("arbete").pk, "none_needed"))], by=by)
    return one


def stays(*forms: str, ends_on: date | None = None, branch: str = "flen") -> Stay:
    """In these forms, a fortnight each."""
    return Stay(
        branch, START, ends_on, tuple((START + 2 * n * WEEK, f) for n, f in enumerate(forms))
    )


@pytest.fixture
def five(cast: Cast) -> Cast:
    """One in a group, one who changed from it, one of whom nothing is noted, two who have left."""
    for one in (
        stays("group"), stays("group", "individual"), stays(),
        stays("individual", ends_on=START + 9 * WEEK),
        stays("group", "individual", branch="katrineholm", ends_on=START + 9 * WEEK),
    ):  # fmt: skip
        put(cast, one)
    return cast


def forms(cast: Cast, who: str = "eva", *by: str, branch: str | None = None) -> TableResult:
    initiative = Initiative.objects.get(code="prov")
    return table(cast.as_(who), "forms", initiative, by, branch)


def test_each_stands_once_now_by_todays_form_and_so_far_by_all_that_they_have_had(
    five: Cast,
) -> None:
    found = forms(five)
    assert column(found, "now") == {
        "group": (1, 3), "individual": (1, 3), "both": None, "unknown": (1, 3), "total": 3,
    }  # fmt: skip
    assert column(found, "so_far") == {
        "group": (1, 5), "individual": (1, 5), "both": (2, 5), "unknown": (1, 5), "total": 5,
    }  # fmt: skip
    assert [row(found, key).label for key in ALL] == [
        "I grupp", "Individuellt", "Båda, efter varandra", "Inte antecknat",
    ]  # fmt: skip


def test_who_pauses_takes_part_and_is_counted(five: Cast) -> None:
    one = put(five, stays("group"))
    pause(one, "Väntar på besked", TODAY - WEEK, by=five.as_("karin"))
    assert column(forms(five), "now")["group"] == (2, 4)


def test_it_is_divided_and_neither_form_nor_both_is_counted_in_another_group(five: Cast) -> None:
    found = forms(five, "eva", "branch")
    assert column(found, "so_far")["both/flen"] == (1, 4)
    assert column(found, "so_far")["both/katrineholm"] == (1, 1)
    assert column(found, "now")["both/flen"] is None
    assert column(found, "now")["total/katrineholm"] == 0


def test_a_form_counts_from_its_day_and_only_on_days_when_they_took_part(five: Cast) -> None:
    def so_far(day: date) -> TableResult:
        Initiative.objects.filter(code="prov").update(counted_on=day)
        return forms(five)

    put(five, stays("individual", "group"))
    eve = so_far(START + 2 * WEEK - DAY)
    assert column(eve, "so_far")["both"] == (0, 6)
    assert [column(eve, "now")[form] for form in ALL[:2]] == [(3, 6), (2, 6)]
    morrow = so_far(START + 2 * WEEK)
    assert column(morrow, "so_far")["both"] == (3, 6)
    assert [column(morrow, "now")[form] for form in ALL[:2]] == [(2, 6), (3, 6)]


def test_a_form_outside_the_participation_as_it_was_put_right_is_not_counted(cast: Cast) -> None:
    one = put(cast, stays("group", "individual"))
    unit = cast.branch("flen").holder_id
    later = as_told(one, starts_on=START + 3 * WEEK, holder_unit_id=unit)
    correct([(one, later)], by=cast.as_("karin"), because="Kom först då")
    assert column(forms(cast), "so_far")["individual"] == (1, 1)


def test_nobody_protected_is_counted_live_or_by_the_operator(five: Cast) -> None:
    before = forms(five)
    five.as_everyone()
    coach = five.unit("AUC").positions.get(role="coach")
    team = ((coach.unit_id, coach.pk),)
    one = five.enrolled(person=five.person(protection="marked"), named_team=team, starts_on=START)
    set_form(one, "group", START, by=five.as_("karin"))
    assert forms(five) == before
    counted = table(operator(TODAY), "forms", Initiative.objects.get(code="prov"))
    assert counted == before
    assert "har skyddade personuppgifter räknas inte" in before.notes[-1]


@pytest.mark.parametrize("who", ["stig", "ulf", "rakel", "karin"])
def test_who_sees_frozen_figures_alone_is_not_told_how_few_are_in_a_form(
    five: Cast, page: Callable[[str], Client], who: str
) -> None:
    """It is in no set; the small counts would be told, or make others be hidden (law 8)."""
    made = frozen(five)
    assert not [key for key in made.tables if key.startswith("forms")]
    initiative = Initiative.objects.get(code="prov")
    assert "forms" not in [one.name for one in tables_for(five.as_(who), initiative)]
    with pytest.raises(PermissionDenied):
        forms(five, who)
    client = page(who)
    assert client.get("/api/v1/initiatives/prov/tables/forms").status_code == 403
    assert client.get("/siffror/insats/prov/forms/").status_code == 403


def test_a_branchs_own_see_their_branch_and_are_offered_it(
    five: Cast, page: Callable[[str], Client]
) -> None:
    frozen(five)
    assert column(forms(five, "lena", branch="flen"), "so_far")["both"] == (1, 4)
    with pytest.raises(NotFrozen, match="fastställda siffrorna. .* för Flen: välj gren."):
        forms(five, "lena")
    with pytest.raises(PermissionDenied):
        forms(five, "lena", branch="katrineholm")
    shown = page("lena").get("/siffror/insats/prov/forms/").content.decode()
    assert '<option value="flen">Flen</option>' in shown
    assert "Katrineholm" not in shown


def test_the_page_of_the_initiative_leads_there_and_the_api_gives_the_same(
    five: Cast, page: Callable[[str], Client]
) -> None:
    eva = page("eva")
    assert '/siffror/insats/prov/forms/">I grupp eller individuellt<' in (
        eva.get("/insatser/prov/").content.decode()
    )
    shown = eva.get("/siffror/insats/prov/forms/").content.decode()
    assert "Båda, efter varandra" in shown
    assert "också de pausade" in shown, "each word has its definition"
    given = eva.get("/api/v1/initiatives/prov/tables/forms?by=sex").json()
    assert [one["key"] for one in given["rows"]][:2] == ["group", "group/woman"]


@st.composite
def some_stays(draw: st.DrawFn) -> Stay:
    """Anything that can have been: up to three forms on different days, each another than the one before."""
    starts_on = START + draw(st.integers(0, 60)) * DAY
    offsets = sorted(draw(st.sets(st.integers(0, 80), max_size=3)))
    first = draw(st.integers(0, 1))
    changes = tuple(
        (starts_on + n * DAY, ALL[(first + place) % 2]) for place, n in enumerate(offsets)
    )
    after = draw(st.none() | st.integers(0, 90))
    ends_on = None if after is None else starts_on + after * DAY
    return Stay(draw(st.sampled_from(("flen", "katrineholm"))), starts_on, ends_on, changes)


@contextmanager
def there(cast: Cast, many: list[Stay], day: date) -> Iterator[None]:
    """All of them in the database, counted to a day, for as long as the example lasts."""
    with transaction.atomic():
        for one in many:
            put(cast, one)
        cast.as_everyone()
        Initiative.objects.filter(code="prov").update(counted_on=day)
        yield
        transaction.set_rollback(True)


@GENTLE
@given(st.lists(some_stays(), max_size=5), st.integers(0, 150))
def test_the_rows_are_everybody_once_and_agree_with_days_looked_at_one_by_one(
    cast: Cast, many: list[Stay], days: int
) -> None:
    day = START + days * DAY
    with there(cast, many, day):
        found = forms(cast, "eva", "branch")
        initiative = Initiative.objects.get(code="prov")
        assert table(operator(TODAY), "forms", initiative, ("branch",)).rows == found.rows
    begun = [one for one in many if one.starts_on <= day]
    for key, whom, word in (
        ("now", [one for one in begun if one.goes_on(day)], lambda one: one.on(day)),
        ("so_far", begun, lambda one: one.had(day)),
    ):
        cells = column(found, key)
        assert cells["total"] == len(whom)
        counted = {form: (cells.get(form) or (0, 0))[0] for form in ALL}
        assert counted == {form: sum(word(one) == form for one in whom) for form in ALL}, key
        assert sum(counted.values()) == cells["total"]

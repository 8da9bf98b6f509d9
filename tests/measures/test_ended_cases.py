"""Do the figures say which cases they lack because these have ended, and is whoever ends them told before?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from stafett.casework.models import Occupation, Participation
from stafett.measures.ending import count
from stafett.measures.models import EndedCases, FrozenSet
from stafett.measures.outsiders.drafts import protected
from stafett.measures.outsiders.ended import all_left_out, left_out, told_number
from stafett.measures.panel import figures_that_lack
from stafett.measures.queries import table
from stafett.safeguards.actions.retention import write_scopes
from stafett.safeguards.models import Ending, EndingRow, Ends
from stafett.safeguards.queries.due import Scope
from tests.cast import TODAY, Cast
from tests.measures.freezing import closed, frozen, signed
from tests.measures.reading import ordinary
from tests.measures.test_period_pages import FOUR, MAY, get, send

Page = Callable[[str], Client]
SOME_OF_FLEN = "Hos Flens arbetsmarknadsnämnd är några avslutade ärenden gallrade och räknas inte."
SEVEN_OF_FLEN = "Hos Flens arbetsmarknadsnämnd är 7 avslutade ärenden gallrade och räknas inte."
SEVEN_LACK = (
    "Hos Flens arbetsmarknadsnämnd har uppgifter om sysselsättning gallrats i 7 deltaganden. De räknas "
    "som Uppgift saknas."
)
SOME_LACK = SEVEN_LACK.replace("i 7", "i några")


def taken(cast: Cast, number: int, branch: str = "flen", kind: str = "case") -> None:
    """So many of a branch's cases have ended, or what was recorded of a kind in so many."""
    EndedCases.objects.create(ending=uuid4(), branch=cast.branch(branch), number=number, kind=kind)


def test_what_an_ending_takes_is_counted_by_branch_once_and_not_at_all_where_it_took_none(
    some: Cast,
) -> None:
    some.as_everyone()
    circles = list(Participation.objects.order_by("pk").values_list("circle_id", flat=True))
    key = uuid4()
    for _time in range(2):
        count(key, circles)
        told = EndedCases.objects.order_by("branch__code").values_list("branch__code", "number")
        assert list(told) == [("flen", 5), ("katrineholm", 4)]
    count(key, None)
    assert not EndedCases.objects.exists()


def test_where_a_kind_alone_ends_the_participations_that_lose_it_are_counted_once(
    some: Cast,
) -> None:
    some.as_everyone()
    every = Participation.objects.filter(branch__code="flen").order_by("pk")
    both, gone, another, untouched = every[:4]
    rows = {one: _did(one) for one in (both, gone, another, untouched)}
    Occupation.objects.filter(pk=rows[another].pk).update(
        owner_authority=some.unit("Af Flen").authority
    )
    first = _warned(some, both, Ends.OCCUPATION)
    _listed(first, *(rows[one] for one in (both, gone, another)))
    count(first.pk, [gone.circle_id])
    told = EndedCases.objects.order_by("kind").values_list("kind", "number")
    assert list(told) == [("case", 1), ("occupation", 1)]

    Ending.objects.filter(pk=first.pk).update(
        decided_on=TODAY, decided_by="Lena", because="Plan", done_at="2030-01-01T00:00Z"
    )
    second = _warned(some, both, Ends.OCCUPATION)
    _listed(second, _did(both))
    count(second.pk, [])
    assert not EndedCases.objects.filter(ending=second.pk).exists(), "it is counted already"


def _did(one: Participation) -> Occupation:
    return Occupation.objects.create(
        participation=one, controller_id=one.controller_id, owner_authority_id=one.controller_id,
        kind="occupation", moment="start" if not one.occupations.exists() else "end",
        what_id="practice", on_day=one.starts_on,
    )  # fmt: skip


def _listed(ending: Ending, *rows: Occupation) -> None:
    for row in rows:
        EndingRow.objects.create(
            ending=ending, controller_id=row.controller_id, of_table="casework_occupation",
            key=str(row.pk),
        )  # fmt: skip


def test_whom_a_named_team_alone_may_see_is_counted_in_no_number(cast: Cast) -> None:
    post = cast.viewer("karin").posts[0]
    hidden = cast.ended(
        person=cast.person(protection="marked"), named_team=((post.unit_id, post.position_id),)
    )
    cast.as_everyone()
    count(uuid4(), [hidden.circle_id])
    assert not EndedCases.objects.exists()


@pytest.mark.parametrize(
    ("branches", "said"),
    [({1: 5}, 5), ({1: 4}, None), ({1: 5, 2: 5}, 10), ({1: 9, 2: 4}, None), ({1: 2, 2: 2, 3: 2}, None),
     ({1: 3, 2: 3, 3: 3}, 9)],
)  # fmt: skip
def test_a_number_is_said_where_neither_it_nor_the_rest_beside_a_branch_is_a_few(
    branches: dict[int, int], said: int | None
) -> None:
    assert told_number(branches, 5) == said


def test_few_that_have_ended_are_some_and_more_are_counted(some: Cast) -> None:
    taken(some, 3)
    taken(some, 1, "katrineholm")
    assert left_out(some.initiative, 5) == [
        SOME_OF_FLEN,
        "Hos Katrineholms arbetsnämnd är några avslutade ärenden gallrade och räknas inte.",
    ]
    taken(some, 4)
    assert left_out(some.initiative, 5)[0] == SEVEN_OF_FLEN
    assert left_out(some.initiative, 8)[0] == SOME_OF_FLEN


def test_tables_as_they_are_now_say_it_too_when_they_are_about_people(some: Cast) -> None:
    """Eva såg 63 deltagare i går och ser 56 i dag. Tabellen säger varför."""
    before = table(some.viewer("eva"), "outcomes", some.initiative)
    taken(some, 7)
    now = table(some.viewer("eva"), "outcomes", some.initiative)
    assert now.notes == (*before.notes, SEVEN_OF_FLEN)
    assert SEVEN_OF_FLEN not in table(some.viewer("eva"), "costs", some.initiative).notes


def test_a_table_that_lacks_a_kind_says_so_and_no_other_does(some: Cast) -> None:
    """Sysselsättning är gallrad i sju deltaganden. De står som Uppgift saknas, och tabellen säger varför."""
    eva = some.viewer("eva")
    others = [table(eva, name, some.initiative).notes for name in ("livelihood", "outcomes")]
    before = table(eva, "occupation", some.initiative)
    taken(some, 7, kind="occupation")
    now = table(eva, "occupation", some.initiative)
    assert now.notes == (*before.notes, SEVEN_LACK)
    assert now.rows == before.rows
    assert others == [
        table(eva, name, some.initiative).notes for name in ("livelihood", "outcomes")
    ]
    assert all_left_out(some.initiative, 5) == [SEVEN_LACK]
    assert all_left_out(some.initiative, 8) == [SOME_LACK]
    assert left_out(some.initiative, 5) == []
    taken(some, 7, kind="livelihood")
    assert "försörjning" in table(eva, "livelihood", some.initiative).notes[-1]


def test_a_draft_says_it_in_the_same_tables(some: Cast, page: Page) -> None:
    taken(some, 7, kind="occupation")
    closed(some)
    assert SEVEN_LACK in get(page("stig"), MAY)
    period = closed(some, date(2025, 4, 30))
    found = protected(period, 5, by=some.viewer("lena")).tables
    said = {one.name for one in found.values() if SEVEN_LACK in one.notes}
    assert said == {"occupation"}


def test_beside_figures_that_were_shown_no_number_is_said(some: Cast) -> None:
    """The total before less the number gives the total now, which may be hidden."""
    frozen(some)
    taken(some, 7)
    assert left_out(some.initiative, 5) == [SOME_OF_FLEN]


def test_the_draft_and_the_frozen_set_say_what_they_do_not_count(some: Cast, page: Page) -> None:
    taken(some, 7)
    period = closed(some)
    assert SEVEN_OF_FLEN in get(page("stig"), MAY)
    lena = page("lena")
    assert get(lena, f"{MAY}underskrift/").count(SEVEN_OF_FLEN) == 18
    flen = some.branch("flen").controller.pk
    higher = send(
        lena, f"{MAY}underskrift/", 200, authority=flen, preview=1, **{**FOUR, "steering": 8}
    )
    assert SEVEN_OF_FLEN not in higher
    assert SOME_OF_FLEN in higher

    signed(some, period)
    taken(some, 1)
    tables = FrozenSet.objects.get().tables
    assert all((SEVEN_OF_FLEN in one["notes"]) == (key != "costs") for key, one in tables.items())
    assert "gallrade" not in get(page("stig"), MAY)
    assert SEVEN_OF_FLEN in ordinary(
        page("stig").get("/siffror/insats/prov/outcomes/?period=2025-05-31").content.decode()
    )


def _warned(
    cast: Cast, one: Participation, ends: str = "case", named: UUID | None = None
) -> Ending:
    made = Ending.objects.create(
        controller_id=one.controller_id, named_circle=named, noticed_on=TODAY,
        ends_from=TODAY + timedelta(days=30), counts={"": {ends: 1}},
    )  # fmt: skip
    write_scopes(made, [Scope(one.circle_id, None, ends)])
    return made


def _told(cast: Cast, ending: Ending, who: str = "lena") -> list[tuple[date, list[str], str]]:
    found = figures_that_lack(SimpleNamespace(viewer=cast.as_(who)), ending)  # type: ignore[arg-type]
    rows: list[Any] = found["lacking"] if found else []
    return [(one.period.ends_on, [a.name for a in one.missing], one.what) for one in rows]


def test_whoever_ends_is_told_which_unsigned_figures_will_lack_it(some: Cast, page: Page) -> None:
    some.as_everyone()
    first = Participation.objects.filter(branch__code="flen").order_by("starts_on", "pk")[0]
    ending = _warned(some, first)
    assert _told(some, ending) == []

    period = closed(some)
    closed(some, date(2024, 1, 14))
    both = ["Flens arbetsmarknadsnämnd", "Katrineholms arbetsnämnd"]
    assert _told(some, ending) == [(period.ends_on, both, "hela ärendet")]
    shown = get(page("lena"), f"/gallring/{ending.pk}/")
    assert "Siffror som inte är fastställda" in shown
    assert (
        "kommer att sakna: hela ärendet. Inte underskrivet av Flens arbetsmarknadsnämnd, Katr"
        in shown
    )
    assert _told(some, ending, "lotta") == []

    some.as_everyone()
    Ending.objects.filter(pk=ending.pk).update(
        decided_on=TODAY, decided_by="Lena", because="Plan", done_at="2030-01-01T00:00Z"
    )
    assert _told(some, Ending.objects.get(pk=ending.pk)) == []


def test_what_no_figure_is_made_of_and_what_is_signed_are_not_told_of(some: Cast) -> None:
    some.as_everyone()
    one = Participation.objects.filter(branch__code="flen").order_by("starts_on", "pk")[0]
    note, money = _warned(some, one, Ends.NOTE), _warned(some, one, Ends.LIVELIHOOD)
    period = closed(some)
    assert _told(some, note) == []
    assert [what for _day, _who, what in _told(some, money)] == ["försörjning"]
    signed(some, period)
    assert _told(some, money) == []

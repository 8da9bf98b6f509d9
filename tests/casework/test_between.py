"""Does Mellan stolarna find those whom its rules describe, for those who may see them, and no others?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework import between as registry
from stafett.casework.between import Gap, Rule, Scope
from stafett.casework.between_rules import DAYS_BEFORE_CONSENT_ENDS, RULES
from stafett.casework.models import Participation
from stafett.casework.queries import between as query
from stafett.casework.queries.between import MINE, PAGE, UNIT, BetweenPage, between
from stafett.parties import actions as parties
from stafett.parties.models import Tenure
from stafett.safeguards.actions import withdraw
from stafett.safeguards.viewer import Viewer
from tests.casework.conftest import get
from tests.casework.unit_world import BY, give, karins, nils, post, viewer_nils
from tests.cast import TODAY, Cast

ADDRESS = "/deltagare/mellan-stolarna/"


def seen(cast: Cast, who: str = "karin", asked: str = MINE, **told: Any) -> BetweenPage:
    return between(cast.as_(who), asked, **told)


def found(page: BetweenPage) -> list[tuple[str, str]]:
    return [(row.rule.code, row.name) for row in page.rows]


def enrolled(cast: Cast, name: str, branch: str = "flen", **facts: Any) -> Participation:
    person = cast.person(branch, given_name="", family_name=name)
    return cast.enrolled(branch, person=person, **facts)


@pytest.fixture(autouse=True)
def _caseworks_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rules of casework itself: each other app tries its own."""
    monkeypatch.setattr(registry, "_rules", {rule.code: rule for rule in RULES})


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that finds every case, and one whom no participation tells of yet."""

    def everybody(viewer: Viewer, scope: Scope) -> Iterable[Gap]:
        for case in scope.cases.values():
            yield Gap(case.starts_on, case.unit, case.participation_id)
        told = {"name": "I kön", "url": "/mendad/", "case_url": "/kon/"}
        yield Gap(date(2023, 1, 1), "AUC", None, "väntar", **told)

    rule = Rule("always", "Alla", "Alla ärenden", "Vem som helst", "Laga", everybody, "assign")
    monkeypatch.setattr(registry, "_rules", {})
    registry.register(rule)


def test_a_case_that_nobody_has_is_found_since_its_unit_took_it(cast: Cast) -> None:
    enrolled(cast, "Ek", starts_on=date(2024, 3, 4))
    page = seen(cast)
    assert found(page) == [("nobody_has", "Ek")]
    assert page.rows[0].gap.since == date(2024, 3, 4)
    assert page.rows[0].gap.who == "AUC"
    assert page.rows[0].url == reverse("assign", args=[page.rows[0].gap.participation_id])


def test_a_case_that_somebody_has_is_not_between_the_chairs(cast: Cast) -> None:
    give(cast, [enrolled(cast, "Ek")], karins(cast))
    assert found(seen(cast)) == []


def test_a_case_whose_post_has_become_vacant_is_found_since_then(cast: Cast) -> None:
    one, his = enrolled(cast, "Ek"), nils(cast)
    give(cast, [one], his)
    left = TODAY - timedelta(days=3)
    parties.leave(Tenure.objects.get(position=his), on=left, by=BY)
    page = seen(cast, asked=UNIT)
    assert found(page) == [("nobody_has", "Ek")]
    assert page.rows[0].gap.since == left


def test_a_post_that_nobody_ever_had_is_vacant_since_the_unit_took_the_case(cast: Cast) -> None:
    one, empty = enrolled(cast, "Ek"), post(cast, "Vikarie")
    his = nils(cast)
    give(cast, [one], his)
    cast.as_everyone()
    one.assignments.update(position=empty)
    page = seen(cast, asked=UNIT)
    assert [row.gap.since for row in page.rows] == [one.starts_on]


def test_consent_that_ends_within_thirty_days_is_found_and_once(cast: Cast) -> None:
    one = enrolled(cast, "Ek")
    give(cast, [one], karins(cast))
    cast.consented(one, "Af Flen", "Psykiatrin")
    assert found(seen(cast)) == []
    cast.as_everyone()
    ends = TODAY + timedelta(days=DAYS_BEFORE_CONSENT_ENDS)
    one.circle.consents.get().parts.update(until_day=ends)
    page = seen(cast)
    assert found(page) == [("consent_ends", "Ek")]
    assert page.rows[0].gap.since == TODAY
    assert "1 juli 2025" in page.rows[0].gap.told


def test_what_is_about_to_end_is_said_to_come_and_not_to_have_been(cast: Cast, page: Any) -> None:
    """Samtycket går ut om tre veckor: det står "om 21 dagar", inte sedan när det syns här."""
    one = enrolled(cast, "Ek")
    give(cast, [one], karins(cast))
    cast.consented(one, "Af Flen", "Psykiatrin")
    cast.as_everyone()
    one.circle.consents.get().parts.update(until_day=TODAY + timedelta(days=22))
    karin = page("karin")
    for address in (reverse("between"), "/"):
        text = get(karin, address)
        assert "om 21 dagar" in text
        assert "för 8 dagar sedan" not in text
    (row,) = karin.get("/api/v1/between").json()["rows"]
    assert row["comes"] == (TODAY + timedelta(days=21)).isoformat()


def test_consent_that_is_renewed_or_withdrawn_is_not_about_to_end(cast: Cast) -> None:
    one, other = enrolled(cast, "Ek"), enrolled(cast, "Al")
    give(cast, [one, other], karins(cast))
    soon = TODAY + timedelta(days=5)
    for case in (one, other):
        cast.consented(case, "Af Flen")
        case.circle.consents.get().parts.update(until_day=soon)
    cast.consented(one, "Af Flen")
    parts = list(other.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, by=cast.viewer("karin"), how="ringde")
    assert found(seen(cast)) == []


@pytest.mark.usefixtures("always")
def test_mine_are_those_that_my_post_has_and_those_that_nobody_has(cast: Cast) -> None:
    his = nils(cast)
    mine, theirs = enrolled(cast, "Min"), enrolled(cast, "Hans")
    enrolled(cast, "Ingens")
    give(cast, [mine], karins(cast))
    give(cast, [theirs], his)
    names = {name for _rule, name in found(seen(cast))}
    assert names == {"Min", "Ingens", "I kön"}
    assert {n for _r, n in found(between(viewer_nils(cast), MINE))} == {"Hans", "Ingens", "I kön"}
    assert {n for _r, n in found(seen(cast, asked=UNIT))} == {"Min", "Hans", "Ingens", "I kön"}


@pytest.mark.usefixtures("always")
def test_an_initiatives_are_all_in_it_that_the_viewer_may_see(cast: Cast) -> None:
    enrolled(cast, "Flen")
    enrolled(cast, "Kholm", branch="katrineholm")
    hidden = cast.person(given_name="", family_name="Dold", protection="marked", alias="X")
    cast.enrolled(person=hidden, named_team=((cast.unit("AUC").pk, karins(cast).pk),))
    names = {name for _rule, name in found(seen(cast, "eva", "prov"))}
    assert names == {"Flen", "Kholm", "I kön"}
    assert {n for _r, n in found(seen(cast, "karin", "prov"))} == {"Flen", "X", "I kön"}
    assert {n for _r, n in found(seen(cast, "olle", "annan"))} == {"I kön"}


@pytest.mark.usefixtures("always")
def test_those_who_have_left_are_not_gone_through(cast: Cast) -> None:
    cast.ended()
    assert found(seen(cast, asked=UNIT)) == [("always", "I kön")]


@pytest.mark.usefixtures("always")
def test_who_has_waited_longest_comes_first_and_each_row_leads_to_what_mends_it(
    cast: Cast,
) -> None:
    late = enrolled(cast, "Sen", starts_on=date(2024, 5, 1))
    enrolled(cast, "Tidig", starts_on=date(2024, 2, 1))
    page = seen(cast)
    assert [row.name for row in page.rows] == ["I kön", "Tidig", "Sen"]
    assert page.rows[0].url == "/mendad/"
    assert page.rows[2].url == reverse("assign", args=[late.pk])


def several(monkeypatch: pytest.MonkeyPatch, *finds: Any) -> None:
    """Rules of their own, in this order."""
    monkeypatch.setattr(registry, "_rules", {})
    for number, find in enumerate(finds):
        registry.register(Rule(f"r{number}", f"Regel {number}", "x", "y", "Laga", find, "assign"))


def on_day(**days: int) -> Any:
    """A rule that finds each of these, so many days ago; to come of those that are below nothing."""

    def find(viewer: Viewer, scope: Scope) -> Iterable[Gap]:
        for name, ago in days.items():
            day = viewer.day - timedelta(days=ago)
            since = min(day, viewer.day - timedelta(days=100))
            comes = None if ago > 0 else day
            yield Gap(day if ago > 0 else since, "AUC", None, "", name=name, comes=comes)

    return find


def test_one_persons_reasons_stand_together_and_what_is_to_come_stands_apart(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    """Bo har väntat längst, så allt som är försenat för honom står först; det som kommer står för sig."""
    several(monkeypatch, on_day(Al=20, Bo=5), on_day(Bo=40, Al=-3), on_day(Cy=0, Bo=-30))
    shown = seen(cast)
    assert [(row.rule.code, row.name) for row in shown.rows] == [
        ("r1", "Bo"), ("r0", "Bo"), ("r0", "Al"),
        ("r2", "Cy"), ("r1", "Al"), ("r2", "Bo"),
    ]  # fmt: skip
    text = get(page("karin"), ADDRESS)
    assert text.count(">Bo</a>") == 2, "once in each part"
    assert 'rowspan="2"' in text
    assert (
        text.index("Nu: det")
        < text.index(">Al</a>")
        < text.index("Kommer: det")
        < text.index(">Cy<")
    )
    assert "6 rader att göra något åt." in text


def test_a_page_says_which_rows_it_shows_and_one_is_led_back_to_each(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    several(monkeypatch, on_day(Al=20, Bo=5), on_day(Bo=40, Al=-3))
    monkeypatch.setattr(query, "PAGE", 3)
    karin = page("karin")
    first = get(karin, ADDRESS)
    assert "4 rader att göra något åt: här är rad 1–3." in first
    assert [place for place in range(1, 6) if f'id="rad-{place}"' in first] == [1, 2, 3, 4]
    assert "rad 4–4" in get(karin, f"{ADDRESS}?sida=2")


def test_a_case_that_is_closed_today_asks_for_nothing_more(cast: Cast) -> None:
    cast.ended(ends_on=TODAY)
    assert found(seen(cast, asked=UNIT)) == []
    enrolled(cast, "Ek")
    assert found(seen(cast, asked=UNIT)) == [("nobody_has", "Ek")]


@pytest.mark.usefixtures("always")
def test_how_the_page_looks_is_folded(page: Any) -> None:
    text = get(page("karin"), ADDRESS)
    assert "<details><summary>Så här letar sidan</summary>" in text


def test_a_phone_folds_what_is_to_come_below_what_is_overdue_and_the_sorts_until_one_is_chosen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    several(monkeypatch, on_day(Al=20, Bo=5, Bi=-2), on_day(Bo=40, Al=-3))
    text = get(page("karin"), ADDRESS)
    now, fold, to_come = text.partition('<details class="few"><summary>Visa 2 rader som kommer<')
    assert fold
    assert ('id="rad-3"' in now, 'id="rad-4"' in to_come) == (True, True)
    assert '<details class="few"><summary>Bara en sort</summary>' in now
    chosen = get(page("karin"), f"{ADDRESS}?regel=r0")
    assert '<details class="few" open><summary>Bara en sort</summary>' in chosen


def test_what_is_to_come_is_not_folded_where_nothing_is_overdue(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    several(monkeypatch, on_day(Al=-3))
    text = get(page("karin"), ADDRESS)
    assert "Kommer: det som händer först" in text
    assert "som kommer</summary>" not in text


@pytest.mark.usefixtures("always")
def test_a_long_list_has_pages_and_a_page_too_far_is_the_last(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    monkeypatch.setattr(query, "PAGE", 2)
    for number in range(4):
        enrolled(cast, f"Ek{number}")
    assert len(seen(cast, page=1).rows) == 2
    assert len(seen(cast, page=3).rows) == 1
    assert seen(cast, page=99).page == 3
    middle = get(page("karin"), f"{ADDRESS}?sida=2")
    assert "?sida=1" in middle
    assert "?sida=3" in middle
    assert PAGE == 50


def test_the_list_can_be_narrowed_to_a_rule_and_an_unknown_one_narrows_nothing(cast: Cast) -> None:
    one = enrolled(cast, "Ek")
    cast.consented(one, "Af Flen")
    one.circle.consents.get().parts.update(until_day=TODAY + timedelta(days=5))
    assert {code for code, _name in found(seen(cast))} == {"nobody_has", "consent_ends"}
    assert found(seen(cast, code="consent_ends")) == [("consent_ends", "Ek")]
    assert len(seen(cast, code="hittepå").rows) == 2
    assert seen(cast, asked="hittepå").asked == MINE


@pytest.mark.usefixtures("put_together_anew")
def test_more_cases_than_one_goes_through_at_once_are_said_to_be_cut(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    monkeypatch.setattr(query, "MOST_CASES", 1)
    for name in ("Ek", "Al"):
        enrolled(cast, name)
    assert "Det finns fler" in get(page("karin"), ADDRESS)
    assert len(seen(cast).rows) == 1


def test_the_page_says_each_rule_with_an_example_and_praises_an_empty_list(
    cast: Cast, page: Any
) -> None:
    text = get(page("karin"), ADDRESS)
    assert "Ingen är mellan stolarna just nu." in text
    for rule in registry.rules():
        assert str(rule.meaning) in text
        assert str(rule.example) in text


def test_each_is_given_the_buttons_that_they_can_use(cast: Cast, page: Any) -> None:
    one = enrolled(cast, "Ek")
    cast.consented(one, "Af Flen")
    one.circle.consents.get().parts.update(until_day=TODAY + timedelta(days=5))
    choose, renew = (reverse(name, args=[one.pk]) for name in ("assign", "note_consent"))
    karins = get(page("karin"), ADDRESS)
    assert choose in karins
    assert renew in karins
    lenas = get(page("lena"), f"{ADDRESS}?vems=enhet")
    assert choose in lenas, "a manager says who has the case"
    assert "Samtycke går ut" in lenas
    assert renew not in lenas


def test_idag_shows_who_has_waited_longest_by_initials(cast: Cast, page: Any) -> None:
    cast.enrolled()
    assert "A.Ö." in get(page("karin"), "/").split('id="del-mellan"')[1].split("</section>")[0]
    assert "Amina Öberg" in get(page("karin"), "/?namn=1")
    assert "del-mellan" not in get(page("rakel"), "/")


def test_a_manager_sees_on_idag_that_a_new_case_has_no_caseworker_however_much_waits(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "ON_TODAY", 1)
    enrolled(cast, "Ek")
    enrolled(cast, "Al", starts_on=TODAY)
    card = get(page("lena"), "/?namn=1").split('id="del-mellan"')[1].split("</section>")[0]
    assert f'<a href="{ADDRESS}?regel=nobody_has">Ingen handläggare 2</a>' in card
    monkeypatch.setattr(query, "ON_TODAY", 8)
    card = get(page("lena"), "/?namn=1").split('id="del-mellan"')[1].split("</section>")[0]
    assert "Al" in card
    assert "regel=" not in card, "all are shown"


def parts(text: str) -> tuple[str, str]:
    """The card on Idag: the viewer's own lines, and those of cases that nobody has."""
    card = text.split('id="del-mellan"')[1].split("</section>")[0]
    own, _heading, nobodys = card.partition("Ärenden som ingen har")
    return own, nobodys


def test_idag_has_one_line_for_each_case_and_says_what_else_it_lacks(cast: Cast, page: Any) -> None:
    one = enrolled(cast, "Ek")
    cast.consented(one, "Af Flen")
    one.circle.consents.get().parts.update(until_day=TODAY + timedelta(days=5))
    own, nobodys = parts(get(page("karin"), "/?namn=1"))
    assert nobodys.count("Ek</a>") == 1
    assert "också: Samtycke går ut</span>" in nobodys
    assert "Ek</a>" not in own


@pytest.mark.usefixtures("always")
def test_ones_own_come_first_on_idag_and_those_that_nobody_has_keep_some_lines(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "ON_TODAY", 4)
    mine = [enrolled(cast, f"Min{number}") for number in range(3)]
    give(cast, mine, karins(cast))
    for number in range(4):
        enrolled(cast, f"Ingens{number}")
    own, nobodys = parts(get(page("karin"), "/?namn=1"))
    assert (own.count("I kön"), own.count("Min"), own.count("Ingens")) == (1, 0, 0)
    assert (nobodys.count("Ingens"), nobodys.count("Min")) == (3, 0)
    monkeypatch.setattr(query, "ON_TODAY", 6)
    own, nobodys = parts(get(page("karin"), "/?namn=1"))
    assert (own.count("Min"), nobodys.count("Ingens")) == (2, 3)
    monkeypatch.setattr(query, "ON_TODAY", 8)
    own, nobodys = parts(get(page("karin"), "/?namn=1"))
    assert (own.count("Min"), nobodys.count("Ingens")) == (3, 4)
    assert own.partition("<summary>Visa 2 till<")[0].count("<li ") == 2, "a phone folds the rest"
    assert nobodys.partition("<summary>Visa 3 till<")[0].count("<li ") == 1


@pytest.mark.usefixtures("always")
def test_another_program_gets_the_same_list(cast: Cast, page: Any) -> None:
    enrolled(cast, "Ek")
    told = json.loads(page("karin").get("/api/v1/between").content)
    assert [row["name"] for row in told["rows"]] == ["I kön", "Ek"]
    assert told["rules"][0] == {
        "code": "always", "name": "Alla", "meaning": "Alla ärenden", "count": 2,
    }  # fmt: skip


def test_a_rule_is_registered_once() -> None:
    with pytest.raises(ValueError, match="fell_back"):
        registry.register(registry.rules()[0])


def test_a_consent_that_one_may_not_know_of_ends_without_being_told(cast: Cast) -> None:
    one = enrolled(cast, "Ek")
    give(cast, [one], karins(cast))
    parties_of = [cast.unit(name).authority_id for name in ("FK Eskilstuna", "Psykiatrin")]
    cast.consented(
        one, "FK Eskilstuna", "Psykiatrin", by="fatima",
        parts=[(parties_of[0], parties_of[1], "course")],
    )  # fmt: skip
    cast.as_everyone()
    parts = one.circle.consents.get().parts
    parts.update(until_day=TODAY + timedelta(days=5), accepted_on=TODAY, accepted_by="x")
    assert found(seen(cast)) == []


def test_what_nobody_has_accepted_or_has_not_begun_does_not_end(cast: Cast) -> None:
    one = enrolled(cast, "Ek")
    give(cast, [one], karins(cast))
    cast.consented(one, "Af Flen")
    cast.as_everyone()
    parts = one.circle.consents.get().parts
    soon = TODAY + timedelta(days=5)
    parts.update(until_day=soon, accepted_on=None, accepted_by="")
    assert found(seen(cast)) == []
    cast.as_everyone()
    later = TODAY + timedelta(days=2)
    parts.update(from_day=later, accepted_on=TODAY, accepted_by="x")
    assert found(seen(cast)) == []


def test_another_program_is_told_what_each_rule_means_with_its_example(
    cast: Cast, page: Any
) -> None:
    told = {one["code"]: one for one in page("karin").get("/api/v1/between/rules").json()}
    assert list(told) == [one.code for one in registry.rules()]
    assert all(one["meaning"] and one["example"] and one["mends"] for one in told.values())
    assert told["consent_ends"]["limit"] == {"number": DAYS_BEFORE_CONSENT_ENDS, "unit": "dagar"}
    assert told["nobody_has"]["limit"] is None
    assert page("stig").get("/api/v1/between/rules").status_code == 403

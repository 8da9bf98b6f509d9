"""Do the pages show the same tables, and refuse in sentences?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stafett.initiatives.models import Initiative
from stafett.measures.access import standing
from stafett.measures.forms import Asked, TableForm
from stafett.measures.presentation.json_shape import as_dict
from stafett.measures.queries import table
from stafett.measures.tables import TABLES
from tests.cast import TODAY, Cast
from tests.measures.freezing import frozen, frozen_by_the_operator

Page = Callable[[str], Client]
PROV = "/siffror/insats/prov/"


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages ask the clock what day it is; here it is the cast's."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def get(client: Client, address: str, status: int = 200) -> str:
    """A page's text."""
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def test_the_door_leads_to_ones_initiatives_and_their_tables(some: Cast, page: Page) -> None:
    eva = page("eva")

    assert 'href="/siffror/insats/prov/"' in get(eva, "/siffror/")
    listed = get(eva, PROV)
    for name, declared in TABLES.items():
        assert f'href="{PROV}{name}/"' in listed
        assert str(declared.title) in listed


def test_without_any_figures_it_says_so(some: Cast, page: Page) -> None:
    assert "inte i någon insats vars siffror du kan se" in get(page("fatima"), "/siffror/")
    assert 'href="/siffror/' in get(page("eva"), "/siffror/")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_its_page_divided_and_whole(some: Cast, page: Page, name: str) -> None:
    eva, groups = page("eva"), TABLES[name].groups

    whole = get(eva, f"{PROV}{name}/")
    assert f'<caption id="tabell-prov-{name}">' in whole
    assert "Så räknas det" in whole
    if len(groups) > 1:
        divided = get(eva, f"{PROV}{name}/?by={groups[0]}&then={groups[1]}")
        assert f"tabell-prov-{name}-{groups[0]}-{groups[1]}" in divided


def test_a_picture_stands_beside_where_there_is_something_to_compare(
    some: Cast, page: Page
) -> None:
    eva = page("eva")

    assert "figures-picture" in get(eva, f"{PROV}outcomes/")
    assert "figures-picture" in get(eva, f"{PROV}outcomes/?by=sex")
    for name in ("participants", "work-or-studies", "goals", "volume", "cost-per-participant"):
        shown = get(eva, f"{PROV}{name}/")
        assert "picture-wide" in shown
        assert "picture-narrow" in shown


def test_a_table_without_rows_says_what_that_means(some: Cast, page: Page) -> None:
    some.initiative.goals.all().delete()
    assert "Inget mål är satt för insatsen." in get(page("eva"), f"{PROV}goals/")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_divided_by_sex_branch_age_and_year_or_says_why_not(
    some: Cast, page: Page, name: str
) -> None:
    declared, shown = TABLES[name], get(page("eva"), f"{PROV}{name}/")
    if not {"sex", "branch", "age", "year"} <= set(declared.groups):
        assert declared.why_not
    assert (str(declared.why_not) in shown) is True
    if declared.why_not:
        outside = get(page("stig"), f"{PROV}{name}/")
        assert str(declared.why_not) not in outside, "who may not divide has another reason"


def test_the_choice_stands_in_the_form_and_a_wrong_one_is_told(some: Cast, page: Page) -> None:
    chosen = get(page("eva"), f"{PROV}outcomes/?by=sex&branch=flen")
    assert '<option value="sex" selected>' in chosen
    assert '<option value="flen" selected>' in chosen
    assert "Utfall efter kön, Flen" in chosen

    wrong = get(page("eva"), f"{PROV}outcomes/?by=shoe", 422)
    assert "Utfall kan inte delas upp på shoe, bara på sex, branch, age" in wrong
    assert "<caption" not in wrong, (
        "another table than the one asked for is not shown as if it were"
    )
    assert '<select name="by"' in wrong


REFUSED = [
    ("outcomes/?branch=nope", "Provinsatsen har ingen gren nope. Grenarna är: flen, katrineholm."),
    ("outcomes/?by=payer", "Utfall kan inte delas upp på payer"),
    ("outcomes/?by=sex&then=payer", "Utfall kan inte delas upp på payer"),
    ("outcomes/?by=sex&by=payer", "Utfall kan inte delas upp på payer"),
    ("cost-per-participant/?by=sex", "Kostnad per deltagare kan inte delas upp."),
    ("cost-per-participant/?branch=flen", "Kostnad per deltagare finns bara för hela insatsen."),
]


@pytest.mark.parametrize(("address", "said"), REFUSED)
def test_what_cannot_be_answered_is_refused_on_the_page_and_in_every_file(
    some: Cast, page: Page, address: str, said: str
) -> None:
    eva = page("eva")

    shown = get(eva, f"{PROV}{address}", 422)
    assert said in shown
    assert "<caption" not in shown
    assert f'href="{PROV}{address.partition("?")[0]}"' in shown
    for form in ("csv", "xlsx", "json"):
        file = eva.get(f"{PROV}{address}&format={form}")
        assert file.status_code == 422
        assert file["Content-Type"] == "text/plain; charset=utf-8"
        assert said in file.content.decode()


@pytest.mark.parametrize(
    "asked", ["by=branch&by=sex", "by=branch&then=sex", "by=&by=branch&by=sex"]
)
def test_an_address_reads_the_same_on_the_page_in_a_file_and_in_the_api(
    some: Cast, page: Page, asked: str
) -> None:
    eva = page("eva")

    truth = json.loads(json.dumps(as_dict(
        table(some.as_("eva"), "outcomes", some.initiative, ("branch", "sex"))
    )))  # fmt: skip
    assert json.loads(get(eva, f"{PROV}outcomes/?{asked}&format=json")) == truth
    assert "Utfall efter gren och kön" in get(eva, f"{PROV}outcomes/?{asked}")
    assert json.loads(get(eva, f"/api/v1/initiatives/prov/tables/outcomes?{asked}")) == truth


def test_a_branch_out_of_ones_reach_is_not_taken_away_as_the_whole(some: Cast, page: Page) -> None:
    frozen(some)
    ulf = page("ulf")

    assert ulf.get(f"{PROV}outcomes/?branch=flen&format=csv").status_code == 403
    shown = get(ulf, f"{PROV}outcomes/?branch=flen&by=sex")
    assert 'href="?by=sex&amp;format=csv"' in shown, "the link takes away what is shown"


def test_a_branch_leader_chooses_only_the_own_branch(some: Cast, page: Page) -> None:
    lotta = get(page("lotta"), f"{PROV}outcomes/?branch=katrineholm&by=sex")

    assert "Utfall efter kön, Katrineholm" in lotta
    assert '<option value="flen"' not in lotta


def test_outsiders_get_what_is_frozen_the_reason_and_no_choice(some: Cast, page: Page) -> None:
    frozen(some)
    ulf = get(page("ulf"), f"{PROV}outcomes/?by=sex")

    assert "Du ser insatsens fastställda siffror" in ulf
    assert "Dela upp på" not in ulf
    assert "Kvinnor" in ulf
    assert "Dolt: Gruppen är mindre än 5" in ulf


@pytest.mark.parametrize("asked", ["?by=age", "?then=age", "?branch=flen"])
def test_who_asks_for_a_division_they_may_not_see_reads_why_before_the_table(
    some: Cast, page: Page, asked: str
) -> None:
    frozen(some)
    said = "Tabellen är inte uppdelad. Du ser insatsens fastställda siffror."
    ulf = get(page("ulf"), f"{PROV}outcomes/{asked}")

    assert 0 < ulf.find(said) < ulf.index("<caption")
    assert said not in get(page("ulf"), f"{PROV}outcomes/?by=sex")
    assert said not in get(page("eva"), f"{PROV}outcomes/{asked}")
    assert said in get(page("lotta"), f"{PROV}outcomes/?by=age")
    assert said not in get(page("lotta"), f"{PROV}outcomes/?by=sex&branch=katrineholm")


@pytest.mark.parametrize("name", ["participants", "costs"])
def test_before_anything_is_frozen_the_page_says_why_and_there_is_no_file(
    some: Cast, page: Page, name: str
) -> None:
    ulf = page("ulf")

    assert "Provinsatsen har inga fastställda siffror än" in get(ulf, f"{PROV}{name}/")
    assert "Provinsatsen har inga fastställda siffror än" in get(ulf, PROV)
    assert ulf.get(f"{PROV}{name}/?format=csv").status_code == 404


def test_the_tables_of_the_latest_set_are_listed_each_with_its_division(
    some: Cast, page: Page
) -> None:
    frozen(some)
    listed = get(page("stig"), PROV)

    assert 'outcomes/?by=sex">Utfall efter kön</a>' in listed
    assert "Kostnader" in listed
    assert "Kostnader" not in get(page("karin"), PROV)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("livelihood", "Försörjning direkt före start, av alla som börjat"),
        ("outcomes", "Utfall: Andel"),
    ],
)
def test_a_picture_says_below_it_what_it_shows(
    some: Cast, page: Page, name: str, said: str
) -> None:
    shown = get(page("eva"), f"{PROV}{name}/")

    assert f"<figcaption>{said}</figcaption>" in shown


@pytest.mark.parametrize(
    ("key", "address", "status"),
    [
        ("olle", f"{PROV}outcomes/", 404),
        ("olle", PROV, 404),
        ("eva", f"{PROV}shoes/", 404),
        ("karin", f"{PROV}costs/", 403),
    ],
)
def test_what_is_not_ones_own_is_refused(
    some: Cast, page: Page, key: str, address: str, status: int
) -> None:
    get(page(key), address, status)


def test_nobody_logged_in_is_sent_to_the_door(some: Cast) -> None:
    for address in ("/siffror/", PROV, f"{PROV}outcomes/", "/siffror/jamfor/"):
        response = Client().get(address)
        assert response.status_code == 302
        assert "/logga-in/" in response["Location"]


def test_a_table_is_read_and_never_posted(some: Cast, page: Page) -> None:
    assert page("eva").post(f"{PROV}outcomes/").status_code == 405


def test_the_total_is_said_in_a_sentence_that_cannot_be_misread(some: Cast, page: Page) -> None:
    said = get(page("eva"), f"{PROV}work-or-studies/")

    assert "2 av de 4 gick till arbete eller studier." in said
    assert "rimligt" in said
    assert "av de 4 gick" not in get(page("eva"), f"{PROV}outcomes/")


@pytest.mark.parametrize(
    ("form", "kind"),
    [("csv", "text/csv"), ("json", "application/json"), ("xlsx", "application/vnd")],
)
def test_the_same_table_is_taken_away_as_a_file(
    some: Cast, page: Page, form: str, kind: str
) -> None:
    eva = page("eva")
    assert f'href="?by=sex&amp;format={form}"' in get(eva, f"{PROV}outcomes/?by=sex")

    response = eva.get(f"{PROV}outcomes/?by=sex&format={form}")

    assert response["Content-Type"].startswith(kind)
    assert response["Content-Disposition"] == (
        f'attachment; filename="prov-outcomes-sex-2025-06-02.{form}"'
    )
    truth = table(some.as_("eva"), "outcomes", some.initiative, ("sex",))
    assert _rows(form, response.content) == len(truth.rows)


def _rows(form: str, content: bytes) -> int:
    if form == "json":
        return len(json.loads(content)["rows"])
    if form == "csv":
        return len(content.decode("utf-8-sig").splitlines()) - 1
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return sum(1 for row in sheet.iter_rows(min_row=1, values_only=True) if row[0]) - 1


def test_an_unknown_form_is_the_page(some: Cast, page: Page) -> None:
    assert "<caption" in get(page("eva"), f"{PROV}outcomes/?format=exe")


def test_a_page_takes_as_many_queries_whatever_is_in_it(cast: Cast, page: Page) -> None:
    from tests.measures.cohort import SOME, put_in

    def asked(client: Client) -> int:
        with CaptureQueriesContext(connection) as seen:
            get(client, f"{PROV}outcomes/?by=branch&then=sex")
        return len(seen)

    put_in(cast, SOME[:2])
    eva = page("eva")
    asked(eva)
    few = asked(eva)
    for _ in range(4):
        put_in(cast, SOME)

    assert asked(eva) == few


def _compare(client: Client, *codes: str, form: str = "", status: int = 200) -> str:
    chosen = "&".join(f"initiative={code}" for code in codes)
    return get(client, f"/siffror/jamfor/?{chosen}{form}", status)


def test_initiatives_are_compared_on_a_page_or_refused_with_a_sentence(
    some: Cast, page: Page
) -> None:
    from stafett.initiatives import actions as initiatives
    from stafett.safeguards.viewer import operator
    from tests.cast import START

    by = operator(TODAY)
    sister = initiatives.start(
        "syster", "Systern", some.initiative.controller, starts_on=START, by=by
    )
    initiatives.engage(sister, some.unit("Utvärderingen"), "evaluator", from_day=START, by=by)
    initiatives.add_outcome(sister, "jobb", "Jobb", "work_unsupported", by=by)
    for each in (some.initiative, sister):
        frozen_by_the_operator(each)
    ulf = page("ulf")

    assert "<table" not in get(ulf, "/siffror/jamfor/")
    assert "insatser bredvid varandra" in _compare(ulf, "prov", "syster")
    assert "minst två insatser" in _compare(ulf, "prov", status=422)
    assert "format" in json.dumps(json.loads(_compare(ulf, "prov", "syster", form="&format=json")))
    Initiative.objects.filter(code="syster").update(outcome_base="starters")
    refused = _compare(ulf, "prov", "syster", status=422)
    assert "Sådana andelar kan inte stå i samma jämförelse." in refused
    assert "checked" in refused, "what was chosen stays"


def test_the_api_gives_the_same_table_as_the_page(some: Cast, page: Page) -> None:
    eva = page("eva")

    listed: Any = eva.get("/api/v1/initiatives/prov/tables").json()
    assert [one["name"] for one in listed] == list(TABLES)
    assert listed[2]["base"] == "leavers"
    given = eva.get("/api/v1/initiatives/prov/tables/outcomes?by=branch&by=sex").json()
    truth = table(some.as_("eva"), "outcomes", some.initiative, ("branch", "sex"))
    assert given == json.loads(json.dumps(as_dict(truth)))
    one = eva.get("/api/v1/initiatives/prov/tables/outcomes?branch=flen").json()
    assert one["title"] == "Utfall, Flen"


@pytest.mark.parametrize(
    ("key", "address", "status", "said"),
    [
        ("eva", "prov/tables/outcome", 404, "Menade du outcomes?"),
        ("eva", "prov/tables/outcomes?by=shoe", 422, "kan inte delas upp på shoe"),
        ("karin", "prov/tables/costs", 403, "Vänd dig till projektledaren"),
        ("olle", "prov/tables/outcomes", 404, ""),
        ("olle", "prov/tables", 404, ""),
    ],
)
def test_the_api_refuses_in_the_same_words(
    some: Cast, page: Page, key: str, address: str, status: int, said: str
) -> None:
    response = page(key).get(f"/api/v1/initiatives/{address}")

    assert response.status_code == status
    assert said in response.json()["detail"]


def test_the_api_is_closed_to_those_who_have_not_logged_in(some: Cast) -> None:
    assert Client().get("/api/v1/initiatives/prov/tables").status_code == 401


def test_a_table_with_a_single_ground_offers_no_second_choice(some: Cast) -> None:
    at = standing(some.as_("eva"), some.initiative)
    one_ground = replace(TABLES["outcomes"], groups=("sex",))
    assert list(TableForm(Asked(), table=one_ground, at=at).fields) == ["by", "branch"]

"""Is every page with a form there for another system too, with the page's own rights, rules and sentences?"""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import Any

import pytest
from django.urls import URLPattern

from stafett.api import page_forms
from stafett.initiatives import actions
from stafett.initiatives.models import Branch, Initiative
from stafett.parties.models import Association, AssociationMember, Position, Tenure
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

FORMS = "/api/v1/forms"
BY = operator(TODAY)


def send(client: Any, page: str, expected: int = 201, /, **fields: Any) -> Any:
    """Send a page's form; `page` is its name, with its arguments after a question mark."""
    answer = client.post(f"{FORMS}/{page}", {"fields": fields}, content_type="application/json")
    assert answer.status_code == expected, answer.content.decode()
    return answer.json()


def read(client: Any, page: str) -> Any:
    """A page's form as it stands."""
    answer = client.get(f"{FORMS}/{page}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def _asks(pattern: URLPattern) -> bool:
    """True for a page that answers by its form alone."""
    return "return form_page(" in inspect.getsource(inspect.unwrap(pattern.callback))


def test_every_page_with_a_form_is_there() -> None:
    assert {name for name, one in page_forms.PATTERNS.items() if _asks(one)} == set(
        page_forms.PAGES
    )


def test_the_forms_are_listed_with_what_their_addresses_need(page: Any) -> None:
    found = {one["page"]: one for one in page("karin").get(FORMS).json()}
    assert found["branch_edit"]["arguments"] == ["code", "branch"]
    assert found["branch_edit"]["title"] == "Ändra en gren"
    assert found["party_new"]["arguments"] == []


def test_an_initiative_gets_all_it_needs_over_the_api_alone(cast: Cast, page: Any) -> None:
    eva = page("eva")
    form = read(eva, "initiative_new")
    own = [key for key, label in form["choices"]["lead"] if "Projektkontoret" in label]
    made = send(eva, "initiative_new", code="nytt", name="Nytt", lead=own[0], starts_on="2024-01-01",
                controller=cast.initiative.controller_id, outcome_base="leavers")  # fmt: skip
    assert made["done"].startswith("Insatsen är startad")
    holder = cast.unit("AUC").pk
    branch = send(eva, "branch_new?code=nytt", code="en", name="En", holder=holder)
    assert Branch.objects.get(pk=branch["id"]).initiative.code == "nytt"
    send(
        eva, "outcome_new?code=nytt", code="jobb", label="Jobb", common="work_unsupported", order=1
    )
    outcome = Initiative.objects.get(code="nytt").outcomes.get()
    send(eva, "goal_new?code=nytt", code="halva", text="Hälften", share_percent="50",
         base="leavers", reading_1="jobb", counted_1=[outcome.pk])  # fmt: skip
    send(eva, "engage?code=nytt", unit=holder, role="coach", from_day="2024-01-01")
    made = Initiative.objects.get(code="nytt")
    assert made.goals.get().readings.get().outcomes.get() == outcome
    assert made.engagements.filter(role="coach").count() == 1


def test_what_is_not_sent_stays_as_it_stands(cast: Cast, page: Any) -> None:
    eva, address = page("eva"), "branch_edit?code=prov&branch=flen"
    actions.change(cast.branch(), by=BY, plan="Vår plan")
    seen = read(eva, address)["fields"]["seen"]
    send(eva, address, name="Nya Flen", seen=seen)
    found = Branch.objects.get(code="flen")
    assert (found.name, found.plan) == ("Nya Flen", "Vår plan")
    seen = read(eva, address)["fields"]["seen"]
    send(eva, address, plan=None, seen=seen)
    assert Branch.objects.get(code="flen").plan == ""


def test_the_next_version_is_written_over_the_one_that_was_read(cast: Cast, page: Any) -> None:
    eva, address = page("eva"), "goal_version?code=prov&goal=vidare"
    after = read(eva, address)["fields"]["after"]
    send(eva, address, share_percent="60", reason="Höjt", after=after)
    goal = cast.initiative.goals.get(version=2)
    assert goal.share_percent == Decimal(60)
    counted = goal.readings.get().outcomes.order_by("code").values_list("code", flat=True)
    assert list(counted) == ["arbete", "studier"]


def test_one_who_has_not_read_first_is_told_to(cast: Cast, page: Any) -> None:
    told = send(page("eva"), "branch_edit?code=prov&branch=flen", 422, name="X")
    assert told["faults"] == [
        {"field": "seen", "sentence": "Läs formuläret först, och skicka tillbaka märket."}
    ]


def test_one_who_read_before_another_saved_is_shown_both(cast: Cast, page: Any) -> None:
    eva, address = page("eva"), "branch_edit?code=prov&branch=flen"
    seen = read(eva, address)["fields"]["seen"]
    actions.change(cast.branch(), by=BY, name="Deras")
    told = send(eva, address, 422, name="Mitt", seen=seen)
    assert "Det här har ändrats" in told["detail"]
    assert "Deras / Mitt" in told["detail"]
    assert Branch.objects.get(code="flen").name == "Deras"


def test_faults_are_the_pages_and_nothing_is_saved(cast: Cast, page: Any) -> None:
    told = send(page("eva"), "cost_new?code=prov", 422, year=2024, cost_kind="Resor", kronor="-1",
                booked_through="2024-12-31")  # fmt: skip
    assert [one["field"] for one in told["faults"]] == ["kronor"]
    assert "mindre än noll" in told["detail"]
    assert cast.initiative.cost_lines.count() == 1


def test_lists_of_rows_and_choices_of_many_come_and_go(cast: Cast, page: Any) -> None:
    rakel = page("rakel")
    found = Association.objects.get()
    address = f"shares_edit?pk={found.pk}"
    form = read(rakel, address)["fields"]
    named = {name: value for name, value in form.items() if value not in (None, "")}
    send(rakel, address, **{**named, "from_day": "2025-06-02"})
    later = AssociationMember.objects.filter(association=found, from_day="2025-06-02")
    assert later.count() == 5


def test_a_post_is_opened_filled_and_left(cast: Cast, page: Any) -> None:
    eva, unit = page("eva"), cast.unit("AUC")
    made = send(eva, f"post_new?pk={unit.pk}", title="Coach", role="coach", full_time="100",
                from_day="2025-06-02")  # fmt: skip
    assert Position.objects.get(pk=made["id"]).unit == unit
    tenure = Tenure.objects.get(staff__name="Karin Ek")
    address = f"leave?pk={tenure.pk}"
    send(eva, address, last_day="2025-06-30", seen=read(eva, address)["fields"]["seen"])
    tenure.refresh_from_db()
    assert str(tenure.until_day) == "2025-07-01"


@pytest.mark.parametrize(
    "address",
    ["ingen", "initiative?code=prov", "branch_edit?code=prov", "branch_edit?code=prov&branch=å/b",
     "party_edit?pk=x", "login"],
)  # fmt: skip
def test_an_address_that_leads_to_no_form_is_not_there(page: Any, address: str) -> None:
    assert page("eva").get(f"{FORMS}/{address}").status_code == 404

"""Does the demo come into the database through everybody's actions, the same each time, and hold?"""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Q

import stafett.demo
from stafett.accounts.models import User
from stafett.casework.models import Holding, Participation
from stafett.circumstances.models import (
    Form,
    FormPeriod,
    NextAfterThreshold,
    OccupationPeriod,
    Pause,
)
from stafett.demo.cohorts import cohort
from stafett.demo.living import living
from stafett.demo.load import Known, address, load
from stafett.initiatives.models import Initiative
from stafett.parties.models import Association, Authority, Party, Unit
from stafett.people.models import Person
from stafett.safeguards.middleware import acting, set_reach
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer, operator
from tests.demo.conftest import DAY, PASSWORD
from tests.demo.stored import members, stored

CODES = ["duellen", "aktsam", "fsla", "access", "stigen"]
WRITING = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete",
    "execute",
}  # fmt: skip


def _written_by_hand(source: str) -> list[str]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = (getattr(call.func, "attr", "") for call in calls)
    return [name for name in names if name in WRITING]


def test_the_demo_writes_nothing_itself_but_lets_actions_do_it() -> None:
    files = sorted(Path(stafett.demo.__file__).parent.rglob("*.py"))
    assert len(files) > 30
    found = {file.name: _written_by_hand(file.read_text(encoding="utf-8")) for file in files}
    assert {name: calls for name, calls in found.items() if calls} == {}
    assert _written_by_hand("person.save()\nPerson.objects.create(x=1)") == ["save", "create"]


@pytest.mark.parametrize("make", [lambda: cohort("access"), lambda: living(DAY)])
def test_the_same_cohort_is_stored_the_same_each_time(db: None, make) -> None:  # type: ignore[no-untyped-def]
    kept = []
    for _ in range(2):
        with transaction.atomic():
            load(make(), today=DAY)
            set_reach(all_controllers())
            kept.append(stored(make().code))
            transaction.set_rollback(True)
    assert kept[0] == kept[1]
    assert kept[0][0]


def test_a_cohort_is_loaded_whole_or_not_at_all(db: None) -> None:
    broken = cohort("access")
    broken.rows[-1]["ends_on"] = broken.rows[-1]["starts_on"] - timedelta(days=9)
    with pytest.raises(IntegrityError, match="participation_period_forward"):
        load(broken, today=DAY)
    assert not Initiative.objects.filter(code="access").exists()


@pytest.mark.parametrize("code", CODES)
def test_every_row_of_the_register_is_stored(demo: Viewer, code: str) -> None:
    made = living(DAY) if code == "stigen" else cohort(code)
    facts = stored(code)[0]
    assert [row[0] for row in facts] == [row["case_number"] for row in made.rows]
    assert [row[2:5] for row in facts] == [
        (row["starts_on"], row["ends_on"], row["status"]) for row in made.rows
    ]


def test_at_every_instant_exactly_one_unit_holds_the_case(demo: Viewer) -> None:
    whole_time = Q(from_day=F("participation__starts_on")) & (
        Q(until_day=F("participation__ends_on") + timedelta(days=1))
        | Q(until_day__isnull=True, participation__ends_on__isnull=True)
    )
    assert Holding.objects.filter(whole_time).count() == Participation.objects.count() == 744
    assert Holding.objects.exclude(whole_time).count() == 0


def test_who_holds_a_case_is_in_its_circle(demo: Viewer) -> None:
    let_in = {(number, unit) for code in CODES for number, unit, _post, _day in members(code)}
    named = set(
        Participation.objects.filter(circle__named_only=True).values_list("case_number", flat=True)
    )
    held = Holding.objects.values_list("participation__case_number", "unit__name")
    assert {pair for pair in held if pair[0] not in named} <= let_in


def test_only_the_living_initiative_is_marked_as_invented(demo: Viewer) -> None:
    marked = Initiative.objects.order_by("code").values_list("code", "invented")
    assert dict(marked) == {code: code == "stigen" for code in CODES}


def test_who_works_there_can_log_in_and_has_an_address_in_no_real_domain(demo: Viewer) -> None:
    users = User.objects.order_by("email")
    assert users
    assert all(user.email.endswith("@demo.example") for user in users)
    assert all(user.check_password(PASSWORD) for user in users)


def test_parties_that_are_there_already_are_met_again(db: None) -> None:
    made, by = cohort("aktsam"), operator(DAY, "demo")
    with acting(by, "prov"):
        Known(made.setup, by).load_parties()
    before = {model: model.objects.count() for model in (Party, Authority, Unit, Association)}
    initiative = load(made, today=DAY)
    assert {model: model.objects.count() for model in before} == before
    assert initiative.association.name == made.setup.association.name  # type: ignore[union-attr]


def test_two_of_one_name_have_two_addresses(db: None) -> None:
    made = cohort("aktsam")
    first, second, *rest = made.setup.staff
    staff = (first, replace(second, name=first.name), *rest)
    load(replace(made, setup=replace(made.setup, staff=staff)), today=DAY)
    emails = User.objects.filter(name=first.name).order_by("email").values_list("email", flat=True)
    assert [email.split("@")[0][-1].isdigit() for email in emails] == [True, False]


def test_without_a_password_nobody_can_log_in(db: None) -> None:
    load(cohort("aktsam"), today=DAY)
    users = User.objects.filter(email__endswith="@demo.example").order_by("email")
    assert users
    assert not any(user.has_usable_password() for user in users)


@pytest.mark.parametrize(
    ("taken", "given"),
    [
        ([], "asa.oek@demo.example"),
        (["asa.oek@demo.example"], "asa.oek2@demo.example"),
        (["asa.oek@demo.example", "asa.oek2@demo.example"], "asa.oek3@demo.example"),
        (["asa.oekström@demo.example"], "asa.oek@demo.example"),
    ],
)
def test_an_address_is_the_name_in_plain_letters_numbered_when_taken(
    taken: list[str], given: str
) -> None:
    assert address("Åsa O'Ek", taken) == given


def test_a_test_number_is_stored_with_the_sex_and_birth_date_of_the_register(demo: Viewer) -> None:
    numbered = Person.objects.exclude(identity_number="").order_by("identity_number")
    assert len(numbered) > 30
    for person in numbered:
        assert (int(person.identity_number[10]) % 2 == 1) == (person.sex == "man")
        assert str(person.birth_date.year) == person.identity_number[:4]


def test_somebody_grew_to_twelve_hours_somebody_paused_and_somebody_changed_form(
    demo: Viewer,
) -> None:
    hours = OccupationPeriod.objects.order_by("participation", "from_day")
    assert {row.hours_a_week for row in hours} == {4, 12}
    pauses = Pause.objects.order_by("from_day").values_list("until_day", flat=True)
    assert [until is None for until in pauses] == [False, True]
    assert set(FormPeriod.objects.order_by("pk").values_list("form", flat=True)) == set(Form.values)
    noted = NextAfterThreshold.objects.order_by("pk").values("participation")
    assert 0 < noted.count() < hours.filter(hours_a_week=12).count()

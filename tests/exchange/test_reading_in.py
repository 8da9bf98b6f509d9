"""Is a register taken whole or not at all, is the same one nothing, and does a corrected one correct?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from stafett.casework.models import Holding, Involvement, Participation
from stafett.circumstances import actions as periods
from stafett.circumstances.actions import NewPeriod
from stafett.exchange import actions, loading
from stafett.exchange.models import Mapping
from stafett.exchange.register import guess
from stafett.initiatives.actions import start
from stafett.parties.models import Unit
from stafett.people.models import Person
from stafett.safeguards.models import Circle
from tests.casework.test_case_numbers import GIVEN
from tests.cast import START, TODAY, Cast
from tests.exchange.doors import ANNA, BO, HEADERS, open_table, read, register, sentences

WHOLE = HEADERS + (
    ";Försörjning vid start;Försörjning vid start, procent;Sysselsättning vid avslut;"
    "Sysselsättning vid avslut, timmar;Kommun;Håller ihop"
)
BO_WHOLE = BO + ";Sjukpenning; 50;Arbete utan stöd;20;Flen;AUC"


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows at a time, so that a few rows are several pieces."""
    monkeypatch.setattr(actions, "PIECE", 2)


def row(number: str, **changed: str) -> str:
    """Anna's row under another number."""
    cells = dict(zip(HEADERS.split(";"), ANNA.split(";"), strict=True))
    return ";".join({**cells, "Ärendenummer": number, **changed}.values())


def case(number: str) -> Participation:
    return Participation.objects.select_related("person", "branch", "outcome").get(
        case_number=number
    )


def test_what_a_row_says_is_recorded(cast: Cast) -> None:
    verdict = read(register(BO_WHOLE, headers=WHOLE), cast, cast.as_("eva"))
    assert sentences(verdict) == []
    one = case("K-2")
    assert (one.starts_on, one.ends_on, one.status) == (
        date(2024, 3, 1),
        date(2024, 9, 30),
        "ended",
    )
    assert (one.branch.code, one.outcome.code, one.next_step_id) == (
        "flen",
        "arbete",
        "none_needed",
    )
    assert one.referring_party.short_name == "FK"
    assert one.municipality_id == "0482"
    assert [i.party.short_name for i in one.involvements.order_by("pk")] == ["FK"]
    assert [(x.moment, x.extent_percent) for x in one.livelihoods.order_by("pk")] == [("start", 50)]
    assert [(x.moment, x.hours_a_week) for x in one.occupations.order_by("pk")] == [("end", 20)]
    assert one.holdings.get().unit.name == "AUC"
    assert (one.person.name, one.person.sex, one.person.birth_date) == (
        "Bo Al",
        "man",
        date(2000, 4, 2),
    )


def test_an_initiative_without_branches_says_so(cast: Cast) -> None:
    eva = cast.viewer("eva")
    bare = start("tom", "Tom", cast.unit("AUC").authority, starts_on=START, by=eva)
    table = open_table(register(ANNA.replace(";Flen;", ";;")))
    columns = guess(table.headers).mapping
    verdict = actions.read_in(table, columns, bare, today=TODAY, by=eva)
    assert sentences(verdict) == [
        "Insatsen har ingen gren än, och utan gren kan ingen börja. Öppna en på insatsens sida och läs "
        "in filen igen."
    ]


def test_what_a_register_says_of_an_authoritys_case_is_the_registers_own(cast: Cast) -> None:
    read(register(ANNA.replace("Arbetsförmedlingen, FK", "FK, Flen")), cast, cast.as_("eva"))
    owners = {
        i.party.short_name: i.owner_authority.name for i in Involvement.objects.order_by("pk")
    }
    assert owners == dict.fromkeys(["FK", "Flen"], "Flens arbetsmarknadsnämnd")


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    eva, content = cast.as_("eva"), register(ANNA, BO_WHOLE[: len(BO)])
    read(content, cast, eva)
    again = read(content, cast, eva)
    done = again.outcome
    assert (done.new, done.updated, done.unchanged, done.corrected_people) == (0, 0, 2, 0)
    assert not Participation.pgh_event_model.objects.exists()
    assert not Person.pgh_event_model.objects.exists()


def test_a_corrected_file_corrects_and_says_who_and_why_in_the_history(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(ANNA, BO), cast, eva)
    verdict = read(register(ANNA.replace("Ek", "Ekman"), BO.replace("09-30", "10-31")), cast, eva)
    assert (verdict.outcome.updated, verdict.outcome.corrected_people) == (1, 1)
    before = Participation.pgh_event_model.objects.get()
    assert (before.ends_on, case("K-2").ends_on) == (date(2024, 9, 30), date(2024, 10, 31))
    assert before.pgh_context.metadata["why"] == "register: prov"
    assert Person.pgh_event_model.objects.get().family_name == "Ek"
    assert case("K-2").holdings.get().until_day == date(2024, 11, 1)


def test_what_would_change_is_said_old_and_new(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(BO_WHOLE, headers=WHOLE), cast, eva)
    changed = (
        BO_WHOLE.replace("Arbete;", "Studier;").replace(" 50", "75").replace("AUC", "Försörjningsstöd")
        .replace("man;", ";").replace("Al;", "Alm;").replace("FK;Sj", "FK, Regionen;Sj")
    )  # fmt: skip
    verdict = read(register(changed, headers=WHOLE), cast, eva, dry_run=True)
    assert {(one.what, one.before, one.after) for one in verdict.outcome.changes} == {
        ("Efternamn", "Al", "Alm"),
        ("Utfall", "Arbete", "Studier"),
        ("Håller ihop", "AUC", "Försörjningsstöd"),
        ("Försörjning vid start", "Sjukpenning, även rehabiliteringspenning 50",
         "Sjukpenning, även rehabiliteringspenning 75"),
        ("Inblandade parter", "", "Region Sörmland"),
    }  # fmt: skip
    assert case("K-2").outcome.code == "arbete"


def test_a_tried_file_leaves_nothing(cast: Cast) -> None:
    verdict = read(register(ANNA, BO), cast, cast.as_("eva"), dry_run=True)
    assert (verdict.outcome.new, verdict.applied, verdict.rows) == (2, False, 2)
    assert [one["case"] for one in verdict.outcome.first] == ["K-1", "K-2"]
    assert not Participation.objects.exists()


def test_one_fault_and_nothing_is_taken_in(cast: Cast, small_pieces: None) -> None:
    rows = [row(f"K-{n}") for n in range(6)] + [row("K-9", Startdatum="2024-13-01")]
    verdict = read(register(*rows), cast, cast.as_("eva"))
    assert (verdict.tally.errors, verdict.applied, verdict.rows) == (1, False, 7)
    assert verdict.counts()["new"] == 0
    assert not Participation.objects.exists()
    assert not Circle.objects.exists()


def test_a_crash_in_the_middle_leaves_nothing(
    cast: Cast, small_pieces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(rows: int) -> None:
        if rows > 3:
            raise RuntimeError("strömavbrott")

    eva = cast.as_("eva")
    monkeypatch.setattr(actions, "_silent", crash)
    from stafett.exchange.outline import open_table
    from stafett.exchange.register import guess

    table = open_table(register(*(row(f"K-{n}") for n in range(8))))
    with pytest.raises(RuntimeError, match="strömavbrott"):
        actions.read_in(
            table, guess(table.headers).mapping, cast.initiative, today=date(2025, 6, 2), by=eva,
            progress=crash,
        )  # fmt: skip
    assert not Participation.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("apart", [1, 5])
def test_a_case_twice_in_the_file_is_one_fault(cast: Cast, small_pieces: None, apart: int) -> None:
    between = [row(f"X-{n}") for n in range(apart)]
    verdict = read(register(row("K-1"), *between, row("K-1", Förnamn="Eva")), cast, cast.as_("eva"))
    assert [s.split(": ")[1] for s in sentences(verdict)] == [
        "Ärendenumret står också på rad 2. Varje deltagande ska ha sitt eget ärendenummer."
    ]


@pytest.mark.parametrize("apart", [1, 5])
def test_a_person_twice_at_once_is_one_fault(cast: Cast, small_pieces: None, apart: int) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    rows = [
        f"{row('K-1')};T-1;Prov",
        *(f"{row(f'X-{n}')};;" for n in range(apart)),
        f"{row('K-2')};T-1;Prov",
    ]
    verdict = read(register(*rows, headers=headers), cast, cast.as_("eva"))
    assert [s.partition(": ")[2][:26] for s in sentences(verdict)] == ["Personen är redan med på r"]


def test_somebody_who_comes_back_is_one_person_with_two_participations(
    cast: Cast, small_pieces: None
) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    rows = (f"{BO};T-1;Prov", f"{row('X-1')};;", f"{row('K-9', Startdatum='2025-01-01')};T-1;Prov")
    eva = cast.as_("eva")
    verdict = read(register(*rows, headers=headers), cast, eva)
    assert sentences(verdict) == []
    assert verdict.outcome.corrected_people == 0
    assert case("K-2").person == case("K-9").person
    assert case("K-9").person.name == "Anna Ek"
    again = read(register(*rows, headers=headers), cast, eva)
    assert (again.outcome.unchanged, again.outcome.corrected_people) == (3, 0)


def test_overlap_with_what_is_recorded_is_a_fault_within_the_initiative(cast: Cast) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    eva = cast.as_("eva")
    read(register(f"{ANNA};T-1;Prov", headers=headers), cast, eva)
    verdict = read(register(f"{row('K-7')};T-1;Prov", headers=headers), cast, eva)
    assert "ärende K-1 från 2024-02-01" in sentences(verdict)[0]
    assert not verdict.applied


def test_overlap_with_another_initiative_is_no_fault(cast: Cast) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    where = cast.branch()
    person = cast.person(identity_kind="other", identity_number="T-1", identity_issuer="Prov")
    from stafett.initiatives import actions as initiatives
    from stafett.safeguards.viewer import operator
    from tests.cast import START, TODAY

    by = operator(TODAY)
    second = initiatives.start("andra", "Andra", where.controller, starts_on=START, by=by)
    branch = initiatives.open_branch(second, "en", "En", where.holder, by=by)
    from dataclasses import replace

    from stafett.casework.actions import enrol

    known = cast.enrolment(person=person)
    enrol([replace(known, initiative_id=second.pk, branch_id=branch.pk)], by=by)
    verdict = read(register(f"{ANNA};T-1;Prov", headers=headers), cast, operator(TODAY).reaching(
        (where.controller_id,)))  # fmt: skip
    assert sentences(verdict) == []
    assert case("K-1").person_id == person


def test_a_number_that_belongs_to_another_is_a_fault(cast: Cast) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    eva = cast.as_("eva")
    read(register(f"{ANNA};T-1;Prov", f"{BO};T-2;Prov", headers=headers), cast, eva)
    verdict = read(register(f"{ANNA};T-2;Prov", headers=headers), cast, eva)
    assert "numret på raden tillhör en annan" in sentences(verdict)[0]


def test_a_file_without_case_numbers_meets_its_people_again(cast: Cast) -> None:
    headers = "Reservnummer;Utfärdare;Förnamn;Gren;Start"
    eva = cast.as_("eva")
    read(register("T-1;Prov;Anna;Flen;2024-02-01", headers=headers), cast, eva)
    verdict = read(register("T-1;Prov;Anna;Flen;2024-01-15", headers=headers), cast, eva)
    assert sentences(verdict) == []
    assert (verdict.outcome.new, verdict.outcome.updated) == (0, 1)
    one = Participation.objects.get()
    assert one.starts_on == date(2024, 1, 15)
    assert GIVEN.fullmatch(one.case_number), "and the number says nothing of the day"


def test_two_rows_about_one_recorded_time_without_numbers_are_a_fault(cast: Cast) -> None:
    headers = "Reservnummer;Utfärdare;Gren;Start;Slut;Utfall"
    eva = cast.as_("eva")
    read(register("T-1;Prov;Flen;2024-01-01;2024-12-31;Arbete", headers=headers), cast, eva)
    rows = (
        "T-1;Prov;Flen;2024-01-01;2024-02-01;Arbete",
        "T-1;Prov;Flen;2024-06-01;2024-12-31;Arbete",
    )
    verdict = read(register(*rows, headers=headers), cast, eva)
    assert "Ge varje deltagande ett eget ärendenummer" in sentences(verdict)[0]
    assert not verdict.applied


def test_what_the_file_leaves_out_stays(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(BO_WHOLE, headers=WHOLE), cast, eva)
    headers = "Ärendenr;Gren;Start;Slut;Utfall"
    read(register("K-2;Flen;2024-03-01;2024-10-31;Arbete", headers=headers), cast, eva)
    one = case("K-2")
    assert (one.ends_on, one.municipality_id, one.next_step_id) == (
        date(2024, 10, 31),
        "0482",
        "none_needed",
    )
    assert (one.person.given_name, one.livelihoods.count(), one.involvements.count()) == (
        "Bo",
        1,
        1,
    )


def test_an_empty_cell_takes_nothing_away_that_is_known_of_a_person(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(ANNA), cast, eva)
    verdict = read(register(row("K-1", Förnamn="", Kön="", Födelsedatum="")), cast, eva)
    assert verdict.outcome.corrected_people == 0
    assert case("K-1").person.given_name == "Anna"


def test_a_next_step_that_people_have_recorded_is_not_blanked_by_the_file(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(BO), cast, eva)
    verdict = read(register(BO.replace("Ingen behövs", "")), cast, eva)
    assert (case("K-2").next_step_id, verdict.outcome.updated) == ("none_needed", 0)


def test_an_end_that_the_file_takes_back_is_pointed_out_and_taken_back_whole(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(BO_WHOLE, headers=WHOLE), cast, eva)
    open_again = BO_WHOLE.replace("2024-09-30;Arbete;Ingen behövs", ";;").replace(
        "Arbete utan stöd;20", ";"
    )
    verdict = read(register(open_again, headers=WHOLE), cast, eva)
    assert verdict.tally.errors == 0
    assert "avslutat 2024-09-30" in sentences(verdict)[0]
    assert verdict.outcome.exits_undone == 1
    one = case("K-2")
    assert (one.status, one.outcome_id, one.next_step_id) == ("remaining", None, None)
    assert one.occupations.count() == 0
    assert Holding.objects.get().until_day is None


def test_a_paused_case_stays_paused_when_the_file_does_not_say_how_it_stands(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(ANNA), cast, eva)
    Participation.objects.update(status="paused")
    verdict = read(register(ANNA), cast, eva)
    assert verdict.outcome.updated == 0
    assert case("K-1").status == "paused"


def test_the_first_import_lets_the_planner_count_and_asks_as_much_for_each_piece(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    eva = cast.as_("eva")
    monkeypatch.setattr("stafett.exchange.settling.ENOUGH_TO_COUNT", 1)
    few, many = ([row(f"{p}-{n}") for n in range(size)] for p, size in (("A", 70), ("B", 210)))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked_for_few:
        read(register(*few), cast, eva)
    with CaptureQueriesContext(connection) as asked_for_many:
        read(register(*many), cast, eva)
    assert any("exchange_learn" in one["sql"] for one in asked_for_few)
    assert len(asked_for_many) <= len(asked_for_few)


def test_a_file_about_one_branch_needs_no_column_for_it_and_moves_nobody(cast: Cast) -> None:
    eva = cast.as_("eva")
    headers = "Ärendenr;Start;Slut;Utfall"
    for end in ("2024-09-30", "2024-10-31"):
        verdict = read(
            register(f"K-2;2024-03-01;{end};Arbete", headers=headers), cast, eva, branch="flen"
        )
        assert sentences(verdict) == []
    assert (case("K-2").branch.code, case("K-2").ends_on) == ("flen", date(2024, 10, 31))


def test_a_changed_yes_or_no_is_told_in_words(cast: Cast) -> None:
    eva = cast.as_("eva")
    headers = f"{HEADERS};Behöver tolk"
    read(register(f"{ANNA};nej", headers=headers), cast, eva)
    verdict = read(register(f"{ANNA};ja", headers=headers), cast, eva)
    assert [(c.before, c.after) for c in verdict.outcome.changes] == [("nej", "ja")]


def test_known_and_new_stand_in_one_file(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(ANNA), cast, eva)
    verdict = read(register(ANNA.replace("Ek", "Ekman"), BO), cast, eva)
    assert (verdict.outcome.new, verdict.outcome.corrected_people) == (1, 1)


def test_the_row_that_began_last_tells_who_somebody_is_wherever_it_stands(cast: Cast) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    later = row("K-9", Startdatum="2025-01-01", Förnamn="Annika")
    verdict = read(
        register(f"{later};T-1;Prov", f"{BO};T-1;Prov", headers=headers), cast, cast.as_("eva")
    )
    assert sentences(verdict) == []
    assert case("K-2").person.given_name == "Annika"


def test_what_the_database_refuses_for_another_reason_is_no_fault_of_the_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(enrolments: list[Any], **_by: Any) -> None:
        for _twice in range(2):
            Mapping.objects.create(initiative=cast.initiative, name="prov", columns={})

    monkeypatch.setattr(loading, "enrol", refuse)
    with pytest.raises(IntegrityError):
        read(register(ANNA), cast, cast.as_("eva"))


@pytest.mark.parametrize("backwards", [False, True])
def test_a_file_that_ends_one_time_and_begins_the_next_overlaps_with_nothing(
    cast: Cast, backwards: bool
) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    eva = cast.as_("eva")
    read(register(f"{ANNA};T-1;Prov", headers=headers), cast, eva)
    ended = row(
        "K-1", Slutdatum="2024-05-31", Utfall="Arbete", **{"Vad händer härnäst": "Ingen behövs"}
    )
    rows = [f"{ended};T-1;Prov", f"{row('K-2', Startdatum='2024-06-01')};T-1;Prov"]
    if backwards:
        rows.reverse()
    verdict = read(register(*rows, headers=headers), cast, eva)
    assert sentences(verdict) == []
    assert case("K-1").person == case("K-2").person


def test_a_file_may_move_two_times_of_one_person_past_each_other(cast: Cast) -> None:
    headers = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    eva = cast.as_("eva")
    over = {"Utfall": "Arbete", "Vad händer härnäst": "Ingen behövs"}
    for first, second in (("2024-02", "2024-08"), ("2024-08", "2024-02")):
        rows = [
            row(number, Startdatum=f"{month}-01", Slutdatum=f"{month}-28", **over) + ";T-1;Prov"
            for number, month in (("K-1", first), ("K-2", second))
        ]
        assert sentences(read(register(*rows, headers=headers), cast, eva)) == []
    assert [case(number).starts_on.month for number in ("K-1", "K-2")] == [8, 2]


def test_what_dated_periods_state_stands_and_a_file_that_says_otherwise_is_told_so(
    cast: Cast,
) -> None:
    read(register(BO_WHOLE, headers=WHOLE), cast, cast.as_("eva"))
    one = case("K-2")
    told = NewPeriod("sickness_benefit", date(2024, 1, 1), None, 75)
    periods.add(one, periods.LIVED, told, by=cast.as_("karin"))
    again = read(register(BO_WHOLE, headers=WHOLE), cast, cast.as_("eva"))
    assert "Perioderna gäller" in " ".join(sentences(again))
    assert case("K-2").livelihoods.get(moment="start").extent_percent == 75
    agrees = BO_WHOLE.replace("; 50;", ";75;")
    assert sentences(read(register(agrees, headers=WHOLE), cast, cast.as_("eva"))) == []


def test_a_register_lets_nobody_be_held_by_a_unit_that_has_closed(cast: Cast) -> None:
    cast.as_everyone()
    Unit.objects.filter(name="AUC").update(valid_to=TODAY)
    headers = "Ärendenummer;Förnamn;Efternamn;Kön;Födelsedatum;Gren;Startdatum;Håller ihop"
    row = "K-1;Anna;Ek;kvinna;1999-03-01;Flen;2024-02-01;"
    for told, remarks in (("AUC", ["holder-closed"]), ("", [])):
        verdict = read(register(row + told, headers=headers), cast, cast.as_("eva"))
        assert [fault.code for fault in verdict.tally] == remarks
        assert verdict.applied
    cast.as_everyone()
    assert Holding.objects.get().unit == cast.unit("Projektkontoret")

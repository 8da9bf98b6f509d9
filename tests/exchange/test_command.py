"""Does `stafett import register` do what the page does, and say it so that a script understands?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stafett.casework.models import Participation
from stafett.exchange import commands
from stafett.exchange.commands import import_
from stafett.parties.models import Authority
from stafett.people.models import Person
from tests.cast import Cast
from tests.exchange.doors import ANNA, BO, HEADERS, register
from tests.exchange.register.registers import as_xlsx


@pytest.fixture
def command(cast: Cast, tmp_path: Path) -> Any:
    """`command(content, "--dry-run")` runs it on a file of this content."""

    def run(content: bytes, *options: str, code: str = "prov") -> Result:
        file = tmp_path / "register.csv"
        file.write_bytes(content)
        done = CliRunner().invoke(import_, ["register", str(file), "--initiative", code, *options])
        cast.as_everyone()
        return done

    return run


def test_a_register_is_read_in_and_counted(command: Any) -> None:
    done = command(register(ANNA, BO))
    assert done.exit_code == 0, done.output
    assert "Läste in 2 rader: 2 nya, 0 ändrade, 0 oförändrade." in done.stdout
    assert Participation.objects.count() == 2


def test_a_dry_run_keeps_nothing_and_says_so(command: Any) -> None:
    done = command(register(ANNA), "--dry-run")
    assert "Skulle läsa in 1 rad: 1 ny, 0 ändrade, 0 oförändrade." in done.stdout
    assert not Participation.objects.exists()


def test_columns_that_are_not_read_are_named_also_where_something_stops_the_file(
    command: Any,
) -> None:
    headers = f"{HEADERS};Skor"
    done = command(register(f"{ANNA};svarta", headers=headers), "--dry-run")
    assert "Kolumner som inte läses in: Skor." in done.stdout
    faulty = command(register(f"{ANNA.replace('02-01', '02-30')};svarta", headers=headers))
    assert "Kolumner som inte läses in: Skor." in faulty.stdout
    assert "läses inte in" not in command(register(ANNA)).stdout


def test_what_changes_is_said_old_and_new(command: Any) -> None:
    command(register(ANNA))
    done = command(register(ANNA.replace("Ek", "Ekman")))
    assert "Rad 2, K-1, Efternamn: Ek → Ekman" in done.stdout
    assert "0 oförändrade. Uppgifter om 1 person rättade." in done.stdout
    context = Person.pgh_event_model.objects.get().pgh_context.metadata
    assert (context["name"], context["why"]) == ("driften", "register: prov")


def test_progress_and_the_warning_go_beside_the_answer(command: Any) -> None:
    done = command(register(ANNA))
    assert "Endast påhittade uppgifter" in done.stderr
    assert "1 rad" in done.stderr
    assert "1 rader" not in done.stderr
    assert "påhittade" not in done.stdout


def test_only_one_branch_can_be_read_in(command: Any) -> None:
    done = command(register(ANNA), "--branch", "katrineholm")
    assert done.exit_code == 1
    assert "Flen" in done.stdout


def test_an_unknown_branch_is_refused_with_those_there_are(command: Any) -> None:
    done = command(register(ANNA), "--branch", "heby")
    assert done.exit_code == 2
    assert "De som finns: flen, katrineholm." in done.stderr


def test_an_unknown_initiative_is_refused_with_those_there_are(command: Any) -> None:
    done = command(register(ANNA), code="nej")
    assert done.exit_code == 2
    assert "De som finns: annan, prov." in done.stderr


def test_a_column_that_is_not_guessed_right_can_be_told(command: Any) -> None:
    content = register("K-1;2024-02-01;Flen", headers="Ärendenummer;Började på riktigt;Gren")
    assert command(content).exit_code == 1
    assert command(content, "--map", "starts_on=Började på riktigt").exit_code == 0


def test_a_column_told_is_not_also_what_it_was_guessed_to_be(command: Any) -> None:
    done = command(register(ANNA), "--map", "family_name=Förnamn")
    assert done.exit_code == 0, done.output
    assert Person.objects.get().family_name == "Anna"


@pytest.mark.parametrize("pair", ["nonsens", "nonsens=Gren"])
def test_a_field_that_there_is_not_is_refused(command: Any, pair: str) -> None:
    done = command(register(ANNA), "--map", pair)
    assert done.exit_code == 2
    assert "ska vara FÄLT=RUBRIK" in done.stderr


def test_a_sheet_of_a_workbook_can_be_named(command: Any) -> None:
    book = as_xlsx(
        [["Ärendenummer", "Startdatum", "Gren"], ["K-1", "2024-02-01", "Flen"]]
    ).getvalue()
    assert command(book, "--sheet", "Register").exit_code == 0
    assert "Bladen heter: Register" in command(book, "--sheet", "Blad9").stdout


def test_many_faults_are_cut_short_and_counted(command: Any) -> None:
    done = command(register(*(f"K-{n};;;;;Flen;2024-02-30;;;;;" for n in range(501))))
    assert "… och 1 till." in done.stdout
    assert "501 fel. Inget har lästs in." in done.stdout


def test_the_command_takes_more_than_the_page_but_has_its_limit(
    command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert commands.COMMAND.file_bytes == 200_000_000
    small = replace(commands.COMMAND, file_bytes=100)
    monkeypatch.setattr(commands, "COMMAND", small)
    said = command(register(ANNA)).stdout
    assert "Den största som går att läsa in här" in said
    assert "Dela den i flera med samma rubriker, och läs in dem en i taget." in said
    assert "stafett import register" not in said, "that is what was just tried"
    monkeypatch.setattr(commands, "COMMAND", replace(small, file_bytes=10**6, workbook_bytes=100))
    book = as_xlsx([["Ärendenummer", "Startdatum"], ["K-1", "2024-02-01"]]).getvalue()
    assert "Spara den som CSV, som får vara större, eller dela den." in command(book).stdout


@pytest.mark.parametrize("invented_only", [True, False])
def test_the_banner_is_said_as_long_as_only_invented_people_may_be_read_in(
    command: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, invented_only: bool
) -> None:
    settings.SYNTHETIC_ONLY = invented_only
    every = frozenset(Authority.objects.values_list("pk", flat=True))
    monkeypatch.setattr(commands, "started", lambda: every)
    assert (commands.BANNER in command(register(ANNA)).stderr) is invented_only

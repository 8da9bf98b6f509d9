"""What does one see who types `stafett demo …`, rightly and wrongly?"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from stafett.casework.models import Participation
from stafett.demo import commands
from stafett.demo.commands import demo as group
from stafett.demo.living.setup import EVALUATORS
from stafett.initiatives.models import Initiative
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer
from tests.demo.stored import rows_of_each_table


def type_in(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(group, words, env=environment)


def test_loading_again_changes_nothing_and_says_so(demo: Viewer, own_home: Path) -> None:
    before = rows_of_each_table()
    told = type_in("load", "--date", "2026-03-04")
    assert told.exit_code == 0, told.output
    assert told.output.count("finns redan, lämnas som den är.") == 5
    set_reach(all_controllers())  # the command had its own
    assert rows_of_each_table() == before
    assert before["casework.Participation"] == 744


def test_loading_again_lets_nobody_into_what_people_have_made(demo: Viewer, own_home: Path) -> None:
    duellen = Initiative.objects.get(code="duellen")
    made = Initiative.objects.create(
        code="egen", name="Egen", controller=duellen.controller, starts_on=duellen.starts_on
    )
    assert type_in("load", "--date", "2026-03-04").exit_code == 0
    set_reach(all_controllers())
    assert not made.engagements.exists()
    assert duellen.engagements.filter(unit__name=EVALUATORS).exists()


def test_loading_again_for_another_day_says_which_day_it_is(demo: Viewer, own_home: Path) -> None:
    told = type_in("load", "--date", "2027-01-01")
    assert "Stigen (påhittad): finns redan och utgår från 2026-03-04." in told.output
    assert told.output.count("lämnas som den är.") == 4


def test_the_demo_date_is_settable(
    db: None, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "cohorts", lambda: ())
    told = type_in("load", "--date", "2031-05-06")
    assert told.output == "Stigen (påhittad): 73 deltaganden inlästa.\n"
    assert str(Initiative.objects.get(code="stigen").starts_on) == "2029-11-12"


def test_without_a_date_today_is_the_day(
    db: None, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(commands, "cohorts", lambda: ())
    monkeypatch.setattr(commands, "living", lambda day: asked.append(day) or _nothing(day))
    monkeypatch.setattr(commands, "load", lambda cohort, **_facts: None)
    monkeypatch.setattr(commands, "let_evaluators_compare", lambda **_facts: None)
    assert type_in("load").exit_code == 0
    assert asked == [commands.timezone.localdate()]


def _nothing(day: object) -> SimpleNamespace:
    setup = SimpleNamespace(initiative=SimpleNamespace(name="x"))
    return SimpleNamespace(code="x", rows=(), setup=setup)


def test_a_date_that_is_none_is_refused() -> None:
    assert type_in("load", "--date", "2026-02-30").exit_code == 2


def test_the_check_prints_both_sides_and_the_sums_and_ends_well(demo: Viewer) -> None:
    told = type_in("check")
    assert told.exit_code == 0, told.output
    assert "\nDuellen\n=======\n" in told.output
    assert (
        "Kostnader | 2007: Personal | Kronor | rapporten: 105 289 kr, Stafett: 105 289 kr"
        in told.output
    )
    assert "Summan och antalet; kvoten räknas fram och blir 17 277 kr." in told.output
    assert "\N{NO-BREAK SPACE}" not in told.output
    assert told.output.splitlines()[-4:] == [
        "Duellen: 56 celler, 43 stämmer, 13 valda, 0 utan tabell än, 0 stämmer inte.",
        "AktSam: 12 celler, 3 stämmer, 2 valda, 7 utan tabell än, 0 stämmer inte.",
        "Fortsatt Samverkan Leder till Arbete (FSLA): 59 celler, 47 stämmer, 12 valda, "
        "0 utan tabell än, 0 stämmer inte.",
        "Gemensamma Taget: Access: 43 celler, 36 stämmer, 7 valda, 0 utan tabell än, "
        "0 stämmer inte.",
    ]


def test_the_check_ends_badly_on_one_difference(demo: Viewer) -> None:
    one = Participation.objects.filter(initiative__code="access", status="unknown")
    assert one.filter(pk=one.order_by("pk")[0].pk).update(status="remaining") == 1
    told = type_in("check")
    assert told.exit_code == 1
    assert told.output.count("\nstämmer inte ") == 6
    assert ", 6 stämmer inte." in told.output


def test_the_check_says_what_is_not_loaded(db: None) -> None:
    told = type_in("check")
    assert told.exit_code == 1
    assert told.output == "Error: Duellen är inte inläst. Läs in den med: stafett demo load\n"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_refused_before_anything_is_started(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_stafett", None)
    monkeypatch.setattr(commands, "Cluster", None)
    for told in (type_in("up", "--port", str(taken)), type_in("up", PORT=str(taken))):
        assert told.exit_code == 1
        assert told.output == (
            f"Error: Port {taken} används redan. Stoppa det andra, eller välj en annan: "
            f"PORT={taken + 1} make demo\n"
        )


def test_a_free_port_is_not_refused(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    commands.refuse_taken(free)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (PermissionError, "Error: Port 65535 får du inte använda. Välj en annan: PORT=8000 make demo\n"),
        (OSError, "PORT=8000 make demo\n"),
    ],
)  # fmt: skip
def test_a_port_that_one_may_not_use_is_told_apart(
    fault: type[OSError], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: socket.socket, _address: object) -> None:
        raise fault

    monkeypatch.setattr(socket.socket, "bind", refuse)
    told = type_in("up", "--port", "65535")
    assert told.exit_code == 1
    assert told.output.endswith(said)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "²"])
def test_what_is_no_port_is_refused_with_a_sentence(port: str) -> None:
    told = type_in("up", PORT=port)
    assert told.exit_code == 2
    assert f"{port} är inget portnummer. Skriv ett tal från 1024 till 65535" in told.output


class Started:
    """Notes what `demo up` starts and stops instead of doing it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
        self.done: list[str] = []
        self.ends: Callable[[], None] = lambda: None
        status = SimpleNamespace(status=lambda: SimpleNamespace(state=state))
        monkeypatch.setattr(commands, "Cluster", lambda: status)
        monkeypatch.setattr(commands, "_stafett", lambda *words: self.done.append(" ".join(words)))
        monkeypatch.setattr(commands, "refuse_taken", lambda port: None)
        monkeypatch.setattr(commands, "serve", self._serve)
        monkeypatch.setattr(commands.logins, "told", lambda: "Logga in som …\n")
        monkeypatch.setattr(commands.connections, "close_all", lambda: None)
        monkeypatch.setattr(signal, "signal", lambda number, what: None)
        monkeypatch.delenv("DATABASE_URL", raising=False)

    def _serve(self, port: int, *, up: Callable[[], None]) -> None:
        self.done.append(f"serve {port}")
        up()
        self.ends()


def test_up_starts_all_in_order_and_stops_the_database_that_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = Started(monkeypatch, "stopped")
    told = type_in("up", "--port", "8123")
    assert told.exit_code == 0
    assert started.done == ["db start", "migrate", "demo load", "serve 8123", "db stop"]
    assert (
        told.output
        == "Logga in som …\n\n  Öppna  http://localhost:8123/   (Ctrl-C stoppar allt)\n\n"
    )


def test_up_without_the_demo_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started(monkeypatch, "stopped")
    assert "Logga in" not in type_in("up", "--empty").output
    assert started.done == ["db start", "migrate", "serve 8000", "db stop"]


def test_up_leaves_a_database_running_that_ran_before(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started(monkeypatch, "running")
    type_in("up", "--empty")
    assert started.done == ["db start", "migrate", "serve 8000"]


def test_up_leaves_a_database_of_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started(monkeypatch, "stopped")
    monkeypatch.setenv("DATABASE_URL", "postgresql:///x")
    type_in("up", "--empty")
    assert started.done == ["migrate", "serve 8000"]


def test_up_that_is_interrupted_before_all_is_up_stops_the_database_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = Started(monkeypatch, "stopped")

    def interrupted() -> None:
        raise KeyboardInterrupt

    started.ends = interrupted
    told = type_in("up", "--empty")
    assert told.exit_code == 130
    assert "Avbröts innan allt var igång." in told.output
    assert started.done[-1] == "db stop"


def test_a_part_that_fails_is_named_and_ends_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = SimpleNamespace(returncode=3)
    monkeypatch.setattr(commands.subprocess, "run", lambda command, check: failing)
    with pytest.raises(commands.click.ClickException, match="Det gick inte: stafett demo load"):
        commands._stafett("demo", "load")


def test_a_part_that_goes_well_says_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    run = []
    monkeypatch.setattr(
        commands.subprocess,
        "run",
        lambda command, check: run.append(command) or SimpleNamespace(returncode=0),
    )
    commands._stafett("migrate")
    assert run[0][1:] == ["-m", "stafett", "migrate"]
    assert connection.vendor == "postgresql"

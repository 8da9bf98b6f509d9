"""The `stafett` command mounts what the apps offer."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from stafett.cli.main import APP_COMMANDS, main


def test_help_lists_every_command() -> None:
    told = CliRunner().invoke(main, ["--help"])

    assert told.exit_code == 0
    for name in [*APP_COMMANDS, "db"]:
        assert name in told.output


@pytest.mark.parametrize("name", APP_COMMANDS)
def test_each_command_of_an_app_can_be_loaded_and_says_what_it_does(name: str) -> None:
    command = main.get_command(click.Context(main), name)

    assert command is not None
    assert command.help


def test_a_command_that_is_not_there_is_told() -> None:
    told = CliRunner().invoke(main, ["finns-inte"])

    assert told.exit_code == 2


def test_the_database_can_be_asked_about_without_a_database() -> None:
    """`stafett db` must not need what it starts: no Django, no settings."""
    code = (
        "import sys; from stafett.cli.main import main; main(['db', '--help'], standalone_mode=False);"
        "sys.exit('django.conf' in sys.modules and sys.modules['django.conf'].settings.configured)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    assert done.returncode == 0


def test_python_dash_m_does_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stafett", "--help"], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0
    assert "demo" in done.stdout

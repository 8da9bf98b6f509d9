"""The `stafett` command: mounts what the apps offer, and starts Django first where they need it."""

from __future__ import annotations

import os
import sys

import click

from stafett.database.commands import db

APP_COMMANDS = {
    "answer": ("stafett.initiatives.commands", "answer"),
    "account": ("stafett.accounts.commands", "account"),
    "post": ("stafett.parties.commands", "post"),
    "unit": ("stafett.parties.commands", "unit"),
    "log": ("stafett.safeguards.commands", "log"),
    "ledger": ("stafett.safeguards.commands", "ledger"),
    "retention": ("stafett.safeguards.commands", "retention"),
    "import": ("stafett.exchange.commands", "import_"),
    "table": ("stafett.measures.commands", "table"),
    "demo": ("stafett.demo.commands", "demo"),
    "migrate": ("stafett.web.commands", "migrate"),
    "run": ("stafett.web.commands", "run"),
    "manage": ("stafett.web.commands", "manage"),
}
"""Each command with the module and name that it lives under; loaded only when asked for."""


class Commands(click.Group):
    """Loads an app's command at its first use, so that `stafett db start` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in alphabetical order."""
        return sorted([*APP_COMMANDS, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with Django set up under it where it is an app's."""
        if cmd_name not in APP_COMMANDS:
            return super().get_command(ctx, cmd_name)
        return _load(*APP_COMMANDS[cmd_name])


def _load(module: str, name: str) -> click.Command:
    import importlib

    import django

    if name == "migrate":
        os.environ.setdefault("STAFETT_ROLE", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.settings")
    django.setup()
    found: click.Command = getattr(importlib.import_module(module), name)
    return found


@click.group(cls=Commands)
def main() -> None:
    """Stafett: samverkan runt en person, och siffror som går att lita på."""


main.add_command(db)

if __name__ == "__main__":
    sys.exit(main())

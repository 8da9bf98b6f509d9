"""Makes docs/reference/roles.md from the table of roles: `python -m tests.accounts.roles_page`."""

from __future__ import annotations

from pathlib import Path

from stafett.initiatives.rights import RIGHTS
from stafett.safeguards.roles import ROLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md"

HEAD = """# What each role may do

A post has a role; whoever holds the post has its permissions, within the initiatives and branches that
the unit takes part in, in that role. Rights only add up. No role gives anything outside what its unit
takes part in, and an association's unit never takes part in a role that sees people (law 3).

This page is made from `src/stafett/safeguards/roles.py` and `src/stafett/initiatives/rights.py` by
`python -m tests.accounts.roles_page`; a test compares them.

"""


def as_markdown() -> str:
    """The page as it should be."""
    return HEAD + _table() + "\n\n## In the roles' own words\n\n" + _sentences() + "\n"


def _table() -> str:
    names = [f"{role.name} `{role.code}`" for role in ROLES.values()]
    rows = [
        [
            f"{words} `{permission}`",
            *("✓" if permission in r.permissions else "" for r in ROLES.values()),
        ]
        for permission, words in RIGHTS.items()
    ]
    lines = [["may", *names], ["---"] * (len(names) + 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _sentences() -> str:
    return "\n".join(f"- **{role.name}**: {role.sentence}" for role in ROLES.values())


def main() -> None:
    """Write the page."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.settings")
    django.setup()
    PAGE.write_text(as_markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()

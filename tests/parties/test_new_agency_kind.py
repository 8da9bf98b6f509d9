"""Carries out docs/how-to/new-agency-kind.md, step by step, with the very words that stand there."""

from __future__ import annotations

import html
import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from stafett.accounts.models import User
from stafett.cli.main import main
from stafett.initiatives.queries import initiatives, team_units
from stafett.parties.models import Authority, Party
from stafett.safeguards.queries import viewer_of
from tests.cast import Cast
from tests.parties.filling_in import fill_in

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "new-agency-kind.md"
STEP = re.compile(r"```(page|command)([^\n]*)\n(.*?)```", re.S)
LABEL = r'<(?:label|legend) class="label"(?: for="id_(\w+)")?>\s*{label}\s*(?:<|$)'


def test_the_how_to_brings_a_new_kind_of_agency_into_an_initiative(cast: Cast, page: Any) -> None:
    steps = STEP.findall(PAGE.read_text(encoding="utf-8"))
    assert [kind for kind, _head, _body in steps].count("page") == 5
    for kind, head, body in steps:
        _on_page(page("eva"), head.split(), body) if kind == "page" else _at_prompt(body)
    nora = viewer_of(User.objects.get(email="nora.ny@kv.example"), date(2025, 6, 2))
    assert [each.code for each in initiatives(nora)] == ["prov"]
    assert nora.posts[0].unit_id in team_units(cast.branch("katrineholm"))
    assert Party.objects.get(name="Kriminalvården").kind.colour == 7


def _on_page(client: Client, head: list[str], body: str) -> None:
    address = _address(*head)
    opened = client.get(address).content.decode()
    typed = dict(_field(opened, line) for line in body.strip().splitlines())
    response = fill_in(client, address, **typed)
    assert response.status_code == 302, f"{head}: {response.content.decode()[-3000:]}"


def _address(name: str, whose: str = "") -> str:
    """A page's address; the words after its name say whose page it is on."""
    found = {
        "authority_new": lambda: Party.objects.get(name=whose).pk,
        "unit_new": lambda: Authority.objects.get(name=whose).pk,
        "engage": lambda: whose,
    }
    return reverse(name, args=[found[name]()] if name in found else [])


def _field(opened: str, line: str) -> tuple[str, str]:
    """The field that has the label, and what a browser sends when the words are chosen or typed."""
    label, words = line.split(": ", 1)
    found = re.search(LABEL.format(label=re.escape(label)), opened)
    assert found, f"no field is called {label}"
    if not found[1]:
        return _radio(opened[found.end() :], words)
    option = re.search(
        rf'<select name="{found[1]}".*?<option value="([^"]*)"[^>]*>{re.escape(html.escape(words))}</option>',
        opened, re.S,
    )  # fmt: skip
    return found[1], option[1] if option else words


def _radio(after: str, words: str) -> tuple[str, str]:
    for name, value, told in re.findall(r'<input type="radio" name="(\w+)" value="(\d+)".*?<span>(.*?)</label>',
                                        after, re.S):  # fmt: skip
        if re.sub(r"<[^>]+>", "", told).strip() == words:
            return name, value
    raise AssertionError(f"nothing to choose is called {words}")


def _at_prompt(body: str) -> None:
    _stafett, *words = shlex.split(body)
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output

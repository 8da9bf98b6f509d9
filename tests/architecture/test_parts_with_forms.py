"""A part of a page with a form of its own carries the token that the form is not taken without.

`include … only` shuts the page's own words out, and that token with them: the test client does not ask for it,
so nothing else would tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.architecture import sizes

INCLUDE = re.compile(r'{% include "([^"]+)"([^%]*)%}')
TOKEN = "csrf_token"
GIVEN = f"{TOKEN}={TOKEN}"
SENDS = f"{{% {TOKEN} %}}"


def templates() -> dict[str, str]:
    """What each template says, by the name that others include it by."""
    found = (path for path in sizes.tracked() if path.suffix == ".html")
    return {
        path.as_posix().split("/templates/", 1)[1]: path.read_text(encoding="utf-8")
        for path in found if "/src/" in path.as_posix() and "/templates/" in path.as_posix()
    }  # fmt: skip


def sends(name: str, among: Mapping[str, str], seen: frozenset[str] = frozenset()) -> bool:
    """True of a part that has a form that is sent, itself or in what it includes."""
    said = among.get(name, "")
    parts = {part for part, _how in INCLUDE.findall(said)} - seen
    return SENDS in said or any(sends(part, among, seen | {name}) for part in parts)


def shut_out(among: Mapping[str, str]) -> Iterator[str]:
    """Each place that includes a part with a form and shuts the token out."""
    for name, said in among.items():
        for part, how in INCLUDE.findall(said):
            alone = re.search(r"\bonly\b", how) and GIVEN not in how
            if alone and sends(part, among):
                yield f"{name}: {part}"


def test_no_part_with_a_form_is_drawn_without_the_token() -> None:
    found = templates()
    assert sum(SENDS in said for said in found.values()) > 40, "the templates are read"
    assert list(shut_out(found)) == []


def test_a_form_two_parts_down_is_found() -> None:
    page = '{% include "part" with one=two only %}'
    among = {"page": page, "part": '{% include "row" only %}', "row": SENDS}
    assert list(shut_out(among)) == ["page: part", "part: row"]
    given = page.replace(" only", f" {GIVEN} only")
    assert list(shut_out({**among, "page": given})) == ["part: row"]

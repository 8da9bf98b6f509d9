"""Which app leans on a higher floor, by whatever means: read from the files, nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FLOORS = {
    0: ("database", "frame", "papers", "vocabulary"),
    1: ("parties", "accounts", "people"),
    2: ("safeguards", "notices"),
    3: ("initiatives",),
    4: ("casework", "notes", "plans", "meetings", "circumstances", "commissions", "documents"),
    5: ("referrals", "handover"),
    6: ("economy",),
    7: ("measures", "evaluation"),
    8: ("reports", "exchange", "outreach"),
    9: ("demo", "api", "web", "cli"),
}
"""Design § 3. A floor may know the floors below it, and the apps before it on its own floor."""

RANK = {app: (floor, i) for floor, apps in FLOORS.items() for i, app in enumerate(apps)}
WORD = re.compile(r"^([a-z_]+)\.[A-Z]\w*$")
URL_IN_TEMPLATE = re.compile(r"""{%\s*url\s+["']([\w-]+)["']""")
FILE_IN_TEMPLATE = re.compile(r"""{%\s*(?:include|extends)\s+["']([a-z_]+)/""")
CALLS_WITH_URL = {"reverse", "reverse_lazy", "redirect", "MenuItem", "resolve_url"}


def violations(root: Path) -> list[str]:
    """Every place where an app under `root` knows one that it may not, in words."""
    owners = _url_owners(root)
    found: list[str] = []
    for app in RANK:
        folder = root / app
        for path in sorted(folder.rglob("*.py")):
            known = set(_known_by_code(ast.parse(path.read_text()), owners))
            found += [
                _words(path, root, app, other) for other in sorted(known) if _upward(app, other)
            ]
        for path in sorted(folder.rglob("*.html")):
            known = set(_known_by_template(path.read_text(), owners))
            found += [
                _words(path, root, app, other) for other in sorted(known) if _upward(app, other)
            ]
    return found


def _words(path: Path, root: Path, app: str, other: str) -> str:
    return f"{path.relative_to(root)}: {app} knows {other}"


def _upward(app: str, other: str) -> bool:
    return other in RANK and other != app and RANK[other] > RANK[app]


def _url_owners(root: Path) -> dict[str, str]:
    """Each URL name with the app whose `urls.py` (or `pages.py`) defines it."""
    owners = {}
    for app in RANK:
        for name in ("urls.py", "pages.py"):
            path = root / app / name
            for node in ast.walk(ast.parse(path.read_text())) if path.exists() else ():
                named = isinstance(node, ast.keyword) and node.arg == "name"
                if named and isinstance(node.value, ast.Constant):
                    owners[str(node.value.value)] = app
    return owners


def _known_by_code(tree: ast.AST, owners: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if _ours(alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from _imported(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _in_string(node.value)
        elif isinstance(node, ast.Call):
            yield from _in_call(node, owners)


def _ours(module: str) -> bool:
    return module.startswith("stafett.") and module.count(".") >= 1


def _imported(node: ast.ImportFrom) -> Iterator[str]:
    module = node.module or ""
    if module == "stafett":
        yield from (alias.name for alias in node.names)
    elif _ours(module):
        yield module.split(".")[1]


def _in_string(text: str) -> Iterator[str]:
    """A model named as "app.Model", or a module as "stafett.app.module"."""
    if match := WORD.match(text):
        yield match[1]
    if re.match(r"^stafett\.[a-z_]+(\.\w+)*$", text):
        yield text.split(".")[1]


def _in_call(node: ast.Call, owners: dict[str, str]) -> Iterator[str]:
    """`get_model("app", …)`, and URL names that another app defines."""
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name == "get_model" and words:
        yield words[0].split(".")[0]
    if name in CALLS_WITH_URL:
        yield from (owners[word] for word in words if word in owners)


def _known_by_template(text: str, owners: dict[str, str]) -> Iterator[str]:
    yield from (owners[name] for name in URL_IN_TEMPLATE.findall(text) if name in owners)
    yield from FILE_IN_TEMPLATE.findall(text)

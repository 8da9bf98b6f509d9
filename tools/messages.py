"""Which texts does Stafett have, and which of them still lack a whole English?

    python tools/messages.py          write what is new into the catalogue, drop what is gone
    python tools/messages.py missing  print what has no English yet, or one with other parameters

Texts are found without gettext installed. Their ids are Swedish.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_javascript
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "stafett"
ENGLISH = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
DJANGO = "django.utils.translation"
PLAIN = ("gettext", "gettext_lazy", "gettext_noop")
PLURAL = ("ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy")
CONTEXT = ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")
FUNCTIONS = {*PLAIN, *PLURAL, *CONTEXT}
HEAD = (
    "# The English texts of Stafett. The ids are Swedish; tools/messages.py keeps them up to date."
)
FIXED = re.compile(r"%\(\w+\)[sd]|%[sd%]|%|\{\w+\}|</?\w[^>]*>|^\s+|\s+$")
"""What is the same in every language: parameters, per cent, tags, the space outside."""


def collected(source: Path = SOURCE) -> Catalog:
    """Every text in the source, by its Swedish id."""
    catalog = _empty()
    for path in sorted(source.rglob("*")):
        if path.suffix in READERS and "migrations" not in path.parts:
            for function, texts in READERS[path.suffix](path):
                _add(catalog, function, texts)
    return catalog


def _empty() -> Catalog:
    return Catalog(
        locale="en", project="Stafett", charset="utf-8", fuzzy=False, header_comment=HEAD,
        version="0.1", language_team="en", last_translator="Stafett",
        msgid_bugs_address="CONTRIBUTING.md",
    )  # fmt: skip


def _of_code(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The texts of a module. Babel's own reader sees neither other names nor calls in f-strings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = _called(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            found = [one.value for one in node.args if isinstance(one, ast.Constant)]
            yield names[node.func.id], [text for text in found if isinstance(text, str)]


def _called(tree: ast.Module) -> dict[str, str]:
    """What a module calls Django's functions, by the name that it gives them."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    taken = [alias for one in imports if one.module == DJANGO for alias in one.names]
    return {one.asname or one.name: one.name for one in taken if one.name in FUNCTIONS}


def _of_template(path: Path) -> Iterator[tuple[str, list[str]]]:
    # what Django makes of a template is calls among noise: no Python, but this reader takes it
    calls = _templatized(path.read_text(encoding="utf-8"), str(path))
    keywords: dict[str, None] = dict.fromkeys(FUNCTIONS)
    for _line, name, found, _ in extract_javascript(io.BytesIO(calls.encode()), keywords, [], {}):
        words: tuple[object, ...] = found if isinstance(found, tuple) else (found,)
        yield str(name), [word for word in words if isinstance(word, str)]


def _templatized(text: str, origin: str) -> str:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return templatize(text, origin=origin)


READERS: dict[str, Callable[[Path], Iterator[tuple[str, list[str]]]]] = {
    ".py": _of_code,
    ".html": _of_template,
    ".txt": _of_template,
}


def _add(catalog: Catalog, function: str, texts: list[str]) -> None:
    context = texts.pop(0) if function in CONTEXT and texts else None
    wanted = 2 if function in PLURAL else 1
    if len(texts) >= wanted and texts[0]:
        catalog.add((texts[0], texts[1]) if wanted == 2 else texts[0], context=context)


def english(kept: Path = ENGLISH) -> Catalog:
    """The catalogue as it stands."""
    if not kept.exists():
        return _empty()
    with kept.open("rb") as file:
        return read_po(file, locale="en")


def missing(wanted: Catalog, known: Catalog) -> list[str]:
    """The ids that lack a whole English: none, a doubtful one, or one with other parameters."""
    pairs = [(message, known.get(message.id, message.context)) for message in wanted if message.id]
    return [forms(message.id)[0] for message, there in pairs if not (there and _whole(there))]


def _whole(message: Message) -> bool:
    """True for an English that can be used; one that Babel refuses would stop the installation."""
    swedish, translated = forms(message.id), forms(message.string)
    if message.fuzzy or len(swedish) != len(translated) or not all(translated):
        return False
    return not list(message.check()) and all(
        fixed(a) == fixed(b) for a, b in zip(swedish, translated, strict=True)
    )


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A text's forms: one, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def fixed(text: str) -> set[str]:
    """What a translation of the text must have too."""
    return set(FIXED.findall(text))


def update(kept: Path = ENGLISH, source: Path = SOURCE) -> None:
    """Bring the catalogue's ids up to date; English that is there stays."""
    wanted, known = collected(source), english(kept)
    wanted.creation_date = known.creation_date
    for message in wanted:
        there = known.get(message.id, message.context) if message.id else None
        if there and not there.fuzzy and len(forms(there.string)) == len(forms(message.id)):
            message.string = there.string
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("wb") as file:
        write_po(file, wanted, sort_output=True, no_location=True, width=110)


if __name__ == "__main__":
    if sys.argv[1:] == ["missing"]:
        lacking = missing(collected(), english())
        sys.stdout.writelines(f"{text}\n" for text in lacking)
        sys.exit(bool(lacking))
    update()

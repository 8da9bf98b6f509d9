"""The English catalogue: collects every text from code and templates, without gettext installed.

    python tools/messages.py          write what is new into the catalogue, drop what is gone
    python tools/messages.py missing  print what has no English yet
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "stafett"
ENGLISH = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_")
PLURAL = ("ngettext", "ngettext_lazy")
CONTEXT = ("pgettext", "pgettext_lazy")
KEYWORDS = [*PLAIN, *PLURAL, *CONTEXT, "npgettext"]


def collected() -> Catalog:
    """Every text in the source, by its Swedish id."""
    catalog = Catalog(locale="en", project="Stafett", charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
            for function, message, comments in _found(path):
                _add(catalog, function, message, comments, path)
    return catalog


def _found(path: Path) -> Iterator[tuple[str, object, list[str]]]:
    text = path.read_text(encoding="utf-8")
    extract = extract_python
    if path.suffix != ".py":
        # what Django makes of a template is calls among noise: no Python, but the other reader takes it
        text, extract = _templatized(text, str(path)), extract_javascript
    source = io.BytesIO(text.encode())
    for _line, function, message, comments in extract(source, KEYWORDS, ["Translators:"], {}):
        yield function or "", message, comments


def _templatized(text: str, origin: str) -> str:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return templatize(text, origin=origin)


def _add(catalog: Catalog, function: str, message: object, comments: list[str], path: Path) -> None:
    words = message if isinstance(message, tuple) else (message,)
    texts = [word for word in words if isinstance(word, str)]
    if not texts or not texts[0]:
        return
    place = [(str(path.relative_to(ROOT)), 0)]
    if function in CONTEXT and len(texts) > 1:
        catalog.add(texts[1], context=texts[0], locations=place, auto_comments=comments)
    elif function in PLURAL and len(texts) > 1:
        catalog.add((texts[0], texts[1]), locations=place, auto_comments=comments)
    else:
        catalog.add(texts[0], locations=place, auto_comments=comments)


def english() -> Catalog:
    """The catalogue as it stands."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def missing() -> list[str]:
    """The ids that have no English yet, or an English whose parameters are others."""
    known = english()
    found = []
    for message in collected():
        if not message.id:
            continue
        there = known.get(message.id, message.context)
        translated = there and (all(there.string) if isinstance(there.string, tuple) else there.string)
        if not translated or there.fuzzy:
            found.append(str(message.id))
    return found


def update() -> None:
    """Bring the catalogue's ids up to date; English that is there stays."""
    wanted, known = collected(), english()
    for message in wanted:
        there = known.get(message.id, message.context) if message.id else None
        if there and not there.fuzzy:
            message.string = there.string
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, wanted, omit_header=False, sort_output=True, no_location=True, width=110)


if __name__ == "__main__":
    if sys.argv[1:] == ["missing"]:
        lacking = missing()
        print("\n".join(lacking))
        sys.exit(bool(lacking))
    update()

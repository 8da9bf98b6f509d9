"""What are the field's terms called in the other language, and what do they mean?

`python -m stafett.vocabulary.glossary` prints the page that stands in docs/glossary.md.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language

FILE = "glossary.csv"
SWEDISH_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "u"})
"""Puts å, ä and ö after z, in that order, which comparing code points does not."""

HEAD = """# Glossary

The field's own words in Swedish and English, with what they mean here. Identifiers in the code are the English
words, the screen has the Swedish. This page is made from `src/stafett/vocabulary/data/glossary.csv` by
`python -m stafett.vocabulary.glossary > docs/glossary.md`; a test compares them.

| Swedish | English | Meaning | Innebörd |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Term:
    """A pair of words with their meaning in both languages, and the law or report it stands in."""

    sv: str
    en: str
    meaning_sv: str
    meaning_en: str
    source: str

    @property
    def meaning(self) -> str:
        """The meaning in the active language."""
        return self.meaning_en if get_language() == "en" else self.meaning_sv


@cache
def terms() -> tuple[Term, ...]:
    """Every term, in Swedish order."""
    with files("stafett.vocabulary.data").joinpath(FILE).open(encoding="utf-8") as file:
        found = [Term(**row) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda term: term.sv.lower().translate(SWEDISH_LAST)))


def as_markdown() -> str:
    """The glossary as the page in `docs/`."""
    rows = (f"| {t.sv} | {t.en} | {t.meaning_en} | {t.meaning_sv} |" for t in terms())
    return HEAD + "\n".join(rows) + "\n"


def main() -> None:
    """Print the page."""
    import sys

    sys.stdout.write(as_markdown())


if __name__ == "__main__":
    main()

"""Makes docs/reference/fields.md from each app's sorting: `python -m tests.safeguards.fields_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stafett.database.sorting import Fields, Sort

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "fields.md"

HEAD = """# How every field is sorted

Each column of each table is *sensitive*, *personal* or *harmless* (guard G2). Search, retention, export
and log go by it. People are never filtered, sorted or searched by what is sensitive, whatever the door:
see [search by what is sensitive](../features/search-ban.md). Earlier versions of a row are sorted as the
row.

This page is made from each app's `sorting.py` by `python -m tests.safeguards.fields_page`; a test compares
them, and another fails when a column is not sorted.

"""


def as_markdown() -> str:
    """The page as it should be."""
    from stafett.safeguards import sorting

    tables = sorted(sorting.every().items(), key=lambda pair: pair[0]._meta.label)
    parts = (f"## {model._meta.label}\n\n" + "\n".join(_lines(fields)) for model, fields in tables)
    return HEAD + "\n\n".join(parts) + "\n"


def _lines(fields: Fields) -> Iterator[str]:
    for sort in reversed(Sort):
        named = {name: one for name, one in fields.items() if one.sort == sort}
        if sort == Sort.SENSITIVE:
            yield from (f"- sensitive: `{n}` ({one.matter}), {one.why}" for n, one in named.items())
        elif named:
            yield f"- {sort}: " + " ".join(f"`{name}`" for name in named)
            yield from (f"  - `{name}`: {one.why}" for name, one in named.items() if one.why)


def main() -> None:
    """Write the page."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.settings")
    django.setup()
    PAGE.write_text(as_markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""How do the declarations read as a page of reference? `docs/reference/tables.md` is this, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from stafett.measures.language import GROUPS, Proportion, Table, Words
from stafett.measures.outsiders.declared import SHOWN
from stafett.measures.populations import OF_WHOM
from stafett.measures.tables import TABLES

_HEAD = """# Tables

Made from the declarations in `src/stafett/measures/tables/` by `stafett table --reference`; do not edit.
The words are those on screen. How to add one: [a new indicator in ten lines](../how-to/new-indicator.md).
"""
_BASES = {
    "starters": "all who began",
    "leavers": "those who left",
    "own": "as the initiative says: all who began, or those who left",
    "none": "no shares",
}


def as_markdown() -> str:
    """Every table and every group, in Swedish whatever the language asked for."""
    with override("sv"):
        parts = [_HEAD, _overview(), *map(_table, TABLES.values()), _groups()]
        return "\n".join(parts)


def _overview() -> str:
    rows = [f"| [`{one.name}`](#{one.name}) | {one.title} |" for one in TABLES.values()]
    return "\n".join(["| name | title |", "|---|---|", *rows, ""])


def _table(one: Table) -> str:
    return "\n".join([f"## {one.name}", "", f"**{one.title}**", "", *_facts(one), ""])


def _facts(one: Table) -> Iterator[str]:
    for base, words in one.population.words.items():
        if one.base == base or one.base == "own":
            whom = f" ({OF_WHOM[base]})" if one.base == "own" else ""
            yield f"- population{whom}: {words}"
    yield f"- base: {_BASES[one.base]}"
    for measure in one.measures:
        yield f"- `{measure.key}` {measure.heading}: {measure.words}."
        if isinstance(measure, Proportion) and measure.numerator is not measure.denominator:
            yield f"  - numerator: {measure.numerator.words}"
            yield f"  - denominator: {measure.denominator.words}"
    if one.beside:
        yield f"- beside: {one.beside}"
    if one.own:
        yield f"- rows: {_names(one.own)}"
    yield f"- may be divided by: {_names(one.groups) if one.groups else 'nothing'}"
    if one.why_not:
        yield f"- why not by more: {one.why_not}"
    yield f"- outsiders see of a closed period: {_seen(one)}; needs `{one.needs}`"
    yield from (f"- note: {note}" for note in one.notes)


def _seen(one: Table) -> str:
    """How the table stands in a frozen set, and which of its columns do not."""
    found = [shown for shown in SHOWN if shown.name == one.name]
    ways = ", ".join(f"by {_names(shown.by)}" if shown.by else "undivided" for shown in found)
    without = sorted({column for shown in found for column in shown.without})
    return f"{ways or 'nothing'}{f', without {_names(tuple(without))}' if without else ''}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _groups() -> str:
    rows = [f"| `{one.name}` | {one.label} | {_cell(one.words)} |" for one in GROUPS.values()]
    head = ["## Groups", "", "One definition each, whatever the table.", ""]
    return "\n".join([*head, "| name | on screen | means |", "|---|---|---|", *rows, ""])


def _cell(words: Words) -> str:
    return str(words).replace("|", "\\|")

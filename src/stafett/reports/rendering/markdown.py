"""What has a person written in a chapter, as blocks that every form can draw?

Markdown as CommonMark with tables. Raw HTML, code and pictures have no meaning of their own
here: their text stays as it was typed. Only links to the web and to mail addresses are links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from stafett.papers.safe import printable
from stafett.reports.rendering.blocks import (
    BREAK,
    DEEPEST,
    Block,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Runs,
)

_LINKS = ("https://", "http://", "mailto:")


def parse(written: str) -> tuple[Block, ...]:
    """The blocks of a chapter's text; its headings stand below the chapter's own.

    Nothing is refused: what is not understood is kept as text.
    """
    tree = SyntaxTreeNode(_reader().parse(printable(written)))
    return tuple(_levelled(list(_blocks(tree.children, 0))))


MOST_WITHIN = 6
"""How deep quotes and lists stand inside each other; what is deeper stands on the last level."""
READ_WITHIN = 120
"""How deep the reader looks; a document of more `>` than that in a row says nothing more."""


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "maxNesting": READ_WITHIN}).enable("table")


def _levelled(blocks: list[Block]) -> Iterator[Block]:
    """The same blocks, the chapter's highest heading on level 2 however many # were typed.

    No heading stands more than one level below the one before (PDF/UA-1, 7.4.2).
    """
    used = sorted({block.level for block in blocks if isinstance(block, Heading)})
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            level = min(used.index(block.level) + 2, level + 1, DEEPEST)
            block = replace(block, level=level)
        yield block


def _blocks(nodes: list[SyntaxTreeNode], within: int) -> Iterator[Block]:
    for node in nodes:
        yield from _block(node, within)


def _block(node: SyntaxTreeNode, within: int) -> Iterator[Block]:
    match node.type:
        case "bullet_list" | "ordered_list" | "blockquote" | "list_item" if within >= MOST_WITHIN:
            yield from _blocks(node.children, within)
        case "heading" if runs := _inline(node):
            yield Heading(int(node.tag[1:]), runs)
        case "paragraph":
            yield Paragraph(_inline(node))
        case "bullet_list" | "ordered_list":
            yield _listing(node, within + 1)
        case "blockquote":
            yield Quote(tuple(_blocks(node.children, within + 1)))
        case "table":
            yield _grid(node)
        case "fence" | "code_block":
            yield Paragraph(_lines(node.content.rstrip("\n")))


def _listing(node: SyntaxTreeNode, within: int) -> Listing:
    items = tuple(tuple(_blocks(item.children, within)) for item in node.children)
    ordered = node.type == "ordered_list"
    return Listing(items, ordered, int(node.attrs.get("start", 1)) if ordered else 1)


def _grid(node: SyntaxTreeNode) -> Grid:
    rows = [row for part in node.children for row in part.children]
    header, *body = (tuple(_inline(cell) for cell in row.children) for row in rows)
    right = tuple("right" in str(cell.attrs.get("style", "")) for cell in rows[0].children)
    return Grid(header, tuple(body), right)


def _inline(node: SyntaxTreeNode) -> Runs:
    """The runs of a node that holds text; an empty one has none."""
    return tuple(_runs(node.children[0].children, Run(""))) if node.children else ()


def _runs(nodes: list[SyntaxTreeNode], look: Run) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "softbreak":
                yield replace(look, words=" ")
            case "hardbreak":
                yield BREAK
            case "strong":
                yield from _runs(node.children, replace(look, strong=True))
            case "em":
                yield from _runs(node.children, replace(look, emphasis=True))
            case "link":
                link = str(node.attrs.get("href", ""))
                kept = link if link.lower().startswith(_LINKS) else ""
                yield from _runs(node.children, replace(look, link=kept))
            case _ if node.content:
                yield replace(look, words=node.content)


def _lines(text: str) -> Runs:
    """Text where each line stands for itself."""
    runs: list[Run] = []
    for line in text.split("\n"):
        runs += [Run(line), BREAK]
    return tuple(runs[:-1])

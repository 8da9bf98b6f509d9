"""How does a short paper become a PDF that can be heard and archived? The look is in `paper.typ`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.papers.characters import drawable
from stafett.papers.paper import Block, Facts, Paper, Points, SignOn, Under
from stafett.papers.typesetting import compiled

_LOOK = Path(__file__).parent / "paper.typ"


def pdf(paper: Paper) -> bytes:
    """The paper as PDF, tagged and in its language."""
    with override(paper.language):
        return compiled(_LOOK, _said(paper), paper.made_on)


def _said(paper: Paper) -> dict[str, Any]:
    made = paper.made_on
    return {
        "title": drawable(paper.title),
        "author": drawable(paper.author),
        "foot": drawable(paper.foot),
        "language": paper.language,
        "made_on": [made.year, made.month, made.day],
        "page": _("Sida {page} av {pages}"),
        "parts": [
            {"title": drawable(part.title), "blocks": [_block(one) for one in part.blocks]}
            for part in paper.parts
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Points(items):
            return {"kind": "points", "items": [drawable(one) for one in items]}
        case Facts(pairs):
            shown = [[drawable(name), drawable(said)] for name, said in pairs]
            return {"kind": "facts", "pairs": shown}
        case Under(words):
            return {"kind": "under", "words": drawable(words)}
        case SignOn(labels):
            return {"kind": "sign", "labels": [drawable(one) for one in labels]}
    return {"kind": "text", "words": drawable(block.words)}

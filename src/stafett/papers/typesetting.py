"""How is a PDF made that can be archived and heard: PDF/A-2a and PDF/UA-1 in one?

What is said goes to typst as data (JSON). The look is in a file of its own, and nothing that a person
has written is ever part of a program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

FONTS = Path(__file__).parent / "fonts"
STANDARDS: list[Any] = ["a-2a", "ua-1"]


def compiled(look: Path, said: Mapping[str, Any], made_on: date) -> bytes:
    """The PDF; the same words on the same day give the same bytes. The look reads `sys.inputs.said`."""
    compiler = typst.Compiler(font_paths=fonts())
    made = compiler.compile(
        look.read_bytes(),
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        timestamp=datetime.combine(made_on, time(12), UTC),
    )
    return cast(bytes, made)


@cache
def fonts() -> typst.Fonts:
    """Our own font alone: the same paper on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )

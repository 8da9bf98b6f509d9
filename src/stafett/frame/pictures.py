"""A text as a picture that a telephone's camera reads, drawn here and sent to nobody."""

from __future__ import annotations

import segno

QUIET = 4
"""So many white squares stand round the picture: cameras find its edge by them."""


def as_qr(text: str) -> str:
    """The text as a QR picture (SVG) in a `data:` address, which the content policy lets an `<img>` show."""
    drawn = segno.make(text, error="m", micro=False)
    address: str = drawn.svg_data_uri(border=QUIET, light="#fff", scale=4)
    return address

"""How is a zipped file (docx) made the same, byte for byte, each time its content is the same?"""

from __future__ import annotations

import io
import zipfile

_THEN = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file can name."""


def still(zipped: bytes) -> bytes:
    """The same file with every entry's clock put at the same moment."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(zipped)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()

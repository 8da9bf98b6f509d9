"""How large a file the pages take: a larger one is refused before it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

ROOM_FOR_THE_FORM = 64 * 1024


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and stops as soon as it is known to be too large.

    The announced size is looked at when the file begins, so that an honest browser is refused
    before it is read; the counted size then, for the others. `request.too_large` tells the view.
    """

    announced = 0
    counted = 0

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Remember how much is announced; the form's own fields, its token among them, come first."""
        self.announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse by the announced size."""
        if self.announced > settings.UPLOAD_LIMIT + ROOM_FOR_THE_FORM:
            self._refuse()
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Refuse by the size counted so far."""
        self.counted += len(raw_data)
        if self.counted > settings.UPLOAD_LIMIT:
            self._refuse()
        super().receive_data_chunk(raw_data, start)

    def _refuse(self) -> None:
        self.request.too_large = True  # type: ignore[union-attr]
        raise StopUpload(connection_reset=True)

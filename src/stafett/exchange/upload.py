"""How large a file the pages take: a larger one is refused before it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and stops as soon as it is too large.

    The announced size is looked at first, so that an honest client is refused before it sends;
    the counted size then, for the others. `request.too_large` tells the view.
    """

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Refuse by the announced size."""
        self.counted = 0
        if content_length > settings.UPLOAD_LIMIT + 64 * 1024:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Refuse by the size counted so far."""
        self.counted += len(raw_data)
        if self.counted > settings.UPLOAD_LIMIT:
            self._refuse()
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The whole file, when it was small enough."""
        return super().file_complete(file_size)

    def _refuse(self) -> None:
        self.request.too_large = True  # type: ignore[union-attr]
        raise StopUpload(connection_reset=True)

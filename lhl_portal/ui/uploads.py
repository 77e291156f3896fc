"""No file of any size that a stranger likes: what is too large is dropped while it arrives, and fills nothing."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST = 5 * 1024 * 1024  # bytes


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep files. A file that was dropped leaves `dropped_file` on the request."""

    request: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        if self.size > LARGEST:
            self.request.dropped_file = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler makes the file."""


def was_dropped(request: Any) -> bool:
    """Whether a file of the request was too large."""
    return getattr(request, "dropped_file", False)

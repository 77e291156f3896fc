"""No file of any size that a stranger likes: what is too large is dropped while it arrives, and fills nothing."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST = 5 * 1024 * 1024  # bytes, of one file
FILES_FULL = 5  # all the files of a request are at most as large as so many of the largest


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep files. A file that was dropped leaves `dropped_file` on the request.

    A view that takes larger files, or only smaller ones, says how many bytes in `largest_upload`.
    """

    request: Any
    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0
        match = getattr(self.request, "resolver_match", None)
        view = getattr(match.func, "view_class", None) if match else None
        self.largest: int = getattr(view, "largest_upload", LARGEST)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        self.received += len(raw_data)
        if self.size > self.largest or self.received > FILES_FULL * self.largest:
            self.request.dropped_file = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler makes the file."""


def was_dropped(request: Any) -> bool:
    """Whether a file of the request was too large."""
    return getattr(request, "dropped_file", False)

"""Messages with a button that undoes what they tell of."""

from django.contrib import messages
from django.http import HttpRequest

_MARK = "undo:"  # a message carries nothing but text and tags


def tell_undoable(request: HttpRequest, text: str, undo_url: str) -> None:
    """Tells that `text` is done, with the button *Angre*, which posts to `undo_url`."""
    messages.success(request, text, extra_tags=f"{_MARK}{undo_url}")


def undo_url(extra_tags: str | None) -> str:
    """The address that a message's tags carry, or empty."""
    return extra_tags.removeprefix(_MARK) if extra_tags and extra_tags.startswith(_MARK) else ""

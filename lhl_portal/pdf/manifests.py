"""What a document says, as canonical JSON: the one thing its PDF is made from."""

import json
from typing import Any


def canonical(manifest: dict[str, Any]) -> bytes:
    """The bytes that are hashed: UTF-8, keys sorted, no white space."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

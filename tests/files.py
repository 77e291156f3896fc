"""Changing copies of reference files."""

from pathlib import Path


def edit(path: Path, old: str, new: str) -> int:
    """Replaces the only `old` in the file and tells its line."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is in {path.name} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1

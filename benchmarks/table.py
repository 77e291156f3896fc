"""The readings as one aligned table."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from benchmarks.pages import Reading, Series

_ONCE = ["page", "reader", "queries", "kB", "gzip kB", "CPU ms", "ms", "SQL ms", "page/SQL"]
_TENFOLD = ["ms x10", "SQL ms x10", "page/SQL x10", "x10/x1"]
_LEFT = 2  # how many columns are words


def table(readings: Iterable[Reading]) -> str:
    lines = [[*_ONCE, *_TENFOLD], *(_cells(reading) for reading in readings)]
    widths = [max(map(len, column)) for column in zip(*(line for line in lines if _is_full(line)), strict=True)]
    return "\n".join(_aligned(line, widths) for line in lines)


def _cells(reading: Reading) -> list[str]:
    head = [reading.page.title, reading.reader]
    if reading.missing:
        return [*head, reading.missing]
    first, tenfold = reading.series
    growth = median(long / short for long, short in zip(tenfold.wall, first.wall, strict=True))
    return [
        *head,
        "/".join(dict.fromkeys(str(len(series.queries)) for series in reading.series)),
        f"{first.size / 1000:.0f}",
        f"{first.packed / 1000:.1f}",
        f"{median(first.cpu):.1f}",
        *_times(first),
        *_times(tenfold),
        f"{growth:.2f}",
    ]


def _times(series: Series) -> Iterator[str]:
    yield f"{median(series.wall):.1f}"
    yield f"{median(series.sql):.1f}"
    yield f"{series.over_sql:.2f}"


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.ljust(width) if n < _LEFT or not _is_full(line) else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(line, widths, strict=False))
    ]
    return "  ".join(cells).rstrip()


def _is_full(line: Sequence[str]) -> bool:
    """Not one that only says why there are no readings."""
    return len(line) == len(_ONCE) + len(_TENFOLD)

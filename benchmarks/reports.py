"""Times the ten regions' reports and the country's: alone, beside Chromium, by length, two at a time, fifty in a row.

The readings are for the eye: nothing here passes or fails.
"""

import json
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.manifests import sized
from lhl_portal.local.places import PYTHON
from lhl_portal.local.processes import run
from lhl_portal.pdf.manifests import canonical

LENGTHS = (10, 20, 40, 80)
Environment = dict[str, str]
Readings = dict[str, Any]


def read(manifests: Sequence[Path], env: Environment, *, repetitions: int, builds: int) -> Iterator[str]:
    """The tables, each when it is ready. `manifests`: the country's first. Every reading has a process of its own."""
    yield _beside_chromium(manifests, env, repetitions)
    middle = sorted(manifests[1:], key=lambda path: path.stat().st_size)[len(manifests) // 2]
    yield _by_length(middle, env, repetitions)
    yield _two_at_a_time(manifests, repetitions)
    yield _in_a_row(min(manifests[1:], key=lambda path: path.stat().st_size), env, builds)


def _beside_chromium(manifests: Sequence[Path], env: Environment, repetitions: int) -> str:
    ours: dict[Path, list[Readings]] = {path: [] for path in manifests}
    theirs: dict[Path, list[Readings]] = {path: [] for path in manifests}
    for _n in range(repetitions):
        for path in manifests:
            ours[path].append(_child("build", path, env))
            theirs[path].append(_child("chromium", path, env))
    lines = [
        f"{'report':<24}{'s':>7}{'pages':>7}{'MB':>6}{'peak MiB':>10}"
        f"{'Chromium s':>12}{'pages':>7}{'ratio':>7}{'CPU ratio':>11}"
    ]
    for path in manifests:
        mine, other = ours[path], theirs[path]
        ratio, cpu = (median(a[key] / b[key] for a, b in zip(mine, other, strict=True)) for key in ("seconds", "cpu"))
        lines.append(
            f"{path.stem:<24}{_mid(mine, 'seconds'):>7.2f}{mine[0]['pages']:>7}{mine[0]['size']:>6.2f}"
            f"{_mid(mine, 'peak'):>10.0f}{_mid(other, 'seconds'):>12.2f}{other[0]['pages']:>7}{ratio:>7.2f}{cpu:>11.2f}"
        )
    return "\n".join(lines)


def _by_length(path: Path, env: Environment, repetitions: int) -> str:
    """The same report with more of its own figures: about as many pages as asked for."""
    manifest = json.loads(path.read_bytes())
    few, more = len(manifest["figures"]), 3 * len(manifest["figures"])
    files = {number: _sized_file(path, manifest, number) for number in (few, more)}
    pages = {number: _child("build", file, env)["pages"] for number, file in files.items()}
    slope = (pages[more] - pages[few]) / (more - few)
    lines = [f"{'asked':>7}{'pages':>7}{'s':>8}{'s/page':>9}{'peak MiB':>10}"]
    asked = {}
    for length in LENGTHS:
        number = max(1, round(few + (length - pages[few]) / slope))
        asked[length] = _sized_file(path, manifest, number)
    readings: dict[int, list[Readings]] = {length: [] for length in LENGTHS}
    for _n in range(repetitions):
        for length, file in asked.items():
            readings[length].append(_child("build", file, env))
    for length, rows in readings.items():
        seconds, count = _mid(rows, "seconds"), rows[0]["pages"]
        lines.append(f"{length:>7}{count:>7}{seconds:>8.2f}{seconds / count:>9.3f}{_mid(rows, 'peak'):>10.0f}")
    return "\n".join(lines)


def _sized_file(path: Path, manifest: Readings, figures: int) -> Path:
    file = path.with_name(f"sized-{figures}.manifest")
    file.write_bytes(canonical(sized(manifest, figures)))
    return file


def _two_at_a_time(manifests: Sequence[Path], repetitions: int) -> str:
    """All of them in one worker and in two, in turn. Workers have imported everything before the clock starts."""
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for _n in range(repetitions):
        for workers, readings in seconds.items():
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(workers, mp_context=context, initializer=_ready) as pool:
                list(pool.map(_warm, range(4 * workers)))
                started = perf_counter()
                list(pool.map(_build, manifests))
                readings.append(perf_counter() - started)
    ratio = median(two / one for one, two in zip(seconds[1], seconds[2], strict=True))
    one, two = median(seconds[1]), median(seconds[2])
    return f"all {len(manifests)}: {one:.1f} s in one process, {two:.1f} s in two: {ratio:.2f}"


def _in_a_row(path: Path, env: Environment, builds: int) -> str:
    memory = _child("many", path, env, builds)["memory"]
    return f"{path.stem} {builds} times in one process, MiB after every fifth: " + " ".join(f"{m:.0f}" for m in memory)


def _child(what: str, path: Path, env: Environment, times: int = 1) -> Readings:
    command = (PYTHON, "-m", "benchmarks", "one", what, str(path), "--times", str(times))
    readings: Readings = json.loads(run(command, env=env).splitlines()[-1])
    return readings


def _mid(rows: Sequence[Readings], key: str) -> float:
    return median(row[key] for row in rows)


def _ready() -> None:
    import django

    django.setup()
    import reporting.pdf.rendering  # noqa: F401  brings WeasyPrint along


def _warm(number: int) -> int:
    return number


def _build(path: Path) -> int:
    from reporting.pdf import render

    return render(path.read_bytes()).pages

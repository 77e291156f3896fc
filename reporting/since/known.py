"""Which numbers the snapshot has, and that of the edition before: what the office's text is held against. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from lhl_portal.ui.numbers import whole_percent
from reporting.since.comparing import Manifest, changes, networks

DECIMALS = (0, 1, 2)


@dataclass(frozen=True)
class Known:
    """The numbers of one or two manifests.

    `counts` are numbers of municipalities, `pairs` those that stand as *22 av 23*, `percents` and `points` per cents
    and percentage points by how many decimals they are written with. `others` are persons, registrations and what the
    office answered where a number was asked for. `titles` are names that may have digits in them.
    """

    counts: frozenset[int]
    pairs: frozenset[tuple[Decimal | int, Decimal | int]]
    percents: dict[int, frozenset[Decimal]]
    points: dict[int, frozenset[Decimal]]
    others: frozenset[Decimal]
    titles: frozenset[str]

    @cached_property
    def titles_with_digits(self) -> list[str]:
        """The longest first, and none that is hardly more than a number."""
        found = (title for title in self.titles if re.search(r"\d", title) and re.search(r"[^\W\d_]{3}", title))
        return sorted(found, key=lambda title: (-len(title), title))


def known(now: Manifest, before: Manifest | None = None) -> Known:
    manifests = [manifest for manifest in (now, before) if manifest]
    pairs = {pair for manifest in manifests for pair in _pairs(manifest)}
    counts = {number for pair in pairs for number in pair}
    points: set[Fraction] = set()
    for manifest in manifests:
        counts |= {size for size, _people in _areas(manifest)}
    if before:
        for change in changes(before, now):
            counts |= {len(change.came), len(change.left), len(change.new), len(change.gone)}
            counts.add(abs(change.value - change.value_before))
            if change.base and change.base_before:
                points.add(abs(Fraction(change.value, change.base) - Fraction(change.value_before, change.base_before)))
        counts |= {len(network.members) for part in networks(before, now) for network in part}
        counts.add(abs(len(now["municipalities"]) - len(before["municipalities"])))
    shares = {Fraction(value, base) for value, base in pairs if base}
    return Known(
        counts=frozenset(counts),
        pairs=frozenset(pairs),
        percents={places: frozenset(_as_shown(share, places) for share in shares) for places in DECIMALS},
        points={places: frozenset(_rounded(point, places) for point in points) for places in DECIMALS},
        others=frozenset(number for manifest in manifests for number in _others(manifest)),
        titles=frozenset(title for manifest in manifests for title in _titles(manifest)),
    )


def _pairs(manifest: Manifest) -> Iterator[tuple[int, int]]:
    """Those that count and those that do not, of the base, now and at each point of the series."""
    for figure in manifest["figures"]:
        for point in (figure, *figure.get("series", ())):
            yield point["value"], point["base"]
            yield point["base"] - point["value"], point["base"]


def _as_shown(share: Fraction, places: int) -> Decimal:
    """As pages and report write it: only none is 0 %, only all is 100 %."""
    if places:
        return _rounded(share, places)
    _sign, number = whole_percent(share.numerator, share.denominator)
    return Decimal(number)


def _rounded(share: Fraction, places: int) -> Decimal:
    exact = Decimal(100 * share.numerator) / share.denominator
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _areas(manifest: Manifest) -> Iterator[tuple[int, list[dict[str, int]]]]:
    """How many municipalities, and what is known of their people: in all, and by county."""
    counties: dict[str, list[Manifest]] = {}
    for body in manifest["municipalities"]:
        counties.setdefault(body["county"], []).append(body)
    for bodies in (manifest["municipalities"], *counties.values()):
        yield len(bodies), [body["population"] for body in bodies if body["population"]]


def _others(manifest: Manifest) -> Iterator[Decimal]:
    for _size, people in _areas(manifest):
        for group in ("total", "age_65_plus", "age_80_plus"):
            yield Decimal(sum(row[group] for row in people))
            yield from (Decimal(row[group]) for row in people)
    for figure in manifest["figures"]:
        records = [record for entry in figure["counted"] for record in entry["records"]]
        for kind in {record["kind"] for record in records}:
            yield Decimal(_events(record for record in records if record["kind"] == kind))
    for body in manifest["municipalities"]:
        yield Decimal(body["number"])
    for answer in manifest["answers"]:
        if answer.get("kind") == "number" and answer.get("value"):
            yield Decimal(str(answer["value"]).replace(" ", "").replace("\u00a0", "").replace(",", "."))


def _events(records: Iterable[dict[str, Any]]) -> int:
    """How many registrations, each once: a meeting of three municipalities stands at all three."""
    return len({(*sorted(r["ref"].items()),) if r.get("ref") else (r["label"], r["on"]) for r in records})


def _titles(manifest: Manifest) -> Iterator[str]:
    for figure in manifest["figures"]:
        yield figure["label"]
        yield figure["label"].partition(" ")[2]
        yield from (record["label"] for entry in figure["counted"] for record in entry["records"])
    for body in manifest["municipalities"]:
        yield f"{body['name']} ({body['number']})"

"""What differs between two manifests, figure by figure and municipality by municipality. Pure; nothing but manifests.

A municipality is the same in both where its body is (`id`). A manifest older than that key has the number alone: then
an equal number is the same municipality, and one that only shares the name is left out of what is told by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

NETWORKS = "network_participation"

Manifest = dict[str, Any]


class Kind(Enum):
    """Whether a figure may be held against what it was, and if not, why."""

    COMPARED = "compared"
    REDEFINED = "redefined"
    OTHER_PERIOD = "other_period"
    FIRST = "first"
    REMOVED = "removed"


@dataclass(frozen=True)
class Bases:
    """The municipalities of two manifests. `same` leads from a number now to the number before."""

    names: dict[str, str]
    names_before: dict[str, str]
    same: dict[str, str]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return bool(self.new or self.gone)


@dataclass(frozen=True)
class FigureChange:
    """One figure in two manifests. The names are in the order of the manifest.

    `came` and `left` are in both bases and changed sides; `new` count and were not in the base; `gone` counted and are
    no longer in it. All four are empty where the figure is not `Kind.COMPARED`.
    """

    code: str
    label: str
    kind: Kind
    value: int = 0
    base: int = 0
    value_before: int = 0
    base_before: int = 0
    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        return (self.value, self.base) != (self.value_before, self.base_before)


@dataclass(frozen=True)
class Network:
    """A network that municipalities of one manifest take part in. `key` is stable."""

    key: str
    name: str
    members: tuple[str, ...]


def bases(before: Manifest, now: Manifest) -> Bases:
    old, new = before["municipalities"], now["municipalities"]
    known = all("id" in body for body in (*old, *new))
    by = "id" if known else "number"
    earlier = {body[by]: body["number"] for body in old}
    same = {body["number"]: earlier[body[by]] for body in new if body[by] in earlier}
    added = [body for body in new if body["number"] not in same]
    ended = [body for body in old if body["number"] not in set(same.values())]
    # Without `id` nobody can tell a new number of the same body from a new body of the same name.
    doubtful = set() if known else {body["name"] for body in added} & {body["name"] for body in ended}
    names, names_before = _designations(old, new, same)
    return Bases(
        names=names,
        names_before=names_before,
        same=same,
        new=tuple(body["number"] for body in added if body["name"] not in doubtful),
        gone=tuple(body["number"] for body in ended if body["name"] not in doubtful),
    )


def _designations(old: list[Manifest], new: list[Manifest], same: dict[str, str]) -> tuple[dict[str, str], ...]:
    """Number to name, now and before; with the number where two different municipalities share the name."""
    kept = set(same.values())
    sharing: dict[str, int] = {}
    for body in (*new, *(body for body in old if body["number"] not in kept)):
        sharing[body["name"]] = sharing.get(body["name"], 0) + 1

    def named(bodies: Iterable[Manifest]) -> dict[str, str]:
        return {
            body["number"]: f"{body['name']} ({body['number']})" if sharing.get(body["name"], 0) > 1 else body["name"]
            for body in bodies
        }

    return named(new), named(old)


def changes(before: Manifest, now: Manifest) -> list[FigureChange]:
    """Every figure of either manifest, in the order of `now`, those that were removed last."""
    old = {figure["code"]: figure for figure in before["figures"]}
    found = bases(before, now)
    told = [_change(old.get(figure["code"]), figure, before, now, found) for figure in now["figures"]]
    kept = {figure["code"] for figure in now["figures"]}
    return told + [
        FigureChange(code, figure["label"], Kind.REMOVED, value_before=figure["value"], base_before=figure["base"])
        for code, figure in old.items()
        if code not in kept
    ]


def _change(old: Manifest | None, new: Manifest, before: Manifest, now: Manifest, found: Bases) -> FigureChange:
    code, label, value, base = new["code"], new["label"], new["value"], new["base"]
    if old is None:
        return FigureChange(code, label, Kind.FIRST, value, base)
    kind = _kind(old, new, before, now)
    if kind is not Kind.COMPARED:
        return FigureChange(code, label, kind, value, base, old["value"], old["base"])
    counts, counted = _numbers(new), _numbers(old)
    pairs = [(number, found.same[number]) for number in found.names if number in found.same]
    return FigureChange(
        code,
        label,
        kind,
        value,
        base,
        old["value"],
        old["base"],
        came=tuple(found.names[n] for n, then in pairs if n in counts and then not in counted),
        left=tuple(found.names[n] for n, then in pairs if n not in counts and then in counted),
        new=tuple(found.names[n] for n in found.new if n in counts),
        gone=tuple(found.names_before[n] for n in found.gone if n in counted),
    )


def _kind(old: Manifest, new: Manifest, before: Manifest, now: Manifest) -> Kind:
    if "version" in old and "version" in new:
        redefined = old["version"] != new["version"]
    else:
        redefined = before["language"] == now["language"] and old["definition"] != new["definition"]
    if redefined:
        return Kind.REDEFINED
    # A figure that counts what happened in the period is another figure where the period starts on another day.
    periodic = "perioden" in f"{new['definition']} {new['numerator']}"
    if periodic and before["period"]["starts_on"] != now["period"]["starts_on"]:
        return Kind.OTHER_PERIOD
    return Kind.COMPARED


def networks(before: Manifest, now: Manifest) -> tuple[list[Network], list[Network]]:
    """Networks that somebody takes part in now and nobody did before, and those that it is the other way round for.

    Nothing where either manifest does not say which network a record is of, or where the figure was redefined.
    """
    old, new = _figure(before, NETWORKS), _figure(now, NETWORKS)
    if old is None or new is None or _kind(old, new, before, now) is not Kind.COMPARED:
        return [], []
    records = [record for figure in (old, new) for entry in figure["counted"] for record in entry["records"]]
    if not all(record.get("ref") for record in records):
        return [], []
    found = bases(before, now)
    then, today = _joined(old, found.names_before), _joined(new, found.names)
    return (
        [network for key, network in today.items() if key not in then],
        [network for key, network in then.items() if key not in today],
    )


def _joined(figure: Manifest, names: dict[str, str]) -> dict[str, Network]:
    members: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for entry in figure["counted"]:
        for record in entry["records"]:
            key = str(record["ref"]["pk"])
            mine = members.setdefault(key, [])
            if names[entry["municipality"]] not in mine:
                mine.append(names[entry["municipality"]])
            # What was taken over in a merger says so after the name of the network.
            labels[key] = min(labels.get(key, record["label"]), record["label"], key=len)
    return {key: Network(key, labels[key], tuple(members[key])) for key in sorted(members, key=lambda k: labels[k])}


def _numbers(figure: Manifest) -> set[str]:
    return {entry["municipality"] for entry in figure["counted"]}


def _figure(manifest: Manifest, code: str) -> Manifest | None:
    return next((figure for figure in manifest["figures"] if figure["code"] == code), None)

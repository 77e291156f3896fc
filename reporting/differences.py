"""What is different between two reports, from their manifests alone. Pure: two dicts in, dataclasses out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reporting.wording import Kind, Part, RowPart, lines, rows, words

Manifest = dict[str, Any]
Key = int | str


class Why(StrEnum):
    """What the records tell of why a municipality has changed sides."""

    NEW = "new"  # a record that was not there
    GONE = "gone"  # a record that is there no longer
    DATED = "dated"  # a record with another date or name
    COUNTS = "counts"  # a record that did not count, and does
    FAILS = "fails"  # a record that does not count, and did or was not judged so
    BASE_IN = "base_in"  # the municipality is in the base now, and was not
    BASE_OUT = "base_out"


@dataclass(frozen=True)
class Body:
    """A municipality, as the report has it. `key` is the same in both reports, `id` None if unknown."""

    key: Key
    number: str
    name: str
    id: int | None


@dataclass(frozen=True)
class Reason:
    """`record` is as in the manifest, None where the base is the reason. `before` is it as it was, if it was."""

    why: Why
    record: dict[str, Any] | None = None
    before: dict[str, Any] | None = None


@dataclass(frozen=True)
class Crossing:
    """A municipality that came to a set or left it. Without `reasons` the records do not tell why."""

    body: Body
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Numbers:
    value: int
    base: int


@dataclass(frozen=True)
class FigureDifference:
    """A figure whose sets are not the same. `before` or `after` is None where only one of the reports has it.

    `broken`: defined otherwise, so that the two numbers cannot be held against each other and no municipality is told.
    """

    code: str
    label: str
    chapter: str
    before: Numbers | None
    after: Numbers | None
    broken: bool = False
    came: tuple[Crossing, ...] = ()
    went: tuple[Crossing, ...] = ()
    base_came: tuple[Body, ...] = ()
    base_went: tuple[Body, ...] = ()


@dataclass(frozen=True)
class AnswerDifference:
    """An answer that is not the same. `kind` as in the manifest; `is_new` and `is_gone` tell of the question itself.

    `words` is the text, of other kinds the comment. `parts` are the chosen, the grades or the number, `rows` a table.
    """

    number: str
    question: str
    kind: str
    is_new: bool
    is_gone: bool
    words: tuple[Part, ...]
    parts: tuple[Part, ...]
    columns: tuple[str, ...]
    rows: tuple[RowPart, ...]


@dataclass(frozen=True)
class Differences:
    """Between an older report and a newer. `unchanged` are numbers of figures and of answers that say the same."""

    came: tuple[Body, ...]
    went: tuple[Body, ...]
    renamed: tuple[tuple[Body, Body], ...]
    figures: tuple[FigureDifference, ...]
    unchanged_figures: int
    answers: tuple[AnswerDifference, ...]
    unchanged_answers: int
    since: tuple[Part, ...]
    contributors: tuple[Part, ...]

    @property
    def is_empty(self) -> bool:
        told = (self.came, self.went, self.renamed, self.figures, self.answers, self.since, self.contributors)
        return not any(told)


def compare(before: Manifest, after: Manifest) -> Differences:
    """`before` is the older. Both are of the same region, or of the country."""
    by_id = all("id" in row for side in (before, after) for row in side["municipalities"])
    old, new = _Report(before, by_id=by_id), _Report(after, by_id=by_id)
    figures = _figures(old, new)
    answers, same_answers = _answers(before, after)
    return Differences(
        came=tuple(body for key, body in new.bodies.items() if key not in old.bodies),
        went=tuple(body for key, body in old.bodies.items() if key not in new.bodies),
        renamed=tuple(
            (old.bodies[key], body)
            for key, body in new.bodies.items()
            if key in old.bodies and (old.bodies[key].number, old.bodies[key].name) != (body.number, body.name)
        ),
        figures=tuple(figures),
        unchanged_figures=len(old.figures.keys() | new.figures.keys()) - len(figures),
        answers=tuple(answers),
        unchanged_answers=same_answers,
        since=_changed(_sentences(before), _sentences(after)),
        contributors=_changed(before.get("contributors", []), after.get("contributors", [])),
    )


class _Report:
    """A manifest with its municipalities by a key that is the same in both: `by_id` the body, else the number."""

    def __init__(self, manifest: Manifest, *, by_id: bool) -> None:
        self.bodies: dict[Key, Body] = {}
        self.by_number: dict[str, Body] = {}
        for row in manifest["municipalities"]:
            body = Body(row["id"] if by_id else row["number"], row["number"], row["name"], row.get("id"))
            self.bodies[body.key] = self.by_number[body.number] = body
        self.figures: dict[str, dict[str, Any]] = {figure["code"]: figure for figure in manifest["figures"]}

    def sets(self, figure: dict[str, Any]) -> tuple[dict[Key, Any], dict[Key, Any]]:
        """Those that count and those that do not, each with its records, in the order of the manifest. In the national
        report the sets of the regions are put together, and have no records."""
        counted, missing = (
            {self.by_number[number].key: records for number, records in _members(figure[side])}
            for side in ("counted", "missing")
        )
        return counted, missing


def _members(side: Any) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    if isinstance(side, dict):
        return [(number, []) for numbers in side.values() for number in numbers]
    return [(row["municipality"], row["records"]) for row in side]


def _figures(old: _Report, new: _Report) -> list[FigureDifference]:
    """In the order of the new report, and last those that only the old one has."""
    found = []
    for code in [*new.figures, *(code for code in old.figures if code not in new.figures)]:
        before, after = old.figures.get(code), new.figures.get(code)
        shown = after or before
        if shown is None:
            continue
        told: dict[str, Any] = {
            "code": code,
            "label": shown["label"],
            "chapter": shown["chapter"],
            "before": before and Numbers(before["value"], before["base"]),
            "after": after and Numbers(after["value"], after["base"]),
        }
        if before is None or after is None:
            found.append(FigureDifference(**told))
        elif _is_broken(before, after):
            found.append(FigureDifference(**told, broken=True))
        elif sides := _crossings(old, new, before, after):
            found.append(FigureDifference(**told, **sides))
    return found


def _is_broken(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Reports from before definitions were numbered are told by the words of the definition."""
    if "version" in before and "version" in after:
        return bool(before["version"] != after["version"])
    return bool(before["definition"] != after["definition"])


def _crossings(old: _Report, new: _Report, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Empty where both sets are the same."""
    old_counted, old_missing = old.sets(before)
    new_counted, new_missing = new.sets(after)
    old_base, new_base = old_counted | old_missing, new_counted | new_missing

    def reasons(key: Key, out_of_base: bool, into_base: bool) -> tuple[Reason, ...]:
        if out_of_base or into_base:
            return (Reason(Why.BASE_OUT if out_of_base else Why.BASE_IN),)
        return tuple(_reasons(old_base[key], new_base[key]))

    sides: dict[str, Any] = {
        "came": tuple(
            Crossing(new.bodies[key], reasons(key, False, key not in old_base))
            for key in new_counted
            if key not in old_counted
        ),
        "went": tuple(
            Crossing(old.bodies[key], reasons(key, key not in new_base, False))
            for key in old_counted
            if key not in new_counted
        ),
        "base_came": tuple(body for key, body in new.bodies.items() if key in new_base and key not in old_base),
        "base_went": tuple(body for key, body in old.bodies.items() if key in old_base and key not in new_base),
    }
    return sides if any(sides.values()) else {}


def _reasons(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterable[Reason]:
    """From the records of a municipality. One with the page and kind of one that is gone is the same, changed.

    A record that did not count and is told no longer is no reason: manifests leave it out beside those that count.
    """
    old, new = {_identity(record): record for record in before}, {_identity(record): record for record in after}
    gone = [record for identity, record in old.items() if identity not in new]
    for identity, record in new.items():
        if identity in old:
            was, now = old[identity].get("why"), record.get("why")
            if was != now:
                yield Reason(Why.FAILS if now else Why.COUNTS, record, old[identity])
            continue
        earlier = next((other for other in gone if record.get("ref") and _page(other) == _page(record)), None)
        if earlier:
            gone.remove(earlier)
            yield Reason(Why.DATED, record, earlier)
        elif not record.get("why"):
            yield Reason(Why.NEW, record)
    yield from (Reason(Why.GONE, record, record) for record in gone if not record.get("why"))


def _identity(record: dict[str, Any]) -> tuple[Any, ...]:
    return record["kind"], record["label"], record["on"], *_page(record)


def _page(record: dict[str, Any]) -> tuple[Any, ...]:
    ref = record.get("ref") or {}
    return record["kind"], ref.get("page"), ref.get("pk")


def _answers(before: Manifest, after: Manifest) -> tuple[list[AnswerDifference], int]:
    """Those that are not the same, in the order of the new report, and how many are."""
    pairs, same = _paired(before, after), 0
    found = []
    for old, new in pairs:
        told = _answer(old, new)
        unchanged = old is not None and new is not None and not (told.words or told.parts or told.rows)
        same += unchanged
        if not unchanged:
            found.append(told)
    return found, same


def _paired(before: Manifest, after: Manifest) -> list[tuple[Any, Any]]:
    """By the words of the question; within a round by number as well, for a question that was put in other words."""
    waiting = list(before.get("answers", []))
    pairs: list[list[Any]] = []
    for new in after.get("answers", []):
        old = next((row for row in waiting if row["question"] == new["question"] and _kind(row) == _kind(new)), None)
        if old is not None:
            waiting.remove(old)
        pairs.append([old, new])
    if before.get("report", {}).get("round") == after.get("report", {}).get("round"):
        for pair in pairs:
            wanted = (str(pair[1]["number"]), _kind(pair[1]))
            old = next((row for row in waiting if (str(row["number"]), _kind(row)) == wanted), None)
            if pair[0] is None and old is not None:
                waiting.remove(old)
                pair[0] = old
    return [*((old, new) for old, new in pairs), *((old, None) for old in waiting)]


def _answer(old: dict[str, Any] | None, new: dict[str, Any] | None) -> AnswerDifference:
    shown = new or old or {}
    before, after = old or {}, new or {}
    table = rows(before.get("rows", []), after.get("rows", []))
    columns = shown.get("columns", [])
    if before.get("columns", columns) != columns:  # other columns: the rows are not the same rows
        table = (*rows(before["rows"], []), *rows([], after["rows"]))
    text = words(before.get("text") or "", after.get("text") or "")
    return AnswerDifference(
        number=str(shown["number"]),
        question=shown["question"],
        kind=_kind(shown),
        is_new=old is None,
        is_gone=new is None,
        words=text if any(part.kind != Kind.SAME for part in text) else (),
        parts=_changed(_values(before), _values(after)),
        columns=tuple(columns),
        rows=table if any(row.kind != Kind.SAME or row.changed for row in table) else (),
    )


def _values(answer: dict[str, Any]) -> list[str]:
    """What is answered besides the text, each as a line."""
    match _kind(answer):
        case "choice":
            return list(answer.get("chosen", []))
        case "graded":
            return [f"{row['text']}: {row['grade'] or '–'}" for row in answer.get("statements", [])]
        case "number":
            value = answer.get("value")
            return [f"{value} {answer.get('unit') or ''}".strip()] if value is not None else []
    return []


def _kind(answer: dict[str, Any]) -> str:
    return str(answer.get("kind", "text"))


def _sentences(manifest: Manifest) -> list[str]:
    return [row["text"] for row in manifest.get("since", [])]


def _changed(before: list[str], after: list[str]) -> tuple[Part, ...]:
    """Both lists with what came and went, or nothing where they are the same."""
    return lines(before, after) if before != after else ()

"""Statbank table 07459 of Statistics Norway, registered inhabitants by region, age and year, as JSON-stat2 or CSV.

JSON-stat2: `class` is `dataset`; `id`, `size`, `dimension` and `value` make one cube. Dimensions are known by their
names (Region, Alder, Kjonn, ContentsCode, Tid), with one content, persons.
CSV: a header with region and alder, perhaps kjønn, år and statistikkvariabel. Numbers stand in one column when there is
a year column, or in one for each year with the year last in its name ("Personer 2027"). Regions have their number first
("3101 Halden"). `-` is nought; `.`, `..`, `:` and nothing are no number.
"""

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from municipalities.register.refresh.counts import Cell, Counts, sums
from municipalities.register.refresh.sources import Source

TABLE = "07459"
_DIMENSIONS = {
    "region": "region",
    "alder": "age",
    "kjønn": "sex",
    "kjonn": "sex",
    "tid": "year",
    "år": "year",
    "contentscode": "content",
    "statistikkvariabel": "content",
}
_REQUIRED = {"region", "age", "year"}
_NO_NUMBER = {"", ".", "..", ":"}
_LAST_YEAR = re.compile(r"(?P<what>.*?)\s*(?P<year>[0-9]{4})")


class _Category(NamedTuple):
    code: str
    label: str


def counts_in(source: Source) -> Counts:
    cells = _json_cells(source) if source.is_json else _csv_cells(source)
    return sums(source, cells)


def _json_cells(source: Source) -> Iterator[Cell]:
    cube = source.json()
    if not isinstance(cube, dict) or cube.get("class") != "dataset" or str(cube.get("version", ""))[:1] != "2":
        raise source.wrong("filen er ikke JSON-stat2 (class «dataset», version «2.0»)")
    _right_table(source, str(cube.get("label", "")))
    names, size, values = cube.get("id"), cube.get("size"), cube.get("value")
    if not isinstance(names, list) or not isinstance(size, list) or not isinstance(values, list):
        raise source.wrong("id, size og value skal være lister")
    kinds = _kinds(source, [str(name) for name in names])
    categories = [_categories(source, cube.get("dimension"), str(name)) for name in names]
    if size != [len(each) for each in categories] or len(values) != math.prod(len(each) for each in categories):
        raise source.wrong("størrelsene i filen stemmer ikke med kategoriene og tallene")
    if "content" in kinds:
        content = categories[kinds.index("content")]
        if len(content) != 1:
            raise source.wrong("filen skal bare ha én statistikkvariabel, personer")
        _is_persons(source, content[0].label or content[0].code)
    for position, value in enumerate(values):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise source.wrong(f"«{str(value)[:20]}» er ikke et helt tall")
        yield _cell(kinds, _at(categories, position), value)


def _kinds(source: Source, names: list[str]) -> list[str]:
    """What each dimension is. Refuses what is unknown, twice, or missing."""
    kinds = []
    for name in names:
        kind = _DIMENSIONS.get(name.lower())
        if kind is None or kind in kinds:
            raise source.wrong(f"dimensjonen «{name[:40]}» er ukjent eller står to ganger")
        kinds.append(kind)
    if not set(kinds) >= _REQUIRED:
        raise source.wrong("filen skal ha dimensjonene region, alder og år")
    return kinds


def _categories(source: Source, dimensions: Any, name: str) -> list[_Category]:
    try:
        category = dimensions[name]["category"]
        index, labels = category["index"], category.get("label", {})
        places = dict(index) if isinstance(index, dict) else {code: place for place, code in enumerate(index)}
        codes = sorted(places, key=places.__getitem__)
        if not codes or [places[code] for code in codes] != list(range(len(codes))):
            raise source.wrong(f"dimensjonen «{name}» har ikke kategorier i rekkefølge")
        return [_Category(code.strip(), labels.get(code, "").strip()) for code in codes]
    except (AttributeError, KeyError, TypeError) as error:
        raise source.wrong(f"dimensjonen «{name}» mangler eller er ufullstendig") from error


def _at(categories: Sequence[list[_Category]], position: int) -> list[_Category]:
    """The category in each dimension of the cell at `position`; the last dimension moves fastest."""
    found = []
    for each in reversed(categories):
        position, place = divmod(position, len(each))
        found.append(each[place])
    return found[::-1]


def _cell(kinds: list[str], categories: list[_Category], value: int | None) -> Cell:
    by_kind = dict(zip(kinds, categories, strict=True))
    sex = by_kind.get("sex")
    return Cell(
        region=by_kind["region"].code,
        ages=(by_kind["age"].code, by_kind["age"].label),
        sexes=(sex.code, sex.label) if sex else ("",),
        year=by_kind["year"].code,
        value=value,
    )


def _csv_cells(source: Source) -> Iterator[Cell]:
    table = source.table(("region", "alder"))
    if table.title:
        _right_table(source, table.title)
    columns = {_DIMENSIONS[name]: name for name in table.header if name in _DIMENSIONS}
    numbers = [name for name in table.header if name not in _DIMENSIONS]
    years = _years(source, numbers, with_column="year" in columns)
    if "content" in columns:
        if len({row[columns["content"]] for row in table.rows}) > 1:
            raise source.wrong("filen skal bare ha én statistikkvariabel, personer")
        _is_persons(source, table.rows[0][columns["content"]] if table.rows else "")
    for row in table.rows:
        for column, year in years.items():
            yield Cell(
                region=row["region"],
                ages=(row["alder"],),
                sexes=(row[columns["sex"]] if "sex" in columns else "",),
                year=year or row[columns["year"]],
                value=_number(source, row[column]),
            )


def _years(source: Source, numbers: list[str], *, with_column: bool) -> dict[str, str]:
    """The columns of numbers, each with its year, or with nothing when the year has a column of its own."""
    if with_column and len(numbers) == 1:
        if not numbers[0].startswith(TABLE) and numbers[0] != "value":
            _is_persons(source, numbers[0])
        return {numbers[0]: ""}
    found: dict[str, str] = {}
    for name in numbers:
        match = _LAST_YEAR.fullmatch(name)
        if with_column or not match:
            raise source.wrong(f"kolonnen «{name[:40]}» er ukjent")
        if match["what"]:
            _is_persons(source, match["what"])
        if match["year"] in found.values():
            raise source.wrong(f"året {match['year']} står i to kolonner")
        found[name] = match["year"]
    if not found:
        raise source.wrong("filen har ingen kolonne med tall")
    return found


def _number(source: Source, text: str) -> int | None:
    if text in _NO_NUMBER:
        return None
    if text == "-":
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise source.wrong(f"«{text[:20]}» er ikke et helt tall under en milliard")
    return int(text)


def _right_table(source: Source, title: str) -> None:
    if not title.startswith(TABLE):
        raise source.wrong(f"filen er ikke tabell {TABLE}, men «{title[:60]}»")


def _is_persons(source: Source, content: str) -> None:
    if not content.lower().startswith("person"):
        raise source.wrong(f"statistikkvariabelen skal være personer, ikke «{content[:40]}»")

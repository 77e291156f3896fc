"""Files in the shapes of Statistics Norway, made of rows of the register."""

import csv
import io
import json
from datetime import date
from itertools import pairwise
from pathlib import Path

from lhl_portal.access.reading import Problems
from municipalities.register.records import DATA, read_register

FILES = Path(__file__).parent / "files"
AGES = [f"{age:03}" for age in range(105)] + ["105+"]


def shipped(folder=DATA):
    problems = Problems()
    register = read_register(folder, problems)
    assert not problems, problems.lines()
    return register


def names_on(register, day):
    """The official name of each number."""
    return {
        row.number: row.name_official for row in register.spells if row.valid_from <= day < (row.valid_to or date.max)
    }


def codes_json(names):
    rows = [{"code": "9999", "name": "Uoppgitt"}, *({"code": number, "name": name} for number, name in names.items())]
    blank = {"parentCode": None, "level": "1", "shortName": "", "presentationName": ""}
    return json.dumps({"codes": [{**blank, **row} for row in rows]})


def codes_csv(names):
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["code", "parentCode", "level", "name", "shortName", "presentationName", "validFrom", "validTo"])
    writer.writerows([number, "", "1", name, "", "", "", ""] for number, name in {**names, "9999": "Uoppgitt"}.items())
    return out.getvalue()


def changes_json(register):
    """All that Klass would have about the spells and changes of the register."""
    rows = set()
    for change in register.changes:
        if change.kind != "boundary":
            old, new = last(register, change.predecessor), first(register, change.successor)
            rows.add((change.effective_on, old.number, new.number, new.name_official))
    for body in register.municipalities:
        spells = [row for row in register.spells if row.municipality == body.code]
        for old, new in pairwise(spells):
            if (old.number, old.name_official) != (new.number, new.name_official):
                rows.add((new.valid_from, old.number, new.number, new.name_official))
    keys = ("changeOccurred", "oldCode", "newCode", "newName")
    return json.dumps({"codeChanges": [dict(zip(keys, map(str, row), strict=True)) for row in sorted(rows)]})


def first(register, code):
    return next(row for row in register.spells if row.municipality == code)


def last(register, code):
    return [row for row in register.spells if row.municipality == code][-1]


def population_json(rows):
    """Single ages for men and women, for numbers and years of `rows`; nothing where a number was not in use."""
    numbers, years = sorted({row.number for row in rows}), sorted({row.year for row in rows})
    found = {(row.number, row.year): row for row in rows}
    value = []
    for number in numbers:
        for sex in (1, 2):
            for age in AGES:
                for year in years:
                    row = found.get((number, year))
                    value.append(None if row is None else _men_or_women(_at_age(row, age), sex))
    categories = {
        "Region": numbers,
        "Kjonn": ["1", "2"],
        "Alder": AGES,
        "ContentsCode": ["Personer1"],
        "Tid": [str(year) for year in years],
    }
    return json.dumps(
        {
            "class": "dataset",
            "version": "2.0",
            "label": "07459: Befolkning, etter region, kjønn, alder, statistikkvariabel og år",
            "id": list(categories),
            "size": [len(codes) for codes in categories.values()],
            "dimension": {
                name: {"category": {"index": {code: place for place, code in enumerate(codes)}}}
                for name, codes in categories.items()
            },
            "value": value,
        }
    )


def population_csv(rows):
    """As Statbank exports it: a title, an empty line, and a column for each year."""
    numbers, years = sorted({row.number for row in rows}), sorted({row.year for row in rows})
    found = {(row.number, row.year): row for row in rows}
    out = io.StringIO()
    out.write('"07459: Befolkning, etter region, alder, statistikkvariabel og år"\r\n\r\n')
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["region", "alder", *(f"Personer {year}" for year in years)])
    for number in numbers:
        for age in AGES:
            label = "105 år eller eldre" if age == "105+" else f"{int(age)} år"
            cells = [found.get((number, year)) for year in years]
            writer.writerow([f"{number} Navn", label, *("." if row is None else _at_age(row, age) for row in cells)])
    return out.getvalue()


def _at_age(row, age):
    return {
        "000": row.total - row.age_65_plus,
        "065": row.age_65_plus - row.age_80_plus,
        "105+": row.age_80_plus,
    }.get(age, 0)


def _men_or_women(count, sex):
    return count // 2 if sex == 1 else count - count // 2

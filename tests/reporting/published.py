"""Editions with something to say, and what a schema says about a document, for the tests of data out."""

import re
from datetime import UTC, datetime
from typing import Any

from reporting.publishing.schema import SCHEMAS
from reporting.workflow import perform
from tests import factories as f
from tests.reporting.manifests import sample

SENT = datetime(2021, 12, 3, 9, tzinfo=UTC)
TAKEN = datetime(2021, 12, 10, 12, tzinfo=UTC)
_TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def sent(region: Any, *, municipalities: int = 6, report: Any = None, **changes: Any) -> Any:
    """An edition of a report of `region` that has been sent. `changes` replaces keys of its manifest."""
    report = report or f.ReportFactory(region=region)
    said = sample(municipalities, language=report.language, **({"format": 2} | changes))
    return f.edition(report, SENT, said=said)


def accepted(region: Any, **changes: Any) -> Any:
    edition = sent(region, **changes)
    perform(edition.report, "accept", by=f.analyst(), at=TAKEN)
    edition.refresh_from_db()
    return edition


def wrong(document: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """Where `document` is not as `schema` says: those words of JSON Schema that ours are written with."""
    unknown = set(schema) - _WORDS
    assert not unknown, f"the checker does not know {unknown}"
    if "$ref" in schema:
        return wrong(document, SCHEMAS[schema["$ref"].rpartition("/")[2]], where)
    if "anyOf" in schema:
        return min((wrong(document, one, where) for one in schema["anyOf"]), key=len)
    if "enum" in schema and document not in schema["enum"]:
        return [f"{where}: {document!r} is none of {schema['enum']}"]
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(document, kind) for kind in types):
        return [f"{where}: {document!r} is no {types}"]
    found = []
    if isinstance(document, str) and "pattern" in schema and not re.search(schema["pattern"], document):
        found.append(f"{where}: {document!r} is not like {schema['pattern']}")
    if isinstance(document, int) and not schema.get("minimum", document) <= document <= schema.get("maximum", document):
        found.append(f"{where}: {document} is out of bounds")
    if isinstance(document, list) and "items" in schema:
        found += [
            text for place, one in enumerate(document) for text in wrong(one, schema["items"], f"{where}[{place}]")
        ]
    if isinstance(document, dict):
        found += [f"{where}: {name} is missing" for name in schema.get("required", []) if name not in document]
        for name, value in document.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            found += wrong(value, inner, f"{where}.{name}") if inner else []
    return found


_WORDS = {
    *("$ref", "anyOf", "enum", "type", "pattern", "minimum", "maximum", "items", "required", "properties"),
    *("additionalProperties", "description", "format"),
}


def _is(document: Any, kind: str) -> bool:
    if isinstance(document, bool):
        return kind == "boolean"
    return isinstance(document, _TYPES[kind])

"""JSON Schema (2020-12) of what the data addresses answer with. `Manifest` is format 2 of `docs/manifest.md`.

The schemas say what is there and never that nothing else may be: a reader must bear with keys that come later.
"""

from typing import Any

from reporting.models import State

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
SUM: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256, heksadesimalt"}
BODY: Schema = {"type": "string", "pattern": r"^\d{4}$", "description": "kommunenummer på skjæringsdatoen"}
ADDRESS: Schema = {"type": "string", "format": "uri"}


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None, about: str = "") -> Schema:
    said = {"description": about} if about else {}
    return said | {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
    }


def _list(of: Schema, about: str = "") -> Schema:
    return ({"description": about} if about else {}) | {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_POPULATION = _object(
    {"year": NUMBER, "total": _or_null(COUNT), "age_65_plus": _or_null(COUNT), "age_80_plus": _or_null(COUNT)},
    about="personer 1. januar",
)
_RECORD = _object(
    {
        "kind": TEXT,
        "label": TEXT,
        "on": DAY,
    },
    {
        "why": TEXT | {"description": "hvorfor registreringen ikke teller"},
        "ref": _object({"page": TEXT, "pk": NUMBER}, about="hvor registreringen sto i portalen"),
    },
)
_SIDE = _list(_object({"municipality": BODY, "records": _list(_RECORD)}))
_FIGURE = _object(
    {
        "code": TEXT,
        "chapter": TEXT,
        "central": FLAG,
        "label": TEXT,
        "definition": TEXT,
        "numerator": TEXT,
        "base_label": TEXT,
        "source": TEXT,
        "value": COUNT | {"description": "kommuner som teller med"},
        "base": COUNT | {"description": "kommuner i grunnlaget"},
        "counted": _SIDE | {"description": "én for hver kommune som teller med"},
        "missing": _SIDE | {"description": "én for hver kommune i grunnlaget som ikke teller med"},
        "series": _list(_object({"on": DAY, "value": COUNT, "base": COUNT})),
    },
    {"version": NUMBER | {"description": "nummer på definisjonen"}},
)
_ANSWER = _object(
    {"question": TEXT, "text": TEXT},
    {
        "number": {"type": ["string", "integer"]},
        "section": _or_null(NUMBER),
        "kind": {"enum": ["text", "choice", "graded", "number", "table"]},
        "options": _list(TEXT),
        "chosen": _list(TEXT),
        "several": FLAG,
        "scale": _list(TEXT),
        "statements": _list(_object({"text": TEXT, "grade": _or_null(TEXT)})),
        "value": _or_null(TEXT),
        "unit": TEXT,
        "columns": _list(TEXT),
        "rows": _list(_list(TEXT)),
    },
)

MANIFEST = _object(
    {
        "format": {"type": "integer", "minimum": 1, "maximum": 2},
        "language": {"enum": ["nb", "nn"]},
        "software": TEXT | {"description": "portalens versjon"},
        "built_on": DAY,
        "demo": FLAG,
        "report": _object(
            {
                "region": TEXT,
                "region_code": _or_null(TEXT),
                "office": TEXT,
                "round": TEXT,
                "reform": TEXT,
                "due_on": DAY,
            }
        ),
        "period": _object({"starts_on": DAY, "as_of": DAY}, about="begge dager er med"),
        "municipalities": _list(
            _object(
                {"number": BODY, "name": TEXT, "county": TEXT, "population": _or_null(_POPULATION)}, {"id": NUMBER}
            ),
            "kommunene i området på skjæringsdatoen, i norsk rekkefølge",
        ),
        "chapters": _list(_object({"code": TEXT, "title": TEXT})),
        "figures": _list(_FIGURE),
        "answers": _list(_ANSWER),
    },
    {
        "kind": {"enum": ["regional", "national"]},
        "layout": {"enum": ["annual", "short"]},
        "template": NUMBER,
        "edition": _object({"number": NUMBER, "final": FLAG, "reason": TEXT, "replaces": TEXT}),
        "sections": _list(_object({"title": TEXT, "intro": TEXT})),
        "since": _list(_object({"text": TEXT, "figure": TEXT, "edited": FLAG})),
        "since_edition": _or_null(_object({"round": TEXT, "number": NUMBER, "as_of": DAY})),
        "contributors": _list(TEXT),
        "statements": _list(
            _object({"municipality": BODY, "figure": TEXT, "agrees": FLAG, "text": TEXT, "on": DAY}),
            "hva kommunene selv har sagt",
        ),
        "number_notes": _list(_object({"where": TEXT, "number": TEXT, "text": TEXT})),
    },
    "Alt en utgave sier. Kontrollsummen er SHA-256 av nettopp disse bytene.",
)
_EDITION = _object(
    {
        "report": NUMBER | {"description": "rapportens nummer, som i adressen"},
        "region_code": _or_null(TEXT),
        "region": _or_null(TEXT) | {"description": "null er rapporten for hele landet"},
        "number": NUMBER,
        "state": {"enum": [State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.SUPERSEDED]},
        "submitted_on": DAY,
        "reason": TEXT | {"description": "hvorfor det kom en ny utgave"},
        "sha256": SUM,
        "pdf_sha256": SUM,
        "files": {"type": "object", "additionalProperties": ADDRESS, "description": "filnavn og adresse"},
    }
)
_ROUND = _object(
    {
        "id": NUMBER,
        "name": TEXT,
        "reform": TEXT,
        "starts_on": DAY,
        "as_of": DAY,
        "due_on": DAY,
        "url": ADDRESS,
        "editions": _list(_ref("Edition")),
    }
)
_OPEN_FIGURE = _object(
    {
        **{
            name: _FIGURE["properties"][name]
            for name in ("code", "label", "definition", "numerator", "base_label", "source", "value", "base")
        },
        "version": _or_null(NUMBER),
        "counted": _or_null(_list(BODY)),
        "missing": _or_null(_list(BODY)),
    }
)
_ACCEPTED = _object(
    {
        "licence": ADDRESS,
        "editions": _list(
            _object(
                {
                    "report": NUMBER,
                    "number": NUMBER,
                    "sha256": SUM,
                    "verify": ADDRESS,
                    "demo": FLAG,
                    "language": {"enum": ["nb", "nn"]},
                    "round": TEXT,
                    "reform": TEXT,
                    "region_code": _or_null(TEXT),
                    "region": TEXT,
                    "starts_on": DAY,
                    "as_of": DAY,
                    "municipalities": _or_null(
                        _list(_object({"number": BODY, "name": TEXT}))
                        | {"description": "null der embetet ikke har åpnet for det"}
                    ),
                    "figures": _list(_OPEN_FIGURE),
                }
            )
        ),
    }
)
_PROBLEM = _object({"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT, "instance": TEXT}, about="RFC 9457")

SCHEMAS: dict[str, Schema] = {
    "Manifest": MANIFEST,
    "Rounds": _object({"rounds": _list(_ref("Round"))}),
    "Round": _ROUND,
    "Edition": _EDITION,
    "Accepted": _ACCEPTED,
    "Problem": _PROBLEM,
}

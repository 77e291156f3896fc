"""The table of addresses as OpenAPI 3.1, in bokmål."""

from typing import Any

from django.conf import settings
from django.utils import translation

from reporting.publishing.addresses import ADDRESSES, Address, Parameter
from reporting.publishing.problems import MEDIA_TYPE as PROBLEM
from reporting.publishing.schema import SCHEMAS

_EXAMPLE_SUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_ROUND: dict[str, Any] = {
    "id": 3,
    "name": "Årsrapport 2021",
    "reform": "Leve hele livet",
    "starts_on": "2019-01-01",
    "as_of": "2021-11-01",
    "due_on": "2021-12-01",
    "url": "https://portal.example.no/data/runder/3.json",
    "editions": [
        {
            "report": 31,
            "region_code": "rogaland",
            "region": "Rogaland",
            "number": 2,
            "state": "accepted",
            "submitted_on": "2021-12-03",
            "reason": "Planen i én kommune var et utkast.",
            "sha256": _EXAMPLE_SUM,
            "pdf_sha256": _EXAMPLE_SUM[::-1],
            "files": {"tall.json": "https://portal.example.no/data/utgaver/31/2/tall.json"},
        }
    ],
}
_EXAMPLES: dict[str, Any] = {"Rounds": {"rounds": [_ROUND]}, "Round": _ROUND}


def openapi() -> dict[str, Any]:
    with translation.override("nb"):
        return {
            "openapi": "3.1.0",
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": {
                "title": "Leve hele livet: data",
                "version": settings.VERSION,
                "description": (
                    "Rapportenes utgaver og det åpne datasettet. Adressene er faste: en utgave endres aldri, og filene "
                    "dens ligger på samme adresse så lenge utgaven finnes. Svarene har ETag; spør med If-None-Match."
                ),
                "license": {"name": "NLOD 2.0 (det åpne datasettet)", "url": settings.OPEN_DATA_LICENCE},
                "contact": {"email": settings.OPEN_DATA_CONTACT},
            },
            "servers": [{"url": settings.PUBLIC_URL}],
            "paths": {address.path: {"get": _operation(address)} for address in ADDRESSES},
            "components": {
                "schemas": SCHEMAS,
                "securitySchemes": {
                    "nokkel": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "En nøkkel for organisasjonen, fra en administrator i portalen.",
                    },
                    "innlogging": {
                        "type": "apiKey",
                        "in": "cookie",
                        "name": settings.SESSION_COOKIE_NAME,
                        "description": "Økten til den som er logget inn i portalen.",
                    },
                },
                "responses": {
                    "401": _refusal("Nøkkelen mangler, er ukjent, utløpt eller trukket tilbake."),
                    "403": _refusal("Den som er logget inn, har ingen rolle som gir tilgang."),
                    "404": _refusal("Finnes ikke, eller er utenfor det nøkkelen når."),
                },
            },
        }


def _operation(address: Address) -> dict[str, Any]:
    refusals = [] if address.is_open else ["401", "403", *(["404"] if address.parameters else [])]
    return {
        "operationId": address.operation,
        "summary": str(address.label),
        "tags": ["Åpne data" if address.is_open else "Med nøkkel"],
        "parameters": [_parameter(parameter) for parameter in address.parameters],
        "security": [] if address.is_open else [{"nokkel": []}, {"innlogging": []}],
        "responses": {
            "200": {"description": "OK", "headers": _headers(), "content": {_media_type(address): _content(address)}},
            "304": {"description": "Uendret siden den ETag-en som ble sendt i If-None-Match."},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in refusals},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "path",
        "required": True,
        "description": str(parameter.about),
        "schema": {"type": "integer", "minimum": 1},
    }


def _headers() -> dict[str, Any]:
    return {"ETag": {"description": "Sterk: samme verdi er samme bytes.", "schema": {"type": "string"}}}


def _media_type(address: Address) -> str:
    return address.media_type.partition(";")[0]


def _content(address: Address) -> dict[str, Any]:
    if not address.schema:
        return {}
    example = {"example": _EXAMPLES[address.schema]} if address.schema in _EXAMPLES else {}
    return {"schema": {"$ref": f"#/components/schemas/{address.schema}"}} | example


def _refusal(text: str) -> dict[str, Any]:
    return {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}

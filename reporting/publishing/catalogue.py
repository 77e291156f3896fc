"""The open dataset as data.norge.no and other catalogues read about it: DCAT-AP-NO as JSON-LD, in bokmål."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from lhl_portal.access.models import Organisation
from lhl_portal.access.roles import OrganisationKind

MEDIA_TYPE = "application/ld+json"
_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_DISTRIBUTIONS = (
    ("data_accepted", "Tall for hver region (CSV)", "text/csv", "CSV"),
    ("data_accepted_municipalities", "Hver kommune, der embetet har bestemt det (CSV)", "text/csv", "CSV"),
    ("data_accepted_json", "Alt i én fil (JSON)", "application/json", "JSON"),
)


def catalogue(*, span: tuple[date, date] | None, modified: datetime | None) -> dict[str, Any]:
    """`span` is the first and the last day that the data cover, `modified` when the last edition was accepted."""
    publisher, page = _publisher(), _address("data")
    about: dict[str, Any] = {
        "@id": f"{page}#datasett",
        "@type": "dcat:Dataset",
        "dct:title": _nb("Leve hele livet: godtatte tall"),
        "dct:description": _nb(
            "Tallene i alle godtatte rapporter fra statsforvalterne om kvalitetsreformen Leve hele livet: hvor mange "
            "kommuner som deltar i læringsnettverk, har fått støtte og har gjort vedtak, per region, runde og dato. "
            "Hvordan den enkelte kommunen står, er med der embetet har bestemt det."
            + (" Innholdet er oppdiktet demoaktivitet." if settings.DEMO else "")
        ),
        "dct:identifier": f"{page}#datasett",
        "dct:publisher": publisher,
        "dct:language": {"@id": f"{_EU}/language/NOB"},
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "dct:spatial": {"@id": f"{_EU}/country/NOR"},
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/IRREG"},
        "dct:conformsTo": {"@id": _address("data_openapi")},
        "dcat:theme": [{"@id": f"{_EU}/data-theme/HEAL"}, {"@id": f"{_EU}/data-theme/GOVE"}],
        "dcat:keyword": [_nb(word) for word in ("eldreomsorg", "kommuner", "Leve hele livet", "statsforvalteren")],
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": _nb("Leve hele livet"),
            "vcard:hasEmail": {"@id": f"mailto:{settings.OPEN_DATA_CONTACT}"},
        },
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_distribution(*row) for row in _DISTRIBUTIONS],
    }
    if span:
        first, last = span
        about["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(first.isoformat(), "date"),
            "dcat:endDate": _typed(last.isoformat(), "date"),
        }
    if modified:
        about["dct:modified"] = _typed(modified.isoformat(), "dateTime")
    return {
        "@context": _CONTEXT,
        "@id": f"{page}#katalog",
        "@type": "dcat:Catalog",
        "dct:title": _nb("Åpne data fra Leve hele livet"),
        "dct:description": _nb("Datasett fra portalen for støtteapparatet rundt kvalitetsreformen for eldre."),
        "dct:publisher": publisher,
        "dct:language": {"@id": f"{_EU}/language/NOB"},
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "foaf:homepage": {"@id": page},
        "dcat:dataset": [about],
    }


def _publisher() -> dict[str, Any]:
    office = Organisation.objects.filter(kind=OrganisationKind.DIRECTORATE).first()
    agent: dict[str, Any] = {"@type": "foaf:Agent", "foaf:name": _nb(office.name if office else "Leve hele livet")}
    if office and office.org_number:
        agent["@id"] = f"https://data.brreg.no/enhetsregisteret/api/enheter/{office.org_number}"
        agent["dct:identifier"] = office.org_number
    return agent


def _distribution(url_name: str, title: str, media_type: str, format: str) -> dict[str, Any]:
    address = _address(url_name)
    return {
        "@id": f"{address}#distribusjon",
        "@type": "dcat:Distribution",
        "dct:title": _nb(title),
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "dct:format": {"@id": f"{_EU}/file-type/{format}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:conformsTo": {"@id": _address("data_openapi")},
    }


def _address(url_name: str) -> str:
    return settings.PUBLIC_URL + reverse(f"reporting:{url_name}")


def _nb(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "nb"}


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}

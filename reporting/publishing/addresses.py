"""Every data address in one table. The OpenAPI file and the page *Data og API* are made of it, and tests walk it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.embedded import JSON_NAME
from reporting.publishing.dataset import FILES as OPEN_FILES
from reporting.publishing.files import FILES


@dataclass(frozen=True)
class Parameter:
    """A whole number in an address."""

    name: str
    argument: str  # of the URL pattern
    about: Any


@dataclass(frozen=True)
class Address:
    """`path` as OpenAPI writes it. `is_open`: answers anybody; the others ask for a log-in or a key.

    `schema` names one of `schema.SCHEMAS`; empty where the answer is no JSON of ours. `fixed` are arguments of the URL
    pattern that the path spells out.
    """

    operation: str
    url_name: str
    path: str
    label: Any
    media_type: str
    is_open: bool = False
    schema: str = ""
    parameters: tuple[Parameter, ...] = ()
    fixed: dict[str, str] = field(default_factory=dict)


ROUND = Parameter("runde", "pk", _("Rundens nummer, fra listen over runder."))
REPORT = Parameter("rapport", "pk", _("Rapportens nummer, fra listen over utgaver."))
NUMBER = Parameter("utgave", "number", _("Utgavens nummer i rapporten: 1, 2 og så videre."))

_LISTS = (
    Address(
        "runder",
        "data_rounds",
        "/data/runder.json",
        _("Rundene, med utgavene du har tilgang til"),
        "application/json",
        schema="Rounds",
    ),
    Address(
        "runde",
        "data_round",
        "/data/runder/{runde}.json",
        _("Én runde med utgavene du har tilgang til"),
        "application/json",
        schema="Round",
        parameters=(ROUND,),
    ),
)
_EDITIONS = tuple(
    Address(
        f"utgave-{name.replace('.', '-')}",
        "data_edition",
        f"/data/utgaver/{{rapport}}/{{utgave}}/{name}",
        file.about,
        file.media_type,
        schema="Manifest" if name == JSON_NAME else "",
        parameters=(REPORT, NUMBER),
        fixed={"name": name},
    )
    for name, file in FILES.items()
)
_OPEN = (
    Address(
        "godtatte-csv",
        "data_accepted",
        "/data/godtatte.csv",
        _("Godtatte tall for hver region og runde"),
        OPEN_FILES["godtatte.csv"].media_type,
        is_open=True,
    ),
    Address(
        "godtatte-kommuner-csv",
        "data_accepted_municipalities",
        "/data/godtatte-kommuner.csv",
        _("Hver kommune, fra de rapportene der embetet har bestemt det"),
        OPEN_FILES["godtatte-kommuner.csv"].media_type,
        is_open=True,
    ),
    Address(
        "godtatte-json",
        "data_accepted_json",
        "/data/godtatte.json",
        _("Alle godtatte tall i én fil, med definisjoner"),
        OPEN_FILES["godtatte.json"].media_type,
        is_open=True,
        schema="Accepted",
    ),
    Address(
        "datasett",
        "data_catalogue",
        "/data/datasett.jsonld",
        _("Beskrivelse av datasettet for data.norge.no (DCAT-AP-NO)"),
        "application/ld+json",
        is_open=True,
    ),
    Address(
        "openapi",
        "data_openapi",
        "/data/openapi.json",
        _("Beskrivelse av alle adressene for programmer (OpenAPI 3.1)"),
        "application/json",
        is_open=True,
    ),
)
ADDRESSES = (*_OPEN, *_LISTS, *_EDITIONS)

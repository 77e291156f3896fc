"""The OpenAPI file: every address is in it, and answers as it says."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lhl_portal.access.declarations import declaration, walk
from lhl_portal.pdf.manifests import canonical
from reporting.manifest import read_manifest
from reporting.publishing.addresses import ADDRESSES
from reporting.publishing.openapi import openapi
from reporting.publishing.schema import MANIFEST, SCHEMAS
from tests import factories as f
from tests.reporting.manifests import sample
from tests.reporting.published import accepted, wrong
from tests.reporting.worlds import make_world


@pytest.fixture
def edition(region, county):
    return accepted(region)


def filled(path: str, edition) -> str:
    values = {"rapport": edition.report_id, "utgave": edition.number, "runde": edition.report.round_id}
    return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), path)


def test_every_address_in_the_file_answers_as_it_says_with_and_without_a_key(edition):
    document = Client().get("/data/openapi.json").json()
    _key, secret = f.api_key(edition.report.region.office)
    key = {"Authorization": f"Bearer {secret}"}

    assert len(document["paths"]) == len(ADDRESSES) == 12
    for path, methods in document["paths"].items():
        (operation,) = methods.values()
        address = filled(path, edition)
        answers = operation["responses"]
        with_key, without = Client().get(address, headers=key), Client().get(address)
        assert with_key.status_code == 200, path
        assert without.status_code == (401 if "401" in answers else 200), path
        assert bool(operation["security"]) is ("401" in answers)
        ((media_type, content),) = answers["200"]["content"].items()
        assert with_key["Content-Type"].partition(";")[0] == media_type
        assert with_key["ETag"].startswith('"')
        again = Client().get(address, headers=key | {"If-None-Match": with_key["ETag"]})
        assert again.status_code == 304
        if "schema" in content:
            assert wrong(with_key.json(), content["schema"]) == [], path
        if "404" in answers:
            beyond = Client().get(re.sub(r"{\w+}", "99999999", path), headers=key)
            assert beyond.status_code == 404
            assert wrong(beyond.json(), SCHEMAS["Problem"]) == []


def test_the_table_of_addresses_and_the_urls_of_the_portal_are_the_same():
    named = {f"reporting:{address.url_name}" for address in ADDRESSES}
    patterns = {name: pattern for name, pattern in walk() if name.startswith("reporting:data_")}

    assert named == set(patterns)
    for address in ADDRESSES:
        arguments = {parameter.argument: 7 for parameter in address.parameters} | address.fixed
        path = re.sub(r"{\w+}", "7", address.path)
        assert reverse(f"reporting:{address.url_name}", kwargs=arguments) == path
        assert (declaration(patterns[f"reporting:{address.url_name}"]) == "public") is address.is_open


def test_the_file_is_the_same_in_every_language_and_whole(db):
    answers = [Client().get("/data/openapi.json", headers={"Accept-Language": one}) for one in ("nn", "en")]

    assert answers[0].json() == answers[1].json() == openapi()
    refs = set(re.findall(r'"#/components/schemas/(\w+)"', answers[0].content.decode()))
    assert refs == set(SCHEMAS)
    ids = [address.operation for address in ADDRESSES]
    assert len(set(ids)) == len(ids)


def test_the_examples_are_as_the_schemas_say():
    examples = 0
    for methods in openapi()["paths"].values():
        for content in methods["get"]["responses"]["200"]["content"].values():
            if "example" in content:
                examples += 1
                assert wrong(content["example"], content["schema"]) == []
    assert examples == 2


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("municipalities", [0, 1, 51])
def test_sample_manifests_are_as_the_schema_says(language, municipalities):
    manifest = sample(municipalities, language=language)

    assert wrong(json.loads(canonical(manifest)), MANIFEST) == []


def test_manifests_of_a_generated_country_are_as_the_schema_says(db):
    world = make_world(5, regions=3, municipalities=14, mergers=2)
    round = f.RoundFactory(reform=world.reform, cut_off=date(2021, 11, 1))
    f.QuestionFactory(round=round)

    for region in world.regions:
        report = f.ReportFactory(round=round, region=region)
        manifest = read_manifest(report, built_on=date(2021, 11, 2), final=True)
        assert wrong(json.loads(canonical(manifest)), MANIFEST) == []
        assert wrong(manifest | {"figures": [{"code": 1}]}, MANIFEST) != []

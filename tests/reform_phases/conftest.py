"""A municipality that the adviser answers for, a solution of the reform, and who changes the reform."""

import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def voss(county):
    factories.ReformFactory()
    return factories.MunicipalityFactory(county=county, name="Voss", number="4621")


@pytest.fixture
def meal(voss):
    return factories.SolutionFactory(
        area__code="3", code="3.4", name_nb="Det gode måltid", name_nn="Det gode måltidet", name_en="The good meal"
    )


@pytest.fixture
def administrator_client(db):
    client = Client()
    client.force_login(factories.administrator())
    return client

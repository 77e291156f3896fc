"""A municipality that the adviser answers for, and a solution of the reform."""

import pytest

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

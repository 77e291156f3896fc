"""The choice of a municipality in a form."""

from datetime import date

import pytest

from municipalities.fields import Offered
from municipalities.models import Municipality
from tests import factories

pytestmark = pytest.mark.django_db


def test_those_that_have_ended_come_last_with_their_last_year(county):
    old = factories.MunicipalityFactory(county=county, name="Øygarden")
    new = factories.merge(date(2020, 1, 1), [old], name="Øygarden")

    assert Offered(Municipality.objects.all()).choices == [
        (new.pk, "Øygarden"),
        ("Tidligere kommuner", [(old.pk, "Øygarden (til 2019)")]),
    ]


def test_two_of_the_same_name_are_told_apart_by_number(county):
    one = factories.MunicipalityFactory(county=county, name="Våler", number="3018")
    other = factories.MunicipalityFactory(name="Våler", number="3419")

    assert dict(Offered(Municipality.objects.order_by("pk")).choices) == {
        one.pk: "Våler (3018)",
        other.pk: "Våler (3419)",
    }

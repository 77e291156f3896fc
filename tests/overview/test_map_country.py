"""The map of the shipped register."""

import pytest
from django.urls import reverse

from tests import factories as f


@pytest.mark.parametrize(("day", "number"), [("2019-06-01", 422), ("2021-12-31", 356), ("2024-06-01", 357)])
def test_the_map_has_the_municipalities_of_the_day_each_in_a_square_and_in_the_table(register, client, day, number):
    f.ReformFactory()
    client.force_login(f.analyst())

    response = client.get(reverse("overview:map"), {"dato": day})
    page = response.content.decode()

    assert page.count('<a class="tile ') == number
    assert page.count('<th scope="row">') == number
    assert sum(line.number for line in response.context["map"].legend) == number
    assert 'class="map map--far"' in page

"""The matrix of the whole country as it goes over the wire."""

from datetime import date
from io import StringIO
from itertools import cycle, product

import pytest
from django.core.management import call_command
from django.urls import reverse

from municipalities.models import Municipality
from reform_phases.models import Solution, StatusEntry
from reform_phases.progress import STEPS
from tests import factories as f
from tests.municipalities.conftest import loaded_register as loaded_register
from tests.municipalities.conftest import register as register

pytestmark = pytest.mark.django_db
URL = "reform_phases:matrix"


def test_the_whole_country_comes_packed_in_under_30_kilobytes(register, client):
    call_command("load_reform", stdout=StringIO())
    _states_everywhere()
    client.force_login(f.analyst())

    response = client.get(reverse(URL), headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert response.context["matrix"].municipalities == 357
    assert response.context["matrix"].registered == 357 * 25
    assert len(response.content) < 30_000


def _states_everywhere() -> None:
    bodies, solutions = Municipality.objects.filter(valid_to=None), Solution.objects.all()
    act = f.ActFactory()
    StatusEntry.objects.bulk_create(
        StatusEntry(act=act, municipality=body, solution=solution, state=state, on=date(2021, month, 1))
        for (body, solution), state, month in zip(
            product(bodies, solutions), cycle([*STEPS, "not_relevant"]), cycle(range(1, 12))
        )
    )

"""The list of municipalities as a reader sees it."""

import re

from django.urls import reverse

from municipalities.models import Population
from tests import factories as f
from tests.pages import cells

LIST = reverse("overview:list")
END_OF_2021 = {"dato": "2021-12-31"}


def place(county, name, **kwargs):
    return f.MunicipalityFactory(county=county, name=name, **kwargs)


def people(municipality, year, total, over_65=100, over_80=20):
    return Population.objects.create(
        municipality=municipality, year=year, total=total, age_65_plus=over_65, age_80_plus=over_80
    )


def headings(response):
    return re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?(.*?)(?:</a>)?</th>', response.text)


def rows(response):
    """What the list shows, by municipality and heading."""
    if "<tbody>" not in response.text:
        return {}
    shown = headings(response)
    return {line[0]: dict(zip(shown, line, strict=True)) for line in cells(response.text)}


def names(response):
    return list(rows(response))

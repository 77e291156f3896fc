"""What every test has: the mode, and a cache and broker of its own."""

import os

os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lhl_portal.settings")

import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def region(db):
    return factories.RegionFactory(name="Vestland", code="vestland")


@pytest.fixture
def county(region):
    return factories.CountyFactory(region=region)


@pytest.fixture
def adviser(county, region):
    """An adviser whose office covers `county`."""
    return factories.adviser(region)


@pytest.fixture
def adviser_client(adviser):
    client = Client()
    client.force_login(adviser)
    return client

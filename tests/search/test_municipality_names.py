"""Municipalities are found by what people write, in the shipped register: a labelled set with a bar for recall."""

import pytest
from django.test import Client

from lhl_portal.search.question import question
from lhl_portal.search.register import Register
from tests import factories
from tests.search.conftest import hits

SHOWN = 3  # the right one must be among so many
# What somebody writes, and the code of the municipality that is meant.
ASKED = {
    # as they are called
    "Bærum": "0219-2019",
    "Hå": "1119-2019",
    "Ås": "0214-2019",
    "os": "0441-2019",
    "Indre Østfold": "3014-2020",
    "Nore og Uvdal": "0633-2019",
    "Nore Uvdal": "0633-2019",
    "østfold indre": "3014-2020",
    "Voss kommune": "4621-2020",
    # beginnings and middles
    "Porsgrun": "0805-2019",
    "kristians": "1001-2019",
    "ø. toten": "0528-2019",
    "varanger": "2030-2019",
    "jevnak": "0532-2019",
    # æ, ø, å and accents in other ways
    "Aalesund": "1508-2024",
    "Ålesund": "1508-2024",
    "tromso": "1902-2019",
    "baerum": "0219-2019",
    "Kaafjord": "1940-2019",
    "oygarden": "4626-2020",
    "Sor-Varanger": "2030-2019",
    "Tonsberg": "3803-2020",
    "vagan": "1865-2019",
    "Stjoerdal": "5035-2019",
    "SANDEFJORD": "0710-2019",
    # Sami and Kven names
    "Kárášjohka": "2021-2019",
    "karasjohka": "2021-2019",
    "Guovdageaidnu": "2011-2019",
    "Deatnu": "2025-2019",
    "unjarga": "2027-2019",
    "Gáivuotna": "1940-2019",
    "kaivuono": "1940-2019",
    "Porsanki": "2020-2019",
    "Snåase": "5041-2019",
    "Raarvihke": "5043-2019",
    "Tråante": "5001-2020",
    "Hammerfeasta": "5406-2020",
    "dielddanuorri": "5412-2020",
    # numbers of today and of before
    "0301": "0301-2019",
    "4621": "4621-2020",
    "1108": "1108-2020",
    "0124": "0124-2019",
    "3002": "3002-2020",
    "0219": "0219-2019",
    "3024": "0219-2019",
    "5437": "2021-2019",
    # those that are no more
    "Askim": "0124-2019",
    "Spydeberg": "0123-2019",
    "Jondal": "1227-2019",
    "Tysfjord": "1850-2019",
    "Radøy": "1260-2019",
    "Sogndal": "4640-2020",
    # joined and parted
    "storelvdal": "0430-2019",
    "Stor elvdal": "0430-2019",
    "midttelemark": "3817-2020",
    "Nordaurdal": "0542-2019",
    # slips of the keyboard
    "bærm": "0219-2019",
    "Kistiansand": "4204-2020",
    "Kristansund": "1505-2019",
    "Trondhjem": "5001-2020",
    "Sandefjrod": "0710-2019",
    "Tønsebrg": "3803-2020",
    "Lillestøm": "3030-2020",
    "Fredrikstd": "0106-2019",
    "Haugesnd": "1106-2019",
    "Stavagner": "1103-2020",
    "kautokeno": "2011-2019",
    "Nottoden": "0807-2019",
    "Kvinherad": "1224-2019",
    "Ulensvang": "4618-2020",
    "Hammerfst": "5406-2020",
    "Gjøvk": "0502-2019",
    "Olso": "0301-2019",
    "Begren": "1201-2019",
    "Drmamen": "3005-2020",
    "Jævnaker": "0532-2019",
    "Elvrum": "0427-2019",
    "Mollde": "1506-2020",
    "Askvold": "1428-2019",
    "Lærdalen": "1422-2019",
    "Rødøi": "1836-2019",
    "Bodo kommune": "1804-2019",
}


@pytest.fixture
def found(register):
    """Codes of the municipalities that are found in the whole country, the best first."""
    from municipalities.models import Municipality

    codes = dict(Municipality.objects.values_list("pk", "code"))
    designations = Register()
    return lambda asked: [codes[one.newest.municipality] for one in designations.find(question(asked), set(codes))]


def test_what_people_write_finds_the_municipality_they_mean(found):
    missed = {asked: found(asked)[:SHOWN] for asked, meant in ASKED.items() if meant not in found(asked)[:SHOWN]}

    assert len(missed) / len(ASKED) <= 0.05, missed


@pytest.mark.parametrize(
    "asked", ["Aalesund", "tromso", "karasjohka", "Kárášjohka", "0124", "Askim", "bærm", "Porsgrun", "Bærum"]
)
def test_the_best_hit_stands_first(found, asked):
    assert found(asked)[0] == ASKED[asked]


def test_slips_are_looked_for_only_where_nothing_fits(found):
    assert found("Voss") == ["4621-2020", "1235-2019"]  # and not Moss


@pytest.mark.parametrize("asked", ["9999", "qqqqqq", "kommune", "%", "'"])
def test_what_is_no_municipality_finds_none(found, asked):
    assert found(asked) == []


def page_for(asked):
    client = Client()
    client.force_login(factories.analyst())
    return client.get("/sok/", {"q": asked}).content.decode()


def test_a_former_municipality_tells_what_it_became_and_leads_there(register):
    page = page_for("askim")

    assert hits(page)[0] == "Askim (til 2019)"
    assert "Ble del av Indre Østfold 1.1.2020." in page
    assert "Gå til Indre Østfold" in page


def test_a_former_number_tells_when_it_was(register):
    page = page_for("2021")

    assert hits(page)[0] == "Karasjok"
    assert "Kárášjohka - Karasjok" in page
    assert "<mark>2021</mark> Karasjok (" in page
    assert "til 31.12.2019" in page


def test_a_slip_is_said_to_be_one(register):
    assert "Ingen kommune heter akkurat dette. Disse ligner." in page_for("bærm")
    assert "Disse ligner" not in page_for("bærum")

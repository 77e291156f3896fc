"""The columns of the list of municipalities: chosen, sorted, told in words, and taken away as files."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest

from lhl_portal.audit.models import AccessEvent
from reform_phases.models import StatusEntry
from tests import factories as f
from tests.overview.listing import END_OF_2021, LIST, headings, names, people, place, rows

State = StatusEntry.State


@pytest.fixture(autouse=True)
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def meal(reform):
    """The only solution of its area."""
    return f.SolutionFactory(area=f.FocusAreaFactory(code="3", name_nb="Mat"), code="3.4", name_nb="Det gode måltid")


@pytest.fixture
def known(county, meal, reform):
    """One that is low in everything, one that is high, and one that nothing is known of. On 31.12.2021."""
    f.FreshnessLimitFactory(months=9)
    low, high, _unknown = (place(county, name, number=n) for name, n in (("Lav", "1"), ("Rik", "2"), ("Ukjent", "3")))
    for body, total, before, after in ((low, 1000, 20, 20), (high, 9000, 40, 80)):
        people(body, 2018, total, over_80=before)
        people(body, 2021, total, over_80=after)
    for body, number in ((low, 1), (high, 2)):
        f.PhaseEntryFactory(municipality=body, phase__reform=reform, phase__number=number)
    f.StatusEntryFactory(municipality=low, solution=meal, state=State.CONSIDERED, on=date(2021, 12, 1))
    f.StatusEntryFactory(municipality=high, solution=meal, state=State.EVALUATED, on=date(2020, 1, 1))
    f.support(low, date(2020, 12, 1))
    f.support(high, date(2021, 2, 1))
    f.NetworkMembershipFactory(municipality=high)


@pytest.mark.parametrize(
    "column", ["innbyggere", "over80", "vekst80", "fase", "omrade-3", "losning-3.4", "kontakt", "uferske"]
)
def test_each_column_sorts_both_ways_with_the_unknown_last(adviser_client, known, column):
    asked = END_OF_2021 | {"kolonne": column}

    assert names(adviser_client.get(LIST, asked | {"sort": column})) == ["Lav", "Rik", "Ukjent"]
    assert names(adviser_client.get(LIST, asked | {"sort": f"-{column}"})) == ["Rik", "Lav", "Ukjent"]


def test_what_is_never_unknown_sorts_both_ways(adviser_client, known):
    def found(sort):
        return names(adviser_client.get(LIST, END_OF_2021 | {"sort": sort}))

    assert found("nettverk") == ["Lav", "Ukjent", "Rik"]
    assert found("-nettverk") == ["Rik", "Lav", "Ukjent"]
    assert found("-nummer") == ["Ukjent", "Rik", "Lav"]


def test_names_sort_as_norwegians_do(adviser_client, county):
    for name, key in (("Ås", "zds"), ("Asker", "asker"), ("Ørsta", "zcrsta")):
        place(county, name, sort_key=key)

    assert names(adviser_client.get(LIST)) == ["Asker", "Ørsta", "Ås"]
    assert names(adviser_client.get(LIST, {"sort": "-navn"})) == ["Ås", "Ørsta", "Asker"]


def test_a_heading_says_the_present_order_and_asks_for_the_other(adviser_client, county):
    place(county, "Voss")

    page = adviser_client.get(LIST, {"sort": "-over80"}).text

    assert 'aria-sort="descending"><a href="?sort=over80">80+ år</a>' in page
    assert 'aria-sort="ascending"><a href="?sort=-navn">Kommune</a>' in adviser_client.get(LIST).text


def test_what_is_known_is_told_and_nothing_reported_is_not_zero(adviser_client, known):
    columns = ["over80", "vekst80", "fase", "omrade-3", "losning-3.4", "kontakt", "uferske", "nettverk"]

    shown = rows(adviser_client.get(LIST, END_OF_2021 | {"kolonne": columns}))

    rich, unknown = shown["Rik"], shown["Ukjent"]
    assert [rich[key] for key in ("80+ år", "Vekst i 80+ på 3 år, %")] == ["80", "100,0"]
    assert [rich[key] for key in ("Mat", "3.4 Det gode måltid")] == ["1 av 1", "Evaluert"]
    assert [rich[key] for key in ("Siste kontakt", "Uferske statuser", "I nettverk")] == ["1.2.2021", "1", "Ja"]
    assert shown["Lav"]["Mat"] == "0 av 1"
    assert shown["Lav"]["Uferske statuser"] == "0"
    assert unknown.pop("Kommune") == "Ukjent"
    assert unknown.pop("I nettverk") == "Nei"
    assert set(unknown.values()) == {"–"}


def test_an_area_where_nothing_is_relevant_has_no_share_to_sort_by(adviser_client, county, meal):
    f.StatusEntryFactory(municipality=place(county, "Aldri"), solution=meal, state=State.NOT_RELEVANT)
    f.StatusEntryFactory(municipality=place(county, "Vurderer"), solution=meal, state=State.CONSIDERED)

    for sort in ("omrade-3", "-omrade-3"):
        shown = adviser_client.get(LIST, {"sort": sort})
        assert names(shown) == ["Vurderer", "Aldri"]
        assert rows(shown)["Aldri"]["Mat"] == "Ikke aktuelt"


def test_the_address_chooses_the_columns(adviser_client, county, meal):
    place(county, "Voss")

    usual = headings(adviser_client.get(LIST))
    chosen = headings(adviser_client.get(LIST, {"kolonne": ["losning-3.4", "nummer"]}))

    assert chosen == ["Kommune", "Nummer", "3.4 Det gode måltid"]
    assert "Mat" in usual
    assert "Nummer" not in usual


def test_the_solutions_of_an_area_are_one_step_away(adviser_client, county, meal):
    f.SolutionFactory(area=meal.area, code="3.5", name_nb="Måltidstider")
    place(county, "Voss")

    page = adviser_client.get(LIST)
    step = re.search(r'<a href="(\?[^"]*kolonne=losning-3\.4[^"]*)">3 Mat</a>', page.text).group(1)

    deeper = adviser_client.get(LIST + step.replace("&amp;", "&"))
    assert headings(deeper) == ["Kommune", "3.4 Det gode måltid", "3.5 Måltidstider"]


ASKED = END_OF_2021 | {"kolonne": ["innbyggere", "omrade-3", "kontakt"], "sort": "-innbyggere", "nettverk": "nei"}


def test_csv_holds_the_rows_and_columns_shown_and_the_log_of_access_tells(adviser_client, adviser, known):
    page = adviser_client.get(LIST, ASKED)

    response = adviser_client.get(LIST, ASKED | {"format": "csv"})

    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == headings(page) == ["Kommune", "Innbyggere", "Mat", "Siste kontakt"]
    assert lines[1:] == [["Lav", "1000", "0 av 1", "2020-12-01"], ["Ukjent", "", "", ""]]
    assert names(page) == ["Lav", "Ukjent"]
    assert response["Content-Disposition"] == 'attachment; filename="kommuner-2021-12-31.csv"'
    event = AccessEvent.objects.get(kind=AccessEvent.Kind.EXPORT)
    assert (event.user, event.detail) == (adviser, "csv, 2 rows: Kommuner")
    assert event.path.startswith(f"{LIST}?dato=2021-12-31")


def test_xlsx_holds_the_rows_and_columns_shown_and_says_how_they_were_chosen(adviser_client, known):
    response = adviser_client.get(LIST, ASKED | {"format": "xlsx"})

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    first, *lines = [[cell.value for cell in row] for row in book["Kommuner"].rows]
    assert first == ["Kommune", "Innbyggere", "Mat", "Siste kontakt"]
    assert [line[:3] for line in lines] == [["Lav", 1000, "0 av 1"], ["Ukjent", None, None]]
    assert lines[0][3].date() == date(2020, 12, 1)
    about = {row[0].value: row[1].value for row in book["Om"].rows}
    assert about["Slik det var"].date() == date(2021, 12, 31)
    assert about["I nettverk"] == "Nei"
    assert AccessEvent.objects.get(kind=AccessEvent.Kind.EXPORT).detail == "xlsx, 2 rows: Kommuner"


def test_a_long_list_is_paged_and_the_file_holds_all_of_it(adviser_client, county):
    for number in range(51):
        place(county, f"Kommune {number:02d}")

    assert len(names(adviser_client.get(LIST))) == 50
    assert names(adviser_client.get(LIST, {"page": 2})) == ["Kommune 50"]
    assert len(names(adviser_client.get(LIST, {"antall": 100}))) == 51
    assert len(adviser_client.get(LIST, {"format": "csv", "page": 2}).content.decode().splitlines()) == 52


def test_a_format_that_is_none_gives_the_page_and_no_export(adviser_client, county):
    place(county, "Voss")

    assert names(adviser_client.get(LIST, {"format": "exe"})) == ["Voss"]
    assert not AccessEvent.objects.filter(kind=AccessEvent.Kind.EXPORT).exists()

"""The matrix: every municipality and every solution, as users meet them."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from reform_phases.models import StatusEntry
from tests import factories

MATRIX = reverse("reform_phases:matrix")
State = StatusEntry.State


@pytest.fixture
def area(county):
    return factories.FocusAreaFactory(code="3", name_nb="Mat og måltider")


@pytest.fixture
def solutions(area):
    """Three, 3.1 to 3.3."""
    return [
        factories.SolutionFactory(area=area, code=f"3.{number}", name_nb=f"Løsning {number}") for number in (1, 2, 3)
    ]


def place(county, name, *states, solutions=(), **entry):
    """A municipality with `states` for the first of `solutions`."""
    body = factories.MunicipalityFactory(county=county, name=name)
    for solution, state in zip(solutions, states, strict=False):
        factories.StatusEntryFactory(municipality=body, solution=solution, state=state, **entry)
    return body


def grid(response):
    """Each municipality's cells, in words."""
    body = response.text.split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, flags=re.DOTALL)
    return {
        re.search(r">([^<]+)</a>", row).group(1): re.findall(r'<td[^>]*aria-label="(?:\d )?([^"]*)"', row)
        for row in rows
    }


def totals(response):
    return re.findall(r"<td>(.*?)</td>", response.text.split("<tfoot")[1].split("</tfoot>")[0])


def test_a_cell_tells_the_state_in_words_and_as_a_sign(adviser_client, county, solutions):
    place(county, "Voss", State.IN_PROGRESS, State.NOT_RELEVANT, solutions=solutions)

    response = adviser_client.get(MATRIX)

    assert grid(response) == {"Voss": ["Under gjennomføring", "Ikke aktuelt", "Ikke registrert"]}
    assert '<td class="state--in_progress" aria-label="4 Under gjennomføring">4</td>' in response.text
    assert '<td class="state--not_relevant" aria-label="Ikke aktuelt">×</td>' in response.text


def test_not_registered_is_not_the_same_as_not_assessed(adviser_client, county, solutions):
    place(county, "Voss", State.NOT_ASSESSED, solutions=solutions)

    response = adviser_client.get(MATRIX)

    assert grid(response)["Voss"][:2] == ["Ikke vurdert", "Ikke registrert"]
    assert '<td class="state--not_assessed" aria-label="0 Ikke vurdert">0</td>' in response.text
    assert '<td class="state--none" aria-label="Ikke registrert">·</td>' in response.text
    assert "Ikke registrert er ikke det samme som ikke vurdert." in response.text


def test_what_was_not_confirmed_in_time_is_marked_and_counted(adviser_client, county, solutions):
    factories.FreshnessLimitFactory(months=9)
    place(county, "Voss", State.DECIDED, State.PLANNED, solutions=solutions, on=date(2020, 6, 1))

    now = adviser_client.get(MATRIX)
    then = adviser_client.get(MATRIX, {"dato": "2020-12-31"})

    assert grid(now)["Voss"][0] == "Vedtatt, uferskt"
    assert "1 kommune, 2 statuser, 2 av dem uferske" in strip_tags(now.text)
    assert grid(then)["Voss"][0] == "Vedtatt"
    assert "2 statuser, 0 av dem uferske" in strip_tags(then.text)


def test_the_foot_counts_those_under_way_or_further(adviser_client, county, solutions):
    place(county, "Hole", State.IN_PROGRESS, State.PLANNED, solutions=solutions)
    place(county, "Lier", State.EVALUATED, State.IMPLEMENTED, solutions=solutions)
    place(county, "Voss", State.NOT_RELEVANT, solutions=solutions)

    assert totals(adviser_client.get(MATRIX)) == ["2", "1", "0"]


def test_a_day_that_has_passed_shows_the_municipalities_and_states_of_then(adviser_client, county, solutions):
    askim = place(county, "Askim", State.PLANNED, solutions=solutions, on=date(2019, 6, 1))
    new = factories.merge(date(2020, 1, 1), [askim], name="Indre Østfold")
    factories.StatusEntryFactory(municipality=new, solution=solutions[0], state=State.EVALUATED, on=date(2020, 2, 1))

    before = adviser_client.get(MATRIX, {"dato": "2019-12-31"})
    after = adviser_client.get(MATRIX, {"dato": "2020-01-31"})
    today = adviser_client.get(MATRIX)

    assert grid(before) == {"Askim": ["I plan", "Ikke registrert", "Ikke registrert"]}
    assert f'href="{askim.get_absolute_url()}?dato=2019-12-31"' in before.text
    assert "Slik det var 31.12.2019" in before.text
    assert grid(after) == {"Indre Østfold": ["Ikke registrert"] * 3}
    assert grid(today)["Indre Østfold"][0] == "Evaluert"


def test_it_is_edited_today_by_those_who_may_and_never_in_the_past(adviser_client, county, solutions):
    place(county, "Voss", solutions=solutions)
    coordinator = Client()
    coordinator.force_login(factories.coordinator(county))

    assert "data-edit=" in adviser_client.get(MATRIX).text
    assert "data-edit=" not in adviser_client.get(MATRIX, {"dato": "2021-01-01"}).text
    assert "data-edit=" not in coordinator.get(MATRIX).text


def test_an_editor_is_opened_by_plain_keys(adviser_client, county, area):
    solution = factories.SolutionFactory(pk=1_234_567, area=area)
    place(county, "Voss", solutions=[solution])

    assert 'data-column="1234567"' in adviser_client.get(MATRIX).text


def test_an_area_chooses_the_columns(adviser_client, county, area, solutions):
    other = factories.SolutionFactory(area__code="4", area__name_nb="Helsehjelp", code="4.1", name_nb="Den andre")
    place(county, "Voss", solutions=solutions)

    assert len(grid(adviser_client.get(MATRIX))["Voss"]) == 4
    narrowed = adviser_client.get(MATRIX, {"omrade": other.area.pk})
    assert len(grid(narrowed)["Voss"]) == 1
    assert 'title="Den andre"' in narrowed.text
    assert 'title="Løsning 1"' not in narrowed.text


def test_place_and_name_choose_the_rows(adviser_client, county, region, solutions):
    other = factories.CountyFactory(region=region)
    place(county, "Voss")
    place(other, "Stord")

    assert list(grid(adviser_client.get(MATRIX, {"fylke": other.pk}))) == ["Stord"]
    assert list(grid(adviser_client.get(MATRIX, {"tekst": "vos"}))) == ["Voss"]


def test_municipalities_of_another_region_are_not_shown_nor_counted(adviser_client, county, solutions):
    place(county, "Voss", State.PLANNED, solutions=solutions)
    place(factories.CountyFactory(), "Tromsø", State.EVALUATED, solutions=solutions)

    response = adviser_client.get(MATRIX)

    assert list(grid(response)) == ["Voss"]
    assert totals(response) == ["0", "0", "0"]


def test_the_columns_are_those_of_the_newest_reform_unless_an_area_of_another_is_chosen(
    adviser_client, county, area, solutions
):
    newest = factories.ReformFactory(code="bo-trygt", valid_from=date(2024, 1, 1), valid_to=None)
    factories.SolutionFactory(area=factories.FocusAreaFactory(reform=newest), name_nb="Trygg bolig")
    place(county, "Voss", State.DECIDED, solutions=solutions)

    assert grid(adviser_client.get(MATRIX)) == {"Voss": ["Ikke registrert"]}
    assert grid(adviser_client.get(MATRIX, {"omrade": area.pk}))["Voss"][0] == "Vedtatt"


def test_nobody_found_is_said(adviser_client, county, solutions):
    place(county, "Voss")

    assert "Ingen kommuner å vise" in adviser_client.get(MATRIX, {"tekst": "finnes ikke"}).text


def test_without_a_reform_the_page_still_answers(adviser_client, county):
    place(county, "Voss")

    response = adviser_client.get(MATRIX)

    assert response.status_code == 200
    assert "<tbody>" not in response.text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"dato": "2018-12-31"}, "Registeret begynner 1.1.2019"),
        ({"dato": "2999-01-01"}, "Datoen er fram i tid"),
        ({"omrade": "tull"}, "Velg et gyldig valg"),
    ],
)
def test_what_cannot_be_shown_is_explained_and_shows_nothing(adviser_client, county, solutions, asked, answer):
    place(county, "Voss")

    response = adviser_client.get(MATRIX, asked)

    assert answer in response.text
    assert "<tbody>" not in response.text
    assert "Ingen kommuner å vise" not in response.text


def test_the_number_of_queries_is_the_same_for_few_and_many(adviser_client, county, solutions):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(MATRIX)
        return len(captured)

    def more(number):
        for n in range(number):
            place(county, f"Kommune {n}", State.PLANNED, State.EVALUATED, solutions=solutions)

    more(3)
    few = queries()
    more(27)

    assert queries() == few
    assert adviser_client.get(MATRIX).context["matrix"].municipalities == 30


def test_a_line_leads_to_its_municipality_on_the_day_and_escapes_its_name(adviser_client, county):
    factories.SolutionFactory()
    body = factories.MunicipalityFactory(name="<Stad>", county=county)
    day = timezone.localdate() - timedelta(days=1)

    address = reverse("overview:municipality", args=[body.pk])
    today, then = adviser_client.get(MATRIX).text, adviser_client.get(MATRIX, {"dato": day.isoformat()}).text

    assert f'<tr data-row="{body.pk}"><th scope="row"><a href="{address}">&lt;Stad&gt;</a></th>' in today
    assert f'<a href="{address}?dato={day}">&lt;Stad&gt;</a>' in then

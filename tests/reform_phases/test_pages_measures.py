"""Own measures: adding, finding, changing and deleting them, and their tab on the municipality's page."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.views import MunicipalityTab
from reform_phases.models import Measure
from tests import factories
from tests.pages import fields, shown

State, Sector = Measure.State, Measure.Sector
LIST = reverse("reform_phases:measure_list")
NEW = reverse("reform_phases:measure_create")


@pytest.fixture
def voss(county):
    factories.ReformFactory()
    return factories.MunicipalityFactory(county=county, name="Voss")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, row):
    return reverse(f"reform_phases:{name}", args=[row.pk])


def measure(municipality, **changes):
    sent = {"sector": "culture", "title": "Gågruppe", "unit": "Kultur og idrett", "starts_on": "2020-06-01"}
    return sent | {"municipality": municipality.pk, "state": "ongoing"} | changes


def tab(client, municipality):
    return client.get(url("measures", municipality)).content.decode()


def test_an_adviser_adds_a_measure_and_lands_on_its_page(adviser_client, voss):
    solution = factories.SolutionFactory(name_nb="Det gode måltidet")
    strategy = factories.StrategyFactory(name_nb="Demensplan 2025")
    sent = measure(voss, ends_on="2021-12-31", solutions=[solution.pk], strategies=[strategy.pk], note="Hver uke")

    response = adviser_client.post(NEW, sent, follow=True)

    assert response.redirect_chain[-1][0] == Measure.objects.get().get_absolute_url()
    page = response.content.decode()
    for text in ("Lagret.", "Gågruppe", "Kultur og idrett", "1.6.2020 til 31.12.2021", "Det gode måltidet"):
        assert text in page
    for text in ("Pågår, sluttdatoen er passert", "Demensplan 2025", "Hver uke"):
        assert text in page


def test_a_measure_without_solutions_lies_outside_the_reform(adviser_client, voss):
    page = adviser_client.post(NEW, measure(voss), follow=True).content.decode()

    assert "Tiltaket ligger utenfor reformens løsninger." in page


@pytest.mark.parametrize(
    ("changes", "field", "answer"),
    [
        ({"starts_on": "2018-06-01"}, "starts_on", "Voss fantes ikke 1.6.2018."),
        ({"starts_on": "0201-01-01"}, "starts_on", "Skriv en dato med riktig årstall."),
        ({"starts_on": ""}, "starts_on", "Feltet er påkrevet."),
        ({"ends_on": "2020-05-31"}, "ends_on", "Tiltaket kan ikke slutte før det starter."),
        ({"ends_on": "2999-01-01"}, "ends_on", "Skriv en dato med riktig årstall."),
        ({"unit": "kari@voss.example"}, "unit", "Skriv navnet på enheten, ikke en e-postadresse."),
        (
            {"unit": "Kari 010150 12345"},
            "unit",
            "Dette ser ut som et fødselsnummer. Skriv aldri personopplysninger her.",
        ),
        (
            {"note": "Gjelder 01015012345."},
            "note",
            "Dette ser ut som et fødselsnummer. Skriv aldri personopplysninger her.",
        ),
        ({"title": "x" * 161}, "title", "Sørg for at denne verdien har 160 eller færre tegn (den har nå 161)."),
        ({"unit": "x" * 121}, "unit", "Sørg for at denne verdien har 120 eller færre tegn (den har nå 121)."),
        ({"note": "x" * 1001}, "note", "Sørg for at denne verdien har 1000 eller færre tegn (den har nå 1001)."),
        ({"sector": ""}, "sector", "Feltet er påkrevet."),
    ],
)
def test_a_measure_that_cannot_be_is_explained_beside_its_field(adviser_client, voss, changes, field, answer):
    response = adviser_client.post(NEW, measure(voss, **changes))

    assert response.context["form"].errors[field] == [answer]
    assert not Measure.objects.exists()


def test_a_measure_that_starts_later_is_planned_and_not_under_way(adviser_client, voss):
    later = (timezone.localdate() + timedelta(days=30)).isoformat()

    refused = adviser_client.post(NEW, measure(voss, starts_on=later))
    taken = adviser_client.post(NEW, measure(voss, starts_on=later, state="planned"))

    assert refused.context["form"].errors["state"] == [
        "Et tiltak som starter fram i tid, kan ikke være i gang eller gjennomført."
    ]
    assert taken.status_code == 302


def test_solutions_of_another_reform_are_refused(adviser_client, voss):
    other = factories.ReformFactory(code="bo-trygt", valid_from=date(2024, 1, 1), valid_to=None)
    foreign = factories.SolutionFactory(area=factories.FocusAreaFactory(reform=other))
    own = factories.ReformFactory()

    response = adviser_client.post(NEW, measure(voss, reform=own.pk, solutions=[foreign.pk]))

    assert response.context["form"].errors["solutions"] == ["Noen av løsningene hører til en annen reform."]


def test_a_contact_adds_for_the_own_municipality_and_for_no_other(voss, county):
    neighbour = factories.MunicipalityFactory(county=county, name="Vik")
    client = client_of(factories.contact(voss))

    assert client.get(NEW).context["form"]["municipality"].value() == voss.pk
    refused = client.post(NEW, measure(neighbour))
    taken = client.post(NEW, measure(voss))

    assert refused.context["form"].errors["municipality"] == ["Velg en kommune i listen."]
    assert taken.status_code == 302
    assert Measure.objects.get().municipality == voss


def test_a_coordinator_reads_but_does_not_write(county, voss):
    row = factories.MeasureFactory(municipality=voss)
    client = client_of(factories.coordinator(county))

    assert url("measure_update", row) not in client.get(row.get_absolute_url()).content.decode()
    assert NEW not in tab(client, voss)
    assert client.get(url("measure_update", row)).status_code == 403
    assert client.post(url("measure_delete", row)).status_code == 403


def test_the_choice_of_what_to_log_offers_a_measure(adviser_client, voss):
    page = adviser_client.get(reverse("log_choose"), {"kommune": voss.pk}).content.decode()

    assert f'<a href="{NEW}?kommune={voss.pk}">Eget tiltak</a>' in page


def test_a_measure_is_changed_and_deleted_and_the_history_tells(adviser_client, voss):
    row = factories.MeasureFactory(municipality=voss)

    changed = adviser_client.post(url("measure_update", row), measure(voss, title="Turgruppe"), follow=True)
    assert "Turgruppe" in changed.content.decode()
    assert "Vil du slette «Turgruppe»?" in adviser_client.get(url("measure_delete", row)).content.decode()
    adviser_client.post(url("measure_delete", row))

    assert not Measure.objects.exists()
    history = adviser_client.get(reverse("municipalities:history", args=[voss.pk]))
    changes = [entry for entry in history.context["changes"] if entry.record == "Eget tiltak"]
    assert [entry.kind for entry in changes] == ["delete", "update", "insert"]


class TestTwoAtOnce:
    def test_what_only_the_other_changed_is_kept(self, adviser_client, voss):
        row, solution = factories.MeasureFactory(municipality=voss), factories.SolutionFactory()
        sent = shown(adviser_client, url("measure_update", row))
        Measure.objects.filter(pk=row.pk).update(unit="Hjemmetjenesten sør", state=State.DONE)
        row.solutions.add(solution)

        response = adviser_client.post(url("measure_update", row), sent | {"title": "Ny tittel"})

        assert response.status_code == 302
        row.refresh_from_db()
        assert (row.title, row.unit, row.state) == ("Ny tittel", "Hjemmetjenesten sør", State.DONE)
        assert list(row.solutions.all()) == [solution]

    @pytest.mark.parametrize(
        ("name", "theirs", "ours", "told"),
        [
            ("title", "Deres", "Vår", "Deres"),
            ("state", "stopped", "done", "Stanset"),
            ("starts_on", date(2021, 1, 1), "2021-02-01", "1.1.2021"),
        ],
    )
    def test_what_both_changed_is_told_once_and_then_written(self, adviser_client, voss, name, theirs, ours, told):
        row = factories.MeasureFactory(municipality=voss)
        sent = shown(adviser_client, url("measure_update", row))
        Measure.objects.filter(pk=row.pk).update(**{name: theirs})

        refused = adviser_client.post(url("measure_update", row), sent | {name: ours})

        assert f"«{told}»" in refused.context["form"].errors[name][0]
        row.refresh_from_db()
        assert getattr(row, name) == theirs
        again = fields(refused.content.decode().split("<main", 1)[1].split("</main>", 1)[0])
        assert adviser_client.post(url("measure_update", row), again).status_code == 302
        row.refresh_from_db()
        assert str(getattr(row, name)) == ours

    def test_a_municipality_that_is_no_more_is_told_by_its_name(self, adviser_client, voss, county):
        old = factories.MunicipalityFactory(county=county, name="Granvin")
        factories.merge(date(2021, 1, 1), [old], name="Nye Granvin")
        other = factories.MunicipalityFactory(county=county)
        row = factories.MeasureFactory(municipality=voss)
        sent = shown(adviser_client, url("measure_update", row))
        Measure.objects.filter(pk=row.pk).update(municipality=old)

        refused = adviser_client.post(url("measure_update", row), sent | {"municipality": other.pk})

        assert "«Granvin (til 2020)»" in refused.context["form"].errors["municipality"][0]


class TestTab:
    def test_it_shows_measures_by_sector_in_order_with_all_that_is_known(self, adviser_client, voss):
        public = factories.MeasureFactory(municipality=voss, sector=Sector.PUBLIC, title="Felles legevakt")
        care = factories.MeasureFactory(municipality=voss, title="Matverter", unit="Kjøkkenet", state=State.ONGOING)
        solution = factories.SolutionFactory(code="3.1", name_nb="Det gode måltidet")
        care.solutions.add(solution)
        care.strategies.add(factories.StrategyFactory(name_nb="Ernæringsstrategien"))
        factories.MeasureFactory(title="Et annet sted")

        page = tab(adviser_client, voss)

        assert page.index("<h2>Helse og omsorg</h2>") < page.index("<h2>Andre offentlige aktører</h2>")
        for text in ("Kjøkkenet, fra 1.6.2020", "3.1 Det gode måltidet", "Ernæringsstrategien", "Pågår"):
            assert text in page
        assert solution.get_absolute_url() in page
        assert public.get_absolute_url() in page
        assert page.count("Utenfor reformens løsninger.") == 1
        assert "Ingen tiltak er registrert for kultur, teknisk og plan, " in page
        assert "Et annet sted" not in page
        assert f"{NEW}?kommune={voss.pk}" in page
        assert url("sheet", voss) in page

    def test_those_under_way_come_first_and_those_that_are_over_stand_back(self, adviser_client, voss):
        for state in (State.STOPPED, State.DONE, State.PLANNED, State.ONGOING):
            factories.MeasureFactory(municipality=voss, state=state)

        (sector,) = adviser_client.get(url("measures", voss)).context["sectors"]

        assert [row.measure.state for row in sector.measures] == ["ongoing", "planned", "done", "stopped"]
        assert tab(adviser_client, voss).count('<li class="is-over">') == 2

    @pytest.mark.parametrize(
        ("state", "ends_on", "label"),
        [
            (State.PLANNED, None, "Planlagt, startdatoen er passert"),
            (State.ONGOING, date(2021, 1, 1), "Pågår, sluttdatoen er passert"),
            (State.DONE, date(2021, 1, 1), "Gjennomført"),
        ],
    )
    def test_a_state_that_the_dates_contradict_says_so(self, adviser_client, voss, state, ends_on, label):
        factories.MeasureFactory(municipality=voss, state=state, ends_on=ends_on)

        (sector,) = adviser_client.get(url("measures", voss)).context["sectors"]

        assert sector.measures[0].label == label

    def test_measures_from_before_a_merger_are_shown_as_theirs(self, adviser_client, county, voss):
        factories.MeasureFactory(municipality=voss, title="Gammelt tiltak")
        successor = factories.merge(date(2021, 1, 1), [voss], name="Nye Voss")

        assert "Fra Voss (før sammenslåingen)" in tab(adviser_client, successor)
        assert "før sammenslåingen" not in tab(adviser_client, voss)

    def test_on_a_day_that_has_passed_only_the_dates_tell(self, adviser_client, voss, monkeypatch):
        factories.MeasureFactory(municipality=voss, title="Over", ends_on=date(2020, 12, 31), state=State.STOPPED)
        factories.MeasureFactory(municipality=voss, title="I gang", state=State.STOPPED)
        factories.MeasureFactory(municipality=voss, title="Kommer", starts_on=date(2021, 1, 2))
        monkeypatch.setattr(MunicipalityTab, "day", date(2021, 1, 1))
        monkeypatch.setattr(MunicipalityTab, "in_the_past", True)

        response = adviser_client.get(url("measures", voss))

        (sector,) = response.context["sectors"]
        assert [(row.measure.title, row.label) for row in sector.measures] == [
            ("I gang", "Startet"),
            ("Over", "Avsluttet"),
        ]
        assert NEW not in response.content.decode()

    def test_a_municipality_without_measures_says_so(self, adviser_client, voss):
        assert "Ingen egne tiltak er registrert for kommunen." in tab(adviser_client, voss)

    def test_another_regions_does_not_exist(self, adviser_client):
        foreign = factories.MunicipalityFactory()

        assert adviser_client.get(url("measures", foreign)).status_code == 404

    def test_it_costs_the_same_for_three_and_for_thirty(
        self, adviser_client, voss, django_assert_max_num_queries, django_assert_num_queries
    ):
        add_measures(3, voss)
        tab(adviser_client, voss)
        with django_assert_max_num_queries(30) as few:
            tab(adviser_client, voss)
        add_measures(27, voss)
        with django_assert_num_queries(len(few)):
            tab(adviser_client, voss)


class TestList:
    def test_it_is_narrowed_by_each_filter(self, adviser_client, county, voss):
        solution, strategy = factories.SolutionFactory(), factories.StrategyFactory()
        hole = factories.MunicipalityFactory(county=county, name="Hole", number="0612")
        first = factories.MeasureFactory(municipality=voss, sector=Sector.CULTURE, starts_on=date(2021, 1, 1))
        first.solutions.add(solution)
        second = factories.MeasureFactory(municipality=hole, state=State.DONE)
        second.strategies.add(strategy)

        def found(**query):
            return list(adviser_client.get(LIST, query).context["object_list"])

        assert found() == [first, second]
        assert found(kommune="vos") == [first]
        assert found(kommune="0612") == [second]
        assert found(sektor="culture") == [first]
        assert found(status="done") == [second]
        assert found(omfang="innenfor") == [first]
        assert found(omfang="utenfor") == [second]
        assert found(losning=solution.pk) == [first]
        assert found(strategi=strategy.pk) == [second]
        assert found(sektor="tull") == []
        assert found(losning="9" * 30) == []

    def test_it_is_a_tab_beside_treatment_and_plans(self, adviser_client, voss):
        tabs = adviser_client.get(LIST).context["tabs"]

        assert [(str(tab["label"]), tab["current"]) for tab in tabs] == [
            ("Politisk behandling", False),
            ("Planer", False),
            ("Egne tiltak", True),
        ]

    def test_another_regions_measures_do_not_exist_for_the_user(self, adviser_client):
        foreign = factories.MeasureFactory(title="Fjernt tiltak")

        assert "Fjernt tiltak" not in adviser_client.get(LIST).content.decode()
        for name in ("measure_detail", "measure_update", "measure_delete"):
            assert adviser_client.get(url(name, foreign)).status_code == 404

    def test_it_costs_the_same_for_three_and_for_fifty(
        self, adviser_client, voss, django_assert_max_num_queries, django_assert_num_queries
    ):
        add_measures(3, voss)
        adviser_client.get(LIST)
        with django_assert_max_num_queries(25) as few:
            adviser_client.get(LIST)
        add_measures(48, voss)
        with django_assert_num_queries(len(few)):
            response = adviser_client.get(LIST)
        assert len(response.context["object_list"]) == 50


def add_measures(count, municipality):
    solution, strategy = factories.SolutionFactory(), factories.StrategyFactory()
    for row in factories.MeasureFactory.create_batch(count, municipality=municipality):
        row.solutions.add(solution)
        row.strategies.add(strategy)

"""Lists that people save, share and open again."""

from datetime import timedelta
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from lhl_portal.access.declarations import walk
from lhl_portal.access.models import SavedView
from lhl_portal.access.saved_views import LONGEST, PAGES, SavedViewForm, SavedViewsMixin, canonical
from lhl_portal.audit.models import AccessEvent
from tests import factories
from tests.pages import fields

LIST = reverse("overview:list")
MATRIX = reverse("reform_phases:matrix")
MAP = reverse("overview:map")
VIEWS = reverse("access:view_list")
SAVE = reverse("access:view_save")


@pytest.fixture(autouse=True)
def reform(db):
    return factories.ReformFactory()


@pytest.fixture
def office(region):
    return region.office


@pytest.fixture
def colleague(region):
    return factories.adviser(region)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def menu(client, address=LIST, **query):
    return client.get(address, query).context["saved_views"]


def save(client, **changes):
    sent = {"page": "overview:list", "query": "", "name": "Min", "organisation": ""} | changes
    return client.post(SAVE, sent, follow=True)


def canonical_of(address: str) -> str:
    return canonical(QueryDict(address))


def test_two_addresses_that_ask_for_the_same_are_one_view():
    assert canonical_of("sort=navn&fylke=46&tekst=") == canonical_of("fylke=46&page=3&format=csv&sort=navn")


def test_columns_keep_their_order_and_a_day_stays():
    assert canonical_of("kolonne=b&dato=2021-12-31&kolonne=a") == "dato=2021-12-31&kolonne=b&kolonne=a"


def test_the_declared_pages_are_those_with_the_menu():
    with_menu = {name for name, pattern in walk() if issubclass(_class_of(pattern), SavedViewsMixin)}

    assert with_menu == set(PAGES)


def _class_of(pattern):
    return getattr(pattern.callback, "view_class", object)


@pytest.mark.parametrize("address", [LIST, MATRIX, MAP])
def test_a_list_is_saved_from_its_own_menu_and_comes_back_as_it_was(adviser_client, county, address):
    factories.MunicipalityFactory(county=county, name="Voss")
    asked = {"tekst": "voss", "fylke": str(county.pk), "page": "1", "region": ""}
    page = adviser_client.get(address, asked).content.decode()
    form = fields(unescape(page).split('action="/visninger/ny/"')[1].split("</form>")[0])

    saved = adviser_client.post(SAVE, form | {"name": "Voss i år"}, follow=True)

    view = SavedView.objects.get()
    assert saved.redirect_chain == [(view.get_absolute_url(), 302)]
    assert view.get_absolute_url() == f"{address}?fylke={county.pk}&tekst=voss"
    assert "Visningen «Voss i år» er lagret." in saved.content.decode()
    assert saved.context["saved_views"].current == view
    assert 'aria-current="page">Voss i år</a>' in saved.content.decode()


def test_the_menu_follows_the_list_when_a_filter_changes_it(adviser_client):
    part = adviser_client.get(LIST, {"tekst": "voss"}, headers={"HX-Request": "true"}).content.decode()

    assert 'name="query" value="tekst=voss"' in part


def test_the_view_that_is_shown_is_marked_whatever_the_order_of_its_address(adviser, adviser_client):
    view = factories.SavedViewFactory(owner=adviser, query="fylke=1&tekst=vos")

    assert menu(adviser_client, tekst="vos", fylke="1", page="1").current == view
    assert menu(adviser_client, tekst="voss").current is None


@pytest.mark.parametrize(
    ("page", "query", "answer"),
    [
        ("overview:list", "kolonne=finnes-ikke", "Listen har ingen kolonne «finnes-ikke»."),
        ("overview:list", "dato=2100-01-01", "Datoen er fram i tid."),
        ("reform_phases:matrix", "omrade=0", "Velg et gyldig valg."),
        ("overview:map", "fylke=0", "Velg et gyldig valg."),
    ],
)
def test_what_a_view_asks_for_is_checked_by_the_list_itself(adviser, adviser_client, page, query, answer):
    view = factories.SavedViewFactory(owner=adviser, page=page, query=query)

    page = adviser_client.get(view.get_absolute_url())

    assert page.status_code == 200
    assert answer in page.content.decode()
    assert "Rett feilene i filteret før du lagrer visningen." in page.content.decode()
    assert view in page.context["saved_views"].own


@pytest.mark.parametrize(
    ("changes", "field", "answer"),
    [
        ({"page": "access:user_list"}, "page", "Denne siden har ingen lagrede visninger."),
        ({"page": "https://example.no/"}, "page", "Denne siden har ingen lagrede visninger."),
        ({"page": ""}, "page", "Åpne listen du vil lagre, og lagre den derfra."),
        ({"name": ""}, "name", "Feltet er påkrevet."),
        ({"name": "Brukt"}, "name", "Du har allerede en visning med dette navnet."),
        (
            {"query": "tekst=" + "a" * LONGEST},
            "query",
            "Utvalget er for langt til å lagres. Ta bort et filter eller noen kolonner.",
        ),
        (
            {"query": "tekst=" + "å" * 400},  # six characters each in an address
            "query",
            "Utvalget er for langt til å lagres. Ta bort et filter eller noen kolonner.",
        ),
    ],
)
def test_what_cannot_be_saved_is_explained(adviser, adviser_client, changes, field, answer):
    factories.SavedViewFactory(owner=adviser, name="Brukt")

    response = save(adviser_client, **changes)

    assert response.context["form"].errors[field] == [answer]
    assert answer in response.content.decode()
    assert SavedView.objects.count() == 1


def test_a_refused_view_keeps_what_was_written_and_leads_back_to_the_list(adviser, adviser_client):
    factories.SavedViewFactory(owner=adviser, name="Brukt")

    response = save(adviser_client, name="Brukt", query="tekst=voss")

    page = response.content.decode()
    assert f'href="{LIST}?tekst=voss"' in page
    assert fields(page.split("<main")[1])["query"] == ["tekst=voss"]


def test_a_name_is_free_on_another_list_and_for_another_person(adviser, adviser_client, colleague):
    factories.SavedViewFactory(owner=adviser, name="Min", page="reform_phases:matrix")
    factories.SavedViewFactory(owner=colleague, name="Min")

    save(adviser_client, name="Min")

    assert SavedView.objects.filter(name="Min").count() == 3


def test_a_name_taken_after_the_form_looked_is_told_as_well(adviser, adviser_client, monkeypatch):
    """As when the button is pressed twice: both look before either writes."""
    looks = iter([lambda form: None, SavedViewForm.validate_unique])
    monkeypatch.setattr(SavedViewForm, "validate_unique", lambda form: next(looks)(form))
    factories.SavedViewFactory(owner=adviser, name="Min")

    response = save(adviser_client, name="Min")

    assert response.context["form"].errors["name"] == ["Du har allerede en visning med dette navnet."]


def test_a_shared_view_is_seen_by_colleagues_and_says_whose_it_is(adviser, adviser_client, office, colleague):
    save(adviser_client, name="Felles", organisation=office.pk)

    page = client_of(colleague).get(LIST)

    assert [(view.name, view.owner) for view in page.context["saved_views"].shared] == [("Felles", adviser)]
    assert adviser.name in page.content.decode()


def test_a_view_of_ones_own_is_seen_by_nobody_else(adviser, colleague):
    factories.SavedViewFactory(owner=adviser)

    assert menu(client_of(colleague))[:2] == ([], [])


def test_a_shared_view_stays_in_its_organisation(adviser, office):
    factories.SavedViewFactory(owner=adviser, organisation=office)

    assert menu(client_of(factories.adviser())).shared == []
    assert menu(client_of(factories.analyst())).shared == []


def test_who_leaves_the_organisation_no_longer_sees_its_views(adviser, office, colleague):
    factories.SavedViewFactory(owner=adviser, organisation=office)
    today = timezone.localdate()
    assert menu(client_of(colleague)).shared

    colleague.memberships.update(valid_to=today)
    factories.MembershipFactory(user=colleague, organisation=factories.OfficeFactory(), role="adviser")

    assert menu(client_of(colleague)).shared == []


def test_nobody_shares_with_an_organisation_of_others(adviser_client):
    response = save(adviser_client, organisation=factories.OfficeFactory().pk)

    assert "organisation" in response.context["form"].errors
    assert not SavedView.objects.exists()


def test_a_shared_view_gives_nobody_rows_that_they_do_not_reach(county, office):
    inside = factories.MunicipalityFactory(county=county, name="Innenfor")
    factories.MunicipalityFactory(name="Utenfor")
    analyst = factories.analyst()
    factories.MembershipFactory(user=analyst, organisation=office, role="reader")
    view = factories.SavedViewFactory(owner=analyst, organisation=office)
    own = client_of(analyst).get(view.get_absolute_url()).content.decode()
    contact = factories.contact(inside)
    factories.MembershipFactory(user=contact, organisation=office, role="reader")

    seen = client_of(contact).get(view.get_absolute_url()).content.decode()

    assert "Utenfor" in own
    assert "Innenfor" in seen
    assert "Utenfor" not in seen


def test_the_views_of_a_person_are_listed_by_page_and_say_who_sees_them(adviser, adviser_client, office, colleague):
    factories.SavedViewFactory(owner=adviser, name="Åpne saker")
    factories.SavedViewFactory(owner=adviser, name="zoner", organisation=office)
    factories.SavedViewFactory(owner=adviser, name="Rutene", page="reform_phases:matrix")
    factories.SavedViewFactory(owner=colleague, name="En annens", organisation=office)

    page = adviser_client.get(VIEWS)

    listed = [(str(label), [view.name for view in views]) for label, views in page.context["pages"]]
    assert listed == [("Kommuner, liste", ["zoner", "Åpne saker"]), ("Kommuner, matrise", ["Rutene"])]
    assert f"Delt med alle i {office}" in page.content.decode()
    assert "Bare du ser den" in page.content.decode()
    assert "En annens" not in page.content.decode()


def test_a_view_is_renamed_and_shared(adviser, adviser_client, office):
    view = factories.SavedViewFactory(owner=adviser, name="Før", query="tekst=voss")

    page = adviser_client.post(
        reverse("access:view_update", args=[view.pk]), {"name": "Etter", "organisation": office.pk}, follow=True
    )

    view.refresh_from_db()
    assert (view.name, view.organisation, view.query) == ("Etter", office, "tekst=voss")
    assert "Visningen «Etter» er lagret." in page.content.decode()


def test_a_view_keeps_who_it_is_shared_with_when_its_owner_has_left(adviser, adviser_client, office):
    view = factories.SavedViewFactory(owner=adviser, organisation=office)
    adviser.memberships.update(valid_to=timezone.localdate() - timedelta(days=1))
    address = reverse("access:view_update", args=[view.pk])

    adviser_client.post(address, fields(adviser_client.get(address).content.decode().split("<main")[1]))

    view.refresh_from_db()
    assert view.organisation == office


def test_a_view_is_deleted_after_a_question(adviser, adviser_client, office):
    view = factories.SavedViewFactory(owner=adviser, name="Gammel", organisation=office)
    address = reverse("access:view_delete", args=[view.pk])

    asked = adviser_client.get(address).content.decode()
    assert "Vil du slette visningen «Gammel»?" in asked
    assert "blir borte for dem også" in asked
    assert SavedView.objects.exists()
    page = adviser_client.post(address, follow=True)

    assert "Visningen «Gammel» er slettet." in page.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("act", ["view_update", "view_delete"])
def test_the_views_of_others_do_not_exist_for_changing(adviser, office, colleague, act):
    view = factories.SavedViewFactory(owner=adviser, name="Felles", organisation=office)
    client, address = client_of(colleague), reverse(f"access:{act}", args=[view.pk])

    assert client.get(address).status_code == 404
    assert client.post(address, {"name": "Kapret"}).status_code == 404
    assert SavedView.objects.get().name == "Felles"


def test_a_file_of_a_view_is_the_file_of_its_list(adviser_client):
    adviser_client.get(LIST, {"tekst": "voss", "format": "csv"})

    assert AccessEvent.objects.filter(path__contains="tekst=voss").exists()


@pytest.mark.parametrize("address", [LIST, MATRIX, MAP])
def test_the_menu_costs_the_same_for_three_views_and_for_thirty(
    adviser, adviser_client, colleague, office, django_assert_max_num_queries, django_assert_num_queries, address
):
    def more(count):
        for owner in (adviser, colleague):
            factories.SavedViewFactory.create_batch(
                count, owner=owner, organisation=office, page=resolve(address).view_name
            )

    more(3)
    with django_assert_max_num_queries(60) as few:
        adviser_client.get(address)
    more(27)

    with django_assert_num_queries(len(few)):
        assert len(menu(adviser_client, address).own) == 30

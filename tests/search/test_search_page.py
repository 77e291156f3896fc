"""The search page as its readers meet it: what it shows to whom, and what it says when there is nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lhl_portal.search.groups import GROUPS
from tests import factories
from tests.search.conftest import counts, hits

URL = reverse("search")


def everything_in(county, word):
    """One row of each group that says `word`."""
    region = county.regions.get().region
    municipality = factories.MunicipalityFactory(county=county, name=f"{word} kommune")
    meeting = factories.MeetingFactory(host=region.office, title=f"{word} møte", outcome=word)
    factories.InvitationFactory(meeting=meeting, municipality=municipality)
    factories.FollowUpFactory(meeting=meeting, municipality=municipality, what=f"Sende {word}")
    factories.TreatmentFactory(municipality=municipality, note=word, case_number="21/1")
    factories.PlanFactory(municipality=municipality, title=f"Plan {word}")
    factories.MeasureFactory(municipality=municipality, title=f"Tiltak {word}")
    network = factories.NetworkFactory(owner=region.office, name=f"Nettverk {word}")
    factories.NetworkMembershipFactory(network=network, municipality=municipality)
    factories.GatheringFactory(network=network, title=word)


def test_rows_of_another_region_are_neither_shown_nor_counted(search, county):
    everything_in(county, "Kanari")
    everything_in(factories.CountyFactory(), "Kanari")

    assert set(counts(search("kanari")).values()) == {1}
    assert len(counts(search("kanari"))) == len(GROUPS)
    for group in GROUPS:
        assert len(hits(search("kanari", gruppe=group.key))) == 1


def test_what_lies_elsewhere_alone_is_not_betrayed(search):
    everything_in(factories.CountyFactory(), "Kanari")

    for asked in ("kanari", "kanary", "21/1"):
        page = search(asked)
        assert "Ingen treff på" in page
        assert "Kanari" not in page


def test_a_coordinator_and_a_contact_search_their_own_and_an_analyst_the_country(county):
    everything_in(county, "Kanari")
    everything_in(factories.CountyFactory(), "Kanari")
    municipality = county.spells.get().municipality

    seen = {}
    for who, user in (
        ("coordinator", factories.coordinator(county)),
        ("contact", factories.contact(municipality)),
        ("analyst", factories.analyst()),
    ):
        client = Client()
        client.force_login(user)
        seen[who] = counts(client.get(URL, {"q": "kanari"}).content.decode())
    assert set(seen["coordinator"].values()) == set(seen["contact"].values()) == {1}
    assert set(seen["analyst"].values()) == {2}


def test_without_a_role_there_is_nothing_to_search(county):
    everything_in(county, "Kanari")
    client = Client()
    client.force_login(factories.UserFactory())

    assert counts(client.get(URL, {"q": "kanari"}).content.decode()) == {}


def test_a_group_shows_ten_and_leads_to_the_rest(search, region):
    for number in range(61):
        factories.MeetingFactory(host=region.office, title=f"Møte {number:02}")

    first = search("møte")
    whole = search("møte", gruppe="moter", page=2)

    assert counts(first) == counts(whole) == {"Møter og støtte": 61}
    assert len(hits(first)) == 10
    assert "?q=m%C3%B8te&amp;gruppe=moter" in first
    assert len(hits(whole)) == 11
    assert 'rel="prev" href="?q=m%C3%B8te&amp;gruppe=moter&amp;page=1"' in whole


def test_an_unknown_group_or_page_is_the_first(search, region):
    factories.MeetingFactory(host=region.office, title="Møte om mat")

    for more in ({"gruppe": "finnes-ikke"}, {"gruppe": "moter", "page": "x"}, {"gruppe": "moter", "page": "99"}):
        assert hits(search("mat", **more)) == ["Møte om mat"]


def test_hits_are_marked_and_everything_else_is_escaped(search, region):
    factories.MeetingFactory(
        host=region.office, title="<b>Ernæring</b> & mat", outcome=f"{'Mye annet. ' * 30}<script>ernæring</script>"
    )

    page = search("ernæring <i>")

    assert "&lt;b&gt;<mark>Ernæring</mark>&lt;/b&gt; &amp; mat" in page
    assert "… Mye annet. Mye annet." in page
    assert "&lt;script&gt;<mark>ernæring</mark>&lt;/script&gt;" in page
    assert 'value="ernæring &lt;i&gt;"' in page
    assert not any(raw in page for raw in ("<script>ernæring", "<b>", "<i>"))


def test_the_page_says_what_to_do_when_there_is_nothing_to_show(search, adviser_client):
    national = Client()
    national.force_login(factories.analyst())
    outside = "kan ligge utenfor ditt område"

    assert "Skriv hva du leter etter." in adviser_client.get(URL).content.decode()
    assert "Skriv minst to tegn." in search("x")
    assert "Ingen treff på «finnes ikke»" in search("finnes ikke")
    assert outside in search("finnes ikke")
    assert outside not in national.get(URL, {"q": "finnes ikke"}).content.decode()
    assert "Ingen treff på «&amp;|!»" in search("&|!")


def test_htmx_gets_the_hits_alone_with_their_count_to_announce(adviser_client, region):
    factories.MeetingFactory(host=region.office, title="Møte om mat")

    page = adviser_client.get(URL, {"q": "mat"}, headers={"HX-Request": "true"}).content.decode()

    assert "data-announce>1 treff på «mat»" in page
    assert "<html" not in page


def test_a_question_costs_the_same_whatever_it_finds(
    adviser_client, county, django_assert_num_queries, django_assert_max_num_queries
):
    for _number in range(2):
        everything_in(county, "Kanari")
    with django_assert_max_num_queries(45) as few:
        adviser_client.get(URL, {"q": "kanari"})
    for _number in range(9):
        everything_in(county, "Kanari")

    with django_assert_num_queries(len(few)):
        page = adviser_client.get(URL, {"q": "kanari"}).content.decode()
    assert set(counts(page).values()) == {11}


@pytest.mark.parametrize(
    "asked",
    [
        "'",
        "''; drop table x",
        '"',
        "\\",
        "%",
        "%s %(a)s {0}",
        "&|!",
        "a & b | !c",
        "a <-> b",
        ":*",
        "'x':*",
        "\0",
        "a\0b",
        "(((",
        "²½ ﬁ ß İ ŉ ﷺ",
        "e\u0301 a\u030a",
        "👵🏽",
        "\u202e\u200b",
        "_" * 50,
        "x" * 5000,
        "a b " * 500,
        "og i på",
        "0000 1900 2999",
    ],
)
def test_no_question_breaks_the_page(search, asked):
    assert "Søk" in search(asked)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(max_size=40), group=st.sampled_from(["", *(group.key for group in GROUPS)]))
def test_any_text_gets_an_answer(search, asked, group):
    assert "Søk" in search(asked, gruppe=group)


def test_every_page_has_the_field_once(adviser_client):
    for address in (reverse("start"), reverse("overview:list"), URL, "/finnes-ikke/"):
        page = adviser_client.get(address).content.decode()
        assert page.count('name="q"') == 1, address
        assert page.count('role="search" aria-label="Søk i portalen"') == 1, address


def test_before_log_in_there_is_no_field(db):
    assert 'name="q"' not in Client().get(reverse("account_login")).content.decode()

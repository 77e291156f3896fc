"""Keys of machines: what they open, when they stop, and that they are kept nowhere."""

import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from lhl_portal.access.roles import OrganisationKind
from lhl_portal.access.secret import HideSecrets
from lhl_portal.audit.models import AccessEvent
from reporting.models import ApiKey
from reporting.publishing.keys import revoke_key
from tests import factories as f
from tests.pages import shown
from tests.reporting.published import sent

ROUNDS = "/data/runder.json"
PAGE = "/administrasjon/nokler/"


def ask(secret: str, address: str = ROUNDS, client: Client | None = None, **headers):
    return (client or Client()).get(address, headers={"Authorization": f"Bearer {secret}", **headers})


def told(answer) -> set[int]:
    """The reports with an edition in a list of rounds."""
    return {edition["report"] for round in answer.json()["rounds"] for edition in round["editions"]}


@pytest.fixture
def elsewhere(db):
    return sent(f.CountyFactory(region=f.RegionFactory()).regions.get().region)


@pytest.fixture
def here(region, county):
    return sent(region)


def test_a_key_reaches_what_a_reader_of_the_organisation_reaches(region, here, elsewhere):
    _key, secret = f.api_key(region.office)

    assert told(ask(secret)) == {here.report_id}
    assert ask(secret, f"/data/utgaver/{here.report_id}/1/tall.json").status_code == 200
    assert ask(secret, f"/data/utgaver/{elsewhere.report_id}/1/tall.json").status_code == 404
    round = ask(secret, f"/data/runder/{elsewhere.report.round_id}.json").json()
    assert round["editions"] == []


def test_a_key_of_the_directorate_reaches_all_and_one_of_a_centre_without_counties_nothing(here, elsewhere):
    national = f.api_key(f.OrganisationFactory(kind=OrganisationKind.DIRECTORATE))[1]
    nowhere = f.api_key(f.OrganisationFactory(kind=OrganisationKind.USHT))[1]

    assert told(ask(national)) == {here.report_id, elsewhere.report_id}
    assert told(ask(nowhere)) == set()


def test_the_addresses_in_the_lists_answer(region, here):
    _key, secret = f.api_key(region.office)

    round = next(round for round in ask(secret).json()["rounds"] if round["editions"])
    again = ask(secret, round["url"].partition("8000")[2])

    assert again.json() == round
    for address in round["editions"][0]["files"].values():
        assert ask(secret, address.partition("8000")[2]).status_code == 200


def test_a_list_takes_as_many_queries_for_many_editions_as_for_one(
    region, here, django_assert_num_queries, django_assert_max_num_queries
):
    _key, secret = f.api_key(region.office)
    ask(secret)
    with django_assert_max_num_queries(9) as first:
        ask(secret)
    for _ in range(4):
        sent(region)

    with django_assert_num_queries(len(first)):
        assert len(told(ask(secret))) == 5


@pytest.mark.parametrize("presented", ["", "lhl_ukjent", "lhl_" + "a" * 43])
def test_an_unknown_key_is_refused_in_words_a_machine_reads(here, presented):
    answer = ask(presented)

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == 'Bearer realm="data", error="invalid_token"'
    assert answer.json()["title"] == "Du må logge inn eller bruke en nøkkel"


def test_without_a_key_one_is_asked_for(here):
    answer = Client().get(ROUNDS)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="data"')


def test_a_key_stops_when_it_is_taken_back_and_after_its_last_day(region, here):
    today = timezone.localdate()
    lasting, secret = f.api_key(region.office)
    _last, last_day = f.api_key(region.office, expires_on=today)
    _over, over = f.api_key(region.office, expires_on=today - timedelta(days=1))
    assert [ask(one).status_code for one in (secret, last_day, over)] == [200, 200, 401]

    revoke_key(key=lasting, at=timezone.now())

    assert ask(secret).status_code == 401


def test_a_key_makes_no_session_and_leaves_out_whoever_is_logged_in(region, here, elsewhere):
    _key, secret = f.api_key(region.office)
    client = Client()
    client.force_login(f.analyst())

    answer = ask(secret, client=client)

    assert told(answer) == {here.report_id}
    assert not answer.cookies
    assert not ask(secret).cookies
    assert ask("lhl_ukjent", client=client).status_code == 401


def test_what_a_key_fetches_is_remembered_with_its_first_letters(region, here):
    key, secret = f.api_key(region.office)
    address = f"/data/utgaver/{here.report_id}/1/tall.csv"

    ask(secret, address)

    event = AccessEvent.objects.get(kind="export")
    assert (event.user, event.path) == (None, address)
    assert event.detail == f"{here.snapshot.sha256}, {key.prefix} {region.office.code}"
    key.refresh_from_db()
    assert key.last_used_on == timezone.localdate()


def test_others_than_readers_of_reports_are_told_that_no_role_lets_them(here, county):
    client = Client()
    client.force_login(f.coordinator(county))

    answer = client.get(ROUNDS)

    assert (answer.status_code, answer.json()["status"]) == (403, 403)
    assert AccessEvent.objects.get(kind="refused").path == ROUNDS


def test_one_can_only_fetch(region, here):
    _key, secret = f.api_key(region.office)

    answer = Client().post(ROUNDS, headers={"Authorization": f"Bearer {secret}"})

    assert (answer.status_code, answer["Allow"], answer.json()["status"]) == (405, "GET, HEAD", 405)


@pytest.fixture
def administrator_client(db):
    client = Client()
    client.force_login(f.administrator())
    return client


def make(client: Client, organisation, **fields):
    expires = (timezone.localdate() + timedelta(days=30)).isoformat()
    content = {"organisation": organisation.pk, "name": "Arkivet", "expires_on": expires} | fields
    return client.post(PAGE, shown(client, PAGE) | content)


def test_a_key_is_made_on_the_page_shown_once_and_works(region, here, administrator_client):
    answer = make(administrator_client, region.office)

    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert told(ask(secret)) == {here.report_id}
    assert secret not in administrator_client.get(PAGE).content.decode()
    assert answer["Cache-Control"] == "no-store, private"


def test_the_secret_is_kept_nowhere(region, here, administrator_client):
    secret = make(administrator_client, region.office).context["secret"]
    ask(secret, f"/data/utgaver/{here.report_id}/1/tall.json")

    key = ApiKey.objects.get()
    assert key.prefix == secret[:10]
    assert len(key.secret_sum) == 64
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_apikey::text FROM reporting_apikey")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT reporting_apikeyevent::text FROM reporting_apikeyevent")
        history = str(cursor.fetchall())
    everything = rows + history + str([*AccessEvent.objects.values(), *Context.objects.values()])
    assert secret[10:] not in everything
    assert key.secret_sum not in history


def test_a_key_that_was_written_where_it_does_not_belong_does_not_reach_the_log():
    secret = "lhl_" + "Ab-_3" * 9
    record = logging.LogRecord("gunicorn", 20, "", 1, '"GET %s HTTP/1.1"', (f"/data/runder.json?key={secret}",), None)

    assert HideSecrets().filter(record)

    assert secret[8:] not in record.getMessage()
    assert "key=lhl_Ab-_…" in record.getMessage()


@pytest.mark.parametrize("days", [0, -1, 731])
def test_a_key_lasts_from_tomorrow_to_two_years(administrator_client, days):
    last = (timezone.localdate() + timedelta(days=days)).isoformat()

    answer = make(administrator_client, f.OfficeFactory(), expires_on=last)

    assert list(answer.context["form"].errors) == ["expires_on"]
    assert not ApiKey.objects.exists()


def test_no_key_is_made_for_a_municipality(administrator_client):
    organisation = f.OrganisationFactory(kind=OrganisationKind.MUNICIPALITY)

    assert list(make(administrator_client, organisation).context["form"].errors) == ["organisation"]


def test_a_key_is_taken_back_on_its_page(region, here, administrator_client):
    key, secret = f.api_key(region.office)
    revoke = reverse("reporting:key_revoke", args=[key.pk])

    assert "slutter å virke" in administrator_client.get(revoke).content.decode()
    administrator_client.post(revoke)

    assert ask(secret).status_code == 401
    assert "allerede trukket tilbake" in administrator_client.get(revoke).content.decode()
    key.refresh_from_db()
    first = key.revoked_at
    administrator_client.post(revoke)
    key.refresh_from_db()
    assert key.revoked_at == first


def test_the_database_refuses_a_key_that_ends_before_it_is_made(db):
    with pytest.raises(IntegrityError, match="key_expires_after_it_is_made"), transaction.atomic():
        f.api_key(expires_on="2020-01-01")

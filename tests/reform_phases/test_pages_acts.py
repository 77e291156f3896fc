"""What was written in one go: its page, and undoing it."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from reform_phases.models import Act, StatusEntry
from reform_phases.recording import correcting, record
from tests import factories as f
from tests.pages import cells

State = StatusEntry.State
NOW = datetime(2021, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def solution():
    return f.SolutionFactory(code="3.4", name_nb="Ernæring")


@pytest.fixture
def bodies(county):
    return [f.MunicipalityFactory(county=county, name=f"Kommune {n}", sort_key=f"{n:03}") for n in range(3)]


@pytest.fixture
def act(adviser, bodies, solution):
    entries = [
        StatusEntry(municipality=body, solution=solution, state=State.IN_PROGRESS, on=date(2021, 6, 1))
        for body in bodies
    ]
    return record(entries, by=adviser, at=NOW)


def address(act, name="act_undo"):
    return reverse(f"reform_phases:{name}", args=[act.pk])


def page(client, act, name="act"):
    response = client.get(address(act, name))
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_who_when_and_what(adviser, adviser_client, act):
    shown = page(adviser_client, act)

    assert "Registrering 1.11.2021 13:00" in shown
    assert adviser.name in shown
    assert cells(shown)[0] == [
        *("Kommune 0", "3.4 Ernæring", "Under gjennomføring", "1.6.2021", "Satt", "Rådgivers vurdering", "Står"),
    ]
    assert address(act) in shown


@pytest.mark.parametrize(
    ("make", "about", "told"),
    [
        (f.PhaseEntryFactory, "Fase for reformen som helhet", "Kartlegging"),
        (f.OrganisingEntryFactory, "Organisering", "Begge deler"),
        (f.ElderCouncilEntryFactory, "Eldrerådet er involvert", "Ja"),
    ],
)
def test_every_log_is_told_in_words(adviser_client, bodies, make, about, told):
    extra = {"phase__name_nb": "Kartlegging"} if make is f.PhaseEntryFactory else {}

    entry = make(municipality=bodies[0], **extra)

    assert cells(page(adviser_client, entry.act))[0][1:3] == [about, told]


def test_before_undoing_one_sees_what_goes_what_holds_afterwards_and_what_stands(adviser_client, act, bodies, solution):
    third = StatusEntry.objects.get(act=act, municipality=bodies[2])
    f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.DECIDED, on=date(2020, 1, 2))
    f.StatusEntryFactory(municipality=bodies[1], solution=solution, state=State.EVALUATED, on=date(2021, 7, 1))
    correcting(third, state=State.PLANNED, act=f.ActFactory()).save()

    shown = page(adviser_client, act, "act_undo")

    assert "2 registreringer blir trukket tilbake." in shown
    assert cells(shown) == [
        ["Kommune 0", "3.4 Ernæring", "Under gjennomføring 1.6.2021", "Vedtatt 2.1.2020", ""],
        [
            *("Kommune 1", "3.4 Ernæring", "Under gjennomføring 1.6.2021", "Evaluert 1.7.2021"),
            "Det som gjelder i dag, er registrert av andre siden og blir stående.",
        ],
    ]
    assert "Kommune 2: 3.4 Ernæring, Under gjennomføring (1.6.2021)" in shown

    told = adviser_client.post(address(act), follow=True).content.decode()

    assert "Angret. 2 registreringer er trukket tilbake. 1 står, fordi den er rettet siden." in told
    counting = StatusEntry.objects.filter(counts=True).order_by("municipality__sort_key")
    assert [entry.state for entry in counting] == [State.DECIDED, State.EVALUATED, State.PLANNED]


def test_what_a_correction_corrected_is_shown_as_what_comes_back(adviser, adviser_client, bodies, solution):
    wrong = f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.PLANNED, on=date(2021, 3, 1))
    act = record([correcting(wrong, state=State.EVALUATED)], by=adviser, at=NOW)

    shown = page(adviser_client, act, "act_undo")

    assert cells(shown)[0][2:4] == ["Evaluert 1.3.2021", "I plan 1.3.2021"]


def test_nothing_is_undone_twice_and_the_pages_say_why(adviser, adviser_client, act):
    adviser_client.post(address(act))

    again = adviser_client.post(address(act), follow=True)

    assert again.redirect_chain == [(address(act, "act"), 302)]
    assert "Det er ingenting å angre: alt er angret eller rettet allerede." in again.content.decode()
    assert Act.objects.count() == 2
    assert "Det er ingenting å angre" in page(adviser_client, act, "act_undo")
    assert f"Angret av {adviser.name}" in page(adviser_client, act)


def test_an_undoing_links_to_what_it_undid_and_is_not_undone_itself(adviser_client, act):
    adviser_client.post(address(act))
    undoing = act.undone_by

    shown = page(adviser_client, undoing)

    assert f'href="{address(act, "act")}"' in shown
    assert address(undoing) not in shown
    adviser_client.post(address(undoing))
    assert Act.objects.count() == 2


def test_an_act_that_reaches_into_another_region_is_out_of_reach_whole(adviser_client, bodies, solution):
    act = f.ActFactory()
    for body in (bodies[0], f.MunicipalityFactory()):
        f.StatusEntryFactory(municipality=body, solution=solution, act=act)

    assert adviser_client.get(address(act, "act")).status_code == 404
    assert adviser_client.post(address(act)).status_code == 404
    assert StatusEntry.objects.filter(counts=True).count() == 2


def test_an_act_that_wrote_nothing_is_nobodys_to_see(adviser_client):
    assert adviser_client.get(address(f.ActFactory(), "act")).status_code == 404


def test_whoever_only_reads_sees_the_page_without_the_button_and_may_not_undo(client, region, act):
    client.force_login(f.reader(region.office))

    assert address(act) not in page(client, act)
    assert client.get(address(act)).status_code == 403
    assert client.post(address(act)).status_code == 403
    assert StatusEntry.objects.filter(counts=True).count() == 3


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/"])
def test_the_way_back_from_undoing_leads_nowhere_else(adviser_client, act, back):
    assert back not in adviser_client.get(address(act), {"tilbake": back}).content.decode()
    assert adviser_client.post(address(act), {"tilbake": back}).headers["Location"] == address(act, "act")

"""Saying the same about many municipalities: the form, the preview, and all of it written or nothing."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reform_phases import bulk
from reform_phases.forms import bulk as form
from reform_phases.models import Act, PhaseEntry, StatusEntry
from reform_phases.progress import statuses
from reform_phases.views import bulk as views
from tests import factories as f
from tests.pages import cells, fields, shown

BULK = reverse("reform_phases:bulk")
State, Kind = StatusEntry.State, StatusEntry.Kind


@pytest.fixture
def solution():
    return f.SolutionFactory(code="3.4", name_nb="Ernæring")


@pytest.fixture
def bodies(county):
    return [f.MunicipalityFactory(county=county, name=f"Kommune {n}", sort_key=f"{n:03}") for n in range(8)]


def asked(bodies, **extra):
    """The address that a list with ticked rows sends its reader to."""
    chosen = "&".join(f"kommune={body.pk}" for body in bodies)
    return f"{BULK}?{chosen}" + "".join(f"&{name}={value}" for name, value in extra.items())


def form_for(client, bodies, **changes):
    return shown(client, asked(bodies)) | changes


def status_form(client, bodies, solution, state=State.IN_PROGRESS, **changes):
    return form_for(client, bodies, solution=solution.pk, state=state, **changes)


def page_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def preview(client, sent):
    """The preview's page, and what its button would send."""
    page = page_of(client.post(BULK, sent, follow=True))
    return page, fields(page.split("<main", 1)[1]) | {"save": "1"}


def held(solution, body, day=None):
    found = statuses(solution.area.reform, day or timezone.localdate(), [body.pk])
    return found[body.pk, solution.pk].state if found else None


def test_eight_municipalities_are_set_in_one_go_and_undone_by_one_press(adviser, adviser_client, bodies, solution):
    f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.DECIDED)
    back = reverse("overview:list") + "?q=Kommune"
    sent = shown(adviser_client, asked(bodies, tilbake=back)) | {"solution": solution.pk, "state": State.IN_PROGRESS}
    _page, confirmed = preview(adviser_client, sent)

    saved = adviser_client.post(BULK, confirmed, follow=True)

    assert saved.redirect_chain == [(back, 302)]
    assert "3.4 Ernæring er satt til «Under gjennomføring» i 8 kommuner." in saved.content.decode()
    assert {held(solution, body) for body in bodies} == {State.IN_PROGRESS}
    assert (
        Act.objects.filter(by=adviser, pk__in=StatusEntry.objects.filter(state=State.IN_PROGRESS).values("act")).count()
        == 1
    )

    undo = re.search(r'<form method="post" action="(/registreringer/\d+/angre/)">', saved.content.decode()).group(1)
    undone = adviser_client.post(undo, {"tilbake": back}, follow=True)

    assert undone.redirect_chain == [(back, 302)]
    assert "Angret. 8 registreringer er trukket tilbake." in undone.content.decode()
    assert [held(solution, body) for body in bodies] == [State.DECIDED, *[None] * 7]


def test_the_chosen_municipalities_are_ticked_and_others_can_be_added(adviser_client, bodies, solution):
    page = page_of(adviser_client.get(asked(bodies[:2])))

    assert re.findall(r'name="kommune" value="(\d+)"[^>]* checked', page) == [str(body.pk) for body in bodies[:2]]
    assert sorted(re.findall(r'name="kommune" value="(\d+)"', page)) == sorted(str(body.pk) for body in bodies)


def test_the_preview_shows_from_and_to_with_age_and_writes_nothing(adviser_client, bodies, solution):
    day = timezone.localdate() - timedelta(days=14)
    f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.DECIDED, on=day)

    page, _confirmed = preview(adviser_client, status_form(adviser_client, bodies[:2], solution))

    first, second = cells(page)
    assert first[:3] == [
        "Kommune 0",
        f"Vedtatt {day.day}.{day.month}.{day.year}, 2 uker gammel",
        "Under gjennomføring",
    ]
    assert second[:3] == ["Kommune 1", "–", "Under gjennomføring"]
    assert "2 registreringer i 2 kommuner." in page
    assert StatusEntry.objects.count() == 1


def test_what_is_so_already_becomes_a_confirmation_and_says_so(adviser_client, bodies, solution):
    f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.IN_PROGRESS)

    page, confirmed = preview(adviser_client, status_form(adviser_client, bodies[:2], solution, note="Møte i mai"))
    adviser_client.post(BULK, confirmed)

    assert cells(page)[0][3] == "Uendret. Blir en bekreftelse."
    assert "1 er uendret og blir en bekreftelse." in page
    written = StatusEntry.objects.filter(on=timezone.localdate()).order_by("municipality__sort_key")
    assert [(entry.kind, entry.note) for entry in written] == [
        (Kind.CONFIRMED, "Møte i mai"),
        (Kind.SET, "Møte i mai"),
    ]


def test_what_is_older_than_what_holds_is_written_and_said_to_change_nothing_today(adviser_client, bodies, solution):
    f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.EVALUATED, on=date(2022, 3, 1))

    page, confirmed = preview(adviser_client, status_form(adviser_client, bodies[:1], solution, on="2021-06-01"))
    adviser_client.post(BULK, confirmed)

    assert cells(page) == [
        [
            "Kommune 0",
            "–",
            "Under gjennomføring",
            "Eldre enn det som gjelder: «Evaluert» fra 1.3.2022 gjelder fortsatt i dag.",
        ]
    ]
    assert held(solution, bodies[0]) == State.EVALUATED
    assert held(solution, bodies[0], date(2021, 12, 31)) == State.IN_PROGRESS


def test_a_municipality_that_did_not_exist_on_the_day_is_left_out_and_told(adviser_client, county, bodies, solution):
    new = f.merge(date(2020, 1, 1), [f.MunicipalityFactory(county=county)], name="Nye Nes", sort_key="999")

    page, confirmed = preview(adviser_client, status_form(adviser_client, [bodies[0], new], solution, on="2019-06-01"))
    adviser_client.post(BULK, confirmed)

    assert cells(page)[1] == ["Nye Nes", "–", "–", "Ikke med Kommunen fantes ikke 1.6.2019."]
    assert "1 rad er ikke med." in page
    assert [entry.municipality for entry in StatusEntry.objects.all()] == [bodies[0]]


def test_all_statuses_of_the_chosen_are_confirmed_and_who_has_none_is_left_out(adviser_client, bodies, solution):
    other = f.SolutionFactory(area=solution.area, code="3.5", name_nb="Måltider")
    f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.DECIDED)
    f.StatusEntryFactory(municipality=bodies[0], solution=other, state=State.PLANNED)

    page, confirmed = preview(adviser_client, form_for(adviser_client, bodies[:2], deed="confirm"))
    saved = adviser_client.post(BULK, confirmed, follow=True)

    assert [row[1] for row in cells(page)] == ["3.4 Ernæring", "3.5 Måltider", "Alle løsninger"]
    assert cells(page)[2][2:] == ["–", "–", "Ikke med Ingen status å bekrefte."]
    assert "Bekreftet 2 statuser uendret i 1 kommune." in saved.content.decode()
    fresh = StatusEntry.objects.filter(on=timezone.localdate()).order_by("solution__code")
    assert [(entry.kind, entry.state) for entry in fresh] == [
        (Kind.CONFIRMED, State.DECIDED),
        (Kind.CONFIRMED, State.PLANNED),
    ]


@pytest.mark.parametrize("kind", ["area", "solution"])
def test_a_confirmation_keeps_to_the_area_or_solution_chosen(adviser_client, bodies, solution, kind):
    other = f.SolutionFactory(area__reform=solution.area.reform)
    for each in (solution, other):
        f.StatusEntryFactory(municipality=bodies[0], solution=each)
    scope = {"area": f"area-{solution.area.pk}", "solution": f"solution-{solution.pk}"}[kind]

    _page, confirmed = preview(adviser_client, form_for(adviser_client, bodies[:1], deed="confirm", scope=scope))
    adviser_client.post(BULK, confirmed)

    assert [entry.solution for entry in StatusEntry.objects.filter(kind=Kind.CONFIRMED)] == [solution]


def test_a_phase_is_set_for_the_whole_or_for_an_area(adviser_client, bodies):
    area = f.FocusAreaFactory()
    phase = f.PhaseFactory(reform=area.reform, name_nb="Gjennomføring")

    for where in ("", area.pk):
        sent = form_for(adviser_client, bodies[:2], deed="phase", phase=phase.pk, area=where)
        adviser_client.post(BULK, preview(adviser_client, sent)[1])

    found = PhaseEntry.objects.order_by("pk").values_list("municipality", "area", "phase", "reform")
    whole = [(body.pk, None, phase.pk, area.reform.pk) for body in bodies[:2]]
    assert list(found) == [*whole, *((body, area.pk, *rest) for body, _area, *rest in whole)]


def test_an_area_of_another_reform_is_refused(adviser_client, bodies):
    phase = f.PhaseFactory()
    area = f.FocusAreaFactory(reform__code="en-annen")

    page = page_of(
        adviser_client.post(BULK, form_for(adviser_client, bodies, deed="phase", phase=phase.pk, area=area.pk))
    )

    assert "Innsatsområdet hører til en annen reform enn fasen." in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kommune": []}, "Velg minst én kommune."),
        ({"solution": ""}, "Velg en løsning."),
        ({"state": ""}, "Velg en status."),
        ({"on": "2999-01-01"}, "Skriv en dato med riktig årstall."),
        ({"on": ""}, "Feltet er påkrevet."),
        ({"link": "javascript:alert(1)"}, "Skriv en lenke som begynner med https:// eller http://."),
        ({"note": "x" * 501}, "500 eller færre tegn"),
        ({"note": "Gjelder 01015012345."}, "Dette ser ut som et fødselsnummer. Skriv aldri personopplysninger her."),
        ({"deed": "phase"}, "Velg en fase."),
        ({"deed": "everything"}, "Velg et gyldig valg."),
        ({"deed": "confirm", "scope": "area-999999"}, "Velg et gyldig valg."),
    ],
)
@pytest.mark.parametrize("step", [{}, {"save": "1"}])
def test_what_cannot_be_is_explained_beside_its_field(adviser_client, bodies, solution, changes, message, step):
    page = page_of(adviser_client.post(BULK, status_form(adviser_client, bodies, solution) | changes | step))

    assert message in page
    assert "data-error-summary" in page
    assert not StatusEntry.objects.exists()


def test_fields_of_another_deed_are_ignored_whatever_they_hold(adviser_client, bodies, solution):
    sent = status_form(adviser_client, bodies[:1], solution, phase="nonsense", scope="nonsense", area="-1")

    _page, confirmed = preview(adviser_client, sent)
    adviser_client.post(BULK, confirmed)

    assert held(solution, bodies[0]) == State.IN_PROGRESS


def test_what_somebody_wrote_meanwhile_stops_all_of_it_and_both_values_are_shown(adviser_client, bodies, solution):
    f.StatusEntryFactory(municipality=bodies[3], solution=solution, state=State.DECIDED, on=date(2021, 2, 3))
    _page, confirmed = preview(adviser_client, status_form(adviser_client, bodies, solution))
    f.StatusEntryFactory(municipality=bodies[3], solution=solution, state=State.EVALUATED, on=date(2022, 5, 6))
    f.StatusEntryFactory(municipality=bodies[5], solution=solution, state=State.PLANNED, on=date(2022, 5, 7))

    page, again = preview(adviser_client, confirmed)

    assert StatusEntry.objects.count() == 3
    assert "2 rader er endret siden du så dem" in page
    third, fifth, *others = cells(page)
    assert third[0] == "Kommune 3"
    assert third[1].startswith("Evaluert 6.5.2022")
    assert third[3] == "Endret i mellomtiden Du så «Vedtatt» fra 3.2.2021."
    assert fifth[3] == "Endret i mellomtiden Du så at ingenting var registrert."
    assert all("Endret" not in row[3] for row in others)

    adviser_client.post(BULK, again)
    assert {held(solution, body) for body in bodies} == {State.IN_PROGRESS}


def test_a_status_withdrawn_meanwhile_is_not_left_out_of_a_confirmation_in_silence(adviser_client, bodies, solution):
    other = f.SolutionFactory(area=solution.area)
    f.StatusEntryFactory(municipality=bodies[0], solution=other, state=State.PLANNED)
    entry = f.StatusEntryFactory(municipality=bodies[0], solution=solution, state=State.DECIDED)
    _page, confirmed = preview(adviser_client, form_for(adviser_client, bodies[:1], deed="confirm"))
    adviser_client.post(reverse("reform_phases:act_undo", args=[entry.act.pk]))

    page, _again = preview(adviser_client, confirmed)

    assert cells(page)[0] == [
        *("Kommune 0", "3.4 Ernæring", "–", "–"),
        "Endret i mellomtiden Du så «Vedtatt» fra 1.6.2020. Ikke med Ingen status å bekrefte.",
    ]
    assert not StatusEntry.objects.filter(kind=Kind.CONFIRMED).exists()


def test_what_is_written_in_the_very_moment_of_saving_stops_it_too(adviser_client, bodies, solution, monkeypatch):
    _page, confirmed = preview(adviser_client, status_form(adviser_client, bodies, solution))
    drafted = bulk.draft

    def while_somebody_writes(*args, **kwargs):
        made = drafted(*args, **kwargs)
        if not StatusEntry.objects.exists():
            f.StatusEntryFactory(municipality=bodies[2], solution=solution, state=State.PLANNED)
        return made

    monkeypatch.setattr(bulk, "draft", while_somebody_writes)
    page = page_of(adviser_client.post(BULK, confirmed, follow=True))

    assert cells(page)[0][3] == "Endret i mellomtiden Du så at ingenting var registrert."
    assert [entry.state for entry in StatusEntry.objects.all()] == [State.PLANNED]


def test_the_same_preview_is_saved_once(adviser_client, bodies, solution):
    _page, confirmed = preview(adviser_client, status_form(adviser_client, bodies, solution))
    adviser_client.post(BULK, confirmed)

    page = page_of(adviser_client.post(BULK, confirmed, follow=True))

    assert "8 rader er endret siden du så dem" in page
    assert StatusEntry.objects.count() == 8


@pytest.mark.parametrize("seen", ["", "tampered", None])
def test_nothing_is_saved_that_no_preview_has_shown(adviser_client, bodies, solution, seen):
    _page, confirmed = preview(adviser_client, status_form(adviser_client, bodies, solution))
    sent = {name: value for name, value in (confirmed | {"seen": seen}).items() if value is not None}

    page = page_of(adviser_client.post(BULK, sent, follow=True))

    assert "Ingenting er lagret ennå." in page
    assert not StatusEntry.objects.exists()


def test_from_the_preview_one_can_go_back_to_the_form_as_it_was(adviser_client, bodies, solution):
    preview_page, _confirmed = preview(
        adviser_client, status_form(adviser_client, bodies[:2], solution, note="Husk denne")
    )
    address = re.search(r'href="([^"]+endre=1)"', preview_page).group(1).replace("&amp;", "&")

    page = page_of(adviser_client.get(address))

    again = fields(page.split("<main", 1)[1])
    assert [again[name] for name in ("kommune", "solution", "state", "note")] == [
        [str(body.pk) for body in bodies[:2]],
        str(solution.pk),
        State.IN_PROGRESS,
        "Husk denne",
    ]


def test_a_municipality_out_of_reach_is_left_out_as_one_that_is_no_more(adviser_client, bodies, solution):
    elsewhere = f.MunicipalityFactory(name="Fjernvik")
    confirmed = preview(adviser_client, status_form(adviser_client, bodies, solution))[1]

    first = page_of(adviser_client.get(asked([*bodies, elsewhere])))
    sent = confirmed | {"kommune": [bodies[0].pk, elsewhere.pk]}
    again = page_of(adviser_client.post(BULK, sent, follow=True))

    for page in (first, again):
        assert "1 valgt er ikke lenger med." in page
        assert "Fjernvik" not in page
    assert not StatusEntry.objects.exists()
    assert adviser_client.get(asked([elsewhere])).status_code == 404


def test_the_preview_stays_where_it_is_for_reloading_and_the_way_back(adviser_client, bodies, solution):
    response = adviser_client.post(BULK, status_form(adviser_client, bodies, solution))
    address = response.headers["Location"]

    pages = [page_of(adviser_client.get(address)) for _time in range(2)]
    adviser_client.post(BULK, fields(pages[1].split("<main", 1)[1]) | {"save": "1"})
    later = adviser_client.get(address, follow=True)

    assert response.status_code == 302
    assert ["Kommune 7" in page for page in pages] == [True, True]
    assert "Det du så over, er lagret allerede eller for gammelt." in page_of(later)
    assert StatusEntry.objects.count() == 8


def test_a_long_preview_comes_in_pages_and_is_saved_as_one(adviser_client, bodies, solution, monkeypatch):
    monkeypatch.setattr(views, "LINES_ON_PAGE", 5)
    address = adviser_client.post(BULK, status_form(adviser_client, bodies, solution)).headers["Location"]

    first, second = (page_of(adviser_client.get(f"{address}&page={number}")) for number in (1, 2))
    adviser_client.post(BULK, fields(second.split("<main", 1)[1]) | {"save": "1"})

    assert [first.count('<th scope="row">'), second.count('<th scope="row">')] == [5, 3]
    assert StatusEntry.objects.count() == 8


@pytest.mark.parametrize("key", ["x", "-1", "999999", "9" * 5000, "²", ""])
def test_a_key_that_is_none_does_not_exist(adviser_client, key):
    assert adviser_client.get(BULK, {"kommune": key}).status_code == 404


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(adviser_client, bodies, solution, back):
    page = page_of(adviser_client.get(asked(bodies, tilbake=back)))
    confirmed = preview(adviser_client, status_form(adviser_client, bodies, solution))[1]

    saved = adviser_client.post(BULK, confirmed | {"tilbake": back})

    assert back not in page.split("<main", 1)[1].split("</main>")[0]
    assert saved.headers["Location"] == reverse("overview:list")


def test_only_so_many_at_once(adviser_client, bodies, solution, monkeypatch):
    f.SolutionFactory(area=solution.area)
    sent = form_for(adviser_client, bodies, deed="confirm")
    monkeypatch.setattr(form, "MOST_ENTRIES", 15)
    assert "Det blir for mye på én gang. Velg færre kommuner." in page_of(adviser_client.post(BULK, sent, follow=True))

    monkeypatch.setattr(form, "MOST_MUNICIPALITIES", 7)
    assert "Velg høyst 7 kommuner om gangen." in page_of(adviser_client.post(BULK, sent, follow=True))


def test_without_the_token_nothing_is_taken(adviser, bodies, solution):
    client = Client(enforce_csrf_checks=True)
    client.force_login(adviser)
    sent = status_form(client, bodies, solution)
    del sent["csrfmiddlewaretoken"]

    assert client.post(BULK, sent).status_code == 403


def test_no_page_asks_more_of_the_database_for_eighty_municipalities_than_for_eight(adviser_client, county, solution):
    def queries(bodies):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            confirmed = preview(adviser_client, status_form(adviser_client, bodies, solution))[1]
            adviser_client.post(BULK, confirmed)
            act = Act.objects.latest("pk")
            for page in ("reform_phases:act", "reform_phases:act_undo"):
                page_of(adviser_client.get(reverse(page, args=[act.pk])))
            adviser_client.post(reverse("reform_phases:act_undo", args=[act.pk]))
        return len(counted)

    few = f.MunicipalityFactory.create_batch(8, county=county)
    first = queries(few)
    many = f.MunicipalityFactory.create_batch(72, county=county)

    assert queries([*few, *many]) <= first

"""The page of one subject of a log: reading what holds, and saying more."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reform_phases.models import (
    ElderCouncilEntry,
    Entry,
    FreshnessLimit,
    OrganisingEntry,
    PhaseEntry,
    StatusEntry,
)
from reform_phases.recording import withdrawing
from reform_phases.views import logs
from tests import factories
from tests.pages import shown

Kind, State = Entry.Kind, StatusEntry.State


@pytest.fixture
def page(voss, meal):
    return reverse("reform_phases:status", args=[voss.pk, meal.pk])


@pytest.fixture
def held(voss, meal):
    return factories.StatusEntryFactory(municipality=voss, solution=meal, state=State.PLANNED, on=date(2021, 3, 1))


def today():
    return timezone.localdate()


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def send(client, url, **changes):
    """Fills in the page at `url` and sends it."""
    return client.post(url, shown(client, url) | changes)


def log_of(log=StatusEntry):
    return list(log.objects.order_by("pk").values_list("kind", log.VALUE, "on", "counts"))


def kinds_of_subjects(municipality, reform):
    """Address, log and a value for each kind of subject but the status of a solution."""
    phase = factories.PhaseFactory(reform=reform, number=2, name_nb="Utvikle løsninger")
    area = factories.FocusAreaFactory(reform=reform)
    return {
        "phase": (reverse("reform_phases:phase", args=[municipality.pk]), PhaseEntry, {"phase": phase.pk}),
        "area_phase": (
            reverse("reform_phases:area_phase", args=[municipality.pk, area.pk]),
            PhaseEntry,
            {"phase": phase.pk},
        ),
        "organising": (
            reverse("reform_phases:organising", args=[municipality.pk]),
            OrganisingEntry,
            {"model": OrganisingEntry.Model.SOCIETY},
        ),
        "elder_council": (
            reverse("reform_phases:elder_council", args=[municipality.pk]),
            ElderCouncilEntry,
            {"answer": ElderCouncilEntry.Answer.NO},
        ),
    }


SUBJECTS = ("phase", "area_phase", "organising", "elder_council")


def test_a_state_is_set_with_its_ground_and_shown_as_what_holds(adviser_client, adviser, page, voss):
    response = send(
        adviser_client,
        page,
        state=State.IN_PROGRESS,
        on="2021-05-04",
        source=Entry.Source.MEETING,
        link="https://voss.example/referat",
        note="Sagt på møtet",
    )

    assert response.status_code == 302
    text = adviser_client.get(page).text
    assert "Lagret: Under gjennomføring." in text
    assert "sist registrert 4.5.2021" in text
    for told in ("Møte", 'href="https://voss.example/referat"', "Sagt på møtet", adviser.name):
        assert told in text
    assert log_of() == [(Kind.SET, State.IN_PROGRESS, date(2021, 5, 4), True)]


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_other_subject_is_set_and_confirmed_in_the_same_way(adviser_client, voss, name):
    url, log, value = kinds_of_subjects(voss, factories.ReformFactory())[name]
    assert "Ikke registrert" in adviser_client.get(url).text

    assert send(adviser_client, url, **value, on="2021-05-04").status_code == 302
    assert adviser_client.post(url, {"bekreft": "1"}).status_code == 302

    (entry, confirmation) = log.objects.order_by("pk")
    assert (entry.kind, entry.on, confirmation.kind, confirmation.on) == (
        Kind.SET,
        date(2021, 5, 4),
        Kind.CONFIRMED,
        today(),
    )
    assert confirmation.value == entry.value
    assert f"Bekreftet uendret: {entry.told}." in adviser_client.get(url).text


@pytest.mark.parametrize("name", SUBJECTS)
def test_an_answer_that_is_missing_is_asked_for_beside_the_field(adviser_client, voss, name):
    url, log, value = kinds_of_subjects(voss, factories.ReformFactory())[name]

    response = send(adviser_client, url, on="2021-05-04")

    assert list(response.context["form"].errors) == list(value)
    assert not log.objects.exists()


def test_the_phase_of_an_area_is_not_the_phase_of_the_whole(adviser_client, voss):
    subjects = kinds_of_subjects(voss, factories.ReformFactory())
    area_page, _log, value = subjects["area_phase"]

    send(adviser_client, area_page, **value)

    assert PhaseEntry.objects.get().area is not None
    assert "Ikke registrert" in adviser_client.get(subjects["phase"][0]).text


def test_confirming_says_the_same_again_today_and_keeps_what_was(adviser_client, page, held):
    adviser_client.post(page, {"bekreft": "1"})

    assert log_of() == [
        (Kind.SET, State.PLANNED, date(2021, 3, 1), True),
        (Kind.CONFIRMED, State.PLANNED, today(), True),
    ]


def test_confirming_twice_on_a_day_says_so_and_writes_once(adviser_client, page, held):
    adviser_client.post(page, {"bekreft": "1"})

    response = adviser_client.post(page, {"bekreft": "1"}, follow=True)

    assert "Allerede registrert i dag." in response.text
    assert StatusEntry.objects.count() == 2


def test_there_is_nothing_to_confirm_where_nothing_is_registered(adviser_client, page):
    assert 'name="bekreft"' not in adviser_client.get(page).text
    assert adviser_client.post(page, {"bekreft": "1"}).status_code == 404


def test_a_municipality_that_has_ended_is_written_about_for_its_time_and_not_confirmed(
    adviser_client, county, page, held, voss
):
    factories.merge(date(2022, 1, 1), [voss, factories.MunicipalityFactory(county=county)])

    late = send(adviser_client, page, state=State.DECIDED, on="2022-01-01")
    in_time = send(adviser_client, page, state=State.DECIDED, on="2021-12-31")

    assert late.context["form"].errors["on"] == ["Voss fantes ikke 1.1.2022."]
    assert in_time.status_code == 302
    assert 'name="bekreft"' not in adviser_client.get(page).text
    assert adviser_client.post(page, {"bekreft": "1"}).status_code == 404


def test_a_correction_shows_what_was_written_and_both_stay_in_the_history(adviser_client, page, held):
    asked = f"{page}?rett={held.pk}"
    assert shown(adviser_client, asked)["on"] == ["2021-03-01"]

    sent = shown(adviser_client, asked) | {"state": State.DECIDED, "on": "2021-02-01"}
    assert adviser_client.post(page, sent).status_code == 302

    assert log_of() == [
        (Kind.SET, State.PLANNED, date(2021, 3, 1), False),
        (Kind.CORRECTED, State.DECIDED, date(2021, 2, 1), True),
    ]
    text = adviser_client.get(page).text
    assert "<del>I plan</del>" in text
    assert "retter det som ble registrert for 1.3.2021" in text


def test_what_is_taken_back_holds_no_more_and_stays_in_the_history(adviser_client, page, held):
    response = adviser_client.post(page, {"trekk": held.pk}, follow=True)

    assert "Trukket tilbake: I plan." in response.text
    assert response.context["held"] is None
    assert "<del>I plan</del>" in response.text
    assert StatusEntry.objects.count() == 2


def test_taking_back_twice_says_so_and_writes_once(adviser_client, page, held):
    adviser_client.post(page, {"trekk": held.pk})

    response = adviser_client.post(page, {"trekk": held.pk}, follow=True)

    assert "Allerede rettet eller trukket tilbake: I plan." in response.text
    assert StatusEntry.objects.count() == 2


def test_taking_back_at_the_same_moment_as_another_writes_once(adviser_client, region, page, held, monkeypatch):
    second = client_of(factories.adviser(region))

    def while_another_does(entry):
        monkeypatch.undo()
        second.post(page, {"trekk": entry.pk})
        return withdrawing(entry)

    monkeypatch.setattr(logs, "withdrawing", while_another_does)

    response = adviser_client.post(page, {"trekk": held.pk}, follow=True)

    assert "Allerede rettet eller trukket tilbake: I plan." in response.text
    assert StatusEntry.objects.count() == 2


def test_an_entry_far_into_a_long_log_is_corrected_and_taken_back_by_what_the_page_sends(adviser_client, page, held):
    values = {name: getattr(held, name) for name in ("municipality", "solution", "act", "state")}
    entry = StatusEntry.objects.create(pk=1_234_567, on=date(2021, 4, 1), **values)

    sent = shown(adviser_client, f"{page}?rett={entry.pk}")

    assert sent["retter"] == ["1234567"]
    assert sent["seen"] == ["1234567"]
    assert 'name="trekk" value="1234567"' in adviser_client.get(page).text


def test_an_entry_about_something_else_cannot_be_corrected_or_taken_back_here(adviser_client, page, voss):
    other = factories.StatusEntryFactory(municipality=voss)

    assert adviser_client.get(page, {"rett": other.pk}).status_code == 404
    assert adviser_client.post(page, {"trekk": other.pk}).status_code == 404
    assert adviser_client.get(page, {"rett": "tull"}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        ("on", "2070-01-01", "Datoen kan ikke være fram i tid."),
        ("on", "2018-12-31", "Voss fantes ikke 31.12.2018."),
        ("on", "0201-01-01", "Skriv en dato med riktig årstall."),
        ("on", "", "Feltet er påkrevet."),
        ("link", "ftp://voss.example/sak", "Skriv en lenke som begynner med https:// eller http://."),
        ("link", "javascript:alert(1)", "Skriv en lenke som begynner med https:// eller http://."),
        ("state", "flying", "Velg et gyldig valg. flying er ikke et av de tilgjengelige valgene."),
    ],
)
def test_what_cannot_be_is_explained_beside_its_field_and_nothing_is_written(
    adviser_client, page, field, value, answer
):
    response = send(adviser_client, page, **({"state": State.DECIDED} | {field: value}))

    assert response.status_code == 200
    assert response.context["form"].errors[field] == [answer]
    assert "<details" in response.text
    assert not StatusEntry.objects.exists()


def test_the_second_of_two_editors_is_told_and_nothing_of_either_is_lost(adviser_client, region, page):
    second = client_of(factories.adviser(region))
    form = shown(second, page) | {"state": State.DECIDED, "on": "2021-05-05", "note": "Vedtatt i mai"}
    send(adviser_client, page, state=State.PLANNED, on="2021-05-04")

    told = second.post(page, form)

    assert told.status_code == 200
    assert "En annen har skrevet her i mellomtiden: I plan fra 4.5.2021" in told.text
    assert "Ditt svar, Vedtatt, er ikke lagret ennå." in told.text
    assert "Vedtatt i mai" in told.text
    assert 'value="2021-05-05"' in told.text
    assert StatusEntry.objects.count() == 1

    again = second.post(page, form | {"seen": told.context["form"]["seen"].value()})

    assert again.status_code == 302
    assert [(state, counts) for _kind, state, _on, counts in log_of()] == [
        (State.PLANNED, True),
        (State.DECIDED, True),
    ]


def test_who_corrects_what_another_has_corrected_meanwhile_is_told_and_can_save_it_as_well(
    adviser_client, region, page, held
):
    second = client_of(factories.adviser(region))
    asked = f"{page}?rett={held.pk}"
    form = shown(second, asked) | {"state": State.EVALUATED, "note": "Min begrunnelse"}
    adviser_client.post(page, shown(adviser_client, asked) | {"state": State.DECIDED})

    told = second.post(page, form)

    assert "En annen har skrevet her i mellomtiden: Vedtatt fra 1.3.2021" in told.text
    assert "Min begrunnelse" in told.text
    assert second.post(page, form | {"seen": told.context["form"]["seen"].value()}).status_code == 302
    assert [(state, counts) for _kind, state, _on, counts in log_of()] == [
        (State.PLANNED, False),
        (State.DECIDED, True),
        (State.EVALUATED, True),
    ]


def test_what_was_taken_back_meanwhile_is_told_in_words_that_can_be_read(adviser_client, region, page, held):
    second = client_of(factories.adviser(region))
    form = shown(second, page) | {"state": State.EVALUATED}
    adviser_client.post(page, {"trekk": held.pk})

    told = second.post(page, form)

    assert "En annen har trukket tilbake det som sto her" in told.text
    assert StatusEntry.objects.count() == 2


@pytest.mark.parametrize("role", ["coordinator", "reader"])
def test_who_may_only_read_sees_no_form_and_is_refused(county, page, held, role):
    office = county.coverage.get().organisation
    client = client_of(factories.coordinator(county) if role == "coordinator" else factories.reader(office))

    text = client.get(page).text

    assert "I plan" in text
    assert 'name="state"' not in text
    assert 'name="trekk"' not in text
    for sent in ({"state": State.DECIDED, "on": "2021-05-04"}, {"bekreft": "1"}, {"trekk": held.pk}):
        assert client.post(page, sent).status_code == 403
    assert StatusEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["status", *SUBJECTS])
def test_a_municipality_in_another_region_does_not_exist_for_the_user(adviser_client, meal, name):
    foreign = factories.MunicipalityFactory()
    subjects = kinds_of_subjects(foreign, meal.area.reform)
    url = subjects[name][0] if name in subjects else reverse("reform_phases:status", args=[foreign.pk, meal.pk])

    assert adviser_client.get(url).status_code == 404
    assert adviser_client.post(url, {"bekreft": "1"}).status_code == 404


def test_a_day_that_has_passed_shows_what_held_then_and_nothing_to_fill_in(adviser_client, page, voss, meal, held):
    factories.StatusEntryFactory(municipality=voss, solution=meal, state=State.EVALUATED, on=date(2022, 2, 2))

    response = adviser_client.get(page, {"dato": "2021-12-31"})

    main = response.text.split("<main", 1)[1].split("</main>", 1)[0]
    assert response.context["held_in_words"] == "I plan"
    assert "Evaluert" not in main
    assert "Slik det var 31.12.2021" in response.text
    assert 'method="post"' not in main
    refused = adviser_client.post(f"{page}?dato=2021-12-31", {"state": State.DECIDED, "on": "2021-05-04"})
    assert refused.status_code == 403


def test_what_has_not_been_confirmed_in_time_is_called_stale(adviser_client, page, held):
    assert "uferskt" not in adviser_client.get(page).text

    factories.FreshnessLimitFactory(months=9)

    assert "uferskt" in adviser_client.get(page).text
    assert "uferskt" not in adviser_client.get(page, {"dato": "2021-12-01"}).text


def test_a_phase_goes_stale_by_its_own_limit(adviser_client, voss):
    factories.FreshnessLimitFactory(kind=FreshnessLimit.Kind.PHASE, months=12)
    factories.PhaseEntryFactory(municipality=voss, phase__reform=factories.ReformFactory(), on=date(2021, 1, 1))
    url = reverse("reform_phases:phase", args=[voss.pk])

    assert "uferskt" in adviser_client.get(url).text
    assert "uferskt" not in adviser_client.get(url, {"dato": "2022-01-01"}).text


def test_htmx_gets_the_editor_alone(adviser_client, page):
    text = adviser_client.get(page, headers={"HX-Request": "true"}).text

    assert "<html" not in text
    assert f'hx-post="{page}"' in text
    assert "Voss: 3.4 Det gode måltid" in text


def test_htmx_is_told_that_it_was_saved_and_how_it_looks_now(adviser_client, page, voss, meal):
    sent = shown(adviser_client, page) | {"state": State.DECIDED}

    response = adviser_client.post(page, sent, headers={"HX-Request": "true"})

    entry = StatusEntry.objects.get()
    assert response.status_code == 204
    assert json.loads(response["HX-Trigger"])["entrySaved"] == {
        "message": "Lagret: Vedtatt. Voss, 3.4.",
        "undo": page,
        "entry": entry.pk,
        "row": voss.pk,
        "column": meal.pk,
        "look": {"key": "decided", "label": "Vedtatt", "sign": "2"},
        "label": "2 Vedtatt",
        "stale": False,
    }

    undone = adviser_client.post(page, {"trekk": entry.pk}, headers={"HX-Request": "true"})
    saved = json.loads(undone["HX-Trigger"])["entrySaved"]
    assert (saved["entry"], saved["look"]["key"]) == (None, "")


def test_htmx_gets_the_editor_again_with_what_is_wrong(adviser_client, page):
    sent = shown(adviser_client, page) | {"state": State.DECIDED, "on": "2018-12-31"}

    response = adviser_client.post(page, sent, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert "Voss fantes ikke 31.12.2018." in response.text
    assert "<html" not in response.text


def test_what_is_said_about_an_earlier_reform_is_not_written_about_the_newest(adviser_client, voss):
    first = factories.ReformFactory()
    factories.ReformFactory(code="bo-trygt", name_nb="Bo trygt hjemme", valid_from=date(2024, 1, 1), valid_to=None)
    url = reverse("reform_phases:organising", args=[voss.pk])
    page = adviser_client.get(url, {"reform": first.pk}).text

    assert f'action="{url}?reform={first.pk}"' in page
    response = send(adviser_client, f"{url}?reform={first.pk}", model=OrganisingEntry.Model.HEALTH, on="2021-01-01")

    assert response.headers["Location"] == f"{url}?reform={first.pk}"
    assert OrganisingEntry.objects.get().reform == first
    assert "Ikke registrert" in adviser_client.get(url).text


@pytest.mark.parametrize("asked", ["tull", "0", "99999999999999999999"])
def test_a_reform_that_is_not_there_is_not_found(adviser_client, voss, asked):
    url = reverse("reform_phases:organising", args=[voss.pk])

    assert adviser_client.get(url, {"reform": asked}).status_code == 404


def test_confirming_what_another_has_changed_meanwhile_is_told_and_not_written(adviser_client, page, held, voss, meal):
    seen = shown(adviser_client, page)["seen"]
    factories.StatusEntryFactory(municipality=voss, solution=meal, state=State.IMPLEMENTED, on=today())

    response = adviser_client.post(page, {"bekreft": "1", "seen": seen})

    assert "En annen har skrevet her i mellomtiden" in response.text
    assert not StatusEntry.objects.filter(kind=Kind.CONFIRMED).exists()


def test_sending_the_form_without_a_state_asks_for_one(adviser_client, page):
    response = adviser_client.post(page, {"on": "2021-05-04", "source": "adviser"})

    assert "Velg en status." in response.text
    assert not StatusEntry.objects.exists()


def test_the_first_button_of_the_form_says_nothing(adviser_client, page):
    form = adviser_client.get(page).text.split('<form class="form" method="post"')[1]

    assert form.split("<button")[1].startswith(' class="visually-hidden" type="submit" tabindex="-1"')


def test_a_reform_that_has_not_begun_changes_nothing_today(adviser_client, voss):
    now = factories.ReformFactory()
    later = factories.ReformFactory(code="senere", valid_from=date(2099, 1, 1), valid_to=None)

    page = adviser_client.get(reverse("reform_phases:organising", args=[voss.pk]))

    assert page.context["view"].reform == now != later


def test_a_note_too_long_is_refused_beside_its_field_and_never_cut_by_the_browser(adviser_client, page):
    form = shown(adviser_client, page) | {"state": State.DECIDED, "note": "x" * 501}

    told = adviser_client.post(page, form).text

    assert "500 eller færre tegn" in told
    assert "x" * 501 in told
    assert 'maxlength="500"' not in told
    assert not StatusEntry.objects.exists()

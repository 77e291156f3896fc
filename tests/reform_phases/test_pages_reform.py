"""The reform's page and the names of its solutions."""

from datetime import date

import pytest
from django.urls import reverse

from reform_phases.models import FreshnessLimit, Phase, Reform, Solution
from reform_phases.timeline import WIDTH, timeline
from tests import factories
from tests.pages import shown

PAGE = reverse("reform_phases:reform")
LIMITS = reverse("reform_phases:freshness")


@pytest.fixture
def solution(db):
    area = factories.FocusAreaFactory(code="3", name_nb="Mat og måltider", name_nn="Mat og måltid", name_en="Food")
    return factories.SolutionFactory(
        area=area, code="3.1", name_nb="Det gode måltid", name_nn="Det gode måltidet", name_en="The good meal"
    )


def names(**changes):
    return {"name_nb": "Nytt navn", "name_nn": "Nytt namn", "name_en": "New name", "summary": "Kort"} | changes


def test_the_page_shows_phases_areas_and_solutions(adviser_client, solution):
    Phase.objects.create(
        reform=solution.area.reform,
        number=1,
        name_nb="Oppstart",
        name_nn="Oppstart",
        name_en="Start",
        valid_from=date(2019, 1, 1),
        valid_to=date(2020, 1, 1),
    )

    page = adviser_client.get(PAGE).content.decode()

    for text in ("Oppstart", "1.1.2019", "31.12.2019", "3 Mat og måltider", "3.1 Det gode måltid"):
        assert text in page
    assert "Endre navn" not in page


@pytest.mark.parametrize(("language", "name"), [("nn", "Det gode måltidet"), ("en", "The good meal")])
def test_names_follow_the_readers_language(adviser_client, solution, language, name):
    adviser_client.post(reverse("set_language"), {"language": language, "next": PAGE})

    assert name in adviser_client.get(PAGE).content.decode()


def test_an_administrator_changes_the_names_and_the_history_keeps_the_old(administrator_client, solution):
    address = reverse("reform_phases:solution_update", args=[solution.pk])
    assert address in administrator_client.get(PAGE).content.decode()

    response = administrator_client.post(address, names(), follow=True)

    assert "3.1 Nytt navn" in response.content.decode()
    told = list(Solution.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", "name_nb"))
    assert told == [("insert", "Det gode måltid"), ("update", "Nytt navn")]


def test_a_solution_needs_a_name_in_each_language(administrator_client, solution):
    address = reverse("reform_phases:solution_update", args=[solution.pk])

    response = administrator_client.post(address, names(name_nn=""))

    assert response.context["form"].errors["name_nn"] == ["Feltet er påkrevet."]
    solution.refresh_from_db()
    assert solution.name_nb == "Det gode måltid"


def test_only_an_administrator_changes_names(adviser_client, solution):
    address = reverse("reform_phases:solution_update", args=[solution.pk])

    assert adviser_client.get(address).status_code == 403
    assert adviser_client.post(address, names()).status_code == 403
    solution.refresh_from_db()
    assert solution.name_nb == "Det gode måltid"


def test_a_portal_without_a_reform_says_so(adviser_client):
    assert "Ingen reform er lagt inn" in adviser_client.get(PAGE).content.decode()


@pytest.fixture
def limits(db):
    months = {"status": 9, "phase": 9, "plan": 12, "contact": 1}
    return {kind: factories.FreshnessLimitFactory(kind=kind, months=number) for kind, number in months.items()}


def stored():
    return dict(FreshnessLimit.objects.values_list("kind", "months"))


def test_everybody_reads_how_long_a_fact_is_fresh(adviser_client, limits):
    page = adviser_client.get(PAGE).content.decode()

    assert "En status er fersk i 9 måneder." in page
    assert "Kontakt med en kommune er fersk i 1 måned." in page
    assert LIMITS not in page


def test_an_administrator_changes_how_long_facts_are_fresh(administrator_client, limits):
    assert LIMITS in administrator_client.get(PAGE).content.decode()

    page = administrator_client.post(LIMITS, shown(administrator_client, LIMITS) | {"status": "18"}, follow=True)

    assert stored() == {"status": 18, "phase": 9, "plan": 12, "contact": 1}
    assert "Aldersgrensene er lagret." in page.content.decode()
    assert "En status er fersk i 18 måneder." in page.content.decode()
    events = FreshnessLimit.pgh_event_model.objects.filter(pgh_label="update")
    assert [(event.kind, event.months) for event in events] == [("status", 18)]


@pytest.mark.parametrize(
    ("months", "answer"),
    [
        ("0", "Skriv et tall fra 1 til 120."),
        ("121", "Skriv et tall fra 1 til 120."),
        ("-3", "Skriv et tall fra 1 til 120."),
        ("1,5", "Skriv et tall fra 1 til 120."),
        ("ni", "Skriv et tall fra 1 til 120."),
        ("", "Feltet er påkrevet."),
    ],
)
def test_a_limit_that_cannot_be_is_explained_and_changes_none(administrator_client, limits, months, answer):
    before = stored()

    response = administrator_client.post(LIMITS, shown(administrator_client, LIMITS) | {"plan": "6", "phase": months})

    assert response.context["form"].errors["phase"] == [answer]
    assert stored() == before


def test_two_administrators_who_change_different_limits_both_get_theirs(administrator_client, limits):
    opened = shown(administrator_client, LIMITS)
    administrator_client.post(LIMITS, opened | {"plan": "24"})

    administrator_client.post(LIMITS, opened | {"phase": "3"})

    assert stored() == {"status": 9, "phase": 3, "plan": 24, "contact": 1}


def test_only_an_administrator_changes_limits(adviser_client, limits):
    assert adviser_client.get(LIMITS).status_code == 403
    assert adviser_client.post(LIMITS, {"status": "1"}).status_code == 403
    assert stored()["status"] == 9


def phase(number, valid_from, valid_to):
    return Phase(number=number, valid_from=valid_from, valid_to=valid_to)


def test_the_timeline_spans_the_reform_and_overlapping_phases_lie_under_each_other():
    reform = Reform(valid_from=date(2019, 1, 1), valid_to=date(2024, 1, 1))
    drawn = timeline(
        reform,
        [phase(1, date(2019, 1, 1), date(2020, 1, 1)), phase(2, date(2019, 1, 1), date(2021, 1, 1))],
    )

    one, two = drawn.bars
    assert (one.x, two.x) == (0, 0)
    assert one.width * 2 == pytest.approx(two.width, abs=2)
    assert one.y < two.y
    assert [year.label for year in drawn.years] == ["2019", "2020", "2021", "2022", "2023"]
    assert one.days == (date(2019, 1, 1), date(2019, 12, 31))


def test_an_open_phase_is_drawn_to_the_edge():
    reform = Reform(valid_from=date(2024, 1, 1), valid_to=None)

    (bar,) = timeline(reform, [phase(1, date(2024, 7, 1), None)]).bars

    assert bar.x + bar.width == WIDTH

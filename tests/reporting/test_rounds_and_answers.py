"""Rounds, and the office's answers in words with several people at work."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.models import Answer, Build, Report, Round
from tests import factories as f
from tests.pages import shown
from tests.reporting.test_builds import stored

NEW = "/rapporter/ny/"


@pytest.fixture
def analyst_client(client, region):
    client.force_login(f.analyst())
    return client


@pytest.fixture
def round(region):
    opened = f.RoundFactory()
    for number in (1, 2, 3):
        f.QuestionFactory(round=opened, number=number, text_nb=f"Spørsmål {number}")
    f.ReportFactory(round=opened, region=region)
    return opened


@pytest.fixture
def report(round):
    return round.reports.get()


def answer(report, number, text):
    question = report.round.questions.get(number=number)
    return Answer.objects.create(report=report, question=question, text=text)


def texts(report) -> list[str]:
    return list(report.answers.exclude(text="").values_list("text", flat=True))


def update(round) -> str:
    return reverse("reporting:round_update", args=[round.pk])


def answers(report) -> str:
    return reverse("reporting:answers", args=[report.pk])


def field(report, number) -> str:
    return f"question_{report.round.questions.get(number=number).pk}"


def test_a_new_round_gives_every_region_a_report(analyst_client, region):
    f.RegionFactory()
    data = shown(analyst_client, NEW) | {
        "name_nb": "Runde",
        "name_nn": "Runde",
        "reform": f.ReformFactory().pk,
        "layout": "short",
        "starts_on": "2019-01-01",
        "cut_off": "2022-05-15",
        "opens_on": "2022-04-01",
        "due_on": "2022-06-01",
    }

    analyst_client.post(NEW, data)

    made = Report.objects.filter(round=Round.objects.get())
    assert made.filter(region__isnull=False).count() == 2
    assert made.filter(region=None).count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cut_off": "2018-01-01"}, "Skjæringsdatoen må være etter at perioden starter."),
        ({"due_on": "2020-01-01"}, "Fristen kan ikke være før skjæringsdatoen."),
        ({"due_on": "9999-12-31"}, "riktig årstall"),
        ({"opens_on": "2021-12-24"}, "Runden må åpne før fristen."),
        ({"starts_on": "2018-06-01"}, "Reformen startet 1.1.2019."),
        ({"cut_off": "2060-12-31"}, "Reformens siste dag var 31.12.2023."),
        ({"name_nb": ""}, "Feltet er påkrevet"),
    ],
)
def test_a_round_that_cannot_be_is_explained_and_nothing_is_written(analyst_client, round, changes, message):
    before = Round.objects.values().get()

    response = analyst_client.post(update(round), shown(analyst_client, update(round)) | changes)

    assert message in response.content.decode()
    assert Round.objects.values().get() == before


def test_two_people_answering_different_questions_lose_nothing(adviser_client, report):
    first, second = shown(adviser_client, answers(report)), shown(adviser_client, answers(report))

    adviser_client.post(answers(report), first | {field(report, 1): "Fra den ene"})
    adviser_client.post(answers(report), second | {field(report, 2): "Fra den andre"})

    assert texts(report) == ["Fra den ene", "Fra den andre"]


def test_two_people_changing_the_same_answer_see_each_other(adviser_client, report):
    answer(report, 1, "Utkast")
    stale = shown(adviser_client, answers(report)) | {field(report, 1): "Min tekst"}
    adviser_client.post(answers(report), shown(adviser_client, answers(report)) | {field(report, 1): "Kollegaens"})

    refused = adviser_client.post(answers(report), stale)
    page = refused.content.decode()
    assert texts(report) == ["Kollegaens"]
    assert "En annen har endret svaret til «Kollegaens»" in page
    assert "Min tekst" in page

    adviser_client.post(answers(report), refused.context["form"].data)
    assert texts(report) == ["Min tekst"]


def test_the_page_says_that_answers_changed_after_the_report_was_built(adviser_client, report):
    long_ago = timezone.now() - timedelta(days=3)
    Build.objects.create(report=report, state=Build.State.FAILED, requested_at=long_ago, rung_at=long_ago)
    answer(report, 1, "Nytt")
    told = "Svarene er endret etter at rapporten ble bygget"

    assert told not in adviser_client.get(report.get_absolute_url()).content.decode()
    done = Build.objects.create(report=report, state=Build.State.DONE, requested_at=long_ago, rung_at=long_ago)
    stored(done)
    assert told in adviser_client.get(report.get_absolute_url()).content.decode()


def test_a_report_cannot_be_built_before_its_cut_off(adviser_client, region):
    later = timezone.localdate() + timedelta(days=20)
    reform = f.ReformFactory(valid_to=None)
    report = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform, cut_off=later, due_on=later))

    page = adviser_client.get(report.get_absolute_url()).content.decode()
    response = adviser_client.post(reverse("reporting:build", args=[report.pk]), follow=True)

    assert "Rapporten kan bygges fra og med skjæringsdatoen" in page
    assert "Bygg rapport</button>" not in page
    assert "Rapporten kan bygges fra og med skjæringsdatoen." in response.content.decode()
    assert not Build.objects.exists()


def test_the_list_of_rounds_costs_the_same_for_many(adviser_client, region):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(reverse("reporting:round_list"))
        return len(captured)

    for _ in range(3):
        f.ReportFactory(region=region)
    few = queries()
    for _ in range(15):
        f.ReportFactory(region=region, round=f.RoundFactory(cut_off=date(2021, 5, 15)))

    assert queries() == few

"""A review: who may say what, when, and that nothing is accepted over an open question."""

from datetime import UTC, date, datetime, timedelta
from threading import Event
from threading import Thread as Worker

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from reporting.manifest import read_manifest
from reporting.models import Comment, Report, Thread
from reporting.reviewing import Place, answer, ask, begin, close, reopen
from reporting.workflow import Refused, hindrances, perform
from tests import factories as f

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def sent(county, region):
    """An edition with two municipalities, of which one has decided, and one answer."""
    report = f.ReportFactory(region=region)
    report.answers.create(question=f.QuestionFactory(round=report.round, number=1), text="Mange kommuner mangler plan.")
    voss = f.MunicipalityFactory(county=county, name="Voss")
    f.MunicipalityFactory(county=county, name="Kvam")
    f.TreatmentFactory(municipality=voss, reform=report.round.reform, stage="decision", on=date(2020, 5, 4))
    return f.edition(report, NOW, said=read_manifest(report, built_on=NOW.date(), final=True))


@pytest.fixture
def reviewer(db):
    return f.analyst()


def number(sent, name):
    return sent.report.round.reform.treatments.get().municipality.number if name == "Voss" else None


def seen(thread):
    return thread.comments.last().pk


def create_url(sent, query=""):
    return reverse("reporting:thread_create", args=[sent.report_id, sent.number]) + query


@pytest.mark.parametrize("state", ["draft", "returned", "ready", "accepted", "not_opened"])
def test_only_an_edition_under_review_is_commented_on(sent, reviewer, state):
    Report.objects.filter(pk=sent.report_id).update(state=state)

    with pytest.raises(Refused):
        begin(report=sent.report, edition=1, place=Place("general"), text="?", by=reviewer, at=NOW)
    assert not Thread.objects.exists()


def test_an_older_edition_is_not_commented_on(sent, reviewer):
    perform(sent.report, "return", by=reviewer, at=NOW, comment="Rett")
    sent.report.refresh_from_db()
    f.edition(sent.report, NOW)

    with pytest.raises(Refused):
        begin(report=sent.report, edition=1, place=Place("general"), text="?", by=reviewer, at=NOW)
    assert begin(report=sent.report, edition=2, place=Place("general"), text="?", by=reviewer, at=NOW).state == "open"


def test_a_thread_goes_from_open_to_answered_to_closed_and_back(sent, reviewer):
    office, thread = f.adviser(sent.report.region), f.thread(sent)

    assert answer(thread=thread, text="Fordi", by=office, at=NOW).state == "answered"
    assert ask(thread=thread, text="Hvilke?", by=reviewer, at=NOW).state == "open"
    closed = close(thread=thread, seen=seen(thread), by=reviewer, at=NOW)
    assert (closed.state, closed.closed_by, closed.closed_at) == ("closed", reviewer, NOW)
    opened = reopen(thread=thread)
    assert (opened.state, opened.closed_by, opened.closed_at) == ("open", None, None)


def test_a_closed_thread_takes_no_message_and_is_closed_once(sent, reviewer):
    thread = f.thread(sent)
    close(thread=thread, seen=seen(thread), by=reviewer, at=NOW)

    for verb in (answer, ask):
        with pytest.raises(Refused):
            verb(thread=thread, text="Mer", by=reviewer, at=NOW)
    with pytest.raises(Refused):
        close(thread=thread, seen=seen(thread), by=reviewer, at=NOW)
    assert thread.comments.count() == 1


def test_a_thread_is_not_closed_over_an_answer_that_nobody_has_read(sent, reviewer):
    thread = f.thread(sent)
    read = seen(thread)
    answer(thread=thread, text="Vent!", by=f.adviser(sent.report.region), at=NOW)

    with pytest.raises(Refused, match="ny melding"):
        close(thread=thread, seen=read, by=reviewer, at=NOW)


@pytest.mark.parametrize("state", ["open", "answered"])
def test_nothing_is_accepted_before_all_threads_are_closed(sent, reviewer, state):
    threads = [f.thread(sent), f.thread(sent, anchor="general", key="")]
    if state == "answered":
        for thread in threads:
            answer(thread=thread, text="Fordi", by=reviewer, at=NOW)

    assert hindrances(sent.report, "accept", at=NOW) == ["2 merknader er ikke lukket."]
    page = client_of(reviewer).get(reverse("reporting:report_accept", args=[sent.report_id])).content.decode()
    assert reverse("reporting:thread_list", args=[sent.report_id]) in page
    with pytest.raises(Refused):
        perform(sent.report, "accept", by=reviewer, at=NOW)

    for thread in threads:
        close(thread=thread, seen=seen(thread), by=reviewer, at=NOW)
    assert perform(sent.report, "accept", by=reviewer, at=NOW).state == "accepted"
    with pytest.raises(Refused, match="godtatt"):
        reopen(thread=threads[0])


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_is_begun_while_the_report_is_accepted_waits_and_is_refused():
    report = f.ReportFactory()
    sent, reviewer = f.edition(report, NOW), f.analyst()
    began, told = Event(), []

    def begin_one():
        began.set()
        try:
            begin(report=sent.report, edition=1, place=Place("general"), text="?", by=reviewer, at=NOW)
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    worker = Worker(target=begin_one)
    with transaction.atomic():
        perform(sent.report, "accept", by=reviewer, at=NOW)
        worker.start()
        assert began.wait(5)
        worker.join(0.5)
        assert worker.is_alive(), "it did not wait for the lock of the report"
    worker.join(10)

    assert len(told) == 1
    assert not Thread.objects.exists()


def test_the_reviewer_begins_on_a_figure_a_row_an_answer_and_the_whole(sent, reviewer):
    client, kvam_or_voss = client_of(reviewer), number(sent, "Voss")
    asked = {
        "?tall=decision_made": ("figure", "decision_made"),
        f"?tall=decision_made&kommune={kvam_or_voss}": ("row", f"decision_made:{kvam_or_voss}"),
        "?svar=1": ("answer", "1"),
        "": ("general", ""),
    }
    for query in asked:
        assert client.get(create_url(sent, query)).status_code == 200
        assert client.post(create_url(sent, query), {"text": "Hvorfor?"}).status_code == 302

    assert list(Thread.objects.values_list("anchor", "key")) == list(asked.values())
    page = client.get(reverse("reporting:thread_list", args=[sent.report_id])).content.decode()
    assert "Voss: " in page
    assert f"#kommune-{kvam_or_voss}" in page
    assert "#svar-1" in page
    front = client.get(sent.get_absolute_url()).content.decode()
    assert "4 merknader er ikke lukket" in front
    for thread in Thread.objects.all():
        assert thread.get_absolute_url() in front
    figure = client.get(reverse("reporting:edition_figure", args=[sent.report_id, 1, "decision_made"])).content.decode()
    assert f"?tall=decision_made&amp;kommune={kvam_or_voss}" in figure


@pytest.mark.parametrize(
    "query", ["?tall=finnes_ikke", "?tall=decision_made&kommune=0000", "?kommune=4601", "?svar=99", "?svar=%3Cb%3E"]
)
def test_a_place_that_the_edition_has_not_does_not_exist(sent, reviewer, query):
    assert client_of(reviewer).post(create_url(sent, query), {"text": "Hva?"}).status_code == 404
    assert not Thread.objects.exists()


@pytest.mark.parametrize(("text", "told"), [("", "må fylles ut"), ("Ring 01017012345", "fødselsnummer")])
def test_an_empty_text_and_an_identity_number_are_refused_beside_the_field(sent, reviewer, text, told):
    thread = f.thread(sent)

    new = client_of(reviewer).post(create_url(sent), {"text": text})
    said = client_of(f.adviser(sent.report.region)).post(
        reverse("reporting:thread_answer", args=[thread.pk]), {"text": text}
    )

    for response in (new, said):
        assert response.context["form"].errors["text"]
        if text:
            assert told in response.content.decode()
    assert Comment.objects.count() == 1


def test_the_office_answers_and_the_reviewer_closes_on_the_page(sent, reviewer):
    thread = f.thread(sent)
    office, hdir = client_of(f.adviser(sent.report.region)), client_of(reviewer)

    page = office.get(thread.get_absolute_url()).content.decode()
    assert reverse("reporting:thread_answer", args=[thread.pk]) in page
    assert reverse("reporting:thread_close", args=[thread.pk]) not in page
    office.post(reverse("reporting:thread_answer", args=[thread.pk]), {"text": "To vedtak manglet."})
    page = hdir.get(thread.get_absolute_url())
    assert "To vedtak manglet." in page.content.decode()
    hdir.post(reverse("reporting:thread_close", args=[thread.pk]), {"seen": page.context["seen"]})

    thread.refresh_from_db()
    assert thread.state == "closed"
    assert "Alle merknadene er lukket" in hdir.get(_list(sent)).content.decode()
    assert "To vedtak manglet." in hdir.get(_list(sent) + "?vis=alle").content.decode()


@pytest.mark.parametrize("posted", [{}, {"seen": "x"}, {"seen": "9" * 30}])
def test_closing_without_having_read_is_refused(sent, reviewer, posted):
    thread = f.thread(sent)

    client_of(reviewer).post(reverse("reporting:thread_close", args=[thread.pk]), posted)

    thread.refresh_from_db()
    assert thread.state == "open"


def test_the_threads_of_another_region_do_not_exist(sent):
    thread, client = f.thread(sent), client_of(f.adviser(f.RegionFactory()))

    assert client.get(_list(sent)).status_code == 404
    assert client.get(thread.get_absolute_url()).status_code == 404
    assert client.post(reverse("reporting:thread_answer", args=[thread.pk]), {"text": "Hei"}).status_code == 404


def test_threads_are_listed_open_first_and_lead_to_each_other(sent, reviewer):
    first, second, third = (f.thread(sent, at=NOW + timedelta(minutes=n)) for n in range(3))
    answer(thread=first, text="Fordi", by=reviewer, at=NOW)
    client = client_of(reviewer)

    rows = client.get(_list(sent)).context["rows"]
    middle = client.get(third.get_absolute_url()).context

    assert [row["thread"].pk for row in rows] == [second.pk, third.pk, first.pk]
    assert (middle["before"], middle["after"]) == (second.pk, first.pk)


def test_the_pages_cost_the_same_for_few_and_for_many(sent, reviewer, django_assert_num_queries):
    client = client_of(reviewer)
    f.thread(sent)
    pages = [_list(sent), sent.get_absolute_url()]
    for page in pages:
        client.get(page)
    costs = [_queries(client, page) for page in pages]
    for _ in range(8):
        thread = f.thread(sent, anchor="answer", key="1")
        answer(thread=thread, text="Fordi", by=f.UserFactory(), at=NOW)

    for page, cost in zip(pages, costs, strict=True):
        with django_assert_num_queries(cost):
            client.get(page)


def test_a_report_is_returned_with_how_many_threads_it_has(sent, reviewer):
    client, url = client_of(reviewer), reverse("reporting:report_return", args=[sent.report_id])
    assert "Rapporten har" not in client.get(url).content.decode()
    f.thread(sent)

    assert "Rapporten har 1 merknad." in client.get(url).content.decode()
    assert client.post(url, {"comment": ""}).context["form"].errors["comment"]


def test_threads_are_not_part_of_what_is_sent(sent, reviewer):
    f.thread(sent, text="Et spørsmål som bare er mellom oss")
    perform(sent.report, "return", by=reviewer, at=NOW, comment="Rett")
    sent.report.refresh_from_db()

    assert "mellom oss" not in str(read_manifest(sent.report, built_on=NOW.date()))


def _list(sent):
    return reverse("reporting:thread_list", args=[sent.report_id])


def _queries(client, page):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.get(page)
    return len(found)

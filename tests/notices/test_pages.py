"""The reader's own notices and choices."""

import pytest
from django.urls import reverse

from lhl_portal.notices.models import MailLanguage, Notice, Preference
from tests import factories
from tests.pages import shown

LIST = reverse("notices:list")
CHOICES = reverse("notices:choices")


@pytest.fixture
def answer(adviser):
    """A notice that leads to a meeting of the adviser's office."""
    meeting = factories.MeetingFactory(host=adviser.memberships.get().organisation)
    data = {"municipality": "Askvoll", "meeting": meeting.title, "answer": "accepted"}
    return factories.NoticeFactory(user=adviser, kind="answer", record=meeting.pk, data=data)


def test_own_notices_are_listed_with_the_unread_first_and_those_of_others_are_not(adviser, adviser_client, answer):
    read = factories.NoticeFactory(user=adviser, read_at="2020-06-02T09:00Z", made_at="2020-06-02T08:00Z")
    theirs = factories.NoticeFactory()

    page = adviser_client.get(LIST).content.decode()

    assert page.index("Askvoll har takket ja til ") < page.index(read.data["meeting"])
    assert theirs.data["meeting"] not in page
    assert "1 nytt varsel" in page


def test_each_link_opens_and_what_is_out_of_reach_has_none_and_does_not_tell_what_it_was(
    adviser, adviser_client, answer
):
    hidden = factories.MeetingFactory()
    data = {"municipality": "Fjernvik", "meeting": "Et annet", "answer": "declined"}
    factories.NoticeFactory(user=adviser, kind="answer", record=hidden.pk, data=data)
    factories.NoticeFactory(user=adviser, kind="follow_up", record=10**9, data={})

    page = adviser_client.get(LIST)

    urls = [line.url for line in page.context["lines"] if line.url]
    assert [adviser_client.get(url).status_code for url in urls] == [200]
    assert "Fjernvik" not in page.content.decode()
    assert page.content.decode().count("ikke lenger tilgjengelig for deg") >= 2


def test_one_or_all_are_marked_as_read_and_the_page_can_leave_them_out(adviser, adviser_client, answer):
    others = [factories.NoticeFactory(user=adviser) for _ in range(2)]
    theirs = factories.NoticeFactory()

    response = adviser_client.post(reverse("notices:read", args=[answer.pk]), {"next": f"{LIST}?vis=uleste"})

    assert response.url == f"{LIST}?vis=uleste"
    unread = adviser_client.get(response.url).context["lines"]
    assert {line.notice for line in unread} == set(others)
    adviser_client.post(reverse("notices:read_all"))
    assert list(Notice.objects.unread()) == [theirs]
    assert "nye varsler" not in adviser_client.get(LIST).content.decode()


def test_a_notice_of_somebody_else_does_not_exist(adviser_client):
    theirs = factories.NoticeFactory()

    assert adviser_client.post(reverse("notices:read", args=[theirs.pk])).status_code == 404
    assert Notice.objects.unread().exists()


def test_the_list_costs_as_many_queries_for_many_notices(
    adviser, adviser_client, answer, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(15) as few:
        adviser_client.get(LIST)
    for _ in range(5):
        factories.NoticeFactory(user=adviser, kind="answer", record=answer.record, data=answer.data)

    with django_assert_num_queries(len(few)):
        adviser_client.get(LIST)


def test_choices_are_kept_and_only_what_was_changed_is_written(adviser, adviser_client):
    sent = shown(adviser_client, CHOICES)
    assert {sent[name] for name in ("follow_up", "answer", "meeting_changed")} == {"daily"}

    adviser_client.post(CHOICES, sent | {"answer": "off", "language": "nn"})

    assert list(Preference.objects.values_list("user", "kind", "choice")) == [(adviser.pk, "answer", "off")]
    assert MailLanguage.objects.get().language == "nn"
    kept = shown(adviser_client, CHOICES)
    assert (kept["answer"], kept["follow_up"], kept["language"]) == ("off", "daily", "nn")


def test_a_choice_that_does_not_exist_is_refused_beside_its_field(adviser_client):
    sent = shown(adviser_client, CHOICES)

    response = adviser_client.post(CHOICES, sent | {"answer": "hourly"})

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"answer"}
    assert not Preference.objects.exists()
